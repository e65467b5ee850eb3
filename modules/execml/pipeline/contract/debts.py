"""What the pages owe: what exceeds a limit today, and bold claims without a test, by name in one file.

The list can only shrink. A page that exceeds its debt breaks the contract, and so does a debt that is
larger than what the page has by now. ``python -m execml.pipeline.contract.debts`` prints the debts as they
are. Once pages were built again, redirect it into ``tests/notebooks/debts.yaml``: the difference shows
which ones grew.
"""

from __future__ import annotations

import sys

from execml.course.programme import root
from execml.pipeline.contract.claims import unclaimed
from execml.pipeline.contract.inspector import DEBTS, gather
from execml.pipeline.contract.page import Debt, Page, Programme
from execml.pipeline.contract.sizes import MOST, sizes

HEAD = f"""\
# What units have above what they may have: {", ".join(f"{what} {most:,}" for what, most in MOST.items())};
# and under "claims" the bold phrases that no test repeats yet. Debts are paid, not added to: a number is
# lowered when its page improves. To print what is owed now: python -m execml.pipeline.contract.debts
"""


def owed(page: Page) -> Debt:
    """Return what a page exceeds now, whatever its debts say."""
    if not (page.is_lesson and page.is_learners):
        return Debt()
    over = {what: count for what, count in sizes(page).items() if count > MOST[what]}
    return Debt(over, tuple(unclaimed(page)))


def as_yaml(programme: Programme) -> str:
    """Return the debts of all pages as the file has them."""
    import yaml

    found = {page.unit.name: owed(page) for page in programme.pages if page.is_learners}
    listed = {
        name: {**debt.sizes, **({"claims": list(debt.claims)} if debt.claims else {})}
        for name, debt in found.items()
        if debt != Debt()
    }
    return HEAD + yaml.safe_dump(listed, sort_keys=False, allow_unicode=True, width=110)


if __name__ == "__main__":
    sys.stdout.write(as_yaml(gather(root())))
    sys.stderr.write(f"These are the debts as they are; those that hold stand in {DEBTS}\n")
