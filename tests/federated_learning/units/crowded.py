"""Which labels of a figure touch one of its curves, as a reader would see it."""

from __future__ import annotations

import numpy as np


def touched(fig):
    """The texts inside the axes whose boxes hold a place of a drawn line."""
    fig.canvas.draw()
    found = []
    for ax in fig.axes:
        lines = [line for line in ax.lines if line.get_linestyle() != "None" and len(line.get_xdata()) > 2]
        for text in ax.texts:
            box = text.get_window_extent()
            for line in lines:
                x, y = np.array(line.get_transform().transform(line.get_xydata())).T
                steps = np.linspace(0, len(x) - 1, 2_000)
                x, y = (np.interp(steps, np.arange(len(axis)), axis) for axis in (x, y))
                if ((x >= box.x0) & (x <= box.x1) & (y >= box.y0) & (y <= box.y1)).any():
                    found.append(text.get_text())
                    break
    return found
