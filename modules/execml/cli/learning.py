"""Commands for learners: what is passed and decided, a page started again, the programme up to date."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from execml.cli import shared
from execml.cli.shared import app, chosen, stop

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@app.command()
def progress(
    figure: Annotated[Path | None, typer.Option(help="Also draw it into this PNG file.")] = None,
) -> None:
    """Show what is passed, answered and decided, module by module, and what comes next."""
    from execml.course.learner.progress import UnreadableProgress
    from execml.pipeline.facilitator.report import plot, progress_report, standings

    try:
        found = standings()
        report = progress_report(found, shutil.get_terminal_size().columns)
    except UnreadableProgress as trouble:
        raise stop(str(trouble)) from None
    typer.echo(report)
    if figure:
        _save(plot(found), figure)


@app.command()
def reset(
    units: Annotated[list[str], typer.Argument(help="Units or module folders.")],
) -> None:
    """Start pages again: keep copies of yours in .execml/kept, and put the originals in place."""
    from execml.pipeline.upkeep.copies import Refused
    from execml.pipeline.upkeep.reset import reset as start_again
    from execml.pipeline.upkeep.update import RELOAD

    replaced = False
    for name in chosen(units):
        try:
            said = start_again(shared.root(), name)
        except Refused as refusal:
            raise stop(str(refusal)) from None
        replaced = replaced or said[-1].startswith("Restored")
        typer.echo("\n".join(said))
    if replaced:
        typer.echo(f"{RELOAD}.")


@app.command()
def update() -> None:
    """Bring the programme up to date with git; copies of pages that you changed are kept in .execml/kept."""
    from execml.pipeline.upkeep.copies import Refused
    from execml.pipeline.upkeep.update import update as bring_up_to_date

    try:
        for line in bring_up_to_date(shared.root()):
            typer.echo(line)
    except Refused as refusal:
        raise stop(str(refusal)) from None


def _save(drawn: Figure, file: Path) -> None:
    try:
        drawn.savefig(file, dpi=144, bbox_inches="tight")
    except (OSError, ValueError) as error:
        raise stop(f"the figure could not be written to {file}: {error}") from None
    typer.echo(f"drawn in {file}")
