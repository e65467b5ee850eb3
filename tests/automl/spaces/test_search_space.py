"""The search space: draws lie in their ranges, conditions hold, all configurations build."""

import math
import pickle
from typing import Any

import numpy as np
import pytest
from execml.automl.spaces.configuration import Configuration, Family, Setting
from execml.automl.spaces.domains import Choice, Real, Whole
from execml.automl.spaces.families import harbour_space, vendor_grid
from execml.automl.spaces.search_space import SearchSpace
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chisquare, kstest

SPACE = harbour_space()


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32 - 1))
def test_every_draw_is_a_point_of_the_space_and_builds_a_classifier(seed: int) -> None:
    configuration = SPACE.sample(np.random.default_rng(seed))
    SPACE.check(configuration)
    assert hasattr(SPACE.build(configuration), "predict_proba")


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32 - 1))
def test_a_setting_exists_exactly_if_its_condition_holds(seed: int) -> None:
    configuration = SPACE.sample(np.random.default_rng(seed))
    values = configuration.values
    if configuration.family == "neural network":
        assert ("second width" in values) == (values["layers"] == 2)
        assert len(SPACE.build(configuration).hidden_layer_sizes) == values["layers"]
    if configuration.family == "random trees":
        assert ("sample" in values) == (values["kind"] == "forest")


def test_every_family_is_drawn_equally_often() -> None:
    generator = np.random.default_rng(0)
    names = [SPACE.sample(generator).family for _ in range(5_000)]
    assert chisquare([names.count(name) for name in SPACE.families]).pvalue > 1e-3


def test_one_seed_gives_one_sequence_of_draws() -> None:
    first, second = (np.random.default_rng(5) for _ in range(2))
    assert [SPACE.sample(first) for _ in range(20)] == [SPACE.sample(second) for _ in range(20)]


def test_a_logarithmic_range_is_uniform_in_its_logarithm() -> None:
    generator = np.random.default_rng(0)
    drawn = np.log10([Real(1e-3, 10, log=True).sample(generator) for _ in range(4_000)])
    assert kstest(drawn, "uniform", args=(-3, 4)).pvalue > 1e-3


def test_a_whole_number_on_a_logarithmic_range_has_the_stated_probabilities() -> None:
    generator = np.random.default_rng(0)
    drawn = [Whole(1, 6, log=True).sample(generator) for _ in range(6_000)]
    expected = [math.log((k + 0.5) / (k - 0.5)) / math.log(6.5 / 0.5) for k in range(1, 7)]
    counts = [drawn.count(k) for k in range(1, 7)]
    assert chisquare(counts, np.array(expected) * 6_000).pvalue > 1e-3


@settings(deadline=None, max_examples=50)
@given(st.floats(0, 1), st.sampled_from([Real(0.5, 80, log=True), Real(-3, 4), Whole(2, 31, log=True)]))
def test_a_value_and_its_place_belong_together(place: float, domain: Any) -> None:
    value = domain.at(place)
    assert domain.contains(value)
    assert domain.at(domain.unit(value)) == pytest.approx(value, rel=1e-5)


def test_a_grid_has_the_product_of_its_levels_and_each_point_once() -> None:
    # layers 1 with 2^4 numeric combinations, layers 2 with 2^5
    assert len(SPACE.grid(2, "neural network")) == 2**4 + 2**5
    # three levels of trees, leaf and share; extra trees have no sample: 27 + 81
    points = SPACE.grid(3, "random trees")
    assert len(points) == len(set(points)) == 3**3 + 3**4
    for point in points:
        SPACE.check(point)


def test_the_vendors_grid_lies_in_the_space() -> None:
    grid = vendor_grid()
    assert len(set(grid)) == 64
    for point in grid:
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


def test_a_configuration_reads_as_a_person_writes_it() -> None:
    assert str(Configuration("trees", {"rate": 0.123456, "rounds": 7})) == "trees: rate 0.123, rounds 7"


def test_space_and_configurations_travel_to_another_process() -> None:
    configuration = SPACE.sample(np.random.default_rng(2))
    there, space = pickle.loads(pickle.dumps((configuration, SPACE)))
    assert there == configuration and type(space.build(there)) is type(SPACE.build(configuration))


def family(*parts: Setting, name: str = "trees") -> Family:
    return Family(name, parts, lambda values, seed: None)


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


@pytest.mark.parametrize(
    "make",
    [
        lambda: Real(1, 1),
        lambda: Real(0, 1, log=True),
        lambda: Real(0, math.inf),
        lambda: Whole(1, 2.5),
        lambda: Whole(0, 3, log=True),
        lambda: Choice(("one",)),
        lambda: Choice("ab"),
        lambda: Choice((1, 1)),
    ],
)
def test_an_impossible_range_is_refused(make: Any) -> None:
    with pytest.raises(ValueError, match=r"low|options"):
        make()
