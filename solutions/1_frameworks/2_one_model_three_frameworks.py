# ---
# title: One model, three frameworks
# decision: A supplier has moved Harbour Bank's risk model from TensorFlow to PyTorch and calls it the same model. Do we accept it?
# present: 2
# parts:
#   failure: "Two mistakes that raise no error"
#   mathematics: "The model as a function"
# minutes: {reading: 28, exercises: 13}
# needs: [unit 1 of this module, the idea of a gradient]
# objectives:
#   - tell a model that is the same from one that only performs the same
#   - state how much two correct programs may differ, and why
#   - name the defaults that change when a model changes framework, and align them
#   - require an acceptance test that finds what an AUC hides
# libraries: [numpy, pandas, torch, tensorflow, keras, scikit-learn]
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # One model, three frameworks
#
# **The decision.** A supplier has moved Harbour Bank's risk model from TensorFlow to PyTorch and calls it the same model. Do we accept it?
#
# *28 minutes of reading, 13 of exercises. You need: unit 1 of this module, and the idea of a gradient.*

# %% tags=["hide-input"]
from functools import partial

from execml.course import begin, check, decide, hint, predict, quiz, reveal, risk_split, say, show, table

begin()

import keras
import numpy as np
import pandas as pd
import torch
from sklearn.metrics import roc_auc_score

import execml.frameworks as fw
from execml.frameworks.units.unit_2 import figures
from execml.frameworks.units.unit_2.exercises import REPORTS

