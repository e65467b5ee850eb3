"""The contest: the same clients and folds for all, failures recorded, interruptions survived."""

from typing import Any

import numpy as np
import pytest
from execml.automl import head_to_head
from execml.automl.contest import head_to_head as module
from execml.automl.contest.arena import Arena
from execml.automl.contest.entrants import ENTRANTS
from execml.automl.search.objectives import Folds
from execml.automl.spaces.families import harbour_space
from execml.course import risk_split
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_score

CHEAP = ("logistic regression", "random search", "Optuna")


def clients(count: int = 300, new: int = 400) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    split = risk_split()
    return (
        split.train_features[:count],
        split.train_labels[:count],
        split.test_features[:new],
        split.test_labels[:new],
    )


def test_a_second_contest_gives_the_same_scores_and_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    first, second = (head_to_head(*clients(), entrants=CHEAP, evaluations=4) for _ in range(2))
    assert first.scores().equals(second.scores())
    assert first.scores()["entrant"].tolist() == list(CHEAP)
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "")


def test_the_logistic_regression_scores_what_scikit_learn_says() -> None:
    features, labels, new, truth = clients()
    found = head_to_head(features, labels, new, truth, entrants=["logistic regression"], seed=3)
    model = LogisticRegression(max_iter=1_000)
    folds = Folds(features, labels, 3, seed=3)
    row = found.scores().iloc[0]
    own = cross_val_score(model, folds.features, folds.labels, cv=folds.splits, scoring="roc_auc").mean()
    assert row["own estimate"] == pytest.approx(own, abs=1e-12)
    risks = model.fit(features, labels).predict_proba(new)[:, 1]
    assert row["untouched"] == pytest.approx(roc_auc_score(truth, risks), abs=1e-12)
    assert row["low"] < row["untouched"] < row["high"]
    assert found.costs()["kB saved"].iloc[0] > 0


def test_searches_count_what_they_evaluate_and_optuna_stays_in_the_space() -> None:
    found = head_to_head(
        *clients(), entrants=["random search", "Optuna", "successive halving"], evaluations=5
    )
    counts = found.scores().set_index("entrant")["evaluations"]
    assert counts["random search"] == counts["Optuna"] == 5
    assert counts["successive halving"] == 27 + 9 + 3
    space = harbour_space()
    for finding in found.findings.values():
        for trial in finding.record.trials:
            space.check(trial.configuration)
    both = found.difference("Optuna", "random search")
    single = [found.interval(name).estimate for name in ("Optuna", "random search")]
    assert both.estimate == pytest.approx(single[0] - single[1])


def test_a_tool_that_breaks_is_recorded_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(arena: Arena, tell: Any) -> Any:
        raise OSError("no such tool")

    monkeypatch.setitem(ENTRANTS, "TPOT", broken)
    found = head_to_head(*clients(), entrants=["TPOT", "logistic regression"])
    assert [entry.error for entry in found.entries] == ["OSError: no such tool", ""]
    assert list(found.findings) == ["logistic regression"]
    assert found.frame()["entrant"].tolist() == ["logistic regression"]


def test_an_interruption_returns_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(arena: Arena, tell: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setitem(ENTRANTS, "TPOT", stopped)
    found = head_to_head(*clients(), entrants=["logistic regression", "TPOT", "random search"])
    assert found.interrupted
    assert [entry.name for entry in found.entries] == ["logistic regression"]


def test_an_interrupted_search_ends_the_contest_with_what_it_had(monkeypatch: pytest.MonkeyPatch) -> None:
    from execml.automl.contest import entrants

    calls: list[str] = []

    def tell(words: str) -> None:
        calls.append(words)
        if "3 of" in words:
            raise KeyboardInterrupt

    found = head_to_head(*clients(), entrants=["random search", "Optuna"], evaluations=6, on_step=tell)
    assert entrants.ENTRANTS["Optuna"]
    assert found.interrupted
    assert found.findings["random search"].evaluations == 3
    assert list(found.findings) == ["random search"]


def test_progress_goes_to_the_caller_who_asks_for_it() -> None:
    words: list[str] = []
    head_to_head(*clients(), entrants=["random search"], evaluations=3, on_step=words.append)
    assert words[0] == "random search"
    assert sum("candidates, best AUC so far" in line for line in words) == 3


def test_contests_on_the_same_clients_can_be_joined_and_others_not() -> None:
    first = head_to_head(*clients(), entrants=["logistic regression"])
    second = head_to_head(*clients(), entrants=["boosted trees"])
    assert list(first.joined(second).findings) == ["logistic regression", "boosted trees"]
    with pytest.raises(ValueError, match="same untouched clients"):
        first.joined(head_to_head(*clients(new=300), entrants=["boosted trees"]))


def test_training_on_part_of_a_fold_takes_its_first_clients_and_on_all_is_the_ordinary_score() -> None:
    features, labels, *_ = clients()
    folds = Folds(features, labels)
    model = LogisticRegression()
    assert folds(model, folds.clients) == pytest.approx(folds(model), abs=1e-12)
    parts = [(train[:40], test) for train, test in folds.splits]
    fitted = [LogisticRegression().fit(features[part], labels[part]) for part, _ in parts]
    pairs = zip(fitted, parts, strict=True)
    alone = [roc_auc_score(labels[test], one.decision_function(features[test])) for one, (_, test) in pairs]
    assert folds(model, 40) == pytest.approx(np.mean(alone), abs=1e-12)
    assert folds(model, 40) != folds(model)
    with pytest.raises(ValueError, match=f"clients=201 must be at most {folds.clients}"):
        folds(model, 201)


def test_each_client_is_tested_in_the_fold_that_the_arena_names() -> None:
    features, labels, new, _ = clients()
    arena = Arena(features, labels, new, Folds(features, labels), 0, 1, 1, 1)
    for number, (_, tested) in enumerate(arena.folds.splits):
        assert np.array_equal(np.flatnonzero(arena.fold_of_client == number), np.sort(tested))


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
def test_arguments_out_of_range_are_named(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        head_to_head(*clients(), **settings)


def test_a_target_with_one_class_is_refused() -> None:
    features, labels, new, truth = clients()
    with pytest.raises(ValueError, match="exactly two"):
        head_to_head(features, np.zeros_like(labels), new, truth)


def test_nothing_is_shown_where_nobody_looks(capfd: pytest.CaptureFixture[str]) -> None:
    with module.progress_line() as tell:
        tell("half way")
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "")
