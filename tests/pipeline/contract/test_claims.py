"""Claims: which phrases need one, what a test must look like, and what is said when either is missing."""

from __future__ import annotations

from dataclasses import replace
from textwrap import dedent

import pytest
from execml.course.front_matter import Claim
from execml.pipeline.contract.claims import (
    claimed,
    claims_tested,
    headline,
    numbers,
    phrases,
    skeleton,
    unclaimed,
    untested,
)
from execml.pipeline.contract.page import Debt, Programme
from hypothesis import given
from hypothesis import strategies as st

from ..pages import FRONT, code, good_cells, page, printed, said

TEST = "tests/privacy/test_claims.py::test_it"


def saying(*texts, claims=(), debt=None, call="say(f'…')", **other):
    """A page that says some Markdown."""
    cells = [*good_cells(), *(code(call, said(text)) for text in texts)]
    front = replace(FRONT, claims=tuple(Claim(bold, TEST) for bold in claims))
    return page(cells, front=front, debt=debt, **other)


def messages(page):
    return [message for _, message in claimed(page)]


@pytest.mark.parametrize(
    ("phrase", "wanted"),
    [
        ("9 of 10", "# of #"),
        ("1,954 people, 80% rightly", "# people, # rightly"),
        ("a fall of −3.5%, or -3.5 points, or +2", "a fall of #, or # points, or #"),
        ("from 58-60 to 1e-5", "from #-# to #"),
        ("NT\\$ 70,000", "NT$ #"),
        ("ε=3, AUC 0.77.", "ε=#, AUC #."),
        ("in `float64`, TLS1.3 and 3x", "in `float64`, TLS1.3 and 3x"),
        ("two\n lines  of 249", "two lines of #"),
        ("δ = 1.0003, 1.0003, 1.0003", "δ = #, #, #"),
    ],
)
def test_a_skeleton_keeps_the_words_and_drops_the_numbers(phrase, wanted):
    assert skeleton(phrase) == wanted
    assert skeleton(wanted) == wanted


@given(st.floats(-1e9, 1e9), st.integers(0, 3))
def test_any_number_that_a_page_formats_is_one_number(value, decimals):
    for text in (
        f"{value:,.{decimals}f}",
        f"{value:.{decimals}f}".replace("-", "−"),
        f"{value:.{decimals}%}",
    ):
        assert skeleton(f"gains {text} points") == "gains # points"
        (read,) = numbers(f"gains {text} points")
        assert read == pytest.approx(value, abs=0.51 * 10**-decimals)


def test_bold_phrases_with_a_number_are_those_that_a_page_says():
    shown = saying("So **9 of 10** and **no number** and `**7**`.", "**two\nlines of 2** **3**")
    assert [phrase for _, phrase in phrases(shown)] == ["9 of 10", "two\nlines of 2", "3"]
    assert list(phrases(saying("**Hint 1 of 3.**", call="check('dp1.first', first)"))) == []
    assert list(phrases(page([*good_cells(), code("print(1)", printed("**9 of 10**"))]))) == []


def test_a_headline_is_read_off_the_page():
    shown = saying("**1,954 people, and 80% are right**", "**5%**", "**6%**")
    assert headline(shown, "# people, and # are right") == [1954, 0.8]
    for bold, count in (("# people", 0), ("#", 2)):
        with pytest.raises(ValueError, match=f"stands {count} times"):
            headline(shown, bold)


def test_each_bold_phrase_with_a_number_needs_a_claim():
    assert messages(saying("**9 of 10**", claims=["# of #"])) == []
    assert messages(saying("**9 of 10**", debt=Debt(claims=("# of #",)))) == []
    (message,) = messages(saying("**9 of 10**", claims=[]))
    assert message.startswith("says '# of #' in bold: claim it")


def test_phrases_that_differ_in_their_numbers_only_need_a_claim_each():
    assert messages(saying("**0.88** and **0.97**", claims=["#", "#"])) == []
    assert messages(saying("**0.88** and **0.97**", claims=["#"], debt=Debt(claims=("#",)))) == []
    assert len(messages(saying("**0.88** and **0.97**", claims=["#"]))) == 1
    assert unclaimed(saying("**0.88** and **9 of 10** and **0.97**", claims=["#"])) == ["# of #", "#"]


