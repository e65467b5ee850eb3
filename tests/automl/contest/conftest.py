"""One contest that several tests look at."""

from __future__ import annotations

import numpy as np
import pytest
from execml.automl import head_to_head
from execml.automl.contest.head_to_head import Contest

ENTERED = ("logistic regression", "random search", "Optuna", "successive halving")


@pytest.fixture(scope="session")
def contest(clients: tuple[np.ndarray, ...]) -> Contest:
    """Let the quick entrants compete with 4 evaluations each."""
    return head_to_head(*clients, entrants=ENTERED, evaluations=4)
