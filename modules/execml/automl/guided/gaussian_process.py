"""Gaussian-process regression with a Matérn 5/2 kernel: posterior, marginal likelihood, both gradients."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from execml.course.arrays import array
from execml.course.validation import at_least_zero, instance, positive

Array = NDArray[np.float64]

JITTERS = (0.0, 1e-10, 1e-8, 1e-6, 1e-4)  # shares of the signal variance, tried in turn


@dataclass(frozen=True, eq=False)
class Hyperparameters:
    """What the kernel is made of.

    Attributes:
        variance: variance of the function about its mean, s², above 0.
        lengthscales: how far one has to go along each input before the function is another, shape (inputs,).
        noise: variance of the error in each observation, at least 0.
    """

    variance: float
    lengthscales: Array
    noise: float

    def __post_init__(self) -> None:
        """Check the range of each."""
        positive("variance", self.variance)
        _positive_lengths(self.lengthscales)
        at_least_zero("noise", self.noise)

    def logarithms(self) -> Array:
        """Return ln s², ln ℓ of each input and ln of the noise, shape (inputs + 2,)."""
        return np.log(np.concatenate([[self.variance], self.lengthscales, [self.noise]]))

    @staticmethod
    def from_logarithms(logarithms: Array) -> Hyperparameters:
        """Return the hyperparameters with these logarithms, in the order of :meth:`logarithms`."""
        values = np.exp(logarithms)
        return Hyperparameters(float(values[0]), values[1:-1], float(values[-1]))


def matern(left: Array, right: Array, lengthscales: Array) -> Array:
    """Return the Matérn 5/2 correlation of every point with every other.

    With r the distance in lengthscales it is (1 + √5 r + 5r²/3) exp(−√5 r): functions that are twice
    differentiable and no smoother. See Rasmussen and Williams (2006), chapter 4.

    Args:
        left: points, shape (m, inputs).
        right: points, shape (n, inputs).
        lengthscales: shape (inputs,), each above 0.

    Returns:
        shape (m, n), each between 0 and 1.

    >>> matern(np.zeros((1, 1)), np.array([[0.0], [1.0]]), np.ones(1)).round(3)
    array([[1.   , 0.524]])
    """
    left = array("left", left, ("m", "inputs"))
    right = array("right", right, ("n", left.shape[1]))
    _positive_lengths(lengthscales, left.shape[1])
    steps = _scaled_distance(left, right, lengthscales)
    return (1 + steps + steps**2 / 3) * np.exp(-steps)


def log_marginal_likelihood(points: Array, values: Array, logarithms: Array) -> tuple[float, Array]:
    """Return the logarithm of the likelihood of the observations, and its gradient.

    ln p(y) = −½ yᵀK⁻¹y − ½ ln|K| − (n/2) ln 2π, and its derivative by a hyperparameter is
    ½ tr((ααᵀ − K⁻¹) ∂K) with α = K⁻¹y. See Rasmussen and Williams (2006), chapter 5, page 114.

    Args:
        points: where was observed, shape (n, inputs).
        values: what was observed there, shape (n,), of mean zero a priori.
        logarithms: ln of variance, lengthscales and noise, shape (inputs + 2,).

    Returns:
        the logarithm, and its derivative by each of ``logarithms``.

    Raises:
        numpy.linalg.LinAlgError: if the kernel matrix stays singular with the largest jitter.

    >>> found, _ = log_marginal_likelihood(np.zeros((1, 1)), np.zeros(1), np.log([0.5, 1.0, 0.5]))
    >>> round(found, 4)  # one observation of variance 1 at its mean: −½ ln 2π
    -0.9189
    """
    from scipy.linalg.lapack import dpotri

    points = array("points", points, ("n", "inputs"))
    values = _one_each(points, values)
    logarithms = array("logarithms", logarithms, (points.shape[1] + 2,))

    given = Hyperparameters.from_logarithms(logarithms)
    steps = _scaled_distance(points, points, given.lengthscales)
    decay = np.exp(-steps)
    correlation = (1 + steps + steps**2 / 3) * decay
    factor = _factor(correlation, given)
    alpha = _solve(factor, values)
    inverse = np.tril(dpotri(factor, lower=1)[0])
    inverse += np.tril(inverse, -1).T
    weights = np.outer(alpha, alpha) - inverse
    slopes = weights * (given.variance * (1 + steps) * decay * (5 / 3))
    gradient = np.concatenate(
        [
            [0.5 * given.variance * np.sum(weights * correlation)],
            0.5 * _weighted_squares(slopes, points / given.lengthscales),
            [0.5 * given.noise * np.trace(weights)],
        ]
    )
    fit = -0.5 * values @ alpha - np.log(np.diagonal(factor)).sum()
    return float(fit - 0.5 * len(values) * np.log(2 * np.pi)), gradient


class GaussianProcess:
    """What is believed about a function after some observations of it.

    Args:
        points: where was observed, shape (n, inputs).
        values: what was observed there, shape (n,); the mean that is believed a priori is zero.
        hyperparameters: of the kernel.

    Raises:
        numpy.linalg.LinAlgError: if the kernel matrix stays singular with the largest jitter.

    >>> belief = GaussianProcess(np.array([[0.0]]), np.array([2.0]), Hyperparameters(1.0, np.ones(1), 0.0))
    >>> mean, deviation = belief.predict(np.array([[0.0], [1.0]]))
    >>> mean.round(2), deviation.round(2)
    (array([2.  , 1.05]), array([0.  , 0.85]))
    """

    def __init__(self, points: Array, values: Array, hyperparameters: Hyperparameters) -> None:
        """Factor the kernel matrix once, for all predictions."""
        instance("hyperparameters", hyperparameters, Hyperparameters)
        points = array("points", points, ("n", len(hyperparameters.lengthscales)))
        values = _one_each(points, values)
        self.points, self.hyperparameters = points, hyperparameters
        correlation = matern(points, points, hyperparameters.lengthscales)
        self._factor = _factor(correlation, hyperparameters)
        self._alpha = _solve(self._factor, values)

    def predict(self, points: Array) -> tuple[Array, Array]:
        """Return mean and standard deviation of the function itself, without the noise of an observation.

        Mean kᵀα and variance s² − kᵀK⁻¹k: Rasmussen and Williams (2006), algorithm 2.1. The
        hyperparameters count as known, so that the deviation is rather too small.

        Args:
            points: shape (m, inputs).

        Returns:
            two arrays of shape (m,).
        """
        from scipy.linalg.blas import dtrsm

        points = array("points", points, ("m", self.points.shape[1]))

        given = self.hyperparameters
        covariance = given.variance * matern(self.points, points, given.lengthscales)
        half = dtrsm(1.0, self._factor, covariance, lower=1)
        variance = given.variance - np.einsum("ij,ij->j", half, half)
        return covariance.T @ self._alpha, np.sqrt(np.maximum(variance, 0.0))

    def predict_with_slope(self, point: Array) -> tuple[float, float, Array, Array]:
        """Return mean and standard deviation at one point, and their derivatives by its coordinates.

        Args:
            point: shape (inputs,).

        Returns:
            two numbers and two arrays of shape (inputs,); where the deviation is 0, its derivative is too.
        """
        given = self.hyperparameters
        scaled = (point - self.points) / given.lengthscales
        steps = np.sqrt(5 * np.einsum("ij,ij->i", scaled, scaled))
        decay = given.variance * np.exp(-steps)
        covariance = (1 + steps + steps**2 / 3) * decay
        slopes = -(5 / 3) * ((1 + steps) * decay)[:, None] * scaled / given.lengthscales
        weights = _solve(self._factor, covariance)
        deviation = float(np.sqrt(max(given.variance - covariance @ weights, 0.0)))
        fall = np.zeros_like(point) if deviation == 0 else -(weights @ slopes) / deviation
        return float(covariance @ self._alpha), deviation, self._alpha @ slopes, fall


def _one_each(points: Array, values: Array) -> Array:
    """Return the values, of which each point has one."""
    found = array("values", values, ("n",))
    if len(found) != len(points):
        raise ValueError(f"points of shape {points.shape} and values of shape {found.shape} must be as many")
    return found


def _positive_lengths(lengthscales: Array, inputs: int | str = "inputs") -> None:
    if not (array("lengthscales", lengthscales, (inputs,)) > 0).all():
        raise ValueError(f"lengthscales={lengthscales} must be above 0")


def _scaled_distance(left: Array, right: Array, lengthscales: Array) -> Array:
    """Return √5 times the distances in lengthscales, shape (m, n)."""
    from scipy.spatial.distance import cdist

    return np.sqrt(5.0) * cdist(left / lengthscales, right / lengthscales)


def _factor(correlation: Array, given: Hyperparameters) -> Array:
    """Return the lower Cholesky factor of s²·correlation + noise, with no more jitter than needed."""
    from scipy.linalg.lapack import dpotrf

    for jitter in JITTERS:
        covariance = given.variance * correlation
        covariance[np.diag_indices_from(covariance)] += given.noise + jitter * given.variance
        factor, trouble = dpotrf(covariance, lower=1, clean=1)
        if trouble == 0 and np.isfinite(factor[-1, -1]):
            return factor
    raise np.linalg.LinAlgError("the kernel matrix is not positive definite: are there infinite points?")


def _solve(factor: Array, right: Array) -> Array:
    from scipy.linalg.lapack import dpotrs

    return dpotrs(factor, right, lower=1)[0]


def _weighted_squares(weights: Array, points: Array) -> Array:
    """Return Σ wᵢₖ (xᵢⱼ − xₖⱼ)² for each input j, for symmetric weights, without an array of n²·inputs."""
    centred = points - points.mean(axis=0)
    crossed = np.einsum("ij,ij->j", centred, weights @ centred)
    return 2 * (weights.sum(axis=1) @ centred**2 - crossed)
