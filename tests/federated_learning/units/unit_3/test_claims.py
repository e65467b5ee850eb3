"""What unit 3 says in bold, repeated on other clients, directions and thresholds than the page's."""

from __future__ import annotations

import execml.differential_privacy as dp
import execml.federated_learning as fl
import numpy as np
import pytest
from execml.course import POLICY, repeated, risk_split

UNIT = "4_federated_learning/3_what_the_operator_can_see"
CLIENTS = 200


def read(seed, source="others", units=500, gain=1.0, epsilon=None, steps=1, rate=1.0):
    """The page's attack: the share of 200 clients' complete records that a trap's update gives away."""
    split, draw = risk_split(), np.random.default_rng(seed)
    records, outcomes = split.train_features.astype(float), split.train_labels
    rows, direction = draw.permutation(20_000)[:CLIENTS], draw.standard_normal(30)
    if source == "others":
        seen = records[draw.permutation(20_000)[:2_000]]
    else:
        lowest = np.where(np.char.startswith(np.array(split.feature_names), "bill"), -1, 0)
        seen = draw.uniform(lowest, 1, size=(20_000, 30))
    edges = np.unique(np.quantile(seen @ direction, (np.arange(units) + 0.5) / units))
    trap, _ = fl.trap_model(direction, edges, gain=gain / units)
    plan = fl.FedAvg(hidden_layers=(len(edges),), learning_rate=rate, local_epochs=steps)
    if epsilon is None:
        update = plan.updates([(records[rows], outcomes[rows])], trap, draw)[0]
    else:
        noise = dp.noise_multiplier(epsilon, POLICY.delta.value, 1.0, 1)
        people = [(records[[row]], outcomes[[row]]) for row in rows]
        each = plan.updates(people, trap, draw, allow_one_class=True)
        each /= np.maximum(np.linalg.norm(each, axis=1, keepdims=True), 1.0)
        update = each.sum(axis=0) + noise * draw.standard_normal(each.shape[1])
    candidates = fl.read_trap(fl.unflattened(update, trap)[0])
    return fl.records_found(candidates, records[rows])[0].mean()


def between(said, runs):
    """Whether the page's mean of ten draws is one that such draws give."""
    low, high = runs.further(draws=10, level=0.999)
    assert low - 0.005 < said < high + 0.005, f"{said} and {runs}"


@pytest.mark.claim
@pytest.mark.slow
def test_a_trap_reads_most_records_through_perfect_masks(on_the_page):
    share, clients = on_the_page(
        UNIT, "the operator reads # of # clients' complete records through perfect masks"
    )
    runs = repeated(read, over={"seed": range(100, 120), "gain": [0.3, 1.0]})
    assert clients == CLIENTS
    between(share, runs.by("gain")[1.0])
    assert runs.interval(0.999)[0] > 0.5
    foreseen = (1 - 1 / 500) ** (CLIENTS - 1)
    assert runs.mean < foreseen, "the formula for even gaps is an upper end here"


@pytest.mark.claim
@pytest.mark.slow
def test_public_bounds_read_a_third_of_the_records_or_more(on_the_page):
    (share,) = on_the_page(UNIT, "# with public bounds alone")
    runs = repeated(read, over={"seed": range(100, 120), "source": ["bounds"]})
    between(share, runs)
    assert runs.interval(0.999)[0] > 1 / 3


@pytest.mark.claim
@pytest.mark.slow
def test_person_level_noise_stops_the_reading(on_the_page):
    draws, tries = on_the_page(UNIT, "noise for persons leaves # of # draws with a record to read")
    runs = repeated(read, over={"seed": range(100, 112), "epsilon": [POLICY.model_epsilon.value]})
    assert (draws, tries) == (0, 10) and runs.share(lambda share: share > 0).count == 0


@pytest.mark.slow
def test_several_large_steps_blur_the_trap_and_small_ones_hardly():
    """What the page says under what it cannot show: the operator usually sets the step size."""
    over = {"seed": range(100, 110), "steps": [5]}
    large, small = (repeated(read, over={**over, "rate": [rate]}) for rate in (0.1, 1e-4))
    assert large.mean < 0.05 and small.interval(0.99)[0] > 0.2
