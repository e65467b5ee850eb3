"""``python -m execml.cli``."""

from execml.cli import app

app()
