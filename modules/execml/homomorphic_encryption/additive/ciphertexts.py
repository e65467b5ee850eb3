"""Ciphertexts of Paillier's scheme: numbers modulo n² that are added by multiplying them. For teaching."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from execml.course.validation import shown, whole

if TYPE_CHECKING:
    from execml.homomorphic_encryption.additive.paillier import PublicKey


def checked_plain(name: str, value: Any, key: PublicKey) -> int:
    """Return a whole number that the key can hold.

    Raises:
        ValueError: if it is none, or lies past a third of n.
    """
    number = whole(name, value, low=-key.largest)
    if number > key.largest:
        raise ValueError(
            f"{name}={shown(value)} must be at most n/3, which has {key.largest.bit_length()} bits"
        )
    return number


class Ciphertext:
    """An encrypted whole number.

    Attributes:
        public_key: the key that it was encrypted under.
    """

    __slots__ = ("_held", "public_key")

    def __init__(self, value: Any, public_key: PublicKey) -> None:
        """Keep the value as one of gmpy2's numbers: turning it to and fro takes longer than adding."""
        self._held, self.public_key = value, public_key

    @property
    def value(self) -> int:
        """A number below n², different each time the same number is encrypted."""
        return int(self._held)

    def __eq__(self, other: object) -> bool:
        """Tell whether it is the same ciphertext, which says nothing about the same number."""
        return isinstance(other, Ciphertext) and (self._held, self.public_key) == (
            other._held,
            other.public_key,
        )

    def __hash__(self) -> int:
        """Return what goes with equality."""
        return hash((self.value, self.public_key))

    def __repr__(self) -> str:
        """Show how long it is; the value itself is different each time."""
        return f"Ciphertext({self.public_key.n.bit_length() * 2} bits)"

    def __add__(self, other: Ciphertext | int) -> Ciphertext:
        """Add another ciphertext, or a plain number, without opening either.

        Raises:
            ValueError: if the keys differ, or a plain number does not fit.
        """
        key = self.public_key
        if isinstance(other, Ciphertext):
            if other.public_key is not key and other.public_key != key:
                raise ValueError("other was encrypted under another public key")
            return Ciphertext(self._held * other._held % key._square, key)
        return Ciphertext(self._held * key._opened(other, "other") % key._square, key)

    __radd__ = __add__

    def __mul__(self, other: int) -> Ciphertext:
        """Multiply by a plain whole number.

        Raises:
            ValueError: if it is a ciphertext, or no number that fits.
        """
        import gmpy2

        if isinstance(other, Ciphertext):
            raise ValueError(
                "other must be a plain whole number: Paillier adds ciphertexts and cannot multiply them"
            )
        factor = checked_plain("other", other, self.public_key)
        return Ciphertext(gmpy2.powmod(self._held, factor, self.public_key._square), self.public_key)

    __rmul__ = __mul__

    def __sub__(self, other: Ciphertext | int) -> Ciphertext:
        """Subtract another ciphertext, or a plain number."""
        if not isinstance(other, Ciphertext):
            checked_plain("other", other, self.public_key)
        return self + other * -1

    def blinded(self, r: int | None = None) -> Ciphertext:
        """Return another ciphertext of the same number, which nobody can link to this one."""
        return self + self.public_key.encrypt(0, r)
