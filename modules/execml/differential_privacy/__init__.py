"""Differential privacy from first principles: attacks, mechanisms, accountants, private training, audits.

The names below load on first use, so that importing the package costs almost nothing.
"""

from __future__ import annotations

from execml.lazy import on_first_use

_HOMES = {
    # unit 1
    "departed_value": "attacks",
    "group_sizes": "uniqueness",
    "lone_rows": "uniqueness",
    "expected_lone_rows": "uniqueness",
    "independent_shares": "uniqueness",
    "one_answer_rows": "uniqueness",
    "accidental_one_answer_rows": "uniqueness",
    "link_records": "attacks",
    "link_noisy": "attacks",
    "published_groups": "reconstruction",
    "forced_bits": "reconstruction",
    "reconstruct_bits": "reconstruction",
    "mistakes_bound": "reconstruction",
    "membership_inference": "membership",
    "label_log_odds": "membership",
    # unit 2
    "gaussian_sigma": "gaussian",
    "gaussian_delta": "gaussian",
    "gaussian_epsilon": "gaussian",
    "classic_gaussian_sigma": "gaussian",
    "laplace": "mechanisms",
    "geometric": "mechanisms",
    "discrete_laplace": "mechanisms",
    "gaussian_mechanism": "mechanisms",  # "gaussian" is the module above
    "discrete_gaussian": "mechanisms",
    "exponential": "mechanisms",
    "exponential_probabilities": "mechanisms",
    "randomised_response": "mechanisms",
    "randomised_response_share": "mechanisms",
    "largest_power": "trade_off",
    "laplace_power": "trade_off",
    "gaussian_power": "trade_off",
    "largest_posterior": "trade_off",
    # unit 3
    "epsilon": "accounting",
    "delta": "accounting",
    "noise_multiplier": "accounting",
    "basic_composition": "composition_rules",
    "advanced_composition": "composition_rules",
    "zcdp_epsilon": "composition_rules",
    "sampled_epsilon": "composition_rules",
    "shuffled_epsilon_at_least": "composition_rules",
    "precise_delta": "high_precision",
    # unit 4
    "DPSGDClassifier": "dp_sgd",
    "MarginalSynthesizer": "synthetic",
    # unit 5
    "audit_epsilon": "audit",
    "audit_ceiling": "audit",
    "clopper_pearson": "audit",
    "epsilon_bound": "audit",
    "Training": "canary",
    "attack_scores": "canary",
    "harbour_branch": "canary",
    "audit_runs": "canary",
    "likelihood_score": "canary",
    "steadiness_score": "canary",
    "PrivacyLabel": "label",
    "Release": "composition",
    "composed_epsilon": "composition",
    "BudgetLedger": "ledger",
    "BudgetExceeded": "ledger",
    "harbour_year": "ledger",
}

__all__ = sorted(_HOMES)

__getattr__ = on_first_use(__name__, _HOMES)
