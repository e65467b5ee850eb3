"""Small files without names, for the tests of the attacks."""

from __future__ import annotations

import pandas as pd
from hypothesis import settings
from hypothesis import strategies as st

SMALL = settings(deadline=None, max_examples=40)

rows = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(0, 2), st.integers(0, 1)), min_size=1, max_size=12
)


def frame(values: list[tuple[str, int, int]]) -> pd.DataFrame:
    """Return people as a file: one row each."""
    return pd.DataFrame(values, columns=["sex", "age", "late"])
