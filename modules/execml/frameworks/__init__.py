"""Frameworks from first principles: autodiff, one model in three of them, the price of training, platforms.

The names below load on first use, so that importing the package costs almost nothing.
"""

from __future__ import annotations

import importlib
from typing import Any

_HOMES = {
    # unit 1
    "Tensor": "tensor",
    "gradient": "transforms",
    "jvp": "transforms",
    "hessian_vector_product": "transforms",
    "value_of": "transforms",
    "Dual": "dual",
    "checkpoint": "checkpointing",
    "deep_loss": "checkpointing",
    "count": "counting",
    "central_difference": "finite_differences",
    "difference_errors": "finite_differences",
    "gradient_test": "finite_differences",
    "random_direction": "finite_differences",
    "derivative_costs": "cost_law",
    "memory_by_depth": "cost_law",
    "sharpest_curvature": "curvature",
    "sensitivities": "record",
    "excerpt": "record",
    "lines_of_code": "record",
    "delicate_derivatives": "footnotes",
    "cancelling_slope": "footnotes",
    "starting_weights": "risk_network",
    "scores": "risk_network",
    "mean_loss": "risk_network",
    "auc": "risk_network",
    "gradient_by_hand": "risk_network",
    "torch_gradient": "risk_network",
    "tensorflow_gradient": "risk_network",
    "descend": "risk_network",
    "largest_gap": "risk_network",
    "losses_of_steps": "risk_network",
    "risk_forecasts": "forecast",
    # unit 2
    "SGD": "optimisers",
    "RMSprop": "optimisers",
    "Adagrad": "optimisers",
    "Adam": "optimisers",
    "AdamW": "optimisers",
    "same_weights": "models",
    "NumpyMLP": "models",
    "defaults_audit": "audit",
    "acceptance_test": "acceptance",
    "decisions_changed": "acceptance",
    "keras_outputs": "backends",
    "gradients_of": "ports",
    "outputs": "ports",
    "probabilities": "ports",
    "set_weights": "ports",
    "train": "ports",
    "weights_of": "ports",
    "side_by_side": "acceptance",
    "decision_noise": "rehearsal",
    "gaps_along": "rehearsal",
    "framework_gaps": "agreement",
    "gradient_gap": "agreement",
    "shuffled_batches": "rehearsal",
    "trained": "rehearsal",
    "in_powers": "rounding",
    "relu_switches": "rounding",
    "usual_output_error": "rounding",
    "worst_output_error": "rounding",
    # unit 3
    "FORMATS": "number_formats",
    "best_settings": "descent",
    "break_even_steps": "execution",
    "condition_number": "descent",
    "curvatures": "descent",
    "least_squares_distances": "descent",
    "measured_rate": "descent",
    "pairwise_sum": "number_formats",
    "compensated_sum": "number_formats",
    "rounded": "number_formats",
    "running_totals": "number_formats",
    "signal_sizes": "initialisation",
    # unit 4
    "glorot_weights": "perceptron",
    "PortableModel": "portability",
    "ExportRefused": "portability",
    "export_torch": "portability",
    "export_keras": "portability",
    "export_sklearn": "portability",
    "trace_torch": "portability",
    "round_trip": "portability",
    "attempts": "export_trials",
    "outcomes": "export_trials",
    "round_trips": "export_trials",
    "scorecard": "export_trials",
    "scorecards": "export_trials",
    "short_training": "export_trials",
    "keras_scorer": "export_trials",
    "round_up_to_percent": "export_trials",
    "rounded_scores": "export_trials",
    "left_behind": "lock_in",
    "reopened": "lock_in",
    "pick_device": "devices",
    "score_on": "devices",
    "score_one_by_one": "devices",
    "cost_of_ownership": "ownership",
    "licences": "ownership",
    "footprint": "ownership",
    "installed": "ownership",
    "Plan": "scale_out",
    "train_alone": "scale_out",
    "train_apart": "scale_out",
    "weight_gaps": "scale_out",
    "ring_all_reduce": "scale_out",
    "step_seconds": "scale_out",
    "totals": "decision_table",
    "share_of_weightings": "decision_table",
    "smallest_move": "decision_table",
    "nearest_rival": "decision_table",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    """Import the home of a public name the first time that somebody asks for it (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
