"""Size and training time: iteration, scikit-learn and NumPy as oracles for the closed forms."""

from typing import Any

import numpy as np
import pytest
from execml.course import load
from execml.frameworks.training.descent import Settings, descend
from execml.frameworks.training.generalisation import (
    Hours,
    RandomFeatures,
    SpectralFit,
    bike_inputs,
    bike_numbers,
    size_sweep,
    standardised,
)
from hypothesis import given, settings
from hypothesis import strategies as st


def problem(rows: int, columns: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    return generator.standard_normal((rows, columns)), generator.standard_normal(rows)


@given(rows=st.integers(2, 12), columns=st.integers(2, 12), steps=st.integers(0, 40))
@settings(deadline=None, max_examples=30)
def test_any_number_of_steps_is_what_iteration_gives(rows: int, columns: int, steps: int) -> None:
    features, target = problem(rows, columns, seed=rows * columns)
    top = np.linalg.svd(features, compute_uv=False)[0] ** 2
    weights = SpectralFit.of(features, target).after_steps(steps)
    if steps == 0:
        np.testing.assert_array_equal(weights, np.zeros(columns))
        return
    slope = lambda x: features.T @ (features @ x - target)  # noqa: E731
    path = descend(slope, np.zeros(columns), Settings(1 / top), steps)
    np.testing.assert_allclose(weights, path[-1], atol=1e-10)


@given(rows=st.integers(2, 12), columns=st.integers(2, 12))
@settings(deadline=None, max_examples=30)
def test_least_squares_is_numpys_and_the_shortest(rows: int, columns: int) -> None:
    features, target = problem(rows, columns, seed=rows + 100 * columns)
    expected = np.linalg.pinv(features) @ target
    weights = SpectralFit.of(features, target).least_squares()
    np.testing.assert_allclose(weights, expected, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("shape", [(30, 5), (8, 20)])
def test_ridge_is_that_of_scikit_learn_and_tends_to_least_squares(shape: tuple[int, int]) -> None:
    from sklearn.linear_model import Ridge

    features, target = problem(*shape)
    fit = SpectralFit.of(features, target)
    theirs = Ridge(alpha=0.7, fit_intercept=False).fit(features, target).coef_
    np.testing.assert_allclose(fit.ridge(0.7), theirs, atol=1e-10)
    np.testing.assert_allclose(fit.ridge(1e-12), fit.least_squares(), atol=1e-6)
    np.testing.assert_allclose(fit.after_steps(10**7), fit.least_squares(), atol=1e-6)


@pytest.mark.parametrize("width", [40, 120, 121, 500])
def test_by_products_every_error_is_that_of_the_decomposition(width: int, study: Any) -> None:
    hours, layer = study
    inputs, rentals = hours.train
    features, target = layer(inputs, width), rentals - rentals.mean()
    quick, exact = SpectralFit.by_products(features, target), SpectralFit.of(features, target)
    for count in (1, 30, 10**4, 10**8):
        pair = np.column_stack([fit.after_steps(count) for fit in (quick, exact)])
        errors = hours.errors(layer, width, pair, "test")
        assert errors[0] == pytest.approx(errors[1], rel=1e-6)
    for penalty in (1e-5, 1e-2, 1.0):
        pair = np.column_stack([fit.ridge(penalty) for fit in (quick, exact)])
        assert np.ptp(hours.errors(layer, width, pair, "test")) < 1e-6


def test_standardised_columns_are_those_of_scikit_learn() -> None:
    from sklearn.preprocessing import StandardScaler

    numbers = bike_numbers(load("bikes"))
    np.testing.assert_allclose(standardised(numbers), StandardScaler().fit_transform(numbers), atol=1e-9)
    with pytest.raises(ValueError, match="columns"):
        standardised(np.ones((3, 2)))


def test_no_target_leaks_into_the_inputs_and_midnight_follows_eleven() -> None:
    hours = load("bikes")
    inputs = bike_inputs(hours)
    assert inputs.shape == (len(hours), 11)
    blind = hours.assign(casual=0, registered=0, rentals=0)
    np.testing.assert_array_equal(bike_inputs(blind), inputs)
    hour = hours["hour"].to_numpy()
    clock = np.array([inputs[hour == number, 5:9].mean(axis=0) for number in range(24)])
    gaps = np.linalg.norm(clock - np.roll(clock, 1, axis=0), axis=1)
    assert gaps[0] < 1.5 * np.median(gaps)


def test_parts_share_no_hour_and_have_the_sizes_asked_for() -> None:
    hours = load("bikes")
    parts = Hours.draw(hours.assign(rentals=np.arange(len(hours))), (300, 100, 500), np.random.default_rng(0))
    numbers = [part[1] for part in (parts.train, parts.validation, parts.test)]
    assert [len(part) for part in numbers] == [300, 100, 500]
    assert len(np.unique(np.concatenate(numbers))) == 900
    for sizes in ((9_000, 1, 1), (0, 1, 1)):
        with pytest.raises(ValueError, match="sizes"):
            Hours.draw(hours, sizes, np.random.default_rng(0))


@pytest.fixture(scope="module")
def study() -> tuple[Hours, RandomFeatures]:
    generator = np.random.default_rng(4)
    hours = Hours.draw(load("bikes"), (120, 80, 500), generator)
    return hours, RandomFeatures.draw(11, 1_200, generator)


COUNTS = np.geomspace(1, 1e9, 19).astype(int)


def test_the_error_peaks_where_units_meet_hours_and_a_penalty_removes_the_peak(study: Any) -> None:
    widths = [15, 30, 120, 400, 1_200]
    sweep = size_sweep(*study, widths, COUNTS, 10.0 ** np.arange(-4, 1))
    assert sweep["end"].argmax() == widths.index(120)
    assert sweep["end"][-1] < sweep["end"][2] / 2
    assert (sweep["train"][widths.index(400) :] < 0.1).all() and (sweep["train"][:2] > 1).all()
    assert sweep["ridge"].max() < sweep["end"].max() / 2
    assert sweep["ridge"][-1] < sweep["ridge"][0]
    rise = sweep["end"] / sweep["stopped"]
    assert rise.argmax() == 2 and rise[2] > 2 > rise[0]


def test_the_stop_is_that_of_the_validation_hours_and_its_error_that_of_so_many_steps(study: Any) -> None:
    hours, layer = study
    sweep = size_sweep(hours, layer, [120], COUNTS, [1.0])
    fit, errors = hours.fit(layer, 120), []
    for count in COUNTS.tolist():
        weights = fit.after_steps(count)[:, None]
        errors.append([hours.errors(layer, 120, weights, part)[0] for part in ("validation", "test")])
    place = int(np.argmin([validation for validation, _ in errors]))
    assert sweep["stop"][0] == COUNTS[place] and 0 < place < 18
    assert sweep["stopped"][0] == pytest.approx(errors[place][1])
    assert sweep["end"][0] == pytest.approx(errors[-1][1])
    ridge = hours.errors(layer, 120, fit.ridge(1.0)[:, None], "test")[0]
    assert sweep["ridge"][0] == pytest.approx(ridge)


def test_features_are_nested_and_scaled(study: Any) -> None:
    _, layer = study
    inputs = np.random.default_rng(0).standard_normal((6, 11))
    wide, narrow = layer(inputs, 1_200), layer(inputs, 100)
    np.testing.assert_allclose(narrow * np.sqrt(100), wide[:, :100] * np.sqrt(1_200))
    assert (wide >= 0).all()
