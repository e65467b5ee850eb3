"""Plateaus: the formulas are means over exact integrals and Haar-random unitaries."""

import math

import numpy as np
import pytest
from execml.quantum_ml.models.plateaus import (
    deep_gradients,
    demonstration_gradients,
    demonstration_variance,
    two_design_variance,
)
from scipy.integrate import quad
from scipy.stats import unitary_group


@pytest.mark.parametrize("span", [math.pi, 2 * math.pi, 1.0])
@pytest.mark.parametrize("n_qubits", [1, 2, 5])
def test_the_formula_is_that_of_integrals(span, n_qubits) -> None:
    side = math.sqrt(0.5)
    chances = (
        (lambda t: (1 + side * math.cos(t)) / 2, lambda t: -side * math.sin(t) / 2),
        (lambda t: (1 + math.cos(t + math.pi / 4)) / 2, lambda t: -math.sin(t + math.pi / 4) / 2),
        (lambda t: (1 + side) / 2, lambda t: 0.0),
    )

    def mean(function):
        return sum(quad(lambda t, p=p, d=d: function(p(t), d(t)), 0, span)[0] / span for p, d in chances) / 3

    p1, p2 = mean(lambda p, d: p), mean(lambda p, d: p * p)
    d1, d2 = mean(lambda p, d: d), mean(lambda p, d: d * d)
    rest = n_qubits - 1
    assert demonstration_variance(n_qubits, "global", span) == pytest.approx(
        d2 * p2**rest - (d1 * p1**rest) ** 2
    )
    assert demonstration_variance(n_qubits, "local", span) == pytest.approx((d2 - d1**2) / n_qubits**2)


@pytest.mark.parametrize("n_qubits", [1, 2, 3])
def test_the_theorem_s_variance_is_that_of_haar_random_unitaries(n_qubits) -> None:
    size, draw = 2**n_qubits, np.random.default_rng(n_qubits)
    count = 20_000
    before, after = (unitary_group.rvs(size, count, random_state=draw) for _ in range(2))
    if size == 1:
        return
    state = before[:, :, 0]
    signs = 1.0 - 2.0 * (np.arange(size) >= size // 2)  # Z on the first qubit, for the angle and the reading
    observable = np.einsum("bji,j,bjk->bik", after.conj(), signs, after)
    # The slope by an angle of exp(-i t Z / 2) at 0: the mean of (i / 2) [Z, O].
    first = np.einsum("bi,i,bij,bj->b", state.conj(), signs, observable, state)
    slopes = -np.imag(first)
    assert slopes.var() / two_design_variance(n_qubits) == pytest.approx(1, abs=0.06)


def test_the_cost_of_one_qubit_falls_more_slowly_than_that_of_all() -> None:
    ratios = [demonstration_variance(n, "local") / demonstration_variance(n) for n in (4, 8, 12)]
    assert ratios[0] < ratios[1] < ratios[2]


def test_bad_input_is_refused_by_name() -> None:
    draw = np.random.default_rng(0)
    for call, words in (
        (lambda: demonstration_variance(0), "n_qubits"),
        (lambda: demonstration_variance(2, "both"), "cost"),
        (lambda: demonstration_variance(2, span=0), "span"),
        (lambda: two_design_variance(0), "n_qubits"),
        (lambda: demonstration_gradients(2, 0, draw), "samples"),
        (lambda: deep_gradients(1, 5, draw), "n_qubits"),
        (lambda: deep_gradients(2, 5, 0), "generator"),
    ):
        with pytest.raises(ValueError, match=words):
            call()
