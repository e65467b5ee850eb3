"""The published plans in words and in sums."""

from fractions import Fraction

from execml.automl.search.halving import (
    hyperband_brackets,
)
from execml.automl.search.plans import in_words, started_and_spent


def test_the_two_published_tables_start_and_spend_what_adding_up_by_hand_gives() -> None:
    # bracket by bracket: 5 × 81; 102 + 99 + 81 + 81; 135 + 135 + 81; 216 + 162; 5 × 81
    assert started_and_spent(hyperband_brackets(81, 3)) == (143, 405 + 363 + 351 + 378 + 405)
    # 5 × 81; 4 × 81; 3 × 81; 162 + 162; 5 × 81
    assert started_and_spent(hyperband_brackets(81, 3, "table")) == (128, 405 + 324 + 243 + 324 + 405)
    assert in_words([(4, Fraction(100, 3)), (1, 1000)]) == "4 × 33 → 1 × 1,000"
