"""What unit 2 says in bold, repeated on other draws than the page's."""

from __future__ import annotations

import math

import numpy as np
import pytest
from execml.course import repeated, risk_split
from execml.course.bank.ranking import rank_sum_aucs
from execml.quantum_ml import geometric_difference, kernel_matrix
from execml.quantum_ml.kernels.classical import gaussian_kernel
from execml.quantum_ml.kernels.contest import (
    ALL,
    FAMILIES,
    PENALTIES,
    PROPOSED,
    SCALES,
    components,
    contest,
    drawn,
)
from execml.quantum_ml.kernels.ridge import tuned_ridge
from execml.quantum_ml.kernels.screen import without_constant
from execml.quantum_ml.models.fourier import read_out, waves
from execml.quantum_ml.models.placebo import placebo
from execml.quantum_ml.models.plateaus import (
    deep_gradients,
    demonstration_gradients,
    demonstration_variance,
    two_design_variance,
)
from execml.quantum_ml.models.variational import angles_of, answers, trained

UNIT = "7_quantum_ml/2_learning_with_circuits"
OTHER_SCALES = (0.01, 0.03, 0.1, 0.3, 1.0)
FINER_SCALES = (0.0003, 0.001, *SCALES)  # below the least on the page nothing more is gained


def on_credit(seed, qubits, rows):
    """Other draws of clients, with other numbers of components and of training rows."""
    return contest(drawn("credit", 100 + seed, rows=rows), qubits)


@pytest.mark.claim
def test_the_tuned_circuit_is_not_ahead_of_a_straight_line(on_the_page):
    middle, low, high = on_the_page(UNIT, "differs from the straight line by # points (# to #)")
    over = {"seed": range(20), "qubits": [4, 6], "rows": [150, 200]}
    found = {
        name: repeated(on_credit, over=over, measure=name)
        for name in (
            "ZZ circuit",
            "straight line",
            PROPOSED,
            ALL,
            "product circuit",
            "Gaussian",
            "ZZ circuit scale",
        )
    }
    lead = found["ZZ circuit"] - found["straight line"]
    assert lead.interval()[1] < 0.005, f"{lead}"
    at_page = lead.by("rows")[200].by("qubits")[4]
    assert low < middle < high < 1.5, "nine draws in ten, and no gain worth a pilot among them"
    assert abs(100 * np.median(at_page.values) - middle) < 0.5, f"{at_page}"
    assert at_page.share(lambda points: points > 0.01).count <= 2, f"{at_page}"
    assert 0.48 < found[PROPOSED].mean < 0.6
    assert (found["product circuit"] - found["Gaussian"]).interval()[1] < 0.01
    assert (found["ZZ circuit"] - found[ALL]).interval()[1] < 0.005
    assert np.median(found["ZZ circuit scale"].values) < 0.05


def circuit_and_line(seed):
    """The page's two: how far the tuned circuit is ahead of the line, and the scale that was chosen."""
    rows = drawn("credit", 2_000 + seed)
    train, test = components(rows.train, rows.test, 4)
    zz = FAMILIES["ZZ circuit"]
    tuned = tuned_ridge([zz(train, train, scale) for scale in SCALES], rows.labels, PENALTIES)
    line = tuned_ridge([train @ train.T], rows.labels, PENALTIES)
    scale = SCALES[tuned.place]
    scores = np.column_stack([tuned.scores(zz(test, train, scale)), line.scores(test @ train.T)])
    by_circuit, by_line = rank_sum_aucs(scores, rows.test_labels)
    straight = np.column_stack([np.ones(len(test)), test])
    left = scores[:, 0] - straight @ np.linalg.lstsq(straight, scores[:, 0], rcond=None)[0]
    return {
        "lead": by_circuit - by_line,
        "scale": scale,
        "straight": 1 - left.var() / scores[:, 0].var(),
    }


def test_now_and_then_the_tuning_goes_astray_and_the_mean_falls_below_the_middle() -> None:
    lead, scale, straight = (
        repeated(circuit_and_line, over={"seed": range(60)}, measure=name)
        for name in ("lead", "scale", "straight")
    )
    assert lead.interval()[1] < 0.002, f"{lead}"
    assert abs(np.median(lead.values)) < 0.005 and lead.mean < np.median(lead.values), f"{lead}"
    far = lead.values < -0.03
    assert 1 <= far.sum() <= 12 and scale.values[far].mean() > 3 * scale.values[~far].mean()
    assert np.median(straight.values[scale.values == SCALES[0]]) > 0.98, "almost a straight line itself"


