"""The arena: every entrant is told the fold of each client."""

import numpy as np
from execml.automl.contest.arena import Arena
from execml.automl.search.objectives import Folds


def test_each_client_is_tested_in_the_fold_that_the_arena_names(
    clients: tuple[np.ndarray, ...],
) -> None:
    features, labels, new, _ = clients
    arena = Arena(features, labels, new, Folds(features, labels), 0, 1, 1, 1)
    for number, (_, tested) in enumerate(arena.folds.splits):
        assert np.array_equal(np.flatnonzero(arena.fold_of_client == number), np.sort(tested))
