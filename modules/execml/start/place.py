"""Where things stand in a checkout, and what a problem is."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


class Problem(Exception):
    """Something that a person can put right; the message says what it is, and ``remedy`` what to do.

    >>> print(Problem("The disk is full", "free 8 GB"))
    The disk is full: free 8 GB.
    """

    def __init__(self, what: str, remedy: str) -> None:
        """Keep both halves of the sentence."""
        super().__init__(f"{what}: {remedy}.")
        self.what = what
        self.remedy = remedy


@dataclass(frozen=True)
class Place:
    """A checkout of the programme, and the environment in it.

    Attributes:
        root: the folder that holds ``start.py``.
    """

    root: Path

    @property
    def venv(self) -> Path:
        """The environment's folder; nothing else is written by the set-up."""
        return self.root / ".venv"

    @property
    def scripts(self) -> Path:
        """The folder of the environment's programs, which Windows names in its own way."""
        return self.venv / ("Scripts" if os.name == "nt" else "bin")

    @property
    def python(self) -> Path:
        """The environment's Python."""
        return self.scripts / ("python.exe" if os.name == "nt" else "python")

    @property
    def site(self) -> Path:
        """The folder of the environment's packages."""
        return next(self.venv.glob("lib/python3*/site-packages"), self.venv / "Lib" / "site-packages")

    @property
    def stamp(self) -> Path:
        """The note that is written when an installation is complete."""
        return self.venv / "execml-installed.json"

    @property
    def scratch(self) -> Path:
        """The installers' downloads and temporary files, removed when an installation is complete."""
        return self.venv / "tmp"

    @property
    def constraints(self) -> Path:
        """One tested version of every package."""
        return self.root / "constraints.txt"

    @property
    def project(self) -> Path:
        """The project's metadata, with the packages that it needs."""
        return self.root / "pyproject.toml"


# Variables that would let a child Python look elsewhere than in the environment; or, the last, compile every
# library at every start, as uv leaves compiling to the first one.
_STRAYING = ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "VIRTUAL_ENV", "PYTHONDONTWRITEBYTECODE")


def child_environment(place: Place, **settings: str) -> dict[str, str]:
    """Return the variables of a child process: the environment's programs first, nothing from elsewhere.

    Args:
        place: the checkout.
        settings: variables to add.
    """
    kept = {name: value for name, value in os.environ.items() if name not in _STRAYING}
    path = os.pathsep.join([str(place.scripts), *filter(None, [kept.get("PATH")])])
    return {**kept, "VIRTUAL_ENV": str(place.venv), "PATH": path, "PYTHONUTF8": "1", **settings}
