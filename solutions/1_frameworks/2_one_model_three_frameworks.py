# ---
# title: One model, three frameworks
# decision: A supplier has moved Harbour Bank's risk model from TensorFlow to PyTorch and calls it the same model. Do we accept it?
# present: 2
# parts:
#   failure: "Two mistakes that raise no error"
#   mathematics: "The model as a function"
# minutes: {reading: 28, exercises: 13}
# needs: ["unit 1 of this module, or: what a gradient and a training step are; for the folded proof, variances"]
# objectives:
#   - tell a model that is the same from one that only performs the same
#   - state how much two correct programs may differ, and why
#   - name the defaults that change when a model changes framework, and align them
#   - require an acceptance test that finds what an AUC hides
# libraries: [numpy, pandas, torch, tensorflow, keras, jax, scikit-learn]
# claims:
#   - bold: "# of # clients are decided differently"
#     test: tests/frameworks/units/unit_2/test_claims.py::test_a_port_by_name_decides_about_a_hundred_clients_differently
#   - bold: "the whole formula #"
#     test: tests/frameworks/units/unit_2/test_claims.py::test_the_ported_formula_follows_keras_through_the_whole_training
#   - bold: "Its rate falls to a tenth after step #, and # decisions change."
#     test: tests/frameworks/units/unit_2/test_claims.py::test_a_late_cut_passes_twenty_steps_and_fails_the_whole_training
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # One model, three frameworks
#
# **The decision.** A supplier has moved Harbour Bank's risk model from TensorFlow to PyTorch and calls it the same model. Do we accept it?
#
# *28 minutes of reading, 13 of exercises. You need: unit 1 of this module, or: what a gradient and a training step are; for the folded proof, variances.*

# %% tags=["hide-input"]
from functools import partial

from execml.course import POLICY, begin, check, decide, fact, hint, predict, quiz, reveal, risk_split, say, show, table

begin()

import keras
import numpy as np
import pandas as pd
import torch
from sklearn.metrics import roc_auc_score

import execml.frameworks as fw
from execml.frameworks.units.unit_2 import figures
from execml.frameworks.units.unit_2.exercises import REPORTS

split, bar = risk_split(), POLICY.cutoff.value
features, labels, clients = split.train_features, split.train_labels, split.test_features

def risk(model):
    return fw.probabilities(fw.outputs(model, clients))[:, 0]

def auc(model):
    return roc_auc_score(split.test_labels, risk(model))

def changed(model):
    return fw.decisions_changed(risk(original), risk(model), bar)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# Moving a model is called a [port](../glossary.md#Port). The supplier rebuilt the design, chose the optimiser of the same name and the same learning rate, and trained again. The mathematics behind some names differs: each framework has its own [defaults](../glossary.md#Default).
#
# The bank's model is trained in TensorFlow, through Keras, and rebuilt in PyTorch, from the same start, with the same clients in the same order. Whoever's risk is above the cutoff is refused.

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Ask the room first: what would you accept as proof that a rebuilt model is the same? Collect answers on a board; most will say "the same AUC". Then show the figure.

# %% tags=["hide-input"]
predict(
    "fw2.changed",
    "Original and port have the same AUC, to two decimals. About how many of 10,000 clients are decided differently?",
    low=0,
    high=10_000,
    unit="clients",
)

# %% slideshow={"slide_type": "fragment"}
rate = 1 / 1024  # every number format holds it exactly
in_keras = partial(keras.optimizers.RMSprop, learning_rate=rate)
in_torch = partial(torch.optim.RMSprop, lr=rate)
start = fw.glorot_weights((30, 64, 64, 1), np.random.default_rng(0), "float64")
order = fw.shuffled_batches(len(labels), np.random.default_rng(1))
trained = partial(fw.trained, features=features, labels=labels, batches=order)
original, original_path = trained("keras", start, in_keras)
rebuilt, rebuilt_path = trained("torch", start, in_torch)

