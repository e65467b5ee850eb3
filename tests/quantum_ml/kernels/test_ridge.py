"""Kernel ridge regression: its left-out errors are those of refits, and its choice is the least."""

import numpy as np
import pytest
from execml.quantum_ml.kernels.classical import gaussian_kernel
from execml.quantum_ml.kernels.ridge import tuned_ridge
from sklearn.kernel_ridge import KernelRidge


def data(rows=25):
    draw = np.random.default_rng(0)
    features = draw.normal(size=(rows, 3))
    return features, (features[:, 0] + draw.normal(size=rows) > 0).astype(int)


def test_the_error_is_that_of_refits_without_each_row() -> None:
    features, labels = data()
    kernel = gaussian_kernel(features)
    found = tuned_ridge([kernel], labels, [0.3])
    centred, missed = labels - labels.mean(), []
    for row in range(len(labels)):
        others = np.arange(len(labels)) != row
        model = KernelRidge(alpha=0.3, kernel="precomputed").fit(
            kernel[np.ix_(others, others)], centred[others]
        )
        missed.append(model.predict(kernel[[row]][:, others])[0] - centred[row])
    assert found.error == pytest.approx(np.mean(np.square(missed)), rel=1e-9)


def test_it_predicts_as_scikit_learn_and_takes_the_least_error() -> None:
    features, labels = data()
    kernels = [gaussian_kernel(features, scale=scale) for scale in (0.1, 0.5, 3.0)]
    found = tuned_ridge(kernels, labels)
    singles = [
        tuned_ridge([kernel], labels, [penalty]) for kernel in kernels for penalty in (0.01, 0.1, 1, 10, 100)
    ]
    assert found.error == min(one.error for one in singles) and found.tries == len(singles)
    model = KernelRidge(alpha=found.penalty, kernel="precomputed").fit(
        kernels[found.place], labels - labels.mean()
    )
    other = gaussian_kernel(np.ones((2, 3)), features, (0.1, 0.5, 3.0)[found.place])
    assert np.allclose(found.scores(other), model.predict(other) + labels.mean())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kernels": []}, "kernels"),
        ({"kernels": [np.ones((2, 3))]}, "symmetric"),
        ({"kernels": [np.array([[1.0, 2.0], [0.0, 1.0]])]}, "symmetric"),
        ({"kernels": [np.eye(3)]}, "2 rows"),
        ({"labels": [0.0, np.nan]}, "labels"),
        ({"penalties": [0.0]}, "penalties"),
        ({"penalties": []}, "penalties"),
    ],
)
def test_bad_input_is_refused_by_name(change, words) -> None:
    given = {"kernels": [np.eye(2)], "labels": [0, 1], "penalties": [1.0], **change}
    with pytest.raises(ValueError, match=words):
        tuned_ridge(**given)


def test_a_kernel_of_other_rows_must_fit() -> None:
    with pytest.raises(ValueError, match="kernel"):
        tuned_ridge([np.eye(3)], [0, 1, 0]).scores(np.ones((2, 4)))
