"""Cards: a missing entry or a stale number stops the print."""

from dataclasses import replace

import pytest
from execml.xai_ethics import Datasheet, ModelCard
from execml.xai_ethics.governance.card import Measured

AUC = Measured(0.77, lambda: 0.7701, 0.001, "0.76 to 0.78, n = 10,000")
CARD = ModelCard("trees", "CRO", "limits", "hiring", "credit", {"AUC": AUC}, "label", "one bank")


def test_a_card_prints_its_numbers_with_interval_and_count():
    assert CARD.frame().set_index("entry").loc["AUC", "stated"] == "0.77 (0.76 to 0.78, n = 10,000)"
    assert CARD.stale() == () and CARD.missing() == ()


def test_a_stale_number_stops_the_print():
    stale = replace(CARD, measured={"AUC": replace(AUC, again=lambda: 0.74)})
    with pytest.raises(ValueError, match=r"AUC says 0\.77 and is 0\.74 now"):
        stale.frame()
    nan = replace(CARD, measured={"AUC": replace(AUC, again=lambda: float("nan"))})
    assert nan.stale()


@pytest.mark.parametrize("entry", ["owner", "not_for", "limits"])
def test_a_missing_entry_stops_the_print(entry):
    with pytest.raises(ValueError, match=f"not stated: {entry.replace('_', ' ')}"):
        replace(CARD, **{entry: ""}).frame()


def test_a_number_needs_a_way_to_compute_it_and_an_interval():
    with pytest.raises(ValueError, match="again"):
        Measured(1.0, 1.0, 0.1, "n")
    with pytest.raises(ValueError, match="told"):
        Measured(1.0, lambda: 1.0, 0.1, "")
    with pytest.raises(ValueError, match="must be a Measured"):
        replace(CARD, measured={"AUC": 0.77})
    with pytest.raises(ValueError, match="measured"):
        Datasheet("t", "o", "l", "p", {}, "f", "u")
    for within in (-1, float("nan"), None, "0.1"):
        with pytest.raises(ValueError, match="within"):
            replace(AUC, within=within)


@pytest.mark.parametrize("again", [None, "0.77", [0.77]])
def test_what_is_computed_again_must_be_a_number(again):
    with pytest.raises(ValueError, match=r"measured\['AUC'\] computes .* must compute a number"):
        replace(CARD, measured={"AUC": replace(AUC, again=lambda: again)}).stale()


def test_blanks_state_nothing():
    assert replace(CARD, limits="  ").missing() == ("limits",)
