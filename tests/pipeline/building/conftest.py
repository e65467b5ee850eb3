"""Builds without kernels: one that must not need any, and one that only pretends to execute."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from execml.course.programme import COPIES
from execml.pipeline.building import builder
from execml.pipeline.building.execution import Result


@pytest.fixture
def no_kernel(monkeypatch):
    """Make starting a kernel an error, to show that a build needs none."""
    monkeypatch.setattr(builder, "run_all", lambda *_: pytest.fail("a kernel was started"))


@pytest.fixture
def pretended(monkeypatch):
    """Pretend to run what a build asks for, and return the titles of the notebooks that it asked for."""
    asked = []

    def run(requests, workers):
        for request in requests:
            pretence = nbformat.reads(request.text, as_version=4)
            for count, cell in enumerate((cell for cell in pretence.cells if cell.cell_type == "code"), 1):
                cell.execution_count = count
            tree = next(part for part in Path(request.folder).parts if part in COPIES)
            asked.append((tree, pretence.metadata.title))
            yield request, Result("built", text=nbformat.writes(pretence)), 0.0

    monkeypatch.setattr(builder, "run_all", run)
    return asked
