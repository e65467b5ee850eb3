"""Tables of the command line: nothing cut, one or two lines a row, and a ratio that says what it divides."""

from __future__ import annotations

import pytest
from execml.course.measure.rows import Line, Row, print_rows, print_table, table_lines

ROWS = [
    Row("error of an AUC, 10,000 clients", "scikit-learn, bootstrap of 200", 1.21, 430.5, "2e-01 apart"),
    Row("error of an AUC, 10,000 clients", "all pairs, as defined", 1.21, 100.0, "1e-16 apart"),
    Row("halving 27 configurations from 1,000 clients", "random search", 27, 9, "same best", True),
]
WAYS = [
    Line(name, ("20,684.0", "6,809", "10,995", "74.9", "never"), "loss: differs by 2e-06")
    for name in ("TensorFlow, eager (bare operations)", "PyTorch, torch.compile")
]
HEADS = ("first\nstep (ms)", "step\n(µs)", "steps\na second", "step /\nours", "pays\nafter")


def test_a_ratio_says_what_it_divides_and_is_above_one_in_our_favour(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    print_rows("Ours beside theirs", [("milliseconds", lambda: ROWS[:2]), ("tried", lambda: ROWS[2:])])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Ours beside theirs. A ratio above 1 is in our favour."
    text = "\n".join(lines)
    assert text.count("error of an AUC, 10,000 clients (milliseconds; the ratio is theirs / ours)") == 1
    assert "(tried; the ratio is ours /" in text
    assert "355.8×" in text
    assert "3.0×" in text


@pytest.mark.parametrize("width", [80, 200])
def test_no_name_is_cut_and_a_row_takes_two_lines_at_most(width):
    found = table_lines(HEADS, WAYS, width)
    assert all(len(line) <= width for line in found)
    assert len(found) <= 2 + 2 * len(WAYS)
    for row in WAYS:
        assert sum(row.name in line for line in found) == 1
    assert len(table_lines(HEADS, WAYS, 200)) == 2 + len(WAYS)


def test_a_narrow_terminal_puts_the_name_above_its_figures():
    found = table_lines(HEADS, WAYS, 50)
    assert all(len(line) <= 50 for line in found)
    assert found[2] == "TensorFlow, eager (bare operations)"


def test_figures_stand_below_their_heads():
    head, row = table_lines(["ours", "ratio"], [Line("search", ("1,234.5", "2.0×"))], 80)
    assert head.index("ours") + 4 == row.index("1,234.5") + 7
    assert head.rstrip().endswith("ratio")
    assert len(head) == len(row)


def test_what_is_piped_gets_eighty_columns(capsys, monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    print_table("A title " * 20, HEADS, WAYS)
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80
