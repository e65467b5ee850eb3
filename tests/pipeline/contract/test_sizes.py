"""What is counted on a page, and what is said when a page outgrows its limits or its debt."""

from __future__ import annotations

import pytest
from execml.pipeline.contract.page import Debt, Programme
from execml.pipeline.contract.sizes import MOST, debtors_exist, derives, fits, sizes, words

from ..pages import IMAGE, code, good_cells, markdown, page, printed, result, said, shown, worked

FOLDED = "<details><summary>Why so?</summary>\n\nBecause $$a=b$$ and $$b=c$$.\n\n</details>"


def size_with(*cells):
    """What the good page gains by some cells."""
    before, after = sizes(page()), sizes(page([*good_cells(), *cells]))
    return {what: after[what] - before[what] for what in MOST if after[what] != before[what]}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Three plain words.", 3),
        ("**Bold**, *slanted*, `x = 1` – and a [link that counts](a/b.md#Its-address).", 9),
        ("# Two words\n\n1. One\n2. Two", 6),
        ("Let $a < b$ and $$\\sum_i x_i\\,y_i$$ be.", 5),
        ("A price of \\$5 and another of \\$6.", 8),
        ("```python\nnot = counted\n```\nCounted.", 1),
        ("![An alternative text](picture.png) Seen.", 1),
        (FOLDED, 2),
        ("<details><summary>One</summary>No <details><summary>no</summary>no</details> no</details>Two", 2),
        ("<p>Is a < b, or <b>not</b>?</p>", 5),
        ("<table><caption>Two words</caption><tr><td>1,954</td><td>–</td></tr></table>", 3),
        ("", 0),
    ],
)
def test_words_are_those_that_a_reader_sees(text, count):
    assert words(text) == count


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("$$a = b$$", False),
        ("$$a = b$$\n\nso\n\n$$a = c$$", True),
        ("*Proof of (i).* Take the clients.", True),
        ("**Proof.** Take them.", True),
        ("We give no proof.\nProofs are in the paper: $$a = b$$", False),
        (FOLDED, False),
        (f"$$a = b$$\n\n{FOLDED}", False),
        ("Since $a < b$:\n\n$$a = 1$$\n\nand $b > 0$:\n\n$$b = 2$$", True),
        ("```\nProof\n```", False),
    ],
)
def test_a_derivation_stands_open_and_has_steps(text, does):
    assert derives(text) is does


@pytest.mark.parametrize(
    ("cell", "gain"),
    [
        (markdown("Four words, and formulas."), {"words": 4, "cells": 1}),
        (code("x = 1  # these words are none"), {"cells": 1, "code cells": 1}),
        (code("say('…')", said("Two words."), tags=["hide-input", "told"]), {"words": 2}),
        (code("print(x)", printed("i <b> j\n")), {"words": 3, "cells": 1, "code cells": 1}),
        (
            code("show(f)", shown(IMAGE, "Many words of a fingerprint")),
            {"cells": 1, "code cells": 1, "figures": 1},
        ),
        (code("x", result("<object>")), {"words": 1, "cells": 1, "code cells": 1}),
        (
            code("table(f)", shown("<table><td>1</td></table>"), shown("<table><td>2</td></table>")),
            {"words": 2, "cells": 1, "code cells": 1, "tables": 2},
        ),
        (markdown("| a | b |\n|---|:-:|\n| 1 | 2 |\n\n---"), {"words": 4, "cells": 1, "tables": 1}),
        (markdown("![A lock](lock.png)"), {"cells": 1, "figures": 1}),
        (markdown("$$a$$ $$b$$"), {"words": 2, "cells": 1, "derivations": 1}),
        (markdown("[Next](2.ipynb)", tags=["navigation"]), {}),
    ],
)
def test_each_thing_counts_as_what_it_is(cell, gain):
    assert size_with(cell) == gain


def found(count, debt=None, what="cells"):
    """What is said of a page with so many cells or figures."""
    have = sizes(page())[what]
    extra = {"cells": lambda: markdown("One."), "figures": lambda: code("show(f)", shown(IMAGE))}[what]
    cells = [*good_cells(), *(extra() for _ in range(count - have))]
    return [message for _, message in fits(page(cells, debt=debt))]


def test_a_page_may_have_what_a_unit_may_have():
    assert found(35) == []
    assert found(36) == ["has 36 cells; a unit has 35 at most"]
    assert found(6, what="figures") == ["has 6 figures; a unit has 5 at most"]


def test_a_debt_holds_to_the_last_cell_and_only_shrinks():
    assert found(38, Debt({"cells": 38})) == []
    assert found(39, Debt({"cells": 38})) == ["has 39 cells; a unit has 35 at most, and its debt is 38"]
    assert found(37, Debt({"cells": 38})) == ["has 37 cells: lower its debt from 38"]
    assert found(35, Debt({"cells": 38})) == ["has 35 cells, as a unit may: take the debt of 38 out"]


def test_a_debt_is_of_something_that_is_counted():
    (message,) = found(20, Debt({"jokes": 3}))
    assert message.startswith("owes 'jokes', which is not counted; there are: words, cells")


def test_a_debt_is_of_a_unit_that_there_is():
    known = {page().unit.name: Debt(), "3_differential_privacy/9_gone": Debt({"cells": 40})}
    (breach,) = debtors_exist(Programme(None, (page(),), known))
    assert "9_gone.ipynb: has debts, and there is no such unit" in str(breach)


def test_the_worked_copy_and_the_pages_of_no_module_are_free():
    cells = [markdown("One.") for _ in range(60)]
    assert list(fits(page(cells, copy="solutions"))) == []
    assert list(fits(page(cells, name="glossary"))) == []
    assert list(fits(worked())) == []
