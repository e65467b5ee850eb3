"""Private training runs with and without one invented client, thousands at a time, for an audit.

The trainer is DP-SGD on a logistic regression (Abadi et al., 2016, arXiv 1607.00133, algorithm 1): at each
step every client is drawn with probability ``sample_rate``, each drawn client's gradient is shortened to
``clip``, and the sum gets Gaussian noise of standard deviation ``noise_multiplier * clip``. The auditor adds
a *canary*, a client made to stand out (Nasr et al., 2021, arXiv 2101.04535; Nasr et al., 2023, arXiv
2302.07956), and reads every update, as the proof of DP-SGD permits an attacker to do. The same loop can carry
three faults. Too little noise by a wrong factor is what Tramèr et al. (2022, arXiv 2202.12219) found in
published code.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from execml.course.arrays import array, zeros_and_ones
from execml.course.validation import flag, instance, one_of, positive, real, whole
from execml.course.validation import generator as checked_source
from execml.differential_privacy.assurance.branch import Branch

Array = NDArray[np.float64]

FAULTS = {
    "follows the proof": "shortens each client's gradient, and adds fresh noise of the full size",
    "clips the average": "clips the average gradient of the batch, not each client's",
    "divides the noise": "averages over four machines, and so adds a quarter of the noise",
    "repeats the noise": "restarts the random generator at every step",
}
"""The faults that :func:`audit_runs` can carry, in words."""

# Runs are simulated in blocks of so many, so that a block's arrays stay in the processor's cache.
BLOCK = 500


@dataclass(frozen=True)
class Training:
    """The settings of a private training run; ``clip`` is a norm, the others have no unit.

    Attributes:
        noise_multiplier: noise of a step's sum, in units of ``clip``.
        sample_rate: probability that a client takes part in a step.
        steps: number of steps.
        clip: longest gradient that one client may contribute.
        learning_rate: step length on the average gradient.
    """

    noise_multiplier: float
    sample_rate: float
    steps: int
    clip: float = 1.0
    learning_rate: float = 1.0

    def __post_init__(self) -> None:
        """Check the settings.

        Raises:
            ValueError: if one lies outside its range.
        """
        for name in ("noise_multiplier", "clip", "learning_rate"):
            positive(name, getattr(self, name))
        real("sample_rate", self.sample_rate, 0, 1, high_open=False)
        whole("steps", self.steps)


@dataclass(frozen=True)
class Runs:
    """What the auditor sees of many training runs.

    Attributes:
        updates: released gradient sums along the canary's direction, in units of ``clip``; shape (runs,
            steps).
        loss: loss of the final model on the canary; shape (runs,).
    """

    updates: Array
    loss: Array


def audit_runs(
    features: Array,
    labels: Array,
    canary: tuple[Array, int],
    present: bool,
    runs: int,
    training: Training,
    generator: np.random.Generator,
    fault: str = "follows the proof",
) -> Runs:
    """Train many times on the same clients, with or without the canary, and return what the auditor sees.

    Args:
        features: clients' features, shape (clients, inputs); a bias is added.
        labels: 0 or 1 for each client, shape (clients,).
        canary: the invented client's features, shape (inputs,), and label.
        present: whether the canary is in the data.
        runs: number of independent training runs.
        training: settings of each run.
        generator: source of randomness.
        fault: one of :data:`FAULTS`.

    Raises:
        ValueError: if shapes do not agree, or an argument lies outside its range.

    >>> import numpy as np
    >>> clients, answers = np.zeros((20, 2)), np.arange(20) % 2
    >>> seen = audit_runs(clients, answers, (np.array([0.0, 9.0]), 1), True, 8, Training(1.0, 0.5, 3),
    ...                   np.random.default_rng(1))
    >>> seen.updates.shape, seen.loss.shape
    ((8, 3), (8,))
    """
    one_of("fault", fault, tuple(FAULTS))
    features = array("features", features, ("clients", "inputs")).astype(np.float64)
    labels = zeros_and_ones("labels", labels, len(features)).astype(np.float64)
    instance("canary", canary, tuple)
    array("features of the canary", canary[0], (features.shape[1],))
    whole("label of the canary", canary[1], low=0, high=1)
    flag("present", present)
    instance("training", training, Training)
    checked_source("generator", generator)
    whole("runs", runs, high=10_000_000)
    # The canary is the last row; a run without it simply never draws that row.
    rows = np.vstack([features, np.asarray(canary[0], dtype=np.float64)])
    rows = np.column_stack([rows, np.ones(len(rows), dtype=np.float64)])
    answers = np.append(labels, canary[1])
    sizes = [BLOCK] * (runs // BLOCK) + [runs % BLOCK] * (runs % BLOCK > 0)
    blocks = [_block(rows, answers, present, size, training, generator, fault) for size in sizes]
    return Runs(
        np.concatenate([block.updates for block in blocks]), np.concatenate([block.loss for block in blocks])
    )


def _block(
    rows: Array,
    answers: Array,
    present: bool,
    runs: int,
    training: Training,
    generator: np.random.Generator,
    fault: str,
) -> Runs:
    lengths = np.linalg.norm(rows, axis=1)
    batch = training.sample_rate * (len(rows) - 1)  # a public constant, never the number drawn
    direction = (1 - 2 * answers[-1]) * rows[-1] / lengths[-1]  # of the canary's gradient, (p - y) x
    weights = np.zeros((runs, rows.shape[1]))
    updates = np.empty((runs, training.steps))
    first_noise = generator.standard_normal(weights.shape)
    for step in range(training.steps):
        same = fault == "repeats the noise" or step == 0
        noise = first_noise if same else generator.standard_normal(weights.shape)
        drawn = generator.random((runs, len(rows)), dtype=np.float32) < training.sample_rate
        drawn[:, -1] &= present
        errors = (expit(weights @ rows.T) - answers) * drawn  # a gradient is error times row
        released = released_sum(errors, rows, lengths, noise, batch, training, fault)
        updates[:, step] = released @ direction / training.clip
        weights -= training.learning_rate / batch * released
    margin = (2 * answers[-1] - 1) * (weights @ rows[-1])
    return Runs(updates, np.logaddexp(0, -margin))


def released_sum(
    errors: Array, rows: Array, lengths: Array, noise: Array, batch: float, training: Training, fault: str
) -> Array:
    """Return the noisy sum of gradients that a step releases, shape (runs, inputs + 1).

    Args:
        errors: of each client drawn in each run, 0 for others; shape (runs, clients).
        rows: of the clients, with a last input of 1; shape (clients, inputs + 1).
        lengths: of the rows, shape (clients,).
        noise: standard normal, shape (runs, inputs + 1).
        batch: the public divisor.
        training: settings of each run.
        fault: one of :data:`FAULTS`.
    """
    scale = training.noise_multiplier * training.clip
    if fault == "clips the average":
        average = errors @ rows / batch
        excess = np.linalg.norm(average, axis=1, keepdims=True) / training.clip
        return batch * (average / np.maximum(excess, 1) + scale / batch * noise)
    # An outer product's norm is the product of norms: |error| |row| tells how far to shorten a gradient.
    clipped = errors / np.maximum(np.abs(errors) * lengths / training.clip, 1)
    return clipped @ rows + (scale / 4 if fault == "divides the noise" else scale) * noise


def likelihood_score(updates: Array, training: Training) -> Array:
    """Return for each run how much likelier its updates are with the canary than without, on a log scale.

    A step's update is 1 + noise with probability ``sample_rate`` and noise otherwise, in units of ``clip``:
    the score is the log likelihood ratio of that mixture, summed over steps. By Neyman and Pearson's lemma no
    attack on a correct trainer is more powerful, if the canary's gradient has the full length ``clip`` at
    each step that draws it and the other clients add nothing along its direction; both hold nearly, not
    exactly.

    Args:
        updates: shape (runs, steps), see :class:`Runs`.
        training: the settings that were promised.

    >>> import numpy as np
    >>> likelihood_score(np.array([[1.0], [0.0]]), Training(1.0, 1.0, 1)).round(2)
    array([ 0.5, -0.5])
    """
    updates = array("updates", updates, ("runs", "steps")).astype(float)
    instance("training", training, Training)
    exponent = (2 * updates - 1) / (2 * training.noise_multiplier**2)
    with np.errstate(divide="ignore"):
        absent = np.log1p(-training.sample_rate) if training.sample_rate < 1 else -np.inf
    return np.logaddexp(absent, np.log(training.sample_rate) + exponent).sum(axis=1)


def steadiness_score(updates: Array) -> Array:
    """Return for each run how far its updates spread over the steps; repeated noise leaves only the canary.

    Args:
        updates: shape (runs, steps), see :class:`Runs`.

    >>> import numpy as np
    >>> steadiness_score(np.array([[0.3, 0.3, 1.3]])).round(2)
    array([1.])
    """
    return np.ptp(array("updates", updates, ("runs", "steps")), axis=1)


def attack_scores(
    branch: Branch,
    training: Training,
    runs: int,
    generator: np.random.Generator,
    fault: str = "follows the proof",
) -> dict[str, tuple[Array, Array]]:
    """Run four attacks on a trainer, and return the scores of each: with the attacked client, and without.

    Args:
        branch: whom the trainer is run on.
        training: the settings that were promised.
        runs: number of runs of each kind.
        generator: source of randomness.
        fault: one of :data:`FAULTS`.

    Returns:
        for the name of each attack, two arrays of shape (runs,); a high score says "was in".

    >>> from execml.differential_privacy.assurance.branch import harbour_branch
    >>> found = attack_scores(harbour_branch(20), Training(1.0, 0.5, 3), 8, np.random.default_rng(1))
    >>> len(found), found["invented client, every update"][0].shape
    (4, (8,))
    """
    instance("branch", branch, Branch)

    def both(record: tuple[Array, int]) -> tuple[Runs, Runs]:
        present, absent = (
            audit_runs(branch.features, branch.labels, record, attending, runs, training, generator, fault)
            for attending in (True, False)
        )
        return present, absent

    (real_in, real_out), (invented_in, invented_out) = both(branch.real), both(branch.invented)
    return {
        "real client, final model": (-real_in.loss, -real_out.loss),
        "invented client, final model": (-invented_in.loss, -invented_out.loss),
        "invented client, every update": (
            likelihood_score(invented_in.updates, training),
            likelihood_score(invented_out.updates, training),
        ),
        "invented client, change of updates": (
            steadiness_score(invented_in.updates),
            steadiness_score(invented_out.updates),
        ),
    }
