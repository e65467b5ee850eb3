"""The Fourier view: the waves are all of a circuit, and a list that is too long is refused."""

import numpy as np
import pytest
from execml.quantum_ml.models.fourier import read_out, waves


def test_the_waves_are_products_of_cosines_and_sines() -> None:
    found = waves([[0.3, 0.7]], 1)[0]
    single = [[1, np.cos(x), np.sin(x)] for x in (0.3, 0.7)]
    assert np.allclose(found, np.outer(*single).ravel())
    assert waves(np.ones((2, 3)), 2).shape == (2, 125)


def test_weights_come_back_from_answers() -> None:
    draw = np.random.default_rng(0)
    for columns, uploads in ((1, 3), (2, 2), (3, 1)):
        weights = draw.normal(size=(2 * uploads + 1) ** columns)
        found = read_out(lambda rows, w=weights, u=uploads: waves(rows, u) @ w, columns, uploads)
        assert np.abs(found - weights).max() < 1e-12


def test_what_is_too_long_or_of_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 20,000"):
        waves(np.ones((1, 30)), 2)
    with pytest.raises(ValueError, match="more than 20,000"):
        read_out(lambda rows: rows[:, 0], 10)
    with pytest.raises(ValueError, match="must return 3 answers"):
        read_out(lambda rows: 1.0, 1)
