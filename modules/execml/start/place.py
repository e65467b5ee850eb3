"""Where things stand in a checkout, and what a problem is."""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass
from pathlib import Path

from execml.course.measure.loopback import without_proxy
from execml.course.page.setup import FOREIGN


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
    def home(self) -> Path:
        """What Jupyter, IPython and Matplotlib would keep in a person's home, which may not be writable."""
        return self.venv / "home"

    @property
    def constraints(self) -> Path:
        """One tested version of every package."""
        return self.root / "constraints.txt"

    @property
    def project(self) -> Path:
        """The project's metadata, with the packages that it needs."""
        return self.root / "pyproject.toml"


# A user's variables that would let a child look elsewhere than in the environment, at another Jupyter or
# IPython, or run Python in another manner (warnings as errors, assertions left out); colours hide what an
# installer says. Which library may not be told what, setup.py knows.
_STRAYING = (
    *("PYTHON", "VIRTUAL_ENV", "JUPYTER", "JPY_", "IPYTHON", "MPLCONFIGDIR"),
    *("FORCE_COLOR", "CLICOLOR_FORCE", *FOREIGN),
)
_KEPT = ("PYTHON_KEYRING",)  # which opens a company's package registry


def child_environment(place: Place, **settings: str) -> dict[str, str]:
    """Return the variables of a child process: the environment's programs first, nothing from elsewhere.

    Args:
        place: the checkout.
        settings: variables to add.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.startswith(_KEPT) or not name.upper().startswith(_STRAYING)
    }
    path = os.pathsep.join([str(place.scripts), *filter(None, [kept.get("PATH")])])
    ours = {"VIRTUAL_ENV": str(place.venv), "PATH": path, "PYTHONUTF8": "1", "MPLCONFIGDIR": str(place.home)}
    return {**kept, **_person(place), **without_proxy(kept), **ours, **settings}


def home() -> Path | None:
    """Return the user's home folder; None if the system knows of none, as in a container with any user id."""
    found = os.path.expanduser("~")
    return Path(found) if os.path.isabs(found) and os.environ.get("HOME") != "" else None


def _person(place: Place) -> dict[str, str]:
    """Return a home and a name for whom the system has none: libraries ask for both."""
    found = {} if home() else {"HOME": str(place.home)}
    try:
        getpass.getuser()
    except (KeyError, OSError, ImportError):
        found["LOGNAME"] = "learner"
    return found
