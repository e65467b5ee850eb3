"""Names: what a cell calls is there by then, and what a message offers can be typed."""

from __future__ import annotations

import pytest
from execml.pipeline.contract import names
from execml.pipeline.contract.page import Programme

from ..pages import changed, page, said, with_code


def called(whole):
    return [message for _, message in names.called_names_known(whole)]


def offered(whole):
    return [message for _, message in names.offered_names_known(whole)]


@pytest.mark.parametrize(
    "known",
    [
        "def half(x):\n    return x / 2\n\nhalf(3)",
        "import math as m\nm.ceil(1.5)",
        "(lambda f: f(1))(abs)",
        "say = print\nsay(1)",
        "' '.join([])",
        "for act in (abs, max):\n    act(1, 2)",
        "draw, _ = abs, 1\ndraw(3)",
    ],
)
def test_a_name_that_the_cell_makes_itself_is_known(known):
    assert called(with_code(known)) == []


def test_a_name_made_below_its_call_is_not_known():
    cells = [*with_code("later()").notebook.cells, *with_code("def later(): ...").notebook.cells[5:6]]
    assert called(page(cells)) == ["calls later(…), which no cell above imports or makes"]


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ('`hint("dp1.first")`', 1),
        ('<code>hint("dp1.first")</code>', 1),
        ("`np.log(x)` and `check(1)`", 0),
        ("`.mean()` of it", 0),
        ("`hint` helps (much)", 0),
    ],
)
def test_only_an_unknown_call_in_a_message_is_found(words, count):
    assert len(offered(changed(10, outputs=[said(f"**Your turn.** {words}")]))) == count


def test_what_the_page_s_own_text_says_is_no_message():
    assert offered(with_code("x = 1", said("`hint(1)`"))) == []


def test_a_hint_that_names_what_the_page_lacks_is_found(tmp_path):
    file = tmp_path / "modules/execml/differential_privacy/units/unit_1/exercises.py"
    file.parent.mkdir(parents=True)
    file.write_text('HINTS = ("Call `lone_rows(frame)`.", "Or `np.log(x)`.")\n')
    found = list(names.feedback_names_known(Programme(tmp_path, (page(),))))
    assert [breach.message.split(",")[0] for breach in found] == [
        "a hint or the feedback to an answer offers lone_rows(…)"
    ]
