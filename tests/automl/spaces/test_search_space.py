"""The search space: equal chances, grids, codes, and points outside it."""

import pickle

import numpy as np
import pytest
from execml.automl.spaces.configuration import Configuration, Family, Setting
from execml.automl.spaces.domains import Real
from execml.automl.spaces.families import harbour_space
from execml.automl.spaces.search_space import SearchSpace
from scipy.stats import chisquare

SPACE = harbour_space()


def family(*parts: Setting, name: str = "trees") -> Family:
    return Family(name, parts, lambda values, seed: None)


def test_every_family_is_drawn_equally_often() -> None:
    generator = np.random.default_rng(0)
    names = [SPACE.sample(generator).family for _ in range(5_000)]
    assert chisquare([names.count(name) for name in SPACE.families]).pvalue > 1e-3


def test_one_seed_gives_one_sequence_of_draws() -> None:
    first, second = (np.random.default_rng(5) for _ in range(2))
    assert [SPACE.sample(first) for _ in range(20)] == [SPACE.sample(second) for _ in range(20)]


def test_a_grid_has_the_product_of_its_levels_and_each_point_once() -> None:
    # layers 1 with 2^4 numeric combinations, layers 2 with 2^5
    assert len(SPACE.grid(2, "neural network")) == 2**4 + 2**5
    # three levels of trees, leaf and share; extra trees have no sample: 27 + 81
    points = SPACE.grid(3, "random trees")
    assert len(points) == len(set(points)) == 3**3 + 3**4
    for point in points:
        SPACE.check(point)


def test_the_encoding_has_one_place_for_every_family_and_setting() -> None:
    generator = np.random.default_rng(1)
    for _ in range(50):
        configuration = SPACE.sample(generator)
        code = SPACE.encode(configuration)
        assert code.shape == (len(SPACE.families) + SPACE.dimensions - 1,)
        assert code[:5].sum() == 1
        assert (code[5:] >= 0).sum() == len(configuration.values)
        assert ((code[5:] == -1) | ((code[5:] >= 0) & (code[5:] <= 1))).all()


def test_the_overview_names_every_family_setting_and_condition() -> None:
    overview = SPACE.overview().set_index("family")
    assert list(overview.index) == list(SPACE.families)
    assert overview["settings"].str.split(", ").str.len().sum() == SPACE.dimensions - 1
    assert overview.loc["random trees", "a condition"] == "sample only if kind is forest"
    assert overview.loc["boosted trees", "a condition"] == "–"


def test_space_and_configurations_travel_to_another_process() -> None:
    configuration = SPACE.sample(np.random.default_rng(2))
    there, space = pickle.loads(pickle.dumps((configuration, SPACE)))
    assert there == configuration and type(space.build(there)) is type(SPACE.build(configuration))


@pytest.mark.parametrize(
    "families",
    [
        (),
        (family(), family()),
        (family(Setting("a", Real(0, 1), when=("b", (1,)))),),
        (family(Setting("a", Real(0, 1)), Setting("a", Real(0, 1))),),
    ],
)
def test_an_empty_or_contradictory_space_is_refused(families: tuple[Family, ...]) -> None:
    with pytest.raises(ValueError, match=r"families|setting"):
        SearchSpace(families)


@pytest.mark.parametrize(
    ("configuration", "words"),
    [
        (Configuration("clairvoyance"), "clairvoyance"),
        (Configuration("nearest neighbours", {"neighbours": 3}), "must set exactly"),
        (
            Configuration(
                "nearest neighbours", {"neighbours": 900, "votes": "equal", "distance": "straight"}
            ),
            "neighbours=900",
        ),
    ],
)
def test_a_point_outside_the_space_is_refused_with_its_reason(
    configuration: Configuration, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        SPACE.build(configuration)
