"""Memory of training: counted by hand, in 32 bits and under autocast."""

import pytest
from execml.frameworks.libraries.mixed_precision import memory_of_training


@pytest.mark.parametrize(("width", "depth", "rows"), [(8, 1, 5), (16, 3, 9)])
def test_the_bytes_are_those_of_a_count_by_hand(width: int, depth: int, rows: int) -> None:
    found = memory_of_training(width, depth, rows)
    assert found.weights == depth * (width * width + width)
    assert found.for_weights == 4 * (1 + 1 + 2) * found.weights  # weight, gradient, two averages
    assert found.for_activations == 4 * rows * width * (depth + 1)  # each layer's input, and the last output


def test_autocast_halves_the_activations_and_nothing_else() -> None:
    plain, narrow = (memory_of_training(16, 3, 9, autocast=autocast) for autocast in (False, True))
    assert narrow.for_weights == plain.for_weights
    assert narrow.for_activations == plain.for_activations / 2


@pytest.mark.parametrize("wrong", [{"width": 0}, {"depth": 1.5}, {"rows": -1}, {"autocast": "yes"}])
def test_bad_input_is_named(wrong: dict) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        memory_of_training(**{"width": 4, "depth": 1, "rows": 2} | wrong)
