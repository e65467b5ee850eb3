"""Commands for those who present and compare: a session's guide, and benchmarks."""

from __future__ import annotations

from typing import Annotated

import typer

from execml.cli import shared
from execml.cli.shared import app, stop
from execml.course.programme import MODULES, module_named, unit_names


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
) -> None:
    """Print the facilitator's guide as Markdown: 30, 60 or 90 minutes, and the talking points."""
    from execml.pipeline.facilitator.guide import guide as written

    try:
        wanted = (
            [module_named(module)]
            if module
            else [each for each in MODULES if unit_names(shared.root(), each)]
        )
        for each in wanted:
            typer.echo(written(shared.root(), each))
    except ValueError as error:
        raise stop(str(error)) from None
