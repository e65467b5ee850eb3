# ---
# title: The price of training
# decision: The team asks for longer runs, a famous optimiser and a larger model. Which of these does the bank fund first?
# present: 4
# parts:
#   failure: "Tuned or famous?"
#   mathematics: "How many steps?"
#   cost: "What it costs"
# minutes: {reading: 24, exercises: 17}
# needs: ["what a derivative is", "unit 1, or the word gradient", "folded proofs use eigenvectors"]
# objectives:
#   - tell a tuned optimiser from a famous one, and weight decay from weight decay
#   - read from the data how many steps training needs, and cut that number before paying for it
#   - say when longer training is worse, and when it hardly matters
#   - decide by new data when to stop and how large to build
# libraries: [numpy, pandas, matplotlib, torch]
# claims:
#   - bold: "At their defaults Adam leads plain SGD by # points of AUC; tuned, by #."
#     test: tests/frameworks/units/unit_3/test_claims.py::test_most_of_adams_lead_is_that_of_its_default_rate
#   - bold: "After twenty passes, tuned again, both are within # points."
#     test: tests/frameworks/units/unit_3/test_claims.py::test_longer_runs_close_the_gap_that_tuning_left
#   - bold: "With the same number Adam ends below AdamW in # of # pairs, by # to # points."
#     test: tests/frameworks/units/unit_3/test_claims.py::test_weight_decay_is_not_weight_decay
#   - bold: "Standardising divides the number of steps by about #; leaving out two near-copies divides it by another #."
#     test: tests/frameworks/units/unit_3/test_claims.py::test_other_halves_of_the_year_need_as_many_steps
#   - bold: "Momentum turns # promised steps into #."
#     kind: exact
#     test: tests/frameworks/units/unit_3/test_claims.py::test_the_promises_hold_for_every_bowl_and_start
#   - bold: "At # units, one for each hour, training to the end makes the error # times what stopping gives; at # units # times, and at # units # times."
#     test: tests/frameworks/units/unit_3/test_claims.py::test_longer_is_much_worse_only_where_units_meet_hours
#   - bold: "Bigger helps here, if it comes with a penalty: from # rentals at # units to # at #, and in # of # draws."
#     test: tests/frameworks/units/unit_3/test_claims.py::test_a_larger_model_with_a_penalty_is_better
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # The price of training
#
# **The decision.** The team asks for longer runs, a famous optimiser and a larger model. Which of these does the bank fund first?
#
# *24 minutes of reading, 17 of exercises. You need: what a derivative is; unit 1, or the word gradient; folded proofs use eigenvectors.*

# %% tags=["hide-input"] slideshow={"slide_type": "skip"}
import numpy as np
import pandas as pd

import execml.frameworks as fw
from execml.course import (
    begin, check, decide, hint, load, predict, quiz, reveal, risk_split, rivals, say, show, table,
)
from execml.course.digits import at_most
from execml.frameworks.units.unit_3 import figures

begin()
hours, clients, split = load("bikes"), load("credit"), risk_split()

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# Training is a long walk downhill in short steps. Three requests come up in every budget: a better walker, a longer walk, a larger model.
#
# A supplier trains Harbour Bank's risk model with two optimisers, plain gradient descent (SGD) and [Adam](../glossary.md#Adam) (Kingma and Ba, 2015), each at PyTorch's default rate. Adam is far ahead, and the supplier asks for a licence.

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Ask the room before the figure: what else differs between the two runs than the name of the optimiser? Wait for somebody to say "the step size".

# %% tags=["hide-input"]
predict(
    "fw3.tuned",
    "At its default, plain SGD ranks clients hardly better than a coin (AUC 0.5). Its step size, the learning rate, was never tuned. "
    "With the best of six rates, which AUC does it reach?",
    low=0.5,
    high=0.8,
    unit="AUC",
)

# %% slideshow={"slide_type": "fragment"}
from execml.frameworks.networks.sweeps import compare_rules, rate_sweep

