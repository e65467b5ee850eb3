"""Run one notebook from top to bottom in a fresh kernel of this very Python, and say how it went."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from execml.pipeline.building.kernels import STARTS

if TYPE_CHECKING:
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbformat import NotebookNode

CELL_SECONDS = 180.0
NOTEBOOK_SECONDS = 600.0

# No build is recorded as a learner's work; sums run in one thread, so in one order; sets keep one order too.
ENVIRONMENT = {
    "EXECML_RECORD": "0",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
}
VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"

Outcome = Literal["built", "failed", "hung", "crashed"]


@dataclass(frozen=True)
class Result:
    """How a run ended: ``text`` is the executed notebook if it was built, ``detail`` why it was not."""

    outcome: Outcome
    text: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Request:
    """A notebook to run.

    Attributes:
        text: the notebook as JSON, not executed.
        folder: the working folder of its kernel.
        cell_seconds: how long one cell may take.
        notebook_seconds: how long the whole notebook may take, kernel start included.
    """

    text: str
    folder: str
    cell_seconds: float = CELL_SECONDS
    notebook_seconds: float = NOTEBOOK_SECONDS


def execute(request: Request) -> Result:
    """Execute a notebook; what goes wrong in it is a result, never an exception.

    A kernel that dies before the first cell is started again, up to three times.
    """
    import nbformat

    trouble = Result("crashed")
    for _ in range(STARTS):
        notebook = nbformat.reads(request.text, as_version=4)
        described = json.loads(json.dumps(notebook.metadata))
        client = _client(notebook, request.folder, request.cell_seconds)
        trouble = asyncio.run(_run(client, request.notebook_seconds)) or Result(
            "built", text=finish(notebook, described)
        )
        if trouble.outcome != "crashed" or _running(client) is not None:
            break
    return trouble


def finish(notebook: NotebookNode, described: dict[str, Any]) -> str:
    """Return an executed notebook as text that is the same after each run.

    Args:
        notebook: as the kernel left it.
        described: its metadata before the run; what the kernel says of itself, its patch version, is dropped.
    """
    import nbformat

    widgets = notebook.metadata.get("widgets")
    notebook.metadata = nbformat.from_dict({**described, **({"widgets": widgets} if widgets else {})})
    text = nbformat.writes(notebook)
    for number, identity in enumerate(_widgets(notebook)):
        text = text.replace(identity, f"{number:032x}")
    return canonical(text)


def canonical(text: str) -> str:
    r"""Return a notebook's JSON as JupyterLab saves it, so that opening and saving a page changes nothing.

    Sorted keys, an indentation of one, a newline at the end, and whole numbers without a decimal point.

    >>> print(canonical('{"b": [1.0, 0.5, 1e21], "a": "é"}').replace("\n", ""))
    { "a": "é", "b": [  1,  0.5,  1e+21 ]}
    """
    return (
        json.dumps(json.loads(text, parse_float=_number), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    )


def _number(text: str) -> float:
    """Read a number as a browser does: it knows one kind, and writes whole ones below 10²¹ in full."""
    value = float(text)
    return int(value) if value.is_integer() and abs(value) < 1e21 else value


def _widgets(notebook: NotebookNode) -> list[str]:
    """Return the random ids of the widgets in the order in which they were made or first shown."""
    made = notebook.metadata.get("widgets", {}).get(STATE, {}).get("state", {})
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    shown = [output.data[VIEW]["model_id"] for output in outputs if VIEW in output.get("data", {})]
    return list(dict.fromkeys([*made, *shown]))


def _client(notebook: NotebookNode, folder: str, cell_seconds: float) -> NotebookClient:
    from nbclient import NotebookClient

    quiet = logging.getLogger("execml.kernel")
    quiet.addHandler(logging.NullHandler())
    quiet.propagate = False
    resources: dict[str, Any] = {"metadata": {"path": folder}}

    def note(cell: NotebookNode, cell_index: int) -> None:
        """Note which cell runs: when a kernel dies, its outputs may not say so any more."""
        resources["running"] = cell_index

    return NotebookClient(
        notebook,
        on_cell_execute=note,
        km=_manager(quiet),
        log=quiet,
        timeout=max(1, int(cell_seconds)),
        startup_timeout=60,
        record_timing=False,
        coalesce_streams=True,
        shutdown_kernel="immediate",
        resources=resources,
    )


def _manager(log: logging.Logger) -> AsyncKernelManager:
    """Return a manager whose kernel is this interpreter, whatever kernels the machine has registered."""
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager

    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]

    class ThisPython(KernelSpecManager):
        def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
            return KernelSpec(argv=command, display_name="Python 3", language="python")

    return AsyncKernelManager(kernel_name="python3", kernel_spec_manager=ThisPython(), log=log)


async def _run(client: NotebookClient, notebook_seconds: float) -> Result | None:
    """Run the client to its end; return what went wrong, if anything did."""
    from nbclient.exceptions import CellExecutionError, CellTimeoutError

    # What ipykernel itself writes to the process's stderr says why it died; what cells write still arrives.
    with tempfile.TemporaryFile() as last_words:
        streams: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": last_words}
        limit = asyncio.timeout(notebook_seconds)
        try:
            async with limit:
                await client.async_execute(cleanup_kc=True, env={**os.environ, **ENVIRONMENT}, **streams)
        except CellExecutionError as error:
            return Result("failed", detail=f"{_where(client)} raised {error.ename}: {error.evalue}")
        except CellTimeoutError:
            return Result("hung", detail=f"{_where(client)} was still running after {client.timeout} s")
        except (TimeoutError, RuntimeError) as error:  # a kernel ended by the time limit looks dead as well
            if limit.expired():
                reason = f"was running when the notebook had taken {notebook_seconds:g} s"
                return Result("hung", detail=f"{_where(client)} {reason}")
            last_words.seek(0)
            said = last_words.read().decode(errors="replace").strip().splitlines()[-1:]
            reason = ": ".join([str(error).splitlines()[0], *said])
            return Result("crashed", detail=f"{_where(client)} ended its kernel ({reason})")
    return None


def _running(client: NotebookClient) -> int | None:
    """Return the place of the cell that ran last, counted from 0; None before the first."""
    place: int | None = client.resources.get("running")
    return place


def _where(client: NotebookClient) -> str:
    """Name the cell that ran last: its place among all cells, and its first line."""
    place = _running(client)
    if place is None:
        return "the start, before any cell,"
    return f"cell {place + 1} ({client.nb.cells[place].source.splitlines()[0]!r})"


if __name__ == "__main__":  # one request on stdin, one result on stdout
    request = Request(**json.loads(sys.stdin.buffer.read()))
    sys.stdout.buffer.write(json.dumps(asdict(execute(request))).encode())
