"""What unit 1 says in bold, repeated on other draws than the page's."""

from __future__ import annotations

import math

import numpy as np
import pytest
import sympy
from execml.course import repeated
from execml.quantum_ml import Circuit, grover_best, grover_state, shor_attempt, shor_factor
from execml.quantum_ml.algorithms.arithmetic import factors_from, order_from

UNIT = "7_quantum_ml/1_break_our_own_key"


def runs_and_placebo(seed, bits):
    """Other moduli: the shares of runs, of exact theory's least, and of random numbers that give factors."""
    draw = np.random.default_rng(100 + seed)
    primes = list(sympy.primerange(2 ** (bits // 2 - 1), 2 ** (bits // 2)))
    first, second = draw.choice(primes, 2, replace=False).tolist()
    modulus = first * second
    attempts = [shor_attempt(modulus, draw) for _ in range(12)]
    size = modulus.bit_length()
    placebo = [
        order_from(int(draw.integers(4**size)), 2 * size, one.base, modulus)
        for one in attempts
        for _ in range(10)
    ]
    bases = [one.base for one in attempts for _ in range(10)]
    lucky = [
        r is not None and factors_from(r, a, modulus) is not None for r, a in zip(placebo, bases, strict=True)
    ]
    fell = math.prod(shor_factor(modulus, draw)) == modulus
    return {
        "quantum": np.mean([one.factors is not None for one in attempts]),
        "placebo": np.mean(lucky),
        "fell": fell,
    }


@pytest.mark.claim
def test_all_moduli_fall_and_a_fraction_of_the_runs_is_enough(on_the_page):
    fallen, moduli, share = on_the_page(UNIT, "# of # moduli fall, and # of the runs")
    assert fallen == moduli == 20
    over = {"seed": range(20), "bits": [12, 14]}
    quantum, placebo, fell = (
        repeated(runs_and_placebo, over=over, measure=name) for name in ("quantum", "placebo", "fell")
    )
    assert fell.share(lambda one: one == 1).count == 40
    at_page = quantum.by("bits")[14]
    low, high = at_page.further(draws=20, level=0.999)
    assert low < share < high, f"{quantum}"
    assert quantum.mean > 10 * placebo.mean, f"{quantum} and {placebo}"


@pytest.mark.claim
def test_twice_as_many_steps_of_grover_miss(on_the_page):
    missed, hit = on_the_page(UNIT, "# instead of # certain")
    best = grover_best(1_024, 1)
    for said, steps in ((missed, 2 * best), (hit, best)):
        assert abs(grover_state(1_024, [5], steps)[5] ** 2 - said) < 0.0005
    for items in (64, 500, 4_096, 100_000):
        best = grover_best(items, 1)
        assert (
            grover_state(items, [5], 2 * best)[5] ** 2 < 0.05 < 0.98 < grover_state(items, [5], best)[5] ** 2
        )


@pytest.mark.claim
def test_an_exchange_grows_by_what_the_standards_state(on_the_page):
    """FIPS 203, table 3: 1,184 and 1,088 bytes; RFC 7748: 32 each way."""
    assert on_the_page(UNIT, "# bytes in place of #") == [1_184 + 1_088, 64]


def errors_of_means(seed):
    """By how much less a mean over 10,000 shots errs than one over 100, in a state of the seed's."""
    draw = np.random.default_rng(seed)
    circuit = Circuit(3)
    for qubit in range(3):
        circuit.append("RY", qubit, float(draw.uniform(0.4, 2.7)))
    circuit.append("CNOT", (0, 1)).append("CNOT", (1, 2)).append(
        "IsingXX", (0, 2), float(draw.uniform(0, 0.5))
    )
    exact = circuit.expectation("ZII")
    few, many = (
        np.std([1 - 2 * circuit.sample(shots, draw)[:, 0].mean() - exact for _ in range(200)])
        for shots in (100, 10_000)
    )
    return few / many


def test_a_hundred_times_the_shots_buy_one_digit():
    gains = repeated(errors_of_means, over={"seed": range(20)})
    low, high = gains.interval(0.95)
    assert 9 < low < 10.5 and 9.5 < high < 11, f"{gains}"
    assert gains.share(lambda gain: 8 < gain < 12.5).count >= 19
