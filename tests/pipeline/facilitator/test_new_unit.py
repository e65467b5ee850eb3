"""A new unit: in the house shape from its first minute, building as it stands, and never over another."""

from __future__ import annotations

import os
import shutil

import pytest
from execml.course.programme import MODULES, root
from execml.pipeline.building.builder import Limits, build
from execml.pipeline.building.compare import load
from execml.pipeline.building.source import COPIES, notebook_path, read
from execml.pipeline.contract.inspector import inspect_page
from execml.pipeline.contract.page import Page
from execml.pipeline.facilitator.new_unit import lay_out, module_named


def test_a_new_unit_builds_and_lacks_only_what_its_author_must_write(tmp_path, monkeypatch):
    shutil.copytree(
        root() / "modules", tmp_path / "modules", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
    )
    os.symlink(root() / "datasets", tmp_path / "datasets")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "modules"))
    module = MODULES[6]
    written = lay_out(tmp_path, module, "9_small_groups")
    assert written[0] == tmp_path / "solutions" / module.folder / "9_small_groups.py"
    name = f"{module.folder}/9_small_groups"
    verdicts = build(tmp_path, [name], limits=Limits(2, 30, 60))
    assert [verdict.detail for verdict in verdicts] == ["", ""]
    unit = read(tmp_path, name)
    pages = [Page(unit, copy, load(notebook_path(tmp_path, name, copy))) for copy in COPIES]
    found = [finding for page in pages for finding in inspect_page(page)]
    assert [(finding.rule, finding.message) for finding in found] == [
        ("boardroom_complete", "has 1 checked exercises; two to four are wanted"),
    ]
    assert unit.front.title == "Small groups"


def test_an_existing_unit_is_not_overwritten(tmp_path):
    lay_out(tmp_path, MODULES[0], "1_first")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*") if path.is_file()}
    with pytest.raises(ValueError, match=r"solutions/1_frameworks/1_first.py exists, and is not overwritten"):
        lay_out(tmp_path, MODULES[0], "1_first")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*") if path.is_file()} == before


def test_a_second_unit_leaves_the_helpers_alone(tmp_path):
    first = lay_out(tmp_path, MODULES[0], "1_first")
    second = lay_out(tmp_path, MODULES[0], "2_second")
    assert len(first) == 5
    assert [path.name for path in second] == ["2_second.py", "unit_2.py", "unit_2_quiz.yaml"]


@pytest.mark.parametrize("name", ["first", "1", "1_First", "1_a/b", "../1_a", "1_"])
def test_a_name_of_another_form_is_refused(tmp_path, name):
    with pytest.raises(ValueError, match="must be a number and a name"):
        lay_out(tmp_path, MODULES[0], name)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_module_lists_the_right_ones():
    with pytest.raises(ValueError, match="no module is called 'privacy'; there are: frameworks, automl"):
        module_named("privacy")
