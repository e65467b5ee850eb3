"""Encryption that adds: Paillier's scheme, and several small numbers in one ciphertext."""

from execml.homomorphic_encryption.additive import paillier as paillier
