# ---
# title: The machine under every framework
# decision: May Harbour Bank rely on a framework's derivatives unchecked, and what must it budget for them?
# present: 3
# parts:
#   failure: "A wrong gradient trains anyway"
#   mathematics: "The computational graph"
#   cost: "What it costs in memory"
# minutes: {reading: 28, exercises: 15}
# needs: ["what a derivative and the chain rule are; averages and shares; reading a line of Python"]
# objectives:
#   - tell a right gradient from a wrong one that trains anyway, and say where such a test sees nothing
#   - follow forward and reverse mode through a computational graph, line by line
#   - foresee what derivatives cost in arithmetic and in memory, and what checkpoints change
#   - name the places where automatic differentiation and calculus disagree
# libraries: [numpy, torch, jax]
# claims:
#   - bold: "Reverse mode, the walk backwards, takes the arithmetic of #, and that does not grow with the number of weights."
#     test: tests/frameworks/units/unit_1/test_claims.py::test_a_gradient_takes_as_many_evaluations_whatever_the_number_of_weights
#     kind: exact
#   - bold: "# of # models come out worse, by # points of AUC on average"
#     test: tests/frameworks/units/unit_1/test_claims.py::test_a_forgotten_factor_costs_auc_from_every_start
#   - bold: "a deep network's gradient costs about # evaluations."
#     test: tests/frameworks/units/unit_1/test_claims.py::test_a_deep_networks_gradient_costs_three_evaluations
#     kind: exact
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # The machine under every framework
#
# **The decision.** May Harbour Bank rely on a framework's derivatives unchecked, and what must it budget for them?
#
# *28 minutes of reading, 15 of exercises. You need: what a derivative and the chain rule are; averages and shares; reading a line of Python.*

# %% tags=["hide-input"]
import math

import numpy as np
import pandas as pd

import execml.frameworks as fw
from execml.course import begin, check, decide, fact, hint, predict, quiz, reveal, risk_split, say, show, table
from execml.frameworks.autodiff import elementary
from execml.frameworks.units.unit_1 import figures
from execml.frameworks.units.unit_1.exercises import REPORTS

begin()

def signed(value, digits=3, sign=""):
    return f"{value:{sign}.{digits}f}".replace("-", "−")
# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# A network learns by asking one question again and again: if this weight were a little larger, how would the loss change? It asks for every weight, at every step. The answers together are the [gradient](../glossary.md#Gradient).
#
# PyTorch, TensorFlow and JAX are built around the same machine, which answers that question for all weights at once: [automatic differentiation](../glossary.md#Automatic-differentiation). You can try each weight in turn; the machine walks once through the computation, backwards.

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
# Here is the bank's risk network: 30 numbers about a client, one hidden layer of 16 units, a score $s$, and the loss $\log(1 + e^s) - y\,s$, where $y$ is 1 for a client who defaulted. A developer derives its gradient, and forgets one factor, the slope of $\tanh$. Would anybody notice?
#
# Ten networks are trained from ten starts, twenty times through all clients, each with the right gradient and with the wrong one.

