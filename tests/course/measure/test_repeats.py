"""Repeated runs: which are run, how often, what a failure says, and what is remembered."""

from __future__ import annotations

import numpy as np
import pytest
from execml.course import paired, repeated
from execml.course.measure.repeats import RunFailed


def counting(work):
    """A function that keeps its calls."""

    def counted(**run):
        counted.calls.append(run)
        return work(**run)

    counted.calls = []
    return counted


def test_every_value_is_run_with_every_other_and_the_first_varies_slowest():
    work = counting(lambda seed, width: 100 * seed + width)
    runs = repeated(work, over={"seed": range(1, 3), "width": [16, 32]})
    assert runs.values.tolist() == [116, 132, 216, 232]
    assert work.calls[1] == {"seed": 1, "width": 32}
    assert runs.over == {"seed": (1, 2), "width": (16, 32)}


def test_a_run_is_done_once_in_a_process():
    work = counting(lambda seed: seed)
    first = repeated(work, over={"seed": range(3)})
    again = repeated(work, over={"seed": range(5)})
    assert [run["seed"] for run in work.calls] == [0, 1, 2, 3, 4]
    assert again.values[:3].tolist() == first.values.tolist()


def test_a_constant_that_has_changed_is_not_answered_from_memory():
    clients = 10

    def work(seed):
        return seed + clients

    assert repeated(work, over={"seed": [1]}).mean == 11
    clients = 20
    assert repeated(work, over={"seed": [1]}).mean == 21


def test_another_function_of_the_same_name_is_not_answered_from_memory():
    namespace = {"scale": lambda seed: seed}
    exec("def work(seed): return scale(seed)", namespace)
    assert repeated(namespace["work"], over={"seed": [3]}).mean == 3
    namespace["scale"] = lambda seed: 2 * seed
    assert repeated(namespace["work"], over={"seed": [3]}).mean == 6


def test_arguments_that_cannot_be_remembered_are_run_again():
    work = counting(lambda rows: sum(rows))
    for _ in range(2):
        assert repeated(work, over={"rows": ([1, 2], [3])}).values.tolist() == [3, 3]
    assert len(work.calls) == 4


def test_one_run_may_measure_several_things():
    work = counting(lambda seed: {"reported": seed + 2.0, "true": seed * 1.0})
    over = {"seed": range(4)}
    reported, true = (repeated(work, over, measure=name) for name in ("reported", "true"))
    assert (reported - true).values.tolist() == [2, 2, 2, 2]
    assert len(work.calls) == 4


def test_all_runs_at_once_are_the_runs_one_by_one():
    def work(seed, width):
        return np.sin(seed) * width

    over = {"seed": range(10), "width": [16, 32]}
    assert repeated(work, over, at_once=True).values == pytest.approx(repeated(work, over).values)
    both = repeated(lambda seed: {"a": seed, "b": -seed}, {"seed": range(3)}, measure="b", at_once=True)
    assert both.values.tolist() == [0, -1, -2]


def test_a_pair_is_closer_than_its_parts():
    def luck(seed):
        return np.random.default_rng(seed).normal()

    lead = paired(lambda seed: luck(seed) + 0.5, luck, over={"seed": range(10)})
    low, high = lead.interval()
    assert 0.5 - 1e-9 < low <= high < 0.5 + 1e-9
    assert str(lead.share(lambda ahead: ahead > 0)) == "10 of 10"


def test_a_mean_is_deterministic():
    def work(seed):
        return np.random.default_rng(seed).normal()

    assert str(repeated(work, {"seed": range(10)})) == str(
        repeated(lambda seed: work(seed), {"seed": range(10)})
    )


def stops(seed):
    return 1 / (seed - 2)


def test_a_run_that_fails_is_named_with_its_cause():
    with pytest.raises(
        RunFailed, match=r"the run seed=2 failed with ZeroDivisionError: division by zero"
    ) as told:
        repeated(stops, over={"seed": range(4)})
    assert isinstance(told.value.__cause__, ZeroDivisionError)
    with pytest.raises(RunFailed, match="4 runs at once failed with TypeError"):
        repeated(lambda seed: len(int(seed)), over={"seed": range(4)}, at_once=True)


@pytest.mark.parametrize("bad", [np.nan, np.inf, np.float32("nan")])
def test_a_number_that_is_none_names_its_run(bad):
    over = {"seed": range(4), "width": [8]}
    with pytest.raises(ValueError, match=r"the run seed=3, width=8 gave (nan|inf)"):
        repeated(lambda seed, width: bad if seed == 3 else 0.5, over)
    with pytest.raises(ValueError, match=r"the run seed=3, width=8 gave (nan|inf)"):
        repeated(lambda seed, width: np.where(seed == 3, bad, 0.5), over, at_once=True)


@pytest.mark.parametrize("over", [{}, {"seed": []}, {"seed": range(3), "width": ()}])
def test_there_must_be_something_to_run_over(over):
    with pytest.raises(ValueError, match="must give at least one name and one value"):
        repeated(lambda **run: 1, over)


@pytest.mark.parametrize(
    ("result", "error", "message"),
    [
        ("0.7", TypeError, "the run seed=1 gave str, and must give one number"),
        (np.ones(2), TypeError, "gave ndarray"),
        (1j, TypeError, "gave complex"),
        (None, TypeError, "gave NoneType"),
        ({"auc": 0.7}, TypeError, "name one of them by measure=…"),
    ],
)
def test_what_is_no_number_is_named(result, error, message):
    with pytest.raises(error, match=message):
        repeated(lambda seed: result, over={"seed": [1]})


def test_what_else_can_be_wrong_is_named():
    with pytest.raises(ValueError, match="over gives seed a value twice"):
        repeated(lambda seed: 1, over={"seed": [1, 2, 1]})
    with pytest.raises(ValueError, match="measure='loss' is not among what a run gives: auc"):
        repeated(lambda seed: {"auc": 0.7}, over={"seed": [1]}, measure="loss")
    with pytest.raises(ValueError, match="measure='loss' is not among what a run gives: float"):
        repeated(lambda seed: 0.7, over={"seed": [1]}, measure="loss")
    with pytest.raises(ValueError, match=r"the shape \(2,\); with at_once it must be \(3,\)"):
        repeated(lambda seed: np.ones(2), over={"seed": range(3)}, at_once=True)


@pytest.mark.parametrize("value", [np.float32(0.5), np.array(0.5), True, np.bool_(True), 3])
def test_any_kind_of_number_will_do(value):
    assert repeated(lambda seed: value, over={"seed": [1]}).mean == float(value)
