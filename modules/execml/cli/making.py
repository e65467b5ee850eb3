"""Commands for those who make pages: build, verify, lay out, map."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from execml.cli import shared
from execml.cli.shared import Units, app, chosen, stop
from execml.course.programme import COPIES, NOTEBOOKS, module_named, notebook_path

if TYPE_CHECKING:
    from execml.pipeline.building.builder import Verdict

MOST_SHOWN = 5  # differences of one notebook
MARKS = {"built": "green", "text only": "green", "unchanged": "dim"}


@app.command()
def build(
    units: Units = None,
    check: Annotated[
        bool, typer.Option("--check", help="Compare sources and notebooks; execute nothing.")
    ] = False,
    everything: Annotated[bool, typer.Option("--all", help="Execute also what is in step.")] = False,
    workers: Annotated[int, typer.Option(min=1, help="Notebooks at once.")] = 2,
    timeout: Annotated[float, typer.Option(min=1, help="Seconds that one cell may take.")] = 180,
) -> None:
    """Derive both notebooks of each unit from its source, execute what is stale, write them."""
    names = chosen(units)
    if check:
        _check(names)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from execml.pipeline.building.builder import Limits
    from execml.pipeline.building.builder import build as bring_into_step

    console = Console(highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("notebooks", total=2 * len(names))

        def tell(verdict: Verdict) -> None:
            bar.advance(task, 1 if verdict.copy else 2)
            if verdict.outcome != "unchanged":
                bar.console.print(_line(verdict), soft_wrap=True)

        verdicts = bring_into_step(shared.root(), names, everything, Limits(workers, timeout), tell)
    wrong = [verdict for verdict in verdicts if not verdict.good]
    still = sum(verdict.outcome == "unchanged" for verdict in verdicts)
    for breach in _breaches(names):
        console.print(breach, style="yellow", markup=False, soft_wrap=True)
    console.print(f"{len(verdicts) - still - len(wrong)} written, {still} unchanged, {len(wrong)} wrong")
    if wrong:
        raise typer.Exit(1)


def _line(verdict: Verdict) -> str:
    from rich.markup import escape

    file = f"{verdict.copy or 'solutions'}/{verdict.name}{'.ipynb' if verdict.copy else '.py'}"
    outcome, seconds = verdict.outcome, verdict.seconds
    detail = f": {verdict.detail}" if verdict.detail else ""
    took = f" ({seconds:.1f} s)" if seconds else ""
    return f"[{MARKS.get(outcome, 'bold red')}]{outcome:>10}[/]  {escape(file)}{took}{escape(detail)}"


def _breaches(names: list[str]) -> list[str]:
    """Return what the contract finds on these units; it doesn't stop a build, and fails the tests."""
    from execml.pipeline.contract.inspector import inspect

    return [str(breach) for breach in inspect(shared.root(), names)]


def _check(names: list[str]) -> None:
    from execml.pipeline.building.compare import check as compare
    from execml.pipeline.building.compare import outdated

    found = compare(shared.root(), names)
    by_file = {file: list(group) for file, group in groupby(found, lambda text: text.split(":")[0])}
    for file, differences in by_file.items():
        typer.echo("\n".join(differences[:MOST_SHOWN]))
        if len(differences) > MOST_SHOWN:
            typer.echo(f"{file}: and {len(differences) - MOST_SHOWN} more")
    if found:
        raise stop(
            f"{len(found)} differences; 'execml build' brings the notebooks into step with their sources"
        )
    typer.echo(f"{2 * len(names)} notebooks are in step with their sources")
    old = outdated(shared.root(), names)
    if old:
        typer.echo(
            f"{len(old)} were executed with other helper code, data or pins, such as {old[0]}: "
            "'execml verify' says whether their numbers still hold, 'execml build' executes them again"
        )


@app.command()
def verify(
    units: Units = None,
    workers: Annotated[int, typer.Option(min=1, help="Notebooks at once.")] = 2,
) -> None:
    """Execute notebooks anew and compare every output with what is stored (strict nbval)."""
    from execml.pipeline.building.verify import run

    paths = [notebook_path(shared.root(), name, copy) for name in chosen(units) for copy in COPIES]
    raise typer.Exit(run(shared.root(), [path for path in paths if path.exists()], workers))


@app.command()
def new(
    module: Annotated[str, typer.Argument(help="Package, folder or number of the module.")],
    unit: Annotated[str, typer.Argument(help="Number and name of the unit, such as 6_small_groups.")],
) -> None:
    """Lay out a new unit in the house shape: source, figures, exercises, quiz and tests."""
    from execml.pipeline.facilitator.new_unit import lay_out

    try:
        place = module_named(module)
        written = lay_out(shared.root(), place, unit)
    except ValueError as error:
        raise stop(str(error)) from None
    for path in written:
        typer.echo(f"written  {path.relative_to(shared.root()).as_posix()}")
    typer.echo(
        f"""
Next:
  1. Replace every TODO, in the source first; keep the section titles that the contract names.
  2. Write two to four exercises, their tests, and the figures, in the folders above.
  3. A new topic: enter it and its rooms in pyproject.toml, under [tool.importlinter].
  4. execml build {place.folder}/{unit}   until it says nothing more; then look at the notebook.
  5. execml build          for the pages that link to it or list it.
  6. execml map --write    for the README files."""
    )


@app.command(name="map")
def show_map(
    write: Annotated[
        bool, typer.Option("--write", help="Bring every README into step with the tree.")
    ] = False,
) -> None:
    """Print the map of the programme, made from the units themselves; or write all README files."""
    from execml.course.catalogue import programme_map
    from execml.pipeline.facilitator.signposts import signposts

    if not write:
        typer.echo(programme_map(f"{NOTEBOOKS}/"))
        return
    try:
        made = signposts(shared.root())
    except ValueError as error:
        raise stop(str(error)) from None
    for path, text in made.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            typer.echo(f"written  {path.relative_to(shared.root()).as_posix()}")
