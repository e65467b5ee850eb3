"""Six real sites: the places of the RAND health insurance experiment, each with its own people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from execml.course.bank.data import load
from execml.course.validation import flag
from execml.course.validation import generator as source

# Public bounds: what lies outside is moved to them, so that scaling says nothing about anybody.
SCALES: dict[str, tuple[float, float]] = {
    "coinsurance": (0, 100),
    "deductible_plan": (0, 1),
    "age": (0, 65),
    "female": (0, 1),
    "child": (0, 1),
    "black": (0, 1),
    "income": (0, 20_000),
    "education": (0, 20),
    "family_size": (1, 10),
    "limitation": (0, 1),
    "diseases": (0, 60),
    "mental_health": (0, 100),
    "general_health": (0, 100),
    "good_health": (0, 1),
    "fair_health": (0, 1),
    "poor_health": (0, 1),
    "year": (1, 5),
}
HIGH_SPEND = 137.0  # dollars a year: about the top fifth of all rows, fixed beforehand
TEST_SHARE = 0.3


@dataclass(frozen=True, eq=False)
class Site:
    """One site's people, parted into those to train on and those to test on.

    Attributes:
        number: 1 to 6, as the file has it.
        features: shape (rows, columns), between 0 and 1.
        labels: 1 = spent more than :data:`HIGH_SPEND` in the year.
        test_features: of other people.
        test_labels: of the same.
        columns: names of the features.
    """

    number: int
    features: NDArray[np.float64]
    labels: NDArray[np.int64]
    test_features: NDArray[np.float64]
    test_labels: NDArray[np.int64]
    columns: tuple[str, ...]

    @property
    def client(self) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """What a federation's client is: features and labels to train on."""
        return self.features, self.labels


def six_sites(generator: np.random.Generator, with_race: bool = True) -> list[Site]:
    """Return the six sites of ``load("rand_hie")``; a random 30% of people are kept for testing.

    The question is who will spend more than a fixed sum in a year, from what was known at its start. All
    years of a person are on the same side of the split.

    Args:
        generator: source of the split.
        with_race: whether the race of the household's head is among the features.

    Raises:
        ValueError: if the generator is none.

    >>> sites = six_sites(np.random.default_rng(0))
    >>> len(sites), sites[0].features.shape[1]
    (6, 17)
    """
    draw, race = source("generator", generator), flag("with_race", with_race)
    years = load("rand_hie")
    names = tuple(name for name in SCALES if race or name != "black")
    columns = []
    for name in names:
        low, high = SCALES[name]
        known = years[name].fillna((low + high) / 2).to_numpy(dtype=float)
        columns.append(np.clip((known - low) / (high - low), 0, 1))
    features, labels = np.column_stack(columns), (years["spend"] > HIGH_SPEND).to_numpy(dtype=np.int64)
    person = years["person"].to_numpy()
    people = np.unique(person)
    tested = np.isin(person, people[draw.random(len(people)) < TEST_SHARE])
    sites = []
    for number in sorted(years["site"].unique().tolist()):
        here = (years["site"] == number).to_numpy()
        train, test = here & ~tested, here & tested
        sites.append(Site(number, features[train], labels[train], features[test], labels[test], names))
    return sites
