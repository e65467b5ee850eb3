# ---
# title: Learning with circuits
# decision: May Harbour Bank pay for a pilot of quantum machine learning?
# present: 2
# parts:
#   failure: "Up to so many percent better"
#   mathematics: "What a circuit can say"
#   cost: "What it costs"
# minutes: {reading: 28, exercises: 14}
# needs: ["unit 1 of this module: qubits, gates and shots"]
# objectives:
#   - take "up to" apart with a placebo, and ask for the number of tries
#   - say which functions a circuit with angles can learn, and compute the same without it
#   - compare a quantum kernel with a classical one at equal tries, and read the screen before a pilot
#   - tell what a demonstration of barren plateaus shows, and what a proof of memory promises
# libraries: [numpy, pandas, scikit-learn, pennylane]
# claims:
#   - bold: "differs from the straight line by # points (# to #)"
#     test: tests/quantum_ml/units/unit_2/test_claims.py::test_the_tuned_circuit_is_not_ahead_of_a_straight_line
#   - bold: "# with the logistic regression and # with boosted trees"
#     test: tests/quantum_ml/units/unit_2/test_claims.py::test_the_best_of_many_tries_of_a_placebo_is_large
#   - bold: "# answers of the circuit replace it"
#     kind: exact
#     test: tests/quantum_ml/units/unit_2/test_claims.py::test_so_many_answers_replace_the_circuit
#   - bold: "behind the linear solution in # of # draws"
#     test: tests/quantum_ml/units/unit_2/test_claims.py::test_the_trained_circuit_is_behind_its_own_waves
#   - bold: "a kernel that knows nothing reaches #, the ZZ circuit #"
#     test: tests/quantum_ml/units/unit_2/test_claims.py::test_a_kernel_that_knows_nothing_passes_the_screen
#   - bold: "by a factor of # a qubit"
#     kind: exact
#     test: tests/quantum_ml/units/unit_2/test_claims.py::test_the_demonstration_falls_by_its_formula_with_or_without_entanglement
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # Learning with circuits
#
# **The decision.** May Harbour Bank pay for a pilot of quantum machine learning?
#
# *28 minutes of reading, 14 of exercises. You need unit 1: qubits, gates and shots.*

# %% tags=["hide-input"]
from functools import partial

import numpy as np
import pandas as pd

import execml.quantum_ml as qm
from execml.course import begin, check, decide, fact, hint, predict, quiz, repeated, reveal, risk_split, rivals, say, show, table
from execml.course.bank.ranking import rank_sum_aucs
from execml.course.digits import at_most
from execml.quantum_ml.kernels.classical import gaussian_kernel, product_kernel
from execml.quantum_ml.kernels.contest import ALL, PROPOSED, components, contest, drawn
from execml.quantum_ml.kernels.ridge import tuned_ridge
from execml.quantum_ml.kernels.screen import without_constant
from execml.quantum_ml.libraries.pennylane import pennylane_answer
from execml.quantum_ml.models import plateaus
from execml.quantum_ml.models.fourier import read_out, waves
from execml.quantum_ml.models.placebo import placebo
from execml.quantum_ml.models.variational import angles_of, answers, trained
from execml.quantum_ml.units.unit_2 import figures
from execml.quantum_ml.units.unit_2.exercises import OFFERS

begin()
split = risk_split()
predict(
    "qm2.best",
    "Columns of the bank's data are shaken at random, a model is trained on them, and its ranking of 50 clients is "
    "compared with the unshaken model's. Of fifty such tries, how much better is the best?",
    low=-20,
    high=100,
    unit="%",
)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# A supplier offers a [quantum kernel](../glossary.md#Quantum-kernel): a circuit turns each client into a state, and compares states. A well-known one is the ZZ circuit of Havlíček and others (2019). Here it meets classical kernels on the bank's clients. All but the last see the same four numbers of each client (principal components), train on the same 200 clients, and may try 35 settings; the straight line tries 7. The setting is chosen on the training clients alone, by its error on each when that one is left out. There are twenty draws of clients, each with 1,000 others to test on.

