"""Training on several machines: each holds a share of the clients, and they average their gradients.

Theorem. Let a loss be the mean over n rows, and let p workers hold shares of n_1, …, n_p rows. The gradient
of the whole is the sum of the shares' mean gradients g_k, each times n_k / n. A plain average counts each
share 1 / p. It is the same if all shares are equal, and it is off by the sum of (1 / p - n_k / n) g_k if not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.course.arrays import array, zeros_and_ones
from execml.course.measure.fresh_process import packed, run_children
from execml.course.validation import flag, instance, mapping, positive, real, several, shown, whole
from execml.frameworks.networks.perceptron import NumpyMLP, checked_weights

if TYPE_CHECKING:
    import pandas as pd

Share = tuple[np.ndarray, np.ndarray]
REPLICAS = "execml.frameworks.libraries.replicas"  # what the workers do
MOST_STEPS = 1_000_000
SAME = 1e-12  # weights closer than this are the same but for rounding in float64


@dataclass(frozen=True, eq=False)
class Training:
    """A short training run by full-batch gradient descent.

    Attributes:
        losses: mean loss over all clients before each step, shape (steps,).
        gradient: the first step's gradient, all parameters in one row.
        weights: the parameters after the last step, in the same order.
    """

    losses: np.ndarray
    gradient: np.ndarray
    weights: np.ndarray


@dataclass(frozen=True, eq=False)
class Plan:
    """Who trains on which rows.

    Attributes:
        shares: features of shape (rows, columns) and labels of shape (rows,) of each worker.
        weighted: whether each worker multiplies its loss by p n_k / n, which makes unequal shares right.
    """

    shares: Sequence[Share]
    weighted: bool = False

    def __post_init__(self) -> None:
        """Check the shares.

        Raises:
            ValueError: if there is none, or one does not fit, is not finite, or has labels other than 0, 1.
        """
        for place, part in enumerate(several("shares", self.shares)):
            _checked_share(f"shares[{place}]", part)
        flag("weighted", self.weighted)

    @classmethod
    def of(cls, data: Share, sizes: Sequence[int], weighted: bool = False) -> Plan:
        """Cut some clients, in their order, into shares of the given sizes.

        Args:
            data: features of shape (rows, columns), and labels of shape (rows,).
            sizes: how many rows each worker gets; together all of them.
            weighted: as above.

        Raises:
            ValueError: if the sizes do not add up to the rows, or the data are not as above.

        >>> [len(labels) for _, labels in Plan.of((np.ones((5, 2)), np.ones(5)), (3, 2)).shares]
        [3, 2]
        """
        data = _checked_share("data", data)
        ends = np.cumsum([whole("sizes", size, high=len(data[1])) for size in several("sizes", sizes)])
        if ends[-1] != len(data[1]):
            raise ValueError(f"sizes={tuple(sizes)!r} must add up to the {len(data[1])} rows")
        return cls(list(zip(*(np.split(part, ends[:-1]) for part in data), strict=True)), weighted)

    @property
    def parts(self) -> np.ndarray:
        """Each worker's part n_k / n of all rows."""
        sizes = np.array([len(labels) for _, labels in self.shares])
        return sizes / sizes.sum()

    @property
    def factors(self) -> np.ndarray:
        """What each worker multiplies its loss by."""
        return self.parts * len(self.shares) if self.weighted else np.ones(len(self.shares))


def train_alone(weights: Sequence[np.ndarray], data: Share, steps: int, learning_rate: float) -> Training:
    """Train in this process, in NumPy and float64, on all rows at once.

    Args:
        weights: kernels and biases, as ``checked_weights`` of ``networks.perceptron`` describes them.
        data: features of shape (rows, columns), and labels 0 and 1 of shape (rows,).
        steps: how many.
        learning_rate: step size.

    Raises:
        ValueError: if a shape does not fit, or a number is out of range or not finite.
    """
    whole("steps", steps, high=MOST_STEPS)
    positive("learning_rate", learning_rate)
    data = _checked_share("data", data, len(checked_weights(weights)[0]))
    model = NumpyMLP(weights, dtype="float64")
    losses, first = [], np.empty(0)
    for _ in range(steps):
        losses.append(model.loss_and_gradients(*data)[0])
        first = first if first.size else model.gradient_vector.copy()
        model.vector -= learning_rate * model.gradient_vector
    return Training(np.array(losses), first, model.vector.copy())


