"""What platforms cost: sizes against the files themselves, the same training in fresh processes, licences."""

from importlib.metadata import PackageNotFoundError, distribution

import execml.frameworks as fw
import numpy as np
import pytest
import torch

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
    assert by_torch["ready after s"] > 0 and by_torch["first step ms"] > 0
    assert np.isnan(rows["onnxruntime, scores only"]["steps a second"])


def test_unknown_platforms_and_too_few_steps_are_refused() -> None:
    weights, batch = [np.ones((1, 1)), np.ones(1)], (np.ones((2, 1)), np.ones(2))
    with pytest.raises(ValueError, match="platforms"):
        fw.cost_of_ownership(["cntk"], weights, batch, 10)
    with pytest.raises(ValueError, match="steps"):
        fw.cost_of_ownership(["numpy"], weights, batch, 4)
