"""What git says of a checkout; nothing where there is no git, or the folder is no checkout of its own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from execml.pipeline.upkeep.copies import Refused


class GitError(Refused):
    """What git said when it could not do what it was asked."""


class Checkout:
    """The git checkout that a folder is.

    Attributes:
        root: its top folder.
    """

    def __init__(self, root: Path) -> None:
        """Keep the folder; :func:`checkout` says whether it is a checkout."""
        self.root = root

    def git(self, *arguments: str) -> str:
        """Return what a git command prints.

        Raises:
            GitError: if it fails, or there is no git.
        """
        # Inside a hook, git's own variables would lead to another checkout.
        variables = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        try:
            done = subprocess.run(
                ["git", "-c", "core.quotepath=off", *arguments],
                cwd=self.root,
                env={**variables, "LC_ALL": "C"},
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                check=False,
            )
        except OSError as error:
            raise GitError(str(error)) from None
        if done.returncode:
            raise GitError(" ".join((done.stderr or done.stdout).split()))
        return done.stdout

    def says(self, *arguments: str) -> str:
        """Return what a git command prints, without the line's end; empty if it fails."""
        try:
            return self.git(*arguments).strip()
        except GitError:
            return ""

    def agrees(self, *arguments: str) -> bool:
        """Return whether a git command succeeds."""
        try:
            self.git(*arguments)
        except GitError:
            return False
        return True

    def changes(self, *between: str) -> dict[Path, str]:
        """Return the files that differ, with git's letter: A added, M modified, D deleted.

        Args:
            between: one commit, which is compared with the files as they are, or two.
        """
        fields = self.git("diff", "--name-status", "--no-renames", "-z", *between).split("\0")
        return {Path(path): letter[:1] for letter, path in zip(fields[::2], fields[1::2], strict=False)}

    def restore(self, paths: Sequence[Path]) -> None:
        """Make files what they are in the last commit."""
        if paths:
            self.git("checkout", "--quiet", "HEAD", "--", *(path.as_posix() for path in paths))


def checkout(root: Path) -> Checkout | None:
    """Return the checkout that has ``root`` for its top; nothing if there is none, or no git."""
    found = Checkout(root)
    top = found.says("rev-parse", "--show-toplevel")
    if not top or not found.agrees("rev-parse", "--verify", "--quiet", "HEAD"):
        return None
    return found if Path(top).resolve() == root.resolve() else None
