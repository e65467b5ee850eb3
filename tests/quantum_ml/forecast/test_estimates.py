"""Published estimates: each agrees with the dated fact that states it."""

import re

import pytest
from execml.course import fact
from execml.quantum_ml.forecast.estimates import ATOMS_TRAPPED, ESTIMATES, WILLOW


@pytest.mark.parametrize("one", ESTIMATES, ids=lambda one: f"{one.key}-{one.hardware}-{one.year:.0f}")
def test_the_fact_says_the_same_number(one):
    text = fact(one.fact).text.replace("less than a million", "1,000,000").replace("20 million", "20,000,000")
    assert one.qubits in [float(found.replace(",", "")) for found in re.findall(r"\d[\d,]*\d", text)]
    assert one.hardware in ("chips", "atoms")


def test_today_is_far_below_every_estimate_of_a_chip():
    assert fact("qubits.willow").value == str(WILLOW)
    assert max(WILLOW, ATOMS_TRAPPED) < min(one.qubits for one in ESTIMATES)
