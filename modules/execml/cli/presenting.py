"""Commands for those who present and compare: a session's guide, pages on paper, and benchmarks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from execml.cli import shared
from execml.cli.shared import Units, app, chosen, stop
from execml.course.programme import MODULES, NOTEBOOKS, SOLUTIONS, module_named, unit_names

EXPORTS = "exports"


@app.command()
def bench(topic: Annotated[str, typer.Argument(help="Package, folder or number of the module.")]) -> None:
    """Compare our code with the library beside it: same input, same answer, CPU time."""
    import importlib
    import importlib.util

    try:
        package = f"execml.{module_named(topic).package}"
    except ValueError as error:
        raise stop(str(error)) from None
    if importlib.util.find_spec(package) is None or importlib.util.find_spec(f"{package}.bench") is None:
        raise stop(f"{topic} has no benchmark: there is no package {package}.bench")
    importlib.import_module(f"{package}.bench.table").main()


@app.command()
def guide(
    module: Annotated[
        str | None, typer.Argument(help="Package, folder or number; all modules if left out.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write a page to print, with its figures; one module.")
    ] = None,
) -> None:
    """Print the facilitator's guide: a plan for 30, 60 and 90 minutes, and what to show, say and answer."""
    from execml.pipeline.export.pages import write
    from execml.pipeline.facilitator.guide import guide as written
    from execml.pipeline.facilitator.guide import page

    try:
        wanted = (
            [module_named(module)]
            if module
            else [each for each in MODULES if unit_names(shared.root(), each)]
        )
        if html is not None and len(wanted) != 1:
            raise stop("--html writes one module: say which, such as 'execml guide 3 --html guide_3.html'")
        for each in wanted:
            if html is None:
                typer.echo(written(shared.root(), each))
            else:
                typer.echo(f"written  {write(html, page(shared.root(), each))}")
    except ValueError as error:
        raise stop(str(error)) from None


@app.command()
def export(
    units: Units = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Print each page as PDF as well.")] = False,
    worked: Annotated[bool, typer.Option("--worked", help="The copies with worked answers.")] = False,
    out: Annotated[Path, typer.Option("--out", help="Folder to write to.")] = Path(EXPORTS),
) -> None:
    """Write units as pages to read offline, send and print: code folded, figures and formulas inside."""
    from execml.pipeline.export.pages import write_pages

    names = chosen(units)
    try:
        for file in write_pages(shared.root(), names, out, SOLUTIONS if worked else NOTEBOOKS, pdf):
            typer.echo(f"written  {file}")
    except (ValueError, RuntimeError) as error:
        raise stop(str(error)) from None
