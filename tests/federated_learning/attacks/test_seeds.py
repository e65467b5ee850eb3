"""The search over seeds: our twister is NumPy's, and it finds the mask that the installed Flower expands."""

from __future__ import annotations

import execml.federated_learning as fl
import numpy as np
import pytest
from execml.federated_learning.attacks.seeds import first_outputs


@pytest.mark.parametrize("seed", [0, 1, 5489, 2**31, 2**32 - 1])
def test_outputs_are_numpy_s_for_the_same_seed(seed):
    twister = np.random.RandomState(seed)
    wanted = twister.randint(0, 2**32, 150, dtype=np.int64)
    assert (first_outputs(np.array([seed], dtype=np.uint32), 150)[:, 0] == wanted).all()


@pytest.mark.parametrize("secret", [70_000, 1_234])
def test_the_seed_of_a_mask_of_flower_s_is_found_and_no_other(secret):
    seed = secret.to_bytes(4, "little")
    update = np.random.default_rng(0).integers(0, 1 << 22, size=6)
    masked = (fl.mask_of_seed(seed, 32, 6) + update) % 2**32
    assert fl.mask_seeds(masked, 1 << 22, 0, 1 << 17) == [secret]


def test_flower_folds_a_long_seed_to_thirty_two_bits():
    long = bytes(range(32))
    folded = 0
    for start in range(0, 32, 4):
        folded ^= int.from_bytes(long[start : start + 4], "little")
    assert (fl.mask_of_seed(long, 32, 9) == fl.mask_of_seed(folded.to_bytes(4, "little"), 32, 9)).all()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (([1], 0, 0, 1), "below=0"),
        (([1], 5, 0, 2**32 + 1), "high"),
        (([1], 5, -1, 1), "low=-1"),
        (([], 5, 0, 1), "masked"),
    ],
)
def test_arguments_are_refused_by_name(arguments, words):
    with pytest.raises(ValueError, match=words):
        fl.mask_seeds(*arguments)
