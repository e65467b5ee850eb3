"""Settings that stand for what is accounted, and strategies that draw others."""

from __future__ import annotations

import math

from hypothesis import strategies as st

SETTINGS = [
    (1.1, 256 / 20_000, 780, 1e-5),
    (1.1, 256 / 60_000, 14_062, 1e-5),
    (4.0, 0.01, 10_000, 1e-5),
    (1.6, 0.008, 4_001, 1e-12),
    (20.0, 1e-5, 250_000, 1e-12),
    (0.7, 0.05, 250_000, 1e-10),
    (6.0, 0.9, 50, 1e-3),
]

noises = st.floats(math.log(0.4), math.log(20)).map(math.exp)

rates = st.floats(math.log(1e-5), 0).map(math.exp)

counts = st.floats(0, math.log(250_000)).map(lambda x: int(math.exp(x)))

deltas = st.floats(-12, -2).map(lambda x: 10**x)
