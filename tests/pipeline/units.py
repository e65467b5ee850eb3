"""Small units for the pipeline's tests, written below a temporary checkout."""

from __future__ import annotations

import base64
import io
from pathlib import Path

from PIL import Image

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


def picture(*rows: int) -> str:
    """Return a picture one pixel wide in base64: one grey level, from 0 to 255, for each row."""
    content = io.BytesIO()
    Image.frombytes("L", (1, len(rows)), bytes(rows)).save(content, format="PNG")
    return base64.b64encode(content.getvalue()).decode()


# All that a comparison of words cannot see: pictures, a cell that is exempt from it, a slider.
PICTURES = f"""\
# ---
# title: Pictures
# ---

# %%
import ipywidgets
from IPython.display import display

slider, words = ipywidgets.IntSlider(value=3), ipywidgets.HTML("3")
slider.observe(lambda change: setattr(words, "value", str(change.new)), "value")
ipywidgets.VBox([slider, words])

# %%
def drawn(picture, alt):
    markup = f'<img alt="{{alt}}" src="data:image/png;base64,{{picture}}"/>'
    display({{"text/html": markup, "text/plain": f"Figure: {{alt}} y from 0 to 3"}}, raw=True)

# %%
drawn("{picture(0, 255)}", "Light is below.")

# %%
drawn("{picture(0, 90, 180)}", "It grows lighter.")

# %% tags=["nbval-ignore-output"]
print("It took 12 ms.")

# %%
display({{"text/markdown": "**Said: 42.**", "text/plain": "Said: 42."}}, raw=True)
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
