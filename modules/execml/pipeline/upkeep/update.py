"""The programme brought up to date in a git checkout, without losing what a learner wrote into its pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from execml.course.programme import COPIES, SOLUTIONS
from execml.pipeline.building.derive import titles
from execml.pipeline.upkeep.checkout import Checkout, GitError, checkout
from execml.pipeline.upkeep.copies import Refused, keep, put_back, unchanged_since

PINS = ("constraints.txt", "pyproject.toml")
RELOAD = "Is a page open in JupyterLab? Choose File → Reload Notebook from Disk there"
BY_HAND = (
    "To update by hand, download the programme anew, unpack it beside this folder, copy the folder .execml "
    "into it (your progress, your decisions, the copies of pages) and, under other names, the notebooks that "
    "you want to keep, and run 'python start.py' there."
)


def update(root: Path) -> list[str]:
    """Fetch what is new and put it in place; say what was kept, where, and what is new.

    Each notebook that was changed is copied first. Those that the update brings anew are replaced; the others
    stay as the learner left them. If anything goes wrong, all is as it was before.

    Args:
        root: the checkout.

    Raises:
        Refused: if it cannot be done; the message is one sentence, and nothing has been changed.
    """
    found = _followed(root)
    changed = _notebooks_changed(found)
    try:
        found.git("fetch", "--quiet")
    except GitError as error:
        raise Refused(
            f"What is new could not be fetched, so nothing was changed: git says '{error}'."
        ) from None
    old, new = found.says("rev-parse", "HEAD"), found.says("rev-parse", "@{upstream}")
    if found.agrees("merge-base", "--is-ancestor", new, old):
        return ["This is the newest version already: nothing was changed."]
    if not found.agrees("merge-base", "--is-ancestor", old, new):
        raise Refused(
            "This checkout has commits of its own, so nothing was changed: combine them with the new ones by "
            "'git pull --rebase', or ask whoever made them."
        )
    renewed = found.changes(old, new)
    said = _replace(found, changed, [path for path in changed if path in renewed], new)
    return [*said, *_news(root, renewed)]


def _followed(root: Path) -> Checkout:
    """Return the checkout if it follows another one."""
    found = checkout(root)
    if found is None:
        raise Refused(f"This folder is no git checkout, or git is not installed. {BY_HAND}")
    if not found.says("symbolic-ref", "--quiet", "HEAD"):
        raise Refused(
            "This checkout stands at a single commit (a 'detached HEAD'), so nothing was changed: "
            "'git switch main' brings it back to its branch."
        )
    if not found.says("rev-parse", "--abbrev-ref", "@{upstream}"):
        raise Refused(f"This checkout follows no other one that it could be updated from. {BY_HAND}")
    return found


def _notebooks_changed(found: Checkout) -> list[Path]:
    """Return the notebooks of the programme that were changed or deleted, if nothing else was."""
    changes = found.changes("HEAD")
    if found.says("ls-files", "--unmerged"):
        raise Refused(
            "A merge in this checkout is not finished, so nothing was changed: 'git merge --abort' ends it."
        )
    others = [path for path in changes if path.suffix != ".ipynb" or path.parts[0] not in COPIES]
    if others:
        more = f" and {len(others) - 1} more" if len(others) > 1 else ""
        raise Refused(
            f"{others[0].as_posix()}{more} was changed and is no notebook, so nothing was touched: copy what "
            f"you want to keep, undo it with 'git checkout HEAD -- {others[0].as_posix()}', and try again."
        )
    return [path for path, letter in changes.items() if letter != "A"]  # an own new page is in nobody's way


def _replace(found: Checkout, changed: list[Path], replaced: list[Path], new: str) -> list[str]:
    """Keep copies of what was changed, and go forward to the new commit."""
    root = found.root
    present = [path for path in changed if (root / path).exists()]
    folder = keep(root, present) if present else None
    mine = [path for path in present if path in replaced]
    if folder:
        unchanged_since(root, mine, folder)
    try:
        found.restore(replaced)
        found.git("merge", "--quiet", "--ff-only", new)
    except BaseException as error:
        if folder and found.says("rev-parse", "HEAD") != new:
            put_back(root, mine, folder)
        if isinstance(error, GitError):
            raise Refused(f"The update was not made, and your pages are as they were: {error}") from None
        raise
    if folder is None:
        return []
    said = [f"Your pages are kept in {folder.relative_to(root).as_posix()}:"]
    said += [f"  {path.as_posix()}{'' if path in mine else ' (also still in place)'}" for path in present]
    return said


def _news(root: Path, renewed: dict[Path, str]) -> Iterator[str]:
    """Say which pages are new or renewed, and what is to be done."""
    catalogue = titles(root)
    sources = {path: letter for path, letter in renewed.items() if path.suffix == ".py"}
    names = {
        path.relative_to(SOLUTIONS).with_suffix("").as_posix(): letter
        for path, letter in sources.items()
        if path.parts[0] == SOLUTIONS
    }
    yield "The programme is up to date."
    for word, letter in (("New", "A"), ("Renewed", "M")):
        for name, title in catalogue.items():
            if names.get(name) == letter:
                yield f"  {word}: {title} (notebooks/{name}.ipynb)"
    if any(path.as_posix() in PINS for path in renewed):
        yield "Versions of packages have changed: stop JupyterLab and run 'python start.py' again."
    else:
        yield f"{RELOAD}, and restart its kernel."
