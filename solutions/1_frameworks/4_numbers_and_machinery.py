# ---
# title: Numbers and machinery
# decision: The team asks for sixteen bits, eight bits and a compiled stack. Which of these may the bank's risk model use?
# present: 5
# parts:
#   failure: "Where a sum stops"
#   mathematics: "What sixteen bits hold"
#   cost: "What it costs"
# minutes: {reading: 25, exercises: 15}
# needs: ["what a logarithm is", "unit 3, or the words training step and Adam"]
# objectives:
#   - say which numbers may be kept in sixteen bits and which may not
#   - say what sixteen bits save, and what they do not
#   - accept or refuse a model in eight bits by its decisions, not by its AUC
#   - compute after how many steps a compiler has paid
# libraries: [numpy, pandas, matplotlib, torch, tensorflow, keras, jax, onnx, onnxruntime]
# claims:
#   - bold: "NT$ # million became # million, without a warning."
#     test: tests/frameworks/units/unit_4/test_claims.py::test_the_total_stops_in_any_order
#   - bold: "After twenty layers of PyTorch's default start # of the signal is left, and # of what tells clients apart."
#     test: tests/frameworks/units/unit_4/test_claims.py::test_the_default_start_keeps_a_signal_that_says_the_same_of_everybody
#   - bold: "Kept in sixteen bits, they lose # points of AUC at a rate of #, # at #, and # at #."
#     test: tests/frameworks/units/unit_4/test_claims.py::test_short_steps_are_swallowed_by_rounding
#   - bold: "Rounded stochastically, they lose # points, from # gained to # lost in # runs."
#     test: tests/frameworks/units/unit_4/test_claims.py::test_rounding_by_chance_loses_nothing_without_a_master_copy
#   - bold: "Adam keeps # bytes for each weight in float32, and # under autocast; what flows through falls to #."
#     kind: exact
#     test: tests/frameworks/units/unit_4/test_claims.py::test_sixteen_bits_halve_what_flows_through_only
#   - bold: "Eight bits decide # of # clients differently; training again with another seed decides # differently."
#     test: tests/frameworks/units/unit_4/test_claims.py::test_eight_bits_change_far_less_than_another_seed
#   - bold: "Asked one by one, the same file decides # clients differently from asked all at once."
#     test: tests/frameworks/units/unit_4/test_claims.py::test_in_eight_bits_a_decision_depends_on_who_else_is_asked
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # Numbers and machinery
#
# **The decision.** The team asks for sixteen bits, eight bits and a compiled stack. Which of these may the bank's risk model use?
#
# *25 minutes of reading, 15 of exercises. You need: what a logarithm is; unit 3, or the words training step and Adam.*

# %% tags=["hide-input"] slideshow={"slide_type": "skip"}
import math
from functools import partial

import numpy as np
import pandas as pd

import execml.frameworks as fw
from execml.course import (
    POLICY, as_of, begin, check, decide, fact, hint, load, predict, quiz, reveal, risk_split, say, show, table,
)
from execml.course.digits import at_most
from execml.frameworks.units.unit_4 import figures

begin()
clients, split = load("credit"), risk_split()

def told(points):
    return f"{abs(points):.2f} {'lost' if points > 0 else 'gained'}"

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# Fewer digits and faster machinery are sold as free: half the memory, twice the pace, the same model. It is true of some numbers only.
#
# Harbour Bank adds up what its clients owed in September, one bill after the other, in `bfloat16`, the sixteen-bit number that accelerators like best.

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Ask the room before the figure: how wrong can a sum be? Collect guesses in per cent, then show it.

