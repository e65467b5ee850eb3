"""A page that has not run says so in one sentence; one that has run says which name is missing."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from execml.course.page.cold import LANGUAGE, NOT_RUN, RUN_ABOVE, advice
from execml.start import lab

Run = Callable[[str], tuple[str, str]]  # code -> the reply's status, what the error shows


def test_a_slip_of_the_fingers_is_told_from_a_cell_that_did_not_run():
    known = ["default_rate", "clients", "print"]
    assert "did you mean 'default_rate'?" in advice("defualt_rate", known, begun=True)
    assert "did you mean" not in advice("smallest_group", known, begun=True)
    assert RUN_ABOVE in advice("defualt_rate", known, begun=True)  # a close name may be another one
    assert advice("defualt_rate", known, begun=False) == NOT_RUN


@contextmanager
def kernel(home: Path, settings: str, session: str = "") -> Iterator[tuple[Run, dict]]:
    """Start a kernel with these settings; yield a function that runs a cell, and its language."""
    from jupyter_client.manager import start_new_kernel

    profile = home / "profile_default"
    profile.mkdir(parents=True)
    (profile / lab.KERNEL_FILE).write_text(settings, encoding="utf-8")
    variables = {**os.environ, "IPYTHONDIR": str(home), "JPY_SESSION_NAME": session}
    manager, client = start_new_kernel(env=variables)

    def run(code: str) -> tuple[str, str]:
        shown: list[str] = []

        def note(message: dict) -> None:
            if message["msg_type"] == "error":
                shown.append("\n".join(message["content"]["traceback"]))

        reply = client.execute_interactive(code, output_hook=note, timeout=60)["content"]
        return reply["status"], "\n".join(shown)

    try:
        client.kernel_info()
        yield run, client.get_shell_msg(timeout=60)["content"]["language_info"]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.mark.slow
def test_a_cold_page_and_a_page_that_has_begun(tmp_path):
    with kernel(tmp_path, lab.KERNEL) as (run, language):
        assert language == LANGUAGE
        assert run("check('dp1.newcomer', 1)") == ("error", NOT_RUN)
        assert "NameError" in run("%tb")[1]  # who wants to see where, still can
        run("def rate():\n    return missing_rate")
        assert run("rate()") == ("error", NOT_RUN)
        for code in (
            "import types; room = types.ModuleType('room')\n"
            "exec('def inside(): return nowhere', room.__dict__); room.inside()",
            "raise NameError('by hand')",
            "def local():\n    print(late); late = 1\nlocal()",
        ):
            status, shown = run(code)
            assert status == "error"
            assert "Traceback" in shown
            assert "Run All" not in shown
        assert run("from execml.course import begin; begin(); default_rate = 0.2") == ("ok", "")
        status, shown = run("rate()")
        assert (status, "Traceback" in shown) == ("error", True)
        assert shown.endswith(f"'missing_rate' is not defined yet: {RUN_ABOVE}.")
        assert "did you mean 'default_rate'?" in run("defualt_rate")[1]
        assert "Run All" not in run("1 / 0")[1]


@pytest.mark.slow
def test_without_the_settings_begin_helps_all_the_same(tmp_path):
    of_their_own = "c = get_config()\nc.InteractiveShellApp.extensions = []\n"  # it wins over the programme's
    with kernel(tmp_path, of_their_own) as (run, language):
        assert language != LANGUAGE
        assert "Run All" not in run("check(1)")[1]
        run("from execml.course import begin; begin()")
        assert run("shares")[1].endswith(f"'shares' is not defined yet: {RUN_ABOVE}.")


@pytest.mark.slow
def test_a_notebook_of_the_learner_s_own_is_left_alone(tmp_path):
    own, ours = tmp_path / "own.ipynb", tmp_path / "ours.ipynb"
    own.write_text(json.dumps({"metadata": {}}))
    ours.write_text(json.dumps({"metadata": {"execml": {}}}))
    for file, is_ours in ((own, False), (ours, True)):
        with kernel(tmp_path / file.stem, lab.KERNEL, str(file)) as (run, _):
            assert (run("nothing_here")[1] == NOT_RUN) is is_ours
