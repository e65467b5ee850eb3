# ---
# title: The price of training
# decision: The team asks for a bigger training budget, for longer runs, a larger model, sixteen bits and a compiled stack. Which of these buys something?
# present: 4
# parts:
#   failure: "The third request: sixteen bits"
#   mathematics: "The first request: more steps"
#   cost: "What it costs"
# minutes: {reading: 29, exercises: 15}
# needs: ["what a derivative is", "unit 1, or the word gradient"]
# objectives:
#   - read from the data how many steps training needs, and cut that number before paying for it
#   - tell a tuned optimiser from a famous one, and weight decay from weight decay
#   - decide by new data when to stop and how large to build
#   - say which numbers may be kept in sixteen bits and which may not
#   - compute after how many steps a compiler has paid
# libraries: [numpy, pandas, matplotlib, scikit-learn, torch, tensorflow, keras]
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # The price of training
#
# **The decision.** The team asks for a bigger training budget, for longer runs, a larger model, sixteen bits and a compiled stack. Which of these buys something?
#
# *29 minutes of reading, 15 of exercises. You need: what a derivative is; unit 1, or the word gradient.*

# %% tags=["hide-input"] slideshow={"slide_type": "skip"}
import math
from functools import partial

import numpy as np
import pandas as pd

import execml.frameworks as fw
from execml.course import begin, check, decide, hint, load, predict, quiz, reveal, risk_split, say, show, table
from execml.frameworks.units.unit_3 import figures

begin()
hours, clients, split = load("bikes"), load("credit"), risk_split()

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# Training is a long walk downhill in short steps. Four requests come up in every budget: walk longer, carry a larger model, write numbers with fewer digits, put faster machinery underneath. Each can pay, and each can be money thrown away. All four are tested below, the first three on real data.
#
# Begin with the one that saves half the memory. Harbour Bank adds up what its clients owed in September, one bill after the other, in `bfloat16`, the sixteen-bit number that accelerators like best.

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Ask the room before the figure: how wrong can a sum be? Collect guesses in per cent, then show it.

# %% tags=["hide-input"]
predict(
    "fw3.total",
    "Nobody makes a mistake; each sum is only rounded to this kind of number. What percentage of the true total of 30,000 bills does the bank arrive at?",
    low=0,
    high=200,
    unit="%",
)

