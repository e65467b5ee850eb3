# ---
# title: Learning without pooling
# decision: Should a lender join a federation, and what must it show first?
# present: 2
# parts:
#   failure: "The number in the brochure"
#   mathematics: "One objective, and who computes which part of it"
# minutes: {reading: 26, exercises: 14}
# needs: [averages and weights, the AUC of unit 2.1, a derivative]
# objectives:
#   - say what leaves a lender in a federated round, and what does not
#   - tell a gain on one's own clients from a gain in a brochure
#   - explain why more local work saves rounds and moves the answer
#   - count rounds, bytes and money before a pilot
# libraries: [numpy, pandas, scikit-learn, flwr]
# claims:
#   - bold: "a lender with # clients gains # AUC by joining; one with # gains #."
#     test: tests/federated_learning/units/unit_1/test_claims.py::test_small_lenders_gain_and_large_ones_hardly
#   - bold: "Forty small trees on their own clients bring lenders # on average, joining with a logistic model #"
#     test: tests/federated_learning/units/unit_1/test_claims.py::test_a_better_model_of_ones_own_brings_more_than_joining
#   - bold: "# of # lenders can tell the federated model from their own"
#     test: tests/federated_learning/units/unit_1/test_claims.py::test_few_lenders_of_thousands_can_tell_federated_from_alone
#   - bold: "The largest difference of any weight is below #"
#     test: tests/federated_learning/averaging/test_methods.py::test_one_full_batch_step_a_round_is_gradient_descent_on_the_pooled_rows
#     kind: exact
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # Learning without pooling
#
# **The decision.** Should a lender join a federation, and what must it show first?
#
# *26 minutes of reading, 14 of exercises. You need: averages and weights, the [AUC](../glossary.md#AUC), a derivative.*

# %% tags=["hide-input"]
import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

import execml.federated_learning as fl
from execml.course import begin, check, decide, hint, prices, quiz, rivals, say, show, table
from execml.course.bank.delong import auc_difference
from execml.federated_learning.units.unit_1 import figures
from execml.federated_learning.units.unit_1.exercises import BROCHURE

begin()
lenders = fl.five_lenders()
clients = [lender.client for lender in lenders]

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# Five lenders want one model of default and may not put their clients into one table. In [federated learning](../glossary.md#Federated-learning) the model travels instead: an operator sends it out, each lender improves it on its own clients, and only the changed numbers come back and are averaged.
#
# What a lender gains depends above all on how little it has itself. Below, each lender imagines that it opened only recently: it trains on a few clients of its own, or takes the model of the other four.
#
# <div class="alert alert-block alert-info" role="note"><strong>These lenders are designed.</strong> They are one bank's clients (<code>credit</code>), cut by bands of credit limits. Real partners differ in more than limits; unit 2 has six real sites.</div>

# %% slideshow={"slide_type": "fragment"}
SIZES, draw = (50, 100, 300, 1_000, 2_500), np.random.default_rng(1)

def auc(model, lender):
    return roc_auc_score(lender.test_labels, model.predict_proba(lender.test_features)[:, 1])

def own_model(lender, size):
    rows = draw.permutation(len(lender.labels))[:size]
    return LogisticRegression(max_iter=1000).fit(lender.features[rows], lender.labels[rows])

gains = {size: [] for size in SIZES}
for place, lender in enumerate(lenders):
    others = clients[:place] + clients[place + 1 :]
    joined = fl.FedAvg(learning_rate=1.0, local_epochs=5).fit(others, rounds=20, generator=draw)
    for size in SIZES:
        alone = np.mean([auc(own_model(lender, size), lender) for _ in range(4)])
        gains[size].append(auc(joined, lender) - alone)

show(*figures.gain_by_size(gains))
small, large = np.mean(gains[100]), np.mean(gains[2_500])
say(f"""
Averaged over five lenders and four draws of their clients, **a lender with 100 clients gains {small:.3f} AUC by joining;
one with 2,500 gains {large:.3f}.** Both have a logistic model to lose. So ask first how much you have, and only then how good the federation is.
""")

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Ask: who in this room would be the lender with 100 clients? In most consortia the small partners gain and the large ones carry. That is a commercial question before it is a technical one.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The number in the brochure
#
# A vendor shows each lender the same slide: "your model, and ours". The federated model's AUC is measured over all lenders' clients. The lender's own is measured on its own clients. Both numbers are right.

