"""The command line of ``start.py``."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence

from execml.course.programme import root
from execml.start.pip import OF_THE_DISK, known
from execml.start.place import Place, Problem


def parser() -> argparse.ArgumentParser:
    """Return what the command line may hold."""
    made = argparse.ArgumentParser(
        prog="start.py",
        description="Install the executive programme if needed and open it in JupyterLab.",
        epilog="Everything is installed once, into the folder .venv beside start.py.",
    )
    made.add_argument(
        "what",
        nargs="?",
        choices=("open", "test", "check", "repair"),
        default="open",
        help="open (default): JupyterLab at the welcome page; test: all that CI runs; check: diagnose; "
        "repair: install anew what is damaged",
    )
    made.add_argument(
        "--fast", action="store_true", help="with test: two minutes of it, without slow tests and notebooks"
    )
    made.add_argument("--no-browser", action="store_true", help="only say the address; open no browser")
    made.add_argument(
        "--port", type=int, metavar="N", help="the server's port (default: the first free one from 8888 on)"
    )
    return made


def main(arguments: Sequence[str]) -> int:
    """Do what the command line says; any foreseeable trouble ends in one sentence and status 1."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a letter that a terminal lacks becomes a question mark
            stream.reconfigure(errors="replace")
    options = parser().parse_args(arguments)
    if options.fast and options.what != "test":
        parser().error("--fast belongs to test: start.py test --fast")
    try:
        return act(Place(root()), options)
    except Problem as problem:
        return refuse(str(problem))
    except KeyboardInterrupt:
        return refuse("Stopped: run the same command again, it goes on where it stopped.", 130)
    except OSError as error:
        unknown = Problem(f"The system refused an operation ({error})", "run start.py check")
        return refuse(str(known([str(error)], OF_THE_DISK, root()) or unknown))


def act(place: Place, options: argparse.Namespace) -> int:
    """Check, repair, test or open."""
    if options.what == "check":
        from execml.start.diagnosis import diagnose

        return diagnose(place, options.port)
    from execml.start.installation import ensure

    if options.what == "repair":
        ensure(place, repair=True)
        print("Repaired: 'python start.py check' looks at everything.")
        return 0
    if options.what == "test":
        from execml.start.suite import run_suite

        ensure(place, ["test"])
        return run_suite(place, options.fast)
    from execml.start.server import choose_port, open_lab

    if options.port is not None:
        choose_port(options.port)  # before an installation of minutes, not after it
    ensure(place)
    return open_lab(place, options.port, not options.no_browser)


def refuse(sentence: str, status: int = 1) -> int:
    """Print a sentence below whatever stands on the terminal; return the exit status."""
    if sys.stdout.isatty():
        print()
    sys.stdout.flush()
    print(sentence, file=sys.stderr, flush=True)
    return status
