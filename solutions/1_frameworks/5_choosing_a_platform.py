# ---
# title: Choosing a platform
# decision: Which platform does Harbour Bank standardise on, and what must the contract say so that it can leave?
# present: 1
# parts:
#   failure: "The choice that was frozen"
#   mathematics: "What a portable model is"
#   cost: "What it costs to own"
# minutes: {reading: 28, exercises: 17}
# needs: ["what a model's score and a cutoff are", "units 1 to 3, or the words gradient and training step"]
# objectives:
#   - show how a model can change its decisions on the way out of a framework, without an error
#   - say what a portable model file holds, what it leaves behind, and how to accept one
#   - read a table of what platforms cost to own, and know which of its figures hold elsewhere
#   - state when averaging gradients over machines equals training on one, and when it doesn't
#   - test how much of a weighted verdict is the weights' doing
# libraries: [numpy, pandas, scikit-learn, torch, tensorflow, keras, onnx, onnxruntime, skl2onnx, tf2onnx]
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # Choosing a platform
#
# **The decision.** Which platform does Harbour Bank standardise on, and what must the contract say so that it can leave?
#
# *28 minutes of reading, 17 of exercises. You need: what a model's score and a cutoff are; units 1 to 3, or the words gradient and training step.*

# %% tags=["hide-input"] slideshow={"slide_type": "skip"}
import numpy as np
import pandas as pd
import torch
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score

import execml.frameworks as fw
from execml.course import (
    as_of, begin, check, decide, fact, hint, predict, quiz, reveal, risk_split, say, show, table,
)
from execml.frameworks.units.unit_5 import figures

begin()
split = risk_split()
train, test, defaulted = split.train_features, split.test_features, split.test_labels
LATE, CUTOFF = split.feature_names.index("late_1"), 0.25

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# A platform is easy to enter. The question for a board is what it costs to leave.
#
# Harbour Bank scores card clients with two scorecards in PyTorch: one for clients who paid last month, one for clients who were late. A line of Python picks the card. The bank moves the model to another program by exporting it to a file. The export succeeds. Then the same 10,000 clients are scored by both.

# %% tags=["hide-input"]
predict(
    "fw5.moved",
    "The export reports no error. Of 10,000 clients, how many does the exported file decide differently?",
    low=0,
    high=10_000,
    unit="clients",
)

# %% slideshow={"slide_type": "fragment"}
class Scorecards(torch.nn.Module):
    def __init__(self, punctual, late):
        super().__init__()
        self.punctual, self.late = punctual, late

    def forward(self, client):
        if client[0, LATE] > 0:  # was this client late last month?
            return torch.sigmoid(self.late(client))
        return torch.sigmoid(self.punctual(client))

cards = fw.scorecards(train, split.train_labels, LATE)
model, was_late = Scorecards(*cards), test[:, LATE] > 0
before = fw.score_one_by_one(model, test)

example = torch.from_numpy(test[~was_late][:1])  # a client who paid on time
traced = fw.trace_torch(model, example)
after = traced.scorer()(test)
changed = (before > CUTOFF) != (after > CUTOFF)
missed = changed & (after <= CUTOFF) & (defaulted == 1)
assert not changed[~was_late].any()

show(*figures.frozen(before, after, was_late, CUTOFF))
reveal("fw5.moved", changed.sum())
say(f"""
**No error, and {changed.sum():,} decisions changed**, all about clients who were late last month. {missed.sum():,} of
them went on to default and are now approved. [AUC](../glossary.md#AUC) falls from {roc_auc_score(defaulted, before):.2f} to
{roc_auc_score(defaulted, after):.2f}.
""")

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Ask before showing the figure: who in the room has accepted a model "because the export worked"? Then let somebody read the four lines of `forward` aloud and say what a recording of one run would contain.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The choice that was frozen
#
# The older way to export is [tracing](../glossary.md#Tracing): run the model once on an example, and write down which operations ran. A Python `if` is none of them. It decided which ran, and only those stand in the file. The example had paid on time, so the second scorecard isn't there at all.
#
# The newer way is to capture the graph: every value that steers the run must itself be part of it. What can't be said that way is refused. Here are four exports. The third rounds the first card's scores by an operator of the bank's own. The last says the choice as a formula: compute both cards, and take one of them client by client.

