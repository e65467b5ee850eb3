"""Nothing that a notebook stores is changed by hand unnoticed, and no build adopts a changed helper."""

from __future__ import annotations

import difflib
import json
import shutil
from pathlib import Path

import pytest
from execml.course.programme import COPIES, notebook_path
from execml.pipeline.building.builder import build
from execml.pipeline.building.compare import check, load, outdated
from execml.pipeline.building.execution import STATE, VIEW

from ..units import MODULE, PICTURES, picture, source

pytestmark = pytest.mark.slow

UNIT = f"{MODULE}/1_pictures"
HELPER = "modules/execml/differential_privacy/mechanisms/gaussian.py"
BOTH = [(copy, "Pictures") for copy in COPIES]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A checkout with one unit and one helper, built."""
    root = tmp_path_factory.mktemp("pictures")
    source(root, UNIT, PICTURES)
    helper = root / HELPER
    helper.parent.mkdir(parents=True)
    helper.write_text("def gaussian_delta(): return 0.1\n")
    verdicts = build(root, [UNIT])
    assert [verdict.outcome for verdict in verdicts] == ["built", "built"], verdicts
    return root


@pytest.fixture
def clone(built, tmp_path):
    """A fresh clone of the checkout: what is committed, and none of what a build keeps on one computer."""
    unkept = shutil.ignore_patterns(".execml")
    return Path(shutil.copytree(built, tmp_path / "clone", ignore=unkept))


def changed(root, edit, copy="notebooks"):
    """Change one copy of the unit by hand: ``edit`` receives its cells, by place, and its metadata."""
    path = notebook_path(root, UNIT, copy)
    notebook = json.loads(path.read_text(encoding="utf-8"))
    edit({place: cell for place, cell in enumerate(notebook["cells"], 1)}, notebook["metadata"])
    path.write_text(json.dumps(notebook), encoding="utf-8")


def replaced(place, old, new, kind=""):
    """Return an edit that replaces words in a cell's output of a kind, or in what it printed."""

    def edit(cells, metadata):
        output = cells[place]["outputs"][0]
        holder, key = (output["data"], kind) if kind else (output, "text")
        before = "".join(holder[key])
        assert old in before
        holder[key] = before.replace(old, new)

    return edit


def swap(cells, metadata):
    cells[3]["outputs"], cells[4]["outputs"] = cells[4]["outputs"], cells[3]["outputs"]


def turn_the_slider(cells, metadata):
    models = metadata["widgets"][STATE]["state"].values()
    state = next(model["state"] for model in models if model["model_name"] == "IntSliderModel")
    assert state["value"] == 3
    state["value"] = 4


EDITS = {
    "a picture upside down": (replaced(3, picture(0, 255), picture(255, 0), "text/html"), [3]),
    "two pictures swapped": (swap, [3, 4]),
    "another alt text": (replaced(3, "Light is below.", "Light is above.", "text/html"), [3]),
    "another fingerprint of a figure": (replaced(4, "from 0 to 3", "from 0 to 4", "text/plain"), [4]),
    "a number in an exempt cell": (replaced(5, "12 ms", "11 ms"), [5]),
    "a number in a sentence": (replaced(6, "42", "43", "text/markdown"), [6]),
    "an output deleted": (lambda cells, metadata: cells[5].update(outputs=[]), [5]),
    "an output added": (lambda cells, metadata: cells[2].update(outputs=cells[5]["outputs"]), [2]),
    "the slider at another value": (turn_the_slider, []),
    "the sliders' state deleted": (lambda cells, metadata: metadata.pop("widgets"), []),
}


@pytest.mark.parametrize("name", EDITS)
@pytest.mark.parametrize("copy", COPIES)
def test_each_edit_by_hand_is_named_with_its_cell_and_the_remedy(clone, copy, name):
    edit, places = EDITS[name]
    changed(clone, edit, copy)
    found = check(clone, [UNIT])
    where = [f"cell {place} stores another output than" for place in places] or [
        "the state of its sliders is"
    ]
    assert len(found) == len(where)
    for finding, start in zip(found, where, strict=True):
        assert finding.startswith(f"{copy}/{UNIT}.ipynb: {start}")
        assert "'execml build' executes it again" in finding


def test_a_build_executes_again_what_was_changed_by_hand_also_when_the_prose_is_new(clone, pretended):
    changed(clone, swap)
    source(clone, UNIT, f"{PICTURES}\n# %% [markdown]\n# More words.\n")
    assert {verdict.copy: verdict.outcome for verdict in build(clone, [UNIT])} == {
        "notebooks": "built",
        "solutions": "text only",
    }
    assert pretended == [("notebooks", "Pictures")]
    assert check(clone, [UNIT]) == []


def test_a_notebook_that_says_nothing_of_its_execution_is_found_and_executed(clone, pretended):
    changed(clone, lambda cells, metadata: metadata["execml"].pop("executed"))
    assert [finding.partition(": ")[2] for finding in check(clone, [UNIT])] == [
        "it does not say what its execution left; 'execml build' executes it again"
    ]
    build(clone, [UNIT])
    assert pretended == BOTH[:1]


def test_another_spelling_of_the_same_notebook_is_no_edit(clone, no_kernel):
    """JupyterLab orders keys in its own way, and splits or joins lines."""

    def reverse(value):
        if isinstance(value, dict):
            return {key: reverse(value[key]) for key in sorted(value, reverse=True)}
        return [reverse(item) for item in value] if isinstance(value, list) else value

    def join(cells, metadata):
        for cell in cells.values():
            cell["source"] = "".join(cell["source"])

    changed(clone, join)
    path = notebook_path(clone, UNIT, "notebooks")
    path.write_text(json.dumps(reverse(json.loads(path.read_text())), indent=4))
    assert check(clone, [UNIT]) == []
    assert {verdict.outcome for verdict in build(clone, [UNIT])} == {"unchanged"}


def test_a_fresh_clone_that_is_as_committed_needs_no_kernel(clone, no_kernel):
    assert check(clone, [UNIT]) == []
    assert outdated(clone, [UNIT]) == []
    assert {verdict.outcome for verdict in build(clone, [UNIT])} == {"unchanged"}


def test_a_changed_helper_on_a_fresh_clone_executes_and_equal_outputs_are_the_same_bytes(clone):
    """The helper's new text prints nothing new, so one line of each notebook says that it was looked at."""
    before = [notebook_path(clone, UNIT, copy).read_text(encoding="utf-8") for copy in COPIES]
    (clone / HELPER).write_text("def gaussian_delta(): return 7.0\n")
    assert check(clone, [UNIT]) == []
    assert outdated(clone, [UNIT]) == [f"{copy}/{UNIT}.ipynb" for copy in COPIES]
    verdicts = build(clone, [UNIT])
    assert [verdict.outcome for verdict in verdicts] == ["built", "built"]
    assert outdated(clone, [UNIT]) == []
    for copy, old in zip(COPIES, before, strict=True):
        new = notebook_path(clone, UNIT, copy).read_text(encoding="utf-8")
        lines = list(difflib.unified_diff(old.splitlines(), new.splitlines(), n=0))[3:]
        assert [line.split(":")[0].split() for line in lines] == [
            ["-", '"surroundings"'],
            ["+", '"surroundings"'],
        ]


def test_the_slider_is_stored_under_the_id_that_its_cell_shows(built):
    notebook = load(notebook_path(built, UNIT, "notebooks"))
    shown = notebook.cells[0].outputs[0].data[VIEW].model_id
    assert notebook.metadata.widgets[STATE].state[shown].model_name == "VBoxModel"
