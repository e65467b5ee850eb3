"""A secure sum of five clients, begun, for the tests."""

from __future__ import annotations

import execml.federated_learning as fl
import numpy as np

PLAN = fl.SecureAggregation(n_clients=5, threshold=3, length=3)


def started(absent=(), seed=0, plan=PLAN):
    """Clients and server, keys exchanged and secrets shared."""
    draw, server = np.random.default_rng(seed), plan.server()
    clients = [plan.client(n, draw) for n in range(plan.n_clients) if n not in absent]
    keys = server.collect_keys([one.advertise() for one in clients])
    return clients, server, server.collect_notes([note for one in clients for note in one.share(keys)])
