"""Known games refuse what is no game."""

import pytest
from execml.xai_ethics.games import classics


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: classics.glove_game(0, 2), "left=0"),
        (lambda: classics.airport_game([]), "lengths"),
        (lambda: classics.airport_game([-1]), "lengths=-1"),
        (lambda: classics.voting_game(0, [1]), "quota=0"),
        (lambda: classics.estate_game(100, [0]), "claims=0"),
        (lambda: classics.unanimity_game([]), "needed"),
    ],
)
def test_a_senseless_game_is_refused(make, words):
    with pytest.raises(ValueError, match=words):
        make()


def test_an_estate_that_covers_all_claims_pays_them():
    from execml.xai_ethics import shapley_values

    assert list(shapley_values(classics.estate_game(600, [100, 200, 300]), 3)) == [100, 200, 300]
