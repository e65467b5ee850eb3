# ---
# title: When partners differ
# decision: Which method, which partners, and who is paid for what?
# present: 4
# parts:
#   failure: "What one site learned from a few rows"
#   mathematics: "Pulling apart, and four answers to it"
# minutes: {reading: 26, exercises: 13}
# needs: [unit 4.1, averages and medians]
# objectives:
#   - tell label, feature and quantity skew apart, and test a method against each
#   - see both halves of a site's failure elsewhere, help and extrapolation
#   - compute what each partner contributes, exactly
#   - say why robust rules and secret sums ask for opposite things
# libraries: [numpy, pandas, scikit-learn]
# claims:
#   - bold: "at site # the model of site # ranks with an AUC of #, the federated one with #"
#     test: tests/federated_learning/units/unit_2/test_claims.py::test_a_sites_model_fails_elsewhere_and_one_column_is_the_cause
#   - bold: "without the column it reaches #"
#     test: tests/federated_learning/units/unit_2/test_claims.py::test_a_sites_model_fails_elsewhere_and_one_column_is_the_cause
#   - bold: "One step of size # a round reaches #"
#     test: tests/federated_learning/units/unit_2/test_claims.py::test_one_longer_step_a_round_does_as_well_as_scaffold
#   - bold: "SCAFFOLD is ahead of FedAvg by # AUC when each client holds one class"
#     test: tests/federated_learning/units/unit_2/test_claims.py::test_scaffold_repairs_label_skew_and_a_pull_does_not
#   - bold: "Four of twenty poisoned clients take the mean to an AUC of #; the median keeps #"
#     test: tests/federated_learning/units/unit_2/test_claims.py::test_a_median_survives_loud_poison_among_likes_and_suffers_among_unlikes
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # When partners differ
#
# **The decision.** Which method, which partners, and who is paid for what?
#
# *26 minutes of reading, 13 of exercises. You need: unit 4.1, averages and medians.*

# %% tags=["hide-input"]
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

import execml.federated_learning as fl
from execml.course import begin, check, decide, hint, load, quiz, risk_split, say, show, table
from execml.course.bank.ranking import rank_sum_aucs
from execml.course.digits import at_most
from execml.federated_learning.units.unit_2 import figures
from execml.federated_learning.units.unit_2.exercises import REPORTS

begin()
split = risk_split()
test_features = split.test_features.astype(float)

def ranked(risks, labels):
    return float(rank_sum_aucs(risks[:, None], labels)[0])

def auc(model, features, labels):
    return ranked(model.predict_proba(features)[:, 1], labels)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# Partners differ in three ways. *Label skew*: one has more defaults. *Feature skew*: the same risk looks different. *Quantity skew*: one has far more clients. ([Label skew](../glossary.md#Label-skew).) Averaging models assumes that none of it matters much.
#
# At six real sites, joining helps most where a model is used on people whom its owner hardly has. On a designed extreme, one class a client, many local steps spoil plain averaging; a correction of each step repairs it, and so does a single longer step. And a partner who sends wrong updates on purpose can ruin an average alone.
#
# <div class="alert alert-block alert-info" role="note"><strong>Real and designed.</strong> <code>rand_hie</code> are people at six sites of a health insurance experiment, 1974 to 1982; the question is who will be in the top fifth of spending. The splits of <code>credit</code> below are designed. Spending is not need: nobody should be treated by such a model.</div>

# %% slideshow={"slide_type": "fragment"}
DRAWS = [fl.six_sites(np.random.default_rng(seed)) for seed in range(10)]
joined = [fl.FedAvg(learning_rate=1.0, local_epochs=10).fit([one.client for one in sites], 30, np.random.default_rng(0)) for sites in DRAWS]

def at_each_site(model, sites):
    return [auc(model, one.test_features, one.test_labels) for one in sites]

def of_site_four(sites, pull=1.0):
    return at_each_site(LogisticRegression(C=1 / pull, max_iter=1000).fit(*sites[3].client), sites)

alone = np.mean([of_site_four(sites) for sites in DRAWS], axis=0)
pulled = np.mean([of_site_four(sites, pull=100) for sites in DRAWS], axis=0)
without = np.mean([of_site_four(fl.six_sites(np.random.default_rng(seed), with_race=False)) for seed in range(10)], axis=0)
federated = np.mean([at_each_site(model, sites) for model, sites in zip(joined, DRAWS, strict=True)], axis=0)
show(*figures.sites(alone, federated, without))
say(f"""
Over {len(DRAWS)} splits of the people, **at site 5 the model of site 4 ranks with an AUC of {alone[4]:.2f}, the federated one with
{federated[4]:.2f}**. At home joining costs site 4 a little: {federated[3]:.3f} in place of {alone[3]:.3f}.
""")

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Let the room explain the first figure before the next page does. Most will say "federation works". Then show the column.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What one site learned from a few rows
#
# Why does the model of site 4 fail at sites 5 and 6? Half of the people there live in households with a Black head; at site 4 hardly anybody does. Its model has learned a weight for that column from a handful of rows, and applies it to half of another site.

