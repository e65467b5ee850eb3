"""Answers without their dress: where a stub may hide, tensors, what an answer is in words."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from execml.course.answers.plain import described, parts, plain, unanswered


class TestUnanswered:
    @pytest.mark.parametrize(
        "answer",
        [
            ...,
            None,
            (1, ...),
            [[...]],
            {"a": {"b": ...}},
            {...},
            np.array([1, ...], dtype=object),
            pd.Series([..., 2]),
            np.array(..., dtype=object),
        ],
    )
    def test_the_stub_is_found_wherever_it_stands(self, answer):
        assert unanswered(answer) is True

    @pytest.mark.parametrize(
        "answer",
        [
            0,
            0.0,
            False,
            "",
            (),
            [],
            {},
            np.zeros(3),
            np.array([]),
            np.array(["a", "b"], dtype=object),
            pd.DataFrame({"a": [1]}),
            pd.Series(["a"], dtype="category"),
            len,
        ],
    )
    def test_an_answer_is_an_answer_even_if_it_is_nothing_much(self, answer):
        assert unanswered(answer) is False


class TestDescribed:
    @pytest.mark.parametrize(
        ("answer", "words"),
        [
            (pd.Series([1]), "a column of 1"),
            ({"a": 1}, "a dict of 1"),
            (frozenset("ab"), "a frozenset of 2"),
            (Decimal("1.5"), "a number"),
            (Fraction(1, 3), "a number"),
            (np.float32(2), "a number"),
            (np.bool_(True), "True"),
            (None, "nothing"),
            ((i for i in "ab"), "a generator, which has no values yet (put it into `list(...)`)"),
            (1j, "of the type complex"),
        ],
    )
    def test_the_common_kinds_have_words(self, answer, words):
        assert described(answer) == words


class TestParts:
    @pytest.mark.parametrize(
        "answer",
        [
            [1, 2],
            (1, 2),
            np.array([1, 2]),
            np.array([[1], [2]]),
            pd.Series([1, 2], index=[7, 3]),
            pd.Index([1, 2]),
            pd.DataFrame({"a": [1, 2]}),
            range(1, 3),
            iter([1, 2]),
            {1: "a", 2: "b"}.keys(),
        ],
        ids=lambda answer: type(answer).__name__,
    )
    def test_any_row_is_a_list(self, answer):
        assert parts(answer) == [1, 2]

    @pytest.mark.parametrize("answer", ["AB", b"AB", {"A": 1}, 3, np.eye(2), np.array(3.0), len, None, list])
    def test_what_is_no_row_has_no_parts(self, answer):
        assert parts(answer) is None


class TestTensors:
    def test_a_tensor_of_pytorch_is_an_array_whatever_it_carries(self):
        torch = pytest.importorskip("torch")
        for tensor in (
            torch.tensor([1.0, 2.0]),
            torch.nn.Parameter(torch.tensor([1.0, 2.0])),
            torch.tensor([1.0, 2.0], dtype=torch.bfloat16),
            torch.tensor([1.0, 2.0]).to_sparse(),
        ):
            found = plain([tensor])[0]
            assert isinstance(found, np.ndarray) and found.tolist() == [1.0, 2.0]

    def test_a_tensor_in_tensorflow_s_manner_is_an_array(self):
        class Eager:  # TensorFlow takes seconds to load: what matters of its tensors is this
            shape = (2,)

            def numpy(self):
                return np.array([1.0, 2.0])

        assert plain({"a": Eager()})["a"].tolist() == [1.0, 2.0]
