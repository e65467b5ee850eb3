"""What the set-up shows: one line for each phase, alive on a terminal, plain in a log."""

from __future__ import annotations

import shutil
import sys
import time


class Phases:
    """Numbered phases: a terminal's line is rewritten, a log gets a sign of life every half minute."""

    def __init__(self, total: int) -> None:
        """Remember how many phases there will be."""
        self.total = total
        self.number = 0
        self.name = ""
        self._begun = self._told = time.monotonic()
        self._alive = sys.stdout.isatty()
        self._width = 0

    def begin(self, name: str) -> None:
        """Open the next phase."""
        self.number += 1
        self.name = name
        self._begun = self._told = time.monotonic()
        if not self._alive:
            print(f"[{self.number}/{self.total}] {name} ...", flush=True)
        self.tell("")

    def tell(self, detail: str) -> None:
        """Say what is going on within the phase."""
        line = (
            f"[{self.number}/{self.total}] {self.name}{': ' if detail else ''}{detail} ({self.seconds:.0f} s)"
        )
        if self._alive:
            self._rewrite(line[: shutil.get_terminal_size().columns - 1])
        elif time.monotonic() - self._told > 30:
            self._told = time.monotonic()
            print(f"      {line}", flush=True)

    def say(self, words: str) -> None:
        """Print a line that stays."""
        if self._alive:
            self._rewrite("")
        print("\r" * self._alive + words, flush=True)
        self._width = 0

    def end(self, result: str) -> None:
        """Close the phase with what came of it."""
        self.say(f"[{self.number}/{self.total}] {self.name}: {result}, {self.seconds:.0f} s")

    @property
    def seconds(self) -> float:
        """Seconds since the phase began."""
        return time.monotonic() - self._begun

    def _rewrite(self, line: str) -> None:
        print(f"\r{line.ljust(self._width)}", end="", flush=True)
        self._width = len(line)
