"""The defaults audit: what shares a name in PyTorch and Keras and is different mathematics, measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from execml.frameworks.acceptance.audit_layers import (
    activation_discrepancies,
    initialiser_discrepancies,
    normalisation_discrepancies,
)
from execml.frameworks.acceptance.audit_losses import loss_discrepancies
from execml.frameworks.acceptance.audit_optimisers import optimiser_discrepancies

if TYPE_CHECKING:
    import pandas as pd


def defaults_audit() -> pd.DataFrame:
    """Compare the defaults of the installed PyTorch and Keras, and measure what each difference does.

    Defaults are read from the signatures (and, for PyTorch's layers that initialise themselves, from their
    source). What no signature states is found by running it: how Keras decays weights, and where a loss
    stops counting. Only that PyTorch's losses named here expect logits is written by hand; the aligned drift
    confirms it. Drifts are measured in float64 on the bank's clients. For Keras on the TensorFlow backend.

    Returns:
        One row a name, with the columns

        - ``kind``: optimiser, initialiser, normalisation, loss or activation;
        - ``name``: what both call it, or nearly;
        - ``PyTorch`` and ``Keras``: the arguments that differ, as installed;
        - ``measure``: what the drifts are: the largest gap between parameters after 20 steps, between
          outputs on one batch, between losses, or between the spreads of initial weights;
        - ``drift``: with everything that differs left at its default;
        - ``align``: the arguments that bring both together;
        - ``aligned drift``: what is left then.

    >>> audit = defaults_audit()
    >>> audit[audit["name"] == "LayerNorm"][["PyTorch", "Keras"]].values.tolist()
    [['eps=1e-05', 'epsilon=0.001']]
    """
    import pandas as pd

    found = [
        *optimiser_discrepancies(),
        *initialiser_discrepancies(),
        *normalisation_discrepancies(),
        *loss_discrepancies(),
        *activation_discrepancies(),
    ]
    return pd.DataFrame([discrepancy.row() for discrepancy in found])