# %% slideshow={"slide_type": "fragment"}
class Chosen(Scorecards):
    def forward(self, clients):
        late = clients[:, LATE : LATE + 1] > 0
        return torch.sigmoid(torch.where(late, self.late(clients), self.punctual(clients)))

exports = fw.attempts(example, {
    "Python's if, traced": (fw.trace_torch, model),
    "Python's if, captured": (fw.export_torch, model),
    "an operator of our own, captured": (fw.export_torch, fw.rounded_scores(cards[0])),
    "a formula, captured": (fw.export_torch, Chosen(*cards)),
})
_, frozen, unknown, portable = exports.values()
gap = fw.round_trip(before, portable.scorer()(test), CUTOFF).gap

table(
    fw.outcomes(exports, before, test, CUTOFF),
    "Three ways to fail, and only one of them is silent",
    {"decisions changed": "{:,.0f}"},
)
say(f"""
The tracer's log has a remark: “{traced.remarks[0].partition(". ")[0]}.” A nightly build doesn't stop for a remark. The newer exporter stops: “{frozen}”, and, for the bank's own operator,
“{str(unknown).partition(" for ")[0]}”. **A refusal is the better product.**

The formula moves no decision; its scores differ by {"less than one in a million" if gap < 1e-6 else f"{gap:.0e}"}.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What a portable model is
#
# [ONNX](../glossary.md#ONNX), the open format used here, defines a model as three things: a [computational graph](../glossary.md#Computational-graph), the version of the [operator set](../glossary.md#Operator-set) that says what each operator computes, and the weights. Any runtime that knows that version can score. It needs neither the framework nor the code that trained the model.
#
# Two programs add up in different orders, so their scores differ in the last digits. When does that matter? Let $f$ be the score before the move, $g$ the score after it, and $c$ the cutoff.
#
# **Proposition.** If $|f(x) - g(x)| \le \epsilon$ for every client $x$, a decision can change only for clients with $|f(x) - c| \le \epsilon$.
#
# *Proof.* If the decisions differ, $c$ lies between $f(x)$ and $g(x)$, so it's no farther from $f(x)$ than they are from each other. ∎
#
# So an acceptance test needs three numbers: the largest gap over *all* kinds of clients, the decisions changed, and the clients that close to the cutoff. Below, three models leave their frameworks.

# %% slideshow={"slide_type": "fragment"}
weights = fw.short_training(train, split.train_labels, steps=100, generator=np.random.default_rng(4))
network = fw.keras_scorer(weights)
trees = HistGradientBoostingClassifier(max_iter=60, random_state=0).fit(train, split.train_labels)
by_keras = fw.export_keras(network, test)
moves = {
    "PyTorch: two scorecards": (fw.score_on("cpu", Chosen(*cards), test), portable),
    "Keras: a network": (np.asarray(network(test))[:, 0], by_keras),
    "scikit-learn: 60 boosted trees": (trees.predict_proba(test)[:, 1], fw.export_sklearn(trees, test)),
}
moved = fw.round_trips(moves, test, CUTOFF)
assert (moved["largest gap"] <= 1e-6).all() and (moved["decisions changed"] == 0).all()

table(
    moved.assign(**{"largest gap": "under 1e-6"}),
    f"Three makers, one runtime, {len(test):,} clients",
    {"kilobytes": "{:.0f}"},
)
say(f"""
**Out of all three frameworks and back without one changed decision.** The operator sets differ, because each exporter
picks its own version: the runtime must know the newest of them.

One thing travelled that nobody ordered. PyTorch's exporter wrote {portable.notes} notes beside the operators, among them
lines of the bank's source and the folders of the machine that exported. They were taken out here. A bank's file may
tell a vendor too much.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What stays behind
#
# The file scores. It doesn't prepare the features, decide, or learn. Whoever leaves a platform rebuilds the rest, and that's the [lock-in](../glossary.md#Lock-in) to price.

# %% slideshow={"slide_type": "fragment"}
refused = fw.reopened(model)  # saved as a whole by PyTorch, and opened again

table(fw.left_behind(portable, weights), "What a model file carries, and what has to be rebuilt")
say(f"""
Without the optimiser's memory, training goes on after a jolt. Without the preparation, the file can't be used at all,
and a bank that prepares features differently gets wrong scores **and no error**.

PyTorch's own file of a whole model is no way out. It holds no graph, and by default PyTorch refuses to reopen what it
has just saved (“{refused}”), because opening may run code.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What it costs to own
#
# A platform costs before it has learnt anything: disk on every machine and in every container, packages that somebody must patch, seconds at every start, memory. Each row below is a fresh process on your machine. It starts, loads the platform, and takes 200 training steps of the same small network on 128 clients. They differ from run to run, so no sentence quotes them.

# %% tags=["nbval-ignore-output"] slideshow={"slide_type": "fragment"}
batch = (train[:128], split.train_labels[:128])
platforms = ["numpy", "torch", "tensorflow", "onnxruntime"]
costs = fw.cost_of_ownership(platforms, weights, batch, steps=200, portable=by_keras.content)
device = fw.pick_device()
there = fw.score_on(device, Chosen(*cards), test)
moved_there = fw.round_trip(before, there, CUTOFF).changed

table(
    costs.drop(columns=["last"]),
    "What four platforms cost on this machine",
    {
        "disk MB": "{:,.0f}", "ready after s": "{:.1f}", "first step ms": "{:,.1f}", "steps a second": "{:,.0f}",
        "peak memory MB": "{:,.0f}", "CPU s": "{:.1f}",
    },
)
say(f"The fastest device that PyTorch finds here is `{device.type}`. Scored there, {moved_there} decisions change.")

# %% slideshow={"slide_type": "fragment"}
by = costs.set_index("platform")
frameworks, runtime = by.loc[["PyTorch", "TensorFlow with Keras"]], by.loc["onnxruntime, scores only"]
needs = ["disk MB", "packages", "peak memory MB"]
assert (frameworks[needs] > runtime[needs]).all(axis=None)
spread = by["last"].dropna().max() - by["last"].dropna().min()
named = ["torch", "keras", "onnx", "onnxruntime", "scikit-learn", *fw.installed("tensorflow", "tensorflow-cpu")]
copyleft = [name for name in named if "GPL" in fw.licences(name)]
assert spread < 1e-5 and not copyleft
owners = ("pytorch.governance", "pytorch.umbrella", "onnx.governance", "tensorflow.author")
behind = [fact(name) for name in (*owners, "tensorflow.windows_gpu", "keras.backends")]

say(f"""
What holds on any machine that runs this page:

- **To score needs less than to train.** Each framework takes more disk, more packages and more memory than the runtime
  that serves its models.
- **Price, not arithmetic, differs.** NumPy, PyTorch and TensorFlow end the same training with the same loss, to within 0.00001.
- **No licence is in the way.** The {len(named)} packages' own metadata name {"; ".join(copyleft) or "no licence of the GPL family"}.
  That is what a machine can read; a lawyer reads the texts of the bundled parts.

Who stands behind it is part of the price, and turns "which framework" into "which backend this year".

<details><summary>Who stands behind each</summary>

{" ".join(found.text for found in behind)} Unit 2 ran one Keras model on two backends. {as_of(*behind)}

</details>
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## When one machine isn't enough
#
# Suppose the next model is too slow for one machine. `torch.distributed` and `tf.distribute` do the same thing: every worker holds a copy of the model and a share of the clients, and after each step the workers average their gradients ([data parallelism](../glossary.md#Data-parallelism)).
#
# **Theorem.** If the loss is a mean over clients, all workers start from the same weights and apply the same update rule, and all shares are equal, then the cluster trains the model that one machine would train. With unequal shares this holds if each worker's loss is weighted by its share of the clients.
#
# Two things fall outside it: layers that mix clients, such as batch normalisation, which in training divides by the spread of the share and not of the whole; and whatever workers draw at random for themselves. And it holds in exact arithmetic; computers round.
#
# Below, 20 steps are taken on your machine by two workers: PyTorch's are two processes, which talk through 127.0.0.1, the address that stays within a machine; TensorFlow's are two logical processors of one process.
#
# <details><summary>The proof: what plain averaging gets wrong is a sum that vanishes for equal shares</summary>
#
# Let $g_k$ be the mean gradient of worker $k$'s $n_k$ clients, $n = n_1 + \dots + n_p$, and $g$ the mean gradient of all. Sums add up, so
#
# $$\begin{aligned}
# g &= \sum_{k=1}^{p} \frac{n_k}{n}\, g_k, && \text{while the workers compute} \\
# \bar g &= \frac1p \sum_{k=1}^{p} g_k, && \text{so} \\
# \bar g - g &= \sum_{k=1}^{p} \Big(\frac1p - \frac{n_k}{n}\Big) g_k .
# \end{aligned}$$
#
# With equal shares each bracket is 0, so $\bar g = g$ at every step, by induction over the steps; with unequal ones, if worker $k$ multiplies its loss by $p\,n_k/n$. ∎
#
# </details>

# %% slideshow={"slide_type": "fragment"}
data = train[:2_000].astype(float), split.train_labels[:2_000].astype(float)
start = fw.glorot_weights((30, 16, 1), np.random.default_rng(1), "float64")
plans = {
    "1,000 + 1,000 clients": fw.Plan.of(data, (1_000, 1_000)),
    "1,600 + 400 clients": fw.Plan.of(data, (1_600, 400)),
    "1,600 + 400 clients, weighted": fw.Plan.of(data, (1_600, 400), weighted=True),
}
alone = fw.train_alone(start, data, steps=20, learning_rate=0.5)
apart = {
    "torch.distributed": fw.train_apart("torch", start, list(plans.values()), 20, 0.5),
    "tf.distribute": fw.train_apart("tensorflow", start, list(plans.values()), 20, 0.5),
}
gaps = fw.weight_gaps(plans, alone, apart)
same = gaps[list(apart)].eq("under 1e-12").all(axis=1)
assert same.tolist() == [True, False, True]
large, small = (len(labels) for _, labels in plans["1,600 + 400 clients"].shares)

table(gaps, "Largest difference of a weight from one machine's, after 20 steps")
say(f"""
**Equal shares train the same model to the last digits, in both frameworks.** Unequal ones train another model, the same
wrong one in both, without an error: each of the {small} clients counts {large // small} times as much as one of the {large:,}. Weighting repairs it.

**Nothing here could be reached from outside.** On several machines that is no longer so: ask who may join.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# TensorFlow's form for several machines isn't started here. Its server listens on every network interface (`0.0.0.0`, in TensorFlow's source) and asks nobody who they are. TensorFlow's security page says that the server is for internal communication only, encrypts nothing, and runs the programs that it is sent.
#
# <details><summary>The lines for each machine of a real cluster, behind a network closed to everybody else</summary>
#
# ```python
# machines = ["10.0.0.11:2222", "10.0.0.12:2222"]
# task = {"cluster": {"worker": machines}, "task": {"type": "worker", "index": 0}}
# os.environ["TF_CONFIG"] = json.dumps(task)
# strategy = tf.distribute.MultiWorkerMirroredStrategy()
# ```
#
# The `index` is the machine's own number.
#
# </details>

# %% [markdown] slideshow={"slide_type": "slide"}
# ### The line between the machines
#
# To average, the machines exchange the whole gradient at each step. Passing pieces around a ring, each of $p$ machines sends $2\,\frac{p-1}{p}$ times the model's bytes; machines that do the adding themselves can't do with less (Patarasuk and Yuan, 2009). Let $c$ be a step's seconds on one machine, $M$ the gradient's bytes and $B$ the bytes a second on the line. Without delays, and if nothing is sent while a machine still computes, a step takes
#
# $$T(p) = \frac{c}{p} + 2\,\frac{p-1}{p}\cdot\frac{M}{B}.$$

# %% slideshow={"slide_type": "fragment"}
sums, sent = fw.ring_all_reduce(np.tile(alone.gradient, (3, 1)))
assert np.allclose(sums, 3 * alone.gradient) and sent == 2 * (3 - 1) * alone.gradient.size // 3

machines, million = np.arange(1, 9), 1e6
model_bytes = 4 * 100 * million  # a network of 100 million weights, in float32
LINES = {"1 Gbit/s": 125 * million, "100 Gbit/s": 12_500 * million}  # bytes a second
seconds = {
    name: fw.step_seconds(machines, compute_seconds=1.0, model_bytes=model_bytes, bytes_a_second=speed)
    for name, speed in LINES.items()
}

show(*figures.exchange(machines, seconds, compute_seconds=1.0))
say(f"""
For a model of 100 million weights whose step takes a second, **eight machines on an office network
take {seconds["1 Gbit/s"][-1]:.1f} times as long as one**. A line a hundred times as fast makes them
{1 / seconds["100 Gbit/s"][-1]:.1f} times as fast as one. Libraries send while they compute, which hides part of it. So "it scales" is a statement about a network.
The bank's, with {alone.gradient.size} weights, needs none of this.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Weigh it, then shake the weights
#
# Committees like a table: options, criteria, a score from 0 to 4 in each cell, weights that add up to 1, the largest weighted sum wins. The scores below are Harbour Bank's, made up for this case; type in your own. What the table hides is how much of its verdict is the weights' doing. Two numbers tell: under what share of *all* possible weightings an option would win, and how little weight must move until the winner is caught.
#
# <details><summary>How little weight: the cheapest way to close a lead</summary>
#
# Moving a share $t$ of the weight from criterion $i$ to criterion $j$ narrows the winner's lead by $t\,(d_i - d_j)$, where $d$ is the difference of scores to a rival. The cheapest way takes from the largest $d$ and gives to the smallest.
#
# </details>

# %% slideshow={"slide_type": "fragment"}
opinions = pd.DataFrame(
    {
        "fits what runs today": [1, 4, 3, 3],
        "cost to own": [3, 1, 2, 4],
        "way out": [3, 3, 4, 4],
        "who governs it": [4, 2, 2, 3],
        "larger models": [4, 3, 2, 0],
    },
    index=["PyTorch", "TensorFlow", "Keras 3", "scikit-learn"],
)
importance = pd.Series([0.20, 0.15, 0.25, 0.15, 0.25], index=opinions.columns)
wins = fw.share_of_weightings(opinions, 200_000, np.random.default_rng(0))
sums = fw.totals(opinions, importance)
nearest, move = fw.nearest_rival(opinions, importance)
lead, heaviest = sums.iloc[0] - sums.iloc[1], importance.max()
assert wins[sums.index[0]] < 0.49 and nearest == sums.index[1]

show(*figures.verdict(opinions, importance, wins))
say(f"""
**Move {move:.0%} of the weight, and {nearest} has caught up.** So it has if one score of a criterion with weight {heaviest:.0%} is
{lead / heaviest:.0f} point higher. And more than half of all weightings elect somebody else. A table this close hasn't decided; it has
shown that the bank must first agree on what matters. Move the slider to see which conviction carries which winner.
""")
figures.weighing(opinions, importance, "fits what runs today")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Exercises
#
# **1. How many decisions can a move change?** Harbour Bank's scores are known, and a vendor promises that no score moves by more than `gap`. Write the function that returns how many clients' decisions could change at a cutoff. Nothing of the vendor's is needed.

# %% tags=["exercise"]
def exposed(scores, cutoff, gap):
    return ...  # TODO: a number of clients

# %% tags=["solution"]
def exposed(scores, cutoff, gap):
    return np.sum(np.abs(scores - cutoff) <= gap)

# %%
check("fw5.exposed", exposed)

# %% [markdown]
# **2. Unequal shares.** Workers hand in the mean gradients of their clients, `gradients` of shape (workers, weights), and their head counts, `sizes` of shape (workers,). Return the gradient of all clients together.

# %% tags=["exercise"]
def whole_gradient(gradients, sizes):
    return ...  # TODO: one number for each weight

# %% tags=["solution"]
def whole_gradient(gradients, sizes):
    return sizes / sizes.sum() @ gradients

# %%
check("fw5.whole_gradient", whole_gradient)

# %% [markdown]
# **3. What is the way out worth?** Two offers for five years, in thousands of euros, made up for this exercise. The closed one delivers no portable files; leaving it means to build everything again. At what chance of having to leave do both cost the same, on average? The bank thinks that it will have to leave within the five years with a chance of one half. Which offer is the cheaper for it?

# %% tags=["exercise"]
from execml.frameworks.units.unit_5.exercises import OFFERS

table(pd.DataFrame(OFFERS), "Two offers, thousands of euros")
break_even, offer = ..., ...  # TODO: a chance between 0 and 1, and "closed" or "open"

# %% tags=["solution"]
from execml.frameworks.units.unit_5.exercises import OFFERS

table(pd.DataFrame(OFFERS), "Two offers, thousands of euros")
break_even, offer = 5 * (360 - 300) / (900 - 100), "open"

# %%
check("fw5.exit_price", (break_even, offer))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Ask a vendor, or your own team:
#
# 1. In which format, and at which version of the operator set, do we receive each trained model, and which runtime that isn't yours has scored our clients with it?
# 2. What was the largest gap, over which clients, how many decisions changed, and how many clients stand within the gap of the cutoff?
# 3. Which steps before and after the model are code, who owns that code, and do we receive it with each release?
# 4. How long is the version that we run supported, who governs the project, and what do its packages' licences say?
# 5. If training runs on several machines: are the shares equal or weighted, what carries the gradients, and who can connect to it?
#
# A contract that lets the bank leave says, for every release:
#
# - a portable file comes with it, and names the operator set that it needs;
# - it is accepted if the bank's reference clients get the same scores in a runtime of the bank's choice, to one in a million, and no decision changes;
# - the code that prepares features and decides comes with it;
# - so does what is needed to go on training: data references, training code, the optimiser's memory;
# - the file holds no notes on anybody's machines or source.

# %%
quiz("fw5")

# %% tags=["exercise"]
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"]
choice = "PyTorch, with a portable file at every release"
because = "It leads the table by little, so the way out matters more: every release must pass the round trip on our clients."

# %% slideshow={"slide_type": "slide"}
decide(
    "fw5.platform",
    choice,
    because,
    evidence={
        "decisions changed by a silent export": f"{changed.sum():,} of {len(test):,}",
        "decisions changed by three tested round trips": int(moved["decisions changed"].sum()),
        "lead of the first option (points of 4)": round(float(lead), 2),
        "weight to move until it is caught": f"{move:.0%}",
        "weighted points of 4, and weightings won": ", ".join(f"{name} {sums[name]:.2f} ({wins[name]:.0%})" for name in sums.index),
    },
)

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Let each side of the room defend another option with the same evidence. Then ask both what the contract must say: the answers are the same, and that is the point. Whoever chose a framework by its pace should say which of the bank's processes waits for it.

# %% [markdown]
# ## Sources
#
# - Keras 3.15. Description in the metadata of the installed package; source at [github.com/keras-team](https://github.com/keras-team/keras).
# - LF AI Foundation (14 November 2019). LF AI welcomes ONNX as graduate project. [lfaidata.foundation](https://lfaidata.foundation/blog/2019/11/14/lf-ai-welcomes-onnx/), read on 22 November 2026.
# - Linux Foundation (12 September 2022). Meta transitions PyTorch to the Linux Foundation. [linux.com](https://www.linux.com/news/meta-transitions-pytorch-to-the-linux-foundation-further-accelerating-ai-ml-open-source-collaboration/), read on 22 November 2026.
# - ONNX. Intermediate representation specification, and Versioning. [onnx.ai](https://onnx.ai/onnx/repo-docs/IR.html), read on 22 November 2026.
# - Patarasuk, P. and Yuan, X. (2009). Bandwidth optimal all-reduce algorithms for clusters of workstations. [doi:10.1016/j.jpdc.2008.09.002](https://doi.org/10.1016/j.jpdc.2008.09.002)
# - TensorFlow. Source of the server, `GrpcServer::Init`: address and credentials. [grpc_server_lib.cc](https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/distributed_runtime/rpc/grpc_server_lib.cc), read on 22 November 2026.
# - TensorFlow. Using TensorFlow securely, section "Running a TensorFlow server". [github.com/tensorflow](https://github.com/tensorflow/tensorflow/blob/master/SECURITY.md), read on 22 November 2026.
# - TensorFlow 2.11.1, release notes, on graphics cards under Windows. [github.com/tensorflow](https://github.com/tensorflow/tensorflow/releases/tag/v2.11.1), read on 22 November 2026.
# - Authors and licences of installed packages: their own metadata, by Python's `importlib.metadata`.
# - Data: `credit`, Yeh, I.-C. and Lien, C.-H. (2009), [doi:10.1016/j.eswa.2007.12.020](https://doi.org/10.1016/j.eswa.2007.12.020). The licence stands in the datasheet of `datasets`.
