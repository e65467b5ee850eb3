"""The worked answer of every exercise, and the containers that an answer may come in."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import torch
from execml.automl import expected_best, expected_best_of, expected_improvement
from execml.differential_privacy import epsilon, gaussian_epsilon

ROOT = math.sqrt


def worked_momentum(shrink: float, target: float) -> int:
    root, count = ROOT((1 + shrink) / (1 - shrink)), 1
    while (1 + 2 * root / (root + 1) * count) * ((root - 1) / (root + 1)) ** count > 1 / target:
        count += 1
    return count


def worked_enough(scores: np.ndarray, tolerance: float) -> int:
    goal = expected_best(scores, len(scores)) - tolerance
    return next(count for count in range(1, len(scores) + 1) if expected_best(scores, count) >= goal)


def worked_sum(gradients: np.ndarray, bound: float) -> np.ndarray:
    lengths = np.linalg.norm(gradients, axis=1, keepdims=True)
    return np.asarray((gradients * (bound / np.maximum(lengths, bound))).sum(axis=0))


def worked_bound(hits: float, alarms: float, delta: float) -> float:
    mirrored = math.log(max(1 - alarms - delta, 1e-12) / (1 - hits))
    return max(math.log(max(hits - delta, 1e-12) / alarms), mirrored, 0.0)


# Of these modules the tests of each exercise try the dresses themselves.
ELSEWHERE = ("fl", "he", "xe", "qm")

# Where an answer is one number: what is right, and whether it is a count, whose every digit is wanted.
NUMBERS: dict[str, tuple[float, bool]] = {
    "wl0.default_rate": (0.2212, False),
    "fw1.segments": (24, True),
    "am4.clients_needed": (math.ceil(math.log(2 * 50 / 0.05) / (2 * 0.02**2)), True),
    "dp2.suspicion": (1.65, False),
    "dp3.releases": (106, True),
    "dp4.tuning": (epsilon(2, 0.05, 25 * 600, 1e-6), False),
    "dp5.true_epsilon": (gaussian_epsilon(4.0, 1e-6, ROOT(10)), False),
    "dp6.monthly_noise": (9, True),
    "xe1.unused": (0.6, False),
    "xe2.leaf": (0.02, False),
    "xe3.survival": (4, True),
}
# A name and a number.
PAIRS: dict[str, tuple[str, float]] = {
    "fw1.report": ("B", 1e-2),
    "fw3.longer": ("scorecard", 2_000),
    "fw3.comparison": ("Cedar", 0.5),
    "fw4.worth_compiling": ("quarterly retraining", 310),
    "fw4.port": ("Elm", 702),
    "fw5.blind_test": ("Rowan", 2_262),
    "fw5.exit_price": ("open", 0.375),
    "am1.vendor": ("B", 0.779 - 0.771),
    "am2.licence": ("no", 80),
    "am4.four_reports": ("C", expected_best_of(500, 400, 0.7)),
    "xe1.vendor": ("B", 0.14),
    "xe2.vendor": ("C", 0.06),
    "xe3.vendor": ("B", 0.31),
    "xe4.vendor": ("A", 30),
    "xe5.vendor": ("A", 0.02),
    "dp1.leaking_file": ("C", 390),
    "dp1.riskier_model": ("B", 35),
    "dp2.weakest": ("B", 6),
}
# Letters, of which the order does not count.
LETTERS: dict[str, str] = {
    "fw1.vendor": "B",
    "am2.front": "ACDF",
    "am3.board_lines": "CE",
    "dp3.offers": "B",
    "dp4.offers": "D",
    "dp5.offers": "AC",
    "xe3.labels": "D",
    "xe4.apart": "ACD",
    "xe5.card": "B",
}
# Several things in an order.
ROWS: dict[str, tuple[Any, ...]] = {
    "fw2.suppliers": ("C", "E"),
    "fw4.counters": (2**8, 2**11, 2**24),
    "dp6.files": ("sign", "refuse", "ask", "ask", "ask"),
}
COUNTS = ("fw3.momentum_steps", "fw5.exposed", "am1.draws", "am3.enough")
SCALARS: dict[str, Callable[..., Any]] = {
    "dp5.reach": lambda mixing, steps: np.linalg.norm(mixing[:, steps].sum(axis=1)),
    "fw3.momentum_steps": worked_momentum,
    "fw5.exposed": lambda scores, cutoff, gap: np.sum(np.abs(scores - cutoff) <= gap),
    "am1.draws": lambda share, confidence: math.ceil(math.log(1 - confidence) / math.log(1 - share)),
    "am2.higher": lambda mean, deviation, best: expected_improvement(-mean, deviation, -best),
    "am3.difference_error": lambda a, b, correlation: ROOT(a**2 + b**2 - 2 * correlation * a * b),
    "am3.enough": worked_enough,
    "dp1.newcomer": lambda before, after, count: (count + 1) * after - count * before,
    "dp2.scale": lambda bound, clients, epsilon: bound / clients / epsilon,
    "dp3.sampling": lambda epsilon, rate: math.log(1 - rate + rate * math.exp(epsilon)),
    "dp6.bound": worked_bound,
    "xe2.base": lambda values, output: output - values.sum(),
    "xe4.forced": lambda base, ppv, fnr: base / (1 - base) * (1 - ppv) / ppv * (1 - fnr),
    "xe5.worth": lambda wrong, right, follows, stake, price: (
        (1 - follows) * (wrong + right - 1) * stake - price
    ),
}
VECTORS: dict[str, Callable[..., Any]] = {
    "fw2.batch_norm": lambda momentum, epsilon: (1 - momentum, epsilon),
    "dp4.cut": worked_sum,
    "xe1.shares": lambda one, other, both: ((one + both - other) / 2, (other + both - one) / 2),
}
KERNELS = {"fw2.to_pytorch": lambda weights: [part.T for part in weights]}
FUNCTIONS = {**SCALARS, **VECTORS, **KERNELS}


def short(value: float) -> float:
    return float(f"{float(value):.3g}")


Dress = Callable[[Any], Any]
IN_ONE: dict[str, Dress] = {
    "plain": lambda x: x,
    "list": lambda x: [x],
    "tuple": lambda x: (x,),
    "set": lambda x: {x},
    "frozenset": lambda x: frozenset({x}),
    "0-d array": lambda x: np.array(float(x)),
    "array": lambda x: np.array([[float(x)]]),
    "column": lambda x: pd.Series([float(x)], index=[7]),
    "table": lambda x: pd.DataFrame({"a": [float(x)]}),
    "single precision": lambda x: np.float32(x),
    "tensor": lambda x: torch.tensor(float(x)),
    "parameter": lambda x: torch.nn.Parameter(torch.tensor([float(x)])),
    "text": lambda x: f" {float(x)!r} ",
    "decimal": lambda x: Decimal(repr(float(x))),
    "fraction": lambda x: Fraction(float(x)),
}
DIGITS: dict[str, Dress] = {
    "three digits": lambda x: short(x),
    "three digits, text": lambda x: f"{float(x):.3g}",
}
IN_ROW: dict[str, Dress] = {
    "tuple": tuple,
    "list": list,
    "column": lambda row: pd.Series(list(row), index=range(5, 5 + len(row))),
    "objects": lambda row: np.array(list(row), dtype=object),
    "generator": lambda row: (part for part in row),
    "texts": lambda row: np.array([str(part) for part in row]),
}
