"""AutoML from first principles: search, learned search, real tools compared, and trust in a winner.

The names below load on first use, so that importing the package costs almost nothing.
"""

from __future__ import annotations

import importlib
from typing import Any

_HOMES = {
    # unit 1
    "SearchSpace": "space",
    "Configuration": "space",
    "harbour_space": "families",
    "vendor_grid": "families",
    "HoldOut": "scoring",
    "Folds": "scoring",
    "Remembered": "scoring",
    "trained_auc": "scoring",
    "auc_standard_error": "scoring",
    "SearchResult": "search",
    "Trial": "search",
    "random_search": "search",
    "run_trials": "search",
    "chance_of_top": "baseline",
    "draws_needed": "baseline",
    "chance_of_grid": "baseline",
    "expected_best": "baseline",
    "expected_rank": "baseline",
    "neighbour_correlation": "baseline",
    "dealt_correlations": "baseline",
    "all_functions": "no_free_lunch",
    "all_algorithms": "no_free_lunch",
    "values_seen": "no_free_lunch",
    "mean_best": "no_free_lunch",
    "one_peak": "no_free_lunch",
    "lunch_free_classes": "no_free_lunch",
    "closed_classes": "no_free_lunch",
    "hyperband": "halving",
    "halving_schedule": "halving",
    "in_words": "plans",
    "started_and_spent": "plans",
    "learning_curves": "curves",
    "optuna_bracket_count": "libraries",
    "sklearn_halving_schedule": "libraries",
    "successive_halving": "halving",
    "hyperband_brackets": "halving",
    # unit 2
    "GaussianProcess": "gaussian_process",
    "Hyperparameters": "gaussian_process",
    "log_marginal_likelihood": "gaussian_process",
    "matern": "gaussian_process",
    "expected_improvement": "bayesian",
    "bayesian_optimisation": "bayesian",
    "evolve_pipelines": "evolution",
    "ScoreAndSize": "evolution",
    "crowding_distance": "pareto",
    "front_numbers": "pareto",
    "fitted_numbers": "pipelines",
    "Stacking": "ensembles",
    "columns_auc": "ensembles",
    "ensemble_selection": "ensembles",
    "out_of_fold": "ensembles",
    "harbour_library": "harbour_trials",
    # unit 3
    "head_to_head": "contest",
    "h2o_cluster": "h2o_server",
    "run_tpot": "tpot_run",
    "run_h2o": "h2o_run",
    "placements": "delong",
    "auc_interval": "delong",
    "auc_difference": "delong",
    "bootstrap_error": "delong",
    "expected_winner": "budget_curve",
    "score_untouched": "budget_curve",
    # unit 4
    "expected_best_of": "winners_curse",
    "h2o_cloud": "clusters",
    "spread_frame": "clusters",
    "rows_by_node": "clusters",
    "dask_search": "clusters",
    "cluster_lines": "clusters",
    "best_of_distribution": "winners_curse",
    "simulated_best": "winners_curse",
    "expected_best_correlated": "winners_curse",
    "leak_report": "leakage",
    "collections_call": "leakage",
    "single_column_aucs": "leakage",
    "most_related": "fold_leaks",
    "selection_aucs": "fold_leaks",
    "noise_aucs": "fold_leaks",
    "balanced_by_copying": "fold_leaks",
    "bicycle_scores": "fold_leaks",
    "copying_aucs": "fold_leaks",
    "procedure_leaks": "fold_leaks",
    "train_candidates": "optimism",
    "candidate_aucs": "optimism",
    "candidate_risks": "optimism",
    "mean_correlation": "optimism",
    "measured_optimism": "optimism",
    "foreseen_optimism": "optimism",
    "nested_validation": "validation_designs",
    "nested_runs": "validation_designs",
    "random_trees": "validation_designs",
    "LockedTest": "locked_test",
    "TestLocked": "locked_test",
    "looks_margin": "locked_test",
    "Leaderboard": "leaderboard",
    "Ladder": "leaderboard",
    "lucky_vote": "leaderboard",
    "attack_curve": "leaderboard",
    "harbour_shifts": "shift",
    "shift_scores": "shift",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    """Import the home of a public name the first time that somebody asks for it (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
