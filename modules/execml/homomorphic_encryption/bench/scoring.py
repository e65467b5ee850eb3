"""Encrypted scoring with TenSEAL: batched beside a client a row, and beside automatic rescaling."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from execml.course.measure.rows import Row
from execml.course.measure.timing import least_processor_time
from execml.homomorphic_encryption.libraries import tenseal as library
from execml.homomorphic_encryption.scoring.roles import EncryptedScorer, ServerHalf

CLIENTS, FEATURES, ROW_CLIENTS = 4_096, 30, 10


def rows(repeats: int = 5) -> Iterator[Row]:
    """Time the evaluation alone: rows a second, the same model and clients, logits compared first.

    Args:
        repeats: how often each is timed; the least counts.

    Raises:
        AssertionError: if a logit is off by more than 0.001, or ours by more than TenSEAL's automatic path.
    """
    draw = np.random.default_rng(0)
    weights, clients = draw.normal(size=FEATURES), draw.uniform(-1, 1, (CLIENTS, FEATURES))
    truth = clients @ weights + 0.25
    ours_ms, ours_off = _batched(EncryptedScorer(weights, 0.25), clients, truth, repeats)
    automatic_ms, automatic_off = _batched(
        EncryptedScorer(weights, 0.25, automatic=True), clients, truth, repeats
    )
    assert ours_off < automatic_off < 1e-3, (ours_off, automatic_off)
    context = library.ckks_context(rotations=True)
    encrypted = [library.ckks_vector(context, client) for client in clients[:ROW_CLIENTS]]
    scores, row_ms = least_processor_time(
        lambda: library.row_scores(context, encrypted, weights, 0.25), min(repeats, 2)
    )
    row_off = np.abs(np.array([score.decrypt()[0] for score in scores]) - truth[:ROW_CLIENTS]).max()
    assert row_off < 1e-3, row_off
    rate = CLIENTS / ours_ms * 1e3
    for other, theirs, off in (
        ("TenSEAL, a client a row, dot", ROW_CLIENTS / row_ms * 1e3, row_off),
        ("TenSEAL, batched, automatic", CLIENTS / automatic_ms * 1e3, automatic_off),
    ):
        check = f"logit right to {_digits(ours_off)} digits, theirs to {_digits(off)}"
        yield Row("scoring, 30 features", other, rate, theirs, check, more_is_better=True)


def _digits(error: float) -> int:
    """Return how many digits behind the point are right."""
    return int(-math.log10(error))


def _batched(
    scorer: EncryptedScorer, clients: np.ndarray, truth: np.ndarray, repeats: int
) -> tuple[float, float]:
    """Return the processor time of the evaluation, and how far its logits are off."""
    client = scorer.client()
    server: ServerHalf = scorer.server(client.public_context)
    held = [library.ckks_vector(server.context, column) for column in clients.T]
    result, spent = least_processor_time(lambda: server.evaluate(held)[0], repeats)
    found = np.array(result.decrypt(client.context.secret_key()))
    return spent, float(np.abs(found - truth).max())
