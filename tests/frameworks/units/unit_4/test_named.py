"""What a reader is told next about graphics cards is named on the page, with the record's own numbers."""

import pytest
from execml.course.programme import root
from execml.frameworks.libraries.graphics_card import recorded

UNIT = "1_frameworks/4_numbers_and_machinery"


NAMES = ("TF32", "Autocast", "FP8", "torch.compile", "FSDP, DTensor", "Hugging Face", "vLLM", "ExecuTorch")


@pytest.mark.parametrize("name", NAMES)
def test_the_page_names_it(name: str) -> None:
    assert name in (root() / "solutions" / f"{UNIT}.py").read_text(encoding="utf-8")


def test_tf32_changes_decisions_and_fewer_than_another_seed() -> None:
    rows = recorded()["changed decisions"]
    assert all(0 < row["TF32"] < row["another seed"] and row["the same again"] == 0 for row in rows)


def test_a_large_network_is_paced_by_its_digits_and_the_bank_s_is_not() -> None:
    found = recorded()
    large, small = found["steps of a large network"], found["steps of the bank's network"]
    assert large["float32"] > 5 * large["TF32"] > 5 * 2 * large["bfloat16"]
    assert small["bfloat16"] > small["float32"] > small["float32, one thread of the processor"]
    assert large["float32"] / large["float32, torch.compile"] < 1.41  # what is reported elsewhere
