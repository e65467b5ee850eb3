# ---
# title: SHAP and LIME at work
# decision: Which explainer does Harbour Bank buy or build for its letters?
# present: 3
# parts:
#   failure: "Ask again, get other reasons"
#   mathematics: "Three ways to the same number"
#   cost: "What it costs"
# minutes: {reading: 27, exercises: 12}
# needs: ["unit 1 of this module: games, coalitions, Shapley values"]
# objectives:
#   - say how KernelSHAP, TreeSHAP and LIME compute, and what each of them draws
#   - measure whether an explainer gives the same reasons again
#   - catch a library that cuts the background
#   - read waterfalls, swarms and effect curves, and know when each misleads
# libraries: [numpy, pandas, scikit-learn, shap, lime]
# claims:
#   - bold: "# different sets of four reasons in # seeds"
#     test: tests/xai_ethics/units/unit_2/test_claims.py::test_few_draws_give_other_reasons
#   - bold: "changes # (# to # in # runs) of the letters"
#     test: tests/xai_ethics/units/unit_2/test_claims.py::test_a_cut_background_changes_letters
#   - bold: "# (# to # in # runs) of the attribution"
#     test: tests/xai_ethics/units/unit_2/test_claims.py::test_the_leak_takes_the_attribution
#   - bold: "# (# to # in # runs) of the applicants"
#     test: tests/xai_ethics/units/unit_2/test_claims.py::test_the_main_cause_is_named_for_most
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # SHAP and LIME at work
#
# **The decision.** Which explainer does Harbour Bank buy or build for its letters?
#
# *27 minutes of reading, 12 of exercises. You need unit 1: games, coalitions, Shapley values.*

# %% tags=["hide-input"]
import numpy as np
import pandas as pd

import execml.xai_ethics as xe
from execml.course import begin, check, decide, hint, predict, quiz, repeated, reveal, say, show, table
from execml.course.bank.ranking import rank_sum_aucs
from execml.xai_ethics.effects import synthetic
from execml.xai_ethics.games.shapley import memberships
from execml.xai_ethics.libraries import lime, shap
from execml.xai_ethics.scrutiny.desk import desk
from execml.xai_ethics.scrutiny.letters import FAMILIES, strongest, summed
from execml.xai_ethics.units.unit_2 import figures, trainings
from execml.xai_ethics.units.unit_2.exercises import JOINING, LEAF, STAYING, VENDORS

begin()
bank = desk()  # the bank's baseline model, its cutoff, and 300 clients whom it refuses
families, score = bank.families, bank.model.decision_function

# %% tags=["hide-input"] slideshow={"slide_type": "fragment"}
predict(
    "xe2.sets",
    "A supplier explains one refused client by LIME, twenty times with twenty seeds. How many different sets of four "
    "reasons come out, on average over ten clients, if it draws a thousand invented clients each time?",
    low=1,
    high=20,
    unit="sets",
)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# Two libraries explain most of the world's models. [LIME](../glossary.md#LIME) invents clients around yours, asks the model about them and fits a straight line. SHAP computes the Shapley values of unit 1, exactly where the model allows it and by sampling where it does not. Whatever is drawn can come out differently next time. So the first question to an explainer is not what it says, but **whether it says it again**.

# %% slideshow={"slide_type": "fragment"}
background = bank.background(2_000).astype(float)
ten, seeds = bank.rows[:10].astype(float), range(20)


def reasons_of(row, explain, runs):  # under so many seeds
    return xe.stability(lambda seed: np.abs(explain(row, seed)), runs).distinct


def drawn(samples, rows=ten, runs=seeds):
    def explain(row, seed):
        return xe.lime_tabular(bank.risk, row, background, np.random.default_rng(seed), samples).weights

    return np.array([reasons_of(row, explain, runs) for row in rows])


def package(coded):
    return np.mean([
        reasons_of(row, lambda row, seed: lime.explain(bank.risk, row, background, seed, discretise=coded), range(5))
        for row in ten[:5]
    ])


