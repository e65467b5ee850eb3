"""Ring products, against schoolbook multiplication and SEAL's, and the transform's identities."""

from __future__ import annotations

import numpy as np
import pytest
from execml.homomorphic_encryption import number_transform, ring_product, transform_primes
from execml.homomorphic_encryption.lattices.moduli import multiply_modulo, residues
from execml.homomorphic_encryption.lattices.rings import at_roots, from_roots, reversed_bits, substitute
from execml.homomorphic_encryption.libraries import tenseal as library
from execml.homomorphic_encryption.libraries.seal import plain_product
from hypothesis import given, settings
from hypothesis import strategies as st


def schoolbook(left, right, prime):
    size = len(left)
    found = [0] * size
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            sign = 1 if i + j < size else -1
            found[(i + j) % size] = (found[(i + j) % size] + sign * a * b) % prime
    return found


@settings(max_examples=12, deadline=None)
@given(st.sampled_from([17, 30, 40, 44, 60]), st.integers(0, 2**32))
def test_three_ways_to_multiply_agree(bits, seed):
    primes = transform_primes(bits, 32, 2)
    draw = np.random.default_rng(seed)
    left, right = (np.stack([draw.integers(0, prime, 32) for prime in primes]) for _ in range(2))
    found = ring_product(left, right, primes)
    for place, prime in enumerate(primes):
        wanted = schoolbook(left[place].tolist(), right[place].tolist(), prime)
        transform = number_transform(32, prime)
        there = multiply_modulo(transform.forward(left[place]), transform.forward(right[place]), prime)
        assert found[place].tolist() == transform.inverse(there).tolist() == wanted


@pytest.mark.parametrize("bits", [30, 44, 60])
def test_a_product_at_real_size_is_exact_even_for_the_largest_residues(bits):
    primes = transform_primes(bits, 8192)
    left = np.full((1, 8192), primes[0] // 2)  # the largest digits that there are
    right = np.full((1, 8192), primes[0] // 2 + 1)
    transform = number_transform(8192, primes[0])
    there = multiply_modulo(transform.forward(left), transform.forward(right), primes[0])
    assert (ring_product(left, right, primes) == transform.inverse(there)).all()


def test_the_product_is_seal_s():
    context = library.bfv_context(4096, 20)
    _, before, plain, after = plain_product(context, np.arange(4096))
    primes, modulus = library.data_primes(context), library.plain_modulus(context)
    factor = residues(plain - modulus * (plain > modulus // 2), primes)
    assert (ring_product(before, factor, primes) == after).all()


def test_the_transform_has_the_values_at_the_roots_in_seal_s_order():
    prime = transform_primes(40, 16)[0]
    transform, order = number_transform(16, prime), reversed_bits(16)
    coefficients = np.arange(1, 17)
    values = transform.forward(coefficients)
    for place in range(16):
        root = pow(transform.root, 2 * int(order[place]) + 1, prime)
        assert values[place] == sum(c * pow(root, k, prime) for k, c in enumerate(range(1, 17))) % prime


def test_complex_values_and_substitution():
    draw = np.random.default_rng(0)
    polynomial = draw.integers(-9, 9, 16)
    roots = np.exp(1j * np.pi * (4 * np.arange(8) + 1) / 16)
    assert np.allclose(at_roots(polynomial), np.polyval(polynomial[::-1], roots))
    assert np.allclose(from_roots(at_roots(polynomial)), polynomial)
    moved = substitute(residues(polynomial, (97,)), 5, (97,))[0]
    assert np.allclose(
        at_roots(np.where(moved > 48, moved - 97, moved)), np.polyval(polynomial[::-1], roots**5)
    )


@pytest.mark.parametrize(
    ("left", "right", "moduli", "words"),
    [
        (np.ones((1, 8), int), np.ones((1, 16), int), [97], "as long"),
        (np.ones((2, 8), int), np.ones((1, 8), int), [97], "left"),
        (np.full((1, 8), 97), np.ones((1, 8), int), [97], "residues lie below"),
        (np.ones((1, 8)), np.ones((1, 8), int), [97], "whole numbers"),
        (np.ones((1, 7), int), np.ones((1, 7), int), [97], "power of two|ring_dimension"),
    ],
)
def test_what_does_not_fit_is_refused(left, right, moduli, words):
    with pytest.raises(ValueError, match=words):
        ring_product(left, right, moduli)
    with pytest.raises(ValueError, match="must be a prime and 1 modulo 64"):
        number_transform(32, 97 * 3 + 6)


@pytest.mark.parametrize("composite", [33, 49, 65, 97 * 113, 2**32 + 1])
def test_a_transform_needs_a_prime(composite):
    with pytest.raises(ValueError, match=f"prime={composite} must be a prime"):
        number_transform(8, composite)
