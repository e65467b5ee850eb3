"""Where autodiff needs a footnote: what three libraries answer there."""

import numpy as np
from execml.frameworks import (
    delicate_derivatives,
)


def test_footnotes_hold_the_answers_of_three_libraries() -> None:
    found = delicate_derivatives().set_index("function")
    assert found.loc["relu(x)", ["ours", "PyTorch", "TensorFlow"]].tolist() == [0, 0, 0]
    fooled = found.loc["relu(x) − relu(−x), which is x"]
    assert fooled["calculus"] == 1 and fooled[["ours", "PyTorch", "TensorFlow"]].tolist() == [0, 0, 0]
    trap = found.loc["log(1 + exp x), guarded by one where", ["ours", "PyTorch", "TensorFlow"]]
    assert trap.isna().all()
    cured = found.loc["log(1 + exp x), guarded by two", ["ours", "PyTorch", "TensorFlow"]]
    assert cured.tolist() == [1, 1, 1]
    along = found.loc["max of (x, y) along an axis", ["ours", "PyTorch", "TensorFlow"]]
    assert along.tolist() == [0.5, 1, 0.5]
    length = found.loc["length of (x, y)"]
    assert length["PyTorch"] == 0 and np.isnan([length["ours"], length["TensorFlow"]]).all()
    assert found.loc["max of (x, y)", ["ours", "PyTorch", "TensorFlow"]].tolist() == [0.5, 0.5, 0.5]
