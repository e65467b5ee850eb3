"""Floating-point formats: PyTorch, NumPy and ml_dtypes as oracles, and the error bounds of the literature."""

import math
from typing import Any

import ml_dtypes
import numpy as np
import pytest
import torch
from execml.course import load
from execml.frameworks.training.number_formats import (
    FORMATS,
    compensated_sum,
    flushed_share,
    largest_safe_scale,
    pairwise_sum,
    rounded,
    running_totals,
    stochastically_rounded,
    summed_in_parts,
)
from hypothesis import given, settings
from hypothesis import strategies as st

DTYPES: dict[str, Any] = {"float32": np.float32, "float16": np.float16, "bfloat16": ml_dtypes.bfloat16}
NAMES = tuple(FORMATS)


@pytest.mark.parametrize("name", NAMES)
def test_the_facts_are_those_of_torch(name: str) -> None:
    form, facts = FORMATS[name], torch.finfo(getattr(torch, name))
    assert (form.bits, form.largest, form.smallest_normal) == (facts.bits, facts.max, facts.tiny)
    assert 2 * form.unit_roundoff == facts.eps
    assert form.smallest == float(np.nextafter(DTYPES[name](0), DTYPES[name](1)))
    assert float(rounded(form.smallest * 0.51, name)) == form.smallest
    assert float(rounded(form.smallest * 0.5, name)) == 0


@pytest.mark.parametrize("name", NAMES)
@given(st.lists(st.floats(width=32), min_size=1, max_size=20))
@settings(deadline=None, max_examples=60)
def test_rounding_is_that_of_the_libraries(name: str, numbers: list[float]) -> None:
    with np.errstate(over="ignore"):
        expected = np.array(numbers, dtype=np.float32).astype(DTYPES[name]).astype(float)
    np.testing.assert_array_equal(rounded(numbers, name), expected)
    by_torch = torch.tensor(numbers, dtype=torch.float32).to(getattr(torch, name)).double().numpy()
    np.testing.assert_array_equal(rounded(numbers, name), by_torch)


@pytest.mark.parametrize("name", NAMES)
def test_rounding_keeps_signs_ties_and_what_is_not_a_number(name: str) -> None:
    u = FORMATS[name].unit_roundoff
    np.testing.assert_array_equal(rounded([1 + u, 1 + 3 * u, -(1 + u)], name), [1, 1 + 4 * u, -1])
    np.testing.assert_array_equal(rounded([np.inf, -1e300, np.nan], name), [np.inf, -np.inf, np.nan])


@pytest.mark.parametrize("name", NAMES)
@given(st.lists(st.floats(-1e4, 1e4, width=32), min_size=1, max_size=60))
@settings(deadline=None, max_examples=30)
def test_running_totals_are_those_of_the_hardware_types(name: str, numbers: list[float]) -> None:
    kind, total, expected = DTYPES[name], DTYPES[name](0), []
    with np.errstate(over="ignore", invalid="ignore"):
        for number in np.array(numbers, dtype=np.float32).astype(kind):
            total = kind(total + number)
            expected.append(float(total))
    np.testing.assert_array_equal(running_totals(numbers, name), expected)
    assert summed_in_parts(numbers, name, 1) == pytest.approx(expected[-1], nan_ok=True)


@pytest.mark.parametrize("name", ["float32", "bfloat16"])
@given(st.lists(st.floats(-1e4, 1e4), min_size=2, max_size=64))
@settings(deadline=None, max_examples=30)
def test_errors_stay_within_the_bounds_of_higham(name: str, given_numbers: list[float]) -> None:
    numbers, u = rounded(given_numbers, name), FORMATS[name].unit_roundoff
    exact, sizes, n = math.fsum(numbers), math.fsum(np.abs(numbers)), len(numbers)
    depth = math.ceil(math.log2(n))
    for total, growth in (
        (running_totals(numbers, name)[-1], (1 + u) ** (n - 1) - 1),
        (pairwise_sum(numbers, name), (1 + u) ** depth - 1),
        (compensated_sum(numbers, name), 2 * u + 8 * n * u * u),
    ):
        assert abs(total - exact) <= growth * sizes + 1e-300


