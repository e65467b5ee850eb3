"""The figures of unit 5 say in title and alternative text what the data say."""

import numpy as np
import pandas as pd
from execml.course.page.dial import parts
from execml.frameworks.units.unit_5 import figures
from matplotlib import pyplot as plt


def test_the_frozen_figure_counts_changed_decisions_and_lost_refusals() -> None:
    before, after = np.array([0.9, 0.9, 0.1, 0.3]), np.array([0.1, 0.8, 0.1, 0.2])
    fig, alt = figures.frozen(before, after, np.array([True, True, False, True]), 0.25)
    assert "about 2 of 4 clients" in fig.axes[0].get_title(loc="left") + fig.axes[0].get_title()
    assert "2 of them cross the cutoff of 25%" in alt
    plt.close(fig)


def opinions() -> tuple[pd.DataFrame, pd.Series]:
    scores = pd.DataFrame({"price": [4, 1], "skill": [1, 3]}, index=["A", "B"])
    return scores, pd.Series({"price": 0.25, "skill": 0.75})


def test_the_verdict_names_winner_and_lead() -> None:
    scores, weights = opinions()
    fig, alt = figures.verdict(scores, weights, pd.Series({"A": 0.6, "B": 0.4}))
    title = fig.axes[0].get_title(loc="left") + fig.axes[0].get_title()
    assert "B leads by 0.75 points, and wins under 40%" in " ".join(title.split())
    assert "B 2.50, best under 40%; A 1.75" in alt
    plt.close(fig)


def test_the_slider_ranks_anew() -> None:
    scores, weights = opinions()
    box = figures.weighing(scores, weights, "price")
    choice, _, page = parts(box)
    assert choice.value == 25 and page.value.index(">B<") < page.value.index(">A<")
    choice.value = 80
    assert page.value.index(">A<") < page.value.index(">B<")
    assert "counts 80%" in page.value
