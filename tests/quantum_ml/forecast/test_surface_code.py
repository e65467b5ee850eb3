"""Surface codes: the least distance, and the size of the published estimate of 2019."""

import pytest
from execml.quantum_ml import surface_code_distance, surface_code_qubits
from execml.quantum_ml.forecast.surface_code import logical_error


def test_the_distance_is_the_least_that_is_enough():
    for rounds in (1e3, 1e6, 1e12):
        found = surface_code_distance(100, rounds, 1e-3)
        assert 100 * rounds * logical_error(found, 1e-3) <= 0.1
        assert found == 3 or 100 * rounds * logical_error(found - 2, 1e-3) > 0.1


def test_factoring_as_published_in_2019_is_of_this_size():
    """With the qubits and rounds of that paper: half of its 20 million, for factories are not counted."""
    assert surface_code_distance(6_200, 8 * 3_600 * 1e6, 1e-3, 0.3) == 27
    assert 9e6 < surface_code_qubits(6_200, 8 * 3_600 * 1e6, 1e-3, 0.3) < 11e6


def test_above_the_threshold_no_code_helps():
    with pytest.raises(ValueError, match=r"physical_error=0\.01"):
        surface_code_distance(10, 10, 0.01)
    with pytest.raises(ValueError, match="distance=4 must be odd"):
        logical_error(4, 1e-3)
    with pytest.raises(ValueError, match="above 1001"):
        surface_code_distance(10, 1e6, 0.00999999)
