"""Figures of unit 2: the dial shows what was known after so many trials."""

import execml.automl as am
import numpy as np
from execml.automl.units.unit_2 import figures
from execml.course.page.dial import parts
from matplotlib import pyplot as plt


def test_turning_the_dial_changes_the_page() -> None:
    search = am.bayesian_optimisation(
        lambda point: 0.24 + 0.01 * float((point[0] + 1) ** 2),
        [(-3.0, 0.0)],
        6,
        np.random.default_rng(0),
        first=3,
    )
    dial = figures.trials_dial(search, (np.array([-3.0, 0.0]), np.array([0.7, 0.75])), 3)
    choice, _, page = parts(dial)
    before = page.value
    choice.value = 5
    assert page.value != before and "After 5 trials" not in before


def test_the_labels_of_what_was_delivered_stay_inside_the_axes() -> None:
    ways = ["selection, seen", "stacking, seen", "selection, out of fold"]
    fig, _ = figures.paper_and_clients(ways, [1.0, 1.0, 0.77], [0.61, 0.55, 0.76])
    fig.canvas.draw()
    ax = fig.axes[0]
    left, right = ax.get_window_extent().x0, fig.get_window_extent().x1
    boxes = [text.get_window_extent() for text in ax.texts]
    assert len(boxes) == 5
    assert all(left <= box.x0 and box.x1 <= right for box in boxes)
    assert not any(one.overlaps(other) for i, one in enumerate(boxes) for other in boxes[:i])
    plt.close(fig)
