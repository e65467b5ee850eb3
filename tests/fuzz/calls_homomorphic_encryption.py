"""Calls of the public names of ``homomorphic_encryption``."""

from __future__ import annotations

from functools import cache
from typing import Any

import execml.homomorphic_encryption as he
import numpy as np
from numpy.polynomial import Polynomial

from .harness import SAMPLE, Call

TOY = {"ring_dimension": 64, "prime_bits": (60, 40, 40, 60), "toy": True}
A_NUMBER = ("-1", "0", "half", "huge", "tiny", "inf", "-inf", "array, one axis more", "array, one row less")
# Whole numbers, of any sign and size that a key holds.
WHOLE = ("-1", "0")
ROWS = ("array, one row less", "array, one axis more")


def draw() -> np.random.Generator:
    return np.random.default_rng(0)


@cache
def pair() -> Any:
    return he.paillier.generate_keypair(256)


@cache
def real() -> Any:
    context = he.ckks.new_context(**TOY)
    return context, *he.ckks.generate_keys(context, draw())


@cache
def exact() -> Any:
    context = he.bfv.new_context(64, (50, 50, 50), 18, toy=True)
    return context, *he.bfv.generate_keys(context, draw())


@cache
def library_context() -> Any:
    from execml.homomorphic_encryption.libraries import tenseal

    return tenseal.ckks_context(4096, (36, 20, 36), 20)


@cache
def halves() -> Any:
    scorer = he.EncryptedScorer([0.5, -1.0], ring_dimension=4096, prime_bits=(36, 20, 36), scale_bits=20)
    client = scorer.client()
    server = scorer.server(client.public_context)
    request = client.encrypt(np.full((4, 2), 0.5))
    return scorer, client, server, request, server.score(request)


@cache
def auditor() -> Any:
    return he.new_auditor(False, 8192)


@cache
def groups() -> bytes:
    return auditor().encrypt([1, 0, 1])


def encrypted() -> Any:
    context, _, public = real()
    return he.ckks.encrypt([0.5, 0.25], context, public, draw())


def counted() -> Any:
    context, _, public = exact()
    return he.bfv.encrypt([1, 2], context, public, draw())


def polynomials() -> np.ndarray:
    return draw().integers(0, 97, (1, 8))


def samples() -> Any:
    return he.lwe_samples(4, 8, 97, 1.0, draw())[0]


def clients() -> np.ndarray:
    return np.full((3, 2), 0.5)


