"""How a model fares on new data while it grows and while it trains longer, exact by linear algebra.

The model is least squares on random features: a hidden layer whose weights are drawn once and never trained,
and an output layer that is solved for. One singular value decomposition of the features then gives the best
fit, every ridge penalty and every step of gradient descent in closed form.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.validation import real, whole

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]

NUMBERS = ("month", "day", "hour", "holiday", "weekday", "working_day")
WEATHER = ("temperature", "felt_temperature", "humidity", "windspeed")


def bike_numbers(hours: pd.DataFrame) -> Array:
    """Return the ten numeric columns of the bike-sharing hours as they stand, shape (hours, 10).

    >>> from execml.course import load
    >>> bike_numbers(load("bikes")).shape
    (8645, 10)
    """
    return hours[[*NUMBERS, *WEATHER]].to_numpy(dtype=float)


def standardised(columns: ArrayLike) -> Array:
    """Return columns with mean 0 and standard deviation 1.

    Raises:
        ValueError: if a column is constant.

    >>> standardised([[1.0], [3.0]]).ravel()
    array([-1.,  1.])
    """
    values = np.asarray(columns, dtype=float)
    spread = values.std(axis=0)
    if not (spread > 0).all():
        raise ValueError("columns must all vary; a constant column cannot be standardised")
    return (values - values.mean(axis=0)) / spread


def bike_inputs(hours: pd.DataFrame) -> Array:
    """Return what a model needs to know about an hour, standardised: calendar, clock as a circle, weather.

    The hour of the day enters as sine and cosine of one and of two turns a day, the day of the year as those
    of one turn a year, so that 23 o'clock lies next to midnight. Means and deviations are those of all hours
    given; no target enters. Shape (hours, 11).
    """
    day, year = 2 * np.pi * hours["hour"] / 24, 2 * np.pi * hours["day"] / 365
    circles = [wave(turns) for turns in (day, 2 * day, year) for wave in (np.sin, np.cos)]
    plain = [hours[name] for name in ("holiday", "working_day", "temperature", "humidity", "windspeed")]
    return standardised(np.column_stack([*plain, *circles]))


@dataclass(frozen=True, eq=False)
class RandomFeatures:
    """A hidden layer of ReLU units whose weights are drawn and stay as drawn (Rahimi and Recht, 2007).

    Attributes:
        directions: weights, shape (inputs, units).
        offsets: biases, shape (units,).
    """

    directions: Array
    offsets: Array

    @classmethod
    def draw(cls, inputs: int, units: int, generator: np.random.Generator) -> RandomFeatures:
        """Draw normal weights whose sums have variance near 1, and normal biases of deviation one half.

        Raises:
            ValueError: if a size is not a whole number of at least 1.
        """
        shape = (whole("inputs", inputs), whole("units", units))
        return cls(generator.standard_normal(shape) / np.sqrt(inputs), 0.5 * generator.standard_normal(units))

    def __call__(self, inputs: ArrayLike, width: int) -> Array:
        """Return the values of the first ``width`` units, shape (rows, width), scaled by 1 / √width.

        >>> layer = RandomFeatures.draw(3, 50, np.random.default_rng(0))
        >>> layer(np.eye(3), width=20).shape
        (3, 20)
        """
        values = np.asarray(inputs, dtype=float) @ self.directions[:, :width]
        values += self.offsets[:width]  # in place: the array may be large
        np.maximum(values, 0, out=values)
        values /= np.sqrt(width)
        return values


@dataclass(frozen=True, eq=False)
class SpectralFit:
    """Least squares split into independent directions by the singular value decomposition ``F = U S Vᵀ``.

    Attributes:
        singular: singular values, largest first, shape (rank,).
        right: the directions V in the space of weights, shape (columns, rank).
        pull: what the target says along each direction, ``Uᵀ y``, shape (rank,).
    """

    singular: Array
    right: Array
    pull: Array

    @classmethod
    def of(cls, features: ArrayLike, target: ArrayLike) -> SpectralFit:
        """Decompose features of shape (rows, columns) for a target of shape (rows,)."""
        left, singular, right = np.linalg.svd(np.asarray(features, dtype=float), full_matrices=False)
        # what is below rounding is no direction of the data
        keep = singular > singular[0] * max(np.shape(features)) * np.finfo(float).eps
        return cls(singular[keep], right[keep].T, left[:, keep].T @ np.asarray(target, dtype=float))

    @classmethod
    def by_products(cls, features: ArrayLike, target: ArrayLike) -> SpectralFit:
        """Decompose by the eigenvectors of ``F Fᵀ`` or ``Fᵀ F``, whichever is smaller: much quicker.

        The products square the singular values, so that directions below about 10⁻⁷ of the largest are lost.
        A ridge penalty above their squares hides these, and so do up to a billion steps of descent: each such
        direction is then done to a small share only. :meth:`least_squares` needs them: use :meth:`of`.

        >>> columns, target = np.random.default_rng(0).normal(size=(3, 5)), np.arange(3.0)
        >>> fits = SpectralFit.by_products(columns, target), SpectralFit.of(columns, target)
        >>> bool(np.allclose(*(fit.ridge(0.1) for fit in fits)))
        True
        """
        matrix, wanted = np.asarray(features, dtype=float), np.asarray(target, dtype=float)
        rows, columns = matrix.shape
        squares, directions = np.linalg.eigh(matrix @ matrix.T if rows < columns else matrix.T @ matrix)
        keep = squares > squares[-1] * max(rows, columns) * np.finfo(float).eps
        singular, kept = np.sqrt(squares[keep][::-1]), directions[:, keep][:, ::-1]
        if rows < columns:
            return cls(singular, matrix.T @ (kept / singular), kept.T @ wanted)
        return cls(singular, kept, kept.T @ (matrix.T @ wanted) / singular)

    def least_squares(self) -> Array:
        """Return the weights with the smallest error on the data; of several, the shortest."""
        return self.right @ (self.pull / self.singular)

    def ridge(self, penalty: float) -> Array:
        """Return the weights with the smallest ``‖F w - y‖² + penalty · ‖w‖²`` (Hoerl and Kennard, 1970).

        Raises:
            ValueError: if the penalty is not above 0.
        """
        real("penalty", penalty, 0, np.inf)
        return self.right @ (self.singular * self.pull / (self.singular**2 + penalty))

    def after_steps(self, steps: int) -> Array:
        """Return the weights after so many steps of gradient descent from zero, with step 1 / L.

        On ``‖F w - y‖² / 2``, L is s₁². Along a direction with singular value s each step leaves
        ``1 - s² / s₁²`` of the error, so that after t steps ``1 - (1 - s² / s₁²)ᵗ`` of the way is done.

        Raises:
            ValueError: if ``steps`` is not a whole number of at least 0.
        """
        share = (self.singular / self.singular[0]) ** 2
        with np.errstate(divide="ignore"):  # the first direction is done after one step: log(0)
            done = -np.expm1(whole("steps", steps, low=0) * np.log1p(-share)) if steps else 0 * share
        return self.right @ (done * self.pull / self.singular)


@dataclass(frozen=True, eq=False)
class Hours:
    """Hours to learn from, to choose settings by, and to test on.

    Attributes:
        train: inputs and rentals.
        validation: the same, for choosing.
        test: the same, for reporting.
    """

    train: tuple[Array, Array]
    validation: tuple[Array, Array]
    test: tuple[Array, Array]

    @classmethod
    def draw(cls, hours: pd.DataFrame, sizes: tuple[int, int, int], generator: np.random.Generator) -> Hours:
        """Deal hours out at random.

        Args:
            hours: rows of ``load("bikes")``.
            sizes: how many hours to learn from, to choose by and to test on.
            generator: shuffles the hours.

        Raises:
            ValueError: if a size is not a whole number of at least 1, or there are not so many hours.
        """
        ends = np.cumsum([whole(f"sizes[{place}]", size) for place, size in enumerate(sizes)])
        if ends[-1] > len(hours):
            raise ValueError(f"sizes={sizes!r} ask for {ends[-1]} hours, and there are {len(hours)}")
        inputs, rentals = bike_inputs(hours), hours["rentals"].to_numpy(dtype=float)
        parts = np.split(generator.permutation(len(hours)), ends)[:3]
        return cls(*((inputs[part], rentals[part]) for part in parts))

    def fit(self, layer: RandomFeatures, width: int) -> SpectralFit:
        """Decompose the training hours' features; the target is measured from its mean."""
        inputs, rentals = self.train
        return SpectralFit.of(layer(inputs, width), rentals - rentals.mean())

    def errors(self, layer: RandomFeatures, width: int, weights: Array, part: str) -> Array:
        """Return the root-mean-square error of each column of weights on a part, in rentals an hour."""
        inputs, rentals = getattr(self, part)
        wanted = rentals - self.train[1].mean()
        return np.sqrt(np.mean((layer(inputs, width) @ weights - wanted[:, None]) ** 2, axis=0))