def test_a_claim_that_the_page_no_longer_makes_is_stale():
    assert messages(saying("Nothing bold.", claims=["# of #"])) == [
        "claims '# of #', and doesn't say so in bold"
    ]


@pytest.mark.parametrize(("said_now", "claims"), [("Nothing bold.", []), ("**9 of 10**", ["# of #"])])
def test_a_debt_that_is_claimed_or_gone_is_taken_out(said_now, claims):
    (message,) = messages(saying(said_now, claims=claims, debt=Debt(claims=("# of #",))))
    assert message.startswith("owes a claim for '# of #', which is claimed or gone")


def test_the_worked_copy_needs_no_claims_of_its_own():
    assert messages(saying("**9 of 10**", copy="solutions")) == []


OK = """
    @pytest.mark.claim
    def test_it():
        assert repeated(gain, over={"seed": range(10)}).mean > 0
"""


def fault(tmp_path, text, kind="data"):
    file = tmp_path / "tests/privacy/test_claims.py"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(dedent(text))
    return untested(tmp_path, Claim("#", TEST, kind))


@pytest.mark.parametrize(
    "text",
    [
        OK,
        OK.replace('{"seed": range(10)}', '{"seed": range(100, 110), "width": [16]}'),
        OK.replace('over={"seed": range(10)}', '{"seed": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]}'),
        OK.replace('repeated(gain, over={"seed": range(10)})', 'course.paired(a, b, {"seed": range(10)})'),
        "    OVER = {'seed': range(12)}\n" + OK.replace('{"seed": range(10)}', "OVER"),
        OK.replace("assert", "over = {'seed': range(12)}\n        assert").replace(
            '{"seed": range(10)}', "over"
        ),
        "    SEEDS = range(12)\n" + OK.replace("range(10)", "SEEDS"),
        """
        @pytest.fixture
        def runs():
            return repeated(gain, over={"seed": range(10)})

        @pytest.mark.claim
        def test_it(runs):
            assert runs.mean > 0
        """,
        """
        @pytest.mark.claim
        @pytest.mark.slow
        @pytest.mark.parametrize("seed", range(10))
        def test_it(seed):
            assert gain(seed) > 0
        """,
    ],
)
def test_a_test_that_repeats_its_claim_will_do(tmp_path, text):
    assert fault(tmp_path, text) == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (OK.replace("test_it", "test_other"), "doesn't exist"),
        (OK.replace("    @pytest.mark.claim\n", ""), "isn't marked @pytest.mark.claim"),
        (OK.replace("range(10)", "range(9)"), "repeats nothing over 10 draws"),
        (OK.replace("range(10)", "range(1, 10)"), "repeats nothing over 10 draws"),
        (OK.replace("range(10)", "seeds()"), "repeats nothing over 10 draws"),
        (OK.replace('"seed": range(10)', '"seed": [1], "width": range(10)'), "repeats nothing over 10 draws"),
        (OK.replace("repeated(", "once("), "repeats nothing over 10 draws"),
        (
            """
            def unused():
                return repeated(gain, over={"seed": range(10)})

            @pytest.mark.claim
            def test_it():
                assert gain(0) > 0
            """,
            "repeats nothing over 10 draws",
        ),
    ],
)
def test_what_a_test_lacks_is_said(tmp_path, text, message):
    assert message in fault(tmp_path, text)


def test_what_draws_nothing_is_tested_once(tmp_path):
    text = OK.replace('repeated(gain, over={"seed": range(10)}).mean', "count")
    assert fault(tmp_path, text, kind="exact") == ""
    assert "isn't marked" in fault(tmp_path, text.replace("    @pytest.mark.claim\n", ""), kind="exact")


def test_a_claim_s_file_must_be_there(tmp_path):
    pages = (saying("**9 of 10**", claims=["# of #"]), saying("**9 of 10**", claims=["#"], copy="solutions"))
    (breach,) = claims_tested(Programme(tmp_path, pages))
    assert f"claims '# of #', and {TEST} is in a file that doesn't exist" in str(breach)
