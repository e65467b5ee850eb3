"""Dask's settings: its own while a page uses it, the user's before and after."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import dask.config
import pytest
from execml.automl.libraries.dask_settings import shipped_settings

THEIRS = """
distributed:
  scheduler: {allowed-failures: 7, preload: [no_such_module]}
  comm: {require-encryption: true, tls: {ca-file: /nowhere.pem}}
  worker: {multiprocessing-method: nonsense}
temporary-directory: /nowhere
"""
PROGRAM = """
import psutil
from execml.automl.libraries.clusters import dask_workers

if __name__ == "__main__":
    with dask_workers(2) as client:
        processes = [psutil.Process(), *psutil.Process().children(recursive=True)]
        found = [one for each in processes for one in each.net_connections() if one.status == "LISTEN"]
        print(client.submit(abs, -1).result(), {one.laddr.ip for one in found})
"""


def test_the_user_s_settings_are_back_afterwards() -> None:
    with dask.config.set({"distributed.scheduler.allowed-failures": 7, "of-their-own": 1}):
        before = dict(dask.config.config)
        with pytest.raises(ZeroDivisionError), shipped_settings():
            assert dask.config.get("distributed.scheduler.allowed-failures") == 3
            assert dask.config.get("of-their-own", None) is None
            raise ZeroDivisionError
        assert dask.config.config == before


@pytest.mark.slow
def test_workers_start_on_the_loopback_whatever_a_user_has_set(tmp_path: Path) -> None:
    (tmp_path / "dask.yaml").write_text(THEIRS)
    (tmp_path / "program.py").write_text(PROGRAM)
    theirs = {
        "DASK_CONFIG": str(tmp_path),
        "DASK_DISTRIBUTED__COMM__DEFAULT_SCHEME": "ucx",
        "ALL_PROXY": "socks5://x",
    }
    command = [sys.executable, str(tmp_path / "program.py")]
    done = subprocess.run(command, env={**os.environ, **theirs}, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("1 {'127.0.0.1'}\n", "")