split, bar = risk_split(), 0.25
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
# Moving a model is called a [port](../glossary.md#Port). The supplier rebuilt the design, chose the optimiser of the same name, set the same learning rate and trained again. Every name matches. The mathematics behind some of the names does not: each framework has its own [defaults](../glossary.md#Default).
#
# Below, the bank's model is trained in TensorFlow, through its interface Keras, and rebuilt in PyTorch, from the same weights, with the same clients in the same order. The bank refuses a client whose risk of default is above 25%.

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
noise = fw.decision_noise((formula, by_name), (features, labels), clients, bar, draws)
worse = (noise["other order"] > noise["other rule"]).sum()  # retraining changed more than the port
show(*figures.two_scores(risk(original), risk(rebuilt), bar))
reveal("fw2.changed", changed(rebuilt))
say(f"""
The AUC is {auc(original):.2f} before and {auc(rebuilt):.2f} after. **{changed(rebuilt)} of {len(clients):,} clients are
decided differently**, without a message.

Is that many? Let the bank's own team train the original again, on the same clients in another order, and repeat both
with ten other starts and orders. The port changes between
{noise["other rule"].min()} and {noise["other rule"].max()} decisions, the retraining between {noise["other order"].min()} and
{noise["other order"].max()}, and in {worse} of {len(noise)} repetitions the retraining changes more. By this measure the port is harmless.
**But it is a retraining: a new model, and not the one that was approved.** An AUC cannot
tell these cases apart. What can?
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The model as a function
#
# What the bank approved is a function: thirty facts about a client in, one risk out. With kernels $W$ and biases $b$, and $\mathrm{relu}(z) = \max(z, 0)$,
#
# $$\mathrm{logit}(x) = \mathrm{relu}\big(\mathrm{relu}(x W_1 + b_1)\,W_2 + b_2\big)\,W_3 + b_3 .$$
#
# So do not train again: copy the weights. Then every framework should compute the same logits, but not to the last digit. Each [rounds](../glossary.md#Rounding-error) after every operation, and adds in an order of its own. How much may that be?
#
# A guaranteed bound is safe and far too wide, because single errors rarely all point the same way. If they were independent with mean zero, their variances would add up instead. That gives the *usual error* below: an estimate, no bound.

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
found = fw.framework_gaps(weights, clients)  # one row in float32, one in float64
slopes = fw.gradient_gap(weights, features, labels)
narrow = fw.same_weights(weights, "float32", frameworks=["torch"]).torch
gaps, sizes = list(found)[:3], list(found)[3:]
single, double = found.loc["float32"], found.loc["float64"]

def at_most(gap):
    return next((f"below {fw.in_powers(limit)}" for limit in (1e-12, 2e-6) if gap < limit), fw.in_powers(gap))

table(
    found.rename_axis("computed in").reset_index(),
    f"Largest gap to NumPy in {len(clients):,} clients' logits, with the same weights",
    dict.fromkeys(gaps, at_most) | dict.fromkeys(sizes, fw.in_powers),
)
say(f"""
In float32 every gap is {at_most(single[gaps].max())}, a few times the usual error, and {changed(narrow)} decisions change
between the original in float64 and PyTorch in float32. The guarantee is about {round(single['guaranteed'] / single['usual error'], -3):,.0f} times as
wide. **Use the usual size to notice trouble, and float64 to prove equality.** There NumPy,
PyTorch and TensorFlow differ by gaps {at_most(double[gaps[:2]].max())}, and their gradients too ({at_most(slopes)}).

Keras can run on PyTorch as well as on TensorFlow. In float64 it then agrees
{"no better than in float32: this release rounds to float32 when it multiplies matrices there (Keras issue 23704)"
if double["Keras on PyTorch"] > 1e-9 else "as well as the others"}. **The name of a framework no longer says which code computes.** So the contract must
name the backend too, and its version.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Two mistakes that raise no error
#
# **A layout.** Keras stores a kernel as (inputs, outputs), PyTorch as (outputs, inputs). Whoever copies weights has to transpose. Forgotten for a layer of 30 by 64, that stops with an error. The middle layer here is 64 by 64.
#
# **A double sigmoid.** In Keras, a model usually ends in a sigmoid, $\sigma(z) = 1/(1+e^{-z})$, and its loss, `BinaryCrossentropy`, expects the probability. PyTorch's `BCEWithLogitsLoss` expects the [logit](../glossary.md#Logit) and applies the sigmoid itself. Keep the last layer, take that loss, and the model is trained on $\sigma(\sigma(z))$, which never falls below one half.

# %% tags=["hide-input"]
predict(
    "fw2.sigmoid",
    "The original refuses about a quarter of the clients. Of 100 clients, how many does the model with the double sigmoid refuse?",
    low=0,
    high=100,
    unit="of 100",
)

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
reveal("fw2.sigmoid", 100 * (reported > bar).mean())
say(f"""
The wrong layout leaves an AUC of {auc(square):.2f}, about that of a coin, and refuses
{(risk(square) > bar).mean():.0%} of the clients. The double sigmoid refuses {(reported > bar).mean():.0%}: the loss wants an
output near {labels.mean():.0%}, cannot get below 50%, and pushes every risk to zero. These two are found by looking. What follows is not.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The rule of learning
#
# Once a year the bank retrains. Then the optimiser is part of the model. RMSprop divides each gradient $g$ by the root of its recent mean square $v$, so that steep and flat directions move alike:
#
# $$\begin{aligned}
# \text{both: } v &\leftarrow \alpha\, v + (1-\alpha)\, g^2, \\
# \text{PyTorch: } w &\leftarrow w - \eta\,\frac{g}{\sqrt v + \varepsilon}, \\
# \text{Keras: } w &\leftarrow w - \eta\,\frac{g}{\sqrt{v + \varepsilon}}.
# \end{aligned}$$
#
# Two things differ. PyTorch's α is 0.99 by default and Keras' is 0.9, so one averages over about a hundred steps and the other over ten. And ε stands outside the root or inside: with ε = 10⁻⁷ inside, a gradient of 10⁻⁴ is divided by about 3·10⁻⁴ in place of 10⁻⁴.
#
# Below, PyTorch takes the original's training step by step: under the name only; with Keras' α and ε; and with Keras' formula. One more run uses that formula, and starts from weights that were saved in float32.

# %% slideshow={"slide_type": "fragment"}
saved = [part.astype("float32") for part in start]
by_arguments, arguments_path = trained("torch", start, partial(in_torch, alpha=0.9, eps=1e-7))
by_formula, formula_path = trained("torch", start, formula)
from_saved, saved_path = trained("torch", saved, formula)

lines = {"same name": rebuilt_path, "same α and ε": arguments_path,
         "same formula, start\nsaved in float32": saved_path, "same formula": formula_path}
distances = {name: fw.gaps_along(path, original_path) for name, path in lines.items()}
leap = int(np.argmax(fw.gaps_along(saved_path, original_path) > 1e-6))  # steps until the gap leaps
batch = features[order[leap]]
switched, switches = fw.relu_switches(saved_path[leap - 1], original_path[leap - 1], batch)
show(*figures.apart(distances))
say(f"""
The name alone changes {changed(rebuilt)} decisions, aligned arguments {changed(by_arguments)}, **the whole formula
{changed(by_formula)}**: after {len(original_path)} steps by Keras' own code and by ours on PyTorch, the weights agree to 12 decimals.

The line with triangles is a warning. Its formula is the same, and its start differs in the eighth decimal. For
{leap} steps nothing happens. In the next batch, {switched} of {switches:,} ReLUs stands on the other side of its kink, the gap leaps,
and in the end {changed(from_saved)} decisions change. In float32 every step rounds by as much.
**So nobody can promise the same model after a whole training in float32. Ask for the same twenty steps, in float64.**
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The defaults audit
#
# RMSprop is no exception. `defaults_audit()` reads the defaults from the libraries installed on this machine, runs both on the bank's clients in float64, measures how far they come apart, aligns the arguments and measures again.
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
columns = ["name", "PyTorch", "Keras", "drift", "align", "aligned drift"]
table(
    audit[columns].rename(columns={"align": "aligned by", "aligned drift": "left"}),
    "Same name, other mathematics: defaults as installed, drifts as measured",
    {"drift": "{:.2g}", "left": lambda gap: "none" if gap < 1e-8 else fw.in_powers(gap)},
)
show(*figures.drifts(audit))
say(f"""
Twenty steps move an RMSprop model by up to {drift["RMSprop"]:.2f} in a weight, an Adam model with weight decay by
{drift["Adam, weight_decay=0.01"]:.2f}. Drifts are measured in different things (weights, outputs, a loss, the spread of
fresh weights), so compare within a kind.

**{none} of {len(audit)} disappear** once a few arguments are given: what is left is below 10⁻⁸, since Keras rounds some settings to
float32. The others cannot. Fresh weights are random numbers, and aligned means the same distribution, with what
chance leaves. BatchNorm keeps {fw.in_powers(left["BatchNorm"])}, because PyTorch's moving
variance divides by n − 1 and Keras' by n, and no argument changes that.

<details><summary>Why aligning arguments is not enough for a trained model</summary>

Where ε stands in different places, the audit makes it tiny in both. That changes the original too. To keep a trained
model's rule, port the formula, as above (and as mhcflurry had to, issue 375).

</details>
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## An acceptance test that a leader can require
#
# Four questions, in float64, on the bank's own clients. Do both give the same outputs? The same gradients? From one start, the same weights after twenty steps on the same batches? Does any decision change?
#
# The first three must agree to 10⁻¹²: well above rounding, usually below 10⁻¹⁵ here, and well below any real difference on this page. Even a start saved in float32 shows as 10⁻⁸.

# %% slideshow={"slide_type": "fragment"}
copied = fw.same_weights(weights, "float64", frameworks=["torch"]).torch
ports = {
    "weights copied, formula ported": (copied, formula),
    "weights copied, optimiser by name": (copied, in_torch),
    "one kernel not transposed": (square, formula),
    "trained again, optimiser by name": (rebuilt, in_torch),
    "trained again, formula ported": (by_formula, formula),
}
twenty = fw.shuffled_batches(len(labels), np.random.default_rng(7))[:20]
training = (features, labels, twenty)
tests = {name: fw.acceptance_test(original, model, in_keras, optimiser, clients, training, bar)
         for name, (model, optimiser) in ports.items()}
passed = sum(bool(test["passed"].all()) for test in tests.values())
table(fw.side_by_side(tests), "Five ports under the acceptance test: passed, or by how much it failed")
say(f"""
**{passed} of {len(ports)} ports pass.** The second decides exactly as the original does today, and becomes another
model at its first retraining: it may score, not learn. The third passes the training, which gives it the right
weights first: no single test finds everything. The fourth is the one that was offered.

The cost of a migration is what has to be approved again. Weights and formula: this test, the programs around the model,
monitoring. Weights only: the same, and an approval before the first retraining. Names only: what any new model needs,
validation, thresholds, fairness and reasons, for one that ranks no better: an AUC of {auc(rebuilt):.2f} against {auc(original):.2f}.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# <div class="alert alert-block alert-info" role="note">
#
# **A clause for the contract.** *The bank runs the test, on at least 10,000 clients of its own choice, with the library and backend versions written down and all randomness, such as dropout, switched off. In float64, logits and gradients agree to 10⁻¹², and so do the weights after twenty training steps from the same start on the same batches. No client is decided differently. In the number format of production, logits agree to ten times the usual error, and every client decided differently is named. A port that fails one point is a new model.*
#
# The limits fit logits up to about ten; larger numbers or a much deeper network need them in proportion to the usual error.
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
# **3. Four test reports.** Four suppliers ported the same model and report their largest gaps to the original (figures made up for this exercise). Whose port would you let score *and* retrain? Whose may score, but not retrain?

# %% tags=["exercise"]
table(pd.DataFrame(REPORTS), "Four suppliers' reports", dict.fromkeys(list(REPORTS)[2:], fw.in_powers))
may_retrain, may_only_score = ..., ...  # TODO: two letters

# %% tags=["solution"]
table(pd.DataFrame(REPORTS), "Four suppliers' reports", dict.fromkeys(list(REPORTS)[2:], fw.in_powers))
may_retrain, may_only_score = "C", "B"

# %%
check("fw2.suppliers", (may_retrain, may_only_score))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Ask a vendor, or your own team:
#
# 1. Were the weights copied, or was the model trained again?
# 2. What is the largest gap in outputs on our clients, in float32 and in float64?
# 3. Which optimiser formula does the new code use, and do twenty steps give the same weights?
# 4. Which defaults were left unset on either side, and who read them in the installed version?
# 5. How many clients are decided differently, which way, and who explains it to them?

# %%
quiz("fw2")

# %% tags=["exercise"]
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"]
choice = "send it back"
because = "It was trained again under the same names; copied weights and the ported formula pass the same test at almost no cost."

# %% slideshow={"slide_type": "slide"}
decide(
    "fw2.port",
    choice,
    because,
    evidence={
        "decisions changed by the port offered": f"{changed(rebuilt)} of {len(clients):,}",
        "decisions changed by training again, ten times": f"{noise['other order'].min()} to {noise['other order'].max()}",
        "decisions changed with copied weights": changed(copied),
        "shared names that differ": f"{len(audit)}, of which {none} can be aligned fully",
    },
)

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# "Treat it as a new model" is a sound answer too, and the expensive one: ask who pays for the validation. Push back on "accept": which of the four questions could the supplier answer today? Then ask where else in the house a retraining was called a port.

# %% [markdown]
# ## Sources
#
# - Higham, N. J. (2002). Accuracy and Stability of Numerical Algorithms, 2nd edition, chapter 3. SIAM. [doi:10.1137/1.9780898718027](https://doi.org/10.1137/1.9780898718027)
# - Higham, N. J. and Mary, T. (2019). A new approach to probabilistic rounding error analysis. [doi:10.1137/18M1226312](https://doi.org/10.1137/18M1226312)
# - Kingma, D. P. and Ba, J. (2015). Adam: a method for stochastic optimization, section 2 for the two places of ε. [arXiv:1412.6980](https://arxiv.org/abs/1412.6980)
# - Loshchilov, I. and Hutter, F. (2019). Decoupled weight decay regularization. [arXiv:1711.05101](https://arxiv.org/abs/1711.05101)
# - Glorot, X. and Bengio, Y. (2010). Understanding the difficulty of training deep feedforward neural networks, equation 16.
# - PyTorch [issue 23796](https://github.com/pytorch/pytorch/issues/23796) (RMSprop's ε), PyTorch examples [issue 289](https://github.com/pytorch/examples/issues/289) (BatchNorm's momentum), Keras [issue 23704](https://github.com/keras-team/keras/issues/23704) (float64 on PyTorch), mhcflurry [issue 375](https://github.com/openvax/mhcflurry/issues/375) (a port that had to restore Keras' formulas)
# - Formulas and defaults as in the libraries installed here; `constraints.txt` names their releases.
# - Data: `credit`, Yeh, I.-C. and Lien, C.-H. (2009), [doi:10.1016/j.eswa.2007.12.020](https://doi.org/10.1016/j.eswa.2007.12.020). Licence and codes stand in the datasheet.