def test_the_choice_of_scales_does_not_decide_the_contest() -> None:
    def lead(seed, scales):
        found = contest(drawn("credit", 300 + seed), 4, scales)
        return found["ZZ circuit"] - found["straight line"]

    runs = repeated(lead, over={"seed": range(10), "scales": [SCALES, OTHER_SCALES, FINER_SCALES]})
    for scales, each in runs.by("scales").items():
        assert each.mean < 0.01, f"{scales}: {each}"


def test_the_digits_are_too_easy_to_tell_kernels_apart() -> None:
    def least(seed):
        found = contest(drawn("digits", 100 + seed))
        return min(found[name] for name in ("ZZ circuit", "product circuit", "Gaussian", "straight line"))

    assert repeated(least, over={"seed": range(10)}).mean > 0.98


def median_of_best(seed, noise, method):
    """Another 2,000 clients, other shakes: the median of the best of 50 tries, and the mean of all."""
    split, draw = risk_split(), np.random.default_rng(200 + seed)
    some = draw.permutation(20_000)[:2_000]
    order = draw.permutation(10_000)
    found = placebo(
        split.train_features[some],
        split.train_labels[some],
        split.test_features[order],
        split.test_labels[order],
        draw,
        shakes=2 if method == "logistic regression" else 1,
        noise=noise,
        method=method,
    )
    return {
        "best": 100 * np.median(found.best_of(50, draw)),
        "mean": 100 * found.gains.mean(),
        "overall": 100 * found.overall.mean(),
    }


@pytest.mark.claim
def test_the_best_of_many_tries_of_a_placebo_is_large(on_the_page):
    said = on_the_page(UNIT, "# with the logistic regression and # with boosted trees")
    for method, percent in zip(("logistic regression", "boosted trees"), said, strict=True):
        over = {"seed": range(10), "noise": [0.25, 0.5, 1.0], "method": [method]}
        best, mean, overall = (
            repeated(median_of_best, over=over, measure=name) for name in ("best", "mean", "overall")
        )
        low, high = best.by("noise")[0.5].further(draws=1, level=0.999)
        assert low < 100 * percent < high, f"{method}: {best}"
        assert best.quantiles()[0] > 8, f"{best}"
        assert mean.mean < 1 and overall.interval()[1] < 0.5, f"{mean} and {overall}"


@pytest.mark.claim
def test_so_many_answers_replace_the_circuit(on_the_page):
    (count,) = on_the_page(UNIT, "# answers of the circuit replace it")
    assert count == 5**3
    for seed, (columns, uploads) in enumerate(((3, 2), (2, 3), (4, 1))):
        draw = np.random.default_rng(seed)
        angles = draw.uniform(0, 2 * math.pi, angles_of(columns, uploads))
        weights = read_out(lambda rows, a=angles, u=uploads: answers(rows, a, u), columns, uploads)
        assert weights.shape == ((2 * uploads + 1) ** columns,)
        rows = draw.normal(0, 3, (200, columns))
        assert np.abs(waves(rows, uploads) @ weights - answers(rows, angles, uploads)).max() < 1e-12
        if uploads > 1:  # fewer would not do
            fewer = read_out(lambda rows, a=angles, u=uploads: answers(rows, a, u), columns, uploads - 1)
            assert np.abs(waves(rows, uploads - 1) @ fewer - answers(rows, angles, uploads)).max() > 1e-3


def beside_its_waves(seed, steps):
    """Other clients: by how much a trained circuit is ahead of its waves, and of a straight line."""
    rows = drawn("credit", 400 + seed)
    train, test = (0.5 * each for each in components(rows.train, rows.test, 3))
    model = trained(
        train, 2.0 * rows.labels - 1, np.random.default_rng(seed), uploads=2, steps=steps, batch=20
    )
    listed, asked = waves(train, 2), waves(test, 2)
    solved = tuned_ridge([listed @ listed.T], rows.labels)
    line = tuned_ridge([train @ train.T], rows.labels)
    scores = [answers(test, model.angles, 2), solved.scores(asked @ listed.T), line.scores(test @ train.T)]
    by_circuit, by_waves, by_line = rank_sum_aucs(np.column_stack(scores), rows.test_labels)
    return {"waves": by_circuit - by_waves, "line": by_circuit - by_line}


@pytest.mark.claim
def test_the_trained_circuit_is_behind_its_own_waves(on_the_page):
    behind, draws = on_the_page(UNIT, "behind the linear solution in # of # draws")
    over = {"seed": range(40), "steps": [60]}
    lead = repeated(beside_its_waves, over=over, measure="waves")
    assert lead.mean < 0 and lead.interval()[1] < 0.005, f"{lead}"
    assert repeated(beside_its_waves, over=over, measure="line").interval()[1] < 0, "a straight line is ahead"
    low, high = lead.share(lambda points: points < 0).interval(0.999)
    assert low - 0.25 < behind / draws <= high + 0.25, f"{low} to {high}"
    longer = repeated(beside_its_waves, over={"seed": range(10), "steps": [150]}, measure="line")
    assert longer.interval()[1] < 0.005, f"{longer}"


