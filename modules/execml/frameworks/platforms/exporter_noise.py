"""What exporters say and write beside a model: silenced by text, collected, or taken out, in one place."""

from __future__ import annotations

import contextlib
import io
import logging
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import onnx

# What the exporters say to everybody, by text, so that anything else is still heard.
EXPORTERS_SAY = (
    "You are using the legacy TorchScript-based ONNX export",
    "The feature will be removed. Please remove usage of this function",
    "isinstance(treespec, LeafSpec)",
    "In the future `np.object` will be defined",
    "Expected an int, got a boolean",
)
EXPORTERS_LOG = ("torchvision is not installed", "Unable to find user code corresponding to")
LOGGERS = ("torch.onnx._internal.exporter._registration", "torch.fx.experimental.symbolic_shapes")


@contextlib.contextmanager
def quiet_exporters() -> Iterator[list[str]]:
    """Silence what exporters say to everybody; collect what they say about this model, one line a remark."""
    remarks: list[str] = []
    loggers = [logging.getLogger(name) for name in LOGGERS]

    def unknown(record: logging.LogRecord) -> bool:
        return not any(text in record.getMessage() for text in EXPORTERS_LOG)

    for logger in loggers:
        logger.addFilter(unknown)
    nowhere = io.StringIO()  # a refused export prints the graph that it had so far
    try:
        with (
            warnings.catch_warnings(record=True) as caught,
            contextlib.redirect_stdout(nowhere),
            contextlib.redirect_stderr(nowhere),
        ):
            warnings.simplefilter("always")
            yield remarks
    finally:
        for logger in loggers:
            logger.removeFilter(unknown)
    said = [" ".join(str(warning.message).split()) for warning in caught]
    remarks += dict.fromkeys(line for line in said if not any(text in line for text in EXPORTERS_SAY))


def reason(error: BaseException) -> str:
    """Return the first line of the innermost reason that an exporter gives."""
    while error.__cause__ is not None:
        error = error.__cause__
    return str(error).strip().partition("\n")[0].partition(" (")[0]


def without_notes(proto: onnx.ModelProto) -> tuple[bytes, int]:
    """Return the file without the exporter's notes, and how many it had written."""
    graph = proto.graph
    parts = [proto, graph, *graph.node, *graph.input, *graph.output, *graph.value_info, *graph.initializer]
    notes = sum(len(part.metadata_props) for part in parts)
    for part in parts:
        part.ClearField("metadata_props")
    return proto.SerializeToString(deterministic=True), notes