sets, fit = trainings.repeats("sets"), trainings.repeats("fidelity")
counts = {"LIME, 1,000 draws": drawn(1_000), "LIME, 5,000 draws": drawn(5_000), "exact": np.ones(10, dtype=int)}
few = counts["LIME, 1,000 draws"].mean()
show(*figures.seeds(counts, len(seeds)))
reveal("xe2.sets", few)
say(f"""
A thousand draws give **{few:.1f} different sets of four reasons in {len(seeds)} seeds**, on average over ten clients, and {sets.mean:.1f} over ten trainings; five
thousand give {counts["LIME, 5,000 draws"].mean():.1f}. The package as shipped draws 5,000 and codes columns by quartiles. For five of the clients and five
seeds it gives {package(True):.1f} sets, without the coding {package(False):.1f}, and ours {drawn(5_000, ten[:5], range(5)).mean():.1f}. So the honest summary is not that LIME is unstable; it is that draws and coding decide, and a letter
states neither. *(Labels: LIME, 30 columns, probability, 2,000 training clients, seeds 0 to 19.)*
""")

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Have two people run the supplier's demo on the same client with different seeds, side by side, before any theory.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Ask again, get other reasons
#
# LIME (Ribeiro, Singh and Guestrin, 2016) minimises, over lines $g$ near the client $x$, the squared distance from the model on draws $z$, each weighted by its nearness:
#
# $$\min_{g} \sum_z \pi_x(z)\,\bigl(f(z) - g(z)\bigr)^2 + \lambda \lVert g \rVert^2 .$$
#
# The arithmetic is a weighted ridge regression, checked here against the package on the same draws. What it cannot cure is the question whether a line fits at all.

# %% slideshow={"slide_type": "fragment"}
from execml.xai_ethics.attribution.surrogate import weighted_ridge

