"""Commands of those who present and compare."""

from __future__ import annotations

import nbformat

from ..pipeline.units import GOOD, source

UNIT = "3_differential_privacy/1_small"


def test_a_topic_without_a_benchmark_says_so(run, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    none = run("bench", "quantum_ml")
    assert none.exit_code == 1
    assert none.output == "quantum_ml has no benchmark: there is no package execml.quantum_ml.bench\n"


def test_the_guide_is_printed_for_the_modules_that_have_units(run, tmp_path):
    source(tmp_path, UNIT, GOOD)
    assert "# Differential privacy: the facilitator's guide" in run("guide").output
    assert run("guide", "automl").exit_code == 1


def test_the_guide_becomes_a_page_of_one_module(run, tmp_path):
    source(tmp_path, UNIT, GOOD)
    written = run("guide", "3", "--html", str(tmp_path / "out" / "guide.html"))
    assert written.exit_code == 0
    assert "<title>Differential privacy" in (tmp_path / "out" / "guide.html").read_text(encoding="utf-8")
    source(tmp_path, "4_federated_learning/1_small", GOOD)
    several = run("guide", "--html", str(tmp_path / "all.html"))
    assert several.exit_code == 1
    assert "--html writes one module: say which" in several.output


def test_a_unit_is_exported_once_it_is_built(run, tmp_path):
    source(tmp_path, UNIT, GOOD)
    missing = run("export", UNIT, "--out", str(tmp_path / "out"))
    assert missing.exit_code == 1
    assert f"notebooks/{UNIT}.ipynb is missing: 'execml build {UNIT}' makes it" in missing.output
    notebook = tmp_path / "solutions" / f"{UNIT}.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Small")]), notebook)
    made = run("export", UNIT, "--worked", "--out", str(tmp_path / "out"))
    assert made.exit_code == 0
    assert (tmp_path / "out" / f"{UNIT}.html").is_file()