rules = {"SGD": (fw.SGD, {}), "SGD with momentum": (fw.SGD, {"momentum": 0.9}), "Adam": (fw.Adam, {})}
tried, default = 10.0 ** np.arange(-4, 2), 1  # PyTorch's default is 0.001 for all three
seeds = (1, 2, 3, 4)
chosen, auc = compare_rules(split, rules, tried, seeds)  # five passes; chosen by validation loss
best = {name: auc[name][chosen[name]] for name in rules}
at_default = {name: auc[name][default] for name in rules}
trees = rivals()["boosted trees"].auc
longer = {}  # twenty passes, the best rate and its neighbours
for name, rule in (("SGD", fw.SGD), ("Adam", fw.Adam)):
    near = tried[max(chosen[name] - 1, 0) : chosen[name] + 2]
    runs = rate_sweep(split, rule, near, seeds, epochs=20).mean(axis=1)
    longer[name] = runs[runs[:, 0].argmin(), 1]

show(*figures.learning_rates(tried, auc, chosen, default))
reveal("fw3.tuned", best["SGD"], "{:.2f}")
say(f"""
**At their defaults Adam leads plain SGD by {100 * (at_default["Adam"] - at_default["SGD"]):.0f} points of AUC; tuned, by {100 * (best["Adam"] - best["SGD"]):.1f}.** A point is a hundredth of AUC; these are means of four runs of five passes. **After twenty passes, tuned again, both are within {at_most(max(0.1, abs(100 * (longer["Adam"] - longer["SGD"]))), ".1f")} points.** A comparison at
defaults compares defaults. Boosted trees, untuned and on a third more clients, have {trees:.3f}, and SGD now {longer["SGD"]:.3f}.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Tuned or famous?
#
# Why does Adam's default work? It divides each weight's step by the usual size of its gradient. At the first step it moves *every* weight by the learning rate, up or down, whatever the gradient. So one rate serves all.
#
# <details><summary>Adam's formula</summary>
#
# With running averages $m$ of the gradient $g$ and $v$ of $g^2$, freed from their start at zero, $w \leftarrow w - \eta\,\hat m/(\sqrt{\hat v} + 10^{-8})$. At the first step $\hat m = g$ and $\hat v = g^2$: the move is $-\eta\,\mathrm{sign}(g)$, unless $g$ itself is near $10^{-8}$.
#
# </details>
#
# The same division makes one name stand for two things. *Weight decay* in AdamW shrinks each weight by a fixed share per step (Loshchilov and Hutter, 2019). In Adam the same argument is added to the gradient, and divided with it: it pulls hardest where gradients are small.

# %% slideshow={"slide_type": "fragment"}
import torch

weights, slopes = np.zeros(3), np.array([1e-4, -1.0, 1e6])
fw.Adam([weights], lr=0.01).step([slopes])
theirs = torch.zeros(3, dtype=torch.float64, requires_grad=True)
theirs.grad = torch.tensor(slopes)
torch.optim.Adam([theirs], lr=0.01).step()
assert np.abs(theirs.detach().numpy() - weights).max() < 1e-12
first_step = ", ".join(f"{move:+.2f}" for move in weights).replace("-", "−")

strengths = (0.01, 0.1, 0.3)
ends = {
    rule: np.array([rate_sweep(split, rule, [0.01], (1, 2), weight_decay=strength)[0, :, 1] for strength in strengths])
    for rule in (fw.AdamW, fw.Adam)
}
behind = 100 * (ends[fw.AdamW] - ends[fw.Adam])  # points, shape (strengths, seeds)
say(f"""
Adam's first step (rate 0.01), ours as PyTorch's, for gradients of 0.0001, −1 and a million is {first_step}.

Weight decay {", ".join(f"{strength:g}" for strength in strengths)}, same data, same start. **With the same number Adam ends below AdamW in {(behind > 0).sum()} of {behind.size} pairs, by {behind.min():.0f} to {behind.max():.0f} points.** Each could be tuned; the number doesn't carry over.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## How many steps?
#
# For one kind of model this has an exact answer: [least squares](../glossary.md#Least-squares), the line of best fit. Its error surface is a bowl, round or long and narrow. Call its steepest curvature $L$ and its flattest $\mu$.
#
# [Gradient](../glossary.md#Gradient) descent repeats $w \leftarrow w - \eta\,\nabla f(w)$ with a learning rate $\eta$. It arrives, from every start, if and only if $0 < \eta < 2/L$. With the best fixed rate, each step leaves at most the share
#
# $$\frac{\kappa - 1}{\kappa + 1}, \qquad \kappa = \frac{L}{\mu},$$
#
# of the distance. One number decides, the [condition number](../glossary.md#Condition-number) $\kappa$: how much steeper the bowl is one way than another. About $\tfrac{\kappa}{2}\log 1000$ steps make the distance a thousand times smaller.
#
# Two real tables stand for models too large to solve directly: a city's bike rentals in 2011, hour by hour, and the bank's clients.
#
# <details><summary>Proof: each direction of the bowl shrinks by a factor of its own</summary>
#
# $L$ and $\mu$ are the largest and smallest eigenvalue of $H = A^\top A/n$, where $A$ is the table of inputs with $n$ rows, and $f(w) = \tfrac12 (w-m)^\top H (w-m)$ up to a constant. Along an eigenvector with eigenvalue $\lambda$ each step multiplies the distance to $m$ by $1 - \eta\lambda$. The worst of these is the larger of $|1-\eta L|$ and $|1-\eta\mu|$. It is below 1 exactly for $0<\eta<2/L$, and smallest where the two are equal, at $\eta = 2/(L+\mu)$. (With this step the same factor bounds every function whose curvature stays between $\mu$ and $L$: Nesterov, 2004, theorem 2.1.15.)
#
# </details>

# %% slideshow={"slide_type": "fragment"}
from execml.frameworks.training.bowls import fit_error, input_tables, plain_or_power
from execml.frameworks.training.descent import METHODS, Settings, conjugate_distances, slowest_direction, steps_promised

tables = input_tables(hours, clients)
target = (hours["rentals"] - hours["rentals"].mean()).to_numpy()
kappas = {name: fw.condition_number(columns) for name, columns in tables.items()}
steps = [steps_promised("gradient descent", kappa, 1_000) for kappa in kappas.values()]

scaled, apart = list(tables.values())[-2:]  # bikes, standardised: all columns, and without two
limit = 2 / fw.curvatures(scaled)[-1]
below, above = (
    fw.least_squares_distances(scaled, target, Settings(share * limit), 100)[-1] for share in (0.9, 1.1)
)
raw, kappa, without_two = list(kappas.values())[-3:]
worse = fit_error(apart, target) / fit_error(scaled, target) - 1
table(
    pd.DataFrame({"table": list(kappas), "condition number κ": kappas.values(), "steps to a thousandth": steps}),
    "How many steps gradient descent needs is a property of the data",
    {"condition number κ": plain_or_power, "steps to a thousandth": plain_or_power},
)
say(f"""
**Standardising divides the number of steps by about {round(raw / kappa, -4):,.0f}; leaving out two near-copies divides it by another {round(kappa / without_two, -1):,.0f}.** The month nearly repeats the day of the
year, and the felt temperature the temperature: along their difference the bowl is flat. Scaling is free; leaving the two out raises the error of the fit by {worse:.2%}.

Too long a step is fatal: 100 steps at 10% below the limit $2/L$ leave {below:.0%} of the distance; at 10% above, they multiply it by about {above / 1e6:.0f} million.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ### Momentum: the square root
#
# Let the walker keep some of its speed. [Momentum](../glossary.md#Momentum) adds a share $\beta$ of the last move to each step. Polyak's *heavy ball* (1964) does just this. Nesterov's variant takes the gradient where the momentum is about to carry it.
#
# **Theorem.** At its best settings and from rest, heavy ball leaves after $k$ steps at most the share $\big(1 + \tfrac{2k\sqrt\kappa}{\sqrt\kappa+1}\big)\,r^k$ of the distance, with $r = \tfrac{\sqrt\kappa-1}{\sqrt\kappa+1}$. One direction, the steepest, is left with exactly that much.
#
# The square root of $\kappa$ is the gain. The factor in front is the price: at first, the distance may *rise*.
#
# <details><summary>Proof: the settings, why the steepest direction is the slow one, and Nesterov's law</summary>
#
# Heavy ball takes $\eta = 4/(\sqrt L + \sqrt\mu)^2$ and $\beta = r^2$. Along an eigenvector with eigenvalue $\lambda$ write $2rx = 1 + \beta - \eta\lambda$. The distance obeys $p_{k+1} = 2rx\,p_k - r^2 p_{k-1}$ with $p_0 = 1$ and, from rest, $p_1 = 2rx - r^2$. So $p_k = r^k\,(U_k(x) - r\,U_{k-1}(x))$, with Chebyshev polynomials of the second kind. As $\lambda$ runs from $\mu$ to $L$, $x$ runs from 1 to $-1$, where $|U_k| \le k+1$. Hence $|p_k| \le r^k (1 + k + rk)$, which is the bound. At $x = -1$, $U_k = (-1)^k (k+1)$, and the two terms add up: equality. Along the flattest direction, $x = 1$, they are subtracted, and only $1 + 2k/(\sqrt\kappa+1)$ stands in front.
#
# Nesterov's method takes $\eta = 1/L$ and $\beta = r$; its slow direction is the flattest, with $(1+k/\sqrt\kappa)(1-1/\sqrt\kappa)^k$.
#
# *Bowl* is a condition: there are strongly convex functions on which heavy ball with these settings runs in a circle for ever (Lessard, Recht and Packard, 2016), while Nesterov's method keeps a guarantee of order $\sqrt\kappa$ steps on all of them. And no method that adds up gradients can promise a factor below $r$ whatever the number of directions (Nesterov, 2004, chapter 2). With few, [conjugate gradients](https://doi.org/10.6028/jres.049.044) (Hestenes and Stiefel, 1952) can: but for rounding they end after as many steps as columns.
#
# </details>

# %% slideshow={"slide_type": "fragment"}
flattest, steepest = fw.curvatures(scaled)[[0, -1]]
paths = {
    method: fw.least_squares_distances(scaled, target, fw.best_settings(method, flattest, steepest), 4_000)
    for method in METHODS
}
bounds = {method: slowest_direction(method, kappa, 4_000) for method in METHODS}
assert all((paths[method] <= bounds[method] * (1 + 1e-6) + 1e-12).all() for method in METHODS)
promised = {method: steps_promised(method, kappa, 1_000) for method in METHODS}
taken = {method: int(np.argmax(paths[method] < 1e-3)) for method in METHODS}
conjugate = int(np.argmax(conjugate_distances(scaled, target, 100) < 1e-3))

show(*figures.rates(paths, bounds, kappa))
say(f"""
**Momentum turns {promised["gradient descent"]:,} promised steps into {promised["heavy ball"]:,}.** On the bike table it took {taken["heavy ball"]}, Nesterov's method {taken["Nesterov"]}, and gradient descent {taken["gradient descent"]:,}. Before it falls, heavy ball's distance first rises
{paths["heavy ball"].max():.1f}-fold, and it may rise {bounds["heavy ball"].max():.0f}-fold: a loss curve that climbs at first is no alarm, and no success.

Conjugate gradients, which choose both settings anew at each step, took {conjugate} for {scaled.shape[1]} columns. They rely on the bowl, and a network's loss is none.
""")

# %% slideshow={"slide_type": "fragment"}
figures.step_dial(scaled, target)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Longer, and larger
#
# All this was about reaching the bottom of the bowl. The bottom is the best fit to the *past*. What matters is the error on hours not seen.
#
# Take a network with one hidden layer whose hidden weights are drawn once and left (*random features*; Rahimi and Recht, 2007). Only the output layer learns. That is least squares again, and a hundred million steps cost one formula.
#
# The model learns from 400 hours; 200 others choose when to stop ([early stopping](../glossary.md#Early-stopping)), or how strong a penalty on large weights is (*ridge*; Hoerl and Kennard, 1970); 2,000 more are the test. What happens at each size, in ten draws of hours and weights?

# %% slideshow={"slide_type": "fragment"}
from execml.frameworks.training.generalisation import bike_study, size_sweep

widths = [50, 100, 200, 300, 400, 500, 700, 1_000, 2_000]
counts, penalties = np.unique(np.geomspace(1, 1e8, 25).astype(int)), 10.0 ** np.arange(-5, 1)
sweeps = [
    size_sweep(*bike_study(hours, np.random.default_rng(seed)), widths, counts, penalties) for seed in range(10)
]
sweep = {name: np.median([each[name] for each in sweeps], axis=0) for name in sweeps[0]}
rise = np.mean([each["end"] / each["stopped"] for each in sweeps], axis=0)
small, middle, large = (widths.index(width) for width in (100, 400, 2_000))
wins = sum(each["ridge"][large] < each["ridge"][small] for each in sweeps)

show(*figures.longer_and_larger(widths, sweep, hours=400))
say(f"""
**At {widths[middle]} units, one for each hour, training to the end makes the error {rise[middle]:.1f} times what stopping gives; at {widths[small]} units {rise[small]:.1f} times, and at {widths[large]:,} units {rise[large]:.1f} times.** (Means of ten draws; the figure shows medians.) The
size at which the model can just fit every row is the *interpolation threshold*. There the fit to the past hangs on directions that hardly matter, and the noise in them is blown up. Below, longer training does little harm; beyond, less and less: [double descent](../glossary.md#Double-descent) (Belkin and others, 2019). So neither "longer is better" nor "longer is worse" is a law.

**Bigger helps here, if it comes with a penalty: from {sweep["ridge"][small]:.0f} rentals at {widths[small]} units to {sweep["ridge"][large]:.0f} at {widths[large]:,}, and in {wins} of {len(sweeps)} draws.** Stopping in time reaches {sweep["stopped"][large]:.0f}. This is least squares on fixed features, and no law for
larger networks.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What it costs
#
# What this page cannot show: 400 hours of one city and year, whose test hours lie between the training hours; a small network on 30,000 clients of one bank; five or twenty passes, a few seeds; no large model, whose bowl changes as it trains, and no graphics card.

# %% tags=["hide-input"] slideshow={"slide_type": "fragment"}
rows = [
    ("A tuned rate", f"{len(tried)} short runs", f"AUC {at_default['SGD']:.2f} → {best['SGD']:.2f} for SGD, {at_default['Adam']:.2f} → {best['Adam']:.2f} for Adam"),
    ("Scaled inputs", "a line of code", f"steps divided by {round(raw / kappa, -4):,.0f}"),
    ("A famous optimiser", "a licence, or nothing", f"{100 * (best['Adam'] - best['SGD']):.1f} points once both are tuned"),
    ("Longer runs", "time, in proportion", f"AUC {best['SGD']:.3f} → {longer['SGD']:.3f} for SGD in twenty passes; bikes: error {sweep['stopped'][middle]:.0f} → {sweep['end'][middle]:.0f} rentals at {widths[middle]} units, {sweep['stopped'][large]:.0f} → {sweep['end'][large]:.0f} at {widths[large]:,}"),
    ("A larger model", f"{widths[large] // widths[small]} × the units", f"error {sweep['ridge'][small]:.0f} → {sweep['ridge'][large]:.0f} rentals, both with a penalty"),
]
table(pd.DataFrame(rows, columns=["request", "it costs", "it bought here"]), "Cheap repairs come before every request")
say("**The order that wastes least:** scale the inputs, tune the rate, watch new data and stop; then a larger model with a penalty.")

# %% [markdown]
# ## Exercises
#
# **1. What momentum would need.** A supplier's log shows gradient descent at its best step: each step leaves the share `shrink` of the distance, say 0.98. Write a function that returns after how many steps heavy ball, from rest, has *surely* made the distance `target` times smaller. (Use the theorem's bound, the factor in front included.)

# %% tags=["exercise"]
def momentum_steps(shrink, target):
    return ...  # TODO: a whole number of steps

# %% tags=["solution"]
def momentum_steps(shrink, target):
    kappa = (1 + shrink) / (1 - shrink)
    root = kappa**0.5
    factor, pace, count = (root - 1) / (root + 1), 2 * root / (root + 1), 1
    while (1 + pace * count) * factor**count > 1 / target:
        count += 1
    return count

# %%
check("fw3.momentum_steps", momentum_steps)

# %% [markdown]
# **2. Which run to lengthen.** Three runs of the bank (figures made up for this exercise), with their errors on the clients they learn from and on others. One deserves more steps. Which? And after how many steps should the run have stopped that went on too long?

# %% tags=["exercise"]
from execml.frameworks.units.unit_3.exercises import RUNS

table(pd.DataFrame(RUNS), "Three runs, four readings each: errors on clients seen and on others, after so many steps")
run, stop = ..., ...  # TODO: a run's name, and a number of steps

# %% tags=["solution"]
from execml.frameworks.units.unit_3.exercises import RUNS

table(pd.DataFrame(RUNS), "Three runs, four readings each: errors on clients seen and on others, after so many steps")
run, stop = "scorecard", 2_000

# %%
check("fw3.longer", (run, stop))

# %% [markdown]
# **3. The comparison that passes.** The bank buys an optimiser if its AUC is higher than that of the bank's own, by more than two standard errors. All four suppliers pass (figures made up for this exercise). Three of the comparisons are worth nothing all the same. Whose comparison stands, and by how many points of AUC is it ahead?

# %% tags=["exercise"]
from execml.frameworks.units.unit_3.exercises import COMPARISONS

table(pd.DataFrame(COMPARISONS), "Four suppliers, each ahead by more than two standard errors")
supplier, points = ..., ...  # TODO: a name, and hundredths of AUC

# %% tags=["solution"]
from execml.frameworks.units.unit_3.exercises import COMPARISONS

table(pd.DataFrame(COMPARISONS), "Four suppliers, each ahead by more than two standard errors")
supplier, points = "Cedar", 100 * (0.776 - 0.771)

# %%
check("fw3.comparison", (supplier, points))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Ask a vendor, or your own team:
#
# 1. Was the rival optimiser tuned with the same number of runs as yours, on the same clients, and which clients chose?
# 2. What exactly does your weight decay do, and at which number was each method tuned?
# 3. What is the condition number of the inputs, before and after scaling, and which columns nearly repeat others?
# 4. Where is the curve of the error on untouched data, against steps and against size?
# 5. How far is the model from the size at which it can just fit every row, and what stops it there: a penalty, or the clock?

# %%
quiz("fw3")

# %% tags=["exercise"]
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"]
choice = "none before scaling, tuning and a validation curve"
because = "The free repairs bought more than any request; after them the larger model with a penalty is the first to fund."

# %% slideshow={"slide_type": "slide"}
decide(
    "fw3.budget",
    choice,
    because,
    evidence={
        "steps saved by standardising the bike table": f"a factor of {round(raw / kappa, -4):,.0f}",
        "AUC of SGD, default and tuned": f"{at_default['SGD']:.2f} and {best['SGD']:.2f}",
        "Adam's lead over SGD, both tuned": f"{100 * (best['Adam'] - best['SGD']):.1f} points after five passes, {100 * (longer['Adam'] - longer['SGD']):+.1f} after twenty".replace("-", "−"),
        "error of training to the end over stopping, at 100, 400 and 2,000 units": ", ".join(f"{rise[place]:.1f}" for place in (small, middle, large)),
        "error of the larger model with a penalty": f"{sweep['ridge'][large]:.0f} rentals, {sweep['ridge'][small]:.0f} for the small one",
    },
)

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Ask who in the room has seen a validation curve for a model in production. "None before" is not thrift: it is the only option that makes the later requests measurable. Push back on "longer runs": at which of the three sizes is the team?

# %% [markdown]
# ## Sources
#
# - Belkin, M., Hsu, D., Ma, S. and Mandal, S. (2019). Reconciling modern machine-learning practice and the classical bias–variance trade-off. [doi:10.1073/pnas.1903070116](https://doi.org/10.1073/pnas.1903070116)
# - Hoerl, A. E. and Kennard, R. W. (1970). Ridge regression: biased estimation for nonorthogonal problems. [doi:10.1080/00401706.1970.10488634](https://doi.org/10.1080/00401706.1970.10488634)
# - Kingma, D. P. and Ba, J. (2015). Adam: a method for stochastic optimization. [arXiv:1412.6980](https://arxiv.org/abs/1412.6980)
# - Lessard, L., Recht, B. and Packard, A. (2016). Analysis and design of optimization algorithms via integral quadratic constraints. [arXiv:1408.3595](https://arxiv.org/abs/1408.3595)
# - Loshchilov, I. and Hutter, F. (2019). Decoupled weight decay regularization. [arXiv:1711.05101](https://arxiv.org/abs/1711.05101)
# - Nesterov, Y. (2004). Introductory lectures on convex optimization. [doi:10.1007/978-1-4419-8853-9](https://doi.org/10.1007/978-1-4419-8853-9)
# - Polyak, B. T. (1964). Some methods of speeding up the convergence of iteration methods. [doi:10.1016/0041-5553(64)90137-5](https://doi.org/10.1016/0041-5553(64)90137-5)
# - Rahimi, A. and Recht, B. (2007). Random features for large-scale kernel machines. NeurIPS 20.
# - Figures measured with the libraries installed here; `constraints.txt` names their releases. Data: `bikes`, Fanaee-T, H. and Gama, J. (2013), [doi:10.1007/s13748-013-0040-3](https://doi.org/10.1007/s13748-013-0040-3), the hours of 2011; `credit`, Yeh, I.-C. and Lien, C.-H. (2009), [doi:10.1016/j.eswa.2007.12.020](https://doi.org/10.1016/j.eswa.2007.12.020).
