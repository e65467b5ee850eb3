"""A leaderboard overfitted without any model, and the Ladder, which gives such an attack nothing to use."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from execml.automl.search.targets import outcomes_of
from execml.course.arrays import array
from execml.course.validation import generator as generator_of
from execml.course.validation import one_of, positive, several, whole


class Leaderboard:
    """Announces the share of right answers of each submission.

    Args:
        outcomes: 0 or 1, shape (cases,).

    >>> Leaderboard([0, 1, 1, 0]).submit([[0, 1, 0, 0]]).tolist()
    [0.75]
    """

    def __init__(self, outcomes: ArrayLike) -> None:
        """Keep the outcomes to itself."""
        self._outcomes = outcomes_of("outcomes", outcomes, both=False)

    def submit(self, predictions: ArrayLike) -> np.ndarray:
        """Return the share right of each row, shape (submissions,).

        Args:
            predictions: 0 or 1, shape (submissions, cases).

        Raises:
            ValueError: if the shape does not fit.
        """
        submitted = array("predictions", predictions, ("submissions", len(self._outcomes)))
        _demand_answers("predictions", submitted)
        return (submitted == self._outcomes).mean(axis=1)


class Ladder(Leaderboard):
    """Announces a new best score, rounded, only if it beats the last by a step (Blum, Hardt, 2015, fig. 1).

    The paper speaks of losses; here a score is a share of right answers, so larger is better.

    Args:
        outcomes: 0 or 1, shape (cases,).
        step: the step η; also what announced scores are rounded to.

    Raises:
        ValueError: if ``step`` is not above 0.

    >>> Ladder([0, 1, 1, 0], step=0.25).submit([[0, 1, 0, 0], [0, 1, 1, 0], [1, 0, 0, 1]]).tolist()
    [0.75, 0.75, 0.75]
    """

    def __init__(self, outcomes: ArrayLike, step: float) -> None:
        """Keep the outcomes, and announce nothing yet."""
        super().__init__(outcomes)
        self.step = positive("step", step)
        self._best = -math.inf

    def submit(self, predictions: ArrayLike) -> np.ndarray:
        """Return the best announced score after each row, shape (submissions,)."""
        announced = []
        for score in super().submit(predictions):
            if score > self._best + self.step:
                self._best = round(score / self.step) * self.step
            announced.append(self._best)
        return np.array(announced)


def lucky_vote(
    guesses: ArrayLike, announced: ArrayLike, keep: Literal["above half", "raised"] = "above half"
) -> np.ndarray:
    """Return the majority vote of the guesses that the board liked (the attack of Blum and Hardt, 2015).

    Args:
        guesses: 0 or 1, shape (submissions, cases).
        announced: what the board said of each, shape (submissions,).
        keep: guesses announced above one half; or, where only the best is announced, those that raised it.

    Returns:
        0 or 1, shape (cases,); a tie counts as 0.

    Raises:
        ValueError: if ``keep`` is another word.

    >>> lucky_vote([[1, 1, 0], [1, 0, 1], [0, 0, 0]], [0.6, 0.7, 0.4]).tolist()
    [1, 0, 0]
    """
    votes = array("guesses", guesses, ("submissions", "cases"))
    scores = array("announced", announced, ("submissions",), finite=False)
    if len(scores) != len(votes):
        raise ValueError(f"guesses of shape {votes.shape} and announced of {scores.shape} must be as many")
    _demand_answers("guesses", votes)
    if np.isnan(scores).any():
        raise ValueError("announced holds nan; all must be scores, or minus infinity before the first")
    one_of("keep", keep, ("above half", "raised"))
    raised = np.diff(scores, prepend=0.5) > 0
    liked = votes[scores > 0.5 if keep == "above half" else raised]
    return (2 * liked.sum(axis=0, dtype=np.int64) > len(liked)).astype(np.int8)


def foreseen_public_score(submissions: int, cases: int) -> float:
    r"""Return what the attack is expected to score on the public board: Φ(√(k/(πn))), nearly.

    A random guess scores 1/2 + Z/(2√n) with Z nearly standard normal. Those above one half, some k/2 of them,
    have E[Z | Z > 0] = √(2/π), so each of their answers is right with probability 1/2 + 1/√(2πn). The vote of
    k/2 such answers is right with probability Φ(√(k/2) · 2/√(2πn)), treating them as independent. Our own
    approximation, for n large and k not much larger; Blum and Hardt (2015) give the attack.

    Args:
        submissions: number k of random guesses.
        cases: number n of cases on the public board.

    Raises:
        ValueError: if an argument is below 1.

    >>> round(foreseen_public_score(500, 1_000), 3), round(foreseen_public_score(1_000, 1_000), 3)
    (0.655, 0.714)
    """
    ratio = whole("submissions", submissions) / (math.pi * whole("cases", cases))
    return 0.5 * (1 + math.erf(math.sqrt(ratio / 2)))


def attack_curve(
    public: ArrayLike, private: ArrayLike, counts: list[int], step: float, generator: np.random.Generator
) -> dict[str, np.ndarray]:
    """Run the attack with more and more random guesses, against a plain board and against the Ladder.

    Args:
        public: outcomes behind the board, shape (cases,).
        private: outcomes that decide in the end, shape (other cases,).
        counts: numbers of random guesses.
        step: the Ladder's step.
        generator: source of the guesses.

    Returns:
        for ``"public"``, ``"private"``, ``"announced by the Ladder"``, ``"private, Ladder"`` and
        ``"foreseen"``: one score for each count.
    """
    here, there = (
        outcomes_of(name, held, both=False) for name, held in (("public", public), ("private", private))
    )
    for count in several("counts", counts):
        whole("counts", count, high=10**6)
    generator_of("generator", generator)
    guesses = generator.integers(0, 2, size=(max(counts), len(here) + len(there)), dtype=np.int8)
    announced = Leaderboard(here).submit(guesses[:, : len(here)])
    rows = []
    for count in counts:
        tried = guesses[:count]
        vote = lucky_vote(tried, announced[:count])
        ladder = Ladder(here, step)
        climbed = lucky_vote(tried, ladder.submit(tried[:, : len(here)]), keep="raised")
        rows.append(
            (
                (vote[: len(here)] == here).mean(),
                (vote[len(here) :] == there).mean(),
                ladder.submit(climbed[None, : len(here)])[0],
                (climbed[len(here) :] == there).mean(),
                foreseen_public_score(count, len(here)),
            )
        )
    names = ("public", "private", "announced by the Ladder", "private, Ladder", "foreseen")
    return dict(zip(names, np.array(rows).T, strict=True))


def _demand_answers(name: str, values: np.ndarray) -> None:
    """Refuse anything but 0 and 1."""
    others = values[(values != 0) & (values != 1)]
    if others.size:
        raise ValueError(f"{name} holds {others[0].item()!r}; it must hold 0 and 1 only")
