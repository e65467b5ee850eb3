"""A process apart: what sleeps, hangs, exits or raises there, and that nothing of it stays."""

from __future__ import annotations

import os
import re
import sys
import time

import psutil
import pytest
from execml.course.measure.apart import Apart
from execml.course.measure.fresh_process import ChildFailed, ChildLate

pytestmark = pytest.mark.slow


def test_calls_share_a_process_until_one_has_to_be_ended():
    with Apart(seconds=1) as apart:
        first = apart(os.getpid)
        assert apart(os.getpid) == first != os.getpid()
        for hanging in (lambda: time.sleep(600), lambda: re.match(r"(a+)+$", "a" * 60 + "b")):
            started = time.monotonic()
            with pytest.raises(ChildLate, match="longer than 1 s"):
                apart(hanging)
            assert time.monotonic() - started < 60
        assert apart(os.getpid) != first
        assert not psutil.pid_exists(first)


def test_each_way_to_end_badly_has_its_words():
    with Apart(seconds=60) as apart:
        with pytest.raises(ChildFailed, match="ended its process, with status 3"):
            apart(lambda: os._exit(3))
        with pytest.raises(SystemExit):
            apart(lambda: sys.exit(4))
        with pytest.raises(ZeroDivisionError, match="division by zero"):
            apart(lambda: 1 / 0)
        with pytest.raises(ChildFailed, match="cannot be sent"):
            apart(lambda: (one for one in [1]))
        assert apart(lambda: print("to nobody") or 7) == 7


def ended(number: int) -> bool:
    """Return whether a killed process is gone, or dead and not yet waited for, within ten seconds.

    On a busy machine the signal takes a moment to arrive.
    """
    for _ in range(100):
        try:
            if psutil.Process(number).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.1)
    return False


def test_what_the_process_has_started_ends_with_it():
    def parent_of_a_sleeper():
        import subprocess

        return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]).pid

    with Apart(seconds=60) as apart:
        grandchild = apart(parent_of_a_sleeper)
        assert psutil.pid_exists(grandchild)
    assert ended(grandchild)
    with pytest.raises(ChildFailed, match="none is started again"):
        apart(os.getpid)


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), None])
def test_the_limit_is_a_time(seconds):
    with pytest.raises(ValueError, match="seconds="):
        Apart(seconds)