# %% slideshow={"slide_type": "fragment"}
def on_credit(seed):
    return contest(drawn("credit", seed), qubits=4)


def on_digits(seed):
    return contest(drawn("digits", seed), qubits=4)


names = [PROPOSED, "ZZ circuit", "product circuit", "Gaussian", "straight line", ALL]
credit = {name: repeated(on_credit, over={"seed": range(20)}, measure=name) for name in names}
digits = {name: repeated(on_digits, over={"seed": range(5)}, measure=name) for name in names}
scale = float(np.median(repeated(on_credit, over={"seed": range(20)}, measure="ZZ circuit scale").values))
lead = credit["ZZ circuit"] - credit["straight line"]
middle, low, high = (100 * np.quantile(lead.values, share) for share in (0.5, 0.05, 0.95))
show(*figures.contest(credit, names[:3]))
say(f"""
As proposed, with its rows spread over a full turn, the ZZ circuit ranks clients at {credit[PROPOSED].mean:.2f}: hardly
better than a coin. Tuned, it **differs from the straight line by {middle:.1f} points ({low:.1f} to {high:.1f})** of
AUC: the middle draw, and where nine in ten lie. Now and then the tuning picks a wide setting, and the circuit falls
points behind. Mostly it shrinks the rows to {scale:g} of that spread, where it is almost a
straight line itself. The bank's boosted trees, on all 20,000 clients, reach {rivals()["boosted trees"].auc:.2f}.

On the digits 3 against 8, the usual demonstration, the tuned kernels lie (five draws) from {min(digits[name].mean for name in names[1:]):.3f}
to {max(digits[name].mean for name in names[1:]):.3f}. That task is too easy to tell them apart.
""")

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Ask the room which bar a supplier would show. Then ask what "as many tries" means, and who in the house checks it.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Up to so many percent better
#
# Reports say "up to 34% better". The way to test such words is a [placebo](../glossary.md#Placebo-test): do the same with something that cannot work. Here the columns are *shaken* with random numbers, half as large as a column's own spread. A model is trained on 2,000 shaken clients and compared with the unshaken one, window by window, 50 clients at a time. Each window is a try.

