"""The fingerprint sees what a unit's code can see, all of it, and nothing else."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from execml.course.programme import HELPERS, root, source_path, unit_names
from execml.pipeline.building.source import read
from execml.pipeline.building.surroundings import (
    CODE_ENDINGS,
    DATA,
    DATA_ENDINGS,
    fingerprint,
    imported_topics,
)

from ..units import GOOD, source

LESSON, NEIGHBOUR = "3_differential_privacy/2_noise", "3_differential_privacy/3_budget"
ELSEWHERE, TOP, WORDS = "1_frameworks/2_model", "0_welcome", "glossary"
NAMES = (LESSON, NEIGHBOUR, ELSEWHERE, TOP, WORDS)
PRIVACY = "modules/execml/differential_privacy"
TOPICS = [path.name for path in (root() / HELPERS).iterdir() if (path / "units").is_dir()]


def seen(checkout):
    return {name: fingerprint(checkout, read(checkout, name)) for name in NAMES}


@pytest.fixture
def checkout(tmp_path):
    """Five small sources, the last of them without code."""
    for name in NAMES[:-1]:
        source(tmp_path, name, GOOD)
    source(tmp_path, WORDS, "# ---\n# title: Words\n# ---\n\n# %% [markdown]\n# # Words\n")
    return tmp_path


@pytest.mark.parametrize(
    ("changed", "stale"),
    [
        (f"{PRIVACY}/mechanisms/noise.py", {LESSON, NEIGHBOUR}),
        (f"{PRIVACY}/__init__.pyi", {LESSON, NEIGHBOUR}),
        (f"{PRIVACY}/units/__init__.py", {LESSON, NEIGHBOUR}),
        (f"{PRIVACY}/units/unit_2/figures.py", {LESSON}),
        (f"{PRIVACY}/units/unit_3/quiz.yaml", {NEIGHBOUR}),
        (f"{PRIVACY}/README.md", set()),
        (f"{PRIVACY}/.ipynb_checkpoints/noise-checkpoint.py", set()),
        (f"{PRIVACY}/__pycache__/noise.cpython-311.pyc", set()),
        ("modules/execml/frameworks/training/descent.py", {ELSEWHERE}),
        ("modules/execml/welcome/units/unit_0/exercises.py", {TOP}),
        ("modules/execml/course/page/house.mplstyle", {LESSON, NEIGHBOUR, ELSEWHERE, TOP}),
        ("modules/execml/pipeline/building/builder.py", set()),
        ("datasets/credit/credit.csv.gz", {LESSON, NEIGHBOUR, ELSEWHERE, TOP}),
        ("datasets/credit/datasheet.md", set()),
        ("datasets/build.py", set()),
        ("constraints.txt", {LESSON, NEIGHBOUR, ELSEWHERE, TOP}),
        ("tests/test_noise.py", set()),
        ("README.md", set()),
    ],
)
def test_a_unit_rests_on_its_topic_the_course_the_data_and_the_pins(checkout, changed, stale):
    states = [seen(checkout)]
    path = checkout / changed
    path.parent.mkdir(parents=True, exist_ok=True)
    for text in ("before\n", "after\n"):
        path.write_text(text)
        states.append(seen(checkout))
    for one, other in pairwise(states):
        assert {name for name in NAMES if one[name] != other[name]} == stale


def test_the_welcome_rests_on_the_front_matter_of_every_source_and_not_on_its_cells(checkout):
    before = seen(checkout)
    source(checkout, ELSEWHERE, GOOD.replace("6 * 7", "6 * 8"))
    assert seen(checkout) == before
    source(checkout, ELSEWHERE, GOOD.replace("reading: 3", "reading: 4"))
    assert {name for name, new in seen(checkout).items() if new != before[name]} == {TOP}


def test_line_endings_and_the_place_of_the_checkout_do_not_matter(checkout, tmp_path_factory):
    for path, content in ((f"{PRIVACY}/noise.py", b"a\nb\n"), ("datasets/catalogue.yaml", b"c\nd\n")):
        (checkout / path).parent.mkdir(parents=True, exist_ok=True)
        (checkout / path).write_bytes(content)
    other = tmp_path_factory.mktemp("windows")
    for path in sorted((path for path in checkout.rglob("*") if path.is_file()), reverse=True):
        copy = other / path.relative_to(checkout)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert seen(other) == seen(checkout)


@pytest.mark.parametrize("name", unit_names(root()))
def test_no_page_imports_what_its_fingerprint_does_not_see(name):
    """Nor does a helper that it may import: a topic's rooms name no unit, and a unit names no other."""
    topic, number = name.split("/")[0].split("_", 1)[-1], name.split("/")[-1].split("_")[0]
    folder = root() / HELPERS / topic
    shared = [*(root() / HELPERS / "course").rglob("*.py"), *folder.rglob("*.py")]
    helpers = [path for path in shared if folder / "units" not in path.parents]
    own = sorted((folder / "units" / f"unit_{number}").rglob("*.py"))
    for path in (source_path(root(), name), *helpers, *own):
        code = path.read_text(encoding="utf-8")
        imports = set(re.findall(r"(?:import|from) execml\.(\w+)", code))
        if path == source_path(root(), name):
            assert imports == imported_topics(read(root(), name)), path
        else:
            assert imports <= {"course", topic}, path
        units = set(re.findall(r"(?:import|from)\b.*\bunit_(\d+)", code))
        assert units <= (set() if path in helpers else {number}), path


def test_every_file_of_the_helpers_and_the_data_is_seen_or_only_read_by_people():
    def endings(folder):
        files = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")]
        return {path.suffix for path in files} - {".md", ".pyc", ".css"}  # JupyterLab reads the last

    for topic in ("course", *TOPICS):
        assert endings(root() / HELPERS / topic) <= CODE_ENDINGS
    assert endings(root() / DATA) <= DATA_ENDINGS | {".py"}
