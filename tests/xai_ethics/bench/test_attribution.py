"""The benchmark says how far the answers are apart before it times anything."""

from execml.xai_ethics.bench import attribution, groups


def test_rows_state_times_ratio_and_check():
    row = next(attribution.tree_rows())
    assert row.ratio == row.theirs / row.ours > 4 and "from brute force" in row.check
    assert float(row.check.split("brute force ")[1]) < 1e-12


def test_group_metrics_agree():
    row = next(groups.rows())
    assert float(row.check.removeprefix("apart ")) < 1e-12
