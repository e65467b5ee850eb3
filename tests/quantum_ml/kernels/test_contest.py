"""The contest: draws without overlap, nothing learnt from the test rows, and the same tries for all."""

import numpy as np
import pytest
from execml.quantum_ml.kernels.contest import ALL, FAMILIES, PROPOSED, Rows, components, contest, drawn
from sklearn.decomposition import PCA


@pytest.mark.parametrize("data", ["digits", "credit"])
def test_a_draw_has_rows_of_its_own(data) -> None:
    found = drawn(data, 1, rows=120, tested=300)
    assert len(found.train) == 120 == len(found.labels) and len(found.test) == len(found.test_labels)
    assert set(np.unique(found.labels)) == {0, 1}
    assert not np.array_equal(found.train, drawn(data, 2, rows=120, tested=300).train)
    if data == "digits":
        together = np.vstack([found.train, found.test])
        assert len(together) == 357 == len(np.unique(together, axis=0))


def test_components_are_those_of_the_training_rows() -> None:
    draw = np.random.default_rng(0)
    train, test = draw.normal(size=(50, 6)) * np.arange(1, 7), draw.normal(size=(20, 6))
    first, rest = components(train, test, 3)
    model = PCA(3, whiten=True).fit(train)
    expected = model.transform(train) * np.sqrt(50 / 49)  # scikit-learn divides by one row less
    assert np.allclose(np.abs(first), np.clip(np.abs(expected), 0, 3), atol=1e-9)
    assert np.array_equal(components(train, test[:5], 3)[0], first)
    turned = components(-train, -test, 3)[0]  # the data turned round turn the components, and not the axes
    assert np.allclose(turned, -first)
    assert np.allclose(components(train, test[:5], 3)[1], rest[:5])
    assert np.abs(components(train, 100 * test)[1]).max() == 3


def test_every_family_enters_and_an_easy_task_is_learnt() -> None:
    draw = np.random.default_rng(0)
    features = draw.normal(size=(160, 5))
    labels = (features[:, 0] + features[:, 1] > 0).astype(int)
    found = contest(
        Rows(features[:80], labels[:80], features[80:], labels[80:]), qubits=3, scales=(0.05, 1.0)
    )
    names = {*FAMILIES, PROPOSED, ALL}
    assert set(found) == names | {f"{name} scale" for name in names}
    assert found["straight line"] > 0.6 and found[ALL] > 0.9
    assert found[f"{PROPOSED} scale"] == 1.0


def test_bad_input_is_refused_by_name() -> None:
    for change, words in (({"data": "mnist"}, "data"), ({"seed": -1}, "seed"), ({"rows": 301}, "rows")):
        with pytest.raises(ValueError, match=words):
            drawn(**{"data": "digits", "seed": 0, **change})
    with pytest.raises(ValueError, match="qubits"):
        contest(drawn("digits", 0), qubits=11)
