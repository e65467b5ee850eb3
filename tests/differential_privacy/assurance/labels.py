"""A complete label, which the tests of this room spoil in one way or another."""

from __future__ import annotations

from execml.differential_privacy.assurance.label import PrivacyLabel

COMPLETE = PrivacyLabel(
    system="Risk model",
    released="the weights",
    unit="one client",
    adjacency="add or remove one",
    sampling="poisson",
    delta=1e-6,
    accountant="pld",
    noise_multiplier=1.2,
    sample_rate=0.0128,
    steps=780,
    clients=20_000,
    tuning_runs=1,
)
