"""Calls of the public names of ``automl``: a search of two or three candidates on a hundred clients."""

from __future__ import annotations

import functools
from typing import Any

import execml.automl as am
import numpy as np

from .harness import SAMPLE, Call

TINY = ("None", "NaN", "text", "empty list")  # for what starts a server unless it refuses, or takes long


def folds_of(count: int) -> Any:
    from sklearn.model_selection import StratifiedKFold

    return StratifiedKFold(count)


def draw(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def features(rows: int = 40, columns: int = 2) -> np.ndarray:
    return draw(1).normal(size=(rows, columns))


def labels(rows: int = 40) -> np.ndarray:
    return np.arange(rows) % 2


def risks(rows: int = 40) -> np.ndarray:
    return np.linspace(0.1, 0.9, rows)


@functools.cache
def space() -> Any:
    return am.harbour_space()


@functools.cache
def trials() -> tuple[Any, ...]:
    scores = iter([0.1, 0.4, 0.2, 0.3])
    return am.random_search(space(), lambda model: next(scores), draw(), evaluations=4).trials


def result() -> Any:
    return am.SearchResult("random search", trials())


def configuration() -> Any:
    return am.Configuration("logistic regression", {"penalty": 1.0})


def bowl(point: Any) -> float:
    return float((point[0] - 0.3) ** 2)


def belief() -> Any:
    return am.Hyperparameters(1.0, np.ones(1), 0.1)


def tree() -> Any:
    from sklearn.tree import DecisionTreeClassifier

    return DecisionTreeClassifier(max_depth=1)


def fitted() -> Any:
    return tree().fit(features(), labels())


def correct() -> np.ndarray:
    return np.array([[1, 0, 1, 0], [1, 1, 0, 0]])


def seen() -> np.ndarray:
    return am.values_seen(am.all_algorithms(2, 2), am.all_functions(2, 2))


def split() -> Any:
    from execml.course import risk_split

    return risk_split()


def measured(model: Any, resource: int = 1) -> float:
    return 0.5


def sizes(model: Any) -> tuple[float, float]:
    return float(len(model.steps)), float(len(model.steps))


SEARCH = {"evaluations": 2, "cpu_seconds": 0.3, "on_trial": None}

CALLS: dict[str, Call] = {
    "Configuration": Call(am.Configuration, lambda: {"family": "boosted trees", "values": {"rounds": 80}}, {
        "family": ("text",),
    }),
    "Folds": Call(am.Folds, lambda: {"features": features(), "labels": labels(), "folds": 2, "seed": 0}),
    "GaussianProcess": Call(am.GaussianProcess, lambda: {
        "points": np.zeros((3, 1)), "values": np.zeros(3), "hyperparameters": belief(),
    }),
    "GaussianProcess.predict": Call(
        lambda points: am.GaussianProcess(np.zeros((1, 1)), np.zeros(1), belief()).predict(points),
        lambda: {"points": np.zeros((2, 1))},
    ),
    "HoldOut": Call(am.HoldOut, lambda: {"features": features(), "labels": labels(), "held_back": 10}),
    "Hyperparameters": Call(am.Hyperparameters, lambda: {
        "variance": 1.0, "lengthscales": np.ones(1), "noise": 0.1,
    }),
    "Ladder": Call(am.Ladder, lambda: {"outcomes": labels(4), "step": 0.25}),
    "Leaderboard": Call(am.Leaderboard, lambda: {"outcomes": labels(4)}),
    "Leaderboard.submit": Call(
        lambda predictions: am.Leaderboard(labels(4)).submit(predictions),
        lambda: {"predictions": np.array([[0, 1, 0, 0]])},
    ),
    "LockedTest": Call(am.LockedTest, lambda: {"outcomes": labels(4), "looks": 1}),
    "LockedTest.score": Call(
        lambda risks, purpose: am.LockedTest(labels(4)).score(risks, purpose=purpose),
        lambda: {"risks": risks(4), "purpose": "release"}, {"purpose": ("text",)},
    ),
    "Remembered": Call(am.Remembered, lambda: {"objective": measured}),
    "ScoreAndSize": Call(am.ScoreAndSize, lambda: {
        "features": features(), "labels": labels(), "held_back": 10,
    }),
    "SearchResult": Call(am.SearchResult, lambda: {
        "method": "random search", "trials": trials(), "interrupted": False,
    }, {"method": ("text",), "trials": ("empty list", "empty array")}),
    "SearchSpace": Call(am.SearchSpace, lambda: {"families": list(space().families.values())}),
    "Stacking": Call(am.Stacking, lambda: {"penalty": 1.0}),
    "Stacking.fit": Call(
        lambda predictions, labels: am.Stacking().fit(predictions, labels),
        lambda: {"predictions": np.column_stack([risks(), risks()]), "labels": labels()},
    ),
    "Trial": Call(am.Trial, lambda: {
        "number": 1, "configuration": configuration(), "score": 0.5, "cpu_seconds": 0.1, "resource": 3,
            "error": "",
    }, {"error": ("text",), "score": ("NaN", "-1")}),
    "all_algorithms": Call(am.all_algorithms, lambda: {"points": 2, "values": 2}),
    "all_functions": Call(am.all_functions, lambda: {"points": 2, "values": 2}),
    "attack_curve": Call(am.attack_curve, lambda: {
        "public": labels(20), "private": labels(20), "counts": [1, 2], "step": 0.1, "generator": draw(),
    }, {"public": ("array, one row less",), "private": ("array, one row less",)}),
    "auc_difference": Call(am.auc_difference, lambda: {
        "labels": labels(), "risks": risks(), "other_risks": risks()[::-1], "level": 0.9,
    }),
    "auc_interval": Call(am.auc_interval, lambda: {"labels": labels(), "risks": risks(), "level": 0.9}),
    "averaged_defaults": Call(am.averaged_defaults, lambda: {"seed": 0}),
    "balanced_by_copying": Call(am.balanced_by_copying, lambda: {
        "outcomes": np.array([0, 0, 0, 1]), "generator": draw(),
    }, {"outcomes": ("array, one row less",)}),
    "bayesian_optimisation": Call(am.bayesian_optimisation, lambda: {
        "objective": bowl, "bounds": [(-1.0, 1.0)], "budget": 4, "generator": draw(), "first": 3,
        "on_evaluation": None,
    }, replacements=SAMPLE),
    "bicycle_scores": Call(am.bicycle_scores, lambda: {
        "hours": __import__("execml.course").course.load("bikes"), "last_day": 300, "ahead": 30,
    }, replacements=TINY, tried=False),
    "bootstrap_error": Call(am.bootstrap_error, lambda: {
        "labels": labels(), "risks": risks(), "generator": draw(), "repeats": 3,
    }),
    "candidate_risks": Call(am.candidate_risks, lambda: {
        "space": space(), "configurations": [trials()[0].configuration], "features": features(),
        "outcomes": labels(), "new_features": features(),
    }, {"new_features": ("array, one row less",)}, replacements=SAMPLE),
    "chance_of_grid": Call(am.chance_of_grid, lambda: {"levels": 4, "width": 0.05}),
    "chance_of_top": Call(am.chance_of_top, lambda: {"share": 0.05, "draws": 10}),
    "closed_classes": Call(am.closed_classes, lambda: {"points": 3, "values": 2}),
    "collections_call": Call(am.collections_call, lambda: {
        "outcomes": labels(4), "generator": draw(), "reached": 0.8, "others": 0.02,
    }, {"outcomes": ("array, one row less",)}),
    "copying_aucs": Call(am.copying_aucs, lambda: {
        "split": split(), "generator": draw(), "clients": 100,
    }, replacements=TINY, tried=False),
    "crowding_distance": Call(am.crowding_distance, lambda: {"costs": np.array([[0.0, 4.0], [1.0, 3.0]])}, {
        "costs": ("array, one row less",),
    }),
    "dask_search": Call(am.dask_search, lambda: {
        "space": space(), "objective": measured, "generator": draw(), "evaluations": 2, "workers": 1,
    }, replacements=TINY, tried=False),
    "dealt_correlations": Call(am.dealt_correlations, lambda: {
        "space": space(), "trials": trials(), "generator": draw(), "deals": 2,
    }),
    "draws_needed": Call(am.draws_needed, lambda: {"share": 0.05, "confidence": 0.9}),
    "ensemble_selection": Call(am.ensemble_selection, lambda: {
        "predictions": np.column_stack([risks(), risks()[::-1]]), "labels": labels(), "rounds": 2,
    }),
    "evolve_pipelines": Call(am.evolve_pipelines, lambda: {
        "objective": sizes, "generator": draw(), "population": 4, "generations": 1, "space": None,
        "mutation": 0.7, "on_individual": None,
    }, replacements=SAMPLE),
    "expected_best": Call(am.expected_best, lambda: {"scores": risks(), "draws": 3, "worth": None}, {
        "scores": ("array, one row less",),
    }),
    "expected_best_correlated": Call(am.expected_best_correlated, lambda: {
        "m": 3, "n": 4, "p": 0.4, "correlation": 0.2,
    }),
    "expected_best_of": Call(am.expected_best_of, lambda: {"m": 3, "n": 4, "p": 0.4}),
    "expected_improvement": Call(am.expected_improvement, lambda: {
        "mean": np.zeros(2), "standard_deviation": np.ones(2), "best": 0.1,
    }, {
        "mean": ("0", "-1", "half", "huge", "tiny", "array, one axis more", "array, one row less"),
        "standard_deviation": ("0", "half", "huge", "tiny", "array, one axis more", "array, one row less"),
        "best": ("-1",),
    }),
    "expected_rank": Call(am.expected_rank, lambda: {"candidates": 9, "draws": 3}),
    "fitted_numbers": Call(am.fitted_numbers, lambda: {"estimator": fitted()}),
    "front_numbers": Call(am.front_numbers, lambda: {"costs": np.array([[0.0, 4.0], [1.0, 3.0]])}, {
        "costs": ("array, one row less", "array with inf"),
    }),
    "group_winners": Call(am.group_winners, lambda: {
        "risks": np.vstack([risks(), risks()]), "outcomes": labels(), "cases": 10, "generator": draw(),
        "groups": 2,
    }),
    "h2o_cloud": Call(
        lambda nodes: am.h2o_cloud(nodes).__enter__(), lambda: {"nodes": 2}, replacements=TINY, tried=False
    ),
    "h2o_cluster": Call(
        lambda nodes, port, megabytes, threads: am.h2o_cluster(nodes, port, megabytes, threads).__enter__(),
        lambda: {"nodes": 1, "port": 54321, "megabytes": 512, "threads": 1},
        {"port": ("None",)}, replacements=("NaN", "text", "empty list"), tried=False,
    ),
    "halving_schedule": Call(am.halving_schedule, lambda: {
        "configurations": 27, "max_resource": 9000, "eta": 3, "min_resource": 1,
    }),
    "head_to_head": Call(am.head_to_head, lambda: {
        "features": features(), "labels": labels(), "new_features": features(), "new_labels": labels(),
        "entrants": ("logistic regression",), "evaluations": 2, "generations": 1, "max_models": 1, "folds": 2,
    }, replacements=TINY, tried=False),
    "hyperband": Call(am.hyperband, lambda: {
        "space": space(), "objective": measured, "generator": draw(), "max_resource": 3, "eta": 3,
        "variant": "algorithm", "cpu_seconds": 5.0, "on_trial": None,
    }, replacements=SAMPLE),
    "hyperband_brackets": Call(am.hyperband_brackets, lambda: {
        "max_resource": 81, "eta": 3, "variant": "algorithm",
    }),
    "in_words": Call(am.in_words, lambda: {"rungs": am.halving_schedule(9, 100, 3)}),
    "learning_curves": Call(am.learning_curves, lambda: {
        "space": space(), "objective": measured, "configurations": [trials()[0].configuration],
            "sizes": [1, 2],
    }),
    "leak_report": Call(am.leak_report, lambda: {
        "space": space(), "split": split(), "generator": draw(), "clients": 100, "evaluations": 1,
    }, replacements=TINY, tried=False),
    "log_marginal_likelihood": Call(am.log_marginal_likelihood, lambda: {
        "points": np.zeros((2, 1)), "values": np.zeros(2), "logarithms": np.log([0.5, 1.0, 0.5]),
    }),
    "looks_margin": Call(am.looks_margin, lambda: {"looks": 1, "cases": 100, "confidence": 0.9}),
    "lucky_vote": Call(am.lucky_vote, lambda: {
        "guesses": np.array([[1, 1, 0], [1, 0, 1]]), "announced": np.array([0.6, 0.7]), "keep": "above half",
    }, {"announced": ("array with inf",)}),
    "lunch_free_classes": Call(am.lunch_free_classes, lambda: {"seen": seen()}),
    "matern": Call(am.matern, lambda: {
        "left": np.zeros((1, 1)), "right": np.zeros((2, 1)), "lengthscales": np.ones(1),
    }, {"right": ("array, one row less",)}),
    "mean_best": Call(am.mean_best, lambda: {"seen": seen(), "evaluations": 1}, {
        "seen": ("array, one row less",),
    }),
    "mean_correlation": Call(am.mean_correlation, lambda: {"correct": correct()}),
    "measured_optimism": Call(am.measured_optimism, lambda: {
        "correct": correct(), "cases": 2, "counts": [1], "generator": draw(), "repeats": 5,
    }),
    "most_related": Call(am.most_related, lambda: {"features": features(), "outcomes": labels(), "keep": 1}),
    "neighbour_correlation": Call(am.neighbour_correlation, lambda: {"space": space(), "trials": trials()}),
    "nested_runs": Call(am.nested_runs, lambda: {
        "features": features(), "outcomes": labels(), "generator": draw(), "runs": 1, "clients": 20,
            "candidates": 2,
    }, replacements=TINY),
    "nested_validation": Call(am.nested_validation, lambda: {
        "candidates": [tree()], "features": features(), "outcomes": labels(), "outer": 2, "inner": 2,
            "seed": 0,
    }, replacements=SAMPLE),
    "noise_aucs": Call(am.noise_aucs, lambda: {
        "outcomes": labels(), "generator": draw(), "columns": 10, "keep": 2, "repeats": 1,
    }, replacements=SAMPLE),
    "one_peak": Call(am.one_peak, lambda: {"functions": np.array([[0, 1, 1, 0], [0, 0, 0, 0]])}, {
        "functions": ("array, one row less",),
    }),
    "optuna_bracket_count": Call(am.optuna_bracket_count, lambda: {"max_resource": 9, "eta": 3}),
    "placements": Call(am.placements, lambda: {"labels": labels(), "risks": risks()}),
    "procedure_leaks": Call(am.procedure_leaks, lambda: {
        "split": split(), "hours": __import__("execml.course").course.load("bikes"), "generator": draw(),
    }, replacements=TINY, tried=False),
    "random_search": Call(am.random_search, lambda: {
        "space": space(), "objective": measured, "generator": draw(), **SEARCH,
    }, {"on_trial": ("function",)}),
    "random_trees": Call(am.random_trees, lambda: {"count": 2, "generator": draw()}),
    "rank_sum_aucs": Call(am.rank_sum_aucs, lambda: {
        "scores": np.column_stack([risks(), risks()]), "labels": labels(),
    }, {"scores": ("array with inf",)}),
    "rows_by_node": Call(am.rows_by_node, lambda: {"frame": object()}, replacements=TINY, tried=False),
    "run_h2o": Call(am.run_h2o, lambda: {
        "features": features(), "labels": labels(), "fold": labels(), "new_features": features(),
            "max_models": 1,
        "seed": 0,
    }, replacements=TINY, tried=False),
    "run_tpot": Call(am.run_tpot, lambda: {
        "space": space(), "features": features(), "labels": labels(), "folds": folds_of(2), "generations": 1,
            "population": 2,
        "seed": 0,
    }, replacements=TINY, tried=False),
    "run_trials": Call(am.run_trials, lambda: {
        "method": "m", "space": space(), "objective": measured,
        "configurations": iter([trials()[0].configuration, trials()[1].configuration]), **SEARCH,
    }, {"method": ("text",), "on_trial": ("function",)}),
    "score_untouched": Call(am.score_untouched, lambda: {
        "result": result(), "features": features(), "labels": labels(), "new_features": features(),
        "new_labels": labels(),
    }, replacements=TINY, tried=False),
    "selection_aucs": Call(am.selection_aucs, lambda: {
        "features": features(), "outcomes": labels(), "keep": 1, "folds": 2, "seed": 0,
    }, replacements=SAMPLE),
    "shift_scores": Call(am.shift_scores, lambda: {
        "split": split(), "shifts": {"women": lambda c: c["sex"] == "female"}, "model": tree, "clients": 200,
    }, replacements=TINY),
    "simulated_best": Call(am.simulated_best, lambda: {
        "counts": [1, 4], "n": 3, "generator": draw(), "contests": 5,
    }),
    "single_column_aucs": Call(am.single_column_aucs, lambda: {"features": features(), "outcomes": labels()}),
    "sklearn_halving_schedule": Call(am.sklearn_halving_schedule, lambda: {
        "configurations": 9, "max_resource": 90, "factor": 3,
    }),
    "spread_frame": Call(am.spread_frame, lambda: {
        "table": object(), "pieces": 2,
    }, replacements=TINY, tried=False),
    "started_and_spent": Call(am.started_and_spent, lambda: {"brackets": am.hyperband_brackets(9, 3)}),
    "strong_defaults": Call(am.strong_defaults, lambda: {"seed": 0}),
    "successive_halving": Call(am.successive_halving, lambda: {
        "space": space(), "objective": measured, "generator": draw(), "configurations": 3, "max_resource": 3,
        "eta": 3, "min_resource": 1, "cpu_seconds": 5.0, "on_trial": None,
    }, replacements=SAMPLE),
    "train_candidates": Call(am.train_candidates, lambda: {
        "space": space(), "features": features(), "outcomes": labels(), "new_features": features(),
        "generator": draw(), "count": 1,
    }, {"new_features": ("array, one row less",)}, replacements=SAMPLE),
    "trained_auc": Call(am.trained_auc, lambda: {
        "estimator": tree(), "features": features(), "labels": labels(), "other_features": features(),
        "other_labels": labels(),
    }),
    "values_seen": Call(am.values_seen, lambda: {
        "algorithms": am.all_algorithms(2, 2), "functions": am.all_functions(2, 2),
    }, {"functions": ("array, one row less",)}),
    "vendor_grid": Call(am.vendor_grid, lambda: {"levels": 2}),
}  # fmt: skip
NOT_CALLED = {
    "TestLocked": "an error, which takes any message",
    "cluster_lines": "takes no arguments",
    "harbour_library": "takes no arguments",
    "harbour_shifts": "takes no arguments",
    "harbour_space": "takes no arguments",
}
