"""Where the files of a unit lie, in which order units come, and which module a person means."""

from __future__ import annotations

from pathlib import Path

import pytest
from execml.course.programme import MODULES, WELCOME, module_named, module_with, unit_names


def test_a_unit_has_one_folder_for_its_helpers_and_one_for_its_tests() -> None:
    module, root = MODULES[2], Path("checkout")
    helpers = root / "modules" / "execml" / "differential_privacy" / "units" / "unit_6"
    assert module.unit_helpers(root, 6) == helpers
    assert module.unit_tests(root, 6) == root / "tests" / "differential_privacy" / "units" / "unit_6"


def test_units_come_in_the_order_of_their_numbers_and_are_found_below_a_hidden_folder(tmp_path) -> None:
    checkout = tmp_path / ".hidden"
    names = ["0_welcome", "2_automl/9_a", "2_automl/10_b", "10_z/1_a", "glossary"]
    for name in [*reversed(names), "2_automl/_notes", ".ipynb_checkpoints/x"]:
        file = checkout / "solutions" / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    assert unit_names(checkout) == names
    assert unit_names(checkout, MODULES[1]) == ["2_automl/9_a", "2_automl/10_b"]
    assert unit_names(checkout, MODULES[0]) == []


def test_a_unit_s_name_tells_its_module() -> None:
    assert module_with("2_automl/9_a") is MODULES[1]
    assert module_with("0_welcome") is WELCOME
    assert module_with("glossary") is None


def test_an_unknown_module_lists_the_right_ones() -> None:
    with pytest.raises(ValueError, match="no module is called 'privacy'; there are: frameworks, automl"):
        module_named("privacy")
