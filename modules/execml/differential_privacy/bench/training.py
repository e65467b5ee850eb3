"""An epoch of private training: ours, PyTorch's plain one and Opacus' private ones, on the same data."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from execml.course.libraries.torch_threads import one_torch_thread
from execml.course.measure.rows import Row
from execml.course.measure.timing import least_processor_time
from execml.course.validation import whole
from execml.differential_privacy.libraries.opacus import (
    LEARNING_RATE,
    opacus_clipped_sum,
    opacus_training,
    plain_training,
)
from execml.differential_privacy.training.dp_sgd import DPSGDClassifier, one_thread
from execml.differential_privacy.training.ghost import clipped_gradient_sum, new_layers

CLIENTS, FEATURES, HIDDEN, BATCH = 20_000, 30, (64, 64), 256
CLIPPING_NORM, NOISE = 1.0, 1.0


def rows(repeats: int = 5, epochs: int = 5, modes: tuple[str, ...] = ("hooks", "ghost")) -> list[Row]:
    """Time an epoch (20,000 x 30, network 30-64-64-2, batches of 256), by processor time, on one thread.

    The clipped gradient sums are first checked against Opacus'. The competitors take turns, so that a busy
    machine slows all of them. Our one call checks, accounts and trains; the others are set up beforehand.

    Args:
        repeats: how many turns each has; the least time counts.
        epochs: how many epochs a turn trains for; the time is divided by it.
        modes: Opacus' ways to clip that are run.

    Raises:
        ValueError: if ``repeats`` or ``epochs`` is not a whole number of at least 1.
        AssertionError: if a clipped gradient sum differs from Opacus' by more than 1e-5 of its largest entry.
    """
    whole("repeats", repeats)
    whole("epochs", epochs)
    # One thread all along: a matrix library that is given a second one keeps it waiting at full speed, and
    # processor time counts that.
    with one_torch_thread(), one_thread(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        differences = {mode: clipped_sum_difference(mode) for mode in modes}
        assert max(differences.values()) <= 1e-5, differences
        times = _least_times(_competitors(epochs, modes), repeats)
    checks = {f"Opacus {mode}": f"sums differ by {gap:.0e}" for mode, gap in differences.items()}
    ours = times.pop("ours") / epochs
    task, unlike = "DP-SGD, one epoch", "not private: nothing to compare"
    return [Row(task, name, ours, spent / epochs, checks.get(name, unlike)) for name, spent in times.items()]


def clipped_sum_difference(mode: str, clients: int = BATCH) -> float:
    """Return the largest difference of our clipped sum from Opacus', as a share of its largest entry.

    Args:
        mode: Opacus' way to clip, ``"hooks"`` or ``"ghost"``.
        clients: size of the batch.
    """
    generator = np.random.default_rng(7)
    features, labels = _data(generator, clients)
    layers = new_layers((FEATURES, *HIDDEN, 2), generator)
    ours = clipped_gradient_sum(layers, features, labels, CLIPPING_NORM)
    theirs = opacus_clipped_sum(layers, features, labels, CLIPPING_NORM, mode)
    gaps = [np.abs(one - other).max() for one, other in zip(ours, theirs, strict=True)]
    return float(max(gaps) / max(np.abs(other).max() for other in theirs))


def _data(generator: np.random.Generator, clients: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    features = generator.standard_normal((clients, FEATURES), dtype=np.float32)
    return features, (generator.random(clients) < 0.22).astype(np.int64)


def _competitors(epochs: int, modes: tuple[str, ...]) -> dict[str, Callable[[], object]]:
    """Return for each competitor a function that trains."""
    generator = np.random.default_rng(1)
    features, labels = _data(generator, CLIENTS)
    layers = new_layers((FEATURES, *HIDDEN, 2), generator)
    ours = DPSGDClassifier(
        noise_multiplier=NOISE,
        max_gradient_norm=CLIPPING_NORM,
        batch_size=BATCH,
        epochs=epochs,
        learning_rate=LEARNING_RATE,
        hidden_layers=HIDDEN,
        generator=generator,
    )
    plain = plain_training(layers, features, labels, BATCH)
    private = {
        f"Opacus {mode}": opacus_training(layers, features, labels, BATCH, NOISE, CLIPPING_NORM, mode)
        for mode in modes
    }
    theirs = {name: partial(train, epochs) for name, train in {"plain torch SGD": plain, **private}.items()}
    return {"ours": partial(ours.fit, features, labels), **theirs}


def _least_times(competitors: dict[str, Callable[[], object]], repeats: int) -> dict[str, float]:
    """Return each competitor's least processor time in milliseconds."""
    least = dict.fromkeys(competitors, math.inf)
    for _ in range(repeats):
        for name, run in competitors.items():
            least[name] = min(least[name], least_processor_time(run)[1])
    return least
