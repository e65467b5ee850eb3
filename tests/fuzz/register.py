"""All calls of a topic, what they owe, and the list of debts as it is printed.

``python -m tests.fuzz.register frameworks`` prints every wrong outcome; with ``auc mean_loss`` after it those
of some names; ``python -m tests.fuzz.register --write`` writes the list of debts anew.
"""

from __future__ import annotations

import ast
import importlib
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from execml.course.programme import HELPERS, root

from .harness import BARE, GOOD, SILENT, SLOW, Call, Outcome, outcomes

TOPICS = (
    "course",
    "frameworks",
    "automl",
    "differential_privacy",
    "federated_learning",
    "homomorphic_encryption",
    "xai_ethics",
    "quantum_ml",
)
DEBTS = Path(__file__).with_name("debts.yaml")
HEAD = """\
# What public names still answer wrongly when one argument is replaced: "bare" is an error that is not the
# programme's own or does not name the argument, "silent" a result where none can be right, "slow" more than
# two CPU seconds. Numbers are lowered when a name improves, and none is added. To see what is behind one:
# python -m tests.fuzz.register frameworks auc
"""


def public_names(topic: str) -> list[str]:
    """Return the names that a topic's stub offers."""
    stub = root() / HELPERS / topic / "__init__.pyi"
    lines = [
        node for node in ast.parse(stub.read_text(encoding="utf-8")).body if isinstance(node, ast.ImportFrom)
    ]
    return sorted(alias.asname or alias.name for line in lines for alias in line.names)


def calls(topic: str) -> dict[str, Call]:
    """Return the calls of a topic; a name with a dot, as ``gradient.of``, is what a name returns or holds."""
    return importlib.import_module(f".calls_{topic}", __package__).CALLS


def reasons(topic: str) -> dict[str, str]:
    """Return for names that are not called why not."""
    return importlib.import_module(f".calls_{topic}", __package__).NOT_CALLED


def wrong(topic: str, name: str) -> list[Outcome]:
    """Return what one call answers wrongly."""
    return [outcome for outcome in outcomes(name, calls(topic)[name]) if outcome.verdict != GOOD]


def counted(found: Sequence[Outcome]) -> dict[str, int]:
    """Return how many outcomes are wrong in each way, those that are none left out."""
    tally = Counter(outcome.verdict for outcome in found)
    return {verdict: tally[verdict] for verdict in (BARE, SILENT, SLOW) if tally[verdict]}


def debts() -> dict[str, dict[str, dict[str, int]]]:
    """Return what each name of each topic may still answer wrongly."""
    import yaml

    listed = yaml.safe_load(DEBTS.read_text(encoding="utf-8")) if DEBTS.exists() else {}
    return {topic: listed.get(topic) or {} for topic in TOPICS}


def as_yaml(owed: dict[str, dict[str, dict[str, int]]]) -> str:
    """Write a list of debts, one line a name, the sums of each topic as a comment above."""
    lines = [HEAD.rstrip()]
    for topic, names in owed.items():
        total: Counter[str] = Counter()
        for numbers in names.values():
            total.update(numbers)
        lines.append(f"{topic}:  # {', '.join(f'{total[v]} {v}' for v in (BARE, SILENT, SLOW))}")
        for name, numbers in sorted(names.items()):
            lines.append(
                f"  {name}: {{{', '.join(f'{verdict}: {count}' for verdict, count in numbers.items())}}}"
            )
        if not names:
            lines[-1] = f"{topic}: {{}}"
    return "\n".join(lines) + "\n"


def owed(topic: str) -> dict[str, dict[str, int]]:
    """Call everything of a topic, and return what is wrong by name."""
    return {name: numbers for name in calls(topic) if (numbers := counted(wrong(topic, name)))}


def main(arguments: Sequence[str]) -> None:
    """Print what is wrong with a topic or some of its names, or write the list of debts."""
    if arguments and arguments[0] == "--write":
        fresh: dict[str, Any] = debts()
        topics = arguments[1:] or TOPICS
        # A process for each: some suppliers' libraries do not bear one another.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
            fresh |= dict(zip(topics, pool.map(owed, topics), strict=True))
        DEBTS.write_text(as_yaml(fresh), encoding="utf-8")
        return
    topic, names = arguments[0], list(arguments[1:]) or list(calls(arguments[0]))
    total: Counter[str] = Counter()
    for name in names:
        started = time.process_time()
        found = wrong(topic, name)
        total.update(outcome.verdict for outcome in found)
        print(f"{name}: {counted(found) or 'nothing'}, {time.process_time() - started:.2f} CPU s", flush=True)
        for each in found:
            print(f"    {each.argument}={each.replacement}: {each.verdict}: {each.detail}", flush=True)
    print(f"{topic}: {dict(total)}")


if __name__ == "__main__":
    main(sys.argv[1:])