# %% slideshow={"slide_type": "fragment"}
bills = clients["bill_1"].to_numpy(dtype=float)
in_bfloat16 = fw.running_totals(bills, "bfloat16")
exact = math.fsum(bills)  # whole dollars: nothing is rounded
show(*figures.stalled_total(bills, in_bfloat16))
reveal("fw3.total", 100 * in_bfloat16[-1] / exact, "{:.0f}%")
say(f"""
**NT\\$ {exact / 1e6:,.0f} million became {in_bfloat16[-1] / 1e6:,.0f} million, without a warning.** A `bfloat16` number
keeps eight significant bits, two to three decimal digits. Once the total is large, most bills are smaller than half of its last digit, and
adding them changes nothing. A running loss or an average over training steps stops in the same way.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The first request: more steps
#
# How many steps does training need? For one kind of model this has an exact answer: [least squares](../glossary.md#Least-squares), the line of best fit. Its error surface is a bowl, round or long and narrow. Call its steepest curvature $L$ and its flattest $\mu$.
#
# [Gradient](../glossary.md#Gradient) descent repeats $w \leftarrow w - \eta\,\nabla f(w)$ with a step size $\eta$, also called the learning rate. It arrives, from every start, if and only if $0 < \eta < 2/L$. With the best fixed step, each step leaves at most the share
#
# $$\frac{\kappa - 1}{\kappa + 1}, \qquad \kappa = \frac{L}{\mu},$$
#
# of the distance. So one number decides, the [condition number](../glossary.md#Condition-number) $\kappa$: how much steeper the bowl is one way than another. About $\tfrac{\kappa}{2}\log 1000$ steps make the distance a thousand times smaller.
#
# Two real tables follow: a city's bike rentals in 2011, hour by hour, and the bank's clients. So few columns would be solved directly; they stand for models too large for that, and let theory be checked.
#
# <details><summary>Proof: the theorem, and why each direction of the bowl shrinks by a factor of its own</summary>
#
# $L$ and $\mu$ are the largest and smallest eigenvalue of $H = A^\top A/n$, where $A$ is the table of inputs with $n$ rows.
#
# **Theorem.** Let $f(w) = \tfrac12 (w-m)^\top H (w-m)$, where $\mu > 0$ is the smallest eigenvalue of the symmetric matrix $H$ and $L$ the largest. Gradient descent converges to $m$ from every start if and only if $0 < \eta < 2/L$. The best fixed step is $\eta = 2/(L+\mu)$, and then each step leaves at most the share $(\kappa - 1)/(\kappa + 1)$ of the distance to $m$.
#
# *Proof.* Along an eigenvector with eigenvalue $\lambda$ each step multiplies the distance by $1 - \eta\lambda$. The worst of these is the larger of $|1-\eta L|$ and $|1-\eta\mu|$; it is below 1 exactly for $0<\eta<2/L$, and smallest where the two are equal. (With this step the same factor bounds every function whose curvature stays between $\mu$ and $L$: Nesterov, 2004, theorem 2.1.15.)
#
# </details>

# %% slideshow={"slide_type": "fragment"}
from execml.frameworks.training.bowls import fit_error, input_tables, plain_or_power, steps_needed
from execml.frameworks.training.descent import Settings

tables = input_tables(hours, clients)
target = (hours["rentals"] - hours["rentals"].mean()).to_numpy()
kappas = {name: fw.condition_number(columns) for name, columns in tables.items()}
steps = [steps_needed("gradient descent", kappa, 1_000) for kappa in kappas.values()]

scaled, apart = list(tables.values())[-2:]  # bikes, standardised: all columns, and without two
limit = 2 / fw.curvatures(scaled)[-1]
below, above = (
    fw.least_squares_distances(scaled, target, Settings(share * limit), 100)[-1]
    for share in (0.9, 1.1)
)

raw, kappa, without_two = list(kappas.values())[-3:]
raw_to_scaled, scaled_to_apart = raw / kappa, kappa / without_two
worse = fit_error(apart, target) / fit_error(scaled, target) - 1
table(
    pd.DataFrame({"table": list(kappas), "condition number κ": kappas.values(), "steps to a thousandth": steps}),
    "How many steps gradient descent needs is a property of the data",
    {"condition number κ": plain_or_power, "steps to a thousandth": plain_or_power},
)
say(f"""
**Standardising divides the number of steps by about {round(raw_to_scaled, -4):,.0f}; leaving out two near-copies divides it by another
{round(scaled_to_apart, -1):,.0f}.** The month nearly repeats the day of the year, and the felt temperature the
temperature: along their difference the bowl is flat. Scaling is free; leaving the two out raises the error of the fit by {worse:.2%}.

Too long a step is not slow, it is fatal. On the standardised bike table, 100 steps at 10% below the limit $2/L$ leave {below:.0%} of the
distance; 100 steps at 10% above it multiply the distance by about {above / 1e6:.0f} million.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ### Momentum: the square root
#
# What if the columns cannot be untangled? Then let the walker keep some of its speed. [Momentum](../glossary.md#Momentum) adds a share $\beta$ of the last move:
#
# $$w_{k+1} = w_k - \eta\,\nabla f(w_k) + \beta\,(w_k - w_{k-1}).$$
#
# Polyak's *heavy ball* (1964) does just this. Nesterov's variant takes the gradient where the momentum is about to carry it.
#
# **Theorem.** On the same bowl, at its best settings and in the long run, heavy ball shrinks the distance to the share $(\sqrt\kappa-1)/(\sqrt\kappa+1)$ a step, and Nesterov's method to $1 - 1/\sqrt\kappa$. Below, these slopes are measured on the bike table, by a straight line through the logarithms.
#
# <details><summary>Under which settings and conditions</summary>
#
# Heavy ball takes $\eta = 4/(\sqrt L + \sqrt\mu)^2$ and $\sqrt\beta = (\sqrt\kappa-1)/(\sqrt\kappa+1)$; Nesterov's method takes $\eta = 1/L$ and $\beta = (\sqrt\kappa-1)/(\sqrt\kappa+1)$. *In the long run* is a condition: for $\kappa > 1$ and from rest, the distance along the flattest direction is exactly
#
# $$\begin{aligned}
# &\Big(1 + \tfrac{2k}{\sqrt\kappa+1}\Big)\sqrt\beta^{\,k} && \text{for heavy ball}, \\
# &\Big(1+\tfrac{k}{\sqrt\kappa}\Big)\Big(1-\tfrac{1}{\sqrt\kappa}\Big)^{k} && \text{for Nesterov's method},
# \end{aligned}$$
#
# a power with a factor that grows with $k$. *Bowl* is another condition: there are strongly convex functions on which heavy ball with these settings runs in a circle for ever (Lessard, Recht and Packard, 2016), while Nesterov's method keeps a guarantee of order $\sqrt\kappa$ steps on all of them.
#
# </details>

# %% slideshow={"slide_type": "fragment"}
from execml.frameworks.training.bowls import slope_gap
from execml.frameworks.training.descent import METHODS, flattest_direction

flattest, steepest = fw.curvatures(scaled)[[0, -1]]
settings = {method: fw.best_settings(method, flattest, steepest) for method in METHODS}
paths = {
    method: fw.least_squares_distances(scaled, target, setting, 4_000)
    for method, setting in settings.items()
}
theory = {method: flattest_direction(method, kappa, 4_000) for method in METHODS}
gap = slope_gap(paths, theory)
thousandth = {method: int(np.argmax(paths[method] < 1e-3)) for method in METHODS}

show(*figures.rates(paths, theory, kappa))
say(f"""
**The measured slopes lie within {max(2, math.ceil(100 * gap))}% of the promised ones.** To a thousandth of the first distance gradient descent takes {thousandth["gradient descent"]:,} steps,
heavy ball {thousandth["heavy ball"]:,}, Nesterov's method {thousandth["Nesterov"]:,}.

In large models no optimiser of this kind can *promise* more; better data can.

<details><summary>Why no optimiser can promise more, and when one can</summary>

In infinitely many dimensions there is a bowl on which no method whose points are the start plus a sum of gradients seen so far beats heavy ball's factor
(Nesterov, 2004, chapter 2). The condition matters: here there are only {scaled.shape[1]} directions, and conjugate gradients,
which choose step and momentum anew each time, would end after {scaled.shape[1]} steps, but for rounding.

</details>
""")
figures.step_dial(scaled, target)

# %% [markdown] slideshow={"slide_type": "slide"}
# ### Tuned or famous?
#
# A network's error surface is no bowl, and its $L$ and $\mu$ change along the way. [Adam](../glossary.md#Adam) (Kingma and Ba, 2015) estimates a scale for every weight from the gradients it has seen, so that one rate serves them all.
#
# <details><summary>Adam's formula, and its first step</summary>
#
# With running averages $m$ of the gradient $g$ and $v$ of $g^2$, freed from their start at zero,
#
# $$w \leftarrow w - \eta\,\frac{\hat m}{\sqrt{\hat v} + 10^{-8}}.$$
#
# At the first step $\hat m = g$ and $\hat v = g^2$. So it moves every weight by $\eta$, up or down, whatever the size of its gradient: $-\eta\,\mathrm{sign}(g)$, unless $g$ itself is near $10^{-8}$.
#
# </details>
#
# The team wants Adam because it is better. Better than what? Here are three rules on the bank's risk model, each at many learning rates, for five epochs. 5,000 clients who were not trained on choose the rate; the 10,000 test clients give the AUC.

# %% slideshow={"slide_type": "fragment"}
import torch
from execml.frameworks.networks.risk_training import compare_rules, mean_auc

weights = torch.zeros(3, requires_grad=True)
weights.grad = torch.tensor([1e-4, -1.0, 1e6])
torch.optim.Adam([weights], lr=0.01).step()
first_step = weights.detach().numpy()

rules = {"SGD": (fw.SGD, {}), "SGD with momentum": (fw.SGD, {"momentum": 0.9}), "Adam": (fw.Adam, {})}
tried = 10.0 ** np.arange(-4, 0.1, 0.5)
chosen, auc = compare_rules(split, rules, tried, seeds=(1, 2))  # chosen by validation loss
best = {name: auc[name][chosen[name]] for name in rules}
at_default = {name: auc[name][2] for name in rules}  # PyTorch's default is 0.001 for all three

decay = {"lr": tried[chosen["Adam"]], "weight_decay": 0.1}
decoupled, coupled = (
    mean_auc(split, partial(rule, **decay), (1, 2)) for rule in (fw.AdamW, fw.Adam)
)
show(*figures.learning_rates(tried, auc, chosen, default=2))
say(f"""
PyTorch's first Adam step (rate 0.01) for gradients of 0.0001, −1 and a million is {", ".join(f"{move:+.2f}" for move in first_step).replace("-", "−")}. So Adam's default gives AUC {at_default["Adam"]:.2f} untouched, where plain SGD's default has hardly begun ({at_default["SGD"]:.2f}). **Tuned, SGD
reaches {best["SGD"]:.2f}, with momentum {best["SGD with momentum"]:.2f}, and Adam {best["Adam"]:.2f}.** A comparison at default settings compares defaults. These are means of two runs each, too few to rank neighbours.

One more name that hides two things. *Weight decay* 0.1 in AdamW shrinks each weight by a fixed share per step (Loshchilov and Hutter, 2019). In Adam the same argument is added to the
gradient and divided by $\\sqrt{{\\hat v}}$, so that it pulls hardest where gradients are small. **Same number, same data, and Adam ends {100 * (decoupled - coupled):.0f} points (hundredths of AUC) below AdamW.** Each could be tuned; the number does not carry over.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ### When longer is worse
#
# All this was about reaching the bottom of the bowl. But the bottom is the best fit to the *past*. What matters is the error on hours not seen.
#
# Take a network with one hidden layer whose hidden weights are drawn once and left (*random features*; Rahimi and Recht, 2007), so that only the output layer learns. That is least squares again, and a hundred million steps cost one formula.
#
# <details><summary>The formula</summary>
#
# Along a direction with singular value $s$ of the features, $t$ steps of size $1/L$ from zero cover the share $1 - (1 - s^2/s_1^2)^t$ of the way, where $s_1$ is the largest. So directions with large $s$ are learned first. The last ones have the smallest $s$, by which the target, noise included, is divided. Stopping leaves them out.
#
# </details>
#
# The model learns from 400 hours; 200 others choose when to stop ([early stopping](../glossary.md#Early-stopping)); 2,000 more are the test.

# %% slideshow={"slide_type": "fragment"}
from execml.frameworks.training.generalisation import bike_study, size_sweep, training_curve

studies = [bike_study(hours, np.random.default_rng(seed)) for seed in range(3)]
counts = np.unique(np.geomspace(1, 1e8, 33).astype(int))
draws = [training_curve(*study, width=400, steps=counts) for study in studies]
stops = [int(draw["validation"].argmin()) for draw in draws]
rises = [draw["test"][-1] / draw["test"][stop] for draw, stop in zip(draws, stops, strict=True)]
curves, stop = draws[0], stops[0]

show(*figures.training_time(counts, curves, stop))
say(f"""
**Validation stops after about {round(int(counts[stop]), -2):,} steps, at an error of {curves["test"][stop]:.0f} rentals an hour. The fit to the past goes on improving for
another hundred million steps, and the error on new hours rises to {curves["test"][-1]:.0f}.**

In two other draws of hours and units validation stops elsewhere (after about {" and ".join(f"{round(int(counts[other]), -2):,}" for other in stops[1:])} steps), and the error on new hours still grows to at least {min(3, math.floor(min(rises)))} times its size. Ask for the curve on new data before paying for a longer run.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The second request: a larger model
#
# Now train to the very end and vary the size. A textbook picture says: error falls, then rises as the model memorises. Belkin and colleagues (2019) showed that it may fall a second time, beyond the size at which the model fits every row: [double descent](../glossary.md#Double-descent). Of all perfect fits, gradient descent from zero then ends at the one with the smallest weights.
#
# The cure for the peak is old: a penalty on large weights, $\lVert Fw - y\rVert^2 + \lambda\lVert w\rVert^2$ (*ridge*; Hoerl and Kennard, 1970), with $\lambda$ chosen on the 200 validation hours.

# %% slideshow={"slide_type": "fragment"}
widths = [10, 20, 50, 100, 200, 300, 350, 400, 450, 500, 700, 1_000, 2_000]
penalties = 10.0 ** np.arange(-5, 1, 0.5)
sweeps = [size_sweep(*study, widths, penalties) for study in studies]
sweep = {name: np.median([each[name] for each in sweeps], axis=0) for name in sweeps[0]}
small = widths.index(100)  # a quarter of the rows, a size that a textbook would try
wins = sum(each["ridge"][-1] < each["ridge"][small] for each in sweeps)
peak = int(sweep["test"].argmax())

show(*figures.model_size(widths, sweep, hours=400))
say(f"""
**Bigger helps here, if it comes with a penalty: from {sweep["ridge"][small]:.0f} rentals at {widths[small]} units to {sweep["ridge"][-1]:.0f} at {widths[-1]:,}, both penalised, and in {wins} draws of {len(sweeps)}.** Without
a penalty {widths[small]} units make an error of {sweep["test"][small]:.0f} and {widths[peak]} units one of {round(sweep["test"][peak], -2):,.0f}. Figures are medians of the draws.

The peak is where the number of weights meets the number of rows, and a penalty, or stopping early as above, removes it. This is least squares on fixed features, and does not say that every larger
network generalises. The test hours lie between training hours of the same year; a forecast of next year would be harder.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The third request: sixteen bits
#
# A [floating-point number](../glossary.md#Floating-point-number) is a sign, a fixed number $p$ of significant bits, and an exponent. Rounding to it changes a number by a relative error of at most the *unit roundoff* $u = 2^{-p}$, as long as the exponent fits. Sixteen bits can be spent in two ways: `float16` on digits, `bfloat16` on range.
#
# For a sum the error depends on the way of adding: one after the other, in pairs, or with a correction.
#
# <details><summary>How large the error of a sum can be</summary>
#
# With $n$ numbers $x_i$, the error is at most
#
# $$\begin{aligned}
# c\,u \sum_i |x_i| \text{ to first order in } u: \quad c &= n-1 && \text{one after the other}, \\
# c &= \lceil\log_2 n\rceil && \text{in pairs}, \\
# c &= 2 && \text{with Kahan's correction}
# \end{aligned}$$
#
# (Higham, 1993; the $x_i$ are the numbers as stored, already rounded). When $(n-1)\,u$ is above 1, as here in `bfloat16`, the first promises nothing, and the opening figure shows that it means it. Kahan's bound, too, needs $n\,u$ below 1: what his method achieves in `bfloat16` below is measured, not promised.
#
# </details>

# %% slideshow={"slide_type": "fragment"}
from execml.frameworks.training.number_formats import summed_in_parts

formats = pd.DataFrame([form.facts() for form in fw.FORMATS.values()])
ways = {
    "one after the other": lambda name: fw.running_totals(bills, name)[-1],
    "the same, from the last client": lambda name: fw.running_totals(bills[::-1], name)[-1],
    "by 4 workers, then their sums": lambda name: summed_in_parts(bills, name, parts=4),
    "in pairs": lambda name: fw.pairwise_sum(bills, name),
    "with Kahan's correction": lambda name: fw.compensated_sum(bills, name),
}
errors = [{name: add(name) - exact for name in fw.FORMATS} for add in ways.values()]
torch_gap = torch.tensor(bills).bfloat16().sum().item() - exact

table(formats, "Three formats", dict.fromkeys(["unit roundoff u", "largest", "smallest"], "{:.1e}"))
table(
    pd.DataFrame({"way of adding": list(ways)}).join(pd.DataFrame(errors)),
    f"How far each sum is from the true NT$ {exact:,.0f}",
    dict.fromkeys(fw.FORMATS, lambda gap: f"{gap:+,.0f}".replace("-", "−") if math.isfinite(gap) else "overflow"),
)
say(f"""
**Addition in a computer is not associative: the same bills give another total in another order, even in `float32`.** Hence two honest runs on other hardware, or with another number of workers, may differ. In `float16` even a
single bill overflows, since the largest number is {fw.FORMATS["float16"].largest:,.0f}. PyTorch's own sum of the same `bfloat16` numbers is off by {abs(torch_gap) / exact:.1%} only, because inside it adds in a wider format and rounds once. A total that *your* code carries from step to step
in `bfloat16` has no such protection.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ### Where training falls out of the range
#
# Two places decide whether training survives in sixteen bits.
#
# **The start.** Each layer multiplies the size of its signal by a factor that depends on how its first weights are drawn. A factor below one leaves less and less.
#
# <details><summary>Which factor, and who draws how</summary>
#
# A layer with $n$ inputs whose weights have variance $s/n$ multiplies the size of its signal by $\sqrt{s/2}$ if a ReLU follows and biases are zero: the sum has $s$ times the inputs' mean square, and the ReLU drops half of it. He and colleagues (2015) take $s = 2$, Glorot and Bengio (2010) amounts to $s = 1$ in layers of equal width, and PyTorch's `Linear` draws with $s = 1/3$.
#
# </details>
#
# **The gradients.** An average over many clients makes each one's share tiny. [Loss scaling](../glossary.md#Loss-scaling) multiplies the loss by a power of two before the gradient is taken and divides afterwards, at no loss of digits (Micikevicius and others, 2018). And a step smaller than half the last digit of a weight does nothing at all, so a master copy of the weights stays in `float32`.

# %% slideshow={"slide_type": "fragment"}
from execml.frameworks.training.initialisation import SPREADS, factor_per_layer
from execml.frameworks.training.number_formats import flushed_share, largest_safe_scale, rounding_error
from execml.frameworks.networks.risk_training import points_lost, pulls, train_risk_model

draw = np.random.default_rng(5)
sizes = {scheme: fw.signal_sizes(split.test_features[:500], 20, 256, scheme, draw) for scheme in SPREADS}
per_layer = {scheme: (path[-1] / path[1]) ** (1 / 19) for scheme, path in sizes.items()}

long_steps, short_steps = (
    points_lost(split, fw.Adam, rate, seeds=(1, 2), stored_as="bfloat16") for rate in (0.01, 3e-4)
)

model = train_risk_model(split, partial(fw.Adam, lr=0.01), np.random.default_rng(1))
share = pulls(model, split)  # each client's share of the gradient
scale = largest_safe_scale(share, "float16") / 2**6  # room to grow on the way down
error = {by: np.median(rounding_error(share * by, "float16")) for by in (1, scale)}

model.loss_and_gradients(split.train_features[:128], split.train_labels[:128])
squares_lost = flushed_share(model.gradient_vector**2, "float16")

show(*figures.signals(sizes, floor=fw.FORMATS["float16"].smallest / 2))
say(f"""
Per layer the size of the signal is multiplied by {", ".join(f"{per_layer[scheme]:.2f} ({scheme}; theory {factor_per_layer(scheme):.2f})" for scheme in SPREADS)}. **With PyTorch's default weights and no biases, twenty layers bring the signal below the
smallest number of `float16`.** The start is a choice, not a detail.

Averaged over all {len(share):,} clients, a client's share of the gradient is rounded in `float16` with a typical error of {error[1]:.1%}; after scaling by
$2^{{{int(math.log2(scale))}}}$ it is {error[scale]:.2%}. The squares of gradients that Adam averages fare worse: of a batch's, {squares_lost:.0%} become zero without scaling.

And the weights? Kept in `bfloat16` through the same five epochs, they cost {"less than half a point" if abs(long_steps) < 0.5 else "some points"} of AUC with Adam's long steps (0.01), and about {short_steps:.0f} points with short ones
(0.0003), which rounding swallows. **Sixteen bits are cheap for what is used once, and dear for what is added to.**
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The fourth request: a compiled stack
#
# *Eager* code runs each operation when Python reaches it. A *traced* function runs Python once, records the operations and replays them. A *compiled* one turns the record into machine code. (PyTorch is eager and has `torch.compile`; TensorFlow has `tf.function`, which traces, and compiles through XLA on request.) Preparation costs time once and saves time at every step:
#
# $$\text{break-even} = \frac{\text{preparation}}{\text{seconds a step before} - \text{seconds a step after}}.$$
#
# One network (20–64–64–1, batches of 128, SGD, made-up data) is trained in five ways from the same weights, timed on the machine that runs this page. One way keeps to a fixed order of additions.
#
# <details><summary>What "deterministic" promises</summary>
#
# With `torch.use_deterministic_algorithms(True)`, or TensorFlow's `enable_op_determinism()`, an operation repeats its result for the same input on the same hardware and software, where needed by a slower algorithm or by refusing. Seeds must be set besides, and neither promises the same digits on another machine or release.
#
# </details>

# %% tags=["nbval-ignore-output"] slideshow={"slide_type": "fragment"}
from execml.frameworks.libraries.steps import loss_of, numpy_way, problem, tensorflow_way, torch_way
from execml.frameworks.libraries.execution import timed

start, batches = problem(np.random.default_rng(0))
trained = {
    "NumPy, gradient by hand": numpy_way(start, batches),
    "PyTorch, eager": torch_way(start, batches),
    "PyTorch, eager, deterministic": torch_way(start, batches, deterministic=True),
    "TensorFlow, eager": tensorflow_way(start, batches),
    "TensorFlow, traced": tensorflow_way(start, batches, "traced"),
}
timing = timed({name: way.run for name, way in trained.items()}, steps=40, repeats=4)
eager, traced = timing["TensorFlow, eager"], timing["TensorFlow, traced"]
live = pd.DataFrame({
    "way": list(trained),
    "first step (ms)": [1e3 * time.first for time in timing.values()],
    "a later step (µs)": [1e6 * time.step for time in timing.values()],
})

table(live, "Processor time on this machine, one thread", {name: "{:,.0f}" for name in live.columns[1:]})
say(f"On this machine tracing has paid after **{traced.break_even(eager):,.0f} steps**.")

# %% slideshow={"slide_type": "fragment"}
import tensorflow as tf
from execml.frameworks.libraries.execution import graph_breaks, traces

losses = [loss_of(way.weights(), batches) for way in trained.values()]
assert np.ptp(losses) < 1e-4 * min(losses)  # or the next sentence is wrong
by_number, by_tensor = traces(list(range(50))), traces([tf.constant(step) for step in range(50)])
by_shape = traces([tf.zeros(rows) for rows in (128, 128, 32)])

def by_python(risks):
    return risks * 2 if risks.sum().item() > 1 else risks  # Python has to look at the value

def by_where(risks):
    return torch.where(risks.sum() > 1, risks * 2, risks)

breaks = graph_breaks(by_python, torch.ones(3)), graph_breaks(by_where, torch.ones(3))
least = {
    "quicker": min(5, math.floor(eager.step / traced.step)),  # no more is claimed than holds anywhere
    "by hand": min(2, math.floor(timing["PyTorch, eager"].step / timing["NumPy, gradient by hand"].step)),
    "soon": traced.break_even(eager) < 1_000,
}

say(f"""
All five ways end at the same loss: after {trained["PyTorch, eager"].made} steps the largest relative difference is below one in ten thousand.

**Traced, TensorFlow's step is at least {least["quicker"]} times quicker than eager, and has paid {"within a thousand steps" if least["soon"] else "later than a thousand steps"}.** On so small a network the time is not arithmetic but bookkeeping around each operation, which is why NumPy with the gradient by hand is at least {least["by hand"]} times
quicker than eager PyTorch. On a large network the arithmetic takes over, and all of this shrinks.

Two habits undo a compiler. *Retracing:* a traced function called with the Python numbers 0 to 49 is recorded {by_number} times; with the same numbers as tensors, {by_tensor} time. Batches of 128, 128 and 32 rows make {by_shape} recordings: the smaller last batch of every epoch
is a new shape. *Graph breaks:* `.item()` in the middle of a function sends PyTorch's compiler back to Python {breaks[0]} time; the same choice written with `torch.where`, {breaks[1]} times. `execml bench frameworks` adds `torch.compile` where a C++ compiler is installed.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What it costs
#
# The four requests, what they cost and what they bought here.

# %% tags=["hide-input"] slideshow={"slide_type": "fragment"}
rows = [
    (
        "More steps",
        "time, in proportion",
        f"error {curves['test'][stop]:.0f} → {curves['test'][-1]:,.0f} rentals past the best step"
        f"; standardising divides the steps by {round(raw_to_scaled, -4):,.0f}",
    ),
    (
        "A tuned rate",
        f"{len(tried)} short runs",
        f"AUC {at_default['SGD']:.2f} → {best['SGD']:.2f} for SGD, {at_default['Adam']:.2f} → {best['Adam']:.2f} for Adam",
    ),
    (
        "A larger model",
        f"{widths[-1] / widths[small]:.0f} × the units",
        f"error {sweep['ridge'][small]:.0f} → {sweep['ridge'][-1]:.0f} rentals, both with a penalty"
        f"; {round(sweep['test'][peak], -2):,.0f} at the worst size without",
    ),
    (
        "Sixteen bits",
        "a review of every sum",
        f"half the memory; with short steps about {short_steps:.0f} points of AUC lost; a running total at {in_bfloat16[-1] / exact:.0%} of the truth",
    ),
    (
        "A compiled stack",
        "preparation, for every shape",
        f"at least {least['quicker']} × TensorFlow's eager pace on a small network",
    ),
]

table(pd.DataFrame(rows, columns=["request", "it costs", "it bought here"]), "Cheap repairs come before every request")
say("""
**The order that wastes least:** scale the inputs, tune the rate, watch new data and stop; then a larger model with a penalty; then
sixteen bits with sums in `float32`; a compiler when steps are many and of one shape.
""")

# %% [markdown]
# ## Exercises
#
# **1. Where a counter stops.** A program counts clients by adding 1 to a number. At which number does the counter get stuck in `bfloat16`, in `float16`, in `float32`?

# %% tags=["exercise"]
counters = (..., ..., ...)  # TODO: bfloat16, float16, float32

# %% tags=["solution"]
counters = tuple(2**precision for precision in (8, 11, 24))

# %%
check("fw3.counters", counters)

# %% [markdown]
# **2. What momentum would need.** A supplier's log shows gradient descent at its best step: each step leaves the share `shrink` of the distance, say 0.98. Write a function that says how many steps heavy ball needs, by its long-run factor, to make the distance `target` times smaller.

# %% tags=["exercise"]
def momentum_steps(shrink, target):
    return ...  # TODO: a whole number of steps

# %% tags=["solution"]
def momentum_steps(shrink, target):
    root = math.sqrt((1 + shrink) / (1 - shrink))
    return math.ceil(math.log(target) / -math.log((root - 1) / (root + 1)))

# %%
check("fw3.momentum_steps", momentum_steps)

# %% [markdown]
# **3. Which job to compile.** Three jobs of the bank (figures made up for this exercise). One of them gains by compiling. Which, and how many seconds in all?

# %% tags=["exercise"]
from execml.frameworks.units.unit_3.exercises import JOBS

table(pd.DataFrame(JOBS), "Three jobs")
job, seconds_gained = ..., ...  # TODO: the job's name, and one number

# %% tags=["solution"]
from execml.frameworks.units.unit_3.exercises import JOBS

table(pd.DataFrame(JOBS), "Three jobs")
job, seconds_gained = "quarterly retraining", 20_000 * (40.0 - 22.0) / 1_000 - 2 * 25

# %%
check("fw3.worth_compiling", (job, seconds_gained))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Ask a vendor, or your own team:
#
# 1. What is the condition number of the inputs, before and after scaling, and which columns nearly repeat others?
# 2. Was the competitor's optimiser tuned with the same number of runs as yours, and what exactly does its weight decay do?
# 3. Where is the curve of the error on untouched data, against steps and against size?
# 4. Which numbers stay in 32 bits: totals, averages, master weights? Does a rerun on another machine give the same figures, and if not, by how much do they differ?
# 5. After how many steps has compiling paid on our job, counting every shape of batch?

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
        "steps saved by standardising the bike table": f"a factor of {round(raw_to_scaled, -4):,.0f}",
        "AUC of SGD, default and tuned": f"{at_default['SGD']:.2f} and {best['SGD']:.2f}",
        "error when training runs on past its best step": f"{curves['test'][stop]:.0f} to {curves['test'][-1]:,.0f} rentals",
        "error of the larger model with a penalty": f"{sweep['ridge'][-1]:.0f} rentals, {sweep['ridge'][small]:.0f} for the small one",
        "running total in bfloat16": f"{in_bfloat16[-1] / exact:.0%} of the truth",
    },
)

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# "All four" is what a vendor sells. Ask who in the room has seen a validation curve for a model in production. "None before" is not thrift: it is the only option that makes the later requests measurable. Push back on "sixteen bits": who owns the list of sums?

# %% [markdown]
# ## Sources
#
# - Belkin, M., Hsu, D., Ma, S. and Mandal, S. (2019). Reconciling modern machine-learning practice and the classical bias–variance trade-off. [doi:10.1073/pnas.1903070116](https://doi.org/10.1073/pnas.1903070116)
# - Glorot, X. and Bengio, Y. (2010). Understanding the difficulty of training deep feedforward neural networks. AISTATS, 249–256.
# - He, K., Zhang, X., Ren, S. and Sun, J. (2015). Delving deep into rectifiers. [arXiv:1502.01852](https://arxiv.org/abs/1502.01852)
# - Higham, N. J. (1993). The accuracy of floating point summation. [doi:10.1137/0914050](https://doi.org/10.1137/0914050)
# - Hoerl, A. E. and Kennard, R. W. (1970). Ridge regression: biased estimation for nonorthogonal problems. [doi:10.1080/00401706.1970.10488634](https://doi.org/10.1080/00401706.1970.10488634)
# - Kahan, W. (1965). Further remarks on reducing truncation errors. [doi:10.1145/363707.363723](https://doi.org/10.1145/363707.363723)
# - Kingma, D. P. and Ba, J. (2015). Adam: a method for stochastic optimization. [arXiv:1412.6980](https://arxiv.org/abs/1412.6980)
# - Lessard, L., Recht, B. and Packard, A. (2016). Analysis and design of optimization algorithms via integral quadratic constraints. [arXiv:1408.3595](https://arxiv.org/abs/1408.3595)
# - Loshchilov, I. and Hutter, F. (2019). Decoupled weight decay regularization. [arXiv:1711.05101](https://arxiv.org/abs/1711.05101)
# - Micikevicius, P. and others (2018). Mixed precision training. [arXiv:1710.03740](https://arxiv.org/abs/1710.03740)
# - Nesterov, Y. (2004). Introductory lectures on convex optimization. [doi:10.1007/978-1-4419-8853-9](https://doi.org/10.1007/978-1-4419-8853-9)
# - Polyak, B. T. (1964). Some methods of speeding up the convergence of iteration methods. [doi:10.1016/0041-5553(64)90137-5](https://doi.org/10.1016/0041-5553(64)90137-5)
# - Rahimi, A. and Recht, B. (2007). Random features for large-scale kernel machines. NeurIPS 20.
# - PyTorch, *Reproducibility*, and TensorFlow, *tf.config.experimental.enable_op_determinism*: [docs.pytorch.org](https://docs.pytorch.org/docs/stable/notes/randomness.html), [tensorflow.org](https://www.tensorflow.org/api_docs/python/tf/config/experimental/enable_op_determinism)
# - Figures measured with the libraries installed here; `constraints.txt` names their releases. Data: `bikes`, Fanaee-T, H. and Gama, J. (2013), [doi:10.1007/s13748-013-0040-3](https://doi.org/10.1007/s13748-013-0040-3), the hours of 2011; `credit`, Yeh, I.-C. and Lien, C.-H. (2009), [doi:10.1016/j.eswa.2007.12.020](https://doi.org/10.1016/j.eswa.2007.12.020). Licences and codes stand in the datasheets of `datasets`.
