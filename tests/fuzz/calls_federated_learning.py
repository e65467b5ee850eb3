"""Calls of the public names of ``federated_learning``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import execml.federated_learning as fl
import numpy as np

from .harness import SAMPLE, Call

UPDATES = np.array([[0.1, 0.2], [0.2, 0.1], [0.15, 0.2], [0.1, 0.15], [0.3, 0.2]])
LABELS = np.array([0, 1, 0, 1, 1, 0, 1, 0])
ANY_ROWS = ("array, one row less",)  # fewer clients, rows or candidates are as good


def draw(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def clients() -> list[Any]:
    return [(draw(seed).normal(size=(6, 2)), np.arange(6) % 2) for seed in (1, 2)]


def settings(**changed: Any) -> dict[str, Any]:
    return {
        "hidden_layers": (2,), "learning_rate": 0.1, "local_epochs": 1, "batch_size": 3,
        "server_learning_rate": 1.0, "participation": 1.0, "weighting": "equal", "max_update_norm": 1.0,
        "noise_multiplier": 1.0, **changed,
    }  # fmt: skip


def fitted(kind: Any) -> Any:
    """Settings are checked when the federation is fitted, as scikit-learn has it."""

    def run(
        hidden_layers: Any, learning_rate: Any, local_epochs: Any, batch_size: Any, server_learning_rate: Any,
        participation: Any, weighting: Any, max_update_norm: Any, noise_multiplier: Any, **more: Any,
    ) -> Any:  # fmt: skip
        given = {name: value for name, value in locals().items() if name not in ("more", "kind")}
        return kind(**given, **more).fit(clients(), 1, draw())

    return run


def trained() -> Any:
    return fl.FedAvg((2,), batch_size=3).fit(clients(), 1, draw())


def fit_call(kind: Any) -> Call:
    return Call(
        lambda clients, rounds, generator, watch=None: kind((2,)).fit(clients, rounds, generator, watch),
        lambda: {"clients": clients(), "rounds": 1, "generator": draw(), "watch": None},
        left_out=("watch",),
    )


SETTINGS = {"batch_size": ("None", "huge"), "max_update_norm": ("tiny",), "hidden_layers": ("empty list",)}
CALLS: dict[str, Call] = {
    "FedAvg.fit": fit_call(fl.FedAvg),
    "FedAvg.settings": Call(fitted(fl.FedAvg), settings, SETTINGS, replacements=SAMPLE),
    "FedAvg.predict_proba": Call(
        lambda X: trained().predict_proba(X), lambda: {"X": np.zeros((3, 2))}, {"X": ANY_ROWS}
    ),
    "FedProx.fit": fit_call(fl.FedProx),
    "Scaffold.fit": fit_call(fl.Scaffold),
    "FedAdam.fit": fit_call(fl.FedAdam),
    "FixedPoint": Call(fl.FixedPoint, lambda: {"largest": 1.0, "clients": 5, "bits": 32}),
    "FixedPoint.encode": Call(
        lambda numbers: fl.FixedPoint(1.0, 5).encode(numbers),
        lambda: {"numbers": np.array([0.5, -0.5])},
        {"numbers": ("-1", "0", "half", "tiny", "array, one axis more", *ANY_ROWS)},
    ),
    "SecureAggregation": Call(
        fl.SecureAggregation,
        lambda: {"n_clients": 5, "threshold": 3, "length": 2, "largest": 1.0, "bits": 32},
    ),
    "SecureAggregation.sum": Call(
        lambda vectors, generator: fl.SecureAggregation(3, 2, 2).sum(vectors, generator),
        lambda: {"vectors": [[0.1, 0.2]] * 3, "generator": draw()},
        replacements=SAMPLE,
    ),
    "arrived_noise_multiplier": Call(
        fl.arrived_noise_multiplier, lambda: {"noise_multiplier": 2.0, "planned": 5, "arrived": 4}
    ),
    "planned_noise_multiplier": Call(
        fl.planned_noise_multiplier, lambda: {"noise_multiplier": 2.0, "clients": 5, "guaranteed": 3}
    ),
    "boosted_reversal": Call(
        fl.boosted_reversal,
        lambda: {"updates": UPDATES, "n_byzantine": 1, "factor": 5.0},
        {"updates": ANY_ROWS, "factor": ("-1",)},
    ),
    "within_the_spread": Call(
        fl.within_the_spread,
        lambda: {"updates": UPDATES, "n_byzantine": 1, "deviations": 1.0},
        {"updates": ANY_ROWS, "deviations": ("-1",)},
    ),
    "client_drift": Call(fl.client_drift, lambda: {"updates": UPDATES, "shares": np.full(5, 0.2)}),
    "communication_cost": Call(
        fl.communication_cost,
        lambda: {
            "parameters": 10, "clients": 3, "rounds": 2, "bytes_each": 4, "states": 1, "masked": True,
            "price_per_gigabyte": 1.0,
        },
    ),
    "coordinate_median": Call(fl.coordinate_median, lambda: {"updates": UPDATES}, {"updates": ANY_ROWS}),
    "trimmed_mean": Call(
        fl.trimmed_mean, lambda: {"updates": UPDATES, "trim": 0.2}, {"updates": ANY_ROWS}
    ),
    "krum": Call(fl.krum, lambda: {"updates": UPDATES, "n_byzantine": 1}),
    "dirichlet_partition": Call(
        fl.dirichlet_partition,
        lambda: {"labels": LABELS, "n_clients": 2, "alpha": 1.0, "generator": draw()},
        {"labels": (*ANY_ROWS, "object array")},
        replacements=SAMPLE,
    ),
    "shard_partition": Call(
        fl.shard_partition,
        lambda: {"labels": LABELS, "n_clients": 2, "generator": draw(), "shards_each": 2},
        {"labels": ANY_ROWS},
        replacements=SAMPLE,
    ),
    "quantity_partition": Call(
        fl.quantity_partition,
        lambda: {"rows": 20, "n_clients": 2, "alpha": 1.0, "generator": draw()},
        replacements=SAMPLE,
    ),
    "five_lenders": Call(fl.five_lenders, lambda: {"split": None}, left_out=("split",)),
    "six_sites": Call(fl.six_sites, lambda: {"generator": draw(), "with_race": True}, replacements=SAMPLE),
    "invert_gradient": Call(
        fl.invert_gradient,
        lambda: {"gradient": np.array([[0.1, 0.2], [0.3, 0.1], [0.5, 0.4]]), "tolerance": 1e-12},
        {"gradient": ANY_ROWS},
    ),
    "trap_model": Call(
        fl.trap_model,
        lambda: {"direction": [1.0, 0.5], "thresholds": [0.0, 0.5], "n_classes": 2, "gain": 1.0},
        replacements=SAMPLE,
    ),
    "mask_seeds": Call(
        fl.mask_seeds,
        lambda: {"masked": np.array([1, 2, 3]), "below": 10, "low": 0, "high": 10},
        {"masked": ANY_ROWS},
        replacements=SAMPLE,
    ),
    "mask_of_seed": Call(
        fl.mask_of_seed, lambda: {"seed": bytes(4), "bits": 32, "length": 3}, replacements=SAMPLE
    ),
    "personalise": Call(
        fl.personalise,
        lambda: {
            "model": trained(), "clients": clients(), "epochs": 1, "generator": draw(), "learning_rate": 0.1,
            "batch_size": 3,
        },
        {"batch_size": ("None",)},
        replacements=SAMPLE,
    ),
    "private_weights": Call(
        fl.private_weights,
        lambda: {
            "clients": clients(), "place": "central", "noise_multiplier": 1.0, "rounds": 1,
            "generator": draw(), "learning_rate": 1.0, "max_norm": 1.0, "repeats": 1,
        },
        replacements=SAMPLE,
    ),
    "shamir_share": Call(
        fl.shamir_share,
        lambda: {"secret": 5, "n_shares": 5, "threshold": 3, "prime": 101, "generator": draw()},
    ),
    "shamir_recover": Call(
        fl.shamir_recover, lambda: {"shares": [(1, 5), (2, 8)], "prime": 11}, replacements=SAMPLE
    ),
    "shapley_values": Call(
        fl.shapley_values, lambda: {"value": lambda group: float(len(group)), "partners": 2},
        left_out=("value",),
    ),
    "flower_app": Call(
        fl.flower_app,
        lambda: {"folder": Path("nowhere"), "rounds": 1, "result": Path("model.npz"), "learning_rate": 0.5,
                 "local_epochs": 5, "patience": 60.0, "lenders": 2},
        left_out=("folder", "result"), replacements=SAMPLE, tried=False,
    ),
}  # fmt: skip
NOT_CALLED = {
    "flattened": "reshapes a network's own layers",
    "unflattened": "reshapes a network's own layers",
    "forward": "runs a network's own layers",
    "mean_loss": "runs a network's own layers",
    "new_layers": "draws a network's first layers",
    "plausible": "filters what read_trap returned",
    "read_trap": "reads a layer that the attack itself made",
    "records_found": "compares candidates with the truth",
    "pooled": "joins clients that stacked has checked",
    "flower_layers": "drives a library; its own tests refuse wrong arguments",
    "flower_averaging": "drives a library; its own tests refuse wrong arguments",
    "superlink": "starts processes; its own tests refuse wrong arguments",
}
