"""Install the packages with uv, which is the quickest, or where it can't with pip, which every Python has."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence

from execml.start import pip, settings, stamp
from execml.start.place import Place
from execml.start.screen import Phases


def install(place: Place, extras: Iterable[str], phases: Phases) -> None:
    """Install what the project asks for, in the pinned versions.

    Raises:
        Problem: if it can't be done; the sentence says why and what to do.
    """
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
    if not said:
        return
    if problem := pip.known(said, final):
        raise problem
    phases.say(f"      uv does not do it here ({pip.first_error(said)}): pip does, and takes longer.")
    if said := pip.run(place, [*by_pip, *wanted], variables, phases.tell):
        raise pip.explain(place, said)


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
