"""The quantum horizon from first principles: circuits, Shor on our own keys, kernels, migration, forecasts.

The names of ``__init__.pyi`` load on first use, so that importing the package costs almost nothing.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
