"""Figures of unit 1: the title carries the number that matters, the alternative text what is drawn."""

import matplotlib as mpl
import numpy as np
import pytest
from execml.course.page.fingerprint import fingerprint
from execml.differential_privacy.units.unit_1 import figures


@pytest.fixture(autouse=True)
def quiet_backend() -> None:
    mpl.use("agg")


def test_lone_shares_spells_out_each_fact_once_and_large() -> None:
    facts = ["sex", "age", "education", "marriage", "limit", "bill_1"]
    fig, alt = figures.lone_shares([0, 0, 0, 0.01, 0.2, 0.9], facts)
    assert "20% of clients alone, one bill more 90%" in fingerprint(fig)
    written = [label.get_text() for label in fig.axes[0].get_xticklabels()]
    assert written == ["sex", "age", "education", "marital\nstatus", "limit", "September's\nbill"]
    assert min(label.get_fontsize() for label in fig.axes[0].get_xticklabels()) >= 15
    assert "20%" in alt and "90%" in alt


def test_branches_counts_every_square_once() -> None:
    bits = np.array([[1.0, 0.0, np.nan], [0.0, 0.0, 1.0]])
    fig, alt = figures.branches(bits)
    assert "5 of 6 clients" in fingerprint(fig)
    assert sum(len(squares.get_offsets()) for squares in fig.axes[0].collections) == bits.size
    assert "2 are proven defaulters, 3 proven payers, 1 stay open" in alt


def test_reconstruction_reads_the_noise_of_half_root_n_from_the_larger_file() -> None:
    levels = np.array([0.25, 0.5, 1.0])
    runs = {
        (100, 4): np.array([1, 0.8, 0.7]),
        (400, 4): np.array([1, 0.9, 0.6]),
        (400, 16): np.array([1, 1, 0.9]),
    }
    fig, alt = figures.reconstruction(levels, runs, guess=0.52)
    assert "half √n still gives 90%" in fingerprint(fig)
    assert "90% at one half, 60% at one" in alt


def test_membership_puts_the_calibrated_attack_into_the_title() -> None:
    alarms = np.geomspace(0.001, 1, 31)
    found = {
        name: np.sqrt(alarms) * np.array([[part], [part]])
        for name, part in (("a", 0.2), ("b", 0.9), ("c", 0.1))
    }
    fig, alt = figures.membership(alarms, found)
    assert "hundred, 9% of the members" in fingerprint(fig)
    assert "b, 9.0%" in alt
