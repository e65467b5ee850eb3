"""A network in eight bits: written as an ONNX graph, quantised by onnxruntime, compared with itself."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from execml.course.arrays import array, zeros_and_ones
from execml.course.bank.ranking import rank_sum_aucs
from execml.course.measure.scratch import scratch_folder
from execml.course.validation import instance, real
from execml.frameworks.acceptance.verdict import decisions_changed
from execml.frameworks.networks.perceptron import checked_weights
from execml.frameworks.platforms.portability import PortableModel

OPSET, IR_VERSION = 17, 9  # what onnxruntime's quantiser and runtime both know


def portable_network(weights: Sequence[np.ndarray]) -> PortableModel:
    """Write a network with ReLU layers and a sigmoid at its end as an ONNX graph, in float32.

    Args:
        weights: kernels and biases, as :mod:`execml.frameworks.networks.perceptron` lays them out.

    Raises:
        ValueError: if the weights do not fit together.

    >>> portable_network([np.ones((3, 2)), np.ones(2), np.ones((2, 1)), np.ones(1)]).operators
    ('MatMul', 'Add', 'Relu', 'MatMul', 'Add', 'Sigmoid')
    """
    from onnx import TensorProto, helper, numpy_helper

    parts = checked_weights(weights)
    nodes, stored, values = [], [], "clients"
    for place in range(0, len(parts), 2):
        names = [f"{word}_{place // 2}" for word in ("kernel", "bias", "product", "sum", "out")]
        kernel, bias, product, total, out = names
        last = place + 2 == len(parts)
        stored += [numpy_helper.from_array(parts[place], kernel)]
        stored += [numpy_helper.from_array(parts[place + 1], bias)]
        out = "score" if last else out
        nodes += [
            helper.make_node("MatMul", [values, kernel], [product]),
            helper.make_node("Add", [product, bias], [total]),
            helper.make_node("Sigmoid" if last else "Relu", [total], [out]),
        ]
        values = out
    graph = helper.make_graph(
        nodes,
        "network",
        [helper.make_tensor_value_info("clients", TensorProto.FLOAT, ["rows", len(parts[0])])],
        [helper.make_tensor_value_info("score", TensorProto.FLOAT, ["rows", len(parts[-1])])],
        stored,
    )
    opsets = [helper.make_opsetid("", OPSET)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)
    return PortableModel(model.SerializeToString())


def quantised(model: PortableModel) -> PortableModel:
    """Return a model whose kernels are stored in eight bits, by onnxruntime's ``quantize_dynamic``.

    Each kernel gets one scale; what flows between the layers is scaled anew for each call, by the extremes of
    all rows of the call. So a client's score depends on who else is scored with it.

    Args:
        model: an exported model.

    Raises:
        ValueError: if it is none.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    proto = instance("model", model, PortableModel).proto
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.ERROR)  # it advises a preparation that a graph without constants to fold needs not
    try:
        with scratch_folder() as folder:
            file = Path(folder) / "quantised.onnx"
            quantize_dynamic(proto, str(file), weight_type=QuantType.QInt8)
            return PortableModel(file.read_bytes())
    finally:
        root.setLevel(level)


@dataclass(frozen=True)
class Quantised:
    """What eight bits did to a scorer.

    Attributes:
        bytes_before: size of the file in float32.
        bytes_after: size of the file with kernels in eight bits.
        auc_points: AUC after less AUC before, in points (hundredths).
        largest_gap: by how much a score moved at most.
        changed: how many clients are decided differently.
        by_company: how many the narrow file itself decides differently in a call of their own.
    """

    bytes_before: int
    bytes_after: int
    auc_points: float
    largest_gap: float
    changed: int
    by_company: int


def in_eight_bits(
    weights: Sequence[np.ndarray], features: np.ndarray, labels: np.ndarray, cutoff: float
) -> Quantised:
    """Quantise a network and compare it with itself on some clients: all in one call, and one by one.

    Args:
        weights: kernels and biases, with one output.
        features: shape (clients, columns).
        labels: 0 and 1, shape (clients,).
        cutoff: scores above it are refused; in (0, 1).

    Raises:
        ValueError: if shapes do not fit, a number is not finite, or the cutoff is out of range.
    """
    real("cutoff", cutoff, 0, 1)
    plain = portable_network(weights)
    rows = array("features", features, ("clients", len(checked_weights(weights)[0]))).astype(np.float32)
    truth = zeros_and_ones("labels", labels, len(rows))
    narrow = quantised(plain)
    before, after = plain.scorer()(rows), narrow.scorer()(rows)
    run = narrow.session().run  # without the scorer's checks: ten thousand calls
    alone = np.array([run(None, {"clients": row})[0].item() for row in rows[:, None]])
    return Quantised(
        len(plain.content),
        len(narrow.content),
        100 * float(np.diff(rank_sum_aucs(np.column_stack([before, after]), truth))[0]),
        float(np.abs(before - after).max()),
        decisions_changed(before, after, cutoff),
        decisions_changed(after, alone, cutoff),
    )
