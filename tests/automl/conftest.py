"""What the tests of AutoML share: a few clients of the bank, and one H2O server for all of a worker."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from execml.automl.libraries.h2o_server import H2OCluster, connected, running
from execml.course import risk_split

Clients = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


@pytest.fixture(scope="session")
def clients() -> Clients:
    """Return features and labels of 300 clients to search on, then those of 400 untouched ones."""
    split = risk_split()
    known = split.train_features[:300], split.train_labels[:300]
    return *known, split.test_features[:400], split.test_labels[:400]


@pytest.fixture(scope="session")
def h2o_process() -> Iterator[H2OCluster]:
    """Start H2O once: only tests of starting, ports and ending start their own."""
    with running(megabytes=512) as cluster:
        yield cluster


@pytest.fixture
def h2o_server(h2o_process: H2OCluster) -> Iterator[H2OCluster]:
    """Connect the package ``h2o`` to the server that the tests share, for one test."""
    with connected(h2o_process):
        yield h2o_process
