"""The figure of unit 3: the title carries the number that matters, the alternative text what is drawn."""

import matplotlib as mpl
from execml.course.page.fingerprint import fingerprint
from execml.federated_learning.units.unit_3 import figures

from ..crowded import touched


def test_records_read_puts_the_second_size_into_the_title() -> None:
    mpl.use("agg")
    read = {
        "other lenders": [[0.9, 0.8], [0.6, 0.7], [0.3, 0.3]],
        "public bounds": [[0.8, 0.8], [0.5, 0.5], [0.2, 0.2]],
    }
    fig, alt = figures.records_read([50, 200, 500], read, 500)
    assert "65% of 200 clients" in fingerprint(fig) and touched(fig) == []
    assert "thresholds from public bounds: 80% of 50, 50% of 200" in alt
