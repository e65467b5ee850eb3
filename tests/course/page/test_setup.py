"""The first cell of every notebook: quick, quiet by message only, and harmless when run again."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

import pytest
from execml.course.page.setup import surroundings

HEAVY = ["torch", "tensorflow", "sklearn", "scipy", "pandas", "opacus", "shap", "h2o", "flwr", "IPython"]


def run(code: str, **environment: str) -> str:
    """Run code in a fresh process and return what it prints; anything on stderr is a failure."""
    clean = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        env={**clean, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


def test_importing_the_course_loads_no_library():
    libraries = [*HEAVY, "numpy", "matplotlib"]
    loaded = run(f"import sys, execml.course; print([m for m in {libraries} if m in sys.modules])")
    assert loaded == "[]"


def test_import_and_first_cell_are_quick():
    seconds = run(
        """
        import time
        start = time.process_time()
        from execml.course import begin, check, decide, figure, hint, label_line, load, quiz, say, show, table
        begin()
        print(time.process_time() - start)
        """
    )
    assert float(seconds) < 2  # about 0.2 s of CPU time here; a slow machine may take longer


def test_first_cell_loads_nothing_heavy():
    loaded = run(
        f"""
        import sys
        from execml.course import begin, check, figure, quiz, say, show, table
        begin()
        print([m for m in {HEAVY} if m in sys.modules])
        """
    )
    assert loaded == "[]"


def test_begin_is_quiet_by_message_only_and_may_be_called_again():
    printed = run(
        """
        import warnings
        from execml.course import begin
        warnings.simplefilter("always")
        begin(); before = len(warnings.filters); begin()
        print(len(warnings.filters) == before, end=" ")
        with warnings.catch_warnings(record=True) as seen:
            warnings.warn("Secure RNG turned off. This is fine for experimentation.")
            warnings.warn("a real warning")
        print([str(warning.message) for warning in seen])
        """
    )
    assert printed == "True ['a real warning']"


def test_begin_leaves_what_is_already_set():
    code = """
        import os
        from execml.course import begin
        begin()
        names = ("OMP_NUM_THREADS", "TF_CPP_MIN_LOG_LEVEL", "FLWR_TELEMETRY_ENABLED")
        print(*(os.environ[name] for name in names))
    """
    assert run(code) == "1 3 0"
    assert run(code, OMP_NUM_THREADS="3", TF_CPP_MIN_LOG_LEVEL="0") == "3 0 0"


@pytest.mark.parametrize("value", ["0", "", "-1", "all", "4,2", "²", "1e1", "99999999999", "2.0", "false"])
def test_what_is_no_number_of_threads_counts_as_one(value):
    code = """
        import os, sys
        import numpy
        from execml.course import begin
        begin()
        from threadpoolctl import threadpool_info
        names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "TF_NUM_INTRAOP_THREADS")
        print({library["num_threads"] for library in threadpool_info()}, {os.environ[name] for name in names})
    """
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "TF_NUM_INTRAOP_THREADS")
    assert run(code, **dict.fromkeys(names, value)) == "{1} {'1'}"


@pytest.mark.slow
def test_torch_loaded_first_takes_no_nonsense_either():
    code = "import torch\nfrom execml.course import begin\nbegin()\nprint(torch.get_num_threads())"
    variables = {**os.environ, "OMP_NUM_THREADS": "0"}
    done = subprocess.run([sys.executable, "-c", code], env=variables, capture_output=True, check=False)
    assert done.stdout == b"1\n"  # the library itself has said by then that it cannot read the variable


@pytest.mark.parametrize(
    "name",
    [
        *("KERAS_MAX_EPOCHS", "KERAS_MAX_STEPS_PER_EPOCH", "TF_DETERMINISTIC_OPS", "TF_USE_LEGACY_KERAS"),
        *("TF_XLA_FLAGS", "XLA_FLAGS", "JAX_ENABLE_X64", "TORCH_LOGS", "TORCHDYNAMO_DISABLE", "PYTORCH_JIT"),
        *("ONEDNN_DEFAULT_FPMATH_MODE", "DNNL_DEFAULT_FPMATH_MODE", "NVIDIA_TF32_OVERRIDE", "MKL_VERBOSE"),
        *(
            "TORCH_ALLOW_TF32_CUBLAS_OVERRIDE",
            "SKLEARN_ASSUME_FINITE",
            "SCIPY_ARRAY_API",
            "PANDAS_COPY_ON_WRITE",
        ),
        *("NPY_PROMOTION_STATE", "DASK_CONFIG", "OPTUNA_STORAGE", "MATPLOTLIBRC", "MPLBACKEND"),
    ],
)
def test_what_changes_a_number_or_a_picture_reaches_no_page(name):
    assert name not in surroundings({name: "1"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OMP_NUM_THREADS", "3"),
        ("TF_CPP_MIN_LOG_LEVEL", "0"),
        ("ATEN_CPU_CAPABILITY", "default"),
        ("TZ", "UTC"),
    ],
)
def test_what_changes_none_stays(name, value):
    assert surroundings({name: value})[name] == value


def test_begin_takes_away_what_changes_numbers_before_a_library_reads_it():
    code = """
        import os
        from execml.course import begin
        begin(); begin()
        print(os.environ["KERAS_BACKEND"], "KERAS_MAX_EPOCHS" in os.environ, os.environ["MPLBACKEND"])
    """
    assert (
        run(code, KERAS_BACKEND="torch", KERAS_MAX_EPOCHS="1", MPLBACKEND="no such") == "tensorflow False agg"
    )


@pytest.mark.slow
def test_keras_computes_as_the_programme_has_it_whatever_a_home_says(tmp_path):
    (tmp_path / "keras.json").write_text('{"floatx": "float16", "backend": "torch", "epsilon": 0.5}')
    code = """
        from execml.course import begin
        begin()
        import keras
        print(keras.config.floatx(), keras.config.backend(), keras.config.epsilon())
    """
    home = {
        "HOME": str(tmp_path),
        "KERAS_HOME": str(tmp_path),
        "KERAS_BACKEND": "torch",
        "CUDA_VISIBLE_DEVICES": "",
    }
    assert run(code, **home) == "float32 tensorflow 1e-07"


def test_a_settings_file_of_matplotlib_is_not_read_and_a_home_that_cannot_be_written_is_no_word(tmp_path):
    theirs = tmp_path / "matplotlibrc"
    theirs.write_text("text.usetex: True\nno.such.key: 1\naxes.facecolor: black\nfigure.dpi: nonsense\n")
    code = """
        from execml.course import begin, figure, png_html
        begin()
        import matplotlib
        print(matplotlib.matplotlib_fname().rpartition("house")[2], matplotlib.rcParams["text.usetex"])
    """
    settings = {"MATPLOTLIBRC": str(theirs), "MPLCONFIGDIR": "/dev/null/none", "HOME": "/dev/null"}
    assert run(code, **settings) == ".mplstyle False"


def test_numpy_computes_with_one_thread_even_if_it_was_imported_first():
    threads = run(
        """
        import numpy
        from execml.course import begin
        begin()
        from threadpoolctl import threadpool_info
        print(sorted({library["num_threads"] for library in threadpool_info()}))
        """
    )
    assert threads == "[1]"


def test_begin_sets_the_house_style_for_figures_that_an_author_opens_alone():
    assert (
        run(
            """
        from execml.course import begin
        begin()
        import matplotlib.pyplot as plt
        print(plt.get_backend().lower(), plt.rcParams["axes.titlelocation"], plt.rcParams["axes.spines.top"])
        """
        )
        == "agg left False"
    )
