"""The portfolio: five untuned models, and one that averages their risks."""

import numpy as np
from execml.automl.spaces.defaults import averaged_defaults, strong_defaults
from execml.course import risk_split


def test_the_average_is_the_mean_of_the_five() -> None:
    split = risk_split()
    known, new = (split.train_features[:300], split.train_labels[:300]), split.test_features[:50]
    five = [model.fit(*known).predict_proba(new)[:, 1] for model in strong_defaults(3).values()]
    found = averaged_defaults(3).fit(*known).predict_proba(new)[:, 1]
    np.testing.assert_allclose(found, np.mean(five, axis=0), atol=1e-12)
