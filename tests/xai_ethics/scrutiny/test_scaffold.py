"""A scaffold: it keeps its rule for clients, shows another face to invented rows, and real pairs find out."""

import numpy as np
import pytest
from execml.xai_ethics.scrutiny.scaffold import Scaffold, nearest_pairs


def clients(count=600):
    draw = np.random.default_rng(0)
    first = draw.normal(size=(count, 5))
    rows = np.column_stack(
        [first, first[:, :3] + 0.05 * draw.normal(size=(count, 3)), draw.random(count) < 0.5]
    )
    return rows, rows[:, -1].astype(int)


def test_two_faces():
    rows, group = clients()
    model = Scaffold(
        lambda x: x[:, -1], lambda x: (x[:, 0] > 0).astype(float), rows[:400], np.random.default_rng(1)
    )
    fresh = rows[400:]
    assert (model(fresh) == fresh[:, -1]).mean() > 0.75  # decides by group
    assert model.recall > 0.8
    gap = model(fresh)[group[400:] == 1].mean() - model(fresh)[group[400:] == 0].mean()
    assert gap > 0.5


def test_pairs_are_of_two_groups_and_nearest():
    rows, group = clients(80)
    pairs = nearest_pairs(rows, group, column=8)
    assert (group[pairs[:, 0]] == 1).all() and (group[pairs[:, 1]] == 0).all()
    others = np.delete(rows, 8, axis=1) / np.delete(rows, 8, axis=1).std(axis=0)
    one, partner = pairs[0]
    distances = ((others[one] - others[group == 0]) ** 2).sum(axis=1)
    assert np.flatnonzero(group == 0)[distances.argmin()] == partner
    with pytest.raises(ValueError, match="both groups"):
        nearest_pairs(rows, np.ones(80), column=8)


def test_few_clients_are_refused():
    with pytest.raises(ValueError, match="clients=50"):
        Scaffold(np.sum, np.sum, np.eye(50), np.random.default_rng(0))
