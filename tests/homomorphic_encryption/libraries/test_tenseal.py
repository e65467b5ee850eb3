"""What we read from TenSEAL is what it holds: primes, polynomials and the secret."""

from __future__ import annotations

import numpy as np
import pytest
from execml.homomorphic_encryption import InsecureParameters, MissingKey, number_transform
from execml.homomorphic_encryption.lattices.moduli import centred, multiply_modulo
from execml.homomorphic_encryption.libraries import tenseal as library


def test_the_secret_opens_a_ciphertext_of_zeros_to_small_noise():
    context = library.ckks_context()
    prime = library.data_primes(context)[0]
    first, second = library.polynomials(library.ckks_vector(context, np.zeros(4096)))[:, 0]
    transform = number_transform(8192, prime)
    secret = library.secret_polynomial(context)
    assert set(np.unique(secret)) == {-1, 0, 1}
    there = (first + multiply_modulo(second, transform.forward(secret % prime), prime)) % prime
    assert np.abs(centred(transform.inverse(there), prime)).max() < 2**12


def test_the_table_of_2024_is_asked_although_the_library_asks_that_of_2018():
    with pytest.raises(InsecureParameters, match="allows 106"):
        library.ckks_context(4096, (40, 20, 49), 20)
    assert library.ckks_context(4096, (40, 20, 49), 20, edition="2018").has_secret_key()


def test_a_public_part_has_no_secret_and_what_was_asked_for():
    context = library.ckks_context(rotations=True)
    with_rotations = library.context_from(library.public_part(context, rotations=True))
    assert with_rotations.has_galois_keys() and not with_rotations.has_secret_key()
    assert len(library.public_part(context)) < 1_000_000
    with pytest.raises(MissingKey, match="no secret key"):
        library.secret_polynomial(with_rotations)
    with pytest.raises(ValueError, match="received"):
        library.vector_from(context, b"nothing")
