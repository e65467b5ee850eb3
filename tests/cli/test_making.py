"""Commands of those who make pages: what they print, and the status that they end with."""

from __future__ import annotations

import subprocess
import sys

from execml.pipeline.building import verify as nbval

from ..pipeline.units import GOOD, source, with_cell

UNIT = "3_differential_privacy/1_small"


def test_a_build_writes_and_a_check_is_content_until_the_source_changes(run, tmp_path):
    source(tmp_path, UNIT, GOOD)
    missing = run("build", "--check")
    assert missing.exit_code == 1
    assert f"notebooks/{UNIT}.ipynb: missing" in missing.output
    built = run("build", UNIT, "--timeout", "30")
    assert (built.exit_code, "2 written, 0 unchanged, 0 wrong" in built.output) == (0, True)
    assert f"notebooks/{UNIT}.ipynb, cell" in built.output, "the contract's findings are shown to the author"
    checked = run("build", "--check").output
    assert checked == "2 notebooks are in step with their sources\n"
    (tmp_path / "constraints.txt").write_text("numpy==2.4.6\n")
    checked = run("build", "--check")
    assert checked.exit_code == 0
    assert f"2 were executed with other helper code, data or pins, such as notebooks/{UNIT}" in checked.output
    source(tmp_path, UNIT, GOOD.replace("A small unit", "Another"))
    changed = run("build", "--check")
    assert changed.exit_code == 1
    assert "'execml build' brings the notebooks into step" in changed.output


def test_a_build_that_goes_wrong_names_the_cell_and_ends_with_1(run, tmp_path):
    source(tmp_path, UNIT, with_cell("1 / 0"))
    failed = run("build")
    assert failed.exit_code == 1
    assert f"failed  solutions/{UNIT}.ipynb" in failed.output
    assert "cell 3 ('1 / 0') raised ZeroDivisionError: division by zero" in failed.output
    assert "1 wrong" not in failed.output
    assert "2 wrong" in failed.output


def test_an_unknown_unit_lists_the_right_ones_without_a_traceback(run, tmp_path):
    source(tmp_path, UNIT, GOOD)
    unknown = run("build", "4_nowhere")
    assert unknown.exit_code == 1
    assert unknown.output == f"no unit is called '4_nowhere'; there are:\n  {UNIT}\n"


def test_a_new_unit_is_laid_out_once(run, tmp_path):
    laid = run("new", "automl", "1_search")
    assert laid.exit_code == 0
    assert "written  solutions/2_automl/1_search.py" in laid.output
    assert "execml build 2_automl/1_search" in laid.output
    assert run("new", "automl", "1_search").exit_code == 1
    assert "there are: frameworks" in run("new", "nowhere", "1_x").output


def test_the_map_is_printed_and_the_readme_files_are_written(run, tmp_path):
    assert run("map").output.startswith("| No. | Module | The claim to check | Minutes |")
    for place in ("modules/execml/course", "modules/execml/pipeline"):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "__init__.py").write_text('"""What it is."""\n')
    (tmp_path / "pyproject.toml").write_text("[tool.importlinter]\ncontracts = []\n")
    (tmp_path / "README.md").write_text("# Title\n")
    told = run("map", "--write")
    assert (told.exit_code, "needs a contract on its rooms" in told.output) == (1, True)
    contract = '[[tool.importlinter.contracts]]\ncontainers = ["execml.{}"]\nlayers = []\n'
    contracts = [contract.format(name) for name in ("course", "pipeline")]
    (tmp_path / "pyproject.toml").write_text("\n".join(contracts))
    (tmp_path / "README.md").write_text("# Title\n<!-- map: old -->\nold\n<!-- /map -->\nEnd\n")
    files = ["README.md", "modules/execml/course/README.md", "modules/execml/pipeline/README.md"]
    assert run("map", "--write").output.splitlines() == [f"written  {file}" for file in files]
    front = (tmp_path / "README.md").read_text().splitlines()
    assert (front[:2], front[-2:]) == (["# Title", "<!-- map: old -->"], ["<!-- /map -->", "End"])
    assert front[2].startswith("| No. | Module")
    assert run("map", "--write").output == "", "what is in step is left alone"


def test_help_comes_fast_because_nothing_heavy_is_imported():
    code = "import sys, execml.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"numpy", "pandas", "nbformat", "nbclient", "jupytext", "yaml"} & set(done.stdout.split())


def test_the_comparison_keeps_a_notebook_in_one_worker_and_does_not_fix_the_order_of_sets(tmp_path):
    line = nbval.command(tmp_path, [tmp_path / "notebooks"])
    assert line[line.index("--dist") + 1] == "loadfile"
    assert "--nbval" in line
    assert "--nbval-lax" not in line
    assert any(option.startswith("--nbval-cell-timeout=") for option in line)
    assert nbval.environment().get("EXECML_RECORD") == "0"
