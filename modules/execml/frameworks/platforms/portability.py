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

from execml.course.arrays import array
from execml.course.measure.scratch import scratch_folder
from execml.course.validation import instance, real, shown, text, whole
from execml.frameworks.acceptance.verdict import decisions_changed
from execml.frameworks.platforms.exporter_noise import quiet_exporters, reason, without_notes

if TYPE_CHECKING:
    import keras
    import onnx
    import onnxruntime
    import torch


_TYPES = {"tensor(float)": "float32", "tensor(double)": "float64", "tensor(int64)": "int64"}


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

    def __post_init__(self) -> None:
        """Check the parts.

        Raises:
            ValueError: if the content is no bytes, a remark no text, or the notes no count.
        """
        if not isinstance(self.content, bytes) or not self.content:
            raise ValueError(f"content={shown(self.content)} must be the bytes of a file")
        for remark in instance("remarks", self.remarks, tuple):
            text("remarks", remark, empty=True)
        whole("notes", self.notes, low=0)

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

    def session(self) -> onnxruntime.InferenceSession:
        """Return onnxruntime's own session on the file: this machine's processor, one thread."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level, options.intra_op_num_threads = 3, 1
        return onnxruntime.InferenceSession(self.content, options, providers=["CPUExecutionProvider"])

    def scorer(self) -> Callable[[np.ndarray], np.ndarray]:
        """Return a function from features, shape (rows, columns), to scores, shape (rows,), by onnxruntime.

        No framework that trained the model is needed for it. A classifier with two outputs gives the
        probability of its last class.

        Raises:
            ValueError: from the function returned, if the features are not finite, of another shape or type
                than the model takes, or the model gives more than two numbers a client.
        """
        session = self.session()
        takes = session.get_inputs()[0]
        wanted = _TYPES.get(takes.type, "float32")
        columns = takes.shape[1] if len(takes.shape) == 2 and isinstance(takes.shape[1], int) else "columns"

        def scored(features: np.ndarray) -> np.ndarray:
            rows = array("features", features, ("rows", columns))
            if rows.dtype != wanted:
                raise ValueError(f"features of {rows.dtype} must be {wanted}, as the model was exported")
            scores = session.run(None, {takes.name: rows})[-1]
            if scores.ndim != 2 or scores.shape[1] > 2:
                raise ValueError(
                    f"the model gives the shape {scores.shape}; a score needs one or two classes"
                )
            return scores[:, -1]

        return scored


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
        ValueError: if the shapes differ or hold no client, a score is not finite, or the cutoff is outside
            (0, 1).

    >>> round_trip(np.array([0.10, 0.24, 0.60]), np.array([0.10, 0.26, 0.60]), cutoff=0.25).changed
    1
    """
    real("cutoff", cutoff, 0, 1)
    first = array("before", before, ("clients",)).astype(float)
    second = array("after", after, finite=False).astype(float)
    if first.shape != second.shape:
        raise ValueError(f"after={shown(after)} must have the shape of before, {first.shape}: (clients,)")
    array("after", after)
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
        ValueError: if the model is no module, or the example no tensor of shape (rows, columns).
        ExportRefused: if the model does something that no graph of standard operators says.
    """
    import torch

    _checked_torch(model, example)
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
        ValueError: if the model is no module, or the example no tensor of shape (rows, columns).
        ExportRefused: if an operator that ran has no counterpart in ONNX.
    """
    import torch

    _checked_torch(model, example)
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

    Raises:
        ValueError: if the model is not Keras', or the example not finite numbers of shape (rows, columns).
    """
    array("example", example, ("rows", "columns"))
    import keras

    instance("model", model, keras.Model)
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

    Raises:
        ValueError: if the model is not fitted, has no ``predict_proba`` or other than two classes, or the
            example is not finite numbers of shape (rows, columns).
    """
    from skl2onnx import to_onnx

    classes = getattr(model, "classes_", ())
    if not hasattr(model, "predict_proba") or len(classes) != 2:
        told = f"it has {len(classes)} classes" if len(classes) else "it has none of these"
        wanted = "a fitted classifier of two classes with predict_proba"
        raise ValueError(f"model={shown(model)} must be {wanted}; {told}")
    array("example", example, ("rows", "columns"))
    with quiet_exporters() as remarks:
        written = to_onnx(model, example[:1], options={"zipmap": False})
    return PortableModel(written.SerializeToString(), tuple(remarks))


def _checked_torch(model: torch.nn.Module, example: torch.Tensor) -> None:
    import torch

    instance("model", model, torch.nn.Module)
    array("example", instance("example", example, torch.Tensor).detach().cpu().numpy(), ("rows", "columns"))
