"""The acceptance test: what it measures, lets pass and refuses."""

import re
from functools import partial

import execml.frameworks as fw
import numpy as np
import pytest
from execml.course.programme import root
from execml.frameworks.acceptance.verdict import TESTS
from execml.frameworks.networks.perceptron import NumpyMLP, glorot_weights


def plain(rule: object) -> fw.Recipe:
    return fw.Recipe(rule, schedule="constant", clipping="none")  # type: ignore[arg-type]


SGD = plain(fw.SGD)


def ports(sizes: tuple[int, ...] = (6, 5, 5, 1)) -> tuple[NumpyMLP, NumpyMLP, np.ndarray, tuple]:
    draw = np.random.default_rng(3)
    weights = glorot_weights(sizes, draw, "float64")
    features = draw.uniform(-1, 1, size=(600, 6))
    labels = (features[:, 0] > 0).astype(float)
    pair = [NumpyMLP(weights, dtype="float64") for _ in range(2)]
    return pair[0], pair[1], features[400:], (features[:400], labels[:400], np.arange(400).reshape(40, 10))


def passed(*arguments: object) -> dict[str, bool]:
    return fw.acceptance_test(*arguments, refuse_above=0.5).set_index("test")["passed"].to_dict()  # type: ignore[arg-type]


def test_a_faithful_port_passes_the_acceptance_test() -> None:
    original, candidate, clients, training = ports()
    rule = plain(partial(fw.Adam, lr=0.01))
    before = [part.copy() for part in candidate.parameters]
    test = fw.acceptance_test(original, candidate, rule, rule, clients, training, refuse_above=0.5)
    assert test["passed"].all()
    assert tuple(test["test"]) == TESTS
    assert all(np.array_equal(a, b) for a, b in zip(before, candidate.parameters, strict=True))


def test_an_optimiser_of_the_same_name_fails_only_in_training() -> None:
    original, candidate, clients, training = ports()
    rules = plain(partial(fw.RMSprop, alpha=0.9, eps=1e-7, eps_inside=True)), plain(fw.RMSprop)
    found = passed(original, candidate, *rules, clients, training)
    failed = {name for name, good in found.items() if not good}
    assert (
        {"first steps", "whole training"}
        <= failed
        <= {"first steps", "whole training", "decisions after training"}
    )


LATE = {
    "a rate cut after step 30": fw.Recipe(fw.SGD, lambda step: 0.1 if step >= 30 else 1.0, "none"),
    "a rate that decays from step 25": fw.Recipe(fw.SGD, lambda step: min(1.0, 25 / (step + 1)), "none"),
}


@pytest.mark.parametrize("recipe", LATE.values(), ids=list(LATE))
def test_a_schedule_that_begins_late_passes_twenty_steps_and_not_the_whole_training(
    recipe: fw.Recipe,
) -> None:
    original, candidate, clients, training = ports()
    faster = plain(partial(fw.SGD, lr=0.5))
    late = fw.Recipe(partial(fw.SGD, lr=0.5), recipe.schedule, "none")
    hidden = plain(late.maker("numpy", 40))  # its supplier declares a constant rate
    found = passed(original, candidate, faster, hidden, clients, training)
    assert found["declared"] and found["first steps"] and not found["whole training"]
    told = passed(original, candidate, faster, late, clients, training)
    assert not told["declared"] and not told["whole training"]


def test_clipping_that_bites_late_passes_twenty_steps_and_not_the_whole_training() -> None:
    original, candidate, clients, (features, labels, batches) = ports()
    wild = features.copy()
    wild[batches[30:]] *= 50  # large gradients come late
    rule = partial(fw.SGD, lr=0.1)
    clipped = plain(fw.Recipe(rule, "constant", 2.0).maker("numpy", 40))
    found = passed(original, candidate, plain(rule), clipped, clients, (wild, labels, batches))
    assert found["declared"] and found["first steps"] and not found["whole training"]


def test_too_short_a_training_cannot_see_a_late_cut() -> None:
    original, candidate, clients, (features, labels, batches) = ports()
    rule = partial(fw.SGD, lr=0.5)
    hidden = plain(fw.Recipe(rule, lambda step: 0.1 if step >= 30 else 1.0, "none").maker("numpy", 40))
    assert all(
        passed(original, candidate, plain(rule), hidden, clients, (features, labels, batches[:20])).values()
    )


