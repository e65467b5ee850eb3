"""The record of the tools as shipped is whole, and is subtracted group by group."""

from datetime import date

import numpy as np
import pytest
from execml.automl.contest.record import GROUP, runs
from execml.automl.libraries import as_shipped


def test_every_run_has_its_numbers_its_date_and_its_versions() -> None:
    found = as_shipped.recorded()
    assert found["date"] >= date(2026, 11, 28) and {"h2o", "tpot"} <= set(found["versions"])
    assert as_shipped.GROUP == GROUP
    assert set(found["runs"]) == {f"{tool}, {seconds} s" for tool, seconds, _ in as_shipped.STUDIES}
    for tool, seconds, groups in as_shipped.STUDIES:
        run = found["runs"][f"{tool}, {seconds} s"]
        assert {len(numbers) for numbers in run.values()} == {groups}
        assert all(0.6 < auc < 0.8 for auc in run["untouched"]) and min(run["wall"]) >= seconds


def test_a_lead_is_taken_group_by_group_and_the_table_shows_it() -> None:
    five = runs("groups", "five averaged")
    lead = as_shipped.lead_over(five, "H2O, 60 s")
    gaps = np.array(as_shipped.recorded()["runs"]["H2O, 60 s"]["untouched"]) - five.values[:5]
    np.testing.assert_allclose(lead.values, gaps)
    lines = as_shipped.shown({"five": five}).splitlines()
    assert len(lines) == 2 + len(as_shipped.STUDIES) and f"{lead.mean:+.3f}".replace("-", "−") in lines[2]


def test_what_unit_3_says_of_the_tools_as_shipped() -> None:
    search, five = runs("groups", "random search"), runs("groups", "five averaged")
    over_search, over_five = (as_shipped.lead_over(rival, "H2O, 60 s") for rival in (search, five))
    assert over_search.interval()[0] > 0 and (over_search.values > 0).all()  # ahead of random search
    low, high = over_five.interval()
    assert low < 0 < high and low > -0.005 and high < 0.005  # and not told from five untuned models averaged
    for run in ("TPOT, 60 s", "TPOT, 300 s"):
        assert as_shipped.lead_over(five, run).mean < 0
        low, high = as_shipped.lead_over(search, run).interval()
        assert low < 0 < high
    found = as_shipped.recorded()["runs"]
    assert max(found["TPOT, 300 s"]["wall"]) > 600  # told 300
    for run in found.values():  # the machine had little else to do: a processor at least, nearly all the time
        assert all(cpu > 0.95 * wall for cpu, wall in zip(run["cpu"], run["wall"], strict=True))


def test_what_is_not_there_is_refused_by_name() -> None:
    five = runs("groups", "five averaged")
    with pytest.raises(ValueError, match="run="):
        as_shipped.lead_over(five, "H2O, 1 s")
    with pytest.raises(ValueError, match="tool="):
        as_shipped.run_shipped("nobody", np.eye(4), np.array([0, 1, 0, 1]), np.eye(4))
    with pytest.raises(ValueError, match="seconds="):
        as_shipped.run_shipped("H2O", np.eye(4), np.array([0, 1, 0, 1]), np.eye(4), seconds=0)