def screened(seed, rows, qubits, penalty):
    given = drawn("credit", 500 + seed, rows=rows)
    clients, _ = components(given.train, given.test, qubits)
    rivals = [gaussian_kernel(clients, scale=width) for width in (0.1, 0.3, 1.0)]
    kernels = {
        "ZZ": kernel_matrix(clients),
        "tuned": kernel_matrix(SCALES[0] * clients),
        "line": clients @ clients.T,
        "nothing": np.eye(rows),
        "constant": 0.99 + 0.01 * np.eye(rows),
    }
    return {
        name + way: min(geometric_difference(prepared(rival), prepared(kernel), penalty) for rival in rivals)
        for name, kernel in kernels.items()
        for way, prepared in (("", np.asarray), (" less mean", without_constant))
    }


@pytest.mark.claim
def test_a_kernel_that_knows_nothing_passes_the_screen(on_the_page):
    nothing, zz = on_the_page(UNIT, "a kernel that knows nothing reaches #, the ZZ circuit #")
    over = {"seed": range(10), "rows": [100], "qubits": [4, 6], "penalty": [0.001, 0.01, 0.1]}
    kernels = ("ZZ", "tuned", "line", "nothing", "constant")
    names = [name + way for name in kernels for way in ("", " less mean")]
    found = {name: repeated(screened, over=over, measure=name) for name in names}
    at = {name: runs.by("penalty") for name, runs in found.items()}
    for name, said in (("nothing less mean", nothing), ("ZZ less mean", zz)):
        low, high = at[name][0.01].by("qubits")[4].further(draws=10, level=0.999)
        assert low - 0.06 < said < high + 0.06, f"{found[name]}"
    for penalty in (
        0.001,
        0.01,
    ):  # as published the penalty alone sets what knows nothing: 1 / (2 root of it)
        assert at["nothing"][penalty].mean == pytest.approx(0.5 / math.sqrt(penalty), rel=0.03)
        for way in ("", " less mean"):
            assert at["nothing" + way][penalty].mean > 0.7 * at["ZZ" + way][penalty].mean
            assert at["nothing" + way][penalty].mean > 2 * at["tuned" + way][penalty].mean
    for way in ("", " less mean"):
        assert max(at["nothing" + way][0.1].mean, at["ZZ" + way][0.1].mean) < 2.1, "a large penalty blinds it"
    for penalty in over["penalty"]:
        assert at["line"][penalty].mean > at["tuned"][penalty].mean, "what is no circuit differs more"


def test_what_is_nearly_constant_passes_for_harmless_until_the_mean_is_off() -> None:
    over = {"seed": range(10), "rows": [100], "qubits": [4, 6], "penalty": [0.01]}
    mean = {
        name: repeated(screened, over=over, measure=name).mean
        for name in ("tuned", "constant", "nothing less mean", "constant less mean", "line less mean")
    }
    assert mean["constant"] < 1.15 and mean["tuned"] < 1.25, "as published nothing parts the two"
    assert mean["constant less mean"] == pytest.approx(mean["nothing less mean"])
    assert mean["nothing less mean"] > 4 and mean["line less mean"] < 1.1


@pytest.mark.claim
def test_the_demonstration_falls_by_its_formula_with_or_without_entanglement(on_the_page):
    (factor,) = on_the_page(UNIT, "by a factor of # a qubit")
    assert abs((demonstration_variance(2) / demonstration_variance(6)) ** 0.25 - factor) < 0.006
    for seed, n_qubits in enumerate((2, 3, 5, 6)):
        for cost in ("global", "local"):
            plain, entangled = (
                demonstration_gradients(n_qubits, 20_000, np.random.default_rng(seed), cost, each)
                for each in (False, True)
            )
            assert np.abs(plain - entangled).max() < 1e-12
            assert entangled.var() / demonstration_variance(n_qubits, cost) == pytest.approx(1, abs=0.12)


def test_deep_random_circuits_fall_as_the_theorem_says() -> None:
    for n_qubits in (2, 4, 6):
        found = deep_gradients(n_qubits, 2_000, np.random.default_rng(n_qubits))
        assert found.var() / two_design_variance(n_qubits) == pytest.approx(1, abs=0.12)
        assert abs(found.mean()) < 4 * found.std() / math.sqrt(2_000)
