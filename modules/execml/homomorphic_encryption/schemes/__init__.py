"""The two ring schemes, BFV for whole numbers and CKKS for real ones, and the keys that both use."""

from execml.homomorphic_encryption.schemes import bfv as bfv
from execml.homomorphic_encryption.schemes import ckks as ckks