# %% tags=["hide-input"]
predict(
    "fw4.total",
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
reveal("fw4.total", 100 * in_bfloat16[-1] / exact, "{:.0f}%")
say(f"""
**NT\\$ {exact / 1e6:,.0f} million became {in_bfloat16[-1] / 1e6:,.0f} million, without a warning.** Once the total is large, most bills are smaller than half of its last digit, and
adding them changes nothing. A running loss stops alike.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What sixteen bits hold
#
# A [floating-point number](../glossary.md#Floating-point-number) is a sign, a fixed number $p$ of significant bits, and an exponent. Rounding to it changes a number by a relative error of at most
#
# $$u = 2^{-p},$$
#
# the *unit roundoff*, as long as the exponent fits. `float32` has $p = 24$. Sixteen bits can be spent in two ways: `float16` on digits ($p = 11$, numbers up to 65,504), `bfloat16` on range ($p = 8$, numbers as large as in `float32`).
#
# <details><summary>How large the error of a sum can be</summary>
#
# With $n$ numbers $x_i$, the error is at most $c\,u \sum_i |x_i|$ to first order in $u$, with $c = n-1$ one after the other, $c = \lceil\log_2 n\rceil$ in pairs, and $c = 2$ with Kahan's correction (Higham, 1993; the $x_i$ are the numbers as stored). When $(n-1)\,u$ is above 1, as here in `bfloat16`, the first promises nothing. Kahan's bound, too, needs $n\,u$ below 1.
#
# </details>

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Where a sum stops
#
# The error of a sum depends on the way of adding. Kahan's correction carries along what was lost.

# %% slideshow={"slide_type": "fragment"}
import torch
from execml.frameworks.training.number_formats import summed_in_parts

ways = {
    "one after the other": lambda name: fw.running_totals(bills, name)[-1],
    "the same, from the last client": lambda name: fw.running_totals(bills[::-1], name)[-1],
    "by 4 workers, then their sums": lambda name: summed_in_parts(bills, name, parts=4),
    "in pairs": lambda name: fw.pairwise_sum(bills, name),
    "with Kahan's correction": lambda name: fw.compensated_sum(bills, name),
}
errors = [{name: add(name) - exact for name in fw.FORMATS} for add in ways.values()]
torch_gap = torch.tensor(bills).bfloat16().sum().item() - exact

table(
    pd.DataFrame({"way of adding": list(ways)}).join(pd.DataFrame(errors)),
    f"How far each sum is from the true NT$ {exact:,.0f}",
    dict.fromkeys(fw.FORMATS, lambda gap: f"{gap:+,.0f}".replace("-", "−") if math.isfinite(gap) else "overflow"),
)
say(f"""
**The same bills give another total in another order, even in `float32`.** So two honest runs with other workers may differ.
PyTorch's own sum in `bfloat16` is off by {abs(torch_gap) / exact:.1%} only, because inside it adds in a wider format. A total that *your* code carries from step to step has no such protection.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Where training falls out
#
# **The start.** Each layer multiplies its signal by a factor that depends on how its first weights and biases are drawn. What must survive is not the signal's size but its *spread*: what differs from client to client.
#
# <details><summary>Which factor, and who draws how</summary>
#
# A layer with $n$ inputs whose weights have variance $s/n$, no biases, and a ReLU behind it multiplies the size of its signal by $\sqrt{s/2}$: the sum has $s$ times the inputs' mean square, and the ReLU drops half of it. He and colleagues (2015) take $s = 2$, Glorot and Bengio (2010) amounts to $s = 1$ in layers of equal width. PyTorch's `Linear` draws weights with $s = 1/3$, and biases from the same range: these keep the size up, and are the same for every client.
#
# </details>
#
# **The gradients.** An average over many clients makes each one's share tiny. [Loss scaling](../glossary.md#Loss-scaling) multiplies the loss by a power of two before the gradient is taken and divides afterwards, at no loss of digits (Micikevicius and others, 2018).
#
# **The weights.** A step smaller than half the last digit of a weight does nothing at all. Two remedies: a *master copy* in 32 bits, or [stochastic rounding](../glossary.md#Stochastic-rounding), up or down by chance so that the mean is right (Gupta and others, 2015). Below, Adam trains the bank's risk model for five epochs; weights, gradients and averages are kept in `bfloat16`.

# %% slideshow={"slide_type": "fragment"}
from execml.frameworks.networks.risk_training import narrow_storage, pulls, train_risk_model
from execml.frameworks.training.number_formats import flushed_share, largest_safe_scale, rounding_error

starts = {
    "He": ("He", False), "Glorot": ("Glorot", False), "PyTorch's default": ("PyTorch's Linear", True),
}
draws = [np.random.default_rng(seed) for seed in range(4)]
signals = {
    name: np.mean([fw.signal_sizes(split.test_features[:300], 20, 256, start[0], draw, biases=start[1]) for draw in draws], axis=0)
    for name, start in starts.items()
}
size, spread = (path[-1] / path[0] for path in signals["PyTorch's default"])

show(*figures.signals({name: spreads for name, (_, spreads) in signals.items()}, floor=fw.FORMATS["float16"].smallest / 2))
say(f"""
**After twenty layers of PyTorch's default start {size:.1%} of the signal is left, and {spread:.0e} of what tells clients apart.** In `float16` all clients then look the same. (Means of four draws, 256 units a layer.)
""")

rates = (0.01, 1e-3, 3e-4)  # 0.001 is Adam's default
cutoff = POLICY.cutoff.value
stored = [narrow_storage(split, fw.Adam, rate, seeds=(1, 2, 3, 4), cutoff=cutoff) for rate in rates]
lost = [found["to nearest"][:, 0].mean() for found in stored]
by_chance = np.concatenate([found["stochastic"][:, 0] for found in stored])
moved = [stored[1][way][:, 1].mean() for way in ("to nearest", "stochastic")]

model = train_risk_model(split, partial(fw.Adam, lr=0.01), np.random.default_rng(1))
share = pulls(model, split)  # each client's share of the gradient
scale = largest_safe_scale(share, "float16") / 2**6  # room to grow on the way down
error = {by: np.median(rounding_error(share * by, "float16")) for by in (1, scale)}
model.loss_and_gradients(split.train_features[:128], split.train_labels[:128])
squares_lost = flushed_share(model.gradient_vector**2, "float16")

say(f"""
A client's share of the gradient is rounded in `float16` with a typical error of {error[1]:.1%}; after scaling by $2^{{{int(math.log2(scale))}}}$ it is {error[scale]:.2%}. Adam squares what is scaled back: in `float16`, {squares_lost:.0%} of one batch's squares become zero.

**Kept in sixteen bits, they lose {abs(lost[0]):.1f} points of AUC at a rate of {rates[0]:g}, {lost[1]:.1f} at {rates[1]:g}, and {lost[2]:.1f} at {rates[2]:g}.** (Rounded to nearest, means of four runs; a point is a hundredth.) Adam's default rate already pays. **Rounded stochastically, they {"lose" if by_chance.mean() > 0 else "gain"} {abs(by_chance.mean()):.2f} points, from {told(by_chance.min())} to {told(by_chance.max())} in {len(by_chance)} runs.** At the default rate they decide {moved[1]:.0f} clients differently, rounded to nearest {moved[0]:.0f}. So what is added to needs a master copy in `float32`, or rounding by chance. PyTorch's Adam does neither.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What sixteen bits save
#
# PyTorch's `autocast` runs the products in `bfloat16` and keeps the weights in `float32`. What does it keep in all? Weights, gradients and Adam's two averages, for each weight; and the *activations*, what flows through each layer and is needed on the way back.

# %% slideshow={"slide_type": "fragment"}
from execml.frameworks.libraries.graphics_card import recorded
from execml.frameworks.libraries.mixed_precision import memory_of_training

plain, narrow = (memory_of_training(width=256, depth=6, rows=1_000, autocast=autocast) for autocast in (False, True))
per_weight = [memory.for_weights / memory.weights for memory in (plain, narrow)]
flows = narrow.for_activations / plain.for_activations
card = recorded()
large, small = card["steps of a large network"], card["steps of the bank's network"]

show(*figures.memory(per_weight, flows))
say(f"""
**Adam keeps {per_weight[0]:.0f} bytes for each weight in float32, and {per_weight[1]:.0f} under autocast; what flows through falls to {flows:.0%}.** Recipes with a master copy come to 16 to 20; all in `bfloat16`, to {card["bytes a weight"]["all bfloat16"]["16 clients"]:.0f}. So with a master copy memory halves only where activations fill it: large batches, long texts.

The real motive is pace. On a rented {card["card"]} a step of a large network took {large["float32"]:.0f} ms in float32, {large["TF32"]:.0f} in TF32 and {large["bfloat16"]:.1f} in bfloat16; a step of a network of the bank's size took {small["float32"]:.1f} ms, and {small["float32, one thread of the processor"]:.1f} on one thread of that machine's processor. (Recorded on {card["date"].isoformat()}.) This laptop has no such units.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Eight bits to score
#
# A trained model need not be added to. [Quantisation](../glossary.md#Quantisation) stores each weight as a whole number from −127 to 127 times one scale a table. A vendor accepts its result if the AUC is the same. The bank counts decisions at its cutoff. For ten risk models, each trained from another seed, on 10,000 test clients:

# %% slideshow={"slide_type": "fragment"}
from execml.frameworks.platforms.eight_bits import in_eight_bits

models = [train_risk_model(split, partial(fw.Adam, lr=0.01), np.random.default_rng(seed)) for seed in range(10)]
narrowed = [in_eight_bits(net.parameters, split.test_features, split.test_labels, cutoff) for net in models]
refused = np.array([net(split.test_features)[:, 0] > math.log(cutoff / (1 - cutoff)) for net in models])
retrained = np.mean([np.sum(one != other) for one, other in zip(refused, np.roll(refused, 1, axis=0), strict=True)])
flipped, company = (np.mean([getattr(each, name) for each in narrowed]) for name in ("changed", "by_company"))

say(f"""
**Eight bits decide {flipped:.0f} of {len(split.test_labels):,} clients differently; training again with another seed decides {retrained:.0f} differently.** The AUC moves by at most {at_most(max(abs(each.auc_points) for each in narrowed), ".2f")} points, a score by at most {at_most(max(each.largest_gap for each in narrowed), ".3f")}, and the file shrinks from {narrowed[0].bytes_before / 1000:.1f} to {narrowed[0].bytes_after / 1000:.1f} kB.

Both numbers belong in the acceptance test: a change of scale in all scores leaves the AUC as it is, and moves every decision near the cutoff. **Asked one by one, the same file decides {company:.0f} clients differently from asked all at once.** It scales what flows through by the extremes of each call. Scales fixed beforehand (*static* quantisation) avoid that.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A compiled stack
#
# *Eager* code runs each operation when Python reaches it. A *traced* function runs Python once, records the operations and replays them; a *compiled* one turns the record into machine code. Preparation has paid after the number of steps that is preparation, divided by the seconds saved a step.
#
# One network (20–64–64–1, batches of 128, SGD, made-up data) is trained in six ways.

# %% tags=["nbval-ignore-output"] slideshow={"slide_type": "fragment"}
from execml.course.measure.timing import least_processor_time
from execml.frameworks.libraries.execution import timed
from execml.frameworks.libraries.steps import jax_way, keras_way, loss_of, numpy_way, problem, tensorflow_way, torch_way
from execml.frameworks.platforms.eight_bits import portable_network, quantised

start, batches = problem(np.random.default_rng(0))
trained = {
    "NumPy, gradient by hand": numpy_way(start, batches),
    "PyTorch, eager": torch_way(start, batches),
    "TensorFlow, GradientTape, eager": tensorflow_way(start, batches, bare=True),
    "TensorFlow, tf.function": tensorflow_way(start, batches, "traced", bare=True),
    "Keras, train_on_batch": keras_way(start, batches),
    "JAX, jax.jit": jax_way(start, batches),
}
timing = timed({name: way.run for name, way in trained.items()}, steps=40, repeats=4)
eager, traced = timing["TensorFlow, GradientTape, eager"], timing["TensorFlow, tf.function"]
paid = traced.break_even(eager)
live = pd.DataFrame({
    "way": list(trained),
    "first step (ms)": [1e3 * time.first for time in timing.values()],
    "a later step (µs)": [1e6 * time.step for time in timing.values()],
})
sizes = {"the bank's 32": (30, 32, 1), "twice 1,024": (30, 1024, 1024, 1)}
wide = {name: portable_network(fw.glorot_weights(shape, np.random.default_rng(0))) for name, shape in sizes.items()}
some = split.test_features[:500].astype(np.float32)
gains = {
    name: np.divide(*(least_processor_time(partial(file.scorer(), some), 8)[1] for file in (net, quantised(net))))
    for name, net in wide.items()
}

table(live, "Processor time on this machine, one thread", {name: "{:,.0f}" for name in live.columns[1:]})
say(f"""
On this machine tf.function has paid after {paid:,.0f} step{"s" if paid != 1 else ""}. Scoring in eight bits is {" and ".join(f"{gain:.1f} times as quick with {name} hidden units" for name, gain in gains.items())}.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What it costs
#
# What this page cannot show: the pace of sixteen or eight bits where they are meant to run; a large network; other banks and years.

# %% tags=["hide-input"] slideshow={"slide_type": "fragment"}
import tensorflow as tf
from execml.frameworks.libraries.execution import traces

losses = [loss_of(way.weights(), batches) for way in trained.values()]
assert np.ptp(losses) < 1e-4 * min(losses)  # or the next sentence is wrong
by_number, by_tensor = traces(list(range(50))), traces([tf.constant(step) for step in range(50)])
by_shape = traces([tf.zeros(rows) for rows in (128, 128, 32)])
hand = timing["NumPy, gradient by hand"].step
least = {
    "traced": min(4, math.floor(eager.step / traced.step)),  # no more is claimed than holds anywhere
    "by hand": min(2, math.floor(timing["PyTorch, eager"].step / hand)),
}
quickest = min(timing[name].step for name in ("TensorFlow, tf.function", "Keras, train_on_batch", "JAX, jax.jit"))
against_hand = "less" if hand < 2 * quickest else "more"
say(f"""
All six end at the same loss, to one part in ten thousand. tf.function's step is at least {least["traced"]} times quicker than eager TensorFlow's, and is paid {"within a thousand steps" if paid < 1_000 else "after a thousand steps"}. NumPy with the gradient by hand is at least {least["by hand"]} times quicker than eager PyTorch: on so small a network the time is bookkeeping around each operation. {fact("torch_compile.measured").text} {as_of(fact("torch_compile.measured"))}

*Retracing* undoes a compiler: a traced function called with the Python numbers 0 to 49 is recorded {by_number} times; with the same numbers as tensors, once. Batches of 128, 128 and 32 rows make {by_shape} recordings. PyTorch's compiler breaks off where Python looks at a value (`.item()`).
""")
assert by_tensor == 1

known = [fact("tf32.defaults")]
others = {name: [row[name] for row in card["changed decisions"]] for name in card["changed decisions"][0]}
rows = [
    ("Sixteen bits", "a review of every sum", f"activations at {flows:.0%}; Adam's bytes as before; a total at {in_bfloat16[-1] / exact:.0%} of the truth; {lost[1]:.1f} points if all is narrow, {abs(by_chance.mean()):.1f} rounded by chance"),
    ("Eight bits to score", f"{flipped:.0f} of {len(split.test_labels):,} decisions; {company:.0f} hang on who else is asked", f"{narrowed[0].bytes_before / 1000:.1f} → {narrowed[0].bytes_after / 1000:.1f} kB; pace only for wide networks"),
    ("A compiled stack", "preparation, for every shape", f"at least {least['traced']} × eager TensorFlow's pace; {against_hand} than twice that of NumPy by hand"),
]
table(pd.DataFrame(rows, columns=["request", "it costs", "it bought here"]), "For a network as small as the bank's, none of the three is needed")
say(f"""
<details><summary>What your team will say next</summary>

- *"The new card gives other digits."* {" ".join(found.text for found in known)} Set it. {as_of(*known)} On that {card["card"]} JAX's products erred by {card["default of JAX"] / card["default of PyTorch"]:,.0f} times as much as PyTorch's. Ten trainings there of a smaller network, on the bank's clients, in TF32 changed {min(others["TF32"])} to {max(others["TF32"])} of 10,000 decisions, another seed {min(others["another seed"])} to {max(others["another seed"])}.
- *"Autocast."* PyTorch's switch for sixteen bits, as measured above. It scales no loss by itself: `float16` needs a GradScaler too.
- *"FP8."* Eight-bit floats for training, on recent cards. Products ran at {card["products"]["float8"]["teraflops"]:,.0f} teraflops, in bfloat16 at {card["products"]["bfloat16"]["teraflops"]:,.0f} and in float32 at {card["products"]["float32"]["teraflops"]:,.0f}.
- *"torch.compile."* On the card it gained {large["float32"] / large["float32, torch.compile"] - 1:.0%} on the large network in float32 and {large["bfloat16"] / large["bfloat16, torch.compile"] - 1:.0%} in bfloat16, and lost on the small one.
- *"FSDP, DTensor."* PyTorch cuts what Adam keeps into shares, one a card.
- *"A model from Hugging Face, served by vLLM."* Somebody else's language model, and a server of many conversations. What unit 5 says about files from elsewhere comes first.
- *"On the phone, with ExecuTorch."* PyTorch's runtime for devices; quantised, as above.

</details>
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
check("fw4.counters", counters)

# %% [markdown]
# **2. Which job to compile.** Three jobs of the bank (figures made up for this exercise). One of them gains by compiling. Which, and how many seconds in all?

# %% tags=["exercise"]
from execml.frameworks.units.unit_4.exercises import JOBS

table(pd.DataFrame(JOBS), "Three jobs")
job, seconds_gained = ..., ...  # TODO: the job's name, and one number

# %% tags=["solution"]
from execml.frameworks.units.unit_4.exercises import JOBS

table(pd.DataFrame(JOBS), "Three jobs")
job, seconds_gained = "quarterly retraining", 20_000 * (40.0 - 22.0) / 1_000 - 2 * 25

# %%
check("fw4.worth_compiling", (job, seconds_gained))

# %% [markdown]
# **3. The port that passes.** Three vendors move the bank's model to eight bits. Each passes the vendor's test: the same AUC to two digits (figures made up for this exercise). One is wrong all the same. Which, and at least how many of the 10,000 clients does it decide differently?

# %% tags=["exercise"]
from execml.frameworks.units.unit_4.exercises import PORTS

table(pd.DataFrame(PORTS), "Three ports, 10,000 clients")
port, at_least = ..., ...  # TODO: the vendor's name, and a number of clients

# %% tags=["solution"]
from execml.frameworks.units.unit_4.exercises import PORTS

table(pd.DataFrame(PORTS), "Three ports, 10,000 clients")
port, at_least = "Elm", 2_410 - 1_708

# %%
check("fw4.port", (port, at_least))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Ask a vendor, or your team:
#
# 1. Which numbers stay in 32 bits, how are the others rounded, and who owns the list?
# 2. What fills the memory, weights or activations, and what share of it do sixteen bits save?
# 3. How many decisions does the narrow model change at our cutoff, scored one by one, and how many does training again with another seed?
# 4. After how many steps has compiling paid on our job, counting every shape of batch?
# 5. Does a rerun on another card give the same figures, and with which defaults set?

# %%
quiz("fw4")

# %% tags=["exercise"]
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"]
choice = "none yet: 32 bits and plain code"
because = "A model of a thousand weights is limited by none of the three; each would add an acceptance test that buys nothing."

# %% slideshow={"slide_type": "slide"}
decide(
    "fw4.numbers",
    choice,
    because,
    evidence={
        "weights of the bank's network, and bytes that Adam keeps": f"{models[0].vector.size:,} and {per_weight[0] * models[0].vector.size / 1000:.0f} kB",
        "running total in bfloat16": f"{in_bfloat16[-1] / exact:.0%} of the truth",
        "points of AUC lost if all is narrow, rounded to nearest and by chance": f"{lost[1]:.1f} and {abs(by_chance.mean()):.1f}",
        "decisions changed by eight bits, by company, by another seed": f"{flipped:.0f}, {company:.0f} and {retrained:.0f} of {len(split.test_labels):,}",
        "file in 32 and in eight bits": f"{narrowed[0].bytes_before / 1000:.1f} and {narrowed[0].bytes_after / 1000:.1f} kB",
        "a traced step against eager TensorFlow, at least": f"{least['traced']} times quicker",
    },
)

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# "Same AUC" is what a vendor shows. Let the room find a change that AUC cannot see. Then ask who owns the list of sums that stay in 32 bits: if nobody does, sixteen bits are not an option yet.

# %% [markdown]
# ## Sources
#
# - Glorot, X. and Bengio, Y. (2010). Understanding the difficulty of training deep feedforward neural networks. AISTATS, 249–256.
# - Gupta, S., Agrawal, A., Gopalakrishnan, K. and Narayanan, P. (2015). Deep learning with limited numerical precision. [arXiv:1502.02551](https://arxiv.org/abs/1502.02551)
# - He, K., Zhang, X., Ren, S. and Sun, J. (2015). Delving deep into rectifiers. [arXiv:1502.01852](https://arxiv.org/abs/1502.01852)
# - Higham, N. J. (1993). The accuracy of floating point summation. [doi:10.1137/0914050](https://doi.org/10.1137/0914050)
# - Kahan, W. (1965). Further remarks on reducing truncation errors. [doi:10.1145/363707.363723](https://doi.org/10.1145/363707.363723)
# - Micikevicius, P. and others (2018). Mixed precision training. [arXiv:1710.03740](https://arxiv.org/abs/1710.03740)
# - Facts with a date: sources and days of reading stand in the programme's list of facts.
# - Data: `credit`, Yeh, I.-C. and Lien, C.-H. (2009), [doi:10.1016/j.eswa.2007.12.020](https://doi.org/10.1016/j.eswa.2007.12.020). The licence stands in the datasheet of `datasets`.
