"""What the linter refuses in the source of a page, and lets pass elsewhere."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from execml.course.programme import root


def refused(file: str, code: str) -> set[str]:
    """Return the rules that the project's settings find broken in a file of that name."""
    command = [sys.executable, "-m", "ruff", "check", "--output-format=json", "--no-cache", "--quiet"]
    done = subprocess.run(
        [*command, f"--stdin-filename={file}", "-"],
        input=code,
        cwd=root(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return {found["code"] for found in json.loads(done.stdout)}


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("!ls", "invalid-syntax"),
        ("%time x = 1", "invalid-syntax"),
        ("x = 1;", "E703"),
        ("ax = print;  # hide", "E703"),
        ("import requests", "TID251"),
        ("import http.client", "TID251"),
        ("from urllib.request import urlopen", "TID251"),
        ("def fetch():\n    import socket", "TID251"),
        ("import random\nx = random.random()", "TID251"),
        ("import numpy as np\nnp.random.seed(3)", "NPY002"),
        ("import numpy\nx = numpy.random.normal(size=3)", "NPY002"),
        ("import numpy as np\nx = np.random.RandomState(3)", "TID251"),
        ("import torch\ntorch.manual_seed(3)", "TID251"),
    ],
)
def test_a_source_with_a_fault_is_refused(code: str, rule: str) -> None:
    assert rule in refused("solutions/3_differential_privacy/9_new.py", f"# %%\n{code}\n")


@pytest.mark.parametrize(
    "code",
    [
        "import random_features",
        "import numpy as np\n\nx = np.random.default_rng(3).normal()",
        "import torch\n\nx = torch.Generator().manual_seed(3)",
        "print('a;')",
        "# !ls",
    ],
)
def test_what_only_looks_like_a_fault_is_left_alone(code: str) -> None:
    assert refused("solutions/3_differential_privacy/9_new.py", f"# %%\n{code}\n") == set()


def test_helpers_may_talk_to_their_own_computer() -> None:
    code = '"""Ask."""\n\nimport socket\n\nimport requests\n\nsocket, requests\n'
    assert "TID251" not in refused("modules/execml/start/ask.py", code)
