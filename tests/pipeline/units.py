"""Small units for the pipeline's tests, written below a temporary checkout."""

from __future__ import annotations

from pathlib import Path

MODULE = "3_differential_privacy"

GOOD = """\
# ---
# title: A small unit
# decision: Shall we?
# minutes: {reading: 3, exercises: 2}
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # A small unit

# %% tags=["hide-input"]
import sys

print("one")
print("two")

# %% [markdown] tags=["facilitator"]
# Ask the room.

# %% tags=["exercise"]
answer = ...  # TODO: six times seven

# %% tags=["solution"]
answer = 6 * 7

# %%
print(answer)
"""

SLIDER = """\
# ---
# title: A slider
# ---

# %%
import ipywidgets

slider, words = ipywidgets.IntSlider(value=3), ipywidgets.HTML("3")
slider.observe(lambda change: setattr(words, "value", str(change.new)), "value")
ipywidgets.VBox([slider, words])
"""


def with_cell(code: str) -> str:
    """Return the source of a unit whose worked copy alone runs a piece of code."""
    return GOOD.replace("answer = 6 * 7", code)


def source(root: Path, name: str, text: str) -> Path:
    """Write a unit's source and return its path."""
    path = root / "solutions" / f"{name}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
