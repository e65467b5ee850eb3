"""KernelSHAP: all coalitions give the exact values, a sample comes close, and shap agrees."""

import numpy as np
import pytest
from execml.xai_ethics import exact_shap, kernel_shap
from execml.xai_ethics.libraries import shap

from .cases import data, fitted, output


@pytest.mark.parametrize("name", ["forest", "boosted regression"])
def test_all_coalitions_are_exact(name):
    features, _ = data()
    predict = output(fitted(name))
    exact = exact_shap(predict, features[-3:], features[:20])
    assert np.allclose(kernel_shap(predict, features[-3:], features[:20]), exact, atol=1e-10)
    theirs = shap.kernel_values(predict, features[-3:], features[:20], 62)
    assert np.allclose(theirs, exact, atol=1e-8)


def test_a_sample_is_efficient_unbiased_to_its_error_and_shrinks():
    features, _ = data()
    predict = output(fitted("boosting"))
    rows, background = features[-1:], features[:10]
    exact = exact_shap(predict, rows, background)
    far = []
    for samples in (30, 60):
        found = np.array(
            [
                kernel_shap(predict, rows, background, samples, np.random.default_rng(seed))
                for seed in range(100, 160)
            ]
        )
        assert np.allclose(found.sum(axis=2), exact.sum(axis=1), atol=1e-10)
        error = found.std(axis=0) / np.sqrt(len(found))
        assert (np.abs(found.mean(axis=0) - exact) < 4 * error + 0.02 * np.abs(exact).max()).all()
        far.append(found.std(axis=0).mean())
    assert far[1] < far[0]


def test_a_sample_needs_a_generator_and_enough_draws():
    rows = np.eye(6)
    with pytest.raises(ValueError, match="generator=None"):
        kernel_shap(lambda x: x[:, 0], rows, rows, samples=10)
    with pytest.raises(ValueError, match="does not tell 6 features apart"):
        kernel_shap(lambda x: x[:, 0], rows, rows, samples=2, generator=np.random.default_rng(0))
    with pytest.raises(ValueError, match="at least 2 features"):
        kernel_shap(lambda x: x[:, 0], [[1.0]], [[0.0]])
    with pytest.raises(ValueError, match="give a number of samples"):
        kernel_shap(lambda x: x[:, 0], np.zeros((1, 17)), np.zeros((1, 17)))


def test_more_draws_than_a_computer_holds_are_refused():
    with pytest.raises(ValueError, match=r"samples=1000000000000000000000000000000 .*at most 1,000,000"):
        kernel_shap(lambda x: x[:, 0], np.zeros((1, 17)), np.zeros((1, 17)), 10**30, np.random.default_rng(0))
    found = kernel_shap(lambda x: x[:, 0], np.ones((1, 2)), np.zeros((1, 2)), 10**30)  # there are only two
    assert found.round(9).tolist() == [[1.0, 0.0]]