def bike_study(hours: pd.DataFrame, generator: np.random.Generator) -> tuple[Hours, RandomFeatures]:
    """Deal out 400 hours to learn from, 200 to choose by and 2,000 to test on, and draw 2,000 units."""
    parts = Hours.draw(hours, sizes=(400, 200, 2_000), generator=generator)
    return parts, RandomFeatures.draw(inputs=11, units=2_000, generator=generator)


def size_sweep(
    hours: Hours, layer: RandomFeatures, widths: ArrayLike, steps: ArrayLike, penalties: ArrayLike
) -> dict[str, Array]:
    """Train the output layer at each width and return errors in rentals an hour.

    The validation hours choose when to stop and how large the penalty is, at each width.

    Args:
        hours: the data.
        layer: the hidden layer, at least as wide as the widest.
        widths: numbers of units.
        steps: numbers of gradient steps, rising, of any size: nothing is iterated.
        penalties: ridge penalties.

    Returns:
        Arrays, one value a width: ``"train"`` and ``"end"``, the errors on training and test hours after the
        last number of steps; ``"stop"``, the number of steps chosen, and ``"stopped"``, the test error there;
        and ``"ridge"``, the test error with the penalty chosen.
    """
    counts, rows = np.asarray(steps).tolist(), []
    sizes, wanted = np.asarray(widths).tolist(), hours.train[1] - hours.train[1].mean()
    most = max(sizes)
    units = {part: layer(getattr(hours, part)[0], most) for part in ("train", "validation", "test")}

    def errors(weights: Array, part: str) -> Array:
        shares = np.sqrt(most / len(weights)) * weights  # the layer divides by √width
        gaps = units[part][:, : len(weights)] @ shares
        gaps -= (getattr(hours, part)[1] - hours.train[1].mean())[:, None]
        return np.sqrt(np.mean(gaps**2, axis=0))

    for width in sizes:
        fit = SpectralFit.by_products(np.sqrt(most / width) * units["train"][:, :width], wanted)
        trained = np.column_stack([fit.after_steps(count) for count in counts])
        ridges = np.column_stack([fit.ridge(penalty) for penalty in np.asarray(penalties).tolist()])
        stop = int(errors(trained, "validation").argmin())
        penalty = int(errors(ridges, "validation").argmin())
        shown = np.column_stack([trained[:, -1], trained[:, stop], ridges[:, penalty]])
        rows.append((errors(shown[:, :1], "train")[0], counts[stop], *errors(shown, "test")))
    return dict(zip(("train", "stop", "end", "stopped", "ridge"), np.array(rows).T, strict=True))
