"""Optimisers: the same trajectories as PyTorch's and, with two switches, as Keras', to 1e-12 in float64."""

from typing import Any

import execml.frameworks as fw
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

STEPS = 100
rates = st.floats(1e-4, 0.1)
decays = st.sampled_from([0.0, 0.01, 0.3])
shares = st.floats(0.5, 0.999)
epsilons = st.sampled_from([1e-10, 1e-8, 1e-3])
ARGUMENTS = {
    "SGD": st.fixed_dictionaries(
        {"lr": rates, "momentum": st.floats(0, 0.99), "dampening": st.floats(0, 0.9), "weight_decay": decays}
    ),
    "RMSprop": st.fixed_dictionaries(
        {
            "lr": rates,
            "alpha": shares,
            "eps": epsilons,
            "weight_decay": decays,
            "momentum": st.floats(0, 0.95),
            "centered": st.booleans(),
        }
    ),
    "Adagrad": st.fixed_dictionaries(
        {
            "lr": rates,
            "lr_decay": st.floats(0, 0.1),
            "weight_decay": decays,
            "initial_accumulator_value": st.floats(0, 1),
            "eps": epsilons,
        }
    ),
    "Adam": st.fixed_dictionaries(
        {
            "lr": rates,
            "betas": st.tuples(st.floats(0, 0.99), shares),
            "eps": epsilons,
            "weight_decay": decays,
            "amsgrad": st.booleans(),
        }
    ),
}
ARGUMENTS["AdamW"] = ARGUMENTS["Adam"]


def start_and_slopes(seed: int) -> tuple[list[np.ndarray], list[list[np.ndarray]]]:
    draw = np.random.default_rng(seed)
    shapes = ((3, 4), (5,))
    start = [draw.normal(size=shape) for shape in shapes]
    return start, [[draw.normal(size=shape) for shape in shapes] for _ in range(STEPS)]


def ours(name: str, seed: int, arguments: dict[str, Any]) -> list[np.ndarray]:
    start, slopes = start_and_slopes(seed)
    optimiser = getattr(fw, name)(start, **arguments)
    for slope in slopes:
        # the gradient of a bowl with a random tilt, so that a mistake feeds back into the path
        optimiser.step([tilt + 0.5 * part for tilt, part in zip(slope, start, strict=True)])
    return start


def by_torch(name: str, seed: int, arguments: dict[str, Any]) -> list[np.ndarray]:
    start, slopes = start_and_slopes(seed)
    parts = [torch.tensor(part) for part in start]
    optimiser = getattr(torch.optim, name)(parts, **arguments)
    for slope in slopes:
        for part, tilt in zip(parts, slope, strict=True):
            part.grad = torch.from_numpy(tilt) + 0.5 * part
        optimiser.step()
    return [part.numpy() for part in parts]


def gap(one: list[np.ndarray], other: list[np.ndarray]) -> float:
    return max(
        float(np.abs(a - b).max() / max(1.0, np.abs(b).max())) for a, b in zip(one, other, strict=True)
    )


@pytest.mark.parametrize("name", list(ARGUMENTS))
def test_a_hundred_steps_equal_pytorchs_for_any_arguments(name: str) -> None:
    @settings(deadline=None, max_examples=25)
    @given(arguments=ARGUMENTS[name], seed=st.integers(0, 1000))
    def compare(arguments: dict[str, Any], seed: int) -> None:
        assert gap(ours(name, seed, arguments), by_torch(name, seed, arguments)) <= 1e-12

    compare()


@pytest.mark.parametrize("name", list(ARGUMENTS))
def test_the_defaults_are_pytorchs(name: str) -> None:
    assert gap(ours(name, 7, {}), by_torch(name, 7, {})) <= 1e-12


def test_nesterov_momentum_equals_pytorchs() -> None:
    arguments = {"lr": 0.05, "momentum": 0.9, "nesterov": True, "weight_decay": 0.1}
    assert gap(ours("SGD", 1, arguments), by_torch("SGD", 1, arguments)) <= 1e-12


def test_decoupled_adam_is_adamw() -> None:
    decoupled = ours("Adam", 2, {"weight_decay": 0.1, "decoupled_weight_decay": True})
    assert gap(decoupled, ours("AdamW", 2, {"weight_decay": 0.1})) == 0
    assert gap(decoupled, ours("Adam", 2, {"weight_decay": 0.1})) > 1e-3


KERAS_RATE = 2.0**-7  # Keras keeps the rate in float32, which holds this exactly