formula = partial(fw.RMSprop, lr=rate, alpha=0.9, eps=1e-7, eps_inside=True)  # what Keras computes
by_name = partial(fw.RMSprop, lr=rate)  # what PyTorch computes
draws = [np.random.default_rng(seed) for seed in range(10)]
noise = fw.decision_noise((formula, by_name), (features, labels), clients, bar, draws, dtype="float32")
worse = (noise["other order"] > noise["other rule"]).sum()  # retraining changed more than the port
show(*figures.two_scores(risk(original), risk(rebuilt), bar))
reveal("fw2.changed", changed(rebuilt))
say(f"""
The AUC is {auc(original):.2f} before and {auc(rebuilt):.2f} after. **{changed(rebuilt)} of {len(clients):,} clients are
decided differently**, without a message.

Is that many? Let the bank's own team train the original again, in another order of the clients, and repeat both
from ten starts. The port changes {noise["other rule"].min()} to {noise["other rule"].max()} decisions, the retraining
{noise["other order"].min()} to {noise["other order"].max()}, and more in {worse} of {len(noise)} repetitions. By this measure the port is harmless.
**But it is a retraining: a new model, and not the one that was approved.** What tells
the two apart?
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The model as a function
#
# What the bank approved is a function: thirty numbers in, one risk out. With kernels $W$ and biases $b$, and $\mathrm{relu}(z) = \max(z, 0)$,
#
# $$\mathrm{logit}(x) = \mathrm{relu}\big(\mathrm{relu}(x W_1 + b_1)\,W_2 + b_2\big)\,W_3 + b_3 .$$
#
# So do not train again: copy the weights. Then every framework should compute the same logits, up to [rounding](../glossary.md#Rounding-error): each adds in an order of its own. How much is that? A guaranteed bound is safe and far too wide, because single errors rarely all point the same way. Were they independent, their variances would add up: that gives the *usual error*, an estimate and no bound.

# %% [markdown]
# <details><summary>Proof: what rounding can do at worst, and what it usually does</summary>
#
# Let $u$ be half the distance from 1 to the next number: $2^{-24}$ in [float32](../glossary.md#Float32-and-float64) and $2^{-53}$ in float64. A sum of $n$ products and a bias, in whatever order, is off by at most
#
# $$\gamma_{n+1} \Big(\sum_k |x_k w_k| + |b|\Big), \qquad \gamma_m = \frac{m\,u}{1 - m\,u},$$
#
# if $mu < 1$, nothing overflows or underflows, and no shorter format is used inside, as graphics cards may (Higham, 2002, lemma 3.1 and section 3.1). A layer passes errors on, multiplied by its kernel's absolute values; a ReLU enlarges none. That gives a bound for each client.
#
# The usual error is a standard deviation, with errors independent and of mean zero, as Higham and Mary (2019) model them.
#
# </details>

# %% slideshow={"slide_type": "fragment"}
weights = fw.weights_of(original)
found = fw.framework_gaps(weights, clients, backend="jax")
slopes = fw.gradient_gap(weights, features, labels)
narrow = fw.same_weights(weights, "float32", frameworks=["torch"]).torch
gaps, sizes = list(found)[:3], list(found)[3:]
single, double, switched = found.iloc[0], found.iloc[1], found.iloc[2]["Keras on JAX"]

def at_most(gap):
    limit = next((limit for limit in (1e-12, 2e-6) if gap < limit), None)
    return "–" if np.isnan(gap) else f"<{fw.in_powers(limit)}" if limit else fw.in_powers(gap)

table(
    found.rename_axis("computed in").reset_index(),
    f"Largest gap to NumPy in {len(clients):,} clients' logits, with the same weights",
    dict.fromkeys([*gaps, *sizes], lambda gap: "–" if np.isnan(gap) else at_most(gap)) | dict.fromkeys(sizes, lambda size: "–" if np.isnan(size) else fw.in_powers(size)),
)
say(f"""
In float32 every gap is a few times the usual error, and {changed(narrow)} decisions change
between the original in float64 and PyTorch in float32. **Use the usual size to notice trouble, and float64 to prove equality.**
There gradients agree too ({at_most(slopes)}).

Keras runs on JAX and PyTorch as well. {"On JAX its float64 is no better than float32" if double["Keras on JAX"] > 1e-9 else "On JAX its float64 is as good as the others"}:
JAX has none until a setting is switched on, and only warns. {fact("keras.float64_on_pytorch").text}
**Neither the name of a framework nor the word float64 says what computes.** So a contract names backend, version and settings.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Two mistakes that raise no error
#
# **A layout.** Keras stores a kernel as (inputs, outputs), PyTorch as (outputs, inputs). Forget to transpose a layer of 30 by 64, and an error stops you. The middle layer here is 64 by 64.
#
# **A double sigmoid.** In Keras, a model usually ends in a sigmoid, $\sigma(z) = 1/(1+e^{-z})$, and its loss, `BinaryCrossentropy`, expects the probability. PyTorch's `BCEWithLogitsLoss` expects the [logit](../glossary.md#Logit) and applies the sigmoid itself. Keep the last layer, take that loss, and the model is trained on $\sigma(\sigma(z))$, which never falls below one half.

# %% slideshow={"slide_type": "fragment"}
square = fw.same_weights(weights, "float64", frameworks=["torch"]).torch
with torch.no_grad():
    square[2].weight.copy_(torch.from_numpy(weights[2]))  # 64 by 64, not transposed: no error

body = fw.same_weights(start, "float64", frameworks=["torch"]).torch
twice = torch.nn.Sequential(*body, torch.nn.Sigmoid())
fw.train(twice, in_torch, features, labels, order)
reported = fw.outputs(twice, clients)[:, 0]  # the last layer's output, which the supplier calls the risk
refused = {"original": risk(original), "kernel not transposed": risk(square), "double sigmoid": reported}
table(
    pd.DataFrame({
        "model": list(refused),
        "AUC": [roc_auc_score(split.test_labels, p) for p in refused.values()],
        "clients refused": [(p > bar).mean() for p in refused.values()],
        "decisions changed": [fw.decisions_changed(risk(original), p, bar) for p in refused.values()],
    }),
    "Both ports load, train and answer; no message is shown",
    {"AUC": "{:.2f}", "clients refused": "{:.0%}"},
)
say(f"""
The double sigmoid refuses {(reported > bar).mean():.0%}: the loss wants an output near {labels.mean():.0%}, cannot get below 50%, and
pushes every risk to zero. Looking finds these two. It does not find what follows.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The rule of learning
#
# Once a year the bank retrains. Then the optimiser is part of the model. RMSprop divides each gradient $g$ by the root of its recent mean square $v$, so that steep and flat directions move alike:
#
# $$v \leftarrow \alpha\, v + (1-\alpha)\, g^2, \qquad w \leftarrow w - \eta\,g \,/\, (\sqrt v + \varepsilon).$$
#
# So PyTorch. Keras divides by $\sqrt{v + \varepsilon}$: with ε = 10⁻⁷, a gradient of 10⁻⁴ is divided by about 3·10⁻⁴ instead. And by default PyTorch's α is 0.99, Keras' 0.9: one averages over about a hundred steps, the other over ten.
#
# Below, PyTorch follows the original's training by the name alone, with Keras' α and ε, with Keras' formula, and with that formula and a rate that is cut to a tenth after step 100.

# %% slideshow={"slide_type": "fragment"}
def plain(rule):  # all that may change a step, declared
    return fw.Recipe(rule, schedule="constant", clipping="none")

late = fw.Recipe(formula, schedule=lambda step: 0.1 if step >= 100 else 1.0, clipping="none")
cut_late = late.maker("torch", steps=len(order))
by_arguments, arguments_path = trained("torch", start, partial(in_torch, alpha=0.9, eps=1e-7))
by_formula, formula_path = trained("torch", start, formula)
by_cut, cut_path = trained("torch", start, cut_late)

lines = {"same name": rebuilt_path, "same α and ε": arguments_path,
         "same formula,\nrate cut late": cut_path, "same formula": formula_path}
distances = {name: fw.gaps_along(path, original_path) for name, path in lines.items()}
show(*figures.apart(distances))
say(f"""
The name alone changes {changed(rebuilt)} decisions, aligned arguments {changed(by_arguments)}, **the whole formula
{changed(by_formula)}**: after {len(original_path)} steps by Keras' own code and by ours on PyTorch, the weights agree to 12 decimals. The late cut
changes {changed(by_cut)}. **A test of the first steps does not see what comes later.**

In float32 two right trainings mostly stay together, and not always: once a rounding puts one
ReLU on the other side of its kink, the gap leaps.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The defaults audit
#
# RMSprop is no exception. `defaults_audit()` reads the defaults installed here, leaves all that differs at its default, measures how far both come apart on the bank's clients, aligns the arguments and measures again.
#
# <details><summary>Four formulas, each beside the argument that carries the difference</summary>
#
# - **Adam** divides by $\sqrt{\hat v} + \varepsilon$ with $\hat v = v/(1-\beta_2^t)$ in PyTorch, by $\sqrt v + \varepsilon$, corrected afterwards, in Keras (Kingma and Ba's $\hat\varepsilon$).
# - **Adam with weight decay** λ adds $\lambda w$ to the gradient in PyTorch; Keras shrinks $w$ by $1-\eta\lambda$ beside the step, which PyTorch calls AdamW.
# - **BatchNorm**'s momentum is the share of the *new* batch in PyTorch, of the *old* average in Keras: 0.1 there means 0.9 here.
# - **A fresh layer** from $n$ to $m$ draws weights uniformly from $\pm 1/\sqrt n$ in PyTorch, from $\pm\sqrt{6/(n+m)}$ in Keras.
#
# </details>

# %% slideshow={"slide_type": "fragment"}
audit = fw.defaults_audit()
drift, left = (audit.set_index("name")[column] for column in ("drift", "aligned drift"))
none = int((left < 1e-8).sum())
short = {"initial_accumulator_value": "accumulator", "decoupled_weight_decay": "decoupled", "learning_rate": "lr",
         "weight_decay": "decay", "epsilon": "eps", "1e-0": "10⁻", "1e-10": "10⁻¹⁰", "⁻7": "⁻⁷", "⁻8": "⁻⁸"}
show(*figures.drifts(audit))
table(
    audit[audit["kind"] == "optimiser"][["name", "PyTorch", "Keras", "drift"]].replace(short, regex=True),
    "The optimisers: defaults as installed, and the drift of a weight in twenty steps",
    {"drift": "{:.2g}"},
)
say(f"""
RMSprop's and Adagrad's learning rates differ tenfold. The figure's drifts are of different things.
A row holds for its call:
`keras.activations.gelu` is exact, as PyTorch's is, and `keras.ops.gelu` is not.

Once a few arguments are given, **all but fresh weights and BatchNorm agree**: {none} of {len(audit)} drifts fall below 10⁻⁸.
PyTorch's moving variance divides by n − 1 and Keras' by n, and no argument changes that.

<details><summary>Why aligning arguments is not enough for a trained model</summary>

Where ε stands in different places, the audit makes it tiny in both. That changes the original too. To keep a trained
model's rule, port the formula, as above (and as mhcflurry had to, issue 375).

</details>
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## An acceptance test that a leader can require
#
# The supplier declares the rule, its schedule and its clipping. Then, in float64, on the bank's own clients: are outputs and gradients the same? From one start, on the same batches, the weights after twenty steps, and after the whole training? Does any decision change at the bank's cutoff, today or after that training?
#
# Numbers must agree to 10⁻¹²: well above rounding, and well below any real difference here.

# %% slideshow={"slide_type": "fragment"}
copied = fw.same_weights(weights, "float64", frameworks=["torch"]).torch
ports = {
    "weights copied, formula ported": (copied, plain(formula)),
    "the same, and an undeclared late cut": (copied, plain(cut_late)),
    "weights copied, optimiser by name": (copied, plain(in_torch)),
    "one kernel not transposed": (square, plain(formula)),
    "trained again, optimiser by name": (rebuilt, plain(in_torch)),
}
again = fw.shuffled_batches(len(labels), np.random.default_rng(7))
tests = fw.acceptance_tests(original, plain(in_keras), ports, clients, (features, labels, again), bar)
late_cut = tests["the same, and an undeclared late cut"].set_index("test")
afterwards = int(late_cut.loc["decisions after training", "measured"])
seen_early = "" if late_cut.loc["first steps", "passed"] else " not"
short = {"decisions today": "changed today", "decisions after training": "changed later"}
table(fw.side_by_side(tests).replace("passed", "✓").rename(columns=short), "Five ports under the acceptance test: ✓ is passed, else by how much it failed")
say(f"""
Only the first passes. **The second does{seen_early} pass twenty steps, and is still wrong.** **Its rate falls to a tenth after step {100}, and
{afterwards} decisions change.** The third may score, not learn. The fourth is given the right weights before it trains: no single
test finds everything. The fifth is the one that was offered.

What a migration costs is what has to be approved again. With weights and formula: this test, and the programs around the
model. With weights alone, an approval before the first retraining as well. With names alone, all that a new model needs, for one that
ranks no better: an AUC of {auc(rebuilt):.2f} against {auc(original):.2f}.

{fact("apple.float64").text} There the test runs on the same computer's processor, and the device falls under the clause's
sentence on production.

**What this page cannot show.** No graphics card, {len(order)} steps, one small network, one bank.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# <div class="alert alert-block alert-info" role="note">
#
# **A clause for the contract.** *The supplier declares the rule of learning with schedule, warm-up, clipping and decay, the number of steps, and library, backend, versions and settings. The bank tests on at least 10,000 clients of its choice, with all randomness switched off. In float64, on a processor that has it, logits and gradients agree to 10⁻¹², and so do the weights after twenty steps and after the whole training, from the same start on the same batches. At the bank's cutoff no client is decided differently, before or after. In the number format and on the device of production, logits agree to ten times the usual error, and every client decided differently is named. A port that fails one point is a new model.*
#
# The limits fit logits up to ten and some hundred steps; beyond, scale them with the usual error.
#
# </div>

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Exercises
#
# **1. Carry the weights over.** You receive a Keras model's list `[kernel, bias, kernel, bias, …]`. Write the function that returns the list as PyTorch stores it.

# %% tags=["exercise"]
def to_pytorch(weights):
    return ...  # TODO: a new list, in PyTorch's layout


# %% tags=["solution"]
def to_pytorch(weights):
    return [part.T for part in weights]


# %%
check("fw2.to_pytorch", to_pytorch)

# %% [markdown]
# **2. Translate a setting.** A Keras BatchNorm layer has a momentum and an epsilon. Which two numbers, momentum and eps, does PyTorch's BatchNorm need?

# %% tags=["exercise"]
def batch_norm_settings(keras_momentum, keras_epsilon):
    return ...  # TODO: momentum and eps for PyTorch


# %% tags=["solution"]
def batch_norm_settings(keras_momentum, keras_epsilon):
    return 1 - keras_momentum, keras_epsilon


# %%
check("fw2.batch_norm", batch_norm_settings)

# %% [markdown]
# **3. Five test reports.** Five suppliers ported the same model and report their largest gaps to the original (made up). Whose port would you let score *and* retrain? And whose passes outputs, gradients and twenty steps, and is still another model?

# %% tags=["exercise"]
table(pd.DataFrame(REPORTS), "Five suppliers' reports", dict.fromkeys(list(REPORTS)[2:], fw.in_powers))
may_retrain, still_wrong = ..., ...  # TODO: two letters

# %% tags=["solution"]
table(pd.DataFrame(REPORTS), "Five suppliers' reports", dict.fromkeys(list(REPORTS)[2:], fw.in_powers))
may_retrain, still_wrong = "C", "E"

# %%
check("fw2.suppliers", (may_retrain, still_wrong))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Ask a vendor, or your own team:
#
# 1. Were the weights copied, or was the model trained again?
# 2. What is the largest gap on our clients, in float32 and in float64?
# 3. Which formula, schedule and clipping does the new code use, and does a whole training give the same weights?
# 4. Which defaults were left unset on either side, which backend computes, and who read both in the installed version?
# 5. How many clients are decided differently, which way, and who explains it to them?

# %%
quiz("fw2")

# %% tags=["exercise"]
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"]
choice = "send it back"
because = "It was trained again under the same names; copied weights and the ported formula pass the whole test at almost no cost."

# %% slideshow={"slide_type": "slide"}
decide(
    "fw2.port",
    choice,
    because,
    evidence={
        "decisions changed by the port offered": f"{changed(rebuilt)} of {len(clients):,}",
        "decisions changed by training again, ten times": f"{noise['other order'].min()} to {noise['other order'].max()}",
        "decisions changed with copied weights": f"{changed(copied)}, and {int(tests['weights copied, formula ported']['measured'].iloc[-1])} after a training",
        "decisions changed by a late cut that twenty steps pass": afterwards,
        "shared names that differ": f"{len(audit)}, of which {none} can be aligned fully",
    },
)

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# "Treat it as a new model" is a sound answer too, and the expensive one: ask who pays for the validation. Push back on "accept": which of the questions could the supplier answer today? Then ask where else in the house a retraining was called a port.

# %% [markdown]
# ## Sources
#
# - JAX, [Default dtypes and the X64 flag](https://docs.jax.dev/en/latest/default_dtypes.html); PyTorch [issue 122602](https://github.com/pytorch/pytorch/issues/122602) (float64 on Apple)
# - Higham, N. J. (2002). Accuracy and Stability of Numerical Algorithms, 2nd edition, chapter 3. SIAM. [doi:10.1137/1.9780898718027](https://doi.org/10.1137/1.9780898718027)
# - Higham, N. J. and Mary, T. (2019). A new approach to probabilistic rounding error analysis. [doi:10.1137/18M1226312](https://doi.org/10.1137/18M1226312)
# - Kingma, D. P. and Ba, J. (2015). Adam: a method for stochastic optimization, section 2. [arXiv:1412.6980](https://arxiv.org/abs/1412.6980)
# - Loshchilov, I. and Hutter, F. (2019). Decoupled weight decay regularization. [arXiv:1711.05101](https://arxiv.org/abs/1711.05101)
# - PyTorch [issue 23796](https://github.com/pytorch/pytorch/issues/23796) (RMSprop's ε), examples [issue 289](https://github.com/pytorch/examples/issues/289) (BatchNorm's momentum), Keras [issue 23704](https://github.com/keras-team/keras/issues/23704) (float64 on PyTorch), mhcflurry [issue 375](https://github.com/openvax/mhcflurry/issues/375)
# - Data: `credit`, Yeh, I.-C. and Lien, C.-H. (2009), [doi:10.1016/j.eswa.2007.12.020](https://doi.org/10.1016/j.eswa.2007.12.020).
