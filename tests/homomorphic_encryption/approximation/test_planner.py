"""The planner: what it returns is allowed and works, and what it refuses is named with the table."""

from __future__ import annotations

import numpy as np
import pytest
from execml.homomorphic_encryption import InsecureParameters, check_security, ckks, plan_parameters
from execml.homomorphic_encryption.approximation.planner import polynomial_depth


@pytest.mark.parametrize("adversary", ["classical", "quantum"])
@pytest.mark.parametrize("depth", [0, 1, 2, 4, 8])
def test_a_plan_is_the_smallest_that_the_table_allows(depth, adversary):
    plan = plan_parameters(depth, 28, adversary=adversary)
    assert len(plan.prime_bits) == depth + 2
    assert (
        check_security(plan.ring_dimension, plan.prime_bits, adversary=adversary)
        == plan.limit - plan.total_bits
    )
    with pytest.raises(InsecureParameters):
        plan_parameters(depth, 28, adversary=adversary, ring_dimension=plan.ring_dimension // 2)


def test_the_promised_bits_are_kept():
    plan = plan_parameters(1, 28)
    context = ckks.new_context(plan.ring_dimension, plan.prime_bits, 2.0**plan.scale_bits)
    secret, public = ckks.generate_keys(context, np.random.default_rng(0))
    values = np.random.default_rng(1).uniform(-1, 1, context.slots)
    row = ckks.encrypt(values, context, public, np.random.default_rng(2))
    for found, wanted in ((row, values), ((row * values).rescale(), values**2)):
        assert np.abs(ckks.decrypt(found, secret) - wanted).max() < 2.0**-20
    assert np.std(ckks.decrypt(row, secret) - values) < 2.0**-24


def test_the_refusal_names_the_table_and_its_limit():
    with pytest.raises(
        InsecureParameters, match="ring_dimension=8192 allows 161 bits in the table of 2024, quantum"
    ):
        plan_parameters(2, 28, adversary="quantum", ring_dimension=8192)
    with pytest.raises(InsecureParameters, match="more than any row"):
        plan_parameters(60, 38, security=256)
    with pytest.raises(ValueError, match="integer_bits"):
        plan_parameters(1, 44, integer_bits=30)


def test_depth_of_a_polynomial():
    assert [polynomial_depth(degree) for degree in (1, 2, 3, 4, 5, 7, 8, 9)] == [1, 2, 2, 3, 3, 3, 4, 4]
