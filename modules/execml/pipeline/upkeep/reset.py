"""A page started again: the learner's copy is kept, and the original is put in its place."""

from __future__ import annotations

from pathlib import Path

from execml.course.front_matter import SourceError
from execml.course.programme import NOTEBOOKS, notebook_path
from execml.pipeline.building import builder
from execml.pipeline.upkeep.checkout import Checkout, GitError, checkout
from execml.pipeline.upkeep.copies import Refused, keep, unchanged_since


def reset(root: Path, name: str) -> list[str]:
    """Put the original of a unit's page in place, after keeping what was there; say what was done.

    The original is the last commit's. Without git it is made anew from the unit's source, not executed.

    Args:
        root: the checkout.
        name: the unit.

    Raises:
        Refused: if the page can't be kept, or its original can't be had; the page is as it was then.
    """
    path = notebook_path(root, name, NOTEBOOKS).relative_to(root)
    found = checkout(root)
    original = _derived(root, name) if found is None or not _committed(found, path) else None
    if _is_original(root, path, found, original):
        return [f"{path.as_posix()} is as it was: nothing to start again."]
    said = []
    if (root / path).exists():
        folder = keep(root, [path])
        unchanged_since(root, [path], folder)
        said = [f"Kept     {(folder / path).relative_to(root).as_posix()}"]
    _put(root, path, found, original)
    how = "" if original is None else ", made anew from its source: choose Run → Run All Cells in it"
    return [*said, f"Restored {path.as_posix()}{how}"]


def _committed(found: Checkout, path: Path) -> bool:
    return found.agrees("cat-file", "-e", f"HEAD:{path.as_posix()}")


def _is_original(root: Path, path: Path, found: Checkout | None, original: str | None) -> bool:
    if not (root / path).exists():
        return False
    if original is not None:
        return (root / path).read_bytes() == original.encode()
    return found is not None and found.agrees("diff", "--quiet", "HEAD", "--", path.as_posix())


def _derived(root: Path, name: str) -> str:
    import nbformat

    from execml.pipeline.building.derive import derive, titles
    from execml.pipeline.building.execution import canonical
    from execml.pipeline.building.source import read

    try:
        return canonical(nbformat.writes(derive(read(root, name), NOTEBOOKS, titles(root))))
    except SourceError as error:
        raise Refused(f"The source of this page cannot be read: {error}") from None


def _put(root: Path, path: Path, found: Checkout | None, original: str | None) -> None:
    try:
        if original is not None:
            builder.write(root, root / path, original)
        elif found is not None:
            found.restore([path])
    except (OSError, GitError) as error:
        raise Refused(f"{path.as_posix()} could not be replaced ({error}); your copy is kept.") from None
