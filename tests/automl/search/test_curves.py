"""Learning curves replay the halving that they were recorded for."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from execml.automl.search.curves import learning_curves
from execml.automl.search.halving import (
    successive_halving,
)
from execml.automl.spaces.families import harbour_space

SPACE = harbour_space()


def objective(slow: bool) -> Callable[[Any, int], float]:
    """Return a score by a fixed number for the configuration; slow learners turn good at 27 clients."""

    def score(model: Any, resource: int) -> float:
        quality = (hash(repr(sorted(map(str, model.get_params().items())))) % 9973) / 9973
        return -quality if slow and resource < 27 else quality

    return score


def test_the_replay_on_curves_ends_where_the_halving_ends() -> None:
    sizes = (3, 9, 27, 81)
    for seed in range(5):
        for slow in (False, True):
            halved = successive_halving(SPACE, objective(slow), np.random.default_rng(seed), 27, 81)
            tried = [trial.configuration for trial in halved.trials[:27]]
            curves = learning_curves(SPACE, objective(slow), tried, sizes)
            assert tried[curves.kept(3)] == halved.best.configuration
            assert curves.rank(curves.kept(3, first=3)) == 1


def test_the_replay_refuses_a_size_at_which_everything_failed() -> None:
    generator = np.random.default_rng(0)
    curves = learning_curves(SPACE, lambda model, size: math.nan, [SPACE.sample(generator)] * 3, (1, 2))
    with pytest.raises(ValueError, match="every candidate failed with 1 clients"):
        curves.kept(2)
