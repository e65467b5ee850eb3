"""Commands for learners: what is passed and decided."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from execml.cli.shared import app, stop

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@app.command()
def progress(
    figure: Annotated[Path | None, typer.Option(help="Also draw it into this PNG file.")] = None,
) -> None:
    """Show what is passed, answered and decided, module by module, and what comes next."""
    from execml.pipeline.facilitator.report import plot, progress_report, standings

    found = standings()
    typer.echo(progress_report(found, shutil.get_terminal_size().columns))
    if figure:
        _save(plot(found), figure)


def _save(drawn: Figure, file: Path) -> None:
    try:
        drawn.savefig(file, dpi=144, bbox_inches="tight")
    except (OSError, ValueError) as error:
        raise stop(f"the figure could not be written to {file}: {error}") from None
    typer.echo(f"drawn in {file}")
