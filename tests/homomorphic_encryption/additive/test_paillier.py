"""Paillier: identities, python-paillier as an oracle in both directions, and what is refused."""

from __future__ import annotations

import gmpy2
import phe
import pytest
from execml.homomorphic_encryption import paillier
from hypothesis import given, settings
from hypothesis import strategies as st

PUBLIC, PRIVATE = paillier.generate_keypair(512)
THEIR_PUBLIC = phe.PaillierPublicKey(PUBLIC.n)
THEIR_PRIVATE = phe.PaillierPrivateKey(THEIR_PUBLIC, PRIVATE.p, PRIVATE.q)
NUMBERS = st.integers(-(10**40), 10**40)


@settings(max_examples=20, deadline=None)
@given(NUMBERS, NUMBERS, st.integers(-1_000, 1_000))
def test_sums_and_plain_products_are_those_of_the_numbers(first, second, factor):
    a, b = PUBLIC.encrypt(first), PRIVATE.encrypt(second)
    assert PRIVATE.decrypt(a + b) == first + second
    assert PRIVATE.decrypt(a - b) == first - second
    assert PRIVATE.decrypt(a * factor + 7) == first * factor + 7
    assert PRIVATE.decrypt(sum([a, b], start=PUBLIC.encrypt(0))) == first + second


@settings(max_examples=10, deadline=None)
@given(NUMBERS)
def test_each_opens_what_the_other_encrypted(number):
    ours = phe.EncryptedNumber(THEIR_PUBLIC, PUBLIC.encrypt(number).value)
    assert THEIR_PRIVATE.decrypt(ours) == number
    assert PRIVATE.decrypt(PUBLIC.ciphertext(THEIR_PUBLIC.encrypt(number).ciphertext())) == number
    mixed = THEIR_PUBLIC.encrypt(5) + ours
    assert PRIVATE.decrypt(PUBLIC.ciphertext(mixed.ciphertext())) == number + 5


@settings(max_examples=20, deadline=None)
@given(NUMBERS, st.integers(1, 10**30))
def test_the_ciphertext_is_the_definition_s_for_the_public_and_for_the_owner(number, r):
    n = PUBLIC.n
    defined = pow(n + 1, number, n * n) * pow(r, n, n * n) % (n * n)
    assert PUBLIC.encrypt(number, r).value == PRIVATE.encrypt(number, r).value == defined
    assert THEIR_PUBLIC.raw_encrypt(number % n, r) == defined


def test_the_owner_s_randomness_is_an_n_th_power_like_any_other():
    # Exactly n-th residues: raised to λ they become one, as every rⁿ does, and the number alone is left.
    n, orders = PUBLIC.n, int(gmpy2.lcm(PRIVATE.p - 1, PRIVATE.q - 1))
    for _ in range(5):
        blind = PRIVATE.encrypt(0).value
        assert pow(blind, orders, n * n) == 1
        assert blind != 1


def test_the_same_number_looks_different_each_time_and_blinding_keeps_it():
    a = PUBLIC.encrypt(3)
    again = a.blinded()
    assert a != PUBLIC.encrypt(3) != again
    assert PRIVATE.decrypt(again) == 3
    assert hash(PUBLIC.ciphertext(a.value)) == hash(a)


def test_a_new_key_has_the_bits_that_were_asked_for():
    public, private = paillier.generate_keypair(256)
    assert public.n.bit_length() == 256
    assert gmpy2.is_prime(private.p) and gmpy2.is_prime(private.q)
    assert str(private.p) not in repr(private)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: paillier.generate_keypair(129), "bits=129 must be even"),
        (lambda: paillier.generate_keypair(primes=(11, 11)), "must differ"),
        (lambda: paillier.generate_keypair(primes=(11, 15)), "15 is not"),
        (lambda: paillier.generate_keypair(primes=(3, 7)), "divide"),  # 3 divides 7 − 1
        (lambda: PUBLIC.encrypt(PUBLIC.n), "must be at most n/3"),
        (lambda: PUBLIC.encrypt(1.5), "m=1.5"),
        (lambda: PUBLIC.encrypt(1, r=PRIVATE.p), "no factor in common"),
        (lambda: PUBLIC.encrypt(1) * PUBLIC.encrypt(2), "cannot multiply"),
        (lambda: PUBLIC.ciphertext(PUBLIC.n**2), "value="),
        (lambda: PRIVATE.decrypt(3), "must be of the type Ciphertext"),
        (lambda: PUBLIC.ciphertext(PUBLIC.n), "value=.* no factor in common"),
        (lambda: PUBLIC.ciphertext(5 * PRIVATE.p), "value=.* no factor in common"),
        (lambda: PUBLIC.encrypt(1) + None, "other=None"),
        (lambda: PUBLIC.encrypt(1) - "a", "other='a'"),
        (lambda: PUBLIC.encrypt(1) + float("nan"), "other=nan"),
        (lambda: paillier.PrivateKey(PUBLIC, 3, 5), "p=3 and q=5 must multiply"),
        (lambda: paillier.PrivateKey(PUBLIC, None, 5), "p=None"),
        (lambda: paillier.PrivateKey(35, 5, 7), "public_key=35"),
        (lambda: paillier.PublicKey("a"), "n='a'"),
        (lambda: paillier.PublicKey(0), "n=0"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_reason(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_keys_do_not_mix():
    other, _ = paillier.generate_keypair(256)
    with pytest.raises(ValueError, match="another public key"):
        PUBLIC.encrypt(1) + other.encrypt(1)
    with pytest.raises(ValueError, match="another public key"):
        PRIVATE.decrypt(other.encrypt(1))


def test_a_sum_that_wraps_around_is_noticed_while_it_lies_between_the_two_ends():
    half = PUBLIC.encrypt(PUBLIC.largest)
    with pytest.raises(ValueError, match="wrapped around"):
        PRIVATE.decrypt(half + half * 0 + PUBLIC.largest // 2)


def test_a_small_key_never_draws_what_it_would_refuse() -> None:
    public_key, private_key = paillier.generate_keypair(
        primes=(11, 17)
    )  # one draw in seven has a factor in common
    assert all(private_key.decrypt(public_key.encrypt(-5)) == -5 for _ in range(200))
    with pytest.raises(ValueError, match="r=22 must have no factor in common"):
        public_key.encrypt(1, r=22)