def train_apart(
    weights: Sequence[np.ndarray], plans: Sequence[Plan], steps: int, learning_rate: float
) -> list[Training]:
    """Train on this machine as a cluster would: each plan from the same weights, nothing beyond 127.0.0.1.

    The workers are processes under PyTorch's ``DistributedDataParallel``, which talk through gloo over the
    loopback address. TensorFlow's form for several machines listens on every network interface, and is not
    started.

    Args:
        weights: as in :func:`train_alone`.
        plans: what to train, one after the other; all with as many shares, one worker for each.
        steps: how many.
        learning_rate: step size.

    Raises:
        ValueError: if an argument is out of range.
        ChildFailed: if the workers cannot meet, or take too long.
    """
    for place, plan in enumerate(several("plans", plans)):
        instance(f"plans[{place}]", plan, Plan)
    checked_weights(weights)
    workers = {len(plan.shares) for plan in plans}
    if len(workers) != 1 or min(workers) < 2:
        raise ValueError(f"plans have {sorted(workers)} shares; all must have the same number, at least 2")
    arrays = packed([np.asarray(part, dtype=float) for part in weights])
    for number, plan in enumerate(plans):
        for rank, (features, labels) in enumerate(plan.shares):
            arrays[f"features_{number}_{rank}"] = np.asarray(features, dtype=float)
            arrays[f"labels_{number}_{rank}"] = np.asarray(labels, dtype=float)
    common: dict[str, Any] = {
        "workers": workers.pop(),
        "factors": [plan.factors.tolist() for plan in plans],
        "steps": whole("steps", steps),
        "learning_rate": positive("learning_rate", learning_rate),
    }
    requests = [{**common, "rank": rank} for rank in range(common["workers"])]
    answers = run_children(f"{REPLICAS}:torch_share", requests, arrays)
    return [_joined(plan, number, answers) for number, plan in enumerate(plans)]


def _joined(plan: Plan, number: int, answers: Sequence[dict[str, Any]]) -> Training:
    """Return one plan's training: losses of all rows, and the weights that the first worker ended with."""
    runs = [answer["runs"][number] for answer in answers]
    return Training(
        losses=plan.parts @ np.array([run["losses"] for run in runs]),
        gradient=np.array(runs[0]["gradient"]),
        weights=np.array(runs[0]["weights"]),
    )


def weight_gaps(
    plans: Mapping[str, Plan], alone: Training, apart: Mapping[str, Sequence[Training]]
) -> pd.DataFrame:
    """Return how far each cluster's weights end from those of one machine, at most, in words.

    Args:
        plans: by name, in the order in which they were trained.
        alone: the training on one machine.
        apart: for each cluster its trainings, one a plan.

    Raises:
        ValueError: if there is nothing to compare, a cluster has not one training a plan, or shapes differ.

    >>> one = Training(np.ones(2), np.ones(3), np.ones(3))
    >>> halves = Plan.of((np.ones((2, 1)), np.ones(2)), (1, 1))
    >>> weight_gaps({"halves": halves}, one, {"here": [one]})["here"].tolist()
    ['under 1e-12']
    """
    import pandas as pd

    frame = pd.DataFrame({"shares": list(mapping("plans", plans))})
    instance("alone", alone, Training)
    for name, runs in mapping("apart", apart).items():
        if len(several(f"apart[{name!r}]", runs)) != len(plans):
            raise ValueError(f"apart[{name!r}] has {len(runs)} trainings, and plans {len(plans)}")
        for run in runs:
            array(
                f"apart[{name!r}]", instance(f"apart[{name!r}]", run, Training).weights, alone.weights.shape
            )
        gaps = [float(np.abs(run.weights - alone.weights).max()) for run in runs]
        frame[name] = [f"under {SAME:g}" if gap < SAME else f"{gap:.3f}" for gap in gaps]
    return frame


