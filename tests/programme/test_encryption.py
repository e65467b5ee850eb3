"""The walk through modules 5 and 7: sizes pass the table of 5.2, and the inventory knows each scheme."""

from __future__ import annotations

import ast
import re
from typing import Any

import execml.homomorphic_encryption as he
import pytest
from execml.course import POLICY, fact
from execml.course.learner.choices import decision_of
from execml.course.programme import MODULES, root
from execml.federated_learning.secrecy.keys import GROUP
from execml.homomorphic_encryption.scoring import fairness
from execml.quantum_ml.migration.inventory import PROGRAMME
from execml.quantum_ml.migration.primitives import PRIMITIVES

from .answers import model_answer, model_reason, shown, stated, statements, words


def table() -> dict[str, str]:
    """Return the edition and the adversary that 5.2's model answer names."""
    edition, adversary = model_answer("he2.table").split(", ")
    return {"edition": edition, "adversary": adversary}


def scorers(unit: str) -> list[dict[str, Any]]:
    """Return the literal sizes of each scorer that a page makes, or the defaults."""
    usual = {
        name: he.EncryptedScorer.__dataclass_fields__[name].default
        for name in ("ring_dimension", "prime_bits")
    }
    calls = [
        node
        for statement in statements(unit)
        for node in ast.walk(statement)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "EncryptedScorer"
    ]
    given = [{word.arg: word.value for word in call.keywords if word.arg in usual} for call in calls]
    return [usual | {name: ast.literal_eval(value) for name, value in each.items()} for each in given]


def test_what_5_4_encrypts_passes_the_table_that_5_2_decided_on() -> None:
    assert table() == {"edition": "2024", "adversary": "quantum"}
    found = scorers("he4")
    assert len(found) >= 3
    for each in found:
        assert he.check_security(each["ring_dimension"], each["prime_bits"], **table()) >= 0
    for ring_dimension, prime_bits in fairness.PRIMES.items():
        assert he.check_security(ring_dimension, prime_bits, **table()) >= 0


def test_the_bank_that_shows_no_score_in_5_3_shows_none_in_5_4() -> None:
    assert model_answer("he3.digits") == "nobody but the bank"
    (encrypt,) = (each for each in decision_of("he4.route").options if each.text.startswith("encrypt"))
    assert "scores and key stay at home" in " ".join(encrypt.reply.split())


def test_a_score_leaves_the_house_only_if_a_model_there_ranks_better_than_the_baseline() -> None:
    assert POLICY.baseline.value in ("boosted trees", "forest", "logistic regression")
    assert model_answer("he4.route") == "score at home" or "better" in model_reason("he4.route")


@pytest.mark.parametrize("scheme", ["Paillier", "BFV", "CKKS"])
def test_the_inventory_of_7_1_lists_each_scheme_that_module_5_runs(scheme: str) -> None:
    module = next(module for module in MODULES if module.package == "homomorphic_encryption")
    pages = " ".join(
        path.read_text(encoding="utf-8") for path in (root() / "solutions").glob(f"{module.number}_*/*.py")
    )
    assert re.search(rf"\b{scheme}\b", pages)
    assert any(use.algorithm.split("-")[0] == scheme for use in PROGRAMME)


def test_the_inventory_lists_the_certificates_of_the_federation() -> None:
    assert any(use.algorithm == "ECDSA P-256" and "certificate" in use.name for use in PROGRAMME)


def test_the_inventory_lists_what_agrees_on_the_masks_of_4_3() -> None:
    (masks,) = (use for use in PROGRAMME if "masks" in use.name)
    assert PRIMITIVES[masks.algorithm].kind == "key-agree" and masks.recorded
    assert f"its keys are worth {PRIMITIVES[masks.algorithm].classical_bits}" in shown("fl3") + words("fl3")
    assert masks.algorithm == f"DH-{GROUP.bit_length()}"


def test_5_1_and_7_1_give_paillier_s_sums_the_same_years() -> None:
    (paillier,) = (use for use in PROGRAMME if use.algorithm.startswith("Paillier"))
    (packed,) = (each for each in decision_of("he1.sum").options if each.text.startswith("Paillier"))
    (said,) = re.findall(r"may be known in (\w+) years", " ".join(packed.reply.split()))
    assert {"ten": 10, "seven": 7, "five": 5}[said] == paillier.secret_years
    assert stated("qm1", "allows Paillier for what may be known in") == paillier.secret_years


def test_what_nist_s_draft_deprecates_in_2030_has_the_112_bits_that_it_names() -> None:
    """Its tables deprecate strengths of 112 bits after 2030, and disallow those of 128 after 2035 only."""
    sooner, later = fact("deadline.nist").text.split("after 2030", 1)
    for name in ("RSA-2048", "P-256"):
        bits = {each.classical_bits for each in PRIMITIVES.values() if re.search(rf"\b{name}\b", each.name)}
        assert (name in sooner) == (bits == {112}), f"{name}: {bits}"
    assert "P-256" in later and "after 2035" in later
    assert "after 2030 and disallow them after 2035" in fact("nist.rsa_2048").text


def test_5_4_shows_the_lead_that_its_table_shows() -> None:
    table_of = {name: stated("he4", f"{name} | ") for name in ("network with three squares, thirty",)}
    (trees,) = re.findall(r"thirty, in clear only \| (0\.\d+)", shown("he4"))
    lead = 100 * (table_of["network with three squares, thirty"] - float(trees))
    assert stated("he4", "It is") == pytest.approx(lead, abs=0.06)
