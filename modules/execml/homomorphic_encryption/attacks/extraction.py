"""A linear model from its own answers: by one query more than it has weights, or from the noise of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from execml.course.arrays import array
from execml.course.validation import function, instance, whole
from execml.homomorphic_encryption.libraries import tenseal as library
from execml.homomorphic_encryption.scoring.messages import opened
from execml.homomorphic_encryption.scoring.roles import ClientHalf


@dataclass(frozen=True, eq=False)
class ExtractedModel:
    """A copy of a linear model.

    Attributes:
        weights: shape (features,).
        intercept: added to every score.
        queries: how many were asked.
    """

    weights: NDArray[np.float64]
    intercept: float
    queries: int

    def score(self, features: ArrayLike) -> NDArray[np.float64]:
        """Return the copy's scores, shape (clients,).

        Raises:
            ValueError: if the features have another shape.
        """
        rows = array("features", features, ("clients", len(self.weights))).astype(float)
        return np.asarray(rows @ self.weights + self.intercept)


def extraction_queries(features: int) -> NDArray[np.float64]:
    """Return the customers to ask about: one of zeros, and one with a single one for each feature.

    Args:
        features: how many the model takes.

    Raises:
        ValueError: if there is none.

    >>> extraction_queries(2).tolist()
    [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]
    """
    size = whole("features", features, high=10_000)
    return np.vstack([np.zeros(size), np.eye(size)])


def extract_model(scores_of: Callable[[NDArray[np.float64]], ArrayLike], features: int) -> ExtractedModel:
    """Copy a linear model by asking for the scores of made-up customers.

    Tramèr and others (2016), "Stealing machine learning models via prediction APIs", section 4.1,
    arXiv:1609.02943. If the answers are logits, the copy is exact but for their rounding.

    Args:
        scores_of: the service: takes customers, shape (queries, features), and returns their logits.
        features: how many the model takes.

    Raises:
        ValueError: if an argument is not of its kind, or the service returns another shape.

    >>> extract_model(lambda rows: rows @ [0.5, -1.0] + 0.25, 2).weights.tolist()
    [0.5, -1.0]
    """
    queries = extraction_queries(features)
    scores = array("scores_of", function("scores_of", scores_of)(queries), (len(queries),)).astype(float)
    return ExtractedModel(scores[1:] - scores[0], float(scores[0]), len(queries))


def weights_from_noise(client: ClientHalf, request: bytes, response: bytes) -> NDArray[np.float64]:
    """Copy a linear model from the noise of one answer, even if every customer in it is the same.

    Whoever has the key reads each row that it encrypted itself with its noise, and the answer with its noise,
    which is the weighted sum of the others': a linear equation a slot. Hiding the customers from the server
    does not hide the model from the client, which is called circuit privacy (Kluczniak and Santato, 2023, "On
    circuit private, multikey and threshold approximate homomorphic encryption", ePrint 2023/301). If the
    server does not rescale, as here unless told otherwise, the equations are exact but for the encoding of
    the weights. Rescaling rounds: one answer then tells about one digit of the weights, and many tell more.

    Args:
        client: with the secret key.
        request: what it sent.
        response: the server's scores, one for each customer; the first block is used.

    Returns:
        the weights, shape (features,).

    Raises:
        DamagedMessage: if the bytes are cut short or changed.
        ValueError: if ``client`` is none, or the block has no more customers than features.

    >>> from execml.homomorphic_encryption.scoring.roles import EncryptedScorer
    >>> scorer = EncryptedScorer([0.5, -1.0], 0.25)
    >>> client = scorer.client()
    >>> request = client.encrypt(np.zeros((100, 2)))
    >>> response = scorer.server(client.public_context).score(request)
    >>> weights_from_noise(client, request, response).round(2).tolist()
    [0.5, -1.0]
    """
    secret = instance("client", client, ClientHalf).context.secret_key()
    sent, answered = opened(request, "request", client.slots), opened(response, "response", client.slots)
    if sent.rows[0] <= sent.columns:
        raise ValueError(
            f"request has {sent.rows[0]} customers in a block; more than {sent.columns} are needed"
        )
    columns = [
        np.array(library.vector_from(client.context, part).decrypt(secret))
        for part in (*sent.block(0), answered.block(0)[0])
    ]
    *rows, scores = [column - column.mean() for column in columns]
    return np.asarray(np.linalg.lstsq(np.array(rows).T, scores, rcond=None)[0])
