"""The benchmark's goals that a busy machine cannot miss: they hold with much room."""

from __future__ import annotations

import pytest
from execml.homomorphic_encryption.bench import scoring


@pytest.mark.slow
def test_batched_scoring_is_a_thousand_times_the_row_layout_s_rate():
    layout, automatic = scoring.rows(repeats=2)
    assert layout.ratio >= 1_000
    assert automatic.ratio > 1.5  # 3 on a quiet machine
