"""The migration, run: both sides agree, changed messages are refused, sizes are those of the standards."""

import pytest
from execml.quantum_ml.libraries.post_quantum import encapsulated_key, exchanges, signings


def test_sizes_are_those_of_fips_203_and_204():
    old, new = exchanges(1)
    assert (old.public_bytes, old.answer_bytes) == (32, 32)
    assert (new.public_bytes, new.answer_bytes) == (1_184, 1_088)
    rsa, lattice = signings(b"board paper", 1)
    assert (rsa.signature_bytes, lattice.signature_bytes, lattice.public_bytes) == (256, 3_309, 1_952)
    assert all((old.agreed, new.agreed, rsa.verified, lattice.verified))


def test_the_receiver_reads_the_sender_s_key_and_a_text_is_no_message():
    sent, ciphertext, read = encapsulated_key()
    assert sent == read and len(sent) == 32 and sent not in ciphertext
    with pytest.raises(ValueError, match="message="):
        signings("text")  # type: ignore[arg-type]
