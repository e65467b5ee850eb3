"""The contest: the same clients and folds for all, failures recorded, interruptions survived."""

from typing import Any

import numpy as np
import pytest
from execml.automl import head_to_head
from execml.automl.contest.arena import Arena
from execml.automl.contest.entrants import ENTRANTS
from execml.automl.contest.head_to_head import Contest

CHEAP = ("logistic regression", "random search", "Optuna")


def test_a_second_contest_gives_the_same_scores_and_says_nothing(
    contest: Contest, clients: tuple[np.ndarray, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    second = head_to_head(*clients, entrants=CHEAP, evaluations=4).scores()
    assert second.equals(contest.scores().head(len(CHEAP)))
    assert second["entrant"].tolist() == list(CHEAP)
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "")


def test_a_difference_is_that_of_the_aucs_and_has_an_interval(contest: Contest) -> None:
    both = contest.difference("Optuna", "random search")
    single = [contest.interval(name).estimate for name in ("Optuna", "random search")]
    assert both.estimate == pytest.approx(single[0] - single[1])
    assert both.low < both.estimate < both.high


def test_a_tool_that_breaks_is_recorded_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch, clients: tuple[np.ndarray, ...]
) -> None:
    def broken(arena: Arena, tell: Any) -> Any:
        raise OSError("no such tool")

    monkeypatch.setitem(ENTRANTS, "TPOT", broken)
    found = head_to_head(*clients, entrants=["TPOT", "logistic regression"])
    assert [entry.error for entry in found.entries] == ["OSError: no such tool", ""]
    assert list(found.findings) == ["logistic regression"]
    assert found.frame()["entrant"].tolist() == ["logistic regression"]


def test_an_interruption_returns_what_is_there(
    monkeypatch: pytest.MonkeyPatch, clients: tuple[np.ndarray, ...]
) -> None:
    def stopped(arena: Arena, tell: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setitem(ENTRANTS, "TPOT", stopped)
    found = head_to_head(*clients, entrants=["logistic regression", "TPOT", "random search"])
    assert found.interrupted
    assert [entry.name for entry in found.entries] == ["logistic regression"]


def test_an_interrupted_search_ends_the_contest_with_what_it_had(clients: tuple[np.ndarray, ...]) -> None:
    calls: list[str] = []

    def tell(words: str) -> None:
        calls.append(words)
        if "3 of" in words:
            raise KeyboardInterrupt

    found = head_to_head(*clients, entrants=["random search", "Optuna"], evaluations=6, on_step=tell)
    assert found.interrupted
    assert found.findings["random search"].evaluations == 3
    assert list(found.findings) == ["random search"]


def test_contests_on_the_same_clients_can_be_joined_and_others_not(
    contest: Contest, clients: tuple[np.ndarray, ...]
) -> None:
    second = head_to_head(*clients, entrants=["boosted trees"])
    assert list(contest.joined(second).findings) == [*contest.findings, "boosted trees"]
    with pytest.raises(ValueError, match="same untouched clients"):
        contest.joined(Contest(second.entries, second.labels[:300]))


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"entrants": ["AutoMagic"]}, "entrants='AutoMagic'"),
        ({"evaluations": 0}, "evaluations=0"),
        ({"max_models": 0}, "max_models=0"),
        ({"generations": 0}, "generations=0"),
        ({"folds": 1}, "folds=1"),
    ],
)
def test_arguments_out_of_range_are_named(
    clients: tuple[np.ndarray, ...], settings: dict[str, Any], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        head_to_head(*clients, **settings)


def test_a_target_with_one_class_is_refused(clients: tuple[np.ndarray, ...]) -> None:
    features, labels, new, truth = clients
    with pytest.raises(ValueError, match="exactly two"):
        head_to_head(features, np.zeros_like(labels), new, truth)
