"""What is drawn has the distribution that the tables assume."""

from __future__ import annotations

import numpy as np
from execml.homomorphic_encryption.lattices.noise import ERROR_DEVIATION, errors, ternary, uniform


def test_secrets_errors_and_masks_have_their_distributions():
    draw = np.random.default_rng(0)
    secret = ternary((30_000,), draw)
    assert set(np.unique(secret)) == {-1, 0, 1}
    assert abs((secret == 0).mean() - 1 / 3) < 0.01
    noise = errors((30_000,), draw)
    assert abs(noise.std() - ERROR_DEVIATION) < 0.1  # rounding adds a twelfth to the variance
    mask = uniform((30_000,), (97, 1009), draw)
    assert mask.shape == (2, 30_000)
    assert abs(mask[1].mean() / 504 - 1) < 0.02
