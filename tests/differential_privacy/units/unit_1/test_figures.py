"""Figures of unit 1: the title carries the number that matters, the alternative text what is drawn."""

import execml.differential_privacy as dp
import matplotlib as mpl
import numpy as np
import pytest
from execml.course.page.fingerprint import fingerprint
from execml.differential_privacy.units.unit_1 import figures


@pytest.fixture(autouse=True)
def quiet_backend() -> None:
    mpl.use("agg")


def test_lone_shares_spells_out_the_facts() -> None:
    facts = ["sex", "age", "education", "marriage", "limit", "bill_1"]
    fig, alt = figures.lone_shares([0, 0, 0, 0.01, 0.2, 0.9], facts, [0, 0, 0, 0.1, 0.2, 0.5], facts)
    assert "20% of clients alone, one bill more 90%" in fingerprint(fig)
    assert "+ September's bill" in fingerprint(fig)
    assert "20%" in alt and "90%" in alt and "50%" in alt


def test_lone_shares_names_a_fact_of_both_files_once_and_large() -> None:
    facts = ["sex", "age", "education", "marriage", "limit", "bill_1"]
    census = ["sex", "age", "education_years", "marital_status", "occupation", "hours_per_week"]
    fig, _ = figures.lone_shares([0.0] * 6, facts, [0.0] * 6, census)
    written = [text.get_text() for text in fig.axes[0].texts]
    assert written.count("sex") == written.count("+ education") == written.count("+ marital\nstatus") == 1
    assert {"+ limit", "+ occupation", "+ hours\nper week"} <= set(written)
    assert min(text.get_fontsize() for text in fig.axes[0].texts) >= 12


def test_rough_links_labels_both_lines_with_their_ends() -> None:
    fig, alt = figures.rough_links([0.0, 0.4, 0.7], [0.0, 0.1, 0.3])
    assert "70%" in fingerprint(fig) and "30%" in fingerprint(fig)
    assert "70%" in alt and "30%" in alt


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
    draw = np.random.default_rng(0)
    attacks = [dp.membership_inference(draw.normal(gap, 1, 500), draw.normal(0, 1, 500)) for gap in (1, 3, 0)]
    fig, alt = figures.membership(["plain", "calibrated", "restrained"], attacks)
    found = f"{attacks[1].true_positive_rate(0.01):.0%}"
    assert f"hundred, {found} of the members" in fingerprint(fig)
    assert f"calibrated, {found}" in alt
