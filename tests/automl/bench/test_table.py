"""The benchmark of the module: the methods that it times give the same answer."""

from execml.automl.bench import table as bench


def test_the_benchmark_compares_methods_that_agree() -> None:
    rows = list(bench.interval_rows(repeats=3))  # the first loads a library
    assert [row.other.split(",")[0] for row in rows] == ["all pairs", "scikit-learn", "ours"]
    assert all(row.ours > 0 and row.theirs > 0 for row in rows)
    assert rows[0].theirs > rows[0].ours  # 17 million pairs against a sort
