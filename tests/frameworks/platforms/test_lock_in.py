"""What a model file leaves behind, counted."""

import execml.frameworks as fw
import numpy as np
import torch


def test_what_stays_behind_is_counted() -> None:
    weights = fw.glorot_weights((30, 16, 1), np.random.default_rng(0))
    portable = fw.trace_torch(torch.nn.Linear(30, 1), torch.ones(1, 30))
    frame = fw.left_behind(portable, weights).set_index("part of the system")
    assert frame.loc["graph and weights", "size here"].startswith("31 numbers")
    assert frame.loc["graph and weights", "in the file"] == "yes"
    assert (frame["in the file"] == "yes").sum() == 1
    # two averages a weight and one counter for each of the four tensors
    assert "1,030 numbers for 513 weights" in frame.loc["the optimiser's memory (Adam)", "size here"]
