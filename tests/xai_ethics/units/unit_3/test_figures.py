"""Figures of unit 3: the title carries the number that matters, the alternative text what is drawn."""

import numpy as np
from execml.course.page.fingerprint import fingerprint
from execml.xai_ethics.units.unit_3 import figures


def test_letters_counts_the_clients_with_several():
    fig, alt = figures.letters(np.array([1, 1, 2, 3, 9]), "Label.")
    assert "3 of 5 refused clients" in fingerprint(fig)
    assert "2 get one, 3 more than one, at most 9" in alt and alt.endswith("Label.")


def test_destroyed_puts_the_survivor_into_the_title():
    agreement = {name: [0.5, 0.2, 0.1] for name in ("gradient", "guided", "input alone")}
    fig, alt = figures.destroyed({**agreement, "gradient times input": [0.9, 0.9, 0.88]})
    assert "still agrees at 0.88" in fingerprint(fig)
    assert "gradient 0.10" in alt
