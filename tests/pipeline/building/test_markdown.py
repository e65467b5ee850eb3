"""Links to the glossary explain themselves and lead there from both copies; callouts read in any theme."""

from __future__ import annotations

import re

import pytest
from execml.course.page.figures import contrast
from execml.course.programme import root
from execml.pipeline.building.markdown import GROUNDS, INK, MOST_LETTERS, definitions, finished, terms

WORDS = """# Glossary

Words.

## Privacy

### Delta

The *small* part $\\delta$ of it. See [ε](#Epsilon) too.

### <a id="Renyi"></a>Rényi

A bound on `an` average, "so to say". It adds up.

## Noise

### Clipping

Cutting values back to a bound $C$. It has a _second_ sentence. A third has $\\varepsilon$. A fourth.
"""


def test_each_term_has_its_plain_definition_by_the_anchor_that_links_name():
    assert definitions(WORDS) == {
        "Delta": "The small part $\\delta$ of it. See ε too.",
        "Renyi": 'A bound on an average, "so to say". It adds up.',
        "Clipping": "Cutting values back to a bound C. It has a second sentence.",
    }


def test_a_long_definition_is_cut_at_a_sentence():
    sentence = "Nine words stand in a sentence of this kind. "
    found = definitions(f"### Long\n\n{sentence * 9}")["Long"]
    assert found.endswith("of this kind.")
    assert MOST_LETTERS - len(sentence) < len(found) <= MOST_LETTERS


def test_the_programmes_terms_all_read_as_tooltips():
    known = terms(root())
    assert len(known) > 80
    assert [name for name, text in known.items() if re.search(r"[$\\\\*`]", text) or not name.isascii()] == []
    assert max(map(len, known.values())) <= MOST_LETTERS


@pytest.mark.parametrize(
    ("name", "copy", "path"),
    [
        ("3_a/1_x", "notebooks", "../glossary.md"),
        ("3_a/1_x", "solutions", "../../notebooks/glossary.md"),
        ("0_welcome", "notebooks", "glossary.md"),
        ("0_welcome", "solutions", "../notebooks/glossary.md"),
    ],
)
def test_a_link_leads_to_the_glossary_from_either_copy(name, copy, path):
    depth = "../" * name.count("/")
    words = f"{depth}glossary.md"
    text = f"[A]({words}#Renyi), [B]({words}#Gone), [C]({words}), [D](../x.md#Renyi)."
    title = "A bound on an average, &quot;so to say&quot;. It adds up."
    assert finished(text, name, copy, definitions(WORDS)) == (
        f'[A]({path}#Renyi "{title}"), [B]({path}#Gone), [C]({path}), [D](../x.md#Renyi).'
    )


def test_a_callout_gets_its_own_ground_and_keeps_the_rest():
    text = '<div class="alert alert-block alert-warning" role="note">Mind the `step`.</div>'
    shown = finished(text, "1_a/1_x", "notebooks", {})
    assert re.sub(r' style="[^"]*"', "", shown) == text
    assert f"background:{GROUNDS['warning'][0]};color:{INK}" in shown


@pytest.mark.parametrize("kind", GROUNDS)
def test_a_callout_reads_on_its_own_ground(kind):
    assert contrast(INK) / contrast(GROUNDS[kind][0]) >= 7