ANY = {"m": 5, "r": 7}
EITHER = {"m": WHOLE, "r": ("None",), "other": WHOLE}
BILL = {"way": "plain", "clients": 10, "seconds": 1.0, "bytes": 5}
CALLS: dict[str, Call] = {
    "EncryptedScorer": Call(he.EncryptedScorer, lambda: {
        "weights": np.array([0.5, -1.0]), "intercept": 0.0, "hidden_weights": None, "hidden_intercepts": None,
        "ring_dimension": 4096, "prime_bits": (36, 20, 36), "scale_bits": 20, "automatic": False,
        "interval": (-8.0, 8.0),
    }, {"weights": ROWS, "intercept": WHOLE, "hidden_intercepts": ("anything",)}),
    "EncryptedScorer.server": Call(lambda public_context: halves()[0].server(public_context), lambda: {
        "public_context": halves()[1].public_context,
    }, replacements=SAMPLE),
    "EncryptedScorer.encrypt": Call(lambda features: halves()[1].encrypt(features), lambda: {
        "features": clients(),
    }, {"features": ("array, one row less",)}),
    "EncryptedScorer.score": Call(lambda request: halves()[2].score(request), lambda: {
        "request": halves()[3],
    }),
    "EncryptedScorer.decrypt": Call(lambda response: halves()[1].decrypt(response), lambda: {
        "response": halves()[4],
    }),
    "EncryptedScorer.plain": Call(lambda features: halves()[0].plain(features), lambda: {
        "features": clients(),
    }, {"features": ("array, one row less",)}),
    "LweSamples": Call(he.LweSamples, lambda: {
        "matrix": np.eye(2, dtype=int), "answers": np.zeros(2, dtype=int), "modulus": 97,
    }, {name: ("anything",) for name in ("matrix", "answers", "modulus")}),  # break_lwe checks
    "Plan": Call(he.Plan, lambda: {
        "ring_dimension": 8192, "prime_bits": (60, 60), "scale_bits": 40, "total_bits": 120, "limit": 214,
        "table": "2024",
    }, {name: ("anything",) for name in (
        "ring_dimension", "prime_bits", "scale_bits", "total_bits", "limit", "table")}),  # only returned
    "break_lwe": Call(he.break_lwe, lambda: {"samples": samples()}),
    "solve_exactly": Call(he.solve_exactly, lambda: {"samples": samples()}),
    "lwe_samples": Call(he.lwe_samples, lambda: {
        "unknowns": 4, "equations": 8, "modulus": 97, "noise": 1.0, "generator": draw(),
    }),
    "bfv.new_context": Call(he.bfv.new_context, lambda: {
        "ring_dimension": 4096, "prime_bits": (36, 34, 36), "plain_bits": 20, "security": 128,
        "edition": "2024", "adversary": "classical", "toy": False,
    }),
    "bfv.encrypt": Call(he.bfv.encrypt, lambda: {
        "values": np.array([1, 2]), "context": exact()[0], "keys": exact()[2], "generator": draw(),
    }, {"values": (*WHOLE, *ROWS, "True")}),
    "bfv.decrypt": Call(he.bfv.decrypt, lambda: {"ciphertext": counted(), "secret": exact()[1]}),
    "bfv.noise_budget": Call(he.bfv.noise_budget, lambda: {"ciphertext": counted(), "secret": exact()[1]}),
    "bfv.plus": Call(lambda other: counted() + other, lambda: {"other": np.array([1, 2])}, {
        "other": (*WHOLE, *ROWS, "True"),
    }),
    "bfv.generate_keys": Call(he.bfv.generate_keys, lambda: {
        "context": exact()[0], "generator": draw(), "rotations": (1,), "relinearise": False,
    }, {"rotations": ("empty list", "empty array")}),
    "ckks.new_context": Call(he.ckks.new_context, lambda: {
        "ring_dimension": 8192, "prime_bits": (60, 40, 60), "scale": 2.0**40, "security": 128,
        "edition": "2024", "adversary": "classical", "toy": False,
    }),
    "ckks.encrypt": Call(he.ckks.encrypt, lambda: {
        "values": np.array([0.5, 0.25]), "context": real()[0], "keys": real()[2], "generator": draw(),
        "scale": 2.0**30,
    }, {"values": (*A_NUMBER, "True")}),
    "ckks.decrypt": Call(he.ckks.decrypt, lambda: {"ciphertext": encrypted(), "secret": real()[1]}),
    "ckks.plus": Call(lambda other: encrypted() + other, lambda: {"other": np.array([0.5, 0.25])}, {
        "other": (*(each for each in A_NUMBER if each != "huge"), "True"),
    }),
    "ckks.times": Call(lambda values, scale: encrypted().times(values, scale), lambda: {
        "values": np.array([0.5, 0.25]), "scale": 2.0**30,
    }, {"values": (*A_NUMBER, "True")}),
    "ckks.rotate": Call(lambda steps: encrypted().rotate(steps), lambda: {"steps": 0}),
    "ckks.drop_to": Call(lambda level: encrypted().drop_to(level), lambda: {"level": 1}),
    "chance_to_notice": Call(he.chance_to_notice, lambda: {"changed": 0.1, "planted": 20}),
    "check_security": Call(he.check_security, lambda: {
        "ring_dimension": 8192, "prime_bits": (60, 40, 60), "security": 128, "edition": "2024",
        "adversary": "classical",
    }),
    "cost_table": Call(he.cost_table, lambda: {
        "measured": [dict(BILL)], "processor_hour": 0.05, "gigabyte": 0.1, "scores": 1_000,
    }),
    "cutoff_logit": Call(he.cutoff_logit, dict),
    "harbour_scorecard": Call(he.harbour_scorecard, dict),
    "harbour_scorecard.logits": Call(lambda features: he.harbour_scorecard().logits(features), lambda: {
        "features": np.full((2, 10), 0.5),
    }, {"features": ("None", "array, one row less")}),
    "decrypt_zeros_test": Call(he.decrypt_zeros_test, lambda: {
        "context": library_context(), "operation": "product", "size": 5, "repeats": 2, "tolerance": 1e-4,
    }),
    "encrypted_count": Call(he.encrypted_count, lambda: {
        "public_context": auditor().public_context, "received": groups(), "decisions": np.array([1, 1, 0]),
        "summed": False, "hidden": True,
    }, replacements=SAMPLE),
    "end_to_end_gain": Call(he.end_to_end_gain, lambda: {
        "shares": {"encrypt": 3.0, "evaluate": 1.0}, "part": "evaluate", "speedup": 10.0,
    }, {"speedup": ("inf",)}),
    "error_budget": Call(he.error_budget, lambda: {
        "stages": {"rounded": lambda: np.array([1.0])}, "truth": np.array([1.25]),
    }, {"truth": (*A_NUMBER, "True")}),
    "evaluate_polynomial": Call(he.evaluate_polynomial, lambda: {
        "polynomial": Polynomial([0.5, 0.25]), "ciphertext": encrypted(),
    }),
    "extract_model": Call(he.extract_model, lambda: {
        "scores_of": lambda rows: rows @ np.array([0.5, -1.0]), "features": 2,
    }),
    "flooded": Call(he.flooded, lambda: {
        "scores": np.array([0.5, 0.25]), "deviation": 0.1, "generator": draw(),
    }, {"scores": ("array, one row less",)}),
    "flooding_bits": Call(he.flooding_bits, lambda: {"statistical_bits": 60, "decryptions": 2}),
    "flooding_deviation": Call(he.flooding_deviation, lambda: {
        "noise": 1e-8, "statistical_bits": 60, "decryptions": 2,
    }),
    "guarded": Call(he.guarded, lambda: {
        "values": np.array([0.5, 0.25]), "interval": (-8.0, 8.0),
    }, {"values": (*A_NUMBER, "True")}),
    "largest_error": Call(he.largest_error, lambda: {
        "polynomial": Polynomial([0.5, 0.25]), "interval": (-8.0, 8.0),
    }),
    "max_log2_modulus": Call(he.max_log2_modulus, lambda: {
        "ring_dimension": 8192, "security": 128, "edition": "2024", "adversary": "classical",
    }),
    "new_auditor": Call(he.new_auditor, lambda: {"summed": False, "ring_dimension": 8192}),
    "number_transform": Call(he.number_transform, lambda: {"ring_dimension": 8, "prime": 97}),
    "pack": Call(he.pack, lambda: {"values": [3, 1], "bits": 8}),
    "paillier.generate_keypair": Call(he.paillier.generate_keypair, lambda: {
        "bits": 64, "primes": None,
    }),
    "paillier.PublicKey": Call(he.paillier.PublicKey, lambda: {"n": 187}),
    "paillier.PrivateKey": Call(he.paillier.PrivateKey, lambda: {
        "public_key": he.paillier.PublicKey(187), "p": 11, "q": 17,
    }),
    "paillier.encrypt": Call(lambda m, r: pair()[0].encrypt(m, r), lambda: dict(ANY), EITHER),
    "paillier.owner": Call(lambda m, r: pair()[1].encrypt(m, r), lambda: dict(ANY), EITHER),
    "paillier.decrypt": Call(lambda c: pair()[1].decrypt(c), lambda: {"c": pair()[0].encrypt(5)}),
    "paillier.ciphertext": Call(lambda value: pair()[0].ciphertext(value), lambda: {"value": 5}),
    "paillier.plus": Call(lambda other: pair()[0].encrypt(5) + other, lambda: {"other": 5}, EITHER),
    "paillier.times": Call(lambda other: pair()[0].encrypt(5) * other, lambda: {"other": 5}, EITHER),
    "plan_parameters": Call(he.plan_parameters, lambda: {
        "depth": 1, "precision_bits": 28, "integer_bits": 8, "security": 128, "edition": "2024",
        "adversary": "classical", "ring_dimension": 8192,
    }),
    "planted_mistakes": Call(he.planted_mistakes, lambda: {
        "scores": np.array([0.5, 0.1, 0.2]), "known": np.array([0.5, 0.2]), "places": np.array([0, 1]),
        "tolerance": 1e-3,
    }, {"scores": ("array, one row less",)}),
    "planted_places": Call(he.planted_places, lambda: {
        "customers": 100, "planted": 20, "generator": draw(),
    }),
    "polynomial_depth": Call(he.polynomial_depth, lambda: {"degree": 3}),
    "ring_product": Call(he.ring_product, lambda: {
        "left": polynomials(), "right": polynomials(), "moduli": (97,),
    }, replacements=("None", "NaN", "text", "array with NaN", "array, complex", "object")),
    "rounding_error": Call(he.rounding_error, lambda: {
        "values": np.array([0.5, 0.25]), "scale": 2.0**30, "ring_dimension": 64,
    }, {"values": ("array, one row less",)}),
    "security_frame": Call(he.security_frame, lambda: {"security": 128}),
    "shared_scores": Call(he.shared_scores, lambda: {
        "features": clients(), "weights": np.array([0.5, -1.0]), "intercept": 0.0, "generator": draw(),
        "fraction_bits": 20,
    }, {"features": ("array, one row less",), "intercept": WHOLE}),
    "sigmoid": Call(he.sigmoid, lambda: {"x": np.array([0.5, -2.0])}, {"x": (*A_NUMBER[:5], *ROWS, "True")}),
    "sigmoid_polynomial": Call(he.sigmoid_polynomial, lambda: {
        "degree": 3, "interval": (-8.0, 8.0), "method": "minimax",
    }),
    "slot_bits": Call(he.slot_bits, lambda: {"largest": 100, "additions": 5}),
    "train_square_network": Call(he.train_square_network, lambda: {
        "features": clients(), "labels": np.array([0, 1, 1]), "units": 2, "generator": draw(), "decay": 1e-4,
    }),
    "transform_primes": Call(he.transform_primes, lambda: {
        "bits": 30, "ring_dimension": 64, "count": 1, "skipped": 0,
    }),
    "unpack": Call(he.unpack, lambda: {"packed": 259, "bits": 8, "count": 2}),
    "weights_from_noise": Call(he.weights_from_noise, lambda: {
        "client": halves()[1], "request": halves()[3], "response": halves()[4],
    }),
}  # fmt: skip

NOT_CALLED = {
    "DamagedMessage": "an error",
    "InsecureParameters": "an error",
    "LevelsExhausted": "an error",
    "MissingKey": "an error",
    "ScaleMismatch": "an error",
    "recover_key": "needs two full batches that were scored, which takes seconds; its tests try bad ones",
}
