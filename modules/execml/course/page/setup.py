"""The first call of every notebook: quiet libraries, one thread, the house style."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path

# Set before a library is imported; each is that library's documented switch.
QUIET = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "KERAS_BACKEND": "tensorflow",
    "KERAS_HOME": str(Path(__file__).parent),  # keras.json beside this file, not the one in a user's home
    "FLWR_TELEMETRY_ENABLED": "0",
    "FLWR_DISABLE_UPDATE_CHECK": "1",
    "FLWR_DISABLE_RUNTIME_DEPENDENCY_INSTALLATION": "1",
    "RAY_USAGE_STATS_ENABLED": "0",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
THREADS = tuple(name for name in QUIET if name.endswith("_THREADS"))
MOST_THREADS = 1024
# What the numbers of a page rest on: here a user's own value gives way.
FIXED = ("TF_ENABLE_ONEDNN_OPTS", "KERAS_BACKEND", "KERAS_HOME")
# Variables that change what libraries compute, draw or print: precision, compilers, limits of a training,
# checks that are left out, another configuration. None of a user's reaches a page.
FOREIGN = (
    *("TF_", "XLA_", "KERAS_", "JAX_", "TORCH", "PYTORCH_", "DNNL_", "ONEDNN_", "MKL_", "NVIDIA_TF32"),
    *("NPY_", "NUMPY_", "PANDAS_", "SCIPY_", "SKLEARN_", "DASK_", "OPTUNA_", "OMP_DISPLAY", "GLOO_"),
    *("MPLBACKEND", "MATPLOTLIBRC"),
)

# Messages that say nothing to a reader of this programme, by text, so that any other warning is still seen.
IGNORED_WARNINGS = (
    "Secure RNG turned off",
    "Full backward hook is firing",
    "pkg_resources is deprecated",
    "Optimal order is the",
)


def begin() -> None:
    """Prepare a notebook: silence known noise, use one thread so that numbers repeat, set the house style.

    It may be called again at any time, and changes nothing then. How much libraries say and how many threads
    they use stays as the environment has it; what would change a number or a picture does not.
    """
    from execml.course.page.cold import page_begins
    from execml.course.page.figures import STYLE

    settled = {**surroundings(os.environ), "MPLBACKEND": "agg", "MATPLOTLIBRC": str(STYLE)}
    for name in os.environ.keys() - settled.keys():
        del os.environ[name]
    os.environ.update(settled)
    logging.getLogger("matplotlib").addFilter(_says_more)
    for message in IGNORED_WARNINGS:
        warnings.filterwarnings("ignore", message=f".*{message}.*")
    _use_one_thread()
    import matplotlib as mpl
    from matplotlib import style

    page_begins(sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None)
    mpl.use("agg")
    mpl.rcdefaults()  # whatever a settings file of the user's own, read before, has said
    style.use(str(STYLE))


def surroundings(given: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that a page runs under: a user's own, without those that change its numbers.

    Args:
        given: the variables of the environment.

    >>> surroundings({"OMP_NUM_THREADS": "all"})["OMP_NUM_THREADS"]
    '1'
    >>> "KERAS_MAX_EPOCHS" in surroundings({"KERAS_MAX_EPOCHS": "1"})
    False
    """
    kept = {name: value for name, value in given.items() if name in QUIET or not name.startswith(FOREIGN)}
    threads = {name: str(threads_of(kept[name])) for name in THREADS if name in kept}
    return {**QUIET, **kept, **threads, **{name: QUIET[name] for name in FIXED}}


def threads_of(value: str) -> int:
    """Return the number of threads that a variable asks for; what is no number from 1 to 1,024 counts as 1.

    >>> [threads_of(value) for value in ("2", " 4 ", "0", "-1", "all", "4,2", "²", "")]
    [2, 4, 1, 1, 1, 1, 1, 1]
    """
    digits = value.strip()
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 4 else 1
    return number if 1 <= number <= MOST_THREADS else 1


def _says_more(record: logging.LogRecord) -> bool:
    """Say whether a message is more than that a home cannot be written, and a cache is temporary."""
    return not any(words in record.getMessage() for words in ("MPLCONFIGDIR", "mkdir -p failed"))


def _use_one_thread() -> None:
    """Limit what was loaded before the environment was set: a notebook may import NumPy first."""
    threads = threads_of(os.environ["OMP_NUM_THREADS"])
    if "numpy" in sys.modules:
        from threadpoolctl import threadpool_limits

        threadpool_limits(limits=threads)
    if "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(threads)
