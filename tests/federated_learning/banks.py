"""Small clients for the tests."""

from __future__ import annotations

import numpy as np


def some_clients(sizes=(30, 50, 80, 20, 40), columns=5, seed=0, precision=np.float64):
    draw = np.random.default_rng(seed)
    clients = []
    for size in sizes:
        features = draw.normal(size=(size, columns)).astype(precision)
        clients.append((features, (features[:, 0] + 0.5 * draw.normal(size=size) > 0).astype(int)))
    return clients
