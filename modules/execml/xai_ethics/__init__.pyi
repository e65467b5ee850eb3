"""Explanation and ethics from first principles: the public names, and the room of each."""

from .attribution.exact import exact_shap as exact_shap
from .attribution.kernel import kernel_shap as kernel_shap
from .attribution.stability import stability as stability
from .attribution.surrogate import lime_tabular as lime_tabular
from .attribution.trees import TreeShap as TreeShap
from .effects.curves import accumulated_local_effects as accumulated_local_effects
from .effects.curves import partial_dependence as partial_dependence
from .effects.permutation import permutation_importance as permutation_importance
from .effects.recourse import counterfactual as counterfactual
from .effects.synthetic import synthetic_credit as synthetic_credit
from .fairness.decomposition import parity_gap_by_feature as parity_gap_by_feature
from .fairness.groups import demographic_parity_difference as demographic_parity_difference
from .fairness.groups import equalized_odds_difference as equalized_odds_difference
from .fairness.groups import group_metrics as group_metrics
from .fairness.impossibility import impossibility as impossibility
from .fairness.mitigation import reweigh as reweigh
from .fairness.mitigation import threshold_mitigation as threshold_mitigation
from .games.shapley import shapley_values as shapley_values
from .governance.card import Datasheet as Datasheet
from .governance.card import ModelCard as ModelCard
from .governance.oversight import deferral_curve as deferral_curve
from .scrutiny.label import ExplanationLabel as ExplanationLabel
from .scrutiny.reasons import sufficient_reasons as sufficient_reasons
