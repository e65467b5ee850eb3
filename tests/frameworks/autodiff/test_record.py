"""Looking into the machine: sensitivities inside a graph, excerpts of its source, its length."""

import inspect
import io
import tokenize
from typing import Any

import numpy as np
import pytest
from execml.frameworks import (
    Tensor,
    excerpt,
    lines_of_code,
    sensitivities,
)
from execml.frameworks.autodiff import elementary, shapes, tensor


def test_sensitivities_inside_the_graph_equal_the_gradient_and_leave_it_intact() -> None:
    x = Tensor([1.0, 2.0])
    square = x * x
    result = square.exp().sum()
    first, inner = sensitivities(result, [x, square])
    np.testing.assert_allclose(inner, np.exp([1.0, 4.0]))
    result.backward()
    np.testing.assert_allclose(first, x.grad)
    with pytest.raises(ValueError, match=r"nodes \[1\]"):
        sensitivities((x * 1.0).sum(), [x, square])
    with pytest.raises(ValueError, match="needs one number"):
        sensitivities(x * 1.0, [x])


def test_an_excerpt_is_in_the_source_or_refused() -> None:
    assert "node._edges" in excerpt(Tensor.backward, "for operand", "cotangents[id(operand)]")
    with pytest.raises(ValueError, match="do not mark lines"):
        excerpt(Tensor.backward, "no such line", "else")


def test_the_engine_has_at_most_250_lines_of_code() -> None:
    def tokens_on_lines(module: Any) -> int:
        """Count by another route: lines with a token of code, and without the strings that stand alone."""
        source, found, first = inspect.getsource(module), set(), True
        silent = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.ENDMARKER or (token.type == tokenize.STRING and first):
                continue
            if token.type not in silent:
                found |= set(range(token.start[0], token.end[0] + 1))
            if token.type not in {tokenize.COMMENT, tokenize.NL}:  # these also stand inside brackets
                first = token.type in silent
        return len(found)

    counted = lines_of_code("tensor", "shapes", "elementary")
    assert counted == sum(map(tokens_on_lines, (tensor, shapes, elementary)))
    assert counted <= 250
