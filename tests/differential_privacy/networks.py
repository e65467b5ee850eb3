"""What tests of networks share: clients drawn at random, and parameters laid out flat."""

from __future__ import annotations

import numpy as np


def batch(seed, clients, inputs, classes, scale=1.0):
    generator = np.random.default_rng(seed)
    features = scale * generator.normal(size=(clients, inputs))
    return generator, features, generator.integers(0, classes, clients)


def flat(parts):
    return np.concatenate([part.ravel() for part in parts])
