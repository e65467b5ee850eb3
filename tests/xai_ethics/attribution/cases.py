"""Models that explanations are tried on, and what each of them outputs."""

from functools import cache

import numpy as np
from sklearn import ensemble, tree


@cache
def data(rows=600, columns=6):
    draw = np.random.default_rng(0)
    features = draw.normal(size=(rows, columns))
    features[:, -1] = features[:, -1] > 0  # a column with ties
    score = features[:, 0] + features[:, 1] * features[:, 2] + features[:, -1]
    return features, (score + draw.normal(size=rows) > 0.5).astype(int)


MODELS = {
    "forest": lambda: ensemble.RandomForestClassifier(20, max_depth=5, random_state=0),
    "extra trees": lambda: ensemble.ExtraTreesRegressor(10, max_depth=5, random_state=0),
    "boosting": lambda: ensemble.GradientBoostingClassifier(n_estimators=20, random_state=0),
    "boosted regression": lambda: ensemble.GradientBoostingRegressor(n_estimators=20, random_state=0),
    "histograms": lambda: ensemble.HistGradientBoostingClassifier(max_iter=20, random_state=0),
    "one tree": lambda: tree.DecisionTreeClassifier(random_state=0),
}


@cache
def fitted(name):
    return MODELS[name]().fit(*data())


def output(model):
    if hasattr(model, "decision_function"):
        return model.decision_function
    if hasattr(model, "predict_proba"):
        return lambda rows: model.predict_proba(rows)[:, 1]
    return model.predict
