"""The figure of unit 4: the title carries the numbers that matter, the alternative text what is drawn."""

import matplotlib as mpl
from execml.course.page.fingerprint import fingerprint
from execml.federated_learning.units.unit_4 import figures


def test_four_places_names_three_of_them_in_the_title() -> None:
    mpl.use("agg")
    places = {
        "distributed": [0.76, 0.761],
        "each person alone": [0.7, 0.72],
        "each lender's book": [0.5, 0.6],
    }
    fig, alt = figures.four_places(places, 0.762)
    assert "0.76 AUC for a person in shares, 0.71 and 0.55 elsewhere" in fingerprint(fig)
    assert "each lender's book 0.550 (0.500 to 0.600)" in alt
