"""Figures of unit 2: the title carries the number that matters, the alternative text what is drawn."""

import matplotlib as mpl
import numpy as np
import pytest
from execml.course.page.fingerprint import fingerprint
from execml.federated_learning.units.unit_2 import figures

from ..crowded import touched


@pytest.fixture(autouse=True)
def quiet_backend() -> None:
    mpl.use("agg")


def test_sites_names_both_models_at_the_last_site() -> None:
    alone, joined, without = (np.linspace(0.7, end, 6) for end in (0.57, 0.76, 0.69))
    fig, alt = figures.sites(alone, joined, without)
    assert "falls to 0.57 at site 6; the federated one has 0.76" in fingerprint(fig)
    assert "without one column 0.70" in alt and touched(fig) == []


def test_methods_puts_the_hardest_clients_into_the_title() -> None:
    reached = {"FedAvg, 20 steps": [0.76, 0.75, 0.70], "SCAFFOLD, 20 steps": [0.76, 0.76, 0.755]}
    fig, alt = figures.methods(reached, ("alike", "skewed", "one class"))
    assert "SCAFFOLD keeps 0.755; FedAvg falls to 0.700" in fingerprint(fig)
    assert "FedAvg, 20 steps 0.760, 0.750, 0.700" in alt
