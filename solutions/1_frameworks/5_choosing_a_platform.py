# ---
# title: Choosing a platform
# decision: Which platform does Harbour Bank standardise on, and what must the contract say so that it can leave?
# present: 1
# parts:
#   failure: "The choice that was frozen"
#   mathematics: "What a portable model is"
#   cost: "What it costs to own"
# minutes: {reading: 25, exercises: 16}
# needs: ["what a model's score and a cutoff are", "units 1 to 4, or the words gradient and training step"]
# objectives:
#   - show how a model can change its decisions on the way out of a framework, without an error
#   - say what a portable model file holds, what it leaves behind, and how to accept one
#   - read a table of what platforms cost to own, and know which of its figures hold elsewhere
#   - refuse a model file that can run code, and name the formats that can't
#   - state when averaging gradients over machines equals training on one
#   - test how much of a weighted verdict is the weights' doing
# libraries: [numpy, pandas, scikit-learn, torch, tensorflow, keras, jax, safetensors, onnx, onnxruntime, skl2onnx, tf2onnx]
# claims:
#   - bold: "No error, and # decisions changed"
#     test: tests/frameworks/units/unit_5/test_claims.py::test_the_frozen_card_changes_as_many_decisions_on_other_clients
#   - bold: "# decisions changed, again without an error"
#     test: tests/frameworks/units/unit_5/test_claims.py::test_a_choice_by_the_number_of_clients_is_frozen_by_the_newer_exporter_too
#   - bold: "Move # of the weight, and PyTorch has caught up."
#     kind: exact
#     test: tests/frameworks/units/unit_5/test_claims.py::test_so_little_weight_is_enough_and_less_is_not
#   - bold: "Out of all three frameworks and back: # changed decisions."
#     test: tests/frameworks/units/unit_5/test_claims.py::test_out_and_back_no_decision_changes_on_other_models
#   - bold: "untuned boosted trees # against # for the network"
#     test: tests/frameworks/units/unit_5/test_claims.py::test_the_network_and_untuned_trees_are_told_apart_by_no_client
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # Choosing a platform
#
# **The decision.** Which platform does Harbour Bank standardise on, and what must the contract say so that it can leave?
#
# *25 minutes of reading, 16 of exercises. You need: what a model's score and a cutoff are; units 1 to 4, or the words gradient and training step.*

# %% tags=["hide-input"] slideshow={"slide_type": "skip"}
from functools import partial

import numpy as np
import pandas as pd
import torch
from sklearn.metrics import roc_auc_score

import execml.frameworks as fw
from execml.course import (
    POLICY, as_of, begin, check, decide, fact, hint, predict, quiz, reveal, risk_split, rivals, say, show, table,
)
from execml.frameworks.units.unit_5 import figures

begin()
split = risk_split()
train, test, defaulted = split.train_features, split.test_features, split.test_labels
LATE = split.feature_names.index("late_1")
CUTOFF = POLICY.cutoff.value

def signed(points):
    return f"{points:+.1f}".replace("-", "−")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# A platform is easy to enter. What does it cost to leave?
#
# Harbour Bank scores card clients with two scorecards in PyTorch: one for clients who paid last month, one for those who were late. A line of Python picks the card. The bank exports the model to a file, with PyTorch's older exporter. The export succeeds. Then 10,000 clients are scored by both.

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
# The older way, `torch.onnx.export(…, dynamo=False)`, is [tracing](../glossary.md#Tracing): run the model once on an example, and write down which operations ran. A Python `if` is none of them. The example had paid on time, so the second scorecard isn't in the file.
#
# The newer way, the installed default, captures the graph: what a *client's numbers* steer must be part of it, or the export is refused. Below it meets the same model, an operator of the bank's own, the choice as a formula that computes both cards, and a choice by how many clients come at once.

# %% slideshow={"slide_type": "fragment"}
class Chosen(Scorecards):
    def forward(self, clients):
        late = clients[:, LATE : LATE + 1] > 0
        return torch.sigmoid(torch.where(late, self.late(clients), self.punctual(clients)))

class Crowd(Scorecards):
    def forward(self, clients):
        return torch.sigmoid((self.late if len(clients) > 1_000 else self.punctual)(clients))

exports = fw.attempts(example, {
    "Python's if, traced": (fw.trace_torch, model),
    "Python's if, captured": (fw.export_torch, model),
    "an operator of our own, captured": (fw.export_torch, fw.rounded_scores(cards[0])),
    "a formula, captured": (fw.export_torch, Chosen(*cards)),
})
_, frozen, unknown, portable = exports.values()
gap = fw.round_trip(before, portable.scorer()(test), CUTOFF).gap
crowd = Crowd(*cards)
unseen = fw.round_trip(fw.score_on("cpu", crowd, test), fw.export_torch(crowd, example).scorer()(test), CUTOFF).changed