# %% slideshow={"slide_type": "fragment"}
federated = fl.FedAvg(learning_rate=1.0, local_epochs=5).fit(clients, rounds=60, generator=draw)
own = [LogisticRegression(max_iter=1000).fit(*lender.client) for lender in lenders]
everybody = np.concatenate([lender.test_labels for lender in lenders])
scores = np.concatenate([federated.predict_proba(lender.test_features)[:, 1] for lender in lenders])
slide = roc_auc_score(everybody, scores)

compared = [
    auc_difference(
        lender.test_labels,
        federated.predict_proba(lender.test_features)[:, 1],
        alone.predict_proba(lender.test_features)[:, 1],
    )
    for lender, alone in zip(lenders, own, strict=True)
]
table(
    pd.DataFrame({
        "lender": [lender.name for lender in lenders],
        "clients": [len(lender.labels) for lender in lenders],
        "defaults": [lender.labels.mean() for lender in lenders],
        "own model": [auc(alone, lender) for lender, alone in zip(lenders, own, strict=True)],
        "the slide": [slide] * 5,
        "federated, own clients": [auc(federated, lender) for lender in lenders],
    }),
    "The slide compares two groups of clients; the last column compares two models (AUC)",
    {"clients": "{:,.0f}", "defaults": "{:.0%}", "own model": "{:.3f}", "the slide": "{:.3f}", "federated, own clients": "{:.3f}"},
)
say(f"""
The slide promises the last lender {slide - auc(own[4], lenders[4]):.3f}. On its own clients it gets
{compared[4].estimate:.3f}. The rest comes from ranking other lenders' clients against its own: a lender that sees only low
limits need not know that high limits default less.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ### The gain that counts, and its rival
#
# Both models score the *same* clients, so their difference can be judged client by client (DeLong and others, 1988; unit 2.3 explains the interval).
#
# And a lender need not stay alone with the *same kind* of model. The table puts better ones beside it; averaging needs numbers in fixed places, so it suits a network and not trees.

# %% slideshow={"slide_type": "fragment"}
show(*figures.lender_gains([lender.name for lender in lenders], compared))
told = sum(gap.low > 0 for gap in compared)
say(f"""
**{told} of 5 lenders can tell the federated model from their own** on its own clients. An interval that covers zero doesn't
say that joining is useless. It says that this test can't show a use.
""")

def over_lenders(models):
    return np.mean([auc(model, lender) for model, lender in zip(models, lenders, strict=True)])

def logistic(features, labels):
    return LogisticRegression(max_iter=1000).fit(features, labels)

def network(*some_clients):
    return fl.FedAvg((16,), learning_rate=0.5, local_epochs=2, batch_size=50).fit(some_clients, 20, np.random.default_rng(3))

def small_trees(features, labels):
    return HistGradientBoostingClassifier(max_iter=40, max_leaf_nodes=8, random_state=0).fit(features, labels)

def small_forest(features, labels):
    return RandomForestClassifier(50, min_samples_leaf=5, random_state=0).fit(features, labels)

def hundred(lender):
    rows = draw.permutation(len(lender.labels))[:100]
    return lender.features[rows], lender.labels[rows]

joint = fl.pooled(clients)
by_logistic = [over_lenders(own), over_lenders([federated] * 5), over_lenders([logistic(*joint)] * 5)]
by_network = [over_lenders([network(one) for one in clients]), over_lenders([network(*clients)] * 5), over_lenders([network(joint)] * 5)]
by_trees = [over_lenders([small_trees(*one) for one in clients]), np.nan, over_lenders([small_trees(*joint)] * 5)]
compare = pd.DataFrame([by_logistic, by_network, by_trees], columns=["alone", "federated", "one table"])
compare.insert(0, "model", ["logistic regression", "network of 16 units", "forty small trees"])
table(compare, "AUC on a lender's own clients, mean of five lenders", dict.fromkeys(("alone", "federated", "one table"), "{:.3f}"))
better, joining = by_trees[0] - by_logistic[0], by_logistic[1] - by_logistic[0]
forest = np.mean([over_lenders([small_forest(*hundred(lender)) for lender in lenders]) for _ in range(4)])
few = np.mean([over_lenders([logistic(*hundred(lender)) for lender in lenders]) for _ in range(4)])
say(f"""
**Forty small trees on their own clients bring lenders {better:.3f} on average, joining with a logistic model {joining:.3f}**. Joining with a network, which is
what averaging suits, comes near to the trees. Even with 100 clients a forest of its own is worth {forest - few:.3f} to a lender. So improve your own model first,
and ask what joining adds to *that*.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## One objective, and who computes which part of it
#
# Lender $k$ has $n_k$ of the $n$ clients and the mean loss $F_k(w)$ of a model $w$ on them. What pooling would minimise is
#
# $$F(w) = \sum_k p_k F_k(w), \qquad p_k = \frac{n_k}{n}.$$
#
# A derivative of a sum is the sum of derivatives. So the pooled [gradient](../glossary.md#Gradient) can be computed by lenders who show each other nothing but their own gradients. One step on it each round is *federated SGD*, gradient descent on a batch of everybody.

# %% slideshow={"slide_type": "fragment"}
start = fl.new_layers((30, 2), np.random.default_rng(2))
one_step = fl.FedAvg(learning_rate=0.5, local_epochs=1, layers=start).fit(clients, rounds=20, generator=draw)
centre = fl.FedAvg(learning_rate=0.5, local_epochs=1, layers=start).fit([fl.pooled(clients)], rounds=20, generator=draw)
largest = np.abs(fl.flattened(one_step.layers_) - fl.flattened(centre.layers_)).max()
assert largest < 1e-10
say("""
After 20 rounds the five lenders and one table of all clients hold the same model. **The largest difference of any weight
is below 10⁻¹⁰**, the rounding of the computer. Federating, as such, costs no accuracy.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ### FedAvg: more work between two rounds
#
# A round means messages to everybody and waiting for the slowest. So let each lender take $E$ steps before it answers. This is [FedAvg](../glossary.md#FedAvg) (McMahan and others, 2017), all of it:

# %% slideshow={"slide_type": "fragment"}
def loss_gradient(w, features, labels):  # of softmax regression; w holds a column a class
    rows = np.column_stack([features, np.ones(len(features))])
    chances = np.exp(rows @ w)
    chances /= chances.sum(axis=1, keepdims=True)
    return rows.T @ (chances - np.eye(2)[labels]) / len(rows)

def federated_averaging(w, rounds, local_steps, rate):
    shares = np.array([len(labels) for _, labels in clients]) / sum(len(labels) for _, labels in clients)
    for _ in range(rounds):
        answers = []
        for features, labels in clients:  # at each lender
            own_w = w.copy()
            for _ in range(local_steps):
                own_w -= rate * loss_gradient(own_w, features, labels)
            answers.append(own_w)  # this leaves the lender
        w = np.average(answers, axis=0, weights=shares)  # at the operator
    return w

by_hand = federated_averaging(start[0], rounds=4, local_steps=5, rate=0.5)
ours = fl.FedAvg(learning_rate=0.5, local_epochs=5, layers=start)
gap_ours = np.abs(by_hand - ours.fit(clients, 4, draw).layers_[0]).max()
gap_flower = np.abs(by_hand - fl.flower_averaging(clients, ours, 4, start)[0]).max()
assert max(gap_ours, gap_flower) < 1e-12
say("""
Checked: these lines, the programme's vectorised `fl.FedAvg`, and the strategy `flwr.serverapp.strategy.FedAvg` of Flower 1.41,
driven in this process, agree to 12 decimals.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ### What the extra steps buy
#
# Each curve uses the same step size (a longer step saves rounds too: unit 4.2). The height is the loss on all clients above the least possible, which one table of all clients would reach.

# %% slideshow={"slide_type": "fragment"}
pooled_rows = fl.pooled(clients)
best = LogisticRegression(C=np.inf, max_iter=5000, tol=1e-8).fit(*pooled_rows)
right = best.predict_proba(pooled_rows[0])[np.arange(20_000), pooled_rows[1]]
least = -np.log(right).mean()

def excess(round_number, layers):
    return fl.mean_loss(layers, *pooled_rows) - least

curves = {
    steps: fl.FedAvg(learning_rate=0.5, local_epochs=steps, layers=start).fit(clients, 30, draw, watch=excess).watched_
    for steps in (1, 5, 25)
}
show(*figures.rounds_against_loss(curves))
needed = next(number for number, height in enumerate(curves[25], 1) if height <= curves[1][-1])
say(f"""
What one step a round reaches after 30 rounds, 25 steps a round reach after {needed}. The computing rises, the waiting falls.
Between companies waiting is what costs.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Client drift: what the extra steps answer instead
#
# After many steps alone, each lender has almost its *own* best model, and the average of best models is not the best model of all. This is [client drift](../glossary.md#Client-drift). It can be computed exactly for losses that are parabolas,
#
# $$F_k(w) = \tfrac{h_k}{2}(w - a_k)^2,$$
#
# where $a_k$ is lender $k$'s own optimum and $h_k$ how sharply its loss rises. With $E$ local steps of size $\eta$ a lender moves $w$ the share $m_k = 1 - (1-\eta h_k)^E$ of the way to $a_k$. FedAvg rests where these moves cancel, $\sum_k p_k m_k (a_k - w) = 0$:
#
# $$w_E = \frac{\sum_k p_k m_k a_k}{\sum_k p_k m_k}.$$
#
# For $E = 1$ the weights are $p_k h_k$ and $w_1$ is the pooled optimum. For $E \to \infty$ every $m_k$ goes to 1: what comes out is the average of the lenders' own answers, however unsure some of them are.

# %% slideshow={"slide_type": "fragment"}
sharpness, optima, share = np.array([4.0, 0.5]), np.array([0.0, 3.0]), np.array([0.5, 0.5])

def resting_place(steps, rate=0.1):
    moved = share * (1 - (1 - rate * sharpness) ** steps)
    return (moved @ optima) / moved.sum()

def run_until_it_rests(steps, rate=0.1):
    w = 1.0
    for _ in range(5_000):
        w = share @ (optima + (1 - rate * sharpness) ** steps * (w - optima))
    return w

tried = (1, 3, 10, 30, 100)
rests = [resting_place(steps) for steps in tried]
assert np.allclose(rests, [run_until_it_rests(steps) for steps in tried])
show(*figures.drift(sharpness, optima, share, tried, rests))
parts = np.array([len(labels) for _, labels in clients]) / 20_000
plan = fl.FedAvg(learning_rate=0.5, local_epochs=25)
early, late = (fl.client_drift(plan.updates(clients, model, draw), parts) for model in (start, federated.layers_))
say(f"""
On the five lenders, in a round of 25 steps, {early:.0%} of the lenders' movement cancels in the average at the start of training and
{late:.0%} at its end: they walk, and the walks undo each other. These lenders want similar models, so it costs little here. Unit 2 has
partners for whom it costs more.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What it costs
#
# A round sends the model to each lender and back. Here the model has 62 numbers; a network of ordinary size has a hundred thousand. Unit 4.2's SCAFFOLD, which corrects the drift, sends a second array of the same length each way.

# %% slideshow={"slide_type": "fragment"}
rows = []
for name, numbers in (("this page's model", 62), ("a network of 100,000 numbers", 100_000)):
    for rounds, states in ((60, 1), (60, 2)):
        cost = fl.communication_cost(numbers, clients=5, rounds=rounds, states=states)
        rows.append((name, "FedAvg" if states == 1 else "SCAFFOLD", rounds, cost.total / 1e6))
table(
    pd.DataFrame(rows, columns=["model", "method", "rounds", "megabytes, all lenders"]),
    "What the five lenders send and receive",
    {"megabytes, all lenders": "{:,.2f}"},
)
even, bought, hour = prices().auc_point, prices().auc_point_bought, prices().hour
plain, same_kind = rivals()["boosted trees"].auc, rivals()["logistic regression"].auc
as_long = fl.FedAvg(learning_rate=1.0).fit([joint], rounds=300, generator=draw)  # 60 rounds of 5 steps, in one place
stopped = roc_auc_score(everybody, np.concatenate([as_long.predict_proba(lender.test_features)[:, 1] for lender in lenders]))
say(f"""
Bytes are not the price. People are: a point of AUC over all clients is worth NT\\$ {even.value / 1e6:.0f} million a round of decisions if the curve rises
evenly, some {round(even.value / hour.value, -3):,.0f} hours of an analyst, and {bought.value / 1e6:.0f} million ({bought.low / 1e6:.0f} to {bought.high / 1e6:.0f}) as it came from logistic regression to the
baseline. A federation has to be set up, watched and audited by five lenders.

The strongest plain rival is one table: boosted trees on pooled clients reach {plain:.3f} (scikit-learn 1.9, shipped settings);
logistic regression on the same table reaches {same_kind:.3f}, and the federated logistic model {slide:.3f}. That gap is the length of training: after
as many steps, one table has {stopped:.3f}.

**What this page cannot show.** Lenders here share one country, one year, one definition of default and one set of columns. Agreeing on
those is most of a real project. No lender here is slow, absent or dishonest.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Exercises
#
# 1. *Warm-up, 4 minutes.* Write the operator's part: from the lenders' models, one a row, and their numbers of clients, return the average.
# 2. *Core, 4 minutes.* A network of 50,000 numbers, 8 lenders, 40 rounds of SCAFFOLD, 4 bytes a number: how many megabytes (millions of bytes) are sent in all, both ways?
# 3. *Judgement, 6 minutes.* A vendor's slide about your bank (figures made up) shows a model that passed every test it names. By how much did your bank's AUC really change, and on which row of the slide do you base it: `"A"`, `"B"` or `"C"`?

# %% tags=["exercise"]
def averaged(models, counts):
    return ...  # TODO: one row, weighted by counts


# %% tags=["solution"]
def averaged(models, counts):
    return np.average(models, axis=0, weights=counts)


# %%
check("fl1.average", averaged)

# %% tags=["exercise"]
megabytes = ...  # TODO: use fl.communication_cost, or count

# %% tags=["solution"]
megabytes = fl.communication_cost(50_000, clients=8, rounds=40, states=2).total / 1e6

# %%
check("fl1.megabytes", megabytes)

# %% tags=["exercise"]
table(pd.DataFrame(BROCHURE), "The vendor's slide", {"your model": "{:.3f}", "federated": "{:.3f}"})
row, change = ..., ...  # TODO: a letter, and one number

# %% tags=["solution"]
table(pd.DataFrame(BROCHURE), "The vendor's slide", {"your model": "{:.3f}", "federated": "{:.3f}"})
row, change = "C", 0.731 - 0.733

# %%
check("fl1.brochure", (row, change))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Ask a vendor, or your own team:
#
# 1. What does *our* model gain on *our* clients, with an interval, against the *best* model that we could train alone?
# 2. How many of our clients would we need for that gain to vanish?
# 3. How many local steps between two rounds, and was the result compared with one table where that was allowed?
# 4. What exactly leaves us in a round, in which format, and who can read it on its way?
# 5. Who pays for a round, and who may leave with the model?

# %%
quiz("fl1")

# %% tags=["exercise"]
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"]
choice = "a pilot with a paired test"
because = "With thousands of clients a better model of our own brings more than joining; a pilot shows what joining adds to it."

# %% slideshow={"slide_type": "slide"}
decide(
    "fl1.join",
    choice,
    because,
    evidence={
        "gain of a lender with 100 clients": f"{small:.3f} AUC",
        "gain of a lender with 2,500 clients": f"{large:.3f} AUC",
        "lenders that can tell federated from alone": f"{told} of 5",
        "trees on own clients, and joining with a logistic model": f"{better:.3f} and {joining:.3f} AUC",
        "pooled boosted trees against the federated model": f"{plain:.3f} to {slide:.3f}",
    },
)

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# The room splits by size. Let somebody argue as the smallest lender and somebody as the largest. Then ask what the large one should be paid, which unit 2 computes.

# %% [markdown]
# ## Sources
#
# - DeLong, E. R. and others (1988). Comparing the areas under two or more correlated receiver operating characteristic curves. [doi:10.2307/2531595](https://doi.org/10.2307/2531595)
# - Karimireddy, S. P. and others (2020). SCAFFOLD: stochastic controlled averaging for federated learning. ICML. [arXiv:1910.06378](https://arxiv.org/abs/1910.06378)
# - McMahan, H. B. and others (2017). Communication-efficient learning of deep networks from decentralized data. AISTATS. [arXiv:1602.05629](https://arxiv.org/abs/1602.05629)
# - Data: `credit`, Yeh, I.-C. and Lien, C.-H. (2009), [doi:10.1016/j.eswa.2007.12.020](https://doi.org/10.1016/j.eswa.2007.12.020). Flower 1.41, as installed.
