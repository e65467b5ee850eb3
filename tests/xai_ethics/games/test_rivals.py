"""Each rival breaks the axiom that the page says, on games where Shapley's value breaks none."""

import pytest
from execml.xai_ethics.games.classics import airport_game, glove_game, unanimity_game, voting_game
from execml.xai_ethics.games.rivals import RULES, banzhaf_values, broken_axioms, by_own_worth, last_in

GAMES = [
    (glove_game(1, 2), 3),
    (voting_game(51, [50, 49, 1]), 3),
    (airport_game([8, 11, 13]), 3),
    (unanimity_game({0, 1}), 3),
    (lambda members: len(members) == 3, 3),
]


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("Shapley", set()),
        ("leave one out", {"efficiency"}),
        ("in order of arrival", {"symmetry"}),
        ("equal parts", {"null player"}),
        ("in proportion", {"additivity"}),
        ("Banzhaf", {"efficiency"}),
    ],
)
def test_each_rule_breaks_its_axiom(name, broken):
    assert broken <= set(broken_axioms(RULES[name], GAMES))
    if not broken:
        assert broken_axioms(RULES[name], GAMES) == {}


def test_the_witness_can_be_recomputed():
    assert "shares add up to 3/4, not to 1" in broken_axioms(banzhaf_values, GAMES[-1:])["efficiency"]
    assert sum(last_in(GAMES[-1][0], 3)) == 3
    assert by_own_worth(lambda members: 0, 2) == (0, 0)


def test_what_is_no_rule_is_refused():
    for rule in RULES.values():
        with pytest.raises(ValueError, match="value="):
            rule(3, 2)
