"""Figures of unit 4: the title states the number that the data hold, and the slider follows its dial."""

import numpy as np
import pandas as pd
from execml.automl import expected_best_of
from execml.automl.units.unit_4 import figures
from execml.course.page.dial import parts
from matplotlib import pyplot as plt
from matplotlib.figure import Figure


def title(drawn: tuple[Figure, str]) -> str:
    fig, alt = drawn
    assert len(alt.split()) > 8
    text = fig.axes[0].get_title(loc="left") or fig.axes[0].get_title()
    plt.close(fig)
    return text


def test_the_leak_figure_rounds_the_least_report_down() -> None:
    report = pd.DataFrame(
        {"model": ["a", "b"], "reported": [0.9492, 0.97], "in use": [0.66, 0.74], "honest": [0.7, 0.75]}
    )
    assert title(figures.leaks(report)) == "Reported: 0.94 or more. In use: 0.66 to 0.74"


def test_the_figure_of_the_best_states_its_last_value() -> None:
    counts = np.array([1, 10, 1_000])
    curves = {n: np.array([expected_best_of(int(m), n) for m in counts]) for n in (100, 1_000)}
    assert "best of 1,000 coin flips looks 66% right on 100 clients" in title(
        figures.best_of(counts, curves, curves)
    )


def test_optimism_nested_and_leaderboard_state_their_findings() -> None:
    gaps = np.array([0.0, 0.021])
    assert "disappoints by 2.1 points" in title(figures.optimism([1, 40], gaps, 2 * gaps, 1.5 * gaps))
    runs = np.array([0.75, 0.77]), np.array([0.7, 0.7]), np.array([0.71, 0.71])
    assert "5 points" in title(figures.nested(*runs, others=6_000))
    names = ("public", "private", "announced by the Ladder", "foreseen")
    curve = {name: np.array([0.5, 0.6]) + 0.01 * place for place, name in enumerate(names)}
    assert "60% on the public board, 61% on the private one" in title(figures.leaderboard([50, 100], curve))


def test_the_slider_updates_the_page_and_reads_without_a_kernel() -> None:
    dial = figures.candidates_dial(cases=50, start=10)
    choice, _, page = parts(dial)
    before = page.value
    assert f"around {expected_best_of(10, 50):.1%}" in before
    choice.value = 1_000
    assert f"around {expected_best_of(1_000, 50):.1%}" in page.value
    assert page.value != before
    assert "Run everything" in repr(dial)


def test_each_mean_of_the_nested_figure_stands_under_its_own_group() -> None:
    fig, _ = figures.nested(
        np.array([0.75, 0.77]), np.array([0.70, 0.72]), np.array([0.68, 0.70]), others=6_000
    )
    ax = fig.axes[0]
    named = [label.get_text().splitlines()[-1] for label in ax.get_xticklabels()]
    assert named == ["mean 0.76", "mean 0.71", "mean 0.69"]
    assert not ax.texts  # nothing that could touch the neighbouring group
    plt.close(fig)
