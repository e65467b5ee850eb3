"""Models and tables as a notebook's user passes them: what cannot be meant is refused in words."""

import numpy as np
import pandas as pd
import pytest
from execml.xai_ethics import (
    TreeShap,
    accumulated_local_effects,
    counterfactual,
    partial_dependence,
    permutation_importance,
)
from sklearn.ensemble import GradientBoostingClassifier

DRAW = np.random.default_rng(0)
ROWS = DRAW.normal(size=(60, 3))
LABELS = (ROWS[:, 0] > 0).astype(int)
MODEL = GradientBoostingClassifier(n_estimators=3).fit(ROWS, LABELS)


def both_classes(ask):
    with pytest.raises(ValueError, match=r"one number a row, such as model.predict_proba\(rows\)\[:, 1\]"):
        ask(MODEL.predict_proba)


def test_probabilities_of_both_classes_are_no_output():
    """Their mean is a half whatever the model says: a silent answer would be wrong."""
    both_classes(lambda model: partial_dependence(model, ROWS, 0, [0.0, 1.0]))
    both_classes(lambda model: accumulated_local_effects(model, ROWS, 0))
    both_classes(lambda model: counterfactual(model, ROWS[0], 0.5, {0: [-2.0, 2.0]}))
    both_classes(
        lambda model: permutation_importance(model, ROWS, LABELS, lambda *_: 0.0, np.random.default_rng(0))
    )


def test_categories_coded_as_numbers_are_refused():
    frame = pd.DataFrame(ROWS, columns=["a", "b", "c"]).assign(b=pd.Categorical([1, 2, 3] * 20))

    def risk(rows):
        return MODEL.predict_proba(rows)[:, 1]

    for ask in (
        lambda: partial_dependence(risk, frame, 1, [1.0]),
        lambda: accumulated_local_effects(risk, frame, 1),
        lambda: permutation_importance(risk, frame, LABELS, lambda *_: 0.0, np.random.default_rng(0)),
    ):
        with pytest.raises(ValueError, match="categorical columns, b"):
            ask()


@pytest.mark.filterwarnings("error")
def test_columns_in_another_order_than_the_model_s_are_refused():
    frame = pd.DataFrame(ROWS, columns=["a", "b", "c"])
    model = GradientBoostingClassifier(n_estimators=3).fit(frame, LABELS)
    explainer = TreeShap(model, frame)
    assert np.allclose(explainer.shap_values(frame), TreeShap(model, ROWS).shap_values(ROWS))
    for ask in (explainer.shap_values, lambda table: TreeShap(model, table)):
        with pytest.raises(ValueError, match="has 'c' as column 1, and the model was fitted with 'b' there"):
            ask(frame[["a", "c", "b"]])
