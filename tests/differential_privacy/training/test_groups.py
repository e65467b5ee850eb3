"""Who bears the noise: the change of AUC by group, and its standard error."""

from __future__ import annotations

import numpy as np
import pytest
from execml.differential_privacy.training.groups import auc_change


def test_change_of_auc_has_the_error_that_repetition_shows():
    generator, found = np.random.default_rng(3), []
    for _ in range(400):
        labels = generator.integers(0, 2, 200)
        signal = labels + generator.normal(size=200)
        before = signal + 0.3 * generator.normal(size=(4, 200))
        luck = generator.uniform(0, 4, size=(10, 1))  # some training runs go better than others
        after = signal + luck * generator.normal(size=(10, 200))
        found.append(auc_change(labels, before, after))
    changes = np.array([change.change for change in found])
    errors = np.array([change.standard_error for change in found])
    covered = [low <= changes.mean() <= high for low, high in (change.interval() for change in found)]
    assert changes.mean() < -0.03
    assert errors.mean() == pytest.approx(changes.std(), rel=0.35) and errors.mean() > 0.95 * changes.std()
    assert 0.92 < np.mean(covered) <= 1


def test_too_few_clients_or_runs_are_refused():
    scores = np.zeros((2, 4))
    with pytest.raises(ValueError, match="2 clients of each class"):
        auc_change([0, 0, 0, 1], scores, scores)
    with pytest.raises(ValueError, match="2 training runs"):
        auc_change([0, 0, 1, 1], scores[:1], scores)
