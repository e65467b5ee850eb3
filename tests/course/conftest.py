"""What these tests share: a screen that keeps what is shown, and a private progress file."""

from __future__ import annotations

import pytest


@pytest.fixture
def shown(monkeypatch):
    """Collect the bundles that the services display."""
    bundles: list[dict[str, str]] = []
    for module in ("page.prose", "page.figures", "learner.quizzes", "learner.exercises"):
        monkeypatch.setattr(f"execml.course.{module}.emit", lambda bundle: bundles.append(dict(bundle)))
    return bundles


@pytest.fixture
def recorded(monkeypatch, tmp_path):
    """Record into a private folder, as on a learner's machine."""
    for name in ("EXECML_RECORD", "CI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("EXECML_HOME", str(tmp_path / "home"))
    return tmp_path / "home"
