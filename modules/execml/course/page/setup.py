"""The first call of every notebook: quiet libraries, one thread, the house style."""

from __future__ import annotations

import os
import sys
import warnings

# Set before a library is imported; each is that library's documented switch.
QUIET = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "KERAS_BACKEND": "tensorflow",
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
    """Prepare a notebook: silence known noise, use one thread so that numbers repeat, set the house style.

    It may be called again at any time, and changes nothing then. A variable that is already set in the
    environment is left as it is.
    """
    os.environ.update({name: value for name, value in QUIET.items() if name not in os.environ})
    for message in IGNORED_WARNINGS:
        warnings.filterwarnings("ignore", message=f".*{message}.*")
    _use_one_thread()
    import matplotlib as mpl
    from matplotlib import style

    from execml.course.page.cold import page_begins
    from execml.course.page.figures import STYLE

    page_begins(sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None)
    mpl.use("agg")
    style.use(str(STYLE))


def _use_one_thread() -> None:
    """Limit what was loaded before the environment was set: a notebook may import NumPy first."""
    threads = int(os.environ["OMP_NUM_THREADS"]) if os.environ["OMP_NUM_THREADS"].isdigit() else 1
    if "numpy" in sys.modules:
        from threadpoolctl import threadpool_limits

        threadpool_limits(limits=threads)
    if "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(threads)
