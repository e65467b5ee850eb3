"""What every command shares: the application, the checkout, and an end with one sentence."""

from __future__ import annotations

import io
import sys
from typing import Annotated

import typer

from execml.course.programme import root

app = typer.Typer(
    help="Build notebooks, verify them, lay out units, show progress, run benchmarks, guide a session.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Units = Annotated[
    list[str] | None, typer.Argument(help="Units, module folders or paths; all if none is named.")
]


@app.callback()
def main() -> None:
    """Let a terminal without Greek letters show a question mark in their place, not a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def stop(message: str) -> typer.Exit:
    """Print a message on stderr and return the exception that ends the command with status 1."""
    typer.echo(message, err=True)
    return typer.Exit(1)


def chosen(units: list[str] | None) -> list[str]:
    """Return the units that the command line means, or end the command with the list of units."""
    from execml.pipeline.building.source import choose

    try:
        return choose(root(), units or [])
    except ValueError as error:
        raise stop(str(error)) from None
