# ---
# title: The machine under every framework
# decision: May Harbour Bank rely on a framework's derivatives unchecked, and what must it budget for them?
# present: 3
# parts:
#   failure: "A wrong gradient trains anyway"
#   mathematics: "The computational graph"
#   cost: "What it costs in memory"
# minutes: {reading: 28, exercises: 15}
# needs: [what a derivative is; reading a line of Python]
# objectives:
#   - tell a right gradient from a wrong one that trains anyway, with two evaluations
#   - follow forward and reverse mode through a computational graph, line by line
#   - foresee what derivatives cost in arithmetic and in memory, and what checkpoints change
#   - name the places where automatic differentiation and calculus disagree
# libraries: [numpy, torch, tensorflow, scikit-learn]
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # The machine under every framework
#
# **The decision.** May Harbour Bank rely on a framework's derivatives unchecked, and what must it budget for them?
#
# *28 minutes of reading, 15 of exercises. You need: what a derivative is; reading a line of Python.*

# %% tags=["hide-input"]
import math

import numpy as np
import pandas as pd

import execml.frameworks as fw
from execml.course import begin, check, decide, hint, predict, quiz, reveal, risk_split, say, show, table
from execml.frameworks.autodiff import elementary
from execml.frameworks.units.unit_1 import figures
from execml.frameworks.units.unit_1.exercises import BUDGET, REPORTS

begin()

def signed(value, digits=3, sign=""):
    return f"{value:{sign}.{digits}f}".replace("-", "−")

def written(nothing):  # a number, or what to write where there is none
    return lambda value: nothing if math.isnan(value) else f"{value:g}"

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# A network learns by asking one question again and again: if this weight were a little larger, how would the loss change? It asks for every weight, at every step. The answers together are the [gradient](../glossary.md#Gradient).
#
# PyTorch, TensorFlow and their like differ in much, but each is built around the same machine, which answers that question for all weights at once: [automatic differentiation](../glossary.md#Automatic-differentiation). You can try each weight in turn; the machine walks once through the computation, backwards.

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Ask the room first: how would you find out which of two thousand dials on a machine to turn, and what does each try cost? Then show the figure.

# %% tags=["hide-input"]
predict(
    "fw1.walk",
    "Trying each of 8,193 weights forwards and backwards evaluates the loss 16,386 times. The arithmetic of how many evaluations gives the machine all 8,193 answers?",
    low=0,
    high=16_386,
    unit="evaluations",
)

# %% slideshow={"slide_type": "fragment"}
split = risk_split()
features, labels = split.train_features.astype(float), split.train_labels
draw = np.random.default_rng(1)
few = fw.mean_loss(features[:64], labels[:64])  # counting needs no more clients
sizes = (1, 4, 16, 64, 256)
networks = [fw.starting_weights(30, units, draw) for units in sizes]
costs = [fw.derivative_costs(few, weights) for weights in networks]