@pytest.mark.parametrize(
    ("name", "mine", "theirs"),
    [
        ("SGD", {"momentum": 0.9}, {"momentum": 0.9}),
        ("SGD", {"momentum": 0.9, "nesterov": True}, {"momentum": 0.9, "nesterov": True}),
        (
            "SGD",
            {"momentum": 0.9, "weight_decay": 0.1, "decoupled_weight_decay": True},
            {"momentum": 0.9, "weight_decay": 0.1},
        ),
        ("RMSprop", {"alpha": 0.9, "eps": 1e-3}, {"rho": 0.9, "epsilon": 1e-3}),
        (
            "RMSprop",
            {"alpha": 0.9, "eps": 1e-3, "centered": True, "momentum": 0.5},
            {"rho": 0.9, "epsilon": 1e-3, "centered": True, "momentum": 0.5},
        ),
        (
            "Adagrad",
            {"initial_accumulator_value": 0.1, "eps": 1e-3},
            {"initial_accumulator_value": 0.1, "epsilon": 1e-3},
        ),
        ("Adam", {"eps": 1e-3}, {"beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-3}),
        (
            "Adam",
            {"eps": 1e-3, "amsgrad": True},
            {"beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-3, "amsgrad": True},
        ),
        (
            "AdamW",
            {"eps": 1e-3, "weight_decay": 0.1},
            {"beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-3, "weight_decay": 0.1},
        ),
    ],
)
def test_with_eps_inside_thirty_steps_equal_keras(
    name: str, mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    import keras

    start, slopes = start_and_slopes(3)
    variable = keras.Variable(start[0], dtype="float64")
    # as NumPy numbers, which Keras does not round to float32
    exact = {key: value if isinstance(value, bool) else np.float64(value) for key, value in theirs.items()}
    keras_optimiser = getattr(keras.optimizers, name)(learning_rate=KERAS_RATE, **exact)
    inside = {} if name == "SGD" else {"eps_inside": True}
    optimiser = getattr(fw, name)(start[:1], lr=KERAS_RATE, **mine, **inside)
    for slope, _ in slopes[:30]:
        keras_optimiser.apply([keras.ops.convert_to_tensor(slope)], [variable])
        optimiser.step([slope])
    assert gap(start[:1], [keras.ops.convert_to_numpy(variable)]) <= 1e-12


def test_momentum_comes_apart_from_keras_when_the_rate_changes() -> None:
    import keras

    start, slopes = start_and_slopes(4)
    variable = keras.Variable(start[0], dtype="float64")
    theirs = keras.optimizers.SGD(learning_rate=KERAS_RATE, momentum=np.float64(0.9))
    optimiser = fw.SGD(start[:1], lr=KERAS_RATE, momentum=0.9)
    gaps = []
    for place, (slope, _) in enumerate(slopes[:12]):
        if place == 10:
            theirs.learning_rate = optimiser.lr = KERAS_RATE / 16
        theirs.apply([keras.ops.convert_to_tensor(slope)], [variable])
        optimiser.step([slope])
        gaps.append(gap(start[:1], [keras.ops.convert_to_numpy(variable)]))
    assert gaps[9] <= 1e-12
    assert gaps[10] > 1e-3


def test_parameters_change_in_place_and_gradients_do_not() -> None:
    weights, slope = np.ones(3), np.ones(3)
    fw.Adam([weights], lr=0.1, weight_decay=0.1).step([slope])
    assert (weights < 1).all()
    assert (slope == 1).all()


def test_float32_parameters_stay_float32() -> None:
    for name in ARGUMENTS:
        weights = np.ones(3, dtype=np.float32)
        getattr(fw, name)([weights], weight_decay=0.1).step([np.ones(3, dtype=np.float32)])
        assert weights.dtype == np.float32


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: fw.SGD([np.ones(2)], lr=-1), r"lr=-1 must lie in \[0, inf\)"),
        (lambda: fw.SGD([np.ones(2)], lr="fast"), "lr='fast' must be a number"),
        (lambda: fw.SGD([np.ones(2)], nesterov=True), "nesterov=True needs momentum"),
        (lambda: fw.SGD([np.ones(2)], momentum=0.9, dampening=0.1, nesterov=True), "dampening=0.1"),
        (
            lambda: fw.SGD([np.ones(2, dtype=int)]),
            r"parameters\[0\] must be a writeable NumPy array of floats",
        ),
        (lambda: fw.SGD([[1.0, 2.0]]), r"parameters\[0\]"),
        (lambda: fw.RMSprop([np.ones(2)], alpha=1), r"alpha=1 must lie in \[0, 1\)"),
        (lambda: fw.Adam([np.ones(2)], betas=(0.9, 1.2)), r"betas\[1\]=1.2"),
        (lambda: fw.Adagrad([np.ones(2)], eps=-1e-8), "eps=-1e-08"),
        (lambda: fw.SGD([np.ones(2)]).step([]), "gradients has 0 arrays; there are 1 parameters"),
        (lambda: fw.SGD([np.ones(2)]).step([np.ones(3)]), r"gradients\[0\] of shape \(3,\)"),
    ],
)
def test_bad_arguments_are_named_with_their_range(make: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        make()


@pytest.mark.parametrize(
    ("rule", "arguments", "arrays"),
    [(fw.SGD, {}, 0), (fw.SGD, {"momentum": 0.9}, 2), (fw.Adam, {}, 4), (fw.Adam, {"amsgrad": True}, 6)],
)
def test_what_is_remembered_can_be_changed_between_two_steps(rule: Any, arguments: Any, arrays: int) -> None:
    def after(steps: int, forget: bool) -> list[np.ndarray]:
        start, slopes = start_and_slopes(3)
        steps_of = rule(start, lr=0.1, **arguments)
        assert len(steps_of.remembered) == arrays  # two parameters
        for gradients in slopes[:steps]:
            for part in steps_of.remembered if forget else ():
                part[:] = 0
            steps_of.step(gradients)
        return start

    same = all(np.array_equal(a, b) for a, b in zip(after(3, False), after(3, True), strict=True))
    assert same == (arrays == 0)


def test_pytorchs_adam_rounds_narrow_weights_to_nearest_and_keeps_no_wider_copy() -> None:
    weight = torch.ones(1, dtype=torch.bfloat16, requires_grad=True)
    rule = torch.optim.Adam([weight], lr=1e-3)
    for _ in range(100):
        weight.grad = torch.ones_like(weight)
        rule.step()
    assert weight.item() == 1.0  # a hundred steps of 0.001 are gone; the last digit is worth 0.0039
    kept = [part for name, part in rule.state[weight].items() if name != "step"]
    assert {part.dtype for part in kept} == {torch.bfloat16} and len(kept) == 2
