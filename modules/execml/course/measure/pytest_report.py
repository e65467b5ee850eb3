"""What pytest says while it runs: what is worth showing, what is counted, and what took its time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

# pytest's lines, under xdist and with -v: a test begins, a test has ended, what a test took, the last line.
BEGUN = re.compile(r"(\S+(?:\.py|::ipynb)::.+)")  # nbval's names have :: where a file's has a dot
ENDED = re.compile(r"\[gw\d+\] \[ *\d+%\] (\w+) (.+)")
TOOK = re.compile(r"([\d.]+)s (?:setup|call|teardown) +(.+)")
COUNTS = re.compile(r"(\d+) (passed|failed|skipped|errors?|xfailed|xpassed)\b")
OWNER = re.compile(r"(?:tests|modules/execml|(?:notebooks|solutions)/\d+)[/_](\w+)/")
SECONDS_BETWEEN = 10.0


@dataclass
class Report:
    """Take in a step's lines one by one, and know at each moment how it stands.

    Attributes:
        counts: how many tests passed, failed and so on, by pytest's words; empty if the step is not pytest.
        running: the tests that have begun and not ended, with the moment of their beginning.
        seconds: what each test, or each notebook with all its cells, took.
    """

    counts: dict[str, int] = field(default_factory=dict)
    running: dict[str, float] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    _shown: float = float("-inf")

    def hear(self, line: str, now: float) -> bool:
        """Take in a line and say whether a person should see it.

        Of the tests that pass, one every ten seconds is shown, so that a log stays readable.

        Args:
            line: as the step printed it.
            now: the moment, in seconds.
        """
        text = line.strip()
        if begun := BEGUN.fullmatch(text):
            self.running[begun[1]] = now
            return False
        if took := TOOK.fullmatch(text):
            name = took[2].partition(".ipynb::")[0]
            self.seconds[name] = self.seconds.get(name, 0.0) + float(took[1])
            return False
        if ended := ENDED.fullmatch(text):
            self.running.pop(ended[2], None)
            if ended[1] not in ("FAILED", "ERROR") and now - self._shown < SECONDS_BETWEEN:
                return False
            self._shown = now
            return True
        self.counts = pytest_counts(text) or self.counts
        return True

    def at(self, now: float) -> str:
        """Name the tests that run, with their seconds so far; empty if the step is not pytest."""
        return ", ".join(f"{name} ({now - begun:.0f} s)" for name, begun in self.running.items())

    def passed(self) -> int | None:
        """How many tests passed; None if the step is not pytest."""
        return self.counts.get("passed", 0) if self.counts else None

    def failed(self) -> int:
        """How many tests failed, errors included."""
        return sum(self.counts.get(word, 0) for word in ("failed", "error", "errors"))


def pytest_counts(line: str) -> dict[str, int]:
    """Read pytest's last line; empty if it is another line.

    >>> pytest_counts("= 2 failed, 31 passed, 1 skipped in 4.02s =")
    {'failed': 2, 'passed': 31, 'skipped': 1}
    >>> pytest_counts("we passed in 2 s")
    {}
    """
    if not re.search(r"\d+ \w+.* in [\d.]+s", line):
        return {}
    return {word: int(count) for count, word in COUNTS.findall(line)}


def owner(name: str) -> str:
    """Say which part of the programme a test or a notebook belongs to.

    >>> owner("tests/automl/search/test_trials.py::test_one"), owner("solutions/2_automl/3_tools")
    ('automl', 'automl')
    >>> owner("notebooks/glossary"), owner("tests/test_cli.py::test_map")
    ('the rest', 'the rest')
    """
    found = OWNER.match(name)
    return found[1] if found else "the rest"


def where_the_time_went(took: Mapping[str, float], slowest: int = 8) -> str:
    """List the slowest tests and notebooks, and what each part of the programme took, in seconds.

    Args:
        took: the seconds of each test and of each notebook.
        slowest: how many of each kind are named.
    """
    lines: list[str] = []
    parts: dict[str, list[float]] = {}
    for place, kind in enumerate(("tests", "notebooks")):
        names = [name for name in took if ("::" in name) == (kind == "tests")]
        for name in names:
            parts.setdefault(owner(name), [0.0, 0.0])[place] += took[name]
        named = [
            f"{took[name]:9.0f}  {name}" for name in sorted(names, key=took.__getitem__)[: -slowest - 1 : -1]
        ]
        lines += ["", f"  seconds  of the slowest {kind}", *named] if named else []
    if parts:
        lines += ["", "    tests  notebooks  seconds of each part"]
    for part in sorted(parts, key=lambda part: -sum(parts[part])):
        lines.append(f"{parts[part][0]:9.0f} {parts[part][1]:10.0f}  {part}")
    return "\n".join(lines)
