"""Figures of unit 5: the title carries the number that matters, the alternative text what is drawn."""

import numpy as np
import pandas as pd
from execml.course.measure.runs import Repeats
from execml.course.page.fingerprint import fingerprint
from execml.xai_ethics.units.unit_5 import figures


def test_deferral_says_what_is_saved_by_looking_and_by_nodding():
    share = [0.0, 0.5, 1.0]
    curves = {
        name: pd.DataFrame({"share": share, "per_client": cost})
        for name, cost in (
            ("a", [100.0, 40.0, 60.0]),
            ("b", [100.0, 80.0, 90.0]),
            ("c", [100.0, 98.0, 120.0]),
        )
    }
    saved = {
        name: Repeats(np.array([gain, gain + 2.0]), {"part": (0, 1)})
        for name, gain in zip("abc", (57, 18, 0), strict=True)
    }
    fig, alt = figures.deferral(curves, saved)
    assert "saves NT$ 58 a client, or 1 if the reviewer nods" in fingerprint(fig)
    assert "a: least at 50% reviewed, 40" in alt
