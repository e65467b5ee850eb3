"""Where autodiff needs a footnote: what three libraries answer there, and TensorFlow."""

import math

import numpy as np
import pytest
from execml.course import fact
from execml.frameworks import delicate_derivatives, delicate_table


def test_footnotes_hold_the_answers_of_three_libraries() -> None:
    found = delicate_derivatives()
    libraries = ["JAX", "PyTorch", "ours"]

    def answers(function: str, call: str = "") -> dict[str, float]:
        rows = found[(found["function"] == function) & (found["call"] == call)]
        return dict(zip(rows["library"], rows["answer"], strict=True))

    for function, expected in (
        ("relu(x), x = 0", 0),
        ("relu(x) − relu(−x), which is x, x = 0", 0),
        ("the same by two", 1),
        ("softplus(x), which is the same", 1),
    ):
        assert answers(function) == dict.fromkeys(libraries, expected)
    trap = answers("log(1 + exp x) by one where, x = 800")
    assert sorted(trap) == libraries and all(map(math.isnan, trap.values()))
    larger, length = "larger of two equal numbers", "length of (x, y) = (0, 0)"
    assert answers(larger, "max(dim)") == {"PyTorch": 1}
    assert answers(larger, "amax") == {"PyTorch": 0.5}
    assert answers(larger, "maximum") == {"PyTorch": 0.5, "JAX": 0.5}
    assert answers(larger, "max") == {"ours": 0.5, "JAX": 0.5}
    assert answers(length, "vector_norm") == {"PyTorch": 0}
    roots = answers(length, "root of squares")
    assert sorted(roots) == libraries and all(
        map(math.isnan, [*roots.values(), *answers(length, "norm").values()])
    )


def test_the_table_names_the_call_of_each_answer() -> None:
    table = delicate_table(delicate_derivatives()).set_index("function")
    assert table.loc["larger of two equal numbers", "PyTorch"] == "amax: 0.5, maximum: 0.5, max(dim): 1"
    assert table.loc["relu(x), x = 0", "calculus"] == "none"


@pytest.mark.slow
def test_tensorflow_answers_at_a_tie_as_the_fact_says() -> None:
    import tensorflow as tf

    def slopes(function, *at):
        points = [tf.Variable(value, dtype=tf.float64) for value in at]
        with tf.GradientTape() as tape:
            result = function(points)
        return [float(slope) for slope in tape.gradient(result, points)]

    assert slopes(lambda pair: tf.maximum(*pair), 3.0, 3.0) == [1, 0]
    assert slopes(lambda pair: tf.reduce_max(tf.stack(pair)), 3.0, 3.0) == [0.5, 0.5]
    assert slopes(lambda pair: tf.norm(tf.stack(pair)), 0.0, 0.0) == pytest.approx([np.nan] * 2, nan_ok=True)
    assert "first" in fact("tensorflow.maximum_tie").text
