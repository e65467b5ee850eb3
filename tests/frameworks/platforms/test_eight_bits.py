"""Networks in eight bits: the graph by hand, the quantiser's own rule, and what is counted."""

import numpy as np
import pytest
from execml.frameworks.networks.perceptron import NumpyMLP, glorot_weights
from execml.frameworks.platforms.eight_bits import in_eight_bits, portable_network, quantised
from execml.frameworks.platforms.portability import PortableModel
from hypothesis import given, settings
from hypothesis import strategies as st


def network(sizes: tuple[int, ...], seed: int = 0) -> list[np.ndarray]:
    draw = np.random.default_rng(seed)
    return [
        part + 0.1 * draw.standard_normal(part.shape).astype(np.float32)
        for part in glorot_weights(sizes, draw)
    ]


@given(st.lists(st.integers(1, 9), min_size=1, max_size=3), st.integers(0, 99))
@settings(deadline=None, max_examples=15)
def test_the_graph_scores_as_numpy_does(hidden: list[int], seed: int) -> None:
    weights = network((5, *hidden, 1), seed)
    clients = np.random.default_rng(seed).standard_normal((20, 5)).astype(np.float32)
    scores = portable_network(weights).scorer()(clients)
    np.testing.assert_allclose(scores, 1 / (1 + np.exp(-NumpyMLP(weights)(clients)[:, 0])), atol=2e-6)


def test_kernels_become_whole_numbers_of_eight_bits_times_one_scale() -> None:
    from onnx import numpy_helper

    weights = network((30, 64, 1))
    stored = {
        part.name: numpy_helper.to_array(part)
        for part in quantised(portable_network(weights)).proto.graph.initializer
    }
    whole = stored["kernel_0_quantized"]
    assert whole.dtype == np.int8 and stored["kernel_0_scale"].size == 1
    restored = whole.astype(float) * stored["kernel_0_scale"]
    np.testing.assert_allclose(restored, weights[0], atol=float(stored["kernel_0_scale"]) / 2 * 1.01)


def test_the_comparison_counts_what_moved() -> None:
    weights, draw = network((30, 64, 1), 3), np.random.default_rng(1)
    clients = draw.standard_normal((500, 30)).astype(np.float32)
    labels = (draw.random(500) < 0.3).astype(int)
    found = in_eight_bits(weights, clients, labels, 0.5)
    plain = portable_network(weights)
    before, after = plain.scorer()(clients), quantised(plain).scorer()(clients)
    assert found.changed == np.sum((before > 0.5) != (after > 0.5))
    assert found.largest_gap == pytest.approx(np.abs(before - after).max())
    assert found.bytes_before == len(plain.content) > 2 * found.bytes_after
    from sklearn.metrics import roc_auc_score

    gain = 100 * (roc_auc_score(labels, after) - roc_auc_score(labels, before))
    assert found.auc_points == pytest.approx(gain)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: portable_network([np.ones((2, 3))]), "weights"),
        (lambda: quantised(b"no model"), "model"),
        (lambda: in_eight_bits(network((3, 2, 1)), np.ones((4, 2)), np.ones(4), 0.5), "features"),
        (lambda: in_eight_bits(network((3, 2, 1)), np.ones((4, 3)), np.ones(3), 0.5), "labels"),
        (lambda: in_eight_bits(network((3, 2, 1)), np.ones((4, 3)), np.ones(4), 1.5), "cutoff"),
    ],
)
def test_bad_input_is_named(call, words: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=words):
        call()


def test_the_quantiser_s_advice_is_not_printed(capfd: pytest.CaptureFixture[str]) -> None:
    assert isinstance(quantised(portable_network(network((3, 2, 1)))), PortableModel)
    written = capfd.readouterr()
    assert not written.out and not written.err


def test_a_score_in_eight_bits_depends_on_who_else_is_scored_and_in_float32_it_does_not() -> None:
    weights, draw = network((30, 64, 1), 3), np.random.default_rng(1)
    clients = draw.standard_normal((400, 30)).astype(np.float32)
    clients[0] *= 20  # one client of another kind stretches the scale for all
    plain = portable_network(weights)
    gaps = []
    for file in (plain, quantised(plain)):
        score = file.scorer()
        alone = np.concatenate([score(clients[place : place + 1]) for place in range(len(clients))])
        gaps.append(np.abs(alone - score(clients)).max())
        if file is not plain:
            together = score(clients)
            found = in_eight_bits(weights, clients, np.arange(400) % 2, 0.5)
            assert found.by_company == np.sum((alone > 0.5) != (together > 0.5)) > 0
    assert gaps[0] < 1e-6 < 1e-2 < gaps[1]