# %% slideshow={"slide_type": "fragment"}
draw = np.random.default_rng(7)
tries = (1, 5, 10, 20, 50)
shaken = {
    method: placebo(
        split.train_features[:2_000], split.train_labels[:2_000], split.test_features, split.test_labels,
        draw, shakes=shakes, window=50, noise=0.5, method=method,
    )
    for method, shakes in (("logistic regression", 10), ("boosted trees", 3))
}
best = {name: 100 * np.stack([one.best_of(count, draw) for count in tries]) for name, one in shaken.items()}
means = {name: 100 * one.gains.mean() for name, one in shaken.items()}
all_clients = {name: 100 * one.overall.mean() for name, one in shaken.items()}
show(*figures.up_to(tries, best, means))
line, trees = (float(np.median(one[-1])) for one in best.values())
reveal("qm2.best", trees)
say(f"""
The best of fifty tries is, in the median, **{line:.0f}% with the logistic regression and {trees:.0f}% with boosted trees**.
The mean of all tries is {means["logistic regression"]:.1f}% and {means["boosted trees"]:.1f}%; on all 10,000 test clients at once the shaken
models change by {all_clients["logistic regression"]:.1f}% and {all_clients["boosted trees"]:.1f}%. Noise was added, and nothing else. How close this comes to any
reported figure depends on the noise, the window and the tries.

{fact("quantum.up_to_34")} *What the placebo shows:* a figure of that size, told without the number of tries, proves nothing. *What it
does not show:* how that figure came about. Their data, windows and tries are not ours.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What a circuit can say
#
# A [variational circuit](../glossary.md#Variational-circuit) takes a row in by turning qubits, one column each, and has further angles $\theta$ that are trained. Its answer is the mean of a reading, from −1 to 1. A turn by $x$ changes amplitudes by $\cos(x/2)$ and $\sin(x/2)$. An answer is made of squares of amplitudes. So each column enters as a wave of frequency 0 or 1; uploaded $L$ times, of 0 to $L$ (Schuld, Sweke and Meyer, 2021):
#
# $$f_\theta(x) = \sum_{k \in \{-L, \dots, L\}^d} c_k(\theta)\, e^{\,i k \cdot x}.$$
#
# Training chooses the weights $c_k$. It cannot add a wave. And since each angle enters as a wave too, two readings give the slope exactly, which is the [parameter-shift rule](../glossary.md#Parameter-shift-rule):
#
# $$\frac{\partial f}{\partial \theta_j} = \tfrac12\left[f(\theta_j + \tfrac{\pi}{2}) - f(\theta_j - \tfrac{\pi}{2})\right].$$

# %% slideshow={"slide_type": "fragment"}
row, some_angles = np.array([0.4, -1.1, 0.7]), draw.uniform(0, 2 * np.pi, angles_of(3, uploads=2))
by_library, slopes = pennylane_answer(row, some_angles, uploads=2)
by_shift = qm.parameter_shift(lambda points: answers([row], points, uploads=2)[:, 0], some_angles)
gap = max(abs(by_library - answers([row], some_angles, uploads=2)[0]), np.abs(slopes - by_shift).max())

turn, curves, readings = np.linspace(0, 2 * np.pi, 200), {}, {}
for uploads in (1, 2):
    model = partial(answers, angles=np.random.default_rng(4).uniform(0, 2 * np.pi, angles_of(1, uploads)), uploads=uploads)
    at = 2 * np.pi * np.arange(2 * uploads + 1) / (2 * uploads + 1)
    readings[uploads] = at, model(at[:, None])
    curves[uploads] = model(turn[:, None])
    missed = np.abs(waves(turn[:, None], uploads) @ read_out(model, 1, uploads) - curves[uploads]).max()
    assert missed < 1e-12
show(*figures.few_readings(turn, curves, readings))
say(f"""
PennyLane gives the same answer, and by automatic differentiation the same {len(slopes)} slopes
({"to 12 digits" if gap < 1e-12 else f"up to {gap:.0e}"}).
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The same without the machine
#
# If a circuit is a sum of known waves, a laptop can hold the waves themselves. That is [dequantisation](../glossary.md#Dequantisation): the same task, the same access to the data, no quantum computer. Tang (2018) made it famous with a recommender. Here a circuit of three qubits is trained on the bank's clients, with the parameter-shift rule and 60 steps. Beside it a linear regression on the circuit's own waves is solved once, its penalty tuned as above.

# %% slideshow={"slide_type": "fragment"}
def beside_its_waves(seed, steps=60):
    rows = drawn("credit", seed)
    train, test = (0.5 * each for each in components(rows.train, rows.test, 3))
    model = trained(train, 2.0 * rows.labels - 1, np.random.default_rng(seed), uploads=2, steps=steps, batch=20)
    listed, asked = waves(train, uploads=2), waves(test, uploads=2)
    solved = tuned_ridge([listed @ listed.T], rows.labels)
    weights = read_out(lambda grid: answers(grid, model.angles, uploads=2), 3, uploads=2)
    answered = answers(test, model.angles, uploads=2)
    straight = tuned_ridge([train @ train.T], rows.labels).scores(test @ train.T)
    scores = np.column_stack([answered, solved.scores(asked @ listed.T), straight])
    by_circuit, by_waves, by_line = rank_sum_aucs(scores, rows.test_labels)
    return {"circuit": by_circuit, "waves": by_waves, "line": by_line, "gap": np.abs(asked @ weights - answered).max(), "runs": model.circuits}


runs = {name: repeated(beside_its_waves, over={"seed": range(10)}, measure=name) for name in ("circuit", "waves", "line", "gap", "runs")}
behind = (runs["circuit"] - runs["waves"]).share(lambda points: points < 0)
columns = risk_split().train_features[:200].astype(float)
small = np.abs(product_kernel(columns[:, :6]) - qm.kernel_matrix(columns[:, :6], None, qm.angle_encoding)).max()
thirty = product_kernel(columns)
say(f"""
After training, **{5**3} answers of the circuit replace it**: its waves, weighted by them, give all answers to new clients
({"to 10 digits" if runs["gap"].values.max() < 1e-10 else "nearly"}). Nor does it learn more than they do: it is **behind the linear solution in {behind} draws**,
with AUCs of {runs["circuit"].mean:.2f} and {runs["waves"].mean:.2f}. A straight line on the same three numbers reaches {runs["line"].mean:.2f}. Longer
training might close the gap; it would close it to something that a laptop has already.

The kernel of the product circuit is a product of cosines. On six columns formula and circuit agree
({"to 12 digits" if small < 1e-12 else "not"}); on all {columns.shape[1]} the formula gives the {thirty.size:,} overlaps of {columns.shape[1]} qubits at once.

*Where it ends:* on all 30 columns there are 5³⁰ waves. Such a list fits nowhere, and whether a sample of it is enough depends on the
circuit (Sweke and others, 2023).
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The screen before a pilot
#
# Two kernels $K$ (classical) and $Q$ (quantum) on the same rows can be compared before any label is looked at. The [geometric difference](../glossary.md#Geometric-difference) of Huang and others (2021) says how much larger the classical error bound can be than the quantum one, for the worst labels. Near 1, stop: the classical kernel does as well whatever the labels are. Here it is taken against the best of three Gaussian widths, penalty 0.01 on the diagonal, 100 clients a draw, as published and with the mean taken off, as it is off the labels. Three candidates are no circuits: a straight line, a placebo (nobody is alike), and the placebo under a constant.

# %% slideshow={"slide_type": "fragment"}
def screened(seed, penalty=0.01):
    rows = drawn("credit", seed, rows=100)
    clients, _ = components(rows.train, rows.test, 4)
    rivals_here = [gaussian_kernel(clients, scale=width) for width in (0.1, 0.3, 1.0)]
    candidates = {
        PROPOSED: qm.kernel_matrix(clients),
        "ZZ circuit, tuned": qm.kernel_matrix(scale * clients),
        "straight line": clients @ clients.T,
        "placebo: nobody is alike": np.eye(len(clients)),
        "placebo, 99% constant": 0.99 + 0.01 * np.eye(len(clients)),
    }
    return {
        name + way: min(qm.geometric_difference(prepared(rival), prepared(kernel), penalty) for rival in rivals_here)
        for name, kernel in candidates.items()
        for way, prepared in (("", np.asarray), (OFF, without_constant))
    }


OFF = ", mean off"
screen = {entry: repeated(screened, over={"seed": range(10)}, measure=entry) for entry in screened(0)}
found = {name: runs_of.mean for name, runs_of in screen.items()}
reach = at_most(max(np.ptp(runs_of.interval()) for runs_of in screen.values()) / 2, ".1f")
worth = {PROPOSED: credit[PROPOSED], "ZZ circuit, tuned": credit["ZZ circuit"], "straight line": credit["straight line"]}
table(pd.DataFrame([
    (name, f"{found[name]:.1f}", f"{found[name + OFF]:.1f}", f"{worth[name].mean:.2f}" if name in worth else "0.50")
    for name in found if not name.endswith(OFF)
], columns=["kernel", "geometric difference", "mean off", "AUC on new clients"]),
    f"The screen, means of ten draws (95%: ± {reach} at most)")
smaller, larger = (screened(0, penalty) for penalty in (0.001, 0.1))  # one draw
nothing = "placebo: nobody is alike"
say(f"""
As published the screen stops the tuned circuit, at {found["ZZ circuit, tuned"]:.1f}, as it stops all that is nearly constant, a placebo included.
With the mean off, a straight line lies at {found["straight line" + OFF]:.1f}, the tuned circuit at {found["ZZ circuit, tuned" + OFF]:.1f}. But **a kernel that knows nothing
reaches {found[nothing + OFF]:.1f}, the ZZ circuit {found[PROPOSED + OFF]:.1f}**. The penalty makes both: with 0.001 they are
{smaller[nothing + OFF]:.0f} and {smaller[PROPOSED + OFF]:.0f} (one draw), with 0.1 they are {larger[nothing + OFF]:.1f} and {larger[PROPOSED + OFF]:.1f}. A large value is necessary for a gain, and
not sufficient: being *different* is easy. For labels made to suit it a quantum kernel does win, in one task provably in time,
if discrete logarithms are hard (Liu and others, 2021). The bank's labels are not made.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The plateau, and what the demonstration shows
#
# Training needs slopes. On a [barren plateau](../glossary.md#Barren-plateau) their variance falls exponentially with the number of qubits, and with it the number of shots that sees them explodes. PennyLane's popular demonstration shows a fall up to six qubits, and cites the theorem about deep random circuits. Look closer: it has one layer, its entangling gates only change signs, and it reads the chance that *all* qubits are 0. So its cost is a product over qubits, and its variance has a closed form. The theorem has another.

# %% slideshow={"slide_type": "fragment"}
sizes, deep_sizes = list(range(2, 9)), [2, 4, 6, 8]
spreads = {
    (cost, entangled): [
        plateaus.demonstration_gradients(n, 1_000, np.random.default_rng(n), cost, entangled).var() for n in (2, 4, 6)
    ]
    for cost, entangled in (("global", True), ("global", False), ("local", True))
}
same = np.allclose(spreads["global", True], spreads["global", False], rtol=1e-9)
deep = [plateaus.deep_gradients(n, 200, np.random.default_rng(n)).var() for n in deep_sizes]
demonstration = [plateaus.demonstration_variance(n) for n in sizes]
show(*figures.plateaus(
    {
        "demonstration: all qubits at once": (sizes, demonstration),
        "deep random circuits": (sizes, [plateaus.two_design_variance(n) for n in sizes]),
        "demonstration, one qubit at a time": (sizes, [plateaus.demonstration_variance(n, "local") for n in sizes]),
    },
    {
        "demonstration: all qubits at once": ((2, 4, 6), spreads["global", True]),
        "deep random circuits": (deep_sizes, deep),
        "demonstration, one qubit at a time": ((2, 4, 6), spreads["local", True]),
    },
))
rate = (demonstration[0] / demonstration[4]) ** (1 / 4)
say(f"""
From two to six qubits the demonstration falls **by a factor of {rate:.2f} a qubit**, and without its entangling gates it gives
{"the same numbers" if same else "other numbers"}. What falls is the chance of reading all qubits at once, a *global* cost (Cerezo and
others, 2021). Read one qubit at a time, and the same circuit falls like 1/n² only. Deep random circuits lose a factor of
about 2 a qubit with any Pauli reading: that is the theorem of McClean and others (2018). Each point rests on 200 circuits or more.

And many circuits that provably avoid the plateau can be simulated by a laptop, once some data have been collected (Cerezo and
others, 2025, with caveats).
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What is proven: memory
#
# One gain on classical data *is* proven, and it is fair to say what it promises. Rows stream past once. A small quantum memory takes each in and forgets it, and can then classify. A classical machine that predicts as well needs exponentially more memory, whatever time it has. No conjecture is needed.
#
# It answers the old objection that data cannot be loaded. It is no gain in speed over a machine with enough memory, it needs error correction, and its experiments are simulations.

# %% slideshow={"slide_type": "fragment"}
held = split.train_features.nbytes / 2**20
say(f"""
{fact("quantum.memory")}

The bank's 20,000 training clients take {held:.1f} MiB as they stand. Memory is not what this bank is short of.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What it costs

# %% slideshow={"slide_type": "fragment"}
shots = 1_000
pairs = {clients: clients * (clients - 1) // 2 for clients in (200, 20_000)}
table(pd.DataFrame([
    ("kernel of 200 clients", f"{pairs[200] * shots:,} shots", "one matrix product"),
    ("kernel of 20,000 clients", f"{pairs[20_000] * shots:,} shots", "one matrix product"),
    ("train the circuit of three qubits", f"{int(runs['runs'].mean) * shots:,} shots", "one linear equation system"),
    ("a slope at the spread of 20 qubits", f"{1 / plateaus.two_design_variance(20):,.0f} shots or more", "–"),
], columns=["what", f"on a quantum computer, {shots:,} shots a circuit", "on a laptop"]), "Prices of this page")
say("""
*What this page cannot show.* Real machines, with errors: all circuits here are simulated and exact, in the circuit's favour. More than eight
qubits. Data that come from quantum experiments, which are another matter. One bank, one country, one year; 200 clients to train on, where
differences below a point of AUC hide.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Exercises
#
# Replace each `...`, run the cell and the one below it. Three hints stand folded below each check.
#
# 1. *Coding, 5 minutes.* `answer(angle)` runs a circuit with one angle. Write the function that returns its exact slope at `angle` from two runs.
# 2. *Warm-up, 4 minutes.* A useless change looks good in one try with the chance `chance`. Write the function that gives the chance that the best of `tries` independent tries looks good.
# 3. *Judgement, 5 minutes.* Three offers (figures made up) pass the bank's screen: a geometric difference above 4. Which one was compared fairly and gains on average, and what gain may the bank expect of a further try?

# %% tags=["exercise"]
def slope(answer, angle):
    return ...  # TODO: from two runs of answer


# %% tags=["solution"]
def slope(answer, angle):
    return (answer(angle + np.pi / 2) - answer(angle - np.pi / 2)) / 2


# %%
check("qm2.shift", slope)

# %% tags=["exercise"]
def luck(chance, tries):
    return ...  # TODO: the chance that at least one try looks good


# %% tags=["solution"]
def luck(chance, tries):
    return 1 - (1 - chance) ** tries


# %%
check("qm2.luck", luck)

# %% tags=["exercise"]
table(pd.DataFrame(OFFERS), "Three offers that pass the screen")
fair_offer, expected_gain = ..., ...  # TODO: a letter, and points of AUC

# %% tags=["solution"]
table(pd.DataFrame(OFFERS), "Three offers that pass the screen")
fair_offer, expected_gain = "C", 0.6

# %%
check("qm2.offer", (fair_offer, expected_gain))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Ask a vendor, or your own team:
#
# 1. Is the advantage one of memory, of time, or of accuracy?
# 2. Against which tuned baseline, with as many tries on either side?
# 3. "Up to": the best of how many, and what is the mean?
# 4. What does a placebo give in place of your machine?
# 5. Which classical computation gives the same function, and from how many columns on does it fail?

# %%
quiz("qm2")

# %% tags=["exercise"]
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"]
choice = "no pilot; put each offer"
because = "No gain at equal tries here, and best figures come from noise too; our own test on fresh clients is cheap."

# %% slideshow={"slide_type": "slide"}
decide(
    "qm2.pilot",
    choice,
    because,
    evidence={
        "AUC of the circuit as proposed": f"{credit[PROPOSED].mean:.2f}",
        "tuned circuit less a tuned straight line, points of AUC": f"{middle:.1f} ({low:.1f} to {high:.1f})",
        "best of fifty tries of a placebo": f"{line:.0f}% and {trees:.0f}%",
        "readings that replace the trained circuit": f"{5**3}",
        "memory of the bank's training data": f"{held:.1f} MiB",
    },
)

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# "Join a research project" is a good choice for a firm with such data; ask who in the room has them. Whoever would pay for the pilot should say which number would make them stop.

# %% [markdown]
# ## Sources
#
# <details><summary>Papers</summary>
#
# - Allen, D. M. (1974). The relationship between variable selection and data augmentation and a method for prediction. [doi:10.1080/00401706.1974.10489157](https://doi.org/10.1080/00401706.1974.10489157)
# - Bowles, J., Ahmed, S. and Schuld, M. (2024). Better than classical? The subtle art of benchmarking quantum machine learning models. [arXiv:2403.07059](https://arxiv.org/abs/2403.07059)
# - Cerezo, M. and others (2021). Cost function dependent barren plateaus in shallow parametrized quantum circuits. [arXiv:2001.00550](https://arxiv.org/abs/2001.00550)
# - Cerezo, M. and others (2025). Does provable absence of barren plateaus imply classical simulability? [doi:10.1038/s41467-025-63099-6](https://doi.org/10.1038/s41467-025-63099-6)
# - Ciceri, A. and others (2025). Enhanced fill probability estimates in institutional algorithmic bond trading using statistical learning algorithms with quantum computers (HSBC and IBM). [arXiv:2509.17715](https://arxiv.org/abs/2509.17715)
# - Havlíček, V. and others (2019). Supervised learning with quantum-enhanced feature spaces. [arXiv:1804.11326](https://arxiv.org/abs/1804.11326)
# - Huang, H.-Y. and others (2021). Power of data in quantum machine learning. [doi:10.1038/s41467-021-22539-9](https://doi.org/10.1038/s41467-021-22539-9)
# - Liu, Y., Arunachalam, S. and Temme, K. (2021). A rigorous and robust quantum speed-up in supervised machine learning. [arXiv:2010.02174](https://arxiv.org/abs/2010.02174)
# - McClean, J. R. and others (2018). Barren plateaus in quantum neural network training landscapes. [arXiv:1803.11173](https://arxiv.org/abs/1803.11173)
# - Mitarai, K. and others (2018). Quantum circuit learning. [arXiv:1803.00745](https://arxiv.org/abs/1803.00745)
# - Schreiber, F. J., Eisert, J. and Meyer, J. J. (2023). Classical surrogates for quantum learning models. [arXiv:2206.11740](https://arxiv.org/abs/2206.11740)
# - Schuld, M., Sweke, R. and Meyer, J. J. (2021). The effect of data encoding on the expressive power of variational quantum machine learning models. [arXiv:2008.08605](https://arxiv.org/abs/2008.08605)
# - Sweke, R. and others (2023). Potential and limitations of random Fourier features for dequantizing quantum machine learning. [arXiv:2309.11647](https://arxiv.org/abs/2309.11647)
# - Tang, E. (2018). A quantum-inspired classical algorithm for recommendation systems. [arXiv:1807.04271](https://arxiv.org/abs/1807.04271)
# - Zhao, H. and others (2026). Exponential quantum advantage in processing massive classical data. [arXiv:2604.07639](https://arxiv.org/abs/2604.07639)
# - PennyLane, demonstration "Barren plateaus in quantum neural networks", code read in November 2026.
# - Data: `credit`, Yeh, I.-C. and Lien, C.-H. (2009), [doi:10.1016/j.eswa.2007.12.020](https://doi.org/10.1016/j.eswa.2007.12.020); digits, scikit-learn's copy of Alpaydin, E. and Kaynak, C. (1998), [doi:10.24432/C50P49](https://doi.org/10.24432/C50P49).
#
# </details>
