"""An update brings what is new, and whatever happens on the way, no byte that a learner wrote is lost."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from execml.pipeline.upkeep import update as module
from execml.pipeline.upkeep.checkout import Checkout
from execml.pipeline.upkeep.copies import Refused, keep
from execml.pipeline.upkeep.update import update
from hypothesis import given, settings
from hypothesis import strategies as st

from .conftest import FIRST, SECOND, Pair, commit, git, kept, page, pair, write


def publish(checkouts: Pair, pins: bool = False) -> None:
    """Publish a renewed first unit and a new third one."""
    write(checkouts.origin, FIRST, "One, better")
    write(checkouts.origin, "1_frameworks/3_three", "Three")
    if pins:
        (checkouts.origin / "constraints.txt").write_text("numpy==2\n")
    commit(checkouts.origin)


def test_the_new_comes_and_says_its_titles(checkouts):
    publish(checkouts)
    said = update(checkouts.learner)
    assert said[:3] == [
        "The programme is up to date.",
        "  New: Three (notebooks/1_frameworks/3_three.ipynb)",
        "  Renewed: One, better (notebooks/1_frameworks/1_one.ipynb)",
    ]
    assert "Reload Notebook from Disk" in said[3]
    assert kept(checkouts.learner) == {}
    assert update(checkouts.learner) == ["This is the newest version already: nothing was changed."]


def test_other_versions_ask_for_a_new_start(checkouts):
    publish(checkouts, pins=True)
    assert "run 'python start.py' again" in update(checkouts.learner)[-1]


def test_changed_pages_are_kept_and_only_renewed_ones_replaced(checkouts):
    root = checkouts.learner
    publish(checkouts)
    page(root).write_bytes(b"answers to one")
    page(root, SECOND).write_bytes(b"answers to two")
    said = update(root)
    assert b"One, better" in page(root).read_bytes()
    assert page(root, SECOND).read_bytes() == b"answers to two"
    assert sorted(kept(root).values()) == [b"answers to one", b"answers to two"]
    assert said[0].startswith("Your pages are kept in .execml/kept/20")
    assert said[1:3] == [
        f"  notebooks/{FIRST}.ipynb",
        f"  notebooks/{SECOND}.ipynb (also still in place)",
    ]


def test_untracked_files_and_own_pages_stay(checkouts):
    root = checkouts.learner
    publish(checkouts)
    (root / "notebooks" / "mine.ipynb").write_text("mine")
    (root / "notebooks" / "staged.ipynb").write_text("staged")
    git(root, "add", "notebooks/staged.ipynb")
    page(root).unlink()
    update(root)
    assert (root / "notebooks" / "mine.ipynb").read_text() == "mine"
    assert (root / "notebooks" / "staged.ipynb").read_text() == "staged"
    assert b"One, better" in page(root).read_bytes()


def test_an_untracked_file_in_the_way_undoes_everything(checkouts):
    root = checkouts.learner
    publish(checkouts)
    mine = page(root, "1_frameworks/3_three")
    mine.write_text("mine")
    page(root).write_bytes(b"my answers")
    before = git(root, "rev-parse", "HEAD")
    with pytest.raises(Refused, match=r"your pages are as they were.*3_three"):
        update(root)
    assert (mine.read_text(), page(root).read_bytes()) == ("mine", b"my answers")
    assert git(root, "rev-parse", "HEAD") == before


def detach(checkouts: Pair) -> None:
    git(checkouts.learner, "checkout", "-q", "--detach")


def part(checkouts: Pair) -> None:
    git(checkouts.learner, "branch", "--unset-upstream")


def edit_code(checkouts: Pair) -> None:
    (checkouts.learner / "helper.py").write_text("one = 2\n")


def commit_own(checkouts: Pair) -> None:
    (checkouts.learner / "helper.py").write_text("one = 2\n")
    commit(checkouts.learner)


def lose_origin(checkouts: Pair) -> None:
    checkouts.origin.rename(checkouts.origin.with_name("elsewhere"))


def half_merged(checkouts: Pair) -> None:
    commit_own(checkouts)
    (checkouts.origin / "helper.py").write_text("one = 3\n")
    commit(checkouts.origin)
    git(checkouts.learner, "fetch", "-q")
    with pytest.raises(Exception, match="merge"):
        git(checkouts.learner, "merge", "origin/main")


def block_copies(checkouts: Pair) -> None:
    (checkouts.learner / ".execml").write_text("in the way")


@pytest.mark.parametrize(
    ("hinder", "sentence"),
    [
        (detach, "detached HEAD.*git switch main"),
        (part, r"follows no other one.*download the programme anew.*\.execml"),
        (edit_code, r"^helper\.py was changed and is no notebook, so nothing was touched"),
        (commit_own, "commits of its own"),
        (lose_origin, "could not be fetched, so nothing was changed"),
        (half_merged, "merge in this checkout is not finished"),
        (block_copies, "cannot be written to"),
    ],
)
def test_what_hinders_an_update_is_said_and_nothing_is_touched(checkouts, hinder, sentence):
    root = checkouts.learner
    publish(checkouts)
    page(root, SECOND).write_bytes(b"my answers")
    if hinder in (commit_own, half_merged):
        git(root, "stash", "-q")
    hinder(checkouts)
    if hinder is commit_own:
        git(root, "stash", "pop", "-q")
    before = {path: path.read_bytes() for path in root.rglob("*.ipynb")}
    with pytest.raises(Refused, match=sentence):
        update(root)
    assert {path: path.read_bytes() for path in root.rglob("*.ipynb")} == before


def test_without_git_it_says_how_to_update_by_hand(checkouts, no_git):
    no_git()
    with pytest.raises(Refused, match=r"git is not installed\. To update by hand, download"):
        update(checkouts.learner)


def test_a_page_that_jupyterlab_saves_in_between_keeps_what_was_saved(checkouts, monkeypatch):
    root = checkouts.learner
    publish(checkouts)
    page(root).write_bytes(b"my answers")

    def kept_and_saved(*arguments):
        folder = keep(*arguments)
        page(root).write_bytes(b"newer answers")
        return folder

    monkeypatch.setattr(module, "keep", kept_and_saved)
    with pytest.raises(Refused, match="saved at this very moment"):
        update(root)
    assert page(root).read_bytes() == b"newer answers"


class Interrupted(BaseException):
    """Comes when it wants, like Ctrl-C."""


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("git") is None, reason="no git on this machine")
@settings(max_examples=15, deadline=None)
@given(
    edits=st.dictionaries(
        st.sampled_from(
            [f"{tree}/{name}" for tree in ("notebooks", "solutions") for name in (FIRST, SECOND)]
        ),
        st.binary(min_size=1, max_size=40),
    ),
    stops_at=st.integers(0, 16),
)
def test_no_work_is_lost_wherever_it_is_interrupted(edits: dict[str, bytes], stops_at: int) -> None:
    """Git, which does every step of an update, is stopped at any of them, before or after the step."""
    calls = iter(range(100))
    really = Checkout.git

    def interrupted(self: Checkout, *arguments: str) -> str:
        number = next(calls)
        if number == stops_at:
            raise Interrupted
        said = really(self, *arguments)
        if number == stops_at - 1 and stops_at % 2:
            raise Interrupted
        return said

    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        checkouts = pair(Path(folder))
        publish(checkouts)
        root = checkouts.learner
        for name, content in edits.items():
            (root / f"{name}.ipynb").write_bytes(content)
        patch.setattr(Checkout, "git", interrupted)
        try:
            update(root)
        except Interrupted:
            present = {(root / f"{name}.ipynb").read_bytes() for name in edits}
            assert set(edits.values()) <= {*present, *kept(root).values()}
        else:
            assert set(edits.values()) <= set(kept(root).values())