draw = np.random.default_rng(0)
steps = np.vstack([np.zeros(30), draw.normal(size=(999, 30))])
outputs, width = bank.risk(ten[0] + steps * background.std(axis=0)), 0.75 * np.sqrt(30)
ours = weighted_ridge(steps, outputs, np.exp(-(steps**2).sum(axis=1) / (2 * width**2))).weights
same = np.abs(ours - lime.on_draws(steps, outputs, width)).max()
assert same < 1e-9
say(f"""
On the same draws the package and ours agree to nine decimals. The line explains {fit:.0%} of what the model does around
a client (weighted R², ten clients a training): the rest is steps and interactions of trees, which a line cannot show.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Three ways to the same number
#
# **All coalitions.** $2^n$ of them; fine for ten facts.
#
# **Least squares.** Among all additive functions $g(S) = \varphi_0 + \sum_{i \in S} \varphi_i$ that are right for nobody and for everybody, Shapley's values minimise
#
# $$\sum_S \frac{n-1}{\binom{n}{|S|}\,|S|\,(n-|S|)}\,\bigl(v(S) - g(S)\bigr)^2 .$$
#
# That is KernelSHAP (Lundberg and Lee, 2017, theorem 2). With all coalitions it is exact; with a sample it is an estimate.
#
# <details><summary>Tables of leaves: how a tree is explained against a whole background at once</summary>
#
# A leaf asks $k$ features. For a client and a background client, let $P$ be the features where only the client meets the condition, and $N$ those where only the other does. The leaf's game is $v(S) = c \cdot 1[P \subseteq S] \cdot 1[N \cap S = \emptyset]$. A member of $P$ completes it if it comes after the rest of $P$ and before all of $N$. So, with $p = |P|$ and $q = |N|$, it earns $c\,(p-1)!\,q!/(p+q)!$, and a member of $N$ is charged $c\,p!\,(q-1)!/(p+q)!$.
#
# These depend on two patterns of $k$ bits only. Count how the background's rows fall on the $2^k$ patterns, sum once for each pattern of a client, and look up: the price of the background is paid once, and not for each client (Nadel and Wettenstein, 2025; the tables here are built by a sum over supersets in $k^2\,2^k$ steps a leaf).
#
# </details>

# %% slideshow={"slide_type": "fragment"}
rows, thousand = bank.rows[:100], bank.background(1_000)


members = memberships(8)  # all 256 coalitions of eight families
earned = [score(np.where(members[:, families], row, bank.typical)) for row in bank.rows[:10]]


def game(client):  # what coalitions earn: a family that is out has the median approved client's facts
    return lambda asked: earned[client][(np.asarray(asked) > 0.5) @ (1 << np.arange(8))]


everybody, nobody = np.ones((1, 8)), np.zeros((1, 8))
exact = np.array([xe.exact_shap(game(client), everybody, nobody)[0] for client in range(10)])
by_all = np.array([xe.kernel_shap(game(client), everybody, nobody)[0] for client in range(10)])
by_trees = xe.TreeShap(bank.model, bank.typical[None], families).shap_values(bank.rows[:10])
brute = max(np.abs(each - exact).max() for each in (by_all, by_trees))
assert brute < 1e-12


def ours(client, samples, seed):
    return xe.kernel_shap(game(client), everybody, nobody, samples, np.random.default_rng(seed))[0]


def theirs(client, samples, seed):
    return shap.sampled_kernel_values(game(client), everybody, nobody, samples, seed)[0]


def wobble(way, samples):  # over ten seeds: each client's error of a value, and its sets of reasons
    runs = np.array([[way(client, samples, seed) for seed in range(10)] for client in range(10)])
    sets = [len({frozenset(each) for each in strongest(run, 4).tolist()}) for run in runs]
    return np.sqrt(((runs - exact[:, None]) ** 2).mean(axis=(1, 2))), np.mean(sets)


drawn_by = {samples: (wobble(ours, samples), wobble(theirs, samples)) for samples in (32, 64, 128)}
lower = {samples: (own[0] < other[0]).sum() for samples, (own, other) in drawn_by.items()}
table(
    pd.DataFrame(
        [(samples, *(f"{errors.mean():.3f} ({errors.min():.3f} to {errors.max():.3f})" for errors, _ in both), *(sets for _, sets in both))
         for samples, both in drawn_by.items()],
        columns=["coalitions", "error of a value, in pairs", "error, shap's own draw", "sets of reasons, in pairs", "sets, shap's own draw"],
    ),
    "KernelSHAP by sampling, eight families: means of ten clients (least to most), ten seeds each",
    {"sets of reasons, in pairs": "{:.1f}", "sets, shap's own draw": "{:.1f}"},
)
say(f"""
Brute force, least squares over all coalitions and the tables of leaves agree to twelve decimals. A sample of half of the
coalitions still has an error, and the reasons follow it. Our draw takes each coalition with its complement (Covert and Lee, 2021); `shap.KernelExplainer` lists the
smallest where its number allows, asks about none twice, and leaves some without their complement. For the same number of questions, our error is the lower one for {lower[32]} of 10 clients at 32, {lower[64]} at
64 and {lower[128]} at 128. Left to itself, the library lists all 254 here and is exact; from twelve players on it draws. *(Label: baseline, median approved client; log-odds; eight families as players;
exact, or samples as in the table, seeds 0 to 9.)*
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ### A library that keeps a hundred rows
#
# Hand the library a background of a thousand clients. How many does it use?

# %% slideshow={"slide_type": "fragment"}
from importlib.metadata import version

_, kept, told = shap.truncated_values(bank.model, thousand, rows)
masked = shap.tree_values(shap.tree_explainer(bank.model, thousand[:100]), rows)
assert np.abs(masked - xe.TreeShap(bank.model, thousand[:100]).shap_values(rows)).max() < 1e-5
cut_letters = trainings.repeats("cut")
say(f"""
`shap.TreeExplainer(model, background)` of shap {version("shap")} keeps {kept} of {len(thousand):,} rows, and says {"nothing" if not told else "so"}. Over ten trainings that
**changes {cut_letters:.0%} of the letters** with four reasons; another draw of a whole thousand changes {trainings.repeats("another thousand").mean:.0%}. `maskers.Independent(background, max_samples=…)` keeps them all, and then
the library and ours agree to five decimals. The label's count of rows is there for this. *(Label: interventional; log-odds;
eight families, summed after; exact.)*
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Pictures of one client, and of many
#
# A waterfall shows one client, a swarm all of them, and a dependence plot one family at its values. All are drawn from the numbers; no script runs in the page.

# %% slideshow={"slide_type": "fragment"}
explainer = xe.TreeShap(bank.model, thousand)
label = "Label: interventional, 1,000 training clients; log-odds; eight families, summed after; exact."
values = summed(explainer.shap_values(bank.rows), families)
show(*figures.waterfall(FAMILIES, values[0], explainer.expected_value, label))
say(f"*{label}* The families lead from the mean of the background to this client's score, and add up to it.")
main_columns = [int(np.flatnonzero(families == each)[0]) for each in range(len(FAMILIES))]
high = bank.rows[:, main_columns] > np.median(bank.rows[:, main_columns], axis=0)
show(*figures.swarm(FAMILIES, values, high, label))
say(f"*{label}* The swarm is of refused clients only: of others the same model may say other things.")
limits = bank.split.test_clients["limit"].to_numpy()[bank.refused] / 1_000
late = bank.rows[:, bank.split.feature_names.index("late_1")] > 0.5
show(*figures.dependence(limits, values[:, FAMILIES.index("limit")], late, label))
say(f"*{label}* A cloud, and not a line: what a limit is worth depends on the client's other facts.")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Global views, and columns that go together
#
# [Permutation importance](../glossary.md#Permutation-importance) shuffles a column and looks how much worse the model ranks. Partial dependence sets a column to each value for everybody. Both ask about clients that do not exist when columns go together. Accumulated local effects (Apley and Zhu, 2020) move each client only within its own neighbourhood.

# %% slideshow={"slide_type": "fragment"}
def auc(truth, said):
    return float(rank_sum_aucs(np.asarray(said)[:, None], truth)[0])


tested, labels = bank.split.test_features[:3_000], bank.split.test_labels[:3_000]
delays = np.flatnonzero(families == FAMILIES.index("delays")).tolist()
alone = xe.permutation_importance(bank.risk, tested, labels, auc, np.random.default_rng(0), 3, [[each] for each in delays])
joint = xe.permutation_importance(bank.risk, tested, labels, auc, np.random.default_rng(0), 3, [delays])

twins = np.random.default_rng(1).normal(size=(4_000, 1)) + 0.3 * np.random.default_rng(2).normal(size=(4_000, 2))


def shape(x):  # SYNTHETIC: what the model says of applicants, whose two columns lie close together
    return np.sin(1.5 * x)


def wild(x):  # and what it says where no applicant is
    return shape(x[:, 0]) + 2 * np.maximum(np.abs(x[:, 0] - x[:, 1]) - 1.2, 0)


grid = np.linspace(-2, 2, 15)
dependence = xe.partial_dependence(wild, twins[:1_000], 0, grid)
edges, local = (each[1:-1] for each in xe.accumulated_local_effects(wild, twins, 0, 25))
truth = shape(grid) - shape(grid).mean()
show(*figures.effects(grid, dependence - dependence.mean(), edges, local, truth))
say(f"""
Shuffled one at a time, the twelve columns of *delays* lose {100 * alone.mean.sum():.1f} points of AUC in sum; shuffled together,
{100 * joint.mean[0]:.1f}: each stands in for the others. The curves are of a SYNTHETIC model that is
wild only where nobody is: partial dependence goes there to ask.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Scored against the truth
#
# On SYNTHETIC applicants the true effect of each column is written in the equations. How often does exact SHAP name the column that matters most for an applicant? And what happens once a [leak](../glossary.md#Synthetic-credit) is left in, a column that is filled in after the default?

# %% slideshow={"slide_type": "fragment"}
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression


def scored(seed):
    drawn = xe.synthetic_credit(3_000, np.random.default_rng(seed))
    found = {}
    for name, columns in (("without the leak", 5), ("with the leak", 6)):
        rows, rest = drawn.features[:2_500, :columns], drawn.features[2_500:2_700, :columns]
        model = GradientBoostingClassifier(n_estimators=40, random_state=seed).fit(rows, drawn.labels[:2_500])
        said = xe.TreeShap(model, rows[:200]).shap_values(rest)
        true = np.array(synthetic.DIRECT[:columns]) * (rest - rows[:200].mean(axis=0))
        largest = np.abs(true).argmax(axis=1)
        found[name] = (np.abs(said).argmax(axis=1) == largest).mean()
        if name == "without the leak":
            slopes = LogisticRegression(C=1e6).fit(rows, drawn.labels[:2_500]).coef_[0]
            by_line = np.abs(slopes * (rest - rows[:200].mean(axis=0))).argmax(axis=1)
            found |= {"a line": (by_line == largest).mean(), "one name for all": np.bincount(largest).max() / len(largest)}
    found["leak"] = np.abs(said[:, synthetic.COLLECTION]).sum() / np.abs(said).sum()
    return found


ten_draws = [scored(seed) for seed in range(10)]


def over_draws(name):
    return repeated(lambda seed: ten_draws[seed][name], over={"seed": range(10)})


right, leak, lost = (over_draws(name) for name in ("without the leak", "leak", "with the leak"))
by_line, same_name = over_draws("a line"), over_draws("one name for all")
say(f"""
SHAP names the largest true effect for **{right:.0%} of the applicants**, from boosted trees that had to learn it. The values of a plain
logistic regression, which has the equations' own shape, name it for {by_line.mean:.0%}; naming the same column for all, for {same_name.mean:.0%}.
So what is missing is the model's, and not the explainer's. With the leak in, it is {lost.mean:.0%}, and the leak takes **{leak:.0%} of the attribution**. Again
the explainer reports a broken model faithfully, and that is what it is good for. *(Labels: SYNTHETIC; interventional, 200 applicants; log-odds; columns; exact.)*
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What it costs
#
# `execml bench xai_ethics` measures the time on your machine, after it has compared the answers: the tables against the library's interventional explainer, set-up included. The ratio grows with the background, because the table pays for it once. **What this page cannot show:** models without a tree inside, where sampling is all there is; images and text; and a conditional game.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Exercises
#
# 1. *Warm-up, 3 minutes.* Given a client's values and the model's output, return the base value that they start from.
# 2. *Core, 5 minutes.* A leaf is worth `LEAF`. The client alone meets the conditions on `JOINING` features, the background client alone those on `STAYING` others. What does the leaf pay *one* of the features that must join?
# 3. *Judgement, 4 minutes.* Three made-up vendors. One looks stable only because of how it was run, and explains next to nothing. Which one, and what is its fidelity?

# %% tags=["exercise"]
def base_value(values, output):
    return ...  # TODO: one number


# %% tags=["solution"]
def base_value(values, output):
    return output - values.sum()


# %%
check("xe2.base", base_value)

# %% tags=["exercise"]
paid = ...  # TODO: one number, from LEAF, JOINING and STAYING

# %% tags=["solution"]
from math import factorial

paid = LEAF * factorial(JOINING - 1) * factorial(STAYING) / factorial(JOINING + STAYING)

# %%
check("xe2.leaf", paid)

# %% tags=["exercise"]
table(pd.DataFrame(VENDORS), "Three vendors, one client, ten seeds")
vendor, fidelity = ..., ...  # TODO: "A", "B" or "C", and a number

# %% tags=["solution"]
table(pd.DataFrame(VENDORS), "Three vendors, one client, ten seeds")
vendor, fidelity = "C", 0.06

# %%
check("xe2.vendor", (vendor, fidelity))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Ask a vendor, or your own team:
#
# 1. What does your explainer draw, how often, with which seed, and how large is the error of a value?
# 2. How many rows of our background does your library use, in the version that you run?
# 3. How much of the model does the imitation explain around this client?
# 4. Against which known truth was the explainer ever scored?
# 5. Which columns go together, and were they shuffled and drawn as one?

# %%
quiz("xe2")

# %% tags=["exercise"]
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"]
choice = "the exact one for trees"
because = "What is not drawn cannot wobble, and the whole background is in it; the rows are ours to name."

# %% slideshow={"slide_type": "slide"}
decide(
    "xe2.tool",
    choice,
    because,
    evidence={
        "largest distance from brute force": "below 1e-12",
        "letters that change if the library cuts the background": f"{cut_letters:.0%}",
        "sets of reasons in twenty seeds, 1,000 draws": f"{few:.1f} on average",
        "share of the model that the imitation explains": f"{fit:.0%}",
    },
)

# %% [markdown]
# ## Sources
#
# - Apley, D. W. and Zhu, J. (2020). Visualizing the effects of predictor variables. [doi:10.1111/rssb.12377](https://doi.org/10.1111/rssb.12377)
# - Covert, I. and Lee, S.-I. (2021). Improving KernelSHAP. AISTATS. [arXiv:2012.01536](https://arxiv.org/abs/2012.01536)
# - Lundberg, S. M. and Lee, S.-I. (2017). A unified approach to interpreting model predictions. [arXiv:1705.07874](https://arxiv.org/abs/1705.07874)
# - Lundberg, S. M. and others (2020). From local explanations to global understanding with explainable AI for trees. [doi:10.1038/s42256-019-0138-9](https://doi.org/10.1038/s42256-019-0138-9)
# - Nadel, A. and Wettenstein, R. (2025). WOODELF. [arXiv:2511.09376](https://arxiv.org/abs/2511.09376)
# - Ribeiro, M. T., Singh, S. and Guestrin, C. (2016). "Why should I trust you?" [doi:10.1145/2939672.2939778](https://doi.org/10.1145/2939672.2939778)
# - Data: `credit`, Yeh, I.-C. and Lien, C.-H. (2009), [doi:10.1016/j.eswa.2007.12.020](https://doi.org/10.1016/j.eswa.2007.12.020); SYNTHETIC applicants from the equations of `effects/synthetic.py`.
