"""An answer without its dress: tensors as NumPy arrays, collections as lists, and what it is in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from numbers import Number
from typing import Any

import numpy as np

OPEN_TEXTS = ("...", "…")


def plain(answer: Any) -> Any:
    """Return an answer with every tensor in it, of PyTorch or TensorFlow, as a NumPy array.

    Lists, tuples, sets and dictionaries keep their kind. What has none of these is returned as it is.

    >>> plain([np.array([1.0, 2.0]), (3, "A")])
    [array([1., 2.]), (3, 'A')]
    """
    if isinstance(answer, dict):
        return {name: plain(part) for name, part in answer.items()}
    if type(answer) in (list, tuple, set, frozenset):
        return answer if isinstance(answer, set | frozenset) else type(answer)(plain(part) for part in answer)
    if hasattr(answer, "detach") and hasattr(answer, "cpu"):
        tensor = answer.detach().cpu()
        tensor = tensor.to_dense() if tensor.is_sparse else tensor
        return (tensor.float() if str(tensor.dtype) == "torch.bfloat16" else tensor).numpy()
    if hasattr(answer, "numpy") and hasattr(answer, "shape") and callable(answer.numpy):
        return np.asarray(answer.numpy())
    return answer


def parts(answer: Any) -> list[Any] | None:
    """Return what a collection holds, as a list: a column of any index, an array, a set, a range, a tensor.

    Args:
        answer: what the learner gave.

    Returns:
        The parts, sets in no certain order; ``None`` for a text, a dictionary, a single thing, or an array of
        several columns.

    >>> parts(("A", 0.5)), parts(np.array([[1], [2]])), parts("AB"), parts(3)
    (['A', 0.5], [1, 2], None, None)
    """
    answer = plain(answer)
    if isinstance(answer, str | bytes | Mapping):
        return None
    if hasattr(answer, "shape") and hasattr(answer, "size"):
        several = len(answer.shape) == 1 or (len(answer.shape) == 2 and answer.shape[1] == 1)
        return list(np.asarray(answer).ravel().tolist()) if several else None
    if callable(answer) or isinstance(answer, type) or not hasattr(answer, "__iter__"):
        return None
    return list(answer)


def unanswered(answer: Any) -> bool:
    """Return whether an answer is still the stub's ``...``, alone or anywhere in a collection.

    A function is not called here: its check calls it and raises ``NotAnswered``.

    >>> unanswered(...), unanswered((3, ...)), unanswered({"epsilon": ...}), unanswered(0.5)
    (True, True, True, False)
    """
    if isinstance(answer, str):
        return answer.strip() in OPEN_TEXTS
    if isinstance(answer, dict):
        return any(unanswered(part) for part in answer.values())
    if isinstance(answer, tuple | list | Set):
        return any(unanswered(part) for part in answer)
    if getattr(getattr(answer, "dtype", None), "kind", "") == "O" and hasattr(answer, "tolist"):
        return unanswered(answer.tolist())  # an array or a column may have been made from the stub
    return answer is ... or answer is None


def described(answer: Any) -> str:
    """Say in plain words what kind of thing an answer is.

    >>> described([1, 2, 3]), described("three"), described(round)
    ('a list of 3', 'the text "three"', 'a function (is it called, with brackets?)')
    """
    if answer is None:
        return "nothing"
    if isinstance(answer, str):
        return f'the text "{answer[:40]}"'
    if isinstance(answer, bool | np.bool_):
        return str(answer)
    if hasattr(answer, "shape"):
        kinds = {"DataFrame": "a table", "Series": "a column"}
        size = " by ".join(str(length) for length in answer.shape)
        return f"{kinds.get(type(answer).__name__, 'an array')} of {size}" if size else "a number"
    if isinstance(answer, list | tuple | set | frozenset | dict):
        return f"a {type(answer).__name__} of {len(answer)}"
    if isinstance(answer, Number) and not isinstance(answer, complex):
        return "a number"
    if callable(answer):
        return "a function (is it called, with brackets?)"
    if isinstance(answer, Iterator):
        return "a generator, which has no values yet (put it into `list(...)`)"
    return f"of the type {type(answer).__name__}"
