"""The bank's families: each draw builds, and the vendor's grid lies among them."""

import numpy as np
from execml.automl.spaces.families import harbour_space, vendor_grid
from hypothesis import given, settings
from hypothesis import strategies as st

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


def test_the_vendors_grid_lies_in_the_space() -> None:
    grid = vendor_grid()
    assert len(set(grid)) == 64
    for point in grid:
        SPACE.check(point)
