"""A count across two secrets: who was refused, known to the bank; of which sex, known to an auditor.

The auditor encrypts the groups under its own key; the bank multiplies by its decisions and sends back either
every product or only their sum. The arithmetic is TenSEAL's BFV, which is exact.

Whoever holds the key reads more of a ciphertext than the number in its first slot: what summing left in all
other slots, and the noise, which depends on what the ciphertext was multiplied by. So the bank masks the one
and drowns the other. An auditor who encrypts other numbers than 0 and 1 still reads more than a count.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.arrays import zeros_and_ones
from execml.course.validation import flag, instance, whole
from execml.homomorphic_encryption.libraries import tenseal as library
from execml.homomorphic_encryption.scoring.messages import DamagedMessage, Message, opened, sealed

DROWNINGS = 3  # products with random numbers; each makes noise some 25 bits larger
ROOM = 170  # bits of data primes that these, a sum and a mask take, with thirty to spare
PRIMES = {8_192: (40,) * 4, 16_384: (60,) * 4}  # bits, for rings; both pass the quantum table of 2024


@dataclass(frozen=True, eq=False)
class Auditor:
    """Who knows the groups and holds the key.

    Attributes:
        context: BFV, with the secret key.
        slots: how many people go into one encrypted row.
        summed: whether the bank may add up under encryption, which needs rotation keys.
    """

    context: Any = field(repr=False)
    slots: int
    summed: bool

    @cached_property
    def public_context(self) -> bytes:
        """What the bank needs."""
        return library.public_part(self.context, rotations=self.summed)

    def encrypt(self, groups: ArrayLike) -> bytes:
        """Return who belongs to the group, encrypted, in order.

        Args:
            groups: 0 or 1, shape (people,).

        Raises:
            ValueError: if they are anything else.
        """
        members = zeros_and_ones("groups", groups).astype(np.int64)
        blocks = [members[start : start + self.slots] for start in range(0, len(members), self.slots)]
        parts = tuple(library.bfv_vector(self.context, block).serialize() for block in blocks)
        return sealed(Message("groups", tuple(map(len, blocks)), 1, parts))

    def read_all(self, received: bytes) -> NDArray[np.int64]:
        """Return every slot of the answer's first encrypted row, shape (N,), as whoever has the key can.

        Args:
            received: the bank's answer.

        Raises:
            DamagedMessage: if the bytes are cut short or changed.
        """
        message = opened(received, "counts", self.slots)
        return library.all_slots(self.context, library.vector_from(self.context, message.parts[0], "bfv"))

    def read(self, received: bytes) -> NDArray[np.int64]:
        """Return what the bank's answer holds: one count, or one product a person.

        Args:
            received: the bank's answer.

        Raises:
            DamagedMessage: if the bytes are cut short or changed.
        """
        message = opened(received, "counts", self.slots)
        rows = [
            np.array(library.vector_from(self.context, part, "bfv").decrypt(self.context.secret_key()))
            for part in message.parts
        ]
        kept = [row[:count] for row, count in zip(rows, message.rows, strict=True)]
        if tuple(map(len, kept)) != message.rows:
            raise DamagedMessage(f"received fewer numbers than the {sum(message.rows)} that it announces")
        return np.concatenate(kept).astype(np.int64)


def new_auditor(summed: bool = True, ring_dimension: int = 16_384) -> Auditor:
    """Return an auditor with a fresh key, and parameters that pass the table of 2024 against quantum attacks.

    Args:
        summed: whether rotation keys are made, so that the bank can send back a sum alone.
        ring_dimension: N, 8,192 or 16,384; the smaller has no room to hide all but a sum.

    Raises:
        ValueError: if an argument lies outside its range.

    >>> auditor = new_auditor(summed=False, ring_dimension=8_192)
    >>> answer = encrypted_count(auditor.public_context, auditor.encrypt([1, 0, 1]), [1, 1, 0], summed=False)
    >>> auditor.read(answer).tolist()
    [1, 0, 0]
    """
    if whole("ring_dimension", ring_dimension) not in PRIMES:
        raise ValueError(f"ring_dimension={ring_dimension} must be one of: {', '.join(map(str, PRIMES))}")
    context = library.bfv_context(
        ring_dimension,
        rotations=flag("summed", summed),
        prime_bits=PRIMES[ring_dimension],
        adversary="quantum",
    )
    return Auditor(context, ring_dimension // 2, summed)


def encrypted_count(
    public_context: bytes,
    received: bytes,
    decisions: ArrayLike,
    summed: bool = True,
    hidden: bool = True,
) -> bytes:
    """Do the bank's part: multiply the encrypted groups by its own decisions, and add up.

    Adding up over slots leaves partial sums in the other slots, and two neighbours differ by one product. So
    the sum is multiplied by a one in its own slot and zeros elsewhere. Before, an encryption of zeros under
    the auditor's key, times random numbers, is added to each row: its noise exceeds the row's own by some
    fifty bits. That is a size, and no proof.

    Args:
        public_context: the auditor's.
        received: the auditor's encrypted groups.
        decisions: 0 or 1, in the same order, shape (people,).
        summed: whether to add up under encryption; without it the key's owner reads every single decision
            about a member of the group.
        hidden: whether all but the sum is masked and drowned; without it the key's owner can read single
            decisions from a sum too.

    Raises:
        DamagedMessage: if the bytes are cut short or changed.
        MissingKey: if rows shall be added up and there are no rotation keys.
        ValueError: if there are more or fewer decisions than people, or the ring is too small for the mask.
    """
    context = library.context_from(instance("public_context", public_context, (bytes, bytearray)))
    message = opened(received, "groups", library.ring_dimension(context) // 2)
    made = zeros_and_ones("decisions", decisions, sum(message.rows)).astype(np.int64)
    flag("summed", summed), flag("hidden", hidden)
    if summed and not context.has_galois_keys():
        raise library.MissingKey("public_context holds no rotation keys, which summed=True needs")
    if context.has_secret_key():
        raise DamagedMessage("public_context holds the secret key: the auditor must keep that to itself")
    if summed and hidden and sum(prime.bit_length() for prime in library.data_primes(context)) < ROOM:
        raise ValueError(
            f"public_context has a ring too small to hide all but a sum in: hidden=True needs {ROOM} bits of "
            f"data primes, as a ring_dimension of 16384 has"
        )
    rows, start = [], 0
    for part, count in zip(message.parts, message.rows, strict=True):
        row = library.vector_from(context, part, "bfv") * made[start : start + count].tolist()
        if summed and hidden:
            row += _drowning(context, count)
        rows.append(row.sum() if summed else row)
        start += count
    if summed:
        total = rows[0]
        for row in rows[1:]:
            total += row
        if hidden:
            total *= [1]  # a one in the first slot, zeros in all others
        return sealed(Message("counts", (1,), 1, (total.serialize(),)))
    return sealed(Message("counts", message.rows, 1, tuple(row.serialize() for row in rows)))


def _drowning(context: Any, count: int) -> Any:
    """Return encrypted zeros whose noise has grown, by products with random numbers of the system."""
    modulus = library.plain_modulus(context)
    row = library.bfv_vector(context, np.zeros(count, dtype=np.int64))
    for _ in range(DROWNINGS):
        factors = [secrets.randbelow(modulus) - modulus // 2 for _ in range(count)]
        row *= factors
    return row
