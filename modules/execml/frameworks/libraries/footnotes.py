"""Where "autodiff is exact" needs a footnote: what our Tensor, PyTorch and JAX answer there, call by call."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.course.arrays import frame
from execml.course.validation import real, shown
from execml.frameworks.autodiff.tensor import Tensor

if TYPE_CHECKING:
    import pandas as pd

Case = tuple[Callable[[Any], Any], tuple[float, ...]]
CALCULUS = {
    "relu(x), x = 0": math.nan,
    "relu(x) − relu(−x), which is x, x = 0": 1.0,
    "larger of two equal numbers": math.nan,
    "length of (x, y) = (0, 0)": math.nan,
    "log(1 + exp x) by one where, x = 800": 1.0,
    "the same by two": 1.0,
    "softplus(x), which is the same": 1.0,
}


def delicate_derivatives() -> pd.DataFrame:
    """Return what each library answers where a derivative is delicate, one row for each call of a library.

    Returns:
        A frame with the columns ``function``, ``calculus`` (the derivative with respect to the first number,
        or NaN where there is none), ``library`` (``"ours"``, ``"PyTorch"`` or ``"JAX"``), ``call`` and
        ``answer``.

    >>> found = delicate_derivatives()
    >>> found[found["call"] == "max(dim)"]["answer"].tolist()
    [1.0]
    """
    import pandas as pd

    rows = []
    with np.errstate(all="ignore"):
        for library, answers in (("ours", _ours()), ("PyTorch", _pytorch()), ("JAX", _jax())):
            for (function, call), answer in answers.items():
                rows.append((function, CALCULUS[function], library, call, answer))
    return pd.DataFrame(rows, columns=["function", "calculus", "library", "call", "answer"])


def delicate_table(found: pd.DataFrame) -> pd.DataFrame:
    """Return one row a function, and in the column of each library every call that was tried.

    Args:
        found: what :func:`delicate_derivatives` returns.

    Raises:
        ValueError: if it is something else.
    """
    import pandas as pd

    if not {"function", "library", "call", "answer"} <= set(frame("found", found).columns):
        raise ValueError(f"found={shown(found)} must be what delicate_derivatives returned")
    rows = []
    for function, calculus in CALCULUS.items():
        here = found[found["function"] == function]
        cells = [
            ", ".join(
                f"{call}: {_number(answer)}" if call else _number(answer)
                for call, answer in here.loc[here["library"] == library, ["call", "answer"]].values
            )
            for library in ("ours", "PyTorch", "JAX")
        ]
        rows.append((function, "none" if math.isnan(calculus) else _number(calculus), *cells))
    return pd.DataFrame(rows, columns=["function", "calculus", "ours", "PyTorch", "JAX"])


def cancelling_slope(x: float = 1e-9) -> float:
    """Return the derivative of (exp(x) - 1) / x as autodiff computes it; calculus says 1/2 + x/3 + … near 0.

    The program divides a difference that has lost its digits by x², and autodiff differentiates the program.

    Args:
        x: other than 0, in (-700, 700).

    Raises:
        ValueError: if it lies outside.

    >>> abs(cancelling_slope(1e-9) - 0.5) > 10
    True
    >>> round(cancelling_slope(1e-2), 6)
    0.503346
    """
    if real("x", x, -700, 700) == 0:  # beyond, the exponential overflows
        raise ValueError(f"x={x!r} must not be 0, where the program divides 0 by 0")
    point = Tensor(float(x))
    ((point.exp() - 1.0) / point).backward()
    return float(point.grad)


def _number(value: float) -> str:
    return "NaN" if math.isnan(value) else f"{value:g}"


def _keys(calls: tuple[str, ...], lengths: tuple[str, ...]) -> list[tuple[str, str]]:
    relu, fooled, larger, length, once, twice, softplus = CALCULUS
    several = [(larger, call) for call in calls] + [(length, call) for call in lengths]
    return [(relu, ""), (fooled, ""), *several, (once, ""), (twice, ""), (softplus, "")]


def _ours() -> dict[tuple[str, str], float]:
    def slope(function: Callable[[Tensor], Tensor], at: tuple[float, ...]) -> float:
        point = Tensor(list(at))
        function(point).sum().backward()
        return float(point.grad[0])

    def guarded(x: Tensor) -> Tensor:
        return Tensor.where(x < 20.0, (x.exp() + 1.0).log(), x)

    def guarded_twice(x: Tensor) -> Tensor:
        return Tensor.where(x < 20.0, (Tensor.where(x < 20.0, x, 0.0).exp() + 1.0).log(), x)

    cases: list[Case] = [
        (Tensor.relu, (0.0,)),
        (lambda x: x.relu() - (-x).relu(), (0.0,)),
        (Tensor.max, (3.0, 3.0)),
        (lambda x: (x * x).sum() ** 0.5, (0.0, 0.0)),
        (guarded, (800.0,)),
        (guarded_twice, (800.0,)),
        (Tensor.softplus, (800.0,)),
    ]
    keys = _keys(("max",), ("root of squares",))
    return {key: slope(*case) for key, case in zip(keys, cases, strict=True)}


def _pytorch() -> dict[tuple[str, str], float]:
    import torch

    def slope(function: Callable[[Any], Any], at: tuple[float, ...]) -> float:
        point = torch.tensor(at, dtype=torch.float64, requires_grad=True)
        function(point).sum().backward()
        return float(point.grad[0])  # type: ignore[index]

    def guarded_twice(x: Any) -> Any:
        return torch.where(x < 20, torch.log(1 + torch.exp(torch.where(x < 20, x, 0.0))), x)

    cases: list[Case] = [
        (torch.relu, (0.0,)),
        (lambda x: torch.relu(x) - torch.relu(-x), (0.0,)),
        (torch.amax, (3.0, 3.0)),
        (lambda x: torch.maximum(x[0], x[1]), (3.0, 3.0)),
        (lambda x: torch.max(x, dim=0).values, (3.0, 3.0)),
        (torch.linalg.vector_norm, (0.0, 0.0)),
        (lambda x: (x * x).sum().sqrt(), (0.0, 0.0)),
        (lambda x: torch.where(x < 20, torch.log(1 + torch.exp(x)), x), (800.0,)),
        (guarded_twice, (800.0,)),
        (torch.nn.functional.softplus, (800.0,)),
    ]
    keys = _keys(("amax", "maximum", "max(dim)"), ("vector_norm", "root of squares"))
    return {key: slope(*case) for key, case in zip(keys, cases, strict=True)}


def _jax() -> dict[tuple[str, str], float]:
    import jax
    import jax.numpy as jnp

    def guarded_twice(x: Any) -> Any:
        return jnp.where(x < 20, jnp.log(1 + jnp.exp(jnp.where(x < 20, x, 0.0))), x)

    cases: list[Case] = [
        (jax.nn.relu, (0.0,)),
        (lambda x: jax.nn.relu(x) - jax.nn.relu(-x), (0.0,)),
        (jnp.max, (3.0, 3.0)),
        (lambda x: jnp.maximum(x[0], x[1]), (3.0, 3.0)),
        (jnp.linalg.norm, (0.0, 0.0)),
        (lambda x: jnp.sqrt(jnp.sum(x * x)), (0.0, 0.0)),
        (lambda x: jnp.where(x < 20, jnp.log(1 + jnp.exp(x)), x), (800.0,)),
        (guarded_twice, (800.0,)),
        (jax.nn.softplus, (800.0,)),
    ]

    def slopes() -> list[Any]:
        points = [jnp.array(at, dtype=jnp.float64) for _, at in cases]
        pairs = zip(cases, points, strict=True)
        return [jax.grad(lambda x, of=function: jnp.sum(of(x)))(at)[0] for (function, _), at in pairs]

    with jax.enable_x64(True):
        found = [float(slope) for slope in jax.jit(slopes)()]
    keys = _keys(("max", "maximum"), ("norm", "root of squares"))
    return dict(zip(keys, found, strict=True))