# %% slideshow={"slide_type": "fragment"}
sites = fl.six_sites(np.random.default_rng(0))
place = sites[0].columns.index("black")
table(
    pd.DataFrame({
        "site": [one.number for one in sites],
        "rows to train on": [len(one.labels) for one in sites],
        "high spenders": [one.labels.mean() for one in sites],
        "rows with the column set": [int(one.features[:, place].sum()) for one in sites],
        "weight learned alone": [LogisticRegression(max_iter=1000).fit(*one.client).coef_[0, place] for one in sites],
    }),
    "What each site learns about one column, and from how many rows",
    {"rows to train on": "{:,.0f}", "high spenders": "{:.0%}", "weight learned alone": "{:.2f}"},
)
say(f"""
Both halves are true. Federation helps, because sites 5 and 6 bring the rows that site 4 lacks. And so does not asking {int(sites[3].features[:, place].sum())} rows for a weight:
**without the column it reaches {without[4]:.2f}** at site 5, with no partner at all. Nor does it take a decision about that column: with all weights pulled
to zero a hundred times as hard, site 4's model reaches {pulled[4]:.2f} there, and {pulled[3]:.3f} at home.

So before a contract: which column makes our model fail elsewhere, and from how many rows was its weight learned?
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Pulling apart, and four answers to it
#
# Unit 4.1 showed where FedAvg rests: near the average of the clients' own answers. The more they differ, the further that is from the answer to all rows. Four methods change one line each of FedAvg's round. Write $w$ for the model received, $w_k$ for client $k$'s own, $\eta$ for the step size.
#
# - **FedProx** pulls back: the step uses $\nabla F_k(w_k) + \mu\,(w_k - w)$ (Li and others, 2020).
# - **SCAFFOLD** corrects the direction: the step uses $\nabla F_k(w_k) - c_k + c$, where $c_k$ estimates client $k$'s gradient and $c$ everybody's (Karimireddy and others, 2020). It sends twice as much.
# - **FedAdam** changes the server: it takes an Adam step along the average update (Reddi and others, 2021).
# - **Fewer local steps**: one a round is exact at any skew, and slow unless the step is long.
#
# In SCAFFOLD, if controls were exact at the common optimum, $c_k = \nabla F_k(w^*)$ and $c = 0$, every client's corrected gradient there is zero. The optimum stays put, however many local steps are taken. FedAvg has no such property.

# %% slideshow={"slide_type": "fragment"}
def designed(kind, seed, clients=10, rows=2_000):
    draw = np.random.default_rng(seed)
    chosen = draw.permutation(20_000)[:rows]
    features, labels = split.train_features[chosen].astype(float), split.train_labels[chosen]
    if kind == "the same mix":
        parts = np.array_split(np.arange(rows), clients)
    elif kind == "Dirichlet, α = 0.3":
        parts = fl.dirichlet_partition(labels, clients, 0.3, draw)
    else:
        parts = fl.shard_partition(labels, clients, draw, shards_each=1)
    return [(features[part], labels[part]) for part in parts]

steps = {"learning_rate": 0.5, "local_epochs": 20}
METHODS = {
    "FedAvg, 1 step": fl.FedAvg(learning_rate=0.5),
    "FedAvg, 1 longer step": fl.FedAvg(learning_rate=2.0),
    "FedAvg, 20 steps": fl.FedAvg(**steps),
    "FedProx, μ = 0.1": fl.FedProx(**steps, proximal=0.1),
    "SCAFFOLD, 20 steps": fl.Scaffold(**steps),
    "FedAdam, 20 steps": fl.FedAdam(**steps, server_learning_rate=0.1),
}
KINDS = ("the same mix", "Dirichlet, α = 0.3", "one class a client")
SEEDS = range(10)  # draws of the clients

def reach(model, kind, seed, clients=10):
    model.fit(designed(kind, seed, clients), 15, np.random.default_rng(0), allow_one_class=True)  # the skew is meant
    return auc(model, test_features, split.test_labels)

def one_table(seed):
    return auc(LogisticRegression(max_iter=1000).fit(*fl.pooled(designed(KINDS[0], seed))), test_features, split.test_labels)

runs = {name: np.array([[reach(model, kind, seed) for kind in KINDS] for seed in SEEDS]) for name, model in METHODS.items()}
reached = {name: values.mean(axis=0).tolist() for name, values in runs.items()}
reached["one table, same rows"] = [np.mean([one_table(seed) for seed in SEEDS])] * 3
show(*figures.methods(reached, KINDS))
leads = runs["SCAFFOLD, 20 steps"][:, 2] - runs["FedAvg, 20 steps"][:, 2]
lead = leads.mean()
spread = np.ptp([values[0] for values in reached.values()])
say(f"""
With alike clients the methods lie within {at_most(spread, ".3f")}. **SCAFFOLD is ahead of FedAvg by {lead:.3f} AUC when each client holds one class**, both with 20 steps ({leads.min():.3f} to
{leads.max():.3f} in {len(SEEDS)} draws of the clients), and comes to what one table of the same rows gives. The pull of FedProx slows all movement and repairs no direction.

But many steps are not needed. **One step of size 2 a round reaches {reached["FedAvg, 1 longer step"][2]:.3f}**: exact at any skew, and half the numbers sent.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ### Everybody their own model?
#
# [Personalisation](../glossary.md#Personalisation) at its plainest trains the common model a little further on each site's rows. Does it help the six sites?

# %% slideshow={"slide_type": "fragment"}
def tuning(common, sites):
    clients = [one.client for one in sites]
    tuned = fl.personalise(common, clients, epochs=20, generator=np.random.default_rng(0), learning_rate=1.0)
    own = [fl.forward(layers, one.test_features)[1][:, 1] for layers, one in zip(tuned, sites, strict=True)]
    return [ranked(risk, one.test_labels) - auc(common, one.test_features, one.test_labels) for one, risk in zip(sites, own, strict=True)]

gained = np.array([tuning(common, sites) for common, sites in zip(joined, DRAWS, strict=True)])
say(f"""
Twenty steps of fine-tuning change the sites' AUC by {gained.mean():+.3f} on average; {(gained > 0).mean():.0%} of the site-splits gain. Try it, keep what
wins on *new* clients, and don't buy it as a principle.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Who contributes what
#
# A fee has to be shared. The [Shapley value](../glossary.md#Shapley-value) of a partner is its mean gain over all orders of joining. With $v(S)$ for what a group $S$ reaches,
#
# $$\varphi_k = \sum_{S \not\ni k} \frac{|S|!\,(n-|S|-1)!}{n!}\,\bigl(v(S \cup k) - v(S)\bigr).$$
#
# For five lenders these are 32 groups: all can be trained.

# %% slideshow={"slide_type": "fragment"}
lenders = fl.five_lenders()
clients = [lender.client for lender in lenders]

def worth(group):
    if not group:
        return 0.5  # nobody ranks anybody
    model = LogisticRegression(max_iter=1000).fit(*fl.pooled([clients[place] for place in group]))
    return auc(model, test_features, split.test_labels)

values = fl.shapley_values(worth, partners=5)
everyone = worth((0, 1, 2, 3, 4))
last = [everyone - worth(tuple(other for other in range(5) if other != place)) for place in range(5)]
assert abs(values.sum() - (everyone - 0.5)) < 1e-9
table(
    pd.DataFrame({
        "lender": [lender.name for lender in lenders],
        "clients": [len(lender.labels) for lender in lenders],
        "alone": [worth((place,)) for place in range(5)],
        "Shapley value": values,
        "lost if it leaves": last,
    }),
    "What each lender adds, in AUC on the bank's test clients",
    {"clients": "{:,.0f}", "alone": "{:.3f}", "Shapley value": "{:.3f}", "lost if it leaves": "{:.4f}"},
)
say(f"""
The values add up to {values.sum():.3f}, all that is above guessing. They hardly differ, from {values.min():.3f} to {values.max():.3f}, though one lender has
nearly twice the clients of another: each alone already reaches most of what all reach. And at most {at_most(max(last), ".4f")} is lost if one leaves.
A fee by head count pays for something else than the model.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A partner who lies
#
# Of twenty clients four send poison. *Loud*: the honest mean turned around, five times as long. *Quiet*: each number a standard deviation and a half from the honest mean, where it looks like anybody's (Baruch and others, 2019).
#
# A [Byzantine](../glossary.md#Byzantine-client) rule replaces the mean: the median of each number, the mean after cutting a fifth at either end, or [Krum](../glossary.md#Krum), the one update with the closest company.

# %% slideshow={"slide_type": "fragment"}
def cut(updates, longest=0.3):  # each update by itself: nobody has to compare them
    return updates * np.minimum(1, longest / np.linalg.norm(updates, axis=1, keepdims=True))

RULES = {
    "mean": lambda updates: updates.mean(axis=0),
    "mean of cut ones": lambda updates: cut(updates).mean(axis=0),
    "median": fl.coordinate_median,
    "trimmed mean": lambda updates: fl.trimmed_mean(updates, 0.2),
    "Krum": lambda updates: fl.krum(updates, 4),
}
POISONS = {
    "none": lambda updates: updates,
    "loud": lambda updates: fl.boosted_reversal(updates, 4, 5.0),
    "quiet": lambda updates: fl.within_the_spread(updates, 4, 1.5),
}

def under_attack(kind, poison, rule, seed):
    model = fl.FedAvg(learning_rate=0.5, local_epochs=5, combine=lambda updates: RULES[rule](POISONS[poison](updates)))
    return reach(model, kind, seed, clients=20)

attacked = {
    (kind, poison): np.array([[under_attack(kind, poison, rule, seed) for rule in RULES] for seed in SEEDS])
    for kind, poisons in ((KINDS[0], ("none", "loud")), (KINDS[1], POISONS))
    for poison in poisons
}
cells = {both: dict(zip(RULES, values.mean(axis=0), strict=True)) for both, values in attacked.items()}
table(
    pd.DataFrame(
        [(kind, poison, *row.values()) for (kind, poison), row in cells.items()], columns=["clients", "poison", *RULES]
    ),
    "AUC on the bank's test clients with four poisoned clients of twenty, mean of ten draws",
    {rule: "{:.3f}" for rule in RULES},
)
alike, unlike = cells["the same mix", "loud"], cells["Dirichlet, α = 0.3", "loud"]
calm, medians = cells["Dirichlet, α = 0.3", "none"], attacked["Dirichlet, α = 0.3", "loud"][:, 2]
say(f"""
**Four of twenty poisoned clients take the mean to an AUC of {alike["mean"]:.2f}; the median keeps {alike["median"]:.2f}** among alike clients. So does a mean of updates
that are first cut to a fixed length, {alike["mean of cut ones"]:.2f}, and that rule compares nobody.

Among unlike clients the median falls to {unlike["median"]:.2f} ({medians.min():.2f} to {medians.max():.2f} in ten draws). Without any liar it has {calm["median"]:.2f} there and the mean {calm["mean"]:.2f}: an honest
client who is different counts as little as a liar. And where honest updates lie far apart, four votes on one side move the middle far.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ### Robust or secret
#
# A rule has to *see* single updates to reject one. Unit 4.3's masks make sure that nobody can. A cut needs no comparison, but masks don't check it: honest clients cut what they send, a liar sends what it likes, and the sum looks like any other. Against liars each masked update has to come with a *proof* that what is hidden is short (Bell and others, 2023). Unit 4.3's masks have none.
#
# So a design chooses: masks and a bound, proved or trusted; or open updates and a rule; or rules over sums of groups. A vendor who promises both has to say which updates it rejected last month, and how.
#
# ## What it costs
#
# SCAFFOLD sends two arrays each way. Rules need all updates in one place.

# %% slideshow={"slide_type": "fragment"}
plain, double = (fl.communication_cost(100_000, clients=20, rounds=50, states=states).total / 1e9 for states in (1, 2))
overshot = np.mean([reach(fl.FedAvg(learning_rate=3.0), KINDS[2], seed) for seed in SEEDS])
honest = cells["the same mix", "none"]
quiet_loss = honest["mean"] - honest["Krum"]
say(f"""
For a model of 100,000 numbers, 20 clients and 50 rounds: {plain:.1f} GB with FedAvg, {double:.1f} with SCAFFOLD. Krum without any liar costs {quiet_loss:.3f} AUC here:
it uses one client of twenty. The strongest plain rival of all methods is one local step: {reached["FedAvg, 1 longer step"][2]:.3f} at size 2 and {reached["FedAvg, 1 step"][2]:.3f} at 0.5, against
{reached["SCAFFOLD, 20 steps"][2]:.3f} with SCAFFOLD, all after 15 rounds. The size matters: at 3 the steps overshoot, to {overshot:.3f}.

**What this page cannot show.** One class a client is an extreme that nobody meets among lenders. A deep network needs far more than 15 steps, and there SCAFFOLD's
saved rounds may count. FedAdam may do better with another step size. Liars here don't know the rule; those who do are worse.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Exercises
#
# 1. *Warm-up, 4 minutes.* Write the trimmed mean of a list of numbers that cuts `cut` of them at either end.
# 2. *Core, 4 minutes.* Three partners. Alone each reaches 0.60 above nothing; any two reach 0.66; all three 0.69 (`v` of nobody is 0). What is the Shapley value of one?
# 3. *Judgement, 5 minutes.* Three partners report a test of your federation (figures made up). Each passed. Whose report shows a model that you should *not* use for the clients you plan to win, and how many rows does the weight in question rest on?

# %% tags=["exercise"]
def trimmed(values, cut):
    return ...  # TODO: the mean without the cut smallest and the cut largest


# %% tags=["solution"]
def trimmed(values, cut):
    ordered = sorted(values)
    return np.mean(ordered[cut : len(ordered) - cut])


# %%
check("fl2.trimmed", trimmed)

# %% tags=["exercise"]
value_of_one = ...  # TODO: by symmetry, or over the orders of joining

# %% tags=["solution"]
value_of_one = 0.69 / 3

# %%
check("fl2.shapley", value_of_one)

# %% tags=["exercise"]
table(pd.DataFrame(REPORTS), "Three partners' reports", {"share of rows": "{:.1%}", "AUC on own clients": "{:.2f}"})
partner, rows = ..., ...  # TODO: a letter, and a number of rows

# %% tags=["solution"]
table(pd.DataFrame(REPORTS), "Three partners' reports", {"share of rows": "{:.1%}", "AUC on own clients": "{:.2f}"})
partner, rows = "B", 0.005 * 6_000

# %%
check("fl2.reports", (partner, rows))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Ask a vendor, or your own team:
#
# 1. How do our clients differ from the partners': in outcomes, in columns, in numbers?
# 2. On which column would our model fail at a partner's, and from how many rows was it learned?
# 3. Which method runs, with how many local steps, and what did one step a round reach?
# 4. Which update did you reject last month, and how, if you can't see it?
# 5. By which rule is the fee shared, and what would be lost if we left?

# %%
quiz("fl2")

# %% tags=["exercise"]
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"]
choice = "one local step a round, masks, bounded updates"
because = "It is exact however partners differ, sends half of SCAFFOLD, and masks forbid rules that look at single updates."

# %% slideshow={"slide_type": "slide"}
decide(
    "fl2.method",
    choice,
    because,
    evidence={
        "SCAFFOLD ahead of FedAvg, one class a client": f"{lead:.3f} AUC",
        "one longer local step and SCAFFOLD, one class a client": f"{reached['FedAvg, 1 longer step'][2]:.3f} and {reached['SCAFFOLD, 20 steps'][2]:.3f} AUC",
        "cut updates under loud poison, alike and unlike clients": f"{alike['mean of cut ones']:.2f} and {unlike['mean of cut ones']:.2f} AUC",
        "median under loud poison, alike and unlike clients": f"{alike['median']:.2f} and {unlike['median']:.2f} AUC",
        "largest loss if one lender leaves": f"{max(last):.4f} AUC",
    },
)

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Give one person the role of the lender with twice the clients who wants twice the fee. The table of values is the answer, and it is not a comfortable one.

# %% [markdown]
# ## Sources
#
# - Baruch, M. and others (2019). A little is enough: circumventing defenses for distributed learning. NeurIPS. [arXiv:1902.06156](https://arxiv.org/abs/1902.06156)
# - Bell, J. and others (2023). ACORN: input validation for secure aggregation. USENIX Security. [usenix.org](https://www.usenix.org/conference/usenixsecurity23/presentation/bell)
# - Blanchard, P. and others (2017). Machine learning with adversaries: Byzantine tolerant gradient descent. NeurIPS. [arXiv:1703.02757](https://arxiv.org/abs/1703.02757)
# - Karimireddy, S. P. and others (2020). SCAFFOLD. ICML. [arXiv:1910.06378](https://arxiv.org/abs/1910.06378)
# - Li, T. and others (2020). Federated optimization in heterogeneous networks. MLSys. [arXiv:1812.06127](https://arxiv.org/abs/1812.06127)
# - Obermeyer, Z. and others (2019). Dissecting racial bias in an algorithm used to manage the health of populations. [doi:10.1126/science.aax2342](https://doi.org/10.1126/science.aax2342)
# - Reddi, S. and others (2021). Adaptive federated optimization. ICLR. [arXiv:2003.00295](https://arxiv.org/abs/2003.00295)
# - Yin, D. and others (2018). Byzantine-robust distributed learning. ICML. [arXiv:1803.01498](https://arxiv.org/abs/1803.01498)
# - Data: `credit` and `rand_hie`; sources and licences stand in the datasheets of `datasets`.
