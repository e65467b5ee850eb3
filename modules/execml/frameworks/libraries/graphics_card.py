"""What PyTorch and JAX do on a graphics card: measured once on a rented one, and recorded with its date.

A laptop has no such card, so the pages print the record. On a machine with an NVIDIA card,
``python -m execml.frameworks.libraries.graphics_card`` measures everything anew and prints the record.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import numpy as np

SIDE = 8192  # of the square matrices; 2·SIDE³ operations a product
LARGE, BANK = (1024, 4096, 4096, 4096, 4096, 1), (30, 16, 1)  # sizes of two networks
FORMATS = ("float32", "TF32", "bfloat16")  # TF32 and bfloat16 round what is multiplied, and add up in float32


@cache
def recorded() -> dict[str, Any]:
    """Return what was measured: the date, the card, the versions, and one entry a question.

    >>> recorded()["card"]
    'NVIDIA H200'
    """
    import yaml

    text = files("execml.frameworks.libraries").joinpath("graphics_card.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


def measured() -> dict[str, Any]:
    """Measure on this machine's card.

    Raises:
        RuntimeError: if PyTorch finds no NVIDIA card.
    """
    import jax
    import torch

    if not torch.cuda.is_available():
        raise RuntimeError("PyTorch finds no NVIDIA card on this machine")
    return {
        "date": date.today(),
        "card": torch.cuda.get_device_name(0),
        "versions": {"torch": str(torch.__version__), "jax": jax.__version__},
        "products": {name: _product(name) for name in (*FORMATS, "float8")},
        "default of JAX": _default_of_jax(),
        "default of PyTorch": _default_of_torch(),
        "steps of a large network": _steps(LARGE, 8192),
        "steps of the bank's network": _steps(BANK, 1000),
        "bytes a weight": _bytes(),
        "changed decisions": _changed(),
    }


def _set(name: str) -> None:
    import torch

    torch.set_float32_matmul_precision("highest" if name == "float32" else "high")


def _seconds(work: Callable[[], object], count: int) -> float:
    """Return the median over five rounds of the seconds that one call takes, after three calls to warm up."""
    import torch

    for _ in range(3):
        work()
    rounds = []
    for _ in range(5):
        torch.cuda.synchronize()
        start = time.perf_counter()
        for _ in range(count):
            work()
        torch.cuda.synchronize()
        rounds.append((time.perf_counter() - start) / count)
    return statistics.median(rounds)


def _product(name: str) -> dict[str, float]:
    """Time the product of two square matrices, and its relative error (root mean square) beside float64."""
    import torch

    source = torch.Generator("cuda").manual_seed(0)
    left, right = (torch.randn(SIDE, SIDE, device="cuda", generator=source) for _ in range(2))
    true = left[:256].double() @ right.double()
    _set(name)
    multiply: Callable[[Any, Any], Any] = torch.matmul
    if name == "bfloat16":
        left, right = left.bfloat16(), right.bfloat16()
    if name == "float8":
        eight, one = torch.float8_e4m3fn, torch.ones((), device="cuda")
        left, right = left.to(eight), right.t().contiguous().to(eight).t()

        def multiply(a: Any, b: Any) -> Any:
            return torch._scaled_mm(a, b, scale_a=one, scale_b=one, out_dtype=torch.bfloat16)

    seconds = _seconds(lambda: multiply(left, right), 5)
    error = (multiply(left[:256], right).double() - true).square().mean() / true.square().mean()
    return {"teraflops": 2 * SIDE**3 / seconds / 1e12, "relative error": float(error.sqrt())}


def _small_product() -> tuple[np.ndarray, np.ndarray, Callable[[Any], float]]:
    draw = np.random.default_rng(0)
    left = draw.standard_normal((256, 4096)).astype(np.float32)
    right = draw.standard_normal((4096, 256)).astype(np.float32)
    true = left.astype(float) @ right.astype(float)

    def error(found: Any) -> float:
        return float(np.sqrt(np.mean((np.asarray(found, float) - true) ** 2) / np.mean(true**2)))

    return left, right, error


def _default_of_jax() -> float:
    import jax.numpy as jnp

    left, right, error = _small_product()
    return error(jnp.dot(left, right))


def _default_of_torch() -> float:
    import torch

    left, right, error = _small_product()
    torch.set_float32_matmul_precision("highest")  # PyTorch's own default
    return error((torch.tensor(left).cuda() @ torch.tensor(right).cuda()).cpu())


def _network(sizes: tuple[int, ...]) -> Any:
    import torch

    layers: list[Any] = []
    for fan_in, fan_out in pairwise(sizes):
        layers += [torch.nn.Linear(fan_in, fan_out), torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1])


def _loss(model: Any, features: Any, labels: Any, name: str) -> Any:
    import torch

    with torch.autocast(features.device.type, dtype=torch.bfloat16, enabled=name == "bfloat16"):
        logits = model(features)
    return torch.nn.functional.binary_cross_entropy_with_logits(logits.float()[:, 0], labels)


def _stepper(
    sizes: tuple[int, ...], batch: int, name: str, device: str = "cuda", compiled: bool = False
) -> Callable[[], None]:
    """Return one step of Adam, as PyTorch ships it, on clients that are drawn once."""
    import torch

    _set(name)
    torch.manual_seed(0)
    model = _network(sizes).to(device)
    optimiser = torch.optim.Adam(model.parameters(), fused=device == "cuda" or None)
    features, labels = torch.randn(batch, sizes[0], device=device), torch.rand(batch, device=device).round()
    loss_of = torch.compile(_loss) if compiled else _loss

    def step() -> None:
        optimiser.zero_grad(set_to_none=True)
        loss_of(model, features, labels, name).backward()
        optimiser.step()

    return step


def _steps(sizes: tuple[int, ...], batch: int) -> dict[str, float]:
    """Return milliseconds a step: three formats, each eager and compiled, and one thread of the processor."""
    import torch

    found = {}
    for name in FORMATS:
        for compiled in (False, True):
            torch._dynamo.reset()
            way = f"{name}, torch.compile" if compiled else name
            found[way] = 1e3 * _seconds(_stepper(sizes, batch, name, compiled=compiled), 50)
    if sizes == BANK:
        torch.set_num_threads(1)
        found["float32, one thread of the processor"] = 1e3 * _seconds(
            _stepper(sizes, batch, "float32", "cpu"), 100
        )
    return found


def _bytes() -> dict[str, dict[str, float]]:
    """Return the most memory that training with Adam takes, in bytes a weight, with 16 and 32,768 clients."""
    import torch

    found: dict[str, dict[str, float]] = {}
    for name in ("float32", "bfloat16", "all bfloat16"):
        found[name] = {}
        for batch in (16, 32_768):
            torch.cuda.empty_cache()
            torch.cuda.reset_peak_memory_stats()
            before = torch.cuda.memory_allocated()
            kind = torch.bfloat16 if name == "all bfloat16" else torch.float32
            model = _network((1024, *(6 * [4096]), 1)).to("cuda", kind)
            optimiser = torch.optim.Adam(model.parameters(), fused=True)
            features, labels = (
                torch.randn(batch, 1024, device="cuda", dtype=kind),
                torch.zeros(batch, device="cuda"),
            )
            for _ in range(2):
                optimiser.zero_grad(set_to_none=True)
                _loss(model, features, labels, name).backward()
                optimiser.step()
            weights = sum(array.numel() for array in model.parameters())
            found[name][f"{batch} clients"] = (torch.cuda.max_memory_allocated() - before) / weights
            del model, optimiser, features, labels
    return found


def _changed() -> list[dict[str, int]]:
    """Train the bank's network ten times in each format, and count the clients that are decided otherwise."""
    import torch

    from execml.course import POLICY, risk_split

    split = risk_split()
    mean, spread = split.train_features.mean(axis=0), split.train_features.std(axis=0)
    train, test = (
        torch.tensor((array - mean) / spread, dtype=torch.float32).cuda()
        for array in (split.train_features, split.test_features)
    )
    labels = torch.tensor(split.train_labels, dtype=torch.float32).cuda()

    def refused(seed: int, name: str) -> Any:
        _set(name)
        torch.manual_seed(seed)
        model = _network((train.shape[1], *BANK[1:])).cuda()
        optimiser = torch.optim.Adam(model.parameters(), lr=0.01, fused=True)
        order = torch.Generator("cuda").manual_seed(seed)
        for _ in range(20):
            for batch in torch.randperm(len(train), generator=order, device="cuda").split(1000):
                optimiser.zero_grad(set_to_none=True)
                _loss(model, train[batch], labels[batch], name).backward()
                optimiser.step()
        with torch.no_grad(), torch.autocast("cuda", dtype=torch.bfloat16, enabled=name == "bfloat16"):
            return torch.sigmoid(model(test).float()[:, 0]) > POLICY.cutoff.value

    rows = []
    for seed in range(10):
        plain = refused(seed, "float32")
        others = {
            "the same again": refused(seed, "float32"),
            "TF32": refused(seed, "TF32"),
            "bfloat16": refused(seed, "bfloat16"),
            "another seed": refused(seed + 100, "float32"),
        }
        rows.append({name: int((plain != other).sum()) for name, other in others.items()})
    return rows


def main() -> None:
    """Measure, and print the record."""
    import yaml

    print(yaml.safe_dump(measured(), sort_keys=False, allow_unicode=True, width=110))


if __name__ == "__main__":
    main()
