"""The real data of the programme: one call a data set, its checksum verified before it is used."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from execml.course.programme import root

if TYPE_CHECKING:
    import pandas as pd

# Codes as UCI documents them; numbers that stand in the file without a documented meaning are named as such.
SEX = {1: "male", 2: "female"}
EDUCATION = {
    1: "graduate school",
    2: "university",
    3: "high school",
    4: "other",
    0: "undocumented 0",
    5: "undocumented 5",
    6: "undocumented 6",
}
MARRIAGE = {1: "married", 2: "single", 3: "other", 0: "undocumented 0"}
SEASON = {1: "winter", 2: "spring", 3: "summer", 4: "autumn"}
WEATHER = {1: "clear", 2: "mist", 3: "light rain or snow", 4: "heavy rain or snow"}


class DataFileError(RuntimeError):
    """A data file is missing or damaged; the message says which one and how to restore it."""


def load(name: str) -> pd.DataFrame:
    """Return a data set with readable column names and category labels.

    Args:
        name: ``"credit"`` (30,000 card clients of a bank in Taiwan, 2005: amounts in New Taiwan dollars,
            index ``client``), ``"adult"`` (48,842 people of the 1994 census of the United States, index
            ``person``), ``"bikes"`` (8,645 hours of a bicycle-hire system in 2011, index ``record``) or
            ``"rand_hie"`` (20,190 years of people at six sites, 1974 to 1982, index ``record``).
            The columns are described in ``datasets/<name>/datasheet.md``.

    Raises:
        ValueError: if there is no such data set; the message lists those there are.
        DataFileError: if the file is missing or its checksum is wrong.

    >>> clients = load("credit")
    >>> clients.shape, round(float(clients["default"].mean()), 4)
    ((30000, 24), 0.2212)
    """
    if not isinstance(name, str) or name not in _READERS:
        raise ValueError(f"name={name!r} is not a data set; there are: {', '.join(sorted(_READERS))}")
    import pandas as pd

    content = gzip.decompress(_verified_bytes(name))
    return _READERS[name](pd.read_csv(io.BytesIO(content), keep_default_na=False))


def verify_datasets() -> list[str]:
    """Return one finding, with its repair, for every data file that is missing or damaged.

    >>> verify_datasets()
    []
    """
    findings = []
    for name in _READERS:
        try:
            _verified_bytes(name)
        except DataFileError as error:
            findings.append(str(error))
    return findings


def datasets_folder() -> Path:
    """Return the folder of the data sets: ``datasets`` in the checkout, or ``EXECML_DATASETS``."""
    elsewhere = os.environ.get("EXECML_DATASETS")
    return Path(elsewhere) if elsewhere else root() / "datasets"


def _verified_bytes(name: str) -> bytes:
    """Return the bytes of a data file whose checksum is the one in the catalogue."""
    entry = _catalogue()[name]
    path = datasets_folder() / name / entry["file"]
    content = _read(path, f"{name}/{entry['file']}")
    if hashlib.sha256(content).hexdigest() != entry["file_sha256"]:
        raise DataFileError(
            _complaint(path, "is damaged: its checksum is not the recorded one", f"{name}/{entry['file']}")
        )
    return content


def _catalogue() -> dict[str, Any]:
    import yaml

    path = datasets_folder() / "catalogue.yaml"
    try:
        entries = yaml.safe_load(_read(path, "catalogue.yaml"))
        complete = all({"file", "file_sha256"} <= set(entries[name]) for name in _READERS)
    except (yaml.YAMLError, UnicodeDecodeError, TypeError, KeyError):
        complete = False
    if not complete:
        raise DataFileError(_complaint(path, "is damaged: it does not list the data sets", "catalogue.yaml"))
    return entries


def _read(path: Path, within: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = (
            "is missing" if isinstance(error, FileNotFoundError) else f"cannot be read ({error.strerror})"
        )
        raise DataFileError(_complaint(path, reason, within)) from None


def _complaint(path: Path, reason: str, within: str) -> str:
    if os.environ.get("EXECML_DATASETS"):
        return f"{path} {reason}. Copy datasets/{within} of the programme there, or unset EXECML_DATASETS."
    return f"datasets/{within} {reason}. Restore it with: git checkout -- datasets/{within}"


def _read_credit(coded: pd.DataFrame) -> pd.DataFrame:
    names = {
        "LIMIT_BAL": "limit",
        "SEX": "sex",
        "EDUCATION": "education",
        "MARRIAGE": "marriage",
        "AGE": "age",
    }
    # The source calls September's status PAY_0 and goes on with PAY_2: months are numbered 1 to 6 here.
    names |= {f"PAY_{code}": f"repayment_{month}" for month, code in enumerate((0, 2, 3, 4, 5, 6), 1)}
    names |= {f"BILL_AMT{month}": f"bill_{month}" for month in range(1, 7)}
    names |= {f"PAY_AMT{month}": f"payment_{month}" for month in range(1, 7)}
    names["default payment next month"] = "default"
    clients = coded.rename(columns=names).set_index("ID").rename_axis("client")
    for column, labels in (("sex", SEX), ("education", EDUCATION), ("marriage", MARRIAGE)):
        clients[column] = _categories(clients[column].map(labels), tuple(labels.values()))
    return clients


def _read_adult(people: pd.DataFrame) -> pd.DataFrame:
    people = people.rename(columns={"education-num": "education_years", "native-country": "country"})
    people = people.rename(columns=lambda name: name.replace("-", "_")).replace("?", "unknown")
    people["sex"] = people["sex"].str.lower()
    people["income_above_50k"] = (people.pop("income") == ">50K").astype("int64")
    for column in ("workclass", "marital_status", "occupation", "race", "sex", "country"):
        people[column] = _categories(people[column], tuple(sorted(people[column].unique())))
    people.index = people.index.rename("person") + 1
    return people


def _read_bikes(hours: pd.DataFrame) -> pd.DataFrame:
    names = {"mnth": "month", "hr": "hour", "workingday": "working_day", "weathersit": "weather"}
    names |= {"temp": "temperature", "atemp": "felt_temperature", "hum": "humidity", "cnt": "rentals"}
    hours = hours.rename(columns=names)
    for column, labels in (("season", SEASON), ("weather", WEATHER)):
        hours[column] = _categories(hours[column].map(labels), tuple(labels.values()))
    hours.index = hours.index.rename("record") + 1
    return hours


def _read_rand_hie(years: pd.DataFrame) -> pd.DataFrame:
    names = {"coins": "coinsurance", "idp": "deductible_plan", "xage": "age", "educdec": "education"}
    names |= {"num": "family_size", "physlm": "limitation", "disea": "diseases", "mhi": "mental_health"}
    names |= {"xghindx": "general_health", "hlthg": "good_health", "hlthf": "fair_health"}
    names |= {"hlthp": "poor_health", "time": "share_of_year", "mdvis": "visits"}
    names |= {"inpdol": "hospital_spend", "meddol": "spend"}
    years = years.rename(columns=names)
    years["education"] = years["education"].where(years["education"] >= 0)
    years.index = years.index.rename("record") + 1
    return years


def _categories(labels: pd.Series, order: tuple[str, ...]) -> pd.Series:
    import pandas as pd

    return labels.astype(pd.CategoricalDtype(order))


_READERS: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "credit": _read_credit,
    "adult": _read_adult,
    "bikes": _read_bikes,
    "rand_hie": _read_rand_hie,
}
