"""A dial turns by its list and by its slider, and reads without a kernel."""

from __future__ import annotations

import pytest
from execml.course.page.dial import parts, turnable


def doubled(number: float) -> str:
    return f"<p>twice is {2 * number}</p>"


def test_the_list_and_the_slider_move_each_other_and_the_page() -> None:
    choice, slider, page = parts(turnable("A number", [1, 5, 20], 5, doubled))
    assert (choice.value, slider.value, page.value) == (5, 5, "<p>twice is 10</p>")
    slider.value = 20
    assert (choice.value, page.value) == (20, "<p>twice is 40</p>")
    choice.value = 1
    assert (slider.value, page.value) == (1, "<p>twice is 2</p>")


def test_the_list_has_a_name_and_says_its_values_in_words() -> None:
    choice, _, _ = parts(turnable("Share of clients", [0.5, 0.25], 0.25, doubled, "{:.0%}".format))
    assert choice.description == "Share of clients:"
    assert (choice.options, choice.label) == ((("50%", 0.5), ("25%", 0.25)), "25%")


def test_without_a_kernel_it_reads_as_a_sentence() -> None:
    shown = turnable("A number", [1, 5], 5, doubled)._repr_mimebundle_()
    assert shown["text/plain"] == "A number: 5. Not live? Run everything, then move it."
    assert "<p>twice is 10</p>" in shown["text/html"]
    assert "Not live?" in shown["text/html"]


def test_a_start_that_cannot_be_chosen_is_refused() -> None:
    with pytest.raises(ValueError, match="start=3 must be one of: 1, 5"):
        turnable("A number", [1, 5], 3, doubled)
