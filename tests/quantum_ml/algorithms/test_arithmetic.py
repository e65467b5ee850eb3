"""The arithmetic around Shor's algorithm, against sympy."""

from fractions import Fraction

import pytest
import sympy
from execml.quantum_ml.algorithms.arithmetic import (
    denominators,
    factors_from,
    is_prime,
    order_from,
    prime_power_root,
)
from hypothesis import given
from hypothesis import strategies as st


def test_primes_and_prime_powers_are_those_of_sympy():
    for number in range(2, 3_000):
        assert is_prime(number) == sympy.isprime(number)
        parts = sympy.factorint(number)
        power = next(iter(parts.items())) if len(parts) == 1 and max(parts.values()) > 1 else None
        assert prime_power_root(number) == power
    assert not is_prime(2_152_302_898_747)  # passes the test with bases 2, 3, 5, 7 and 11


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_denominators_end_with_the_reduced_one(numerator, denominator):
    assert (
        list(denominators(numerator, denominator, 10**7))[-1] == Fraction(numerator, denominator).denominator
    )


def test_an_order_is_found_from_each_fraction_without_common_factor():
    for modulus, base in ((21, 2), (143, 6), (3_127, 3)):
        order = sympy.n_order(base, modulus)
        bits = 2 * modulus.bit_length()
        for k in range(1, order):
            found = order_from(round(k * 2**bits / order), bits, base, modulus)
            assert found is None or found % order == 0
            if sympy.gcd(k, order) == 1:
                assert found == order


@pytest.mark.parametrize(("order", "base", "modulus"), [(3, 4, 21), (2, 14, 15)])
def test_an_odd_order_and_a_root_of_minus_one_give_no_factors(order, base, modulus):
    assert factors_from(order, base, modulus) is None