outcome = fw.outcomes(exports, before, test, CUTOFF).set_index("the model")["decisions changed"]
assert outcome["Python's if, traced"] == changed.sum() and outcome["a formula, captured"] == 0
say(f"""
The tracer left a remark in its log: “{traced.remarks[0].partition(". ")[0]}.” The newer exporter stops: “{frozen}”, and, for the bank's own operator, “{str(unknown).partition(" for ")[0]}”. **A refusal is the better product.**

The formula moves no decision; its scores differ by {"less than one in a million" if gap < 1e-6 else f"{gap:.0e}"}. The choice by number is frozen all the same: **{unseen:,} decisions changed, again without an error**. A setting or a date freezes so too.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What a portable model is
#
# [ONNX](../glossary.md#ONNX), an open format, defines a model as a [computational graph](../glossary.md#Computational-graph), the version of the [operator set](../glossary.md#Operator-set) that says what each operator computes, and the weights. Any runtime that knows that version can score, without the framework.
#
# Two programs add up in different orders, so scores differ in the last digits. Let $f$ be the score before the move, $g$ the score after it, and $c$ the cutoff.
#
# **Proposition.** If $|f(x) - g(x)| \le \epsilon$ for every client $x$, a decision can change only for clients with $|f(x) - c| \le \epsilon$.
#
# *Proof.* If the decisions differ, $c$ lies between $f(x)$ and $g(x)$, so it's no farther from $f(x)$ than they are from each other. ∎
#
# So an acceptance test needs the largest gap over *all* kinds of clients, the decisions changed, and the clients that close to the cutoff. Below, three models leave their frameworks.

# %% slideshow={"slide_type": "fragment"}
from execml.course.bank.delong import auc_difference
from execml.course.bank.rivals import MODELS
from execml.frameworks.networks.risk_training import auc_on_test_clients, train_risk_model

settings = {"epochs": 40, "learn": len(train)}  # chosen on 5,000 training clients; then all learn, as for the trees
nets = [train_risk_model(split, partial(fw.Adam, lr=1e-3), np.random.default_rng(seed), **settings) for seed in range(4)]
weights = [part.astype(np.float32) for part in nets[0].parameters]
network = fw.keras_scorer(weights)
trees = MODELS[POLICY.baseline.value][1](0).fit(train, split.train_labels)
by_keras = fw.export_keras(network, test)
moves = {
    "PyTorch: two scorecards": (fw.score_on("cpu", Chosen(*cards), test), portable),
    "Keras: a network": (np.asarray(network(test))[:, 0], by_keras),
    "scikit-learn: boosted trees, the baseline": (trees.predict_proba(test)[:, 1], fw.export_sklearn(trees, test)),
}
best, learned = rivals()[POLICY.baseline.value].auc, np.mean([auc_on_test_clients(net, split) for net in nets])
ahead = auc_difference(defaulted, nets[0](test)[:, 0], trees.predict_proba(test)[:, 1])
assert not ahead.excludes_zero  # or the next sentences are wrong
moved = fw.round_trips(moves, test, CUTOFF)
assert (moved["largest gap"] <= 1e-6).all() and (moved["decisions changed"] == 0).all()

left = fw.left_behind(portable, weights).query("`in the file` == 'no'")
table(
    moved.drop(columns=["operators", "close to the cutoff"]).assign(**{"largest gap": "under 1e-6", "AUC": [roc_auc_score(defaulted, scores) for scores, _ in moves.values()]}),
    f"Three makers, one runtime, {len(test):,} clients",
    {"kilobytes": "{:.0f}", "AUC": "{:.3f}"},
)
say(f"""
**Out of all three frameworks and back: {moved["decisions changed"].sum()} changed decisions.** On this case no deep framework has earned its keep: over their seeds **untuned boosted trees {best:.3f} against {learned:.3f} for the network**, which NumPy trained. {len(test):,} clients cannot tell them apart (one network's lead, 95% interval: {signed(100 * ahead.low)} to {signed(100 * ahead.high)} points).

PyTorch's exporter also wrote {portable.notes} notes, with lines of the bank's source; they were taken out.

What stays behind is the [lock-in](../glossary.md#Lock-in) to price: the code that prepares features, the cutoff, the training code, the optimiser's memory. A bank that prepares features differently gets wrong scores **and no error**.

<details><summary>What stays behind, counted</summary>

{"; ".join(f"{part} ({size})" for part, size in left.iloc[:, :2].itertuples(index=False))}.

</details>
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A file that runs code
#
# PyTorch's own model file is a [pickle](../glossary.md#Pickle), Python's way to store any object: it names functions to call when it is opened. Here the bank plants a harmless one, which creates an empty file. Each library opens it as shipped, and with its safety off.

# %% slideshow={"slide_type": "fragment"}
trials = fw.opened_checkpoints()
ran = trials["the planted code"] == "ran"
off = trials["opened by"].str.contains("False|joblib")  # joblib has no switch
assert ran[off].all() and not ran[~off].any()
bypassed = [fact(name) for name in ("cve.torch_weights_only", "cve.torch_unpickler", "cve.keras_safe_mode", "cve.keras_saved_model")]
owners = ("pytorch.governance", "pytorch.umbrella", "pytorch.projects", "onnx.governance", "tensorflow.author", "jax.author")
behind = [fact(name) for name in (*owners, "tensorflow.windows_gpu", "keras.backends")]
named = ["torch", "keras", "jax", "onnx", "onnxruntime", "safetensors", "scikit-learn", "numpy", *fw.installed("tensorflow", "tensorflow-cpu")]
copyleft = [name for name in named if "GPL" in fw.licences(name)]
assert not copyleft and fw.licences("namex") == "not stated"

table(trials, "A planted model file, opened in seven ways")
say(f"""
**The code ran wherever the safety was switched off, or there is none**: scikit-learn's usual file is a pickle too. The switches have been bypassed. So a file from elsewhere is opened as weights only, in a current release, or not at all. *safetensors* holds weights and no code; the trees travel as ONNX.

<details><summary>Four bypasses, and the releases that closed them</summary>

{" ".join(found.text for found in bypassed)} {as_of(*bypassed)}

</details>

<details><summary>Who stands behind each platform, and what the licences say</summary>

{" ".join(found.text for found in behind)} {as_of(*behind)}

The {len(named)} packages above name no licence of the GPL family in their metadata. Others are installed too: namex, which Keras needs, states no licence, and {fact("nvidia.licence").text[0].lower() + fact("nvidia.licence").text[1:]} {as_of(fact("nvidia.licence"))}

</details>
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What it costs to own
#
# A platform costs before it has learnt anything. Each row was a fresh process that took 200 steps of one small network; `fw.cost_of_ownership` measures yours.
#
# What this page cannot show: a graphics card, a second machine, a large model, and people, who cost more than all of it.

# %% slideshow={"slide_type": "fragment"}
from execml.frameworks.platforms.ownership import recorded_costs

record = recorded_costs()
costs = pd.DataFrame(record["rows"])
by = costs.set_index("platform")
trainers, runtime = by.loc[["PyTorch", "TensorFlow with Keras", "JAX, jax.jit"]], by.loc["onnxruntime, scores only"]
for need in ("disk MB", "peak memory MB"):
    assert (trainers[need] > runtime[need]).all() and runtime[need] > by.loc["NumPy, by hand", need]
assert by["last"].dropna().max() - by["last"].dropna().min() < 1e-5
moved_there = fw.round_trip(before, fw.score_on(fw.pick_device(), Chosen(*cards), test), CUTOFF).changed

table(
    costs.drop(columns=["last", "CPU s", "first step ms"]),
    f"What five platforms cost ({record['machine']}, {record['date'].isoformat()})",
    {"disk MB": "{:,.0f}", "start s": "{:.1f}", "steps a second": "{:,.0f}", "peak memory MB": "{:,.0f}"},
)
say(f"""
A runtime that only scores needs less disk and memory than each framework; NumPy by hand, which trains, needs least. On PyTorch's fastest device here, {moved_there} decisions change.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ### More than one machine
#
# Every worker holds a copy of the model and a share of the clients, and after each step the workers average their gradients ([data parallelism](../glossary.md#Data-parallelism)).
#
# **Theorem.** If the loss is a mean over clients, all start from the same weights and follow the same rule, and all shares are equal, the cluster trains the model that one machine would train, up to rounding. With unequal shares this holds if each worker's loss is weighted by its share.
#
# Layers that mix clients, or draw at random, fall outside it. Two processes of `torch.distributed` try it, on 127.0.0.1.
#
# <details><summary>Proof, what the exchange costs, and why TensorFlow's server isn't started here</summary>
#
# Let $g_k$ be the mean gradient of worker $k$'s $n_k$ clients, $n = n_1 + \dots + n_p$. The gradient of all is $g = \sum_k \tfrac{n_k}{n} g_k$; the workers compute $\bar g = \tfrac1p \sum_k g_k$. So $\bar g - g = \sum_k (\tfrac1p - \tfrac{n_k}{n})\, g_k$. With equal shares each bracket is 0 at every step; with unequal ones, if worker $k$ multiplies its loss by $p\,n_k/n$.
#
# Passing pieces around a ring, each of $p$ machines sends $2\,\frac{p-1}{p}$ times the model's bytes; machines that do the adding themselves can't do with less (Patarasuk and Yuan, 2009). Let $c$ be a step's seconds on one machine, $M$ the gradient's bytes and $B$ the bytes a second on the line: without delays or overlap, a step takes $T(p) = c/p + 2\,\frac{p-1}{p}\cdot M/B$.
#
# TensorFlow's form for several machines (`MultiWorkerMirroredStrategy`) starts a server that listens on every network interface (`0.0.0.0`, in TensorFlow's source) and asks nobody who they are. By TensorFlow's security page it is for internal communication only, encrypts nothing, and runs what it is sent.
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
gaps = fw.weight_gaps(plans, alone, {"two": fw.train_apart(start, list(plans.values()), 20, 0.5)})["two"]
assert gaps.eq("under 1e-12").tolist() == [True, False, True]

sums, sent = fw.ring_all_reduce(np.tile(alone.gradient, (3, 1)))
assert np.allclose(sums, 3 * alone.gradient) and sent == 2 * (3 - 1) * alone.gradient.size // 3
million = 1e6  # a network of 100 million weights in float32; lines of 1 and 100 Gbit/s
slow, quick = (fw.step_seconds(8, compute_seconds=1.0, model_bytes=400 * million, bytes_a_second=speed * million) for speed in (125, 12_500))
say(f"""
After 20 steps no weight differs by more than {gaps[0].removeprefix("under ")} with equal shares; unequal ones end {gaps[1]} away, **another model, without an error**; weighted, {gaps[2]}.

"It scales" is a statement about a cable: a step of a second for 100 million weights takes eight machines {slow:.1f} s on an office line, and {quick:.2f} s on one a hundred times as fast. The bank's {sum(part.size for part in weights):,} weights need none of this.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Weigh it, then shake the weights
#
# Committees like a table: scores from 0 to 4, weights that add up to 1, the largest sum wins. The scores are made up. Two numbers tell how much is the weights' doing: under what share of *all* weightings an option wins, and how little weight must move until the winner is caught.
#
# <details><summary>How little weight: the cheapest way to close a lead</summary>
#
# Moving a share $t$ of the weight from criterion $i$ to criterion $j$ narrows the winner's lead by $t\,(d_i - d_j)$, where $d$ is the difference of scores to a rival. The cheapest way takes from the largest $d$ and gives to the smallest.
#
# </details>

# %% slideshow={"slide_type": "fragment"}
opinions = pd.DataFrame(
    {
        "fits what runs today": [2, 3, 1, 4],
        "cost to own": [3, 1, 4, 4],
        "way out": [3, 4, 2, 4],
        "who governs it": [4, 2, 2, 3],
        "larger models": [4, 3, 4, 0],
    },
    index=["PyTorch", "Keras 3 on TensorFlow", "JAX", "scikit-learn and NumPy"],
)
importance = pd.Series([0.25, 0.20, 0.25, 0.10, 0.20], index=opinions.columns)
wins = fw.share_of_weightings(opinions, 200_000, np.random.default_rng(0))
sums = fw.totals(opinions, importance)
nearest, move = fw.nearest_rival(opinions, importance)
assert (sums.index[0], nearest) == ("scikit-learn and NumPy", "PyTorch")

show(*figures.verdict(opinions, importance, wins))
say(f"""
**Move {move:.0%} of the weight, and {nearest} has caught up.** Over all weightings {wins.idxmax()} wins most often ({wins.max():.0%}). A table this close hasn't decided. It turns on *larger models*. This page measured one small network, which isn't shown to be ahead of trees.
""")
figures.weighing(opinions, importance, "larger models")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Exercises
#
# **1. How many decisions can a move change?** A vendor promises that no score moves by more than `gap`. Write the function that returns how many clients' decisions could change at a cutoff.

# %% tags=["exercise"]
def exposed(scores, cutoff, gap):
    return ...  # TODO: a number of clients

# %% tags=["solution"]
def exposed(scores, cutoff, gap):
    return np.sum(np.abs(scores - cutoff) <= gap)

# %%
check("fw5.exposed", exposed)

# %% [markdown]
# **2. The test that passes.** Three vendors deliver an exported model; each passes the contract's letter on the clients of its own test. One test could not have seen the fault of this page. Whose? And to how many of the bank's 10,000 test clients was it blind? (`was_late` marks those who were late last month.)

# %% tags=["exercise"]
from execml.frameworks.units.unit_5.exercises import TESTS

table(pd.DataFrame(TESTS), "Three acceptance tests, all passed")
vendor, unseen = ..., ...  # TODO: a name, and a number of the bank's clients

# %% tags=["solution"]
from execml.frameworks.units.unit_5.exercises import TESTS

table(pd.DataFrame(TESTS), "Three acceptance tests, all passed")
vendor, unseen = "Rowan", was_late.sum()

# %%
check("fw5.blind_test", (vendor, unseen))

# %% [markdown]
# **3. What is the way out worth?** Two offers for five years, in thousands of euros, made up for this exercise. *Closed*: 300 a year, no portable files, and 900 to build everything again if the bank has to leave. *Open*: 360 a year, and 100 to leave. At what chance of leaving do both cost the same, on average? The bank puts its chance at one half. Which offer is cheaper for it?

# %% tags=["exercise"]
break_even, offer = ..., ...  # TODO: a chance between 0 and 1, and "closed" or "open"

# %% tags=["solution"]
break_even, offer = 5 * (360 - 300) / (900 - 100), "open"

# %%
check("fw5.exit_price", (break_even, offer))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Ask a vendor, or your own team:
#
# 1. In which format and operator set do we receive each model, and which runtime that isn't yours has scored our clients with it?
# 2. What was the largest gap, over which kinds of clients, and how many decisions changed?
# 3. Which steps before and after the model are code, and do we receive it with each release?
# 4. Can opening any file that you send run code, and who checked?
# 5. Until when is our version supported, who governs it, and what do *all* its packages' licences say?
#
# A contract that lets the bank leave says, for every release:
#
# - a portable file, without code and without notes, names its operator set;
# - it is accepted if the bank's reference clients, of every kind, get the same scores in the bank's runtime, to one in a million. In the runtime's number format, every client decided differently, and every client within the gap of the cutoff, is named; in float64 there is none;
# - with it come the code that prepares features, decides and trains; a list of parts with versions and licences (an SBOM); a model card; and until when each part is supported.

# %%
quiz("fw5")

# %% tags=["exercise"]
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"]
choice = "scikit-learn and NumPy until a larger model is needed, with a portable file"
because = "10,000 clients don't show the network ahead of untuned trees, and a tested way out lets us move the day one is."

# %% slideshow={"slide_type": "slide"}
decide(
    "fw5.platform",
    choice,
    because,
    evidence={
        "decisions changed by a silent export": f"{changed.sum():,} of {len(test):,}",
        "decisions changed by three tested round trips": int(moved["decisions changed"].sum()),
        "AUC of untuned boosted trees, and of the network": f"{best:.3f} and {learned:.3f}",
        "weight to move until the leader is caught": f"{move:.0%}",
        "weighted points of 4, and weightings won": ", ".join(f"{name} {sums[name]:.2f} ({wins[name]:.0%})" for name in sums.index),
    },
)

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Let each side of the room defend another option with the same evidence. Then ask both what the contract must say: the answers are the same, and that is the point. Whoever chose a framework by its pace should say which of the bank's processes waits for it.

# %% [markdown]
# ## Sources
#
# - Facts with a date, the CVEs among them: sources stand in the programme's list of facts.
# - ONNX. Intermediate representation specification, and Versioning. [onnx.ai](https://onnx.ai/onnx/repo-docs/IR.html), read on 22 November 2026.
# - Patarasuk, P. and Yuan, X. (2009). Bandwidth optimal all-reduce algorithms for clusters of workstations. [doi:10.1016/j.jpdc.2008.09.002](https://doi.org/10.1016/j.jpdc.2008.09.002)
# - TensorFlow. Source of the server. [grpc_server_lib.cc](https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/distributed_runtime/rpc/grpc_server_lib.cc), read on 22 November 2026.
# - TensorFlow. Using TensorFlow securely. [github.com/tensorflow](https://github.com/tensorflow/tensorflow/blob/master/SECURITY.md), read on 22 November 2026.
# - Data: `credit`, Yeh, I.-C. and Lien, C.-H. (2009), [doi:10.1016/j.eswa.2007.12.020](https://doi.org/10.1016/j.eswa.2007.12.020). The licence stands in the datasheet of `datasets`.
