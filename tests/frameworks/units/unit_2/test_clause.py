"""The clause for the contract asks for what the acceptance test tests, and can be met on every computer."""

import re

import pytest
from execml.course.programme import root
from execml.frameworks.acceptance.verdict import TESTS

UNIT = "1_frameworks/2_one_model_three_frameworks"
ASKED = {  # the words of the clause behind each test, as one pattern
    "declared": r"declares the rule of learning with schedule, warm-up, clipping and decay",
    "outputs": r"logits and gradients agree to 10⁻¹²",
    "gradients": r"logits and gradients agree to 10⁻¹²",
    "first steps": r"weights after twenty steps",
    "whole training": r"after the whole training",
    "decisions today": r"no client is decided differently, before or after",
    "decisions after training": r"no client is decided differently, before or after",
}


@pytest.fixture(scope="module")
def clause() -> str:
    source = (root() / "solutions" / f"{UNIT}.py").read_text(encoding="utf-8")
    return re.search(r"\*\*A clause for the contract\.\*\* \*(.*)\*", source)[1]  # type: ignore[index]


def test_every_test_of_the_acceptance_test_stands_in_the_clause(clause: str) -> None:
    assert tuple(ASKED) == TESTS
    for test, words in ASKED.items():
        assert re.search(words, clause), test


def test_float64_is_asked_of_a_processor_and_the_device_gets_a_sentence_of_its_own(
    clause: str,
) -> None:
    assert "In float64, on a processor that has it," in clause
    assert "on the device of production, logits agree to ten times the usual error" in clause
    assert "every client decided differently is named" in clause
