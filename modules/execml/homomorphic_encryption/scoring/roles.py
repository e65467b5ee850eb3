"""Encrypted scoring over TenSEAL in two halves: the client holds the secret key, the server the model.

The layout is batched: one encrypted row a feature, a client a slot. No slot has to be moved, so no rotation
keys travel. The arithmetic is TenSEAL's; keys and roles here are an example, not a product.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.arrays import array
from execml.course.validation import finite, flag, instance, several, shown, whole
from execml.homomorphic_encryption.approximation.polynomials import guarded
from execml.homomorphic_encryption.lattices.security import check_security
from execml.homomorphic_encryption.libraries import tenseal as library
from execml.homomorphic_encryption.scoring.limits import checked_range, resolved
from execml.homomorphic_encryption.scoring.messages import DamagedMessage, Message, opened, sealed


@dataclass(frozen=True, eq=False)
class EncryptedScorer:
    """A linear or small neural model with the parameters that its scores are encrypted under.

    The score of a client x is ``weights · x + intercept``, the logit of a logistic model; or, with a hidden
    layer, ``weights · (hidden_weights x + hidden_intercepts)² + intercept``.

    Attributes:
        weights: shape (features,), or (hidden units,).
        intercept: added to every score.
        hidden_weights: shape (hidden units, features), if there is a hidden layer.
        hidden_intercepts: shape (hidden units,).
        ring_dimension: N.
        prime_bits: sizes of the primes.
        scale_bits: log2 of the scale.
        automatic: whether TenSEAL rescales by itself after each product, as it does unless told otherwise;
            with a hidden layer it always does.
        interval: what features must lie in; the client refuses others before it encrypts.

    Raises:
        InsecureParameters: if the table of 2024 does not allow the sizes.
        ValueError: if shapes do not fit, a number is not finite, or scores of features inside the interval
            could pass the modulus.

    >>> scorer = EncryptedScorer([0.5, -1.0], 0.25)
    >>> client = scorer.client()
    >>> server = scorer.server(client.public_context)
    >>> client.decrypt(server.score(client.encrypt([[1.0, 1.0], [0.0, 1.0]]))).round(5).tolist()
    [-0.25, -0.75]
    """

    weights: Any
    intercept: float = 0.0
    hidden_weights: Any = None
    hidden_intercepts: Any = None
    ring_dimension: int = 8192
    prime_bits: tuple[int, ...] = (60, 40, 60)
    scale_bits: int = 40
    automatic: bool = False
    interval: tuple[float, float] = (-8.0, 8.0)

    def __post_init__(self) -> None:
        """Check the model and the parameters."""
        output = array("weights", self.weights, ("units",)).astype(float)
        object.__setattr__(self, "weights", output)
        finite("intercept", self.intercept)
        flag("automatic", self.automatic)
        if self.hidden_weights is not None:
            hidden = array("hidden_weights", self.hidden_weights, (len(output), "features")).astype(float)
            object.__setattr__(self, "hidden_weights", hidden)
            biases = array("hidden_intercepts", self.hidden_intercepts, (len(output),)).astype(float)
            object.__setattr__(self, "hidden_intercepts", biases)
        check_security(self.ring_dimension, tuple(several("prime_bits", self.prime_bits, 2)))
        whole("scale_bits", self.scale_bits, low=10, high=59)
        checked_range(self)

    @property
    def features(self) -> int:
        """How many features a client has."""
        return int(self.weights.size if self.hidden_weights is None else self.hidden_weights.shape[1])

    def plain(self, features: ArrayLike) -> NDArray[np.float64]:
        """Return the scores without any encryption, shape (clients,).

        Raises:
            ValueError: if the features have another shape.
        """
        rows = array("features", features, ("clients", self.features)).astype(float)
        if self.hidden_weights is not None:
            rows = (rows @ self.hidden_weights.T + self.hidden_intercepts) ** 2
        return np.asarray(rows @ self.weights + self.intercept)

    def client(self) -> ClientHalf:
        """Return the client's half, with a fresh secret key."""
        context = library.ckks_context(self.ring_dimension, self.prime_bits, self.scale_bits)
        products = self.hidden_weights is not None
        return ClientHalf(context, self.features, self.ring_dimension // 2, self.interval, products)

    def server(self, public_context: bytes) -> ServerHalf:
        """Return the server's half, which gets the client's public context and nothing else.

        Args:
            public_context: as the client gives it away.

        Raises:
            ValueError: if it is no context, or one that holds the secret key.
        """
        instance("public_context", public_context, (bytes, bytearray))
        context = library.context_from(public_context, self.automatic or self.hidden_weights is not None)
        if context.has_secret_key():
            raise ValueError("public_context holds the secret key: the client must keep that to itself")
        sizes = tuple(prime.bit_length() for prime in library.data_primes(context))
        if (library.ring_dimension(context), sizes) != (self.ring_dimension, tuple(self.prime_bits[:-1])):
            raise ValueError(
                f"public_context has N = {library.ring_dimension(context)} and data primes of {sizes} bits; "
                f"ring_dimension={self.ring_dimension} and prime_bits={self.prime_bits} were agreed"
            )
        return ServerHalf(self, context)


@dataclass(frozen=True, eq=False)
class ClientHalf:
    """Who owns the customers and the secret key.

    Attributes:
        context: with the secret key.
        features: how many each customer has.
        slots: how many customers go into one encrypted row.
        interval: what features must lie in.
        products: whether the server multiplies ciphertexts with each other, and needs the key for it.
    """

    context: Any = field(repr=False)
    features: int
    slots: int
    interval: tuple[float, float]
    products: bool

    @cached_property
    def public_context(self) -> bytes:
        """What the server needs: parameters and public key, and a key for products if it makes any."""
        return library.public_part(self.context, products=self.products)

    def encrypt(self, features: ArrayLike) -> bytes:
        """Return customers as a request, split into blocks of as many as there are slots, in order.

        Args:
            features: shape (customers, features).

        Raises:
            OutsideInterval: if a feature lies outside the interval.
            ValueError: if the shape does not fit.
        """
        rows = guarded(array("features", features, ("customers", self.features)), self.interval)
        blocks = [rows[start : start + self.slots] for start in range(0, len(rows), self.slots)]
        parts = [
            library.ckks_vector(self.context, column).serialize() for block in blocks for column in block.T
        ]
        return sealed(Message("request", tuple(map(len, blocks)), self.features, tuple(parts)))

    def decrypt(self, response: bytes) -> NDArray[np.float64]:
        """Return the scores of a response, in the order of the customers.

        A response under another key decrypts too, to numbers that mean nothing, and no error says so.

        Args:
            response: what the server sent.

        Returns:
            shape (customers,), or (customers, outputs) if each has several.

        Raises:
            DamagedMessage: if the bytes are cut short or changed.
        """
        message = opened(response, "response", self.slots)
        found = []
        for place, count in enumerate(message.rows):
            rows = [
                library.vector_from(self.context, part).decrypt(self.context.secret_key())[:count]
                for part in message.block(place)
            ]
            if {len(row) for row in rows} != {count}:
                raise DamagedMessage(f"received fewer scores than the {count} clients that it is for")
            found.append(np.array(rows).T)
        scores = np.concatenate(found)
        return np.asarray(scores[:, 0] if message.columns == 1 else scores)


@dataclass(eq=False)
class ServerHalf:
    """Who owns the model, and sees no customer.

    Attributes:
        scorer: the model.
        context: the client's, without its secret key.
        served: the encrypted results that this half has computed, block by block: it may keep them.
    """

    scorer: EncryptedScorer
    context: Any = field(repr=False)
    served: list[Any] = field(default_factory=list, repr=False)

    def score(self, request: bytes) -> bytes:
        """Return the encrypted scores of a request.

        Args:
            request: what the client sent.

        Raises:
            DamagedMessage: if the bytes are cut short or changed, or hold another number of features.
        """
        blocks, message = self._received(request)
        outputs = [self.evaluate(block) for block in blocks]
        self.served += [block[0] for block in outputs]
        return self._answer(outputs, message)

    def evaluate(self, rows: list[Any]) -> list[Any]:
        """Return the encrypted score of one block, from one encrypted row a feature.

        Args:
            rows: of TenSEAL, in the order of the model's features.

        Raises:
            ValueError: if there are not as many as features.
        """
        model = self.scorer
        if len(several("rows", rows)) != model.features:
            raise ValueError(f"rows={shown(rows)} must be as many as the model's {model.features} features")
        if model.hidden_weights is not None:
            hidden = self._combined(rows, model.hidden_weights, model.hidden_intercepts)
            rows = [each.square() for each in hidden]
        return self._combined(rows, model.weights[None], np.array([model.intercept]))

    def combine(self, request: bytes, weights: ArrayLike, offsets: ArrayLike) -> bytes:
        """Return several encrypted sums for each customer, such as the parts of a score by family.

        Args:
            request: what the client sent.
            weights: shape (outputs, features).
            offsets: added to each output, shape (outputs,).

        Raises:
            DamagedMessage: if the bytes are cut short or changed.
            ValueError: if shapes do not fit.
        """
        matrix = array("weights", weights, ("outputs", self.scorer.features)).astype(float)
        resolved("weights", matrix, self.scorer.scale_bits)
        added = array("offsets", offsets, (len(matrix),)).astype(float)
        blocks, message = self._received(request)
        return self._answer([self._combined(block, matrix, added) for block in blocks], message)

    def _received(self, request: bytes) -> tuple[list[list[Any]], Message]:
        message = opened(request, "request", self.scorer.ring_dimension // 2)
        if message.columns != self.scorer.features:
            raise DamagedMessage(f"received {message.columns} features; the model has {self.scorer.features}")
        blocks = [
            [library.vector_from(self.context, part) for part in message.block(place)]
            for place in range(len(message.rows))
        ]
        return blocks, message

    def _combined(self, rows: list[Any], weights: NDArray, offsets: NDArray) -> list[Any]:
        """Return for each output the weighted sum of encrypted rows; a weight of zero costs nothing."""
        results = []
        for factors, offset in zip(weights, offsets, strict=True):
            largest = int(np.abs(factors).argmax())
            if not factors[largest]:
                raise ValueError(
                    f"weights={shown(weights)} must have a weight that is not zero in each output"
                )
            # Before its product a row still has the scale at which TenSEAL encodes plain numbers.
            total = (rows[largest] + float(offset / factors[largest])) * float(factors[largest])
            for place in np.flatnonzero(factors):
                if place != largest:
                    total += rows[place] * float(factors[place])
            results.append(total)
        return results

    def _answer(self, outputs: list[list[Any]], message: Message) -> bytes:
        parts = tuple(row.serialize() for block in outputs for row in block)
        return sealed(Message("response", message.rows, len(outputs[0]), parts))