def test_adding_is_not_associative_and_the_order_is_kept() -> None:
    numbers = [2.0**24, 1.0, 1.0]
    assert running_totals(numbers, "float32")[-1] == 2**24
    assert running_totals(numbers[::-1], "float32")[-1] == 2**24 + 2
    with pytest.raises(ValueError, match="name"):
        running_totals(numbers, "float8")


def test_the_banks_total_stalls_in_bfloat16_and_torchs_sum_is_rounded_once() -> None:
    bills = load("credit")["bill_1"].to_numpy(dtype=float)
    assert running_totals(bills, "bfloat16")[-1] < 0.2 * bills.sum()
    inputs = rounded(bills, "bfloat16")
    ulp = 2 * FORMATS["bfloat16"].unit_roundoff * 2.0 ** math.floor(math.log2(inputs.sum()))
    assert abs(torch.tensor(bills).bfloat16().sum().item() - inputs.sum()) <= ulp
    assert abs(compensated_sum(bills, "bfloat16") - inputs.sum()) <= ulp


@given(st.lists(st.floats(1e-12, 1e3), min_size=1, max_size=30), st.sampled_from(["float16", "bfloat16"]))
@settings(deadline=None, max_examples=50)
def test_the_largest_safe_scale_overflows_when_doubled(numbers: list[float], name: str) -> None:
    scale = largest_safe_scale(numbers, name)
    assert math.log2(scale).is_integer()
    assert np.isfinite(rounded(np.array(numbers) * scale, name)).all()
    assert np.isinf(rounded(np.array(numbers) * scale * 2, name)).any()


def test_flushed_shares_are_those_of_half_tensors() -> None:
    numbers = 10 ** np.random.default_rng(0).uniform(-10, 0, 500)
    lost = (torch.tensor(numbers).half() == 0).double().mean().item()
    assert flushed_share(numbers, "float16") == lost > 0.1
    assert flushed_share(numbers, "float16", scale=2.0**14) < lost
    assert flushed_share([0.0], "float16") == 0
    with pytest.raises(ValueError, match="values"):
        largest_safe_scale([0.0], "float16")


@pytest.mark.parametrize("name", NAMES)
@given(st.floats(-1e4, 1e4), st.integers(0, 99))
@settings(deadline=None, max_examples=60)
def test_rounding_by_chance_takes_a_neighbour_and_is_right_on_average(
    name: str, number: float, seed: int
) -> None:
    draws = 4_000
    found = stochastically_rounded(np.full(draws, number), name, np.random.default_rng(seed))
    np.testing.assert_array_equal(rounded(found, name), found)
    kind, nearest = DTYPES[name], float(rounded(number, name))
    ends = [float(np.nextafter(kind(nearest), kind(side))) for side in (-np.inf, np.inf)]
    low, high = (nearest, ends[1]) if nearest <= number else (ends[0], nearest)
    assert set(np.unique(found)) <= ({number} if number == nearest else {low, high})
    share = (number - low) / (high - low)
    error = (high - low) * math.sqrt(share * (1 - share) / draws)
    assert abs(found.mean() - number) <= 5.5 * error + 10 * (high - low) / draws


def test_rounding_by_chance_keeps_what_the_format_holds_and_what_is_not_finite() -> None:
    kept, draw = [0.0, -1.0, 65_504, np.inf, -np.inf, np.nan], np.random.default_rng(0)
    np.testing.assert_array_equal(stochastically_rounded(kept, "float16", draw), kept)
    assert stochastically_rounded(1e300, "bfloat16", draw) == np.inf
    with pytest.raises(ValueError, match="generator"):
        stochastically_rounded(1.0, "float16", 0)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="name"):
        stochastically_rounded(1.0, "float8", draw)


def test_a_counter_goes_on_by_chance_where_it_stops_to_nearest() -> None:
    draw, counters = np.random.default_rng(0), np.zeros(400)
    for _ in range(1_000):
        counters = stochastically_rounded(counters + 1, "bfloat16", draw)
    error = counters.std(ddof=1) / math.sqrt(len(counters))
    assert abs(counters.mean() - 1_000) < 4 * error < 20
    assert running_totals(np.ones(1_000), "bfloat16")[-1] == 256
