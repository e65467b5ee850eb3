"""What the tests of the mechanisms share: a seeded generator, and OpenDP with its contributed parts."""

from __future__ import annotations

import numpy as np
import pytest


@pytest.fixture
def generator():
    return np.random.default_rng(7)


@pytest.fixture(scope="module")
def opendp():
    import opendp.prelude as dp

    dp.enable_features("contrib")
    return dp
