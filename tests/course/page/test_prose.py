"""Sentences and tables: what is shown, and what the notebook test compares."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from execml.course.page.prose import emit, say, table


def cells(bundle, tag="td"):
    return re.findall(rf"<{tag}[^>]*text-align:(\w+)[^>]*>(.*?)</{tag}>", bundle["text/html"])


class TestSay:
    def test_triple_quoted_text_loses_its_indentation(self, shown):
        say(
            """
            One line.

            - a point
            """
        )
        assert shown == [{"text/markdown": "One line.\n\n- a point", "text/plain": "One line.\n\n- a point"}]

    def test_outside_a_notebook_the_text_is_printed(self, capsys):
        emit({"text/html": "<b>x</b>", "text/plain": "x"})
        assert capsys.readouterr().out == "x\n"


class TestTable:
    def test_numbers_right_text_left_also_in_the_heads(self, shown):
        table(pd.DataFrame({"model": ["a", "b"], "rows": [1200, 3], "AUC": [0.77861, 0.5]}), "C")
        assert cells(shown[0]) == [
            ("right", "1,200"),
            ("right", "0.779"),
            ("right", "3"),
            ("right", "0.5"),
        ]
        assert [side for side, _ in cells(shown[0], "th")] == ["left", "right", "right", "left", "left"]

    def test_a_first_column_of_text_names_its_rows_and_one_of_numbers_does_not(self, shown):
        table(pd.DataFrame({"model": ["a"], "rows": [2]}), "C")
        table(pd.DataFrame({"ε": [1.0], "model": ["a"]}), "C")
        assert shown[0]["text/html"].count('<th scope="row"') == 1
        assert '<th scope="row"' not in shown[1]["text/html"]

    def test_words_wrap_in_a_narrow_window_and_numbers_do_not(self, shown):
        table(pd.DataFrame({"model": ["a tree of trees"], "rows": [1200]}), "C")
        text, number = re.findall(r'<t(?:d|h scope="row") style="([^"]*)">', shown[0]["text/html"])
        heads = re.findall(r'<th scope="col" style="([^"]*)">', shown[0]["text/html"])
        assert len(heads) == 2
        assert all("white-space:normal" in style for style in [text, *heads])
        assert "white-space:nowrap" in number

    def test_text_that_reads_as_numbers_is_aligned_right(self, shown):
        table(pd.DataFrame({"a": ["1.2 %", "≤ 3 %"], "b": ["1 of 3", "none"]}), "C")
        assert [side for side, _ in cells(shown[0])] == ["right", "left", "right", "left"]

    def test_default_numbers_are_readable(self, shown):
        values = [0.1 + 0.2, 123456.7, -0.00123456, float("nan"), None]
        table(pd.DataFrame({"x": pd.Series(values, dtype=float), "y": [True, False, True, True, None]}), "C")
        assert [text for _, text in cells(shown[0])][0::2] == ["0.3", "123,457", "−0.00123", "–", "–"]
        assert [text for _, text in cells(shown[0])][1::2] == ["yes", "no", "yes", "yes", "–"]

    def test_formats_apply_by_name_and_missing_values_stay_a_dash(self, shown):
        frame = pd.DataFrame({"share": [0.221, np.nan], "name": ["x", "y"]})
        table(frame, "C", formats={"share": "{:.1%}", "name": str.upper})
        assert [text for _, text in cells(shown[0])] == ["22.1%", "X", "–", "Y"]

    def test_a_formatted_number_gets_a_minus_sign_and_an_exponent_is_raised(self, shown):
        table(
            pd.DataFrame({"x": [-0.5, 1e-5], "y": ["2011-01-02", "k-fold"]}),
            "C",
            formats={"x": "{:.1g}", "y": "{}"},
        )
        assert [text for _, text in cells(shown[0])] == ["−0.5", "2011-01-02", "10⁻⁵", "k-fold"]

    def test_a_function_s_number_is_typeset_too(self, shown):
        table(pd.DataFrame({"x": [-2.0, 1.1e12]}), "C", formats={"x": "{:.2g}".format})
        assert [text for _, text in cells(shown[0])] == ["−2", "1.1·10¹²"]

    def test_markup_in_cells_heads_and_caption_is_text(self, shown):
        table(pd.DataFrame({"<b>": ["<script>"]}), caption="a < b & c")
        html = shown[0]["text/html"]
        assert "&lt;script&gt;" in html and "&lt;b&gt;" in html and "a &lt; b &amp; c" in html
        assert "<script>" not in html

    def test_index_is_shown_on_request_with_its_name(self, shown):
        frame = pd.DataFrame({"n": [2]}, index=pd.Index(["men"], name="sex"))
        table(frame, "C", index=True)
        assert '<th scope="row"' in shown[0]["text/html"]
        assert shown[0]["text/plain"] == "C\nsex | n\nmen | 2"

    def test_repeated_and_nested_column_names_are_shown(self, shown):
        table(pd.DataFrame([[1, 2]], columns=["a", "a"]), "C")
        assert shown[0]["text/plain"] == "C\na | a\n1 | 2"
        table(pd.DataFrame([[1]], columns=pd.MultiIndex.from_tuples([("AUC", "train")])), "C")
        assert shown[1]["text/plain"] == "C\nAUC train\n1"

    def test_output_has_no_random_ids(self, shown):
        frame = pd.DataFrame({"a": [1]})
        table(frame, "same")
        table(frame, "same")
        assert shown[0] == shown[1]

    def test_frame_is_left_as_it_was(self, shown):
        frame = pd.DataFrame({"a": [0.123456]})
        table(frame, "C", formats={"a": "{:.1f}"})
        assert frame.equals(pd.DataFrame({"a": [0.123456]}))

    @pytest.mark.parametrize(
        ("frame", "options", "message"),
        [
            (pd.DataFrame({"a": range(41)}), {}, "41 rows; a table on a page shows at most 40"),
            (pd.DataFrame({"a": [1]}), {"formats": {"b": "{}"}}, r"formats names \['b'\]"),
            (pd.DataFrame({"a": [1]}), {"caption": " "}, "caption=' ' and columns="),
            (pd.DataFrame({"": [1]}), {}, "must all have words"),
            (pd.DataFrame({"a": [1]}), {"index": True}, "name the index"),
            (pd.Series([1]), {}, r"frame=Series of shape \(1,\) must be a DataFrame"),
        ],
    )
    def test_unreadable_tables_are_refused(self, frame, options, message):
        with pytest.raises(ValueError, match=message):
            table(frame, **{"caption": "C", **options})


@pytest.mark.parametrize("letters", ["ascii", "latin-1", "cp1252", "utf-8"])
def test_a_terminal_that_lacks_a_letter_shows_another(letters):
    code = "from execml.course import say; say('ε ≤ 1 für Ä')"
    variables = {**os.environ, "PYTHONIOENCODING": letters, "PYTHONUTF8": "0"}
    done = subprocess.run([sys.executable, "-c", code], env=variables, capture_output=True, check=True)
    assert done.stdout.strip() == "ε ≤ 1 für Ä".encode(letters, "replace")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a lead of -0.1 (-0.3 to -0.4)", "a lead of −0.1 (−0.3 to −0.4)"),
        ("`x[-1]`, $-1$, $$-2$$ and ```-3```", "`x[-1]`, $-1$, $$-2$$ and ```-3```"),
        ("NT\\$ -5 to NT\\$ -6 on 2026-11-27, 1e-06", "NT\\$ −5 to NT\\$ −6 on 2026-11-27, 10⁻⁶"),
        ('<i style="margin:-3px">-4</i>', '<i style="margin:-3px">−4</i>'),
        ("- -3 points", "- −3 points"),
    ],
)
def test_a_negative_number_in_a_sentence_has_a_minus_sign(written, shown, capsys):
    say(written)
    assert capsys.readouterr().out == f"{shown}\n"