# %% slideshow={"slide_type": "fragment"}
newcomers, outcomes = split.test_features.astype(float), split.test_labels
starts = [fw.starting_weights(30, 16, np.random.default_rng(seed)) for seed in range(10)]
order = fw.shuffled_batches(len(features), np.random.default_rng(2), passes=20, rows=500)
once = order[: len(features) // 500]
rules = {"right": False, "a factor forgotten": True}
ends, auc, early, missed = {}, {}, {}, {}
few_at = fw.value_of(few)
for name, forget in rules.items():
    by_hand = fw.gradient_by_hand(features[:64], labels[:64], forget)
    ends[name] = fw.train_from(starts, features, labels, order, rate=0.3, forget_the_slope=forget)
    auc[name] = np.array([fw.auc(end, newcomers, outcomes) for end in ends[name]])
    begun = fw.train_from(starts, features, labels, once, rate=0.3, forget_the_slope=forget)
    early[name] = np.array([fw.auc(end, newcomers, outcomes) for end in begun])
    tried = [fw.gradient_test(few_at, by_hand, start, np.random.default_rng(seed)) for seed, start in enumerate(starts)]
    missed[name] = np.array(tried)

lost = 100 * (auc["right"] - auc["a factor forgotten"])
found = missed["a factor forgotten"].min()
show(*figures.silent_mistake(auc["right"], auc["a factor forgotten"], (found, missed["right"].max())))
say(f"""
The wrong gradient trains. The loss falls, the [AUC](../glossary.md#AUC) looks like a model's, and no message appears:
**{(lost > 0).sum()} of {len(lost)} models come out worse, by {lost.mean():.1f} points of AUC on average**, and nobody knows.
(A point is a hundredth.) After the first pass it was {100 * np.mean(early["right"] - early["a factor forgotten"]):.1f}: a short trial does not show it.

A test of two evaluations found it from every start.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Trying costs, and blurs
#
# That test moves all weights a step $h$ along a random direction $v$, forward and back, and compares the change of the loss with what the gradient foresees:
#
# $$\nabla f(x) \cdot v \;\approx\; \frac{f(x + hv) - f(x - hv)}{2h}.$$
#
# An error goes unseen only if it is almost at right angles to $v$, so one [central difference](../glossary.md#Central-difference) tests every weight at once. To *compute* a gradient takes one for each weight, and its digits suffer from both sides: a long step meets the bend of the curve, a short one enlarges rounding.
#
# <details><summary>The two errors as formulas</summary>
#
# The bend leaves an error of about $\tfrac{h^2}{6}\,|f'''|$, where $f'''$ is the third derivative along $v$. The rounding error of $f$ is divided by $2h$.
#
# </details>

# %% slideshow={"slide_type": "fragment"}
loss = fw.mean_loss(features, labels)  # a function of the weights
loss_at = fw.value_of(loss)
weights = ends["right"][0]
way = fw.random_direction(weights, np.random.default_rng(4))
_, slope = fw.jvp(loss)(weights, way)  # exact up to rounding; explained below
steps = 10.0 ** np.arange(-6, 0.1, 0.5)
blur = fw.difference_errors(loss_at, float(slope), weights, way, steps)
singles, doubles = (-math.log10(blur.foreseen[form].min()) for form in ("float32", "float64"))

show(*figures.blur(blur), digits=2)
say(f"""
In single precision (float32, about 7 digits), in which networks are usually trained, the best step can promise {singles:.0f}
digits; a point below the line is luck. In double precision (float64, about 16 digits) it can promise {doubles:.0f}. **Differences are too
blurred to train with, and good enough to test with.**
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The computational graph
#
# A program that computes a number is a list of small steps $v_i = \varphi_i(v_j, v_k)$: a sum, a product, an exponential. Drawn with arrows, it is the [computational graph](../glossary.md#Computational-graph). The chain rule runs through it in two directions.
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
Both walks end at {signed(rates[-1])}, the slope along the weight. Downwards, a whole walk served one input. Upwards, it also found
the {signed(sensitivity[1])} of the offset.

<details><summary>The same in code: the lines that add sensitivities up, and three rules</summary>

The score is used twice, so its sensitivity is a sum, {sensitivity[3] + defaulted:.3f} through the logarithm and −1 through the
outcome. These are the lines of `fw.Tensor` that add it up, the second formula in code:

{fw.excerpt(fw.Tensor.backward, "for operand, pullback", "cotangents[id(operand)]")}

And these are three of the rules for $\\partial \\varphi / \\partial v$, for exp, log and tanh; `d` is the rate or sensitivity that comes in,
`y` the step's value, `a` its operand:

{fw.excerpt(elementary, "np.exp: (lambda", "np.tanh")}

</details>

Is it right? The same weights and all {len(features):,} clients go through PyTorch and JAX.
""")

ours = fw.gradient(loss)(weights)
gradients = {
    "PyTorch": fw.torch_gradient(features, labels, weights),
    "JAX": fw.jax_gradient(features, labels, weights),
    "by hand": fw.gradient_by_hand(features, labels)(weights),
}
gap = max(fw.largest_gap(gradient, ours) for gradient in gradients.values())
forgotten = fw.largest_gap(fw.gradient_by_hand(features, labels, forget_the_slope=True)(weights), ours)
engine = fw.lines_of_code("tensor", "shapes", "elementary", "graph", "checks")
agreed = "less than 10⁻¹²" if gap < 1e-12 else f"{gap:.0e}"
say(f"""
**Two libraries, our engine and a careful developer agree**: in float64 none of {sum(part.size for part in ours):,} derivatives
differs by more than {agreed.removeprefix("less than ")} of the largest. That is what "exact" means here: up to rounding. With the
forgotten factor it is {forgotten:.0%}. (Our engine has {engine} lines of code.)
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Why it is cheap
#
# **Theorem (cheap gradient).** Let $f$ depend on $n$ numbers and be computed in $T$ steps, each a sum, difference, product or quotient of two earlier values or constants, or an exp, log or tanh of one, and let every step be differentiable at the values that occur. Then $f$ and all $n$ partial derivatives can be computed with at most $5T$ such operations, whatever $n$ is.

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
Nearly all the arithmetic is matrix products: one a layer, and two more on the way back, for the derivatives of its
weights and for what it hands on. So **a deep network's gradient costs about {deep.gradient:.0f} evaluations.**

<details><summary>Why the risk network needs {shallow.gradient:.1f}, and where the last row comes from</summary>

The risk network does nearly all its work in its first layer. Below it are the clients' facts, which stay as they are, so
the second product falls away: one forward and one back, {shallow.gradient:.1f} with the rest. The last row runs reverse mode on numbers that carry
a rate: one engine on top of the other. All is counted by letting the same code run on arrays that count.

</details>
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What it costs in memory
#
# The theorem is silent about memory. The values of the record must be there when the walk comes back, so memory grows with depth, and decides whether a model fits on a device. The remedy is to forget. Cut $L$ layers into $\sqrt L$ segments, keep only what enters each ([checkpoints](../glossary.md#Checkpointing)), and compute a segment again when the walk comes back to it, for one more forward pass (Chen and others, 2016).

# %% slideshow={"slide_type": "fragment"}
depths = fw.memory_by_depth((4, 16, 36, 64, 100, 144, 196, 256), clients=128, units=4)
wide = fw.memory_by_depth((64,), clients=8, units=64)  # heavy weights, light record
dearer = depths.cost_checkpointed / depths.cost_kept - 1

show(*figures.memory(depths))
say(f"""
At {depths.layers[-1]} layers checkpoints hold a {"tenth" if 9 < depths.kept[-1] / depths.checkpointed[-1] < 11.5 else "fraction"} of the numbers and add {dearer:.0%} of
arithmetic. **Memory is a setting with a price, not a property of the model.** The saving is in the record only: here 128
clients pass through narrow layers. For 8 clients in layers 64 wide, 64 deep, the factor is only {wide.kept[0] / wide.checkpointed[0]:.1f}.

**What this page cannot show.** Operations and numbers are counted, not seconds and bytes, and no graphics card was at hand. The
mistake is one mistake, in one small network, at one bank.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Four footnotes to "exact"
#
# Calculus differentiates the *function*, automatic differentiation the *program*, step by step. Where every step is differentiable they agree. Elsewhere:
#
# 1. **Kinks.** $\mathrm{relu}(x) = \max(x, 0)$ has no derivative at 0. A library returns a number all the same. And $\mathrm{relu}(x) - \mathrm{relu}(-x)$ is $x$, with slope 1; the program's answer at 0 differs (Kakade and Lee, 2018).
# 2. **Ties.** Which of two equal entries is the largest? The derivative has to be divided somehow.
# 3. **A branch not taken.** `where` computes both branches and picks one. On the way back the other receives 0, and $0 \times \infty$ is not a number: NaN spreads to every weight. The cure is a second `where` that keeps the unpicked branch finite.
# 4. **Rounding.** A program that loses its digits has a derivative that loses more.

# %% slideshow={"slide_type": "fragment"}
delicate = fw.delicate_derivatives()
of_a_tie = delicate[(delicate["library"] == "PyTorch") & delicate["call"].str.contains("max")]
ties = ", ".join(f"{call}: {answer:g}" for call, answer in of_a_tie[["call", "answer"]].values)

table(fw.delicate_table(delicate), "Derivatives with respect to the first number, by calculus and by the calls of three programs")
say(f"""
**The answer belongs to the call, not to the library.** PyTorch alone gives two derivatives of one maximum, and two of one
length. {fact("tensorflow.maximum_tie").text} So a port can change a model's training at kinks
and ties without a message, and a test at smooth points will not see it.

<details><summary>The fourth footnote in numbers</summary>

Take $(e^x - 1)/x$, whose slope near 0 is ½. At $x = 10^{{-9}}$ the program answers
{"a number that is off by more than ten" if abs(fw.cancelling_slope() - 0.5) > 10 else "correctly"}: it divides lost digits by $x^2$.

</details>
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Exercises
#
# **1. A memory budget.** In a model of 96 layers (made up), the state that enters a layer weighs 0.25 GB, and the values inside one layer 1.5 GB. With equal segments, one state is kept for each, and the inside of one segment at a time. How many segments hold the least at once?

# %% tags=["exercise"]
segments = ...  # TODO: a number that divides 96

# %% tags=["solution"]
choices = [count for count in range(1, 97) if 96 % count == 0]
segments = min(choices, key=lambda count: 0.25 * count + 1.5 * 96 / count)

# %%
check("fw1.segments", segments)

# %% [markdown]
# **2. Three reports.** Three suppliers report the relative error of their gradient against central differences (made up). Whose gradient is wrong? And which step should C, in single precision, have used?

# %% tags=["exercise"]
table(pd.DataFrame(REPORTS), "Relative error by step", dict.fromkeys(REPORTS, "{:.0e}"))
wrong_supplier, step_for_c = ..., ...  # TODO: "A", "B" or "C", and a step from the table

# %% tags=["solution"]
table(pd.DataFrame(REPORTS), "Relative error by step", dict.fromkeys(REPORTS, "{:.0e}"))
wrong_supplier, step_for_c = "B", 1e-2

# %%
check("fw1.report", (wrong_supplier, step_for_c))

# %% [markdown]
# **3. Three that pass.** Three vendors wrote the gradient of the bank's network by hand, and miss by less than a millionth in float64. A tested where its training starts, at weights of zero, along a random direction; B at weights drawn at random, along a random direction; C at such weights too, and moved only the last layer's. Whose pass rules out a forgotten slope of tanh?

# %% tags=["exercise"]
vendor = ...  # TODO: "A", "B" or "C"

# %% tags=["solution"]
vendor = "B"

# %%
check("fw1.vendor", vendor)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Ask a vendor, or your own team:
#
# 1. Which derivatives in your code were written by hand, and who tests them again after a change?
# 2. At which weights and along which directions was the test made, in float64, and by what share did it miss?
# 3. Where does the model have kinks, ties or branches, and which call of your framework answers there?
# 4. What multiple of one evaluation does a training step cost, and what was counted?
# 5. How much memory holds values for the way back, and were checkpoints tried before larger hardware?

# %%
quiz("fw1")

# %% tags=["exercise"]
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"]
choice = "test what we write ourselves"
because = "The engines agree to rounding, our own mistake trained without a message, and the test that found it costs two evaluations."

# %% slideshow={"slide_type": "slide"}
decide(
    "fw1.derivatives",
    choice,
    because,
    evidence={
        "gap of ours to PyTorch and JAX, as a share": agreed,
        "points of AUC lost by a wrong gradient": f"{lost.mean():.1f}; worse in {(lost > 0).sum()} of {len(lost)}",
        "what the test said of it, at least": f"misses {found:.0%}",
        "evaluations a gradient costs": f"{shallow.gradient:.1f} to {deep.gradient:.1f}",
        "derivatives of one maximum, by PyTorch's calls": ties,
    },
)

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# "Without a test" has a case: millions of users have tested the engines. Ask what they have not tested: the bank's own layers, losses and branches. Then ask who would hand over a loss as a function, and let the room name who runs the test and when.

# %% [markdown]
# ## Sources
#
# - Baur, W. and Strassen, V. (1983). The complexity of partial derivatives. [doi:10.1016/0304-3975(83)90110-X](https://doi.org/10.1016/0304-3975%2883%2990110-X)
# - Chen, T., Xu, B., Zhang, C. and Guestrin, C. (2016). Training deep nets with sublinear memory cost. [arXiv:1604.06174](https://arxiv.org/abs/1604.06174)
# - Griewank, A. and Walther, A. (2008). Evaluating derivatives: principles and techniques of algorithmic differentiation, second edition. SIAM. [doi:10.1137/1.9780898717761](https://doi.org/10.1137/1.9780898717761).
# - Kakade, S. M. and Lee, J. D. (2018). Provably correct automatic subdifferentiation for qualified programs. NeurIPS. [arXiv:1809.08530](https://arxiv.org/abs/1809.08530)
# - Pearlmutter, B. A. (1994). Fast exact multiplication by the Hessian. [doi:10.1162/neco.1994.6.1.147](https://doi.org/10.1162/neco.1994.6.1.147)
# - Data: `credit`, Yeh, I.-C. and Lien, C.-H. (2009), [doi:10.1016/j.eswa.2007.12.020](https://doi.org/10.1016/j.eswa.2007.12.020).