def ring_all_reduce(vectors: np.ndarray) -> tuple[np.ndarray, int]:
    """Add up the workers' vectors by passing pieces around a ring (Patarasuk and Yuan, 2009).

    Each vector is cut into p pieces. In p - 1 rounds everybody passes one piece on to the next and adds what
    arrives; then each worker holds one finished piece, and p - 1 further rounds pass those around.

    Args:
        vectors: one row a worker, shape (workers, numbers); the numbers must divide evenly among the workers.

    Returns:
        What each worker holds in the end, shape (workers, numbers), and how many numbers each one sent.

    Raises:
        ValueError: if there are not two axes, a number is not finite, or the pieces would not be equal.

    >>> sums, sent = ring_all_reduce(np.arange(12.0).reshape(3, 4)[:, :3])
    >>> sums[0].tolist(), sent
    ([12.0, 15.0, 18.0], 4)
    """
    array("vectors", vectors, ("workers", "numbers"))
    if np.shape(vectors)[1] % np.shape(vectors)[0]:
        raise ValueError(f"vectors of shape {np.shape(vectors)} must be (workers, a multiple of workers)")
    workers = len(vectors)
    held = np.array(vectors, dtype=float).reshape(workers, workers, -1)  # worker, piece, number
    everyone = np.arange(workers)
    for turn in range(workers - 1):
        piece = (everyone - turn) % workers  # which piece each worker passes on
        held[(everyone + 1) % workers, piece] += held[everyone, piece]
    for turn in range(workers - 1):
        piece = (everyone + 1 - turn) % workers  # finished by now
        held[(everyone + 1) % workers, piece] = held[everyone, piece]
    return held.reshape(workers, -1), 2 * (workers - 1) * held.shape[2]


def step_seconds(
    workers: np.ndarray | int, compute_seconds: float, model_bytes: float, bytes_a_second: float
) -> np.ndarray:
    """Return the time of a training step: its arithmetic shared by the workers, plus the exchange by a ring.

    T(p) = c / p + 2 (p - 1) / p · M / B. Latency is left out, and nothing is sent while a worker still
    computes; libraries overlap the two, so the truth lies between this and the larger of the two terms.

    Args:
        workers: p, one number or several.
        compute_seconds: c, the step's time on one machine.
        model_bytes: M, the size of the gradient.
        bytes_a_second: B, what each machine's line carries.

    Raises:
        ValueError: if a number is not positive and finite, or a count of workers below 1.

    >>> step_seconds(2, compute_seconds=1, model_bytes=4e8, bytes_a_second=125e6).round(2).item()
    3.7
    """
    for name, value in (("model_bytes", model_bytes), ("bytes_a_second", bytes_a_second)):
        positive(name, value)
    count = array("workers", workers).astype(float)
    if count.ndim == 0:
        real("workers", workers, 1, np.inf, low_open=False)
    real("workers", float(count.min()), 1, np.inf, low_open=False)
    exchange = 2 * (count - 1) / count * model_bytes / bytes_a_second
    return positive("compute_seconds", compute_seconds) / count + exchange


def _checked_share(name: str, part: Any, columns: int | str = "columns") -> Share:
    """Return features and labels as arrays, after checking that they fit."""
    if len(several(name, part, least=0)) != 2:
        raise ValueError(f"{name}={shown(part)} must be features and labels")
    rows = array(f"{name}[0]", part[0], ("rows", columns))
    return rows, zeros_and_ones(f"{name}[1]", part[1], len(rows))
