"""Facts that age: each has source and date, versions are those installed, and old ones are read again."""

from __future__ import annotations

import re
import warnings
from dataclasses import replace
from datetime import date, timedelta
from importlib.metadata import metadata, version

import pytest
import yaml
from execml.course import as_of, fact
from execml.course.bank.facts import (
    FAIL_AFTER,
    FILE,
    WARN_AFTER,
    Fact,
    facts,
    older_than,
    outdated,
    read_facts,
)
from execml.course.programme import MODULES, module_of, root, source_path, unit_names, unit_number

READ = date(2026, 11, 22)
ENTRY = yaml.safe_load(FILE.read_text("utf-8"))[0]


class FactsAreGettingOld(UserWarning):
    """Somebody should read the sources again."""


def age_check(today: date, among: list[Fact] | None = None) -> None:
    """Warn about facts that nobody read for 90 days, and fail about those of 180."""
    failing = older_than(FAIL_AFTER, today, among)
    assert not failing, f"read again, or take out: {', '.join(one.id for one in failing)}"
    for one in older_than(WARN_AFTER, today, among):
        message = f"{one.id} was last read {one.age(today)} days ago: {one.url}"
        warnings.warn(message, FactsAreGettingOld, stacklevel=2)


def test_nobody_relies_on_what_was_not_read_for_half_a_year() -> None:
    age_check(date.today())


def test_ninety_days_warn_and_a_hundred_and_eighty_fail() -> None:
    old = [replace(fact("onnx.governance"), as_of=READ)]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        age_check(READ + timedelta(days=90), old)
    for days in (91, 180):
        with pytest.warns(FactsAreGettingOld, match=f"onnx.governance was last read {days} days ago"):
            age_check(READ + timedelta(days=days), old)
    with pytest.raises(AssertionError, match=r"onnx\.governance"):
        age_check(READ + timedelta(days=181), old)


def test_a_fact_cannot_have_been_read_tomorrow() -> None:
    with pytest.raises(ValueError, match=r"as_of=2026-11-22.*must not lie after today, 2026-11-21"):
        older_than(1, date(2026, 11, 21), [replace(fact("onnx.governance"), as_of=READ)])


def test_the_versions_are_those_installed() -> None:
    assert outdated() == {}


def test_another_version_is_found_and_a_build_of_the_same_is_not() -> None:
    ours = fact("version.scikit_learn")
    assert outdated([replace(ours, value="1.8")]) == {ours.id: version("scikit-learn")}
    assert outdated([replace(ours, value=version("scikit-learn"))]) == {}
    assert outdated([replace(ours, value="1")]) == {}
    assert outdated([replace(ours, value="1.9.10")]) == {ours.id: version("scikit-learn")}
    assert outdated([replace(ours, distribution="no-such-package")]) == {}
    assert outdated([replace(fact("version.pytorch"), value=version("torch").split("+")[0])]) == {}


def test_what_the_installed_packages_say_of_themselves_is_what_the_facts_say() -> None:
    name = next(name for name in ("tensorflow-cpu", "tensorflow") if _installed(name))
    assert metadata(name)["Author"] == fact("tensorflow.author").value
    described = str(metadata("keras").get_payload() or metadata("keras")["Description"])
    assert all(backend in described for backend in fact("keras.backends").value.split(", "))
    assert "OpenVINO" in described


def _installed(name: str) -> bool:
    try:
        return bool(version(name))
    except ModuleNotFoundError:
        return False


def test_what_a_page_prints_has_its_date_and_says_if_it_is_second_hand() -> None:
    first = replace(fact("onnx.governance"), as_of=READ)
    second = replace(fact("pytorch.umbrella"), as_of=date(2027, 1, 3), primary=False)
    assert str(first) == f"{first.text} (As of 22 November 2026.)"
    assert str(second).endswith("(As of 3 January 2027, from secondary sources.)")
    assert as_of(second, first) == "(As of 22 November 2026, in part from secondary sources.)"
    with pytest.raises(ValueError, match="read"):
        as_of()


@pytest.mark.parametrize("one", facts().values(), ids=list(facts()))
def test_every_fact_has_a_source_that_can_be_looked_up(one) -> None:
    assert one.url.startswith("https://")
    assert one.text.endswith(".")
    assert one.id == one.id.lower() and "." in one.id
    prefixes = [f"{module.prefix}{number}" for module in MODULES for number in module.unit_numbers(root())]
    assert set(one.units) <= set(prefixes)
    if one.kind == "version":
        assert one.value in one.text


STATED = [(one, unit) for one in facts().values() if one.kind == "version" for unit in one.units]


@pytest.mark.parametrize(("one", "unit"), STATED, ids=[f"{one.id}-{unit}" for one, unit in STATED])
def test_a_version_that_a_page_still_types_itself_is_that_of_the_fact(one, unit: str) -> None:
    name = re.search(rf"(\S+) {re.escape(one.value)}", one.text)[1]
    module = module_of(unit)
    number = unit.removeprefix(module.prefix)
    source = next(name for name in unit_names(root(), module) if unit_number(name) == number)
    page = source_path(root(), source).read_text("utf-8")
    typed = re.findall(rf"(?<![\w-]){re.escape(name)} (\d+(?:\.\d+)*)", page, re.IGNORECASE)
    assert typed or f'fact("{one.id}")' in page
    assert f"{one.value}.".startswith(f"{(typed or [one.value])[-1]}.")  # its sources come last


def test_an_unknown_fact_is_refused_with_its_neighbours() -> None:
    with pytest.raises(ValueError, match=r"onnx\.price.*onnx\.governance") as refused:
        fact("onnx.price")
    assert "pytorch" not in str(refused.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"url": None}, "url"),
        ({"value": 2.10}, "value"),
        ({"kind": "gossip"}, "kind"),
        ({"primary": "yes"}, "primary"),
        ({"as_of": "2026-11-27"}, "as_of"),
        ({"units": "fw5"}, "units"),
        ({"distribution": "torch"}, "distribution"),
        ({"kind": "version"}, "distribution"),
        ({"surplus": 1}, "needs exactly"),
    ],
)
def test_an_entry_that_breaks_a_rule_is_refused_by_name(change: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message) as refused:
        read_facts([{**ENTRY, **change}])
    assert ENTRY["id"] in str(refused.value)


@pytest.mark.parametrize("entries", [None, [], {}, ["a fact"], [ENTRY, ENTRY]])
def test_a_file_that_is_no_list_of_different_facts_is_refused(entries) -> None:
    with pytest.raises(ValueError):
        read_facts(entries)
    with pytest.raises(ValueError, match="days"):
        older_than(0, READ)
