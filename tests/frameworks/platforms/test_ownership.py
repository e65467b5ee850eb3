"""What platforms cost: sizes against the files themselves, the same training in fresh processes, licences."""

from datetime import date
from importlib.metadata import PackageNotFoundError, distribution

import execml.frameworks as fw
import numpy as np
import pytest
import torch
from execml.course import fact
from execml.course.programme import root
from execml.frameworks.platforms.ownership import PLATFORMS, measured_costs, recorded_costs

pytestmark = pytest.mark.slow


def test_a_footprint_is_the_size_of_the_files_that_are_there() -> None:
    files = [file for file in distribution("threadpoolctl").files or [] if file.size is not None]
    on_disk = sum(file.locate().stat().st_size for file in files)
    assert fw.footprint("threadpoolctl").megabytes == pytest.approx(on_disk / 1e6, rel=1e-6)


def test_a_footprint_counts_what_is_required_once() -> None:
    both = fw.footprint("scikit-learn", "numpy")
    assert both == fw.footprint("scikit-learn")
    assert both.packages >= 5  # with numpy, scipy, joblib, threadpoolctl
    assert both.megabytes > fw.footprint("scipy").megabytes > fw.footprint("numpy").megabytes


def test_unknown_distributions_are_named() -> None:
    with pytest.raises(PackageNotFoundError):
        distribution("no-such-package")
    for function in (fw.footprint, fw.licences):
        with pytest.raises(ValueError, match="no-such-package"):
            function("no-such-package")
    assert fw.installed("no-such-package", "torch") == ["torch"]


@pytest.mark.parametrize(
    ("name", "words"),
    [("onnxruntime", "MIT"), ("onnx", "Apache"), ("keras", "Apache"), ("torch", "BSD-3-Clause")],
)
def test_licences_are_read_from_the_installed_metadata(name: str, words: str) -> None:
    assert words in fw.licences(name)


@pytest.fixture(scope="module")
def measured() -> tuple[dict, list[np.ndarray], np.ndarray, np.ndarray]:
    draw = np.random.default_rng(0)
    weights = fw.glorot_weights((6, 4, 1), draw)
    features = draw.normal(size=(32, 6)).astype(np.float32)
    labels = (features[:, 0] > 0).astype(int)
    portable = fw.trace_torch(torch.nn.Linear(6, 1), torch.ones(1, 6))
    frame = fw.cost_of_ownership(
        ["numpy", "torch", "jax", "onnxruntime"], weights, (features, labels), 20, portable.content
    )
    return frame.set_index("platform").to_dict("index"), weights, features, labels


def test_all_platforms_take_the_same_steps(measured: tuple) -> None:
    rows, weights, features, labels = measured
    start = [part.astype(float) for part in weights]
    alone = fw.train_alone(start, (features.astype(float), labels.astype(float)), 21, 0.1)
    for platform in ("NumPy, by hand", "PyTorch", "JAX, jax.jit"):
        assert rows[platform]["last"] == pytest.approx(alone.losses[-1], abs=1e-5)


def test_what_is_measured_belongs_to_the_child_and_not_to_this_process(measured: tuple) -> None:
    rows, *_ = measured
    by_hand, by_torch = rows["NumPy, by hand"], rows["PyTorch"]
    assert by_hand["peak memory MB"] < 150 < by_torch["peak memory MB"]  # this process holds PyTorch already
    assert by_hand["CPU s"] < by_torch["CPU s"]
    assert by_torch["CPU s"] > by_torch["start s"] > by_hand["start s"] > 0 and by_torch["first step ms"] > 0
    assert np.isnan(rows["onnxruntime, scores only"]["steps a second"])


def test_unknown_platforms_and_too_few_steps_are_refused() -> None:
    weights, batch = [np.ones((1, 1)), np.ones(1)], (np.ones((2, 1)), np.ones(2))
    with pytest.raises(ValueError, match="platforms"):
        fw.cost_of_ownership(["cntk"], weights, batch, 10)
    with pytest.raises(ValueError, match="steps"):
        fw.cost_of_ownership(["numpy"], weights, batch, 4)


def test_what_is_said_of_licences_is_true_of_the_pins_and_of_the_packages() -> None:
    pins = (root() / "constraints.txt").read_text(encoding="utf-8").splitlines()
    of_nvidia = [line for line in pins if line.startswith("nvidia-")]
    said = fact("nvidia.licence")
    assert f"list {len(of_nvidia)} packages of NVIDIA" in said.text
    assert any(line.startswith("nvidia-nccl-cu12==") for line in of_nvidia)
    if fw.installed("nvidia-nccl-cu12"):  # on Linux only
        assert fw.licences("nvidia-nccl-cu12") == said.value
    assert fw.licences("namex") == "not stated"


def test_the_record_holds_a_row_of_each_platform_of_the_page() -> None:
    record = recorded_costs()
    assert isinstance(record["date"], date) and {"numpy", "torch", "keras", "jax"} <= set(record["versions"])
    rows = {row["platform"]: row for row in record["rows"]}
    titles = [PLATFORMS[name][0] for name in ("numpy", "torch", "tensorflow", "jax", "onnxruntime")]
    assert list(rows) == titles
    losses = [row["last"] for row in rows.values() if row["last"] is not None]
    assert len(losses) == 4 and max(losses) - min(losses) < 1e-4
    assert 0 < rows[titles[0]]["start s"] < rows[titles[1]]["start s"] < rows[titles[2]]["start s"]
    with pytest.raises(ValueError, match="turns"):
        measured_costs(turns=0)


def test_the_record_is_that_of_a_machine_like_this_one(measured: tuple) -> None:
    rows, *_ = measured
    for row in recorded_costs()["rows"]:
        if row["platform"] in rows:  # TensorFlow takes too long to start here
            here = rows[row["platform"]]
            assert row["peak memory MB"] / 4 < here["peak memory MB"] < 4 * row["peak memory MB"]
            assert here["start s"] < 10 * row["start s"]
