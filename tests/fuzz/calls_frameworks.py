"""Calls of the public names of ``frameworks``: small networks, few clients."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import execml.frameworks as fw
import numpy as np
from execml.frameworks.acceptance.verdict import TESTS

from .harness import SAMPLE, Call

TINY = ("None", "NaN", "text", "empty list")  # for what starts a process unless it refuses


def draw(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def network(dtype: str = "float64", hidden: int = 3, inputs: int = 2) -> list[np.ndarray]:
    return fw.glorot_weights((inputs, hidden, 1), draw(), dtype)


def features(rows: int = 6, columns: int = 2, dtype: str = "float64") -> np.ndarray:
    return draw(1).uniform(-1, 1, (rows, columns)).astype(dtype)


def labels(rows: int = 6) -> np.ndarray:
    return (np.arange(rows) % 2).astype(float)


def risk_weights(columns: int = 2) -> list[np.ndarray]:
    return fw.starting_weights(columns, 3, draw())


def cube(x: Any) -> Any:
    return (x * x * x).sum()


def cube_of_parts(parts: Any) -> Any:
    return np.sum(parts[0] ** 3)


def slope_of_parts(parts: Any) -> Any:
    return [3 * parts[0] ** 2]


def point() -> list[np.ndarray]:
    return [np.array([1.0, 2.0])]


def torch_model(columns: int = 2, dtype: str = "float32") -> Any:
    from execml.course.libraries.torch_network import torch_network

    return torch_network(network(dtype, inputs=columns))


def torch_features() -> Any:
    import torch

    return torch.from_numpy(features(dtype="float32"))


@functools.cache
def portable() -> Any:
    from sklearn.linear_model import LogisticRegression

    return fw.export_sklearn(LogisticRegression().fit(features(), labels()), features(dtype="float32"))


def fitted() -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression().fit(features(), labels())


def decision_table() -> Any:
    import pandas as pd

    return pd.DataFrame({"price": [4.0, 1.0], "skill": [1.0, 3.0]}, index=["A", "B"])


def shares() -> Any:
    import pandas as pd

    return pd.Series({"price": 0.5, "skill": 0.5})


def batches() -> np.ndarray:
    return np.array([[0, 1, 2], [3, 4, 5]])


def sgd() -> Callable[..., Any]:
    return functools.partial(fw.SGD, lr=0.1)


def training() -> Any:
    from execml.frameworks.platforms.scale_out import Training

    return Training(np.ones(2), np.ones(3), np.ones(3))


def plans() -> list[Any]:
    return [fw.Plan.of((features(), labels()), (3, 3))]


def settings() -> Any:
    return fw.best_settings("gradient descent", 0.1, 1.0)


def optimiser(rule: Any, fine: dict[str, tuple[str, ...]] | None = None, **options: Any) -> Call:
    return Call(
        rule,
        lambda: {"parameters": [np.ones(3)], "lr": 0.1, "weight_decay": 0.1, **options},
        {**ANY_ROWS, **(fine or {})},
    )


ANY_ROWS = {
    "parameters": ("array with NaN", "array with inf", "array, one axis more")
}  # a model may have diverged


def recipe() -> fw.Recipe:
    return fw.Recipe(sgd(), "constant", "none")


@functools.cache
def delicate() -> Any:
    return fw.delicate_derivatives()


def result_of_test() -> Any:
    import pandas as pd

    return pd.DataFrame({
        "test": list(TESTS),
        "measured": [0.0, 0.0, 0.0, 0.0, 0.06, 0.0, 12.0],
        "passed": [True, True, True, True, False, True, False],
    })  # fmt: skip


def made_by(framework: str) -> Any:
    return getattr(fw.same_weights(network(), "float64", frameworks=[framework]), framework)


CALLS: dict[str, Call] = {
    "Adagrad": optimiser(fw.Adagrad, lr_decay=0.1, initial_accumulator_value=0.1, eps=1e-8, eps_inside=False),
    "Adam": optimiser(fw.Adam, betas=(0.9, 0.99), eps=1e-8, amsgrad=False, eps_inside=False),
    "AdamW": optimiser(fw.AdamW, betas=(0.9, 0.99), eps=1e-8, amsgrad=False, eps_inside=False),
    "RMSprop": optimiser(fw.RMSprop, alpha=0.9, eps=1e-8, momentum=0.1, centered=False, eps_inside=False),
    "SGD": optimiser(fw.SGD, momentum=0.1, dampening=0.1, nesterov=False, decoupled_weight_decay=False,
                     fine={"dampening": ("-1",)}),
    "SGD.step": Call(
        lambda gradients: fw.SGD([np.ones(3)]).step(gradients),
        lambda: {"gradients": [np.ones(3)]},
        {"gradients": ("array with NaN", "array with inf")},
    ),
    "Dual": Call(fw.Dual, lambda: {"value": np.ones(3), "tangent": np.ones(3)},
        dict.fromkeys(("value", "tangent"), ("array with NaN", "array with inf"))),
    "NumpyMLP": Call(fw.NumpyMLP, lambda: {"weights": network(), "loss": "logistic", "dtype": "float64"}),
    "NumpyMLP.forward": Call(
        lambda features: fw.NumpyMLP(network()).forward(features), lambda: {"features": features()}
    ),
    "NumpyMLP.loss_and_gradients": Call(
        lambda features, targets: fw.NumpyMLP(network()).loss_and_gradients(features, targets),
        lambda: {"features": features(), "targets": labels()}, {"targets": ("array, one axis more",)},
    ),
    "Plan": Call(fw.Plan, lambda: {"shares": [(features(), labels()), (features(), labels())],
        "weighted": False}),
    "Plan.of": Call(
        fw.Plan.of, lambda: {"data": (features(), labels()), "sizes": (3, 3), "weighted": False}
    ),
    "PortableModel": Call(
        fw.PortableModel, lambda: {"content": portable().content, "remarks": (), "notes": 0}
    ),
    "PortableModel.scorer": Call(
        lambda features: portable().scorer()(features), lambda: {"features": features(dtype="float32")}
    ),
    "Tensor": Call(fw.Tensor, lambda: {"data": np.ones(3), "requires_grad": True}, {
        "data": ("NaN", "inf", "-inf", "half", "tiny", "empty list", "empty array", "array with NaN",
                 "array with inf", "array, one axis more"),
    }),
    "Tensor.backward": Call(
        lambda cotangent: (fw.Tensor(np.ones(3)) * 2.0).backward(cotangent),
        lambda: {"cotangent": np.ones(3)},
        {"cotangent": ("array with NaN", "array with inf")},
    ),
    "acceptance_test": Call(fw.acceptance_test, lambda: {
        "original": made_by("numpy"), "candidate": made_by("numpy"),
        "original_recipe": recipe(), "candidate_recipe": recipe(),
        "clients": features(), "training": (features(), labels(), batches()),
        "refuse_above": 0.25, "limit": 1e-12, "first": 1,
    }, {"clients": ("array, one row less",)}),
    "acceptance_tests": Call(fw.acceptance_tests, lambda: {
        "original": made_by("numpy"), "original_recipe": recipe(),
        "candidates": {"a": (made_by("numpy"), recipe())},
        "clients": features(), "training": (features(), labels(), batches()),
        "refuse_above": 0.25, "limit": 1e-12, "first": 1,
    }, {"clients": ("array, one row less",)}),
    "attempts": Call(fw.attempts, lambda: {
        "example": torch_features(), "trials": {"a": (lambda model, example: portable(), torch_model())},
    }),
    "auc": Call(fw.auc, lambda: {"weights": risk_weights(), "features": features(), "labels": labels()}),
    "best_settings": Call(
        fw.best_settings, lambda: {"method": "heavy ball", "smallest": 0.1, "largest": 2.0}
    ),
    "cancelling_slope": Call(fw.cancelling_slope, lambda: {"x": 0.01}, {"x": ("-1",)}),
    "central_difference": Call(fw.central_difference, lambda: {
        "function": cube_of_parts, "point": point(), "direction": point(), "step": 1e-3,
    }),
    "checkpoint": Call(
        fw.checkpoint, lambda: {"segment": lambda x: x.exp(), "inputs": [fw.Tensor(np.ones(2))]},
    ),
    "compensated_sum": Call(fw.compensated_sum, lambda: {"values": np.ones(5), "name": "float16"}, {
        "values": ("empty list", "empty array"),
    }),
    "condition_number": Call(fw.condition_number, lambda: {"features": features()}),
    "cost_of_ownership": Call(fw.cost_of_ownership, lambda: {
        "platforms": ["numpy"], "weights": network("float32"),
        "batch": (features(dtype="float32"), labels()), "steps": 5,
    }, replacements=TINY, tried=False),
    "count": Call(fw.count, lambda: {
        "function": lambda a: a + a, "arguments": [np.ones(3)],
    }, left_out=("arguments",)),  # the function's own
    "curvatures": Call(fw.curvatures, lambda: {"features": features()}),
    "decision_noise": Call(fw.decision_noise, lambda: {
        "rules": (sgd(), sgd()), "training": (features(130), labels(130)), "clients": features(),
        "refuse_above": 0.5, "generators": [draw()], "hidden": (2,), "dtype": "float32",
    }, {"hidden": ("empty list", "empty array")}),
    "decisions_changed": Call(
        fw.decisions_changed,
        lambda: {"risk": np.array([0.1, 0.3]), "other": np.array([0.2, 0.2]), "refuse_above": 0.25},
        dict.fromkeys(("risk", "other"), ("array, one axis more",)),
    ),
    "deep_loss": Call(fw.deep_loss, lambda: {"start": features(), "segments": 2}),
    "deep_loss.of": Call(
        lambda kernels: fw.deep_loss(features(), 1)(kernels), lambda: {"kernels": [fw.Tensor(np.ones((2,
            2)))]}
    ),
    "derivative_costs": Call(fw.derivative_costs, lambda: {"function": lambda x: cube(x[0]),
        "point": point()}, {"point": ("array, one axis more",)}),
    "descend": Call(fw.descend, lambda: {
        "gradient": lambda x: [2 * x[0]], "weights": point(), "steps": 2, "rate": 0.1, "momentum": 0.5,
    }, {"weights": ("array, one axis more",)}),
    "difference_errors": Call(fw.difference_errors, lambda: {
        "function": cube_of_parts, "slope": 3.0, "point": [np.array([1.0])], "direction": [np.array([1.0])],
        "steps": np.array([0.1, 0.2]),
    }, {"slope": ("-1",)}),
    "excerpt": Call(fw.excerpt, lambda: {"source": fw.Tensor.item, "first": "return", "last": "return"}),
    "export_keras": Call(fw.export_keras, lambda: {
        "model": fw.keras_scorer(network("float32")), "example": features(dtype="float32"),
    }, replacements=TINY, tried=False),
    "export_sklearn": Call(fw.export_sklearn, lambda: {"model": fitted(),
        "example": features(dtype="float32")}),
    "export_torch": Call(
        fw.export_torch, lambda: {"model": torch_model(), "example": torch_features()}, replacements=TINY,
            tried=False
    ),
    "footprint": Call(fw.footprint, lambda: {"names": ["numpy"]}),
    "framework_gaps": Call(fw.framework_gaps, lambda: {
        "weights": network(), "features": features(), "backend": "jax",
    }, replacements=TINY, tried=False),
    "gaps_along": Call(
        fw.gaps_along, lambda: {"path": [[np.zeros(2)], [np.ones(2)]], "other": [[np.zeros(2)],
            [np.ones(2)]]},
        {"path": ("array with NaN", "array with inf"), "other": ("array with NaN", "array with inf")},
    ),
    "glorot_weights": Call(fw.glorot_weights, lambda: {"sizes": (2, 3), "generator": draw(),
        "dtype": "float32"}),
    "gradient": Call(fw.gradient, lambda: {"function": cube}),
    "gradient.of": Call(lambda point: fw.gradient(cube)(point), lambda: {"point": np.ones(3)}, {
        "point": ("NaN", "inf", "-inf", "half", "tiny", "empty list", "empty array", "array with NaN",
                  "array with inf", "array, one axis more"),
    }),
    "gradient_by_hand": Call(fw.gradient_by_hand, lambda: {
        "features": features(), "labels": labels(), "forget_the_slope": False,
    }),
    "gradient_by_hand.of": Call(
        lambda weights: fw.gradient_by_hand(features(), labels())(weights),
            lambda: {"weights": risk_weights()}
    ),
    "gradient_gap": Call(fw.gradient_gap, lambda: {
        "weights": network(), "features": features(), "labels": labels(),
    }, replacements=SAMPLE),
    "gradient_test": Call(fw.gradient_test, lambda: {
        "function": cube_of_parts, "gradient": slope_of_parts, "point": point(), "generator": draw(),
            "step": 1e-4,
    }, {"point": ("array, one axis more",)}),
    "gradients_of": Call(fw.gradients_of, lambda: {
        "model": made_by("numpy"), "features": features(), "labels": labels(),
    }),
    "gradients_of.torch": Call(lambda features, labels: fw.gradients_of(torch_model(), features, labels),
        lambda: {
        "features": features(), "labels": labels(),
    }),
    "hessian_vector_product": Call(fw.hessian_vector_product, lambda: {"function": cube}),
    "hessian_vector_product.of": Call(
        lambda point, direction: fw.hessian_vector_product(cube)(point, direction),
        lambda: {"point": np.ones(3), "direction": np.ones(3)},
        dict.fromkeys(("point", "direction"), ("array with NaN", "array with inf")),
    ),
    "in_powers": Call(fw.in_powers, lambda: {"value": 0.1}),
    "installed": Call(fw.installed, lambda: {"names": ["numpy"]}, {"names": ("text", "empty list")}),
    "jvp": Call(fw.jvp, lambda: {"function": cube}),
    "jvp.of": Call(
        lambda point, direction: fw.jvp(cube)(point, direction),
        lambda: {"point": np.ones(3), "direction": np.ones(3)},
        dict.fromkeys(("point", "direction"), ("array with NaN", "array with inf")),
    ),
    "keras_outputs": Call(fw.keras_outputs, lambda: {
        "weights": network(), "features": features(), "backend": "torch", "dtypes": ("float32",),
    }, replacements=TINY, tried=False),
    "keras_scorer": Call(fw.keras_scorer, lambda: {"weights": network("float32")}, replacements=TINY),
    "largest_gap": Call(fw.largest_gap, lambda: {"found": [np.ones(3)], "expected": [np.ones(3)]}, {
        "found": ("array with NaN", "array with inf"),  # an infinite gap
    }),
    "least_squares_distances": Call(fw.least_squares_distances, lambda: {
        "features": features(), "target": labels(), "settings": settings(), "steps": 3,
    }),
    "left_behind": Call(fw.left_behind, lambda: {"portable": portable(), "weights": network("float32")}),
    "licences": Call(fw.licences, lambda: {"name": "numpy"}),
    "lines_of_code": Call(fw.lines_of_code, lambda: {"sources": ["tensor"]}, {"sources": ("function",)}),
    "mean_loss": Call(fw.mean_loss, lambda: {"features": features(), "labels": labels()}),
    "mean_loss.of": Call(
        lambda weights: fw.mean_loss(features(), labels())(weights),
        lambda: {"weights": [fw.Tensor(part) for part in risk_weights()]},
    ),
    "memory_by_depth": Call(fw.memory_by_depth, lambda: {"layers": (1, 4), "clients": 3, "units": 2}),
    "nearest_rival": Call(fw.nearest_rival, lambda: {"scores": decision_table(), "weights": shares()}),
    "outcomes": Call(fw.outcomes, lambda: {
        "results": {"a": portable()}, "before": np.full(6, 0.5), "features": features(dtype="float32"),
            "cutoff": 0.5,
    }),
    "outputs": Call(fw.outputs, lambda: {"model": made_by("numpy"), "features": features()}),
    "outputs.torch": Call(
        lambda features: fw.outputs(torch_model(), features), lambda: {"features": features()}
    ),
    "pairwise_sum": Call(fw.pairwise_sum, lambda: {"values": np.ones(5), "name": "float16"}, {
        "values": ("empty list", "empty array"),
    }),
    "probabilities": Call(fw.probabilities, lambda: {"logits": np.zeros(3)}, {
        "logits": ("-1", "0", "half", "huge", "tiny", "inf", "-inf", "array with inf", "array, one axis more",
                   "array with NaN", "NaN"),  # so that decisions of a model that has diverged can be counted
    }),
    "random_direction": Call(fw.random_direction, lambda: {"point": point(), "generator": draw()}, {
        "point": ("array with NaN", "array with inf", "array, one axis more"),  # only the shapes count
    }),
    "ring_all_reduce": Call(fw.ring_all_reduce, lambda: {"vectors": np.ones((3, 6))}, {
        "vectors": ("array, one row less",),
    }),
    "round_trip": Call(
        fw.round_trip, lambda: {"before": np.array([0.1, 0.3]), "after": np.array([0.2, 0.2]), "cutoff": 0.25}
    ),
    "round_trips": Call(fw.round_trips, lambda: {
        "moves": {"a": (np.full(6, 0.5), portable())}, "features": features(dtype="float32"), "cutoff": 0.5,
    }),
    "rounded_scores": Call(fw.rounded_scores, lambda: {"card": __import__("torch").nn.Linear(2, 1)}),
    "running_totals": Call(fw.running_totals, lambda: {"values": np.ones(5), "name": "float16"}, {
        "values": ("empty list", "empty array"),
    }),
    "same_weights": Call(fw.same_weights, lambda: {
        "weights_or_sizes": network(), "dtype": "float64", "loss": "logistic", "generator": draw(),
        "frameworks": ("numpy",),
    }),
    "score_on": Call(fw.score_on, lambda: {
        "device": "cpu", "model": torch_model(), "features": features(dtype="float32"),
    }),
    "score_one_by_one": Call(
        fw.score_one_by_one, lambda: {"model": torch_model(), "features": features(dtype="float32")}
    ),
    "scorecards": Call(fw.scorecards, lambda: {
        "features": features(20), "labels": labels(20), "column": 0,
    }),
    "scores": Call(fw.scores, lambda: {
        "weights": [fw.Tensor(part) for part in risk_weights()], "features": features(),
    }),
    "sensitivities": Call(fw.sensitivities, lambda: (lambda x: {"result": x * x,
        "nodes": [x]})(fw.Tensor(3.0))),
    "set_weights": Call(fw.set_weights, lambda: {"model": made_by("numpy"), "weights": network()}),
    "share_of_weightings": Call(fw.share_of_weightings, lambda: {
        "scores": decision_table(), "draws": 10, "generator": draw(),
    }),
    "shuffled_batches": Call(fw.shuffled_batches, lambda: {
        "count": 10, "generator": draw(), "passes": 2, "rows": 4,
    }),
    "side_by_side": Call(fw.side_by_side, lambda: {"tests": {"a": result_of_test()}}),
    "signal_sizes": Call(fw.signal_sizes, lambda: {
        "inputs": features(), "depth": 2, "width": 3, "scheme": "He", "generator": draw(), "biases": True,
    }),
    "smallest_move": Call(fw.smallest_move, lambda: {"scores": decision_table(), "weights": shares(),
        "rival": "B"}),
    "starting_weights": Call(fw.starting_weights, lambda: {"features": 2, "units": 3, "generator": draw()}),
    "step_seconds": Call(fw.step_seconds, lambda: {
        "workers": 2, "compute_seconds": 1.0, "model_bytes": 1e6, "bytes_a_second": 1e6,
    }),
    "jax_gradient": Call(fw.jax_gradient, lambda: {
        "features": features(), "labels": labels(), "weights": risk_weights(),
    }, replacements=SAMPLE),
    "train_from": Call(fw.train_from, lambda: {
        "starts": [risk_weights()], "features": features(), "labels": labels(), "batches": batches(),
        "rate": 0.1, "forget_the_slope": False,
    }, {"batches": ("array, one row less",)}),
    "Recipe": Call(fw.Recipe, lambda: {"rule": fw.SGD, "schedule": "constant", "clipping": "none"}, {
        "schedule": ("function",), "clipping": ("half", "huge", "tiny"),
    }),
    "delicate_table": Call(fw.delicate_table, lambda: {"found": delicate()}),
    "torch_gradient": Call(fw.torch_gradient, lambda: {
        "features": features(), "labels": labels(), "weights": risk_weights(),
    }),
    "totals": Call(fw.totals, lambda: {"scores": decision_table(), "weights": shares()}, {
        "scores": ("array, one row less",),
    }),
    "trace_torch": Call(
        fw.trace_torch, lambda: {"model": torch_model(), "example": torch_features()}, replacements=TINY,
            tried=False
    ),
    "train": Call(fw.train, lambda: {
        "model": made_by("numpy"), "make_optimiser": sgd(), "features": features(), "labels": labels(),
        "batches": batches(), "watch": None,
    }, {"watch": ("function",), "batches": ("array, one row less",)}),
    "train_alone": Call(fw.train_alone, lambda: {
        "weights": network(), "data": (features(), labels()), "steps": 2, "learning_rate": 0.1,
    }),
    "train_apart": Call(fw.train_apart, lambda: {
        "weights": network(), "plans": plans(), "steps": 1, "learning_rate": 0.1,
    }, replacements=TINY, tried=False),
    "trained": Call(fw.trained, lambda: {
        "framework": "numpy", "weights": network(), "make_optimiser": sgd(), "features": features(),
        "labels": labels(), "batches": batches(), "dtype": "float64",
    }, {"batches": ("array, one row less",)}),
    "usual_output_error": Call(fw.usual_output_error, lambda: {
        "weights": network(), "features": features(), "dtype": "float32",
    }),
    "value_of": Call(fw.value_of, lambda: {"function": cube}),
    "value_of.of": Call(lambda point: fw.value_of(cube)(point), lambda: {"point": np.ones(3)}, {
        "point": ("NaN", "inf", "-inf", "half", "tiny", "empty list", "empty array", "array with NaN",
                  "array with inf", "array, one axis more"),
    }),
    "weight_gaps": Call(fw.weight_gaps, lambda: {
        "plans": {"halves": plans()[0]}, "alone": training(), "apart": {"here": [training()]},
    }),
    "weights_of": Call(fw.weights_of, lambda: {"model": made_by("numpy")}),
    "worst_output_error": Call(fw.worst_output_error, lambda: {
        "weights": network(), "features": features(), "dtype": "float32",
    }),
}  # fmt: skip
NOT_CALLED = {
    "ExportRefused": "an error, which takes any message",
    "defaults_audit": "takes no arguments",
    "delicate_derivatives": "takes no arguments",
    "opened_checkpoints": "takes no arguments",
    "pick_device": "takes no arguments",
}
