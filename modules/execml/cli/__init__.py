"""The command ``execml``; each file holds the commands of one kind of user."""

from execml.cli import learning, making, presenting
from execml.cli.shared import app

__all__ = ["app", "learning", "making", "presenting"]
