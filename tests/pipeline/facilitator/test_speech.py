"""How long a text takes to read aloud, and what a terminal shows of it."""

from __future__ import annotations

import pytest
from execml.pipeline.facilitator.speech import WORDS_A_MINUTE, clock, seconds, terminal, words


def test_a_minute_holds_its_words():
    assert seconds(WORDS_A_MINUTE) == 60


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One client left.", 3),
        ("**One** *client* [left](../glossary.md#Leaver).", 3),
        ("NT\\$ 30,000 and 1.5%", 4),
        ("<details><summary>Proof</summary>Long.</details>Short.", 1),
        ('<div class="alert">Mind this.</div>', 2),
        ("With $x^{2}$", 4),  # with, x, ^, 2
        ("a well-known fact", 3),
        ("", 0),
    ],
)
def test_words_are_those_that_are_said(text, count):
    assert words(text) == count


def test_a_terminal_shows_no_latex_no_link_and_no_html():
    text = r"See <b>[noise](../x.md#Noise)</b>: $$P \le e^{\varepsilon} + \frac{1}{n}$$ for NT\$ 5."
    assert terminal(text) == "See noise: P ≤ e^ε + 1/n for NT$ 5."


def test_a_clock_rounds_to_seconds():
    assert clock(59.6) == "1:00"
