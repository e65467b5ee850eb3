"""The first call of every notebook: quiet libraries, one thread, the house style."""

from __future__ import annotations

import os
import warnings

# Set before a library is imported; each is that library's documented switch.
QUIET = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "FLWR_TELEMETRY_ENABLED": "0",
    "FLWR_DISABLE_UPDATE_CHECK": "1",
    "FLWR_DISABLE_RUNTIME_DEPENDENCY_INSTALLATION": "1",
    "RAY_USAGE_STATS_ENABLED": "0",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}

# Messages that say nothing to a reader of this programme, by text, so that any other warning is still seen.
IGNORED_WARNINGS = (
    "Secure RNG turned off",
    "Full backward hook is firing",
    "pkg_resources is deprecated",
    "Optimal order is the",
)


def begin() -> None:
    """Prepare a notebook: silence known noise, use one thread so that numbers repeat, set the house style."""
    os.environ.update({name: value for name, value in QUIET.items() if name not in os.environ})
    for message in IGNORED_WARNINGS:
        warnings.filterwarnings("ignore", message=f".*{message}.*")
    import matplotlib as mpl
    import matplotlib.pyplot as plt

    from execml.course.figures import STYLE

    mpl.use("agg")
    plt.style.use(str(STYLE))