show(*figures.gradient_costs(costs))
assert (costs[-1].inputs, costs[-1].gradient_by_differences) == (8_193, 16_386)  # or the question is another
reveal("fw1.walk", costs[-1].gradient, "{:,.1f}")
say(f"""
Counted are operations, not seconds: they come out the same on every machine.
**Reverse mode, the walk backwards, takes the arithmetic of {costs[-1].gradient:.1f}, and that does not grow with the number of
weights.** The price is memory.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A wrong gradient trains anyway
#
# Here is the bank's risk network: 30 facts about a client, one hidden layer of 16 units, a score $s$, and the loss $\log(1 + e^s) - y\,s$, where $y$ is 1 for a client who defaulted. A developer derives its gradient, and forgets one factor, the slope of $\tanh$. Would anybody notice?

# %% slideshow={"slide_type": "fragment"}
loss = fw.mean_loss(features, labels)  # a function of the weights
loss_at = fw.value_of(loss)
newcomers, outcomes = split.test_features.astype(float), split.test_labels
start = fw.starting_weights(30, 16, np.random.default_rng(2))
right = fw.gradient_by_hand(features, labels)
wrong = fw.gradient_by_hand(features, labels, forget_the_slope=True)
by_hand = {"right": right, "a factor forgotten": wrong}

def missed_by(rule):  # one direction for both
    return fw.gradient_test(loss_at, rule, start, np.random.default_rng(3))

trained = {name: fw.descend(rule, start, steps=150, rate=1.0) for name, rule in by_hand.items()}
auc = {name: fw.auc(end, newcomers, outcomes) for name, end in trained.items()}
missed = {name: missed_by(rule) for name, rule in by_hand.items()}

table(
    pd.DataFrame({
        "gradient": list(by_hand),
        "loss before": float(loss_at(start)),
        "loss after": [float(loss_at(end)) for end in trained.values()],
        "AUC on new clients": list(auc.values()),
        "missed by": [f"{share:.1%}" if share > 1e-6 else "less than a millionth" for share in missed.values()],
    }),
    "150 steps with a right and a wrong gradient, and what a test of one direction says",
    {"loss before": "{:.2f}", "loss after": "{:.2f}", "AUC on new clients": "{:.2f}"},
)
say(f"""
**The wrong gradient trains.** Its loss falls, its [AUC](../glossary.md#AUC) looks like a model's, and no error message
appears. What is lost is silent: from this start, about {100 * (auc["right"] - auc["a factor forgotten"]):.0f} point of AUC that nobody knows was there.

The last column found it out, with two extra evaluations.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Trying costs, and blurs
#
# The test moves all weights a step $h$ along a random direction $v$, forward and back, and compares the change of the loss with what the gradient foresees:
#
# $$\nabla f(x) \cdot v \;\approx\; \frac{f(x + hv) - f(x - hv)}{2h}.$$
#
# An error in the gradient goes unseen only if it is almost at right angles to $v$. So one [central difference](../glossary.md#Central-difference) tests every weight at once. To *compute* a gradient it takes one for each weight, and its digits suffer from both sides: a long step meets the bend of the curve, a short one enlarges rounding.
#
# <details><summary>The two errors as formulas</summary>
#
# The bend leaves an error of about $\tfrac{h^2}{6}\,|f'''|$, where $f'''$ is the third derivative along $v$. The rounding error of $f$ is divided by $2h$.
#
# </details>

# %% slideshow={"slide_type": "fragment"}
weights = trained["right"]
way = fw.random_direction(weights, np.random.default_rng(4))
_, slope = fw.jvp(loss)(weights, way)  # exact up to rounding; explained below
steps = 10.0 ** np.arange(-6, 0.1, 0.5)
blur = fw.difference_errors(loss_at, float(slope), weights, way, steps)
doubles = -math.log10(blur.foreseen["float64"].min())

show(*figures.blur(blur), digits=2)
say(f"""
In single precision (float32, about 7 digits; here the loss only), in which networks are usually trained, the best
of these steps leaves an error of {blur.measured.min():.1%}, and which step that is nobody knows beforehand. In double precision (float64, about
16 digits) the formula allows {doubles:.0f} digits at best. **Differences are too blurred to train with, and good enough to test
with**: in float64 a mistake of one per cent stands far above the blur.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The computational graph
#
# Every program that computes a number is a list of small steps $v_i = \varphi_i(v_j, v_k)$: a sum, a product, an exponential. Drawn with arrows, the list is the [computational graph](../glossary.md#Computational-graph). The chain rule can run through it in two directions.
#
# **[Forward mode](../glossary.md#Forward-mode)** asks: if the inputs move at given rates, how fast does each step move? It carries a rate $\dot v$ along with each value:
#
# $$\dot v_i = \sum_{j} \frac{\partial \varphi_i}{\partial v_j}\, \dot v_j .$$
#
# One walk gives the rate of everything along *one* direction of the inputs.
#
# **[Reverse mode](../glossary.md#Reverse-mode)** asks: if this step's value were a little larger, how would the final result change? It starts from 1 at the result and hands sensitivities $\bar v$ back:
#
# $$\bar v_j = \sum_{i \text{ uses } j} \bar v_i\, \frac{\partial \varphi_i}{\partial v_j} .$$
#
# One walk gives the derivative of *one* result with respect to everything. Here is one client who is three months late and defaulted.

# %% slideshow={"slide_type": "fragment"}
months_late, defaulted = 3.0, 1.0

def record(weight, offset):
    product = weight * months_late
    score = product + offset
    surprise = score.softplus()  # log(1 + exp(score))
    credit = defaulted * score
    return [weight, offset, product, score, surprise, credit, surprise - credit]

backwards = record(fw.Tensor(0.4), fw.Tensor(-1.5))
sensitivity = fw.sensitivities(backwards[-1], backwards)
forwards = record(fw.Tensor(fw.Dual(0.4, 1.0)), fw.Tensor(-1.5))  # the weight moves at rate 1
rates = [getattr(step.data, "tangent", 0.0) for step in forwards]

table(
    pd.DataFrame({
        "step": ["weight", "offset", "weight × months", "+ offset: the score", "log(1 + exp score)", "outcome × score", "their difference: the loss"],
        "value": [step.item() for step in backwards],
        "↓ rate, if the weight moves": [float(rate) for rate in rates],
        "↑ sensitivity of the loss": [float(found) for found in sensitivity],
    }),
    "The record of one client: values and rates are computed downwards, sensitivities upwards",
    dict.fromkeys(["value", "↓ rate, if the weight moves", "↑ sensitivity of the loss"], signed),
)
say(f"""
Both walks end at the same number: the loss changes at {signed(rates[-1])} times the rate of the weight. Downwards, a whole walk
served one input. Upwards, it also found the {signed(sensitivity[1])} of the offset.

<details><summary>The same in code: the lines that add sensitivities up, and three rules</summary>

The score is used twice, so its sensitivity is a sum, {sensitivity[3] + defaulted:.3f} through the logarithm and −1 through the
outcome. These are the lines of `fw.Tensor` that add it up, the second formula in code:

{fw.excerpt(fw.Tensor.backward, "for operand, pullback", "cotangents[id(operand)]")}

And these are three of the rules for $\\partial \\varphi / \\partial v$, for exp, log and tanh; `d` is the rate or sensitivity that comes in,
`y` the step's value, `a` its operand:

{fw.excerpt(elementary, "np.exp: (lambda", "np.tanh")}

</details>

Is it right? The same weights and all {len(features):,} clients go through PyTorch and TensorFlow.
""")

ours = fw.gradient(loss)(weights)
gradients = {
    "PyTorch, float64": fw.torch_gradient(features, labels, weights),
    "TensorFlow, float64": fw.tensorflow_gradient(features, labels, weights),
    "by hand, right": right(weights),
    "by hand, a factor forgotten": wrong(weights),
}
gaps = {name: fw.largest_gap(found, ours) for name, found in gradients.items()}
engine = fw.lines_of_code("tensor", "shapes", "elementary")
further = fw.lines_of_code("dual", "transforms")
verdict = {name: "less than 10⁻¹²" if gap < 1e-12 else f"{gap:.2f}" for name, gap in gaps.items()}

table(
    pd.DataFrame({"gradient": list(verdict), "largest gap to ours": list(verdict.values())}),
    "Largest difference of any derivative, as a share of the largest derivative",
)
say(f"""
**Two libraries, {engine} lines of Python and a careful developer agree**: none of {sum(part.size for part in ours):,} derivatives differs by more than
10⁻¹² of the largest. That is what "exact" means here: an error of the size of rounding. The
forgotten factor is no rounding. (Lines without comments; forward mode and curvature take {further} more.)
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Why it is cheap
#
# **Theorem (cheap gradient).** Let $f$ depend on $n$ numbers and be computed in $T$ steps, each a sum, difference, product or quotient of two earlier values or constants, or an exp, log or tanh of one, and let every step be differentiable at the values that occur. Then $f$ and all $n$ partial derivatives can be computed with at most $5T$ such operations, whatever $n$ is.
#
# The theorem counts arithmetic. It is silent about memory: the values of the record must be there when the walk comes back.

# %% [markdown]
# <details><summary>The proof: each step costs itself and at most four more</summary>
#
# Walk through the record backwards. Every $\bar v$ starts at 0, that of the result at 1; storing and copying are free.
#
# - A product $y = ab$ hands $\bar y$ on by $\bar a \mathrel{+}= \bar y\, b$ and $\bar b \mathrel{+}= \bar y\, a$: two products and two sums, so four.
# - A quotient $y = a / b$ takes $t = \bar y / b$, then $\bar a \mathrel{+}= t$ and $\bar b \mathrel{-}= t\,y$: four.
# - A sum or a difference takes two. So do exp, with $\bar a \mathrel{+}= \bar y\, y$, and log, with $\bar a \mathrel{+}= \bar y / a$.
# - A tanh takes $\bar a \mathrel{+}= \bar y\,(1 - y\,y)$: four.
#
# So each step costs itself and at most four more. $\blacksquare$
#
# Baur and Strassen (1983) proved such a bound for rational functions, with the factor 3 where only products and quotients of non-constants count.
#
# </details>

# %% slideshow={"slide_type": "fragment"}
kernels = [draw.normal(size=(16, 16)) / 20 for _ in range(64)]
deep = fw.derivative_costs(fw.deep_loss(draw.normal(size=(64, 16))), kernels)
shallow = costs[2]
names = ["the loss alone", "rate along a direction (forward)", "whole gradient (reverse)", "curvature along a direction"]

def multiples(found):
    return [1.0, found.rate, found.gradient, found.curvature]

table(
    pd.DataFrame({
        "what": names,
        f"risk network, {shallow.inputs:,} weights": multiples(shallow),
        f"64 layers, {deep.inputs:,} weights": multiples(deep),
    }),
    "Operations, as multiples of one evaluation of the loss",
    dict.fromkeys([f"risk network, {shallow.inputs:,} weights", f"64 layers, {deep.inputs:,} weights"], "{:.1f}"),
)
say(f"""
Nearly all the arithmetic is matrix products, one a layer. On the way back each layer takes two more: one for the
derivatives of its weights, one to hand the sensitivity on to the layer below. One forward and two back: **a deep network's gradient costs about {deep.gradient:.0f} evaluations.**

<details><summary>Why the risk network needs {shallow.gradient:.1f}, and where the last row comes from</summary>

The risk network does nearly all its work in its first layer. Below it are the clients' facts, which stay as they are, so
the second product falls away: one forward and one back, {shallow.gradient:.1f} with the rest. The last row runs reverse mode on numbers that carry
a rate: one engine on top of the other. All is counted by letting the same code run on arrays that count.

</details>
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What it costs in memory
#
# Reverse mode needs the values of the record on its way back, so memory grows with depth, and decides whether a model fits on a device. The remedy is to forget. Cut $L$ layers into $\sqrt L$ segments, keep only what enters each ([checkpoints](../glossary.md#Checkpointing)), and compute a segment again when the walk comes back to it, for one more forward pass (Chen and others, 2016).

# %% slideshow={"slide_type": "fragment"}
depths = fw.memory_by_depth((4, 16, 36, 64, 100, 144, 196, 256), clients=128, units=4)
wide = fw.memory_by_depth((64,), clients=8, units=64)  # heavy weights, light record
dearer = depths.cost_checkpointed / depths.cost_kept - 1

show(*figures.memory(depths))
say(f"""
At {depths.layers[-1]} layers checkpoints hold a {"tenth" if 9 < depths.kept[-1] / depths.checkpointed[-1] < 11.5 else "fraction"} of the numbers and add {dearer:.0%} of
arithmetic. **Memory is a setting with a price, not a property of the model.** The saving is in the record only. Here 128
clients pass through narrow layers, and the record outweighs the weights; for 8 clients in layers 64 wide, 64 deep, the
factor is only {wide.kept[0] / wide.checkpointed[0]:.1f}. Ask a supplier who sizes hardware which of these was assumed.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Four footnotes to "exact"
#
# Automatic differentiation differentiates the *program*, step by step. Calculus differentiates the *function*. Where every step is differentiable they agree, up to rounding. Elsewhere:
#
# 1. **Kinks.** $\mathrm{relu}(x) = \max(x, 0)$ has no derivative at 0. A library returns a number all the same. And $\mathrm{relu}(x) - \mathrm{relu}(-x)$ is $x$, with slope 1 everywhere; the program's answer at 0 differs (Kakade and Lee, 2018).
# 2. **Ties.** Which of two equal entries is the largest? A library has to divide the derivative, and libraries divide it differently.
# 3. **A branch not taken.** `where` computes both branches and picks one. On the way back the branch not picked receives 0, and $0 \times \infty$ is not a number: NaN spreads to every weight. The cure is a second `where` that keeps the unpicked branch finite.
# 4. **Rounding.** A program that loses its digits has a derivative that loses more.

# %% slideshow={"slide_type": "fragment"}
delicate = fw.delicate_derivatives()
libraries = ["PyTorch", "TensorFlow"]
apart = int((delicate[libraries].nunique(axis=1, dropna=False) > 1).sum())

table(
    delicate,
    "The derivative with respect to x, by calculus and by three programs",
    {"calculus": written("none")} | dict.fromkeys(["ours", *libraries], written("NaN")),
)
say(f"""
**In {apart} of {len(delicate)} rows the two libraries disagree**, with no error message in either. A port can therefore
change a model's training at kinks and ties, and a test at smooth points will not see it.

For the fourth footnote take $(e^x - 1)/x$, whose slope near 0 is ½. At $x = 10^{{-9}}$ the program answers
{"a number that is off by more than ten" if abs(fw.cancelling_slope() - 0.5) > 10 else "correctly"}: it divides lost digits by $x^2$.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What else a derivative tells
#
# With respect to a client's *facts*, derivatives say what the score reacts to, and a supplier may offer that as an explanation. But a derivative is a forecast for small moves. For large ones, or for facts that can only be 0 or 1, ask the model itself.
#
# With respect to the *weights*, the second derivatives say how sharply the loss bends. Gradient descent is stable for steps below $2/\lambda$, where $\lambda$ is the largest curvature: exactly so on a quadratic bowl, and close to a minimum of a smooth loss.
#
# <details><summary>How the largest curvature is found</summary>
#
# All second derivatives would be a [Hessian](../glossary.md#Hessian) matrix of $n^2$ numbers; its product with one direction costs a small multiple of one evaluation (Pearlmutter, 1994). Apply such products again and again to one direction, and it turns to the one of largest curvature.
#
# </details>

# %% slideshow={"slide_type": "fragment"}
forecasts = fw.risk_forecasts(weights, newcomers)
misses = dict(zip(forecasts["what changes"], forecasts["average error"], strict=True))

bend = fw.sharpest_curvature(fw.hessian_vector_product(loss), weights, np.random.default_rng(5))
longest = 2 / bend

calm, wild = (
    np.diff(fw.losses_of_steps(loss_at, right, weights, share * longest, steps=20))
    for share in (0.9, 1.5)
)

table(
    forecasts,
    "Average change of the risk of punctual new clients, in percentage points",
    dict.fromkeys(list(forecasts)[1:3], lambda value: signed(value, 1, "+")) | {"average error": "{:.1f}"},
)
say(f"""
For a tenth more of limit the derivative errs by {misses["limit + 10%"]:.3f} points on the average client. For eight times the limit it errs by
{misses["limit × 8"]:.1f}, and for the late payment by {misses["last month paid late"]:.1f}: being late jumps from no to yes, and a slope says nothing about jumps. **A list of
derivatives is no list of reasons.**
""")
say(f"""
The loss's largest curvature at the trained weights is {bend:.1f}, so the limit for a step is about **{longest:.1f}**. Tried: at 0.9 of that the
loss {"falls in each of 20 steps" if (calm < 0).all() else "does not always fall"}, at 1.5 of that it {"rises on the way" if (wild > 0).any() else "still falls"}. Twenty products told what
a search over learning rates would have had to find out.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Exercises
#
# **1. A rate by hand.** A client uses the share `bill / limit` of the credit line, and both change. Write the forward-mode rule of a quotient: return the share, and the rate at which it changes.

# %% tags=["exercise"]
def share_used(bill, bill_rate, limit, limit_rate):
    return ...  # TODO: the share, and its rate


# %% tags=["solution"]
def share_used(bill, bill_rate, limit, limit_rate):
    share = bill / limit
    return share, (bill_rate - share * limit_rate) / limit


# %%
check("fw1.quotient", share_used)

# %% [markdown]
# **2. A memory budget.** A model has 96 layers (figures made up for this exercise). The state that enters a layer weighs 0.25 GB, and the values inside one layer 1.5 GB. With equal segments, one state is kept for each, and the inside of one segment at a time. How many segments hold the least at once?

# %% tags=["exercise"]
table(pd.DataFrame([BUDGET]), "Gigabytes, and the number of layers", {"layers": "{:.0f}"})
segments = ...  # TODO: a number that divides 96

# %% tags=["solution"]
table(pd.DataFrame([BUDGET]), "Gigabytes, and the number of layers", {"layers": "{:.0f}"})
choices = [count for count in range(1, 97) if 96 % count == 0]
segments = min(choices, key=lambda count: 0.25 * count + 1.5 * 96 / count)

# %%
check("fw1.segments", segments)

# %% [markdown]
# **3. Three reports.** Three suppliers report the relative error of their gradient against central differences (figures made up for this exercise). Whose gradient is wrong? And which step should C, in single precision, have used?

# %% tags=["exercise"]
table(pd.DataFrame(REPORTS), "Relative error by step", dict.fromkeys(REPORTS, "{:.0e}"))
wrong_supplier, step_for_c = ..., ...  # TODO: "A", "B" or "C", and a step from the table

# %% tags=["solution"]
table(pd.DataFrame(REPORTS), "Relative error by step", dict.fromkeys(REPORTS, "{:.0e}"))
wrong_supplier, step_for_c = "B", 1e-2

# %%
check("fw1.report", (wrong_supplier, step_for_c))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Ask a vendor, or your own team:
#
# 1. Which derivatives in your code were written by hand, and what did a test along random directions say, in float64?
# 2. Where does the model have kinks, ties or branches, and what does your framework return there?
# 3. What multiple of one evaluation does a training step cost, and what was counted?
# 4. How much of the device's memory holds values for the way back, and were checkpoints tried before larger hardware?
# 5. When you call a derivative an explanation, for what size of change did you compare it with the model itself?

# %%
quiz("fw1")

# %% tags=["exercise"]
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"]
choice = "rely on it after a gradient test"
because = "The engines agree to a trillionth, and the test that found our own mistake costs two evaluations."

# %% slideshow={"slide_type": "slide"}
decide(
    "fw1.derivatives",
    choice,
    because,
    evidence={
        "gap of ours to PyTorch, as a share": verdict["PyTorch, float64"],
        "AUC of a model trained with a wrong gradient": round(auc["a factor forgotten"], 2),
        "what the test said of it": f"misses {missed['a factor forgotten']:.1%}",
        "evaluations a gradient costs": f"{shallow.gradient:.1f} to {deep.gradient:.1f}",
        "lines of our own engine": engine,
        "delicate points where libraries disagree": f"{apart} of {len(delicate)}",
    },
)

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# "Unchecked" has a case: millions of users have tested the engines. Ask what they have not tested: the bank's own layers, losses and branches. "Our own" has none left after the cost law; ask what else the bank would have to maintain. Let the room name who runs the test and when.

# %% [markdown]
# ## Sources
#
# - Baur, W. and Strassen, V. (1983). The complexity of partial derivatives. Theoretical Computer Science 22, 317–330. [doi:10.1016/0304-3975(83)90110-X](https://doi.org/10.1016/0304-3975%2883%2990110-X)
# - Chen, T., Xu, B., Zhang, C. and Guestrin, C. (2016). Training deep nets with sublinear memory cost. [arXiv:1604.06174](https://arxiv.org/abs/1604.06174)
# - Griewank, A. and Walther, A. (2008). Evaluating derivatives: principles and techniques of algorithmic differentiation, second edition. SIAM. [doi:10.1137/1.9780898717761](https://doi.org/10.1137/1.9780898717761). The standard textbook on both modes; no figure here is taken from it.
# - Kakade, S. M. and Lee, J. D. (2018). Provably correct automatic subdifferentiation for qualified programs. Advances in Neural Information Processing Systems 31, 7125–7135. [arXiv:1809.08530](https://arxiv.org/abs/1809.08530)
# - Pearlmutter, B. A. (1994). Fast exact multiplication by the Hessian. Neural Computation 6. [doi:10.1162/neco.1994.6.1.147](https://doi.org/10.1162/neco.1994.6.1.147)
# - Data: `credit`, Yeh, I.-C. and Lien, C.-H. (2009), [doi:10.1016/j.eswa.2007.12.020](https://doi.org/10.1016/j.eswa.2007.12.020). Licence and codes stand in the datasheet of `datasets`.
