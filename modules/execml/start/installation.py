"""Make the environment, or finish it, or leave it alone: whatever its stamp says is missing, and no more."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from execml.start import conditions, pip, settings, stamp
from execml.start.pip import Phases
from execml.start.place import Place, Problem
from execml.start.stamp import Stamp


def is_current(place: Place, extras: Iterable[str] = ()) -> bool:
    """Say whether the environment is complete: stamped for these pins and sets of packages, and working."""
    found = stamp.read(place)
    if found is None or not found.extras.issuperset(extras):
        return False
    return found.key == stamp.key(place) and conditions.usable(place)


def ensure(place: Place, extras: Iterable[str] = (), repair: bool = False) -> None:
    """Bring the environment to what the pins say; do nothing if it is there already.

    Args:
        place: the checkout.
        extras: additional sets of packages, such as ``test``.
        repair: whether to look at every package, and install anew those that are damaged.

    Raises:
        Problem: with the remedy, if it can't be done.
    """
    wanted = frozenset(extras)
    if is_current(place, wanted) and not repair:
        return sweep(place)
    for what, remedy in conditions.computer_findings():
        raise Problem(what, remedy)
    conditions.refuse_unwritable(place.root)

    waiting = "Another start is installing; waiting until it has finished (Ctrl-C to stop waiting)."
    with conditions.exclusive(place.venv, lambda: print(waiting, flush=True)):
        if repair or not is_current(place, wanted):
            install(place, wanted)
    sweep(place)


def sweep(place: Place) -> None:
    """Remove the installers' downloads while the rest goes on: so many files can take the disk a while."""
    for left in place.venv.glob("tmp-*"):
        threading.Thread(target=shutil.rmtree, args=(left, True)).start()


def install(place: Place, extras: frozenset[str]) -> None:
    """Install in phases; the stamp is removed first and written last."""
    earlier = stamp.read(place)
    if earlier is not None:
        extras |= earlier.extras
    usable = conditions.usable(place)
    conditions.refuse_full_disk(place, 1.0 if earlier and usable else conditions.NEED_GB)
    first = not usable and [entry.name for entry in place.venv.iterdir()] == [conditions.LOCK]
    print(
        f"First start: installing into {place.venv}. This takes some minutes, once."
        if first
        else "Bringing the environment in .venv into step with what the programme needs."
    )
    place.stamp.unlink(missing_ok=True)
    (place.venv / pip.LOG).unlink(missing_ok=True)
    phases = Phases(2)
    _make_environment(place, phases, usable)
    install_packages(place, extras, phases)
    link_programme(place)
    stamp.write(place, Stamp(stamp.key(place), extras))
    with contextlib.suppress(OSError):  # on Windows, while another program reads a file there
        place.scratch.rename(place.venv / f"tmp-{os.getpid()}")


def _make_environment(place: Place, phases: Phases, usable: bool) -> None:
    phases.begin("Environment")
    if usable:
        script = Path(__file__).with_name("inspection.py")
        _checked([str(place.python), str(script), "--forget-damaged"], place)
    else:
        if Path(sys.prefix).resolve() == place.venv.resolve():
            raise Problem(
                "start.py was run with the environment that it must make anew",
                "run it with the Python that you installed, not with the one in .venv",
            )
        conditions.clear(place.venv)
    place.scratch.mkdir(exist_ok=True)
    if not usable:
        _checked([sys.executable, "-m", "venv", "--without-pip", str(place.venv)], place)
    if not list(place.site.glob("pip-*.dist-info")):  # on its own, as venv keeps back why this fails
        _checked([str(place.python), "-m", "ensurepip", "--upgrade", "--default-pip"], place)
    phases.end(f"Python {conditions.python_version(place)}")


