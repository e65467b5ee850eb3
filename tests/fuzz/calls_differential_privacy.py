"""Calls of the public names of ``differential_privacy``."""

from __future__ import annotations

from typing import Any

import execml.differential_privacy as dp
import numpy as np

from .harness import SAMPLE, Call

NEGATIVE = ("-1",)
A_NUMBER = ("-1", "0", "half", "huge", "tiny", "inf", "-inf", "array, one axis more", "array, one row less")
# An answer of any size and shape may be disturbed, so long as it is finite.
AN_ANSWER = ("-1", "0", "half", "huge", "tiny", "array, one axis more", "array, one row less")
MISSING = ("array with NaN",)  # a missing fact is a fact like others
A_SHARE = ("0", "half", "tiny", "array, one axis more", "array, one row less")


def draw(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def people() -> Any:
    import pandas as pd

    return pd.DataFrame({"age": [30, 30, 41, 41], "sex": ["f", "m", "m", "m"], "late": [1, 1, 0, 0]})


def bits() -> np.ndarray:
    return np.array([[1, 1, 0], [0, 1, 1], [1, 0, 1], [1, 1, 1]])


def clients_of_bank() -> Any:
    import pandas as pd

    late = draw().integers(0, 4, 200)
    return pd.DataFrame({"late": late, "worse": late // 2, "default": late > 1})


def training() -> Any:
    return dp.Training(1.0, 0.5, 3)


def table() -> Any:
    return dp.Release("table", noise_multiplier=6.0)


def synthesizer() -> Any:
    return dp.MarginalSynthesizer(1.0, 1e-5, {"late": (0, 1, 2, 3, 4), "worse": (0, 1, 2)}, "default", draw())


def classifier() -> Any:
    return dp.DPSGDClassifier(
        noise_multiplier=1.0, batch_size=10, epochs=1.0, hidden_layers=(2,), generator=draw()
    )


def trained_with(
    epsilon: Any = None,
    delta: Any = 1e-5,
    noise_multiplier: Any = None,
    max_gradient_norm: Any = 1.0,
    batch_size: Any = 256,
    epochs: Any = 1.0,
    learning_rate: Any = 0.5,
    hidden_layers: Any = (2,),
    clients: Any = None,
    generator: Any = None,
) -> Any:
    """Settings are checked when the classifier is fitted, as scikit-learn has it."""
    given = dict(locals())
    return dp.DPSGDClassifier(**given).fit(features(), labels())


def ordered_with(
    epsilon: Any = 3.0,
    delta: Any = 1e-5,
    batches: Any = 2,
    passes: Any = 1,
    bands: Any = None,
    max_gradient_norm: Any = 1.0,
    learning_rate: Any = 0.5,
    hidden_layers: Any = (2,),
    clients: Any = None,
    generator: Any = None,
) -> Any:
    """Settings are checked when training begins."""
    return dp.DPFTRLClassifier(**locals()).fit(features(), labels())


def invented_with(epsilon: Any, delta: Any, bins: Any, label: Any, generator: Any = None) -> Any:
    """Settings are checked when the tables are measured."""
    return dp.MarginalSynthesizer(epsilon, delta, bins, label, generator).fit(clients_of_bank())


def sampled(clients: Any = None) -> Any:
    return synthesizer().fit(clients_of_bank()).sample(clients)


def features(rows: int = 60) -> np.ndarray:
    return draw(1).normal(size=(rows, 2))


def labels(rows: int = 60) -> np.ndarray:
    return np.arange(rows) % 2


RUN = {"noise_multiplier": 2.0, "sample_rate": 0.1, "steps": 3}

CALLS: dict[str, Call] = {
    "BudgetLedger": Call(dp.BudgetLedger, lambda: {
        "unit": "one client", "cap": 1.0, "delta": 1e-5, "releases": (table(),),
    }, {"unit": ("text",), "releases": ("nothing", "empty list", "empty array")}),  # nothing was released yet
    "BudgetLedger.room_for": Call(
        lambda release: dp.BudgetLedger("one client", 1.0, 1e-5).room_for(release),
            lambda: {"release": table()}
    ),
    "DPFTRLClassifier": Call(dp.DPFTRLClassifier, lambda: {
        "epsilon": 3.0, "delta": 1e-5, "batches": 2, "passes": 1, "bands": None, "max_gradient_norm": 1.0,
        "learning_rate": 0.5, "hidden_layers": (2,), "clients": 60, "generator": draw(),
    }, {name: ("anything",) for name in ("epsilon", "delta", "batches", "passes", "bands",
        "max_gradient_norm", "learning_rate", "hidden_layers", "clients", "generator")}),  # fit checks
    "DPFTRLClassifier.fit": Call(
        lambda X, y: dp.DPFTRLClassifier(3.0, batches=2, passes=1).fit(X, y),
        lambda: {"X": features(), "y": labels()},
    ),
    "DPFTRLClassifier.settings": Call(ordered_with, lambda: {
        "epsilon": 3.0, "delta": 1e-5, "batches": 2, "passes": 1, "bands": None, "max_gradient_norm": 1.0,
        "learning_rate": 0.5, "hidden_layers": (2,), "clients": 60, "generator": draw(),
    }, {"hidden_layers": ("empty list", "empty array")}),
    "DPSGDClassifier": Call(dp.DPSGDClassifier, lambda: {
        "epsilon": None, "delta": 1e-5, "noise_multiplier": 1.0, "max_gradient_norm": 1.0, "batch_size": 10,
        "epochs": 1.0, "learning_rate": 0.5, "hidden_layers": (2,), "clients": 60, "generator": draw(),
    }, {name: ("anything",) for name in ("epsilon", "delta", "noise_multiplier", "max_gradient_norm",
        "batch_size", "epochs", "learning_rate", "hidden_layers", "clients", "generator")}),  # fit checks
    "DPSGDClassifier.fit": Call(
        lambda X, y: classifier().fit(X, y),
        lambda: {"X": features(), "y": labels()},
    ),
    "DPSGDClassifier.settings": Call(trained_with, lambda: {
        "epsilon": None, "delta": 1e-5, "noise_multiplier": 1.0, "max_gradient_norm": 1.0, "batch_size": 10,
        "epochs": 1.0, "learning_rate": 0.5, "hidden_layers": (2,), "clients": 60, "generator": draw(),
    }, {"hidden_layers": ("empty list", "empty array")}),  # logistic regression
    "MarginalSynthesizer": Call(dp.MarginalSynthesizer, lambda: {
        "epsilon": 1.0, "delta": 1e-5, "bins": {"late": (0, 1, 2, 3, 4), "worse": (0, 1, 2)},
        "label": "default", "generator": draw(),
    }, {name: ("anything",) for name in ("epsilon", "delta", "bins", "label", "generator")}),  # fit checks
    "MarginalSynthesizer.settings": Call(invented_with, lambda: {
        "epsilon": 1.0, "delta": 1e-5, "bins": {"late": (0, 1, 2, 3, 4), "worse": (0, 1, 2)},
        "label": "default", "generator": draw(),
    }),
    "MarginalSynthesizer.fit": Call(
        lambda clients: synthesizer().fit(clients), lambda: {"clients": clients_of_bank()}
    ),
    "MarginalSynthesizer.sample": Call(
        sampled, lambda: {"clients": 5}
    ),
    "PrivacyLabel": Call(dp.PrivacyLabel, lambda: {
        "system": "scores", "released": "a model", "unit": "one client", "adjacency": "add or remove one",
        "sampling": "poisson", "delta": 1e-6, "accountant": "pld", "noise_multiplier": 1.0,
        "sample_rate": 0.01, "steps": 10, "clients": 1000, "tuning_runs": 1, "group": 1,
            "claimed_epsilon": 3.0,
    }, {name: ("text",) for name in ("system", "released", "unit")}),
    "Release": Call(dp.Release, lambda: {
        "name": "table", "when": "May", "noise_multiplier": 2.0, "sample_rate": 0.5, "steps": 2,
    }, {"name": ("text",), "when": ("text", "nothing")}),
    "Training": Call(dp.Training, lambda: {
        "noise_multiplier": 1.0, "sample_rate": 0.5, "steps": 3, "clip": 1.0, "learning_rate": 1.0,
    }),
    "accidental_one_answer_rows": Call(dp.accidental_one_answer_rows, lambda: {
        "frame": people(), "columns": ["age"], "secret": "late", "minimum": 2,
    }, {"frame": MISSING}),
    "advanced_composition": Call(dp.advanced_composition, lambda: {
        "epsilon": 0.1, "delta": 1e-6, "count": 10, "slack": 1e-5,
    }),
    "attack_scores": Call(dp.attack_scores, lambda: {
        "branch": dp.harbour_branch(20), "training": training(), "runs": 4, "generator": draw(),
        "fault": "follows the proof",
    }, replacements=SAMPLE),
    "audit_ceiling": Call(dp.audit_ceiling, lambda: {"trials": 100, "delta": 1e-5, "confidence": 0.9}),
    "audit_epsilon": Call(dp.audit_epsilon, lambda: {
        "scores_with": np.arange(20.0), "scores_without": np.arange(20.0) - 3, "delta": 1e-5,
        "confidence": 0.9, "threshold": 3.0, "selection": 0.3, "guesses": "both",
    }, {"threshold": NEGATIVE, "scores_with": ("array, one row less", "array with inf"),
        "scores_without": ("array, one row less", "array with inf")}),
    "audit_runs": Call(dp.audit_runs, lambda: {
        "features": np.zeros((20, 2)), "labels": labels(20), "canary": (np.array([0.0, 9.0]), 1),
        "present": True, "runs": 4, "training": training(), "generator": draw(), "fault": "follows the proof",
    }),
    "basic_composition": Call(dp.basic_composition, lambda: {"epsilon": 0.1, "delta": 1e-6, "count": 10}),
    "classic_gaussian_sigma": Call(dp.classic_gaussian_sigma, lambda: {
        "epsilon": 0.5, "delta": 1e-6, "sensitivity": 1.0,
    }),
    "clopper_pearson": Call(dp.clopper_pearson, lambda: {"successes": 2, "trials": 10, "confidence": 0.9}),
    "composed_epsilon": Call(dp.composed_epsilon, lambda: {
        "releases": [table()], "delta": 1e-6,
    }, {"releases": ("empty list", "empty array")}),  # no release spends nothing
    "delta": Call(dp.delta, lambda: {**RUN, "epsilon": 1.0, "accountant": "pld"}),
    "correlated_noise": Call(dp.correlated_noise, lambda: {
        "coefficients": np.array([1.0, 0.5]), "size": 3, "generator": draw(),
    }),
    "departed_value": Call(dp.departed_value, lambda: {
        "mean_before": 100.0, "mean_after": 90.0, "head_count": 5,
    }, {"mean_before": NEGATIVE, "mean_after": NEGATIVE}),
    "discrete_gaussian": Call(dp.discrete_gaussian, lambda: {
        "value": np.array([3, 4]), "sigma": 2.0, "generator": draw(),
    }, {"value": AN_ANSWER}),
    "discrete_laplace": Call(dp.discrete_laplace, lambda: {
        "value": np.array([3.0, 4.0]), "sensitivity": 1.0, "epsilon": 1.0, "generator": draw(),
            "granularity": 1.0,
    }, {"value": AN_ANSWER}),
    "epsilon": Call(dp.epsilon, lambda: {**RUN, "delta": 1e-6, "accountant": "pld"}),
    "epsilon_bound": Call(dp.epsilon_bound, lambda: {
        "true_positive_rate": 0.6, "false_positive_rate": 0.2, "delta": 1e-6,
    }),
    "equivalent_mu": Call(dp.equivalent_mu, lambda: {**RUN, "down_to": 1e-4, "points": 3}),
    "expected_lone_rows": Call(dp.expected_lone_rows, lambda: {
        "shares": np.full(4, 0.25), "rows": 3,
    }, {"shares": ("array, one axis more",)}),
    "fixed_size_epsilon_at_least": Call(dp.fixed_size_epsilon_at_least, lambda: {**RUN, "delta": 1e-6}),
    "exponential": Call(dp.exponential, lambda: {
        "scores": np.array([1.0, 2.0]), "sensitivity": 1.0, "epsilon": 1.0, "generator": draw(),
        "monotonic": False,
    }, {"scores": ("array, one axis more", "array, one row less")}),
    "exponential_probabilities": Call(dp.exponential_probabilities, lambda: {
        "scores": np.array([1.0, 2.0]), "sensitivity": 1.0, "epsilon": 1.0, "monotonic": False,
    }, {"scores": ("array, one axis more", "array, one row less")}),
    "forced_bits": Call(dp.forced_bits, lambda: {
        "groups": np.array([[1, 1, 0], [0, 1, 1]], dtype=bool), "counts": np.array([2, 1]),
    }),
    "gaussian_delta": Call(dp.gaussian_delta, lambda: {"sigma": 1.0, "epsilon": 1.0, "sensitivity": 1.0}),
    "gaussian_epsilon": Call(dp.gaussian_epsilon, lambda: {"sigma": 1.0, "delta": 1e-5, "sensitivity": 1.0}),
    "gaussian_mechanism": Call(dp.gaussian_mechanism, lambda: {
        "value": np.array([3.0, 4.0]), "sensitivity": 1.0, "epsilon": 1.0, "delta": 1e-5, "generator": draw(),
    }, {"value": AN_ANSWER}),
    "gaussian_power": Call(dp.gaussian_power, lambda: {
        "false_positive_rate": np.array([0.1, 0.5]), "sigma": 1.0, "sensitivity": 1.0,
    }, {"false_positive_rate": A_SHARE}),
    "gaussian_sigma": Call(dp.gaussian_sigma, lambda: {"epsilon": 1.0, "delta": 1e-5, "sensitivity": 1.0}),
    "geometric": Call(dp.geometric, lambda: {
        "value": np.array([3, 4]), "sensitivity": 1, "epsilon": 1.0, "generator": draw(),
    }, {"value": AN_ANSWER}),
    "group_sizes": Call(
        dp.group_sizes, lambda: {"frame": people(), "columns": ["age"]}, {"frame": MISSING}
    ),
    "guessing_bound": Call(dp.guessing_bound, lambda: {
        "right": 7, "guesses": 9, "runs": 20, "delta": 1e-5, "confidence": 0.9,
    }),
    "harbour_branch": Call(dp.harbour_branch, lambda: {"clients": 20}),
    "harbour_model": Call(dp.harbour_model, dict),
    "harbour_year": Call(dp.harbour_year, lambda: {"table_noise": 8.0, "study_epsilon": 0.5}),
    "independent_shares": Call(
        dp.independent_shares, lambda: {"frame": people(), "columns": ["age", "sex"]}, {"frame": MISSING}
    ),
    "label_log_odds": Call(dp.label_log_odds, lambda: {
        "probabilities": np.array([0.9, 0.9]), "labels": np.array([1, 0]), "floor": 0.001,
    }),
    "laplace": Call(dp.laplace, lambda: {
        "value": np.array([3.0, 4.0]), "sensitivity": 1.0, "epsilon": 1.0, "generator": draw(),
    }, {"value": AN_ANSWER}),
    "laplace_power": Call(dp.laplace_power, lambda: {
        "false_positive_rate": np.array([0.1, 0.5]), "epsilon": 1.0,
    }, {"false_positive_rate": A_SHARE}),
    "largest_posterior": Call(dp.largest_posterior, lambda: {
        "prior": np.array([0.1, 0.5]), "epsilon": 1.0,
    }, {"prior": A_SHARE}),
    "largest_power": Call(dp.largest_power, lambda: {
        "false_positive_rate": np.array([0.1, 0.5]), "epsilon": 1.0, "delta": 1e-5,
    }, {"false_positive_rate": A_SHARE}),
    "likelihood_score": Call(dp.likelihood_score, lambda: {"updates": np.zeros((2, 3)),
        "training": training()}),
    "link_noisy": Call(dp.link_noisy, lambda: {
        "known": np.array([[505.0, 20.0]]), "released": np.array([[500.0, 90.0], [510.0, 20.0]]),
        "tolerance": 0.1, "margin": 0.1,
    }, {"released": ("array, one row less",)}),
    "link_records": Call(dp.link_records, lambda: {
        "left": people(), "right": people(), "columns": ["age"],
    }, {"left": ("array, one row less", *MISSING), "right": ("array, one row less", *MISSING)}),
    "lone_rows": Call(
        dp.lone_rows, lambda: {"frame": people(), "columns": ["age"]}, {"frame": MISSING}
    ),
    "membership_inference": Call(dp.membership_inference, lambda: {
        "member_scores": np.arange(4.0), "other_scores": np.arange(4.0) - 1,
    }, dict.fromkeys(("member_scores", "other_scores"), ("array, one row less", "array with inf"))),
    "mistakes_bound": Call(dp.mistakes_bound, lambda: {"queries": np.eye(4), "error": 0.25}),
    "noise_multiplier": Call(dp.noise_multiplier, lambda: {
        "epsilon": 3.0, "delta": 1e-5, "sample_rate": 0.1, "steps": 3, "accountant": "pld",
    }, replacements=SAMPLE),
    "one_run_epsilon": Call(dp.one_run_epsilon, lambda: {
        "right": 7, "guesses": 9, "canaries": 20, "delta": 1e-5, "confidence": 0.9,
    }),
    "one_run_scores": Call(dp.one_run_scores, lambda: {
        "branch": dp.harbour_branch(20), "canaries": 8, "training": training(), "generator": draw(),
        "fault": "follows the proof",
    }, replacements=SAMPLE),
    "one_answer_rows": Call(dp.one_answer_rows, lambda: {
        "frame": people(), "columns": ["age"], "secret": "late", "minimum": 2,
    }, {"frame": MISSING}),
    "participation_sensitivity": Call(dp.participation_sensitivity, lambda: {
        "coefficients": np.array([1.0, 0.5]), "gap": 1, "most": 2,
    }),
    "precise_delta": Call(dp.precise_delta, lambda: {
        "epsilon": 2.4701406, "noise_multiplier": 1.6, "sample_rate": 0.008, "steps": 4001,
            "direction": "remove",
        "digits": 30,
    }, replacements=SAMPLE, tried=False),
    "prefix_deviations": Call(dp.prefix_deviations, lambda: {"coefficients": np.array([1.0, 0.5])}),
    "published_groups": Call(dp.published_groups, lambda: {
        "frame": people(), "columns": ["sex", "late"], "together": 1, "minimum": 1,
    }, {"frame": ("array with NaN", "array with inf")}),  # of a column that is not asked for
    "randomised_response": Call(dp.randomised_response, lambda: {
        "answers": np.array([True, False]), "epsilon": 1.0, "generator": draw(),
    }, {"answers": ("True", "array, one axis more", "array, one row less", "0")}),
    "randomised_response_share": Call(dp.randomised_response_share, lambda: {
        "reported_share": 0.6, "epsilon": 1.0,
    }),
    "reconstruct_bits": Call(dp.reconstruct_bits, lambda: {
        "queries": bits(), "answers": np.array([1.2, 0.9, 0.1, 1.0]),
    }, {"answers": ("array, one axis more",)}),  # one repetition
    "sampled_epsilon": Call(dp.sampled_epsilon, lambda: {"epsilon": 1.0, "sample_rate": 0.1}),
    "shuffled_epsilon_at_least": Call(dp.shuffled_epsilon_at_least, lambda: {
        "noise_multiplier": 1.0, "batches": 10, "delta": 1e-5,
    }),
    "square_root_coefficients": Call(dp.square_root_coefficients, lambda: {"steps": 4, "bands": 2}),
    "steadiness_score": Call(dp.steadiness_score, lambda: {"updates": np.zeros((2, 3))}),
    "zcdp_epsilon": Call(dp.zcdp_epsilon, lambda: {"rho": 0.1, "delta": 1e-5}),
    "zcdp_epsilon_2016": Call(dp.zcdp_epsilon_2016, lambda: {"rho": 0.1, "delta": 1e-5}),
    "zcdp_rho": Call(dp.zcdp_rho, lambda: {"epsilon": 1.0, "delta": 1e-5}),
}  # fmt: skip
NOT_CALLED = {"BudgetExceeded": "an error, which takes any message"}
