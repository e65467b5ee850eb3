"""The record of the graphics card is whole, and agrees with what the formats can do."""

import subprocess
import sys
from datetime import date

import numpy as np
import pytest
from execml.course import fact
from execml.course.programme import root
from execml.frameworks.libraries.graphics_card import BANK, FORMATS, _stepper, measured, recorded


def test_the_record_has_its_date_its_card_and_its_versions() -> None:
    found = recorded()
    assert isinstance(found["date"], date) and found["date"] >= date(2026, 11, 27)
    assert "NVIDIA" in found["card"] and set(found["versions"]) == {"torch", "jax"}


@pytest.mark.parametrize(("name", "bits"), [("TF32", 10), ("bfloat16", 7), ("float8", 3)])
def test_the_errors_are_those_of_the_digits_that_a_format_keeps(name: str, bits: int) -> None:
    # Rounding to nearest with so many bits behind the point errs by at most 2^-(bits + 1). Over both
    # factors and all terms of a sum the root mean square lies somewhat below; bfloat16 rounds the result too.
    unit = 2.0 ** -(bits + 1)
    assert 0.2 * unit < recorded()["products"][name]["relative error"] < 1.1 * unit


def test_a_product_in_jax_is_rounded_as_in_tf32_and_in_pytorch_it_is_not() -> None:
    found = recorded()
    tf32 = found["products"]["TF32"]["relative error"]
    assert found["default of JAX"] == pytest.approx(tf32, rel=0.1)
    assert found["default of PyTorch"] < tf32 / 100


def test_adam_keeps_four_numbers_a_weight_whatever_is_multiplied_in() -> None:
    # The weight, its gradient and Adam's two means: 4 × 4 bytes, and under autocast too; 4 × 2 in 16 bits.
    found = recorded()["bytes a weight"]
    assert found["float32"]["16 clients"] == pytest.approx(16, rel=0.05)
    assert found["bfloat16"]["16 clients"] == pytest.approx(16, rel=0.05)
    assert found["all bfloat16"]["16 clients"] == pytest.approx(8, rel=0.05)


def test_every_training_was_counted() -> None:
    rows = recorded()["changed decisions"]
    assert len(rows) == 10 and {"TF32", "bfloat16", "another seed", "the same again"} == set(rows[0])
    assert all(np.array([list(row.values()) for row in rows]).ravel() >= 0)


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMATS)
def test_a_step_can_be_taken_without_a_card_too(name: str) -> None:
    step = _stepper(BANK, 50, name, "cpu")
    assert step() is None  # type: ignore[func-returns-value]


@pytest.mark.slow
def test_without_a_card_it_says_so() -> None:
    torch = pytest.importorskip("torch")
    if torch.cuda.is_available():
        pytest.skip("this machine has a card")
    with pytest.raises(RuntimeError, match="no NVIDIA card"):
        measured()


@pytest.mark.slow
def test_the_defaults_of_the_installed_libraries_are_those_that_the_fact_states() -> None:
    # In processes of their own: other tests, and the libraries' users, turn these switches.
    code = {
        "torch": "import torch; print(torch.get_float32_matmul_precision(), torch.backends.cudnn.allow_tf32)",
        "tensorflow": "import tensorflow as tf; "
        "print(tf.config.experimental.tensor_float_32_execution_enabled())",
    }
    found = {
        name: subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True).stdout
        for name, line in code.items()
    }
    assert found["torch"].split() == ["highest", "True"]  # products in full, convolutions in TF32
    assert found["tensorflow"].split() == ["True"]
    said = fact("tf32.defaults").text
    assert "matrix products do so only when asked, its convolutions by default" in said
    assert "TensorFlow compute float32 products in TF32" in said


PAGE = "1_frameworks/4_numbers_and_machinery"


NAMES = ("TF32", "Autocast", "FP8", "torch.compile", "FSDP, DTensor", "Hugging Face", "vLLM", "ExecuTorch")


@pytest.mark.parametrize("name", NAMES)
def test_the_page_names_it(name: str) -> None:
    assert name in (root() / "solutions" / f"{PAGE}.py").read_text(encoding="utf-8")


def test_tf32_changes_decisions_and_fewer_than_another_seed() -> None:
    rows = recorded()["changed decisions"]
    assert all(0 < row["TF32"] < row["another seed"] and row["the same again"] == 0 for row in rows)


def test_a_large_network_is_paced_by_its_digits_and_the_bank_s_is_not() -> None:
    found = recorded()
    large, small = found["steps of a large network"], found["steps of the bank's network"]
    assert large["float32"] > 5 * large["TF32"] > 5 * 2 * large["bfloat16"]
    assert small["bfloat16"] > small["float32"] > small["float32, one thread of the processor"]
    assert large["float32"] / large["float32, torch.compile"] < 1.41  # what is reported elsewhere
