"""Building: each kind of unit gets its verdict, and a notebook is whole, or as it was before."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from pathlib import Path

import pytest
from execml.course.programme import COPIES, notebook_path
from execml.pipeline.building import execution
from execml.pipeline.building.builder import Limits, build, write
from execml.pipeline.building.compare import check, load, strays
from execml.pipeline.building.execution import Request, execute
from execml.pipeline.building.processes import run_all

from ..units import GOOD, MODULE, source, with_cell

pytestmark = pytest.mark.slow

SHORT = Limits(workers=2, cell_seconds=6)  # for the cell that hangs; whatever ends has the usual time
UNREADABLE = f"{MODULE}/6_unreadable"
OLD = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
GOOD_UNIT = f"{MODULE}/1_good"
WRONG = {
    "failed": (f"{MODULE}/3_failing", "raise KeyError('gone')"),
    "hung": (f"{MODULE}/4_hanging", "import time; time.sleep(60)"),
    "crashed": (f"{MODULE}/5_crashing", "import os; os._exit(1)"),
}


@pytest.fixture(scope="module")
def workshop(tmp_path_factory):
    """A checkout with a good unit, built; and the verdicts."""
    root = tmp_path_factory.mktemp("a checkout")
    source(root, GOOD_UNIT, GOOD)
    return root, build(root, [GOOD_UNIT])


@pytest.fixture(scope="module")
def trouble(tmp_path_factory):
    """A checkout with one unit of each wrong kind, whose old notebooks are there, built; and the verdicts."""
    root = tmp_path_factory.mktemp("trouble")
    source(root, UNREADABLE, "print('no front matter')")
    for name, code in WRONG.values():
        source(root, name, with_cell(code))
        for copy in COPIES:
            path = notebook_path(root, name, copy)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(OLD)
    return root, build(root, [UNREADABLE, *(name for name, _ in WRONG.values())], limits=SHORT)


@pytest.fixture
def copy_of_workshop(workshop, tmp_path):
    """A copy of the built checkout that a test may change."""
    return Path(shutil.copytree(workshop[0], tmp_path / "copy"))


def outcomes(verdicts, name):
    return {verdict.copy: verdict.outcome for verdict in verdicts if verdict.name == name}


def contents(root):
    return {
        path.relative_to(root): path.read_bytes()
        for copy in COPIES
        for path in (root / copy).rglob("*.ipynb")
    }


def stored(root, name, copy):
    return load(notebook_path(root, name, copy))


def test_a_good_unit_is_built_and_executed_in_both_copies(workshop):
    root, verdicts = workshop
    assert outcomes(verdicts, GOOD_UNIT) == {"notebooks": "built", "solutions": "built"}
    learner, worked = (stored(root, GOOD_UNIT, copy) for copy in COPIES)
    assert [cell.execution_count for cell in learner.cells if cell.cell_type == "code"] == [1, 2, 3]
    assert [cell.outputs[0].text for cell in learner.cells if cell.get("outputs")] == [
        "one\ntwo\n",
        "Ellipsis\n",
    ]
    assert [cell.outputs[0].text for cell in worked.cells if cell.get("outputs")] == ["one\ntwo\n", "42\n"]
    assert not any("execution" in cell.metadata for cell in learner.cells)


@pytest.mark.parametrize("outcome", WRONG)
def test_a_wrong_unit_gets_its_verdict_and_keeps_both_old_notebooks(trouble, outcome):
    root, verdicts = trouble
    name, code = WRONG[outcome]
    assert outcomes(verdicts, name) == {"notebooks": "held back", "solutions": outcome}
    assert all(notebook_path(root, name, copy).read_text() == OLD for copy in COPIES)
    detail = next(
        verdict.detail for verdict in verdicts if verdict.name == name and verdict.copy == "solutions"
    )
    assert "cell 3" in detail
    assert code in detail
    assert {"failed": "KeyError: 'gone'", "hung": "after 6 s", "crashed": "ended its kernel"}[
        outcome
    ] in detail


def test_an_unreadable_source_does_not_stop_the_others(trouble):
    _, verdicts = trouble
    verdict = next(verdict for verdict in verdicts if verdict.name == UNREADABLE)
    assert (verdict.outcome, verdict.good) == ("unreadable", False)
    assert "6_unreadable.py" in verdict.detail


def test_nothing_is_left_beside_the_notebooks(workshop, trouble):
    assert list((workshop[0] / ".execml").iterdir()) == []
    assert not (trouble[0] / ".execml").exists()
    for root, _ in (workshop, trouble):
        assert {path.suffix for copy in COPIES for path in (root / copy).rglob("*.*")} == {".ipynb", ".py"}


def test_a_second_build_starts_no_kernel_and_changes_no_byte(copy_of_workshop, no_kernel):
    before = contents(copy_of_workshop)
    verdicts = build(copy_of_workshop, [GOOD_UNIT])
    assert {verdict.outcome for verdict in verdicts} == {"unchanged"}
    assert contents(copy_of_workshop) == before


def test_new_prose_keeps_the_outputs_and_starts_no_kernel(copy_of_workshop, no_kernel):
    source(
        copy_of_workshop,
        GOOD_UNIT,
        GOOD.replace("# # A small unit", "# # A small unit\n#\n# With more words."),
    )
    before = [
        cell.outputs for cell in stored(copy_of_workshop, GOOD_UNIT, "solutions").cells if "outputs" in cell
    ]
    verdicts = build(copy_of_workshop, [GOOD_UNIT])
    assert outcomes(verdicts, GOOD_UNIT) == {"notebooks": "text only", "solutions": "text only"}
    after = stored(copy_of_workshop, GOOD_UNIT, "solutions")
    assert "With more words" in after.cells[0].source
    assert [cell.outputs for cell in after.cells if "outputs" in cell] == before


def test_new_code_executes_the_copy_that_holds_it_and_no_other(copy_of_workshop, pretended):
    source(copy_of_workshop, GOOD_UNIT, GOOD.replace("6 * 7", "6 * 8"))
    assert check(copy_of_workshop, [GOOD_UNIT]) != []
    verdicts = build(copy_of_workshop, [GOOD_UNIT])
    assert pretended == [("solutions", "A small unit")]
    assert outcomes(verdicts, GOOD_UNIT) == {"notebooks": "unchanged", "solutions": "built"}
    assert check(copy_of_workshop, [GOOD_UNIT]) == []


def test_a_notebook_edited_by_hand_is_found_and_put_right(copy_of_workshop):
    path = notebook_path(copy_of_workshop, GOOD_UNIT, "notebooks")
    good = path.read_bytes()
    path.write_bytes(good.replace(b"print(answer)", b"print(answer, 1)"))
    found = check(copy_of_workshop, [GOOD_UNIT])
    assert len(found) == 1
    assert found[0].startswith(
        f"notebooks/{GOOD_UNIT}.ipynb: cell 4 differs from the source: 'print(answer, 1)'"
    )
    build(copy_of_workshop, [GOOD_UNIT])
    assert path.read_bytes() == good


@pytest.mark.parametrize(
    ("edit", "complaint"),
    [
        (lambda cells: cells[1].update(id="abc"), "cell 2 has the id 'abc'"),
        (lambda cells: cells[2]["metadata"].update(tags=["solution"]), "cell 3 has the metadata"),
        (lambda cells: cells[3].update(execution_count=None), "cell 4 is not executed: 'print(answer)'"),
        (lambda cells: cells.pop(1), "cell 2 of the source's is missing: 'import sys'"),
        (
            lambda cells: cells.insert(0, {**cells[0], "id": "new", "source": ["extra"]}),
            "cell 1 is not in the source",
        ),
    ],
)
def test_every_kind_of_hand_edit_is_named_with_its_cell(copy_of_workshop, edit, complaint):
    path = notebook_path(copy_of_workshop, GOOD_UNIT, "notebooks")
    notebook = json.loads(path.read_text())
    edit(notebook["cells"])
    path.write_text(json.dumps(notebook))
    assert complaint in check(copy_of_workshop, [GOOD_UNIT])[0]


def test_a_missing_a_broken_and_a_stray_notebook_are_found(copy_of_workshop):
    notebook_path(copy_of_workshop, GOOD_UNIT, "notebooks").unlink()
    notebook_path(copy_of_workshop, GOOD_UNIT, "solutions").write_text("{")
    stray = notebook_path(copy_of_workshop, f"{MODULE}/9_old", "notebooks")
    stray.write_text(OLD)
    (stray.parent / ".ipynb_checkpoints").mkdir()
    (stray.parent / ".ipynb_checkpoints" / "1_good-checkpoint.ipynb").write_text(OLD)
    assert strays(copy_of_workshop) == [f"notebooks/{MODULE}/9_old.ipynb"]
    found = check(copy_of_workshop, [GOOD_UNIT])
    assert [text.split(":")[0] for text in found] == [
        f"notebooks/{GOOD_UNIT}.ipynb",
        f"solutions/{GOOD_UNIT}.ipynb",
        f"notebooks/{MODULE}/9_old.ipynb",
    ]


def test_a_write_that_is_cut_off_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "unit.ipynb"
    path.write_text("old")

    def no_disk(*_):
        raise OSError("no space")

    monkeypatch.setattr(os, "replace", no_disk)
    with pytest.raises(OSError, match="no space"):
        write(tmp_path, path, "new")
    assert path.read_text() == "old"
    assert list((tmp_path / ".execml").iterdir()) == []


def test_a_build_sweeps_what_killed_builds_left_and_nothing_that_still_waits(tmp_path):
    left, waiting, progress = (tmp_path / ".execml" / name for name in ("1-a.tmp", "2-b.tmp", "progress"))
    left.parent.mkdir()
    for path, age in ((left, 4000), (waiting, 60), (progress, 4000)):
        path.write_text("half")
        os.utime(path, (time.time() - age, time.time() - age))
    build(tmp_path, [])
    assert sorted(left.parent.iterdir()) == [waiting, progress]


def test_the_kernel_is_this_python_whatever_is_registered(tmp_path, monkeypatch):
    spec = tmp_path / "kernels" / "python3" / "kernel.json"
    spec.parent.mkdir(parents=True)
    spec.write_text('{"argv": ["no-such-python"], "display_name": "Other", "language": "python"}')
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    code = "import os, sys; print(sys.prefix, os.getcwd(), os.environ['EXECML_RECORD'])"
    result = execute(Request(notebook(code), str(tmp_path), 30, 60))
    assert result.outcome == "built", result.detail
    printed = "".join(json.loads(result.text)["cells"][0]["outputs"][0]["text"])
    assert printed == f"{sys.prefix} {tmp_path.resolve()} 0\n"


def test_a_kernel_that_dies_before_the_first_cell_is_started_again(tmp_path, monkeypatch):
    usual, begun = execution._manager, []

    def dying_twice(log):
        begun.append(log)
        manager = usual(log)
        if len(begun) < 3:
            manager.kernel_spec.argv = [sys.executable, "-c", "raise SystemExit('address in use')"]
        return manager

    monkeypatch.setattr(execution, "_manager", dying_twice)
    monkeypatch.setattr("nbclient.client.atexit.register", lambda clean_up: None)
    result = execute(Request(notebook("print(1 + 1)"), str(tmp_path), 30, 60))
    assert (result.outcome, result.detail, len(begun)) == ("built", "", 3)


def test_a_kernel_that_always_dies_and_a_cell_that_ends_its_kernel_are_crashes(tmp_path, monkeypatch):
    usual, begun = execution._manager, []

    def counted(log):
        begun.append(log)
        return usual(log)

    monkeypatch.setattr(execution, "_manager", counted)
    monkeypatch.setattr("nbclient.client.atexit.register", lambda clean_up: None)
    assert execute(Request(notebook("import os; os._exit(1)"), str(tmp_path), 30, 60)).outcome == "crashed"
    assert len(begun) == 1  # the cell ran, so it is not tried again

    def dying(log):
        manager = counted(log)
        manager.kernel_spec.argv = [sys.executable, "-c", "raise SystemExit('address in use')"]
        return manager

    monkeypatch.setattr(execution, "_manager", dying)
    detail = execute(Request(notebook("1"), str(tmp_path), 30, 60)).detail
    assert detail.startswith("the start, before any cell,")
    assert "address in use" in detail
    assert len(begun) == 4


def test_nbval_starts_a_kernel_that_died_again_and_no_other():
    from execml.pipeline.building.kernels import patient

    answers = [RuntimeError("Kernel died before replying to kernel_info"), "a kernel"]

    def start(name):
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return name, answer

    assert patient(start)("python3") == ("python3", "a kernel")
    answers = [RuntimeError("Kernel didn't respond in 60 seconds"), "too late"]
    with pytest.raises(RuntimeError, match="didn't respond"):
        patient(start)("python3")


def test_a_notebook_that_never_ends_is_stopped_as_a_whole(tmp_path):
    result = execute(Request(notebook("import time\nwhile True: time.sleep(1)"), str(tmp_path), 60, 5))
    assert result.outcome == "hung"
    assert "the notebook had taken 5 s" in result.detail


def test_a_runner_that_is_ended_from_outside_is_a_crash_and_the_next_one_runs(tmp_path):
    killing = notebook("import os, signal; os.kill(os.getppid(), signal.SIGKILL)")
    requests = [Request(killing, str(tmp_path)), Request(notebook("print(1)"), str(tmp_path))]
    outcomes = {request: result for request, result, _ in run_all(requests, workers=1)}
    assert outcomes[requests[0]].outcome == "crashed"
    assert "ended from outside" in outcomes[requests[0]].detail
    assert outcomes[requests[1]].outcome == "built"


def test_a_build_that_is_stopped_early_ends_what_runs(tmp_path):
    flag = tmp_path / "alive"
    code = f"import time\nwhile True: open({str(flag)!r}, 'w').write(str(time.time())); time.sleep(0.1)"
    requests = [Request(notebook("1"), str(tmp_path)), Request(notebook(code), str(tmp_path), 60, 60)]
    running = run_all(requests, workers=2)
    next(running)
    while not flag.exists():
        time.sleep(0.1)
    running.close()
    time.sleep(3)  # a kernel looks once a second whether its parent is still there
    last = flag.read_text()
    time.sleep(0.5)
    assert flag.read_text() == last


def notebook(code):
    cell = {
        "cell_type": "code",
        "id": "a",
        "source": code,
        "metadata": {},
        "outputs": [],
        "execution_count": None,
    }
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