def _checked(command: list[str], place: Place) -> None:
    if said := pip.run(place, command, settings.for_pip(place, {}), lambda line: None):
        raise pip.known(said, pip.OF_THE_DISK, place.root) or Problem(
            f"The environment could not be made ({pip.first_error(said)})",
            f"read the end of {place.venv / pip.LOG}, then run the same command again",
        )


def install_packages(place: Place, extras: Iterable[str], phases: Phases) -> None:
    """Install with uv, which is the quickest, or where it can't with pip, which every Python has.

    Raises:
        Problem: if it can't be done; the sentence says why and what to do.
    """
    phases.begin("Packages")
    listed = place.scratch / "requirements.txt"
    listed.write_text("\n".join(stamp.requirements(place, extras)) + "\n", encoding="utf-8")
    # Relative to the checkout, where the installers run: to uv, a space would part one path from the next.
    pins, wanted = ["-c", place.constraints.name], ["-r", listed.relative_to(place.root).as_posix()]
    found = settings.read(place)
    by_pip = [str(place.python), "-m", "pip", "--no-input", "--no-color", "install", *pins]
    variables = settings.for_pip(place, found)
    final = (*pip.OF_THE_DISK, *pip.OF_THE_NETWORK)
    said = pip.run(place, [*by_pip, "--only-binary=:all:", "uv"], variables, phases.tell)
    if not said:
        options, of_uv = settings.for_uv(place, found)
        by_uv = [str(place.scripts / "uv"), "pip", "install", *options, "--python", str(place.python), *pins]
        by_uv += _cpu_build(place, by_uv, of_uv, phases)
        final = pip.OF_THE_DISK  # in a network where uv finds no way, pip may
        said = pip.run(place, [*by_uv, "-b", place.constraints.name, *wanted], of_uv, phases.tell)
    if said:
        if problem := pip.known(said, final, place.root):
            raise problem
        phases.say(f"      uv does not do it here ({pip.first_error(said)}): pip does, and takes longer.")
        if said := pip.run(place, [*by_pip, *wanted], variables, phases.tell):
            raise pip.explain(place, said, settings.sources(found))
    phases.end("in place")


def _cpu_build(place: Place, by_uv: Sequence[str], variables: Mapping[str, str], phases: Phases) -> list[str]:
    """Return uv's option for PyTorch's own index of builds without NVIDIA's libraries, if it can be reached.

    Only the registry's PyTorch for Linux has them. Who names where packages come from is not sent elsewhere.
    """
    if (
        not sys.platform.startswith("linux")
        or "--no-index" in by_uv
        or variables.keys() & {*settings.SOURCES}
    ):
        return []
    option = ["--torch-backend", "cpu"]
    quick = {**variables, "UV_HTTP_RETRIES": "0", "UV_HTTP_CONNECT_TIMEOUT": "5"}
    if not pip.run(place, [*by_uv, *option, "--dry-run", "--no-deps", "torch"], quick, phases.tell):
        return option
    phases.say(
        "PyTorch's build without NVIDIA's libraries is out of reach: taking the registry's, with them."
    )
    return []


def link_programme(place: Place) -> None:
    """Let the environment find the programme, and make the command ``execml``.

    The paths are relative: a folder that is moved needs nothing, and no letter of its name has to be decoded.
    """
    beside = os.path.relpath(place.root / "modules", place.site)
    (place.site / "execml.pth").write_text(f"{beside}\n", encoding="ascii")
    name, text = execml_command(windows=os.name == "nt")
    (place.scripts / name).write_text(text, encoding="ascii")
    (place.scripts / name).chmod(0o755)


def execml_command(windows: bool) -> tuple[str, str]:
    """Return the name and the text of a script that runs the Python beside it."""
    code = "from execml.cli import app; app(prog_name='execml')"
    if windows:
        return "execml.cmd", f'@"%~dp0python.exe" -P -c "{code}" %*\n'
    return "execml", f'#!/bin/sh\nexec "$(dirname "$0")/python" -P -c "{code}" "$@"\n'
