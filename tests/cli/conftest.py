"""The command in an empty checkout."""

from __future__ import annotations

import pytest
from execml import cli
from typer.testing import CliRunner


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run the command in an empty checkout."""
    monkeypatch.setattr(cli.shared, "root", lambda: tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *arguments: CliRunner().invoke(cli.app, arguments)
