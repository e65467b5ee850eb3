"""A trained model as a file that another program can run: out to ONNX, back through onnxruntime, compared.

A portable model is a graph of operators, the version of the operator set that gives them their meaning, and
the weights (ONNX specification, "Open Neural Network Exchange Intermediate Representation").
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.course.measure.scratch import scratch_folder
from execml.course.validation import real
from execml.frameworks.acceptance.verdict import decisions_changed
from execml.frameworks.platforms.exporter_noise import quiet_exporters, reason, without_notes

if TYPE_CHECKING:
    import keras
    import onnx
    import torch


class ExportRefused(RuntimeError):
    """An exporter did not write the model; the message is the first line of its own reason."""


@dataclass(frozen=True)
class PortableModel:
    """A model as ONNX bytes.

    Attributes:
        content: the file.
        remarks: what the exporter said about this model while it wrote the file.
        notes: how many notes of the exporter, such as paths and lines of source, were taken out of it.
    """

    content: bytes
    remarks: tuple[str, ...] = ()
    notes: int = 0

    @property
    def proto(self) -> onnx.ModelProto:
        """The file, parsed."""
        import onnx

        return onnx.load_from_string(self.content)

    @property
    def operators(self) -> tuple[str, ...]:
        """The names of the graph's operators, in the order in which they run."""
        return tuple(node.op_type for node in self.proto.graph.node)

    @property
    def opsets(self) -> dict[str, int]:
        """The version of each operator set that the file needs; the standard one is called ``ai.onnx``."""
        return {entry.domain or "ai.onnx": entry.version for entry in self.proto.opset_import}

    @property
    def numbers(self) -> int:
        """How many numbers the graph's constants hold: the weights of a network."""
        return int(sum(np.prod(part.dims, dtype=int) for part in self.proto.graph.initializer))

    def scorer(self) -> Callable[[np.ndarray], np.ndarray]:
        """Return a function from features, shape (rows, columns), to scores, shape (rows,), by onnxruntime.

        No framework that trained the model is needed for it. A classifier with two outputs gives the
        probability of its last class.
        """
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level, options.intra_op_num_threads = 3, 1
        session = onnxruntime.InferenceSession(self.content, options, providers=["CPUExecutionProvider"])
        name = session.get_inputs()[0].name
        return lambda features: session.run(None, {name: features})[-1][:, -1]


@dataclass(frozen=True)
class RoundTrip:
    """What became of some scores on the way out of a framework and back.

    Attributes:
        gap: largest absolute difference of two scores.
        changed: how many decisions at the cutoff came out differently.
        exposed: how many clients stand within ``gap`` of the cutoff; only their decisions can change.
    """

    gap: float
    changed: int
    exposed: int


def round_trip(before: np.ndarray, after: np.ndarray, cutoff: float) -> RoundTrip:
    """Compare scores before and after a move, and the decisions "refuse above the cutoff" that follow.

    If no score moves by more than ``gap``, a decision can change only where the score before lies within
    ``gap`` of the cutoff. So ``changed`` is never above ``exposed``.

    Args:
        before: scores in the framework, shape (clients,).
        after: scores of the same clients elsewhere, shape (clients,).
        cutoff: scores above it are refused; between 0 and 1.

    Raises:
        ValueError: if the shapes differ or hold no client, or the cutoff is outside (0, 1).

    >>> round_trip(np.array([0.10, 0.24, 0.60]), np.array([0.10, 0.26, 0.60]), cutoff=0.25).changed
    1
    """
    real("cutoff", cutoff, 0, 1)
    first, second = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    if first.shape != second.shape or first.ndim != 1 or not first.size:
        raise ValueError(
            f"after of shape {second.shape} must have the shape of before, {first.shape}: (clients,)"
        )
    gap = float(np.abs(first - second).max())
    changed = decisions_changed(first, second, cutoff)
    return RoundTrip(gap, changed, int(np.sum(np.abs(first - cutoff) <= gap)))


def export_torch(model: torch.nn.Module, example: torch.Tensor) -> PortableModel:
    """Export a PyTorch model by capturing its graph (PyTorch's exporter since 2.9); any number of rows.

    The exporter writes the training machine's paths and lines of source beside each operator. They are
    counted and taken out: nothing of them is needed to score.

    Args:
        model: from features of shape (rows, columns) to scores of shape (rows, 1).
        example: features of at least one client.

    Raises:
        ExportRefused: if the model does something that no graph of standard operators says.
    """
    import torch

    rows = ({0: torch.export.Dim.AUTO},)
    # Of one row the exporter would conclude that there is always one.
    rows_of_example = example if len(example) > 1 else torch.cat([example, example])
    with quiet_exporters() as remarks:
        try:
            program = torch.onnx.export(
                model.eval(), (rows_of_example,), dynamo=True, verbose=False, dynamic_shapes=rows
            )
        except torch.onnx.OnnxExporterError as error:
            raise ExportRefused(reason(error)) from None
    assert program is not None
    content, notes = without_notes(program.model_proto)
    return PortableModel(content, tuple(remarks), notes)


def trace_torch(model: torch.nn.Module, example: torch.Tensor) -> PortableModel:
    """Export a PyTorch model by running it once and writing down what ran (PyTorch's older exporter).

    What Python decided on the way is not written down: the file repeats the example's way for everybody.

    Args:
        model: from features of shape (rows, columns) to scores of shape (rows, 1).
        example: the features that the model is run on.

    Raises:
        ExportRefused: if an operator that ran has no counterpart in ONNX.
    """
    import torch

    axes = {"clients": {0: "rows"}, "scores": {0: "rows"}}
    with scratch_folder() as folder, quiet_exporters() as remarks:
        file = Path(folder) / "model.onnx"
        try:
            torch.onnx.export(
                model.eval(),
                (example,),
                file,
                dynamo=False,
                input_names=["clients"],
                output_names=["scores"],
                dynamic_axes=axes,
            )
        except torch.onnx.OnnxExporterError as error:
            raise ExportRefused(reason(error)) from None
        content = file.read_bytes()
    return PortableModel(content, tuple(remarks))


def export_keras(model: keras.Model, example: np.ndarray) -> PortableModel:
    """Export a Keras model through tf2onnx.

    Args:
        model: from features of shape (rows, columns) to scores of shape (rows, 1).
        example: features of at least one client; Keras exports only what has been called.
    """
    model(example[:1])
    with scratch_folder() as folder, quiet_exporters() as remarks:
        file = Path(folder) / "model.onnx"
        model.export(str(file), format="onnx", verbose=False)
        content = file.read_bytes()
    return PortableModel(content, tuple(remarks))


def export_sklearn(model: Any, example: np.ndarray) -> PortableModel:
    """Export a fitted scikit-learn classifier through skl2onnx.

    Args:
        model: a classifier of two classes with ``predict_proba``.
        example: features of at least one client, in the type that the scores will be asked in.
    """
    from skl2onnx import to_onnx

    with quiet_exporters() as remarks:
        written = to_onnx(model, example[:1], options={"zipmap": False})
    return PortableModel(written.SerializeToString(), tuple(remarks))
