"""A unit heading by heading: what the page shows, what the source notes."""

from __future__ import annotations

import pytest
from execml.pipeline.building.source import Cell, Unit
from execml.pipeline.facilitator.blocks import blocks
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from .lessons import HEADINGS, lesson

FINGERPRINTS = {
    "axes: Losses fall | x: year | y: losses (%)": "Losses fall",
    "figure: Both improved\naxes: North | x:  | y: losses": "Both improved",
}


def test_without_a_page_the_source_is_read_heading_by_heading():
    found = lesson(1, spoken=2).blocks
    assert [block.heading for block in found] == ["Unit 1", *HEADINGS]
    assert found[0].notes == ("Welcome them.",)
    assert found[-1].notes == ("Ask who would sign.",)
    assert found[1].text == "word word"


@pytest.mark.parametrize(("fingerprint", "title"), FINGERPRINTS.items())
def test_a_figure_comes_with_its_title_its_text_and_what_is_said_after_it(fingerprint, title):
    image = {
        "text/html": '<img alt="Bars." src="data:image/png;base64,AA"/>',
        "text/plain": f"Figure: Bars fall.\n{fingerprint}",
    }
    page = [
        new_markdown_cell("## In one minute\n\nText."),
        new_code_cell("show()", outputs=[new_output("display_data", image)]),
        new_code_cell("say()", outputs=[new_output("display_data", {"text/markdown": "**They fall.**"})]),
        new_code_cell("say()", outputs=[new_output("display_data", {"text/markdown": "Later."})]),
    ]
    notes = (Cell("markdown", "## In one minute"), Cell("markdown", "Wait.", ("facilitator",)))
    (block,) = blocks(Unit("4_x/1_y", lesson(1).unit.front, notes), page)
    (figure,) = block.figures
    assert (figure.title, figure.alt, figure.say) == (title, "Bars fall.", "**They fall.**")
    assert block.told == "**They fall.**\n\nLater."
    assert block.notes == ("Wait.",)
