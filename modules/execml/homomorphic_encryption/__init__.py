"""Homomorphic encryption from first principles: Paillier, lattices, BFV, CKKS, an attack, encrypted scoring.

The schemes built here teach how the mathematics works. They are not for production: their randomness is not
cryptographic, and nothing in them runs in constant time. What a bank runs is the library that each is checked
against. The names of ``__init__.pyi`` load on first use, so that importing the package costs almost nothing.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
