"""The README files: what a page reads is found in every form of import, and rooms follow their ladder."""

from __future__ import annotations

from pathlib import Path

import pytest
from execml.course.programme import MODULES
from execml.pipeline.facilitator.signposts import files_read, floor_page, steps_of, topic_page

from ..units import source

MODULE = MODULES[1]
FRONT = "# ---\n# title: {title}\n# ---\n\n# %%\n"
CONTRACT = """
[[tool.importlinter.contracts]]
containers = ["execml.automl"]
layers = ["units | bench", "search", "spaces : trust"]
"""
FILES = {
    "__init__.py": '"""AutoML, briefly.\n\nAnd more."""\n',
    "__init__.pyi": "from .search.halving import hyperband as hyperband\n"
    "from .trust.luck import luck as luck\n",
    "spaces/domains.py": '"""What a setting may be: ``int`` | ``float``."""\n',
    "search/halving.py": '"""Give many candidates little."""\n',
    "search/plans.py": '"""Plans in words."""\n',
    "trust/luck.py": '"""Luck."""\n',
    "bench/table.py": '"""The benchmark."""\n',
    "units/unit_1/figures.py": '"""Figures."""\n',
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text(CONTRACT)
    for name, text in FILES.items():
        file = MODULE.helpers(tmp_path) / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    for room in ("spaces", "search", "trust", "bench", "units"):
        (MODULE.helpers(tmp_path) / room / "__init__.py").write_text(f'"""The room of {room}."""\n')
    return tmp_path


@pytest.mark.parametrize(
    ("code", "files"),
    [
        ("from execml.automl import hyperband", ["search/halving.py"]),
        ("from execml.automl import luck as chance, hyperband", ["trust/luck.py", "search/halving.py"]),
        ("import execml.automl as am\nam.luck(3)", ["trust/luck.py"]),
        ("import execml.automl\nexecml.automl.luck(3)", ["trust/luck.py"]),
        ("from execml.automl.search.plans import in_words", ["search/plans.py"]),
        ("from execml.automl.search import plans", ["search/plans.py"]),
        ("def later():\n    from execml.automl.spaces.domains import Whole", ["spaces/domains.py"]),
        ("from execml.automl.units.unit_1 import figures", []),
        ("from execml.automl_other import luck\nfrom execml.course import say\nother.luck", []),
    ],
)
def test_what_a_page_reads_is_found(checkout: Path, code: str, files: list[str]) -> None:
    name = "2_automl/1_x"
    source(checkout, name, FRONT.format(title="X") + code)
    found = files_read(checkout, MODULE, name)
    assert [path.relative_to(MODULE.helpers(checkout)).as_posix() for path in found] == files


def test_rooms_stand_in_the_order_of_the_ladder_from_the_ground_up(checkout: Path) -> None:
    assert [room for step in steps_of(checkout, "automl") for room in step] == [
        *("spaces", "trust", "search", "units", "bench")
    ]
    headings = [line for line in topic_page(checkout, MODULE).splitlines() if line.startswith("### ")]
    assert headings == [f"### {room}" for room in ("spaces", "trust", "search", "units", "bench")]


def test_a_package_without_a_ladder_is_told_where_it_belongs(checkout: Path) -> None:
    (checkout / "pyproject.toml").write_text("[tool.importlinter]\ncontracts = []\n")
    with pytest.raises(ValueError, match=r"'automl' needs a contract on its rooms .* in pyproject\.toml"):
        steps_of(checkout, "automl")


def test_a_topic_s_page_holds_question_units_rooms_and_first_lines(checkout: Path) -> None:
    source(checkout, "2_automl/1_x", FRONT.format(title="The first") + "from execml.automl import luck")
    page = topic_page(checkout, MODULE)
    assert f"**{MODULE.question}** AutoML, briefly.\n" in page
    assert "And more" not in page
    unit = "[2.1 The first](../../../notebooks/2_automl/1_x.ipynb)"
    assert f"| {unit} | trust: [luck](trust/luck.py) |" in page
    assert "### search\n\nThe room of search.\n" in page
    assert "| [domains.py](spaces/domains.py) | What a setting may be: `int` \\| `float`. |" in page
    assert "| [unit_1/figures.py](units/unit_1/figures.py) | Figures. |" in page


def test_what_stands_beside_the_rooms_is_listed_before_them(checkout: Path) -> None:
    (checkout / "pyproject.toml").write_text(CONTRACT.replace("spaces : trust", "programme"))
    (MODULE.helpers(checkout) / "programme.py").write_text('"""The map."""\n')
    page = floor_page(checkout, "automl")
    assert page.index("| [programme.py](programme.py) | The map. |") < page.index("### search")