def test_a_kernel_in_the_wrong_layout_fails_where_it_is_used() -> None:
    original, candidate, clients, training = ports()
    candidate.parameters[2][...] = original.parameters[2].T
    found = passed(original, candidate, SGD, SGD, clients, training)
    assert not found["outputs"] and not found["gradients"] and found["whole training"]


def test_other_frameworks_can_be_compared_and_keep_their_weights() -> None:
    import keras

    original, _, clients, training = ports()
    models = fw.same_weights(original.parameters, "float64", frameworks=("keras", "torch"))
    rules = (
        plain(partial(keras.optimizers.RMSprop, learning_rate=2**-8)),
        plain(partial(fw.RMSprop, lr=2**-8, alpha=0.9, eps=1e-7, eps_inside=True)),
    )
    test = fw.acceptance_test(models.keras, models.torch, *rules, clients, training, 0.5)
    assert test["passed"].all()
    assert all(np.array_equal(a, b) for a, b in zip(fw.weights_of(models.keras), models.weights, strict=True))


def test_several_candidates_are_tested_as_each_alone() -> None:
    original, candidate, clients, training = ports()
    rule = plain(partial(fw.SGD, lr=0.3))
    offered = {"same": (candidate, rule), "other": (candidate, SGD)}
    together = fw.acceptance_tests(original, rule, offered, clients, training, 0.5)
    for name, (model, recipe) in offered.items():
        assert together[name].equals(
            fw.acceptance_test(original, model, rule, recipe, clients, training, 0.5)
        )


def test_a_broken_port_that_puts_out_nothing_fails() -> None:
    original, candidate, clients, training = ports()
    candidate.vector[:] = np.nan
    test = fw.acceptance_test(original, candidate, SGD, SGD, clients, training, 0.5).set_index("test")
    assert not test.loc["outputs", "passed"]


def test_bad_arguments_of_the_acceptance_test_are_named() -> None:
    original, candidate, clients, training = ports()
    with pytest.raises(ValueError, match="limit=0"):
        fw.acceptance_test(original, candidate, SGD, SGD, clients, training, 0.5, limit=0)
    with pytest.raises(ValueError, match="refuse_above=25"):
        fw.acceptance_test(original, candidate, SGD, SGD, clients, training, 25)
    with pytest.raises(ValueError, match=r"candidate_recipe=.* must be a Recipe"):
        fw.acceptance_test(original, candidate, SGD, fw.SGD, clients, training, 0.5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"weights\[0\] of shape \(6, 5\) must have the shape \(6, 4\)"):
        fw.acceptance_test(original, ports((6, 4, 4, 1))[0], SGD, SGD, clients, training, 0.5)
    with pytest.raises(ValueError, match="other has 1 clients and risk has 2"):
        fw.decisions_changed(np.ones(2), np.ones(1), 0.5)


PAGE = "1_frameworks/2_one_model_three_frameworks"
ASKED = {  # the words of the clause behind each test, as one pattern
    "declared": r"declares the rule of learning with schedule, warm-up, clipping and decay",
    "outputs": r"logits and gradients agree to 10⁻¹²",
    "gradients": r"logits and gradients agree to 10⁻¹²",
    "first steps": r"weights after twenty steps",
    "whole training": r"after the whole training",
    "decisions today": r"no client is decided differently, before or after",
    "decisions after training": r"no client is decided differently, before or after",
}


@pytest.fixture(scope="module")
def clause() -> str:
    source = (root() / "solutions" / f"{PAGE}.py").read_text(encoding="utf-8")
    return re.search(r"\*\*A clause for the contract\.\*\* \*(.*)\*", source)[1]  # type: ignore[index]


def test_every_test_of_the_acceptance_test_stands_in_the_clause(clause: str) -> None:
    assert tuple(ASKED) == TESTS
    for test, words in ASKED.items():
        assert re.search(words, clause), test


def test_float64_is_asked_of_a_processor_and_the_device_gets_a_sentence_of_its_own(
    clause: str,
) -> None:
    assert "In float64, on a processor that has it," in clause
    assert "on the device of production, logits agree to ten times the usual error" in clause
    assert "every client decided differently is named" in clause
