"""The first cell of every notebook: quick, quiet by message only, and harmless when run again."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

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
