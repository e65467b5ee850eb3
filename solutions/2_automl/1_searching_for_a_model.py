# ---
# title: Searching for a model
# decision: A vendor sells automated model search. What must it beat before Harbour Bank pays?
# present: 3
# parts:
#   failure: "Sixty-four models that bought nothing"
#   mathematics: "What no vendor can promise"
# minutes: {reading: 28, exercises: 9}
# needs: [averages, percentages and logarithms; what AUC means is in the glossary]
# objectives:
#   - read a search space, and see what a tool was never able to find
#   - say what no free lunch forbids a vendor to promise, and what it does not
#   - use random search at equal cost, and untuned models, as the baselines that every tool has to beat
#   - say what early stopping saves and what it can throw away
# libraries: [scikit-learn, optuna, numpy, scipy]
# claims:
#   - bold: "Over # draws of clients and candidates, blind draws lead the grid by # (# to #) of AUC on untouched clients, and are ahead in # of #."
#     test: tests/automl/units/unit_1/test_claims.py::test_blind_draws_are_no_worse_than_the_grid
#   - bold: "Over # draws the one kept ranks # on average (# to #); the best of # random models, at the same cost, #."
#     test: tests/automl/units/unit_1/test_claims.py::test_halving_from_few_clients_is_no_better_than_random_models_at_its_cost
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # Searching for a model
#
# **The decision.** A vendor sells automated model search. What must it beat before Harbour Bank pays?
#
# *28 minutes of reading, 9 of exercises. You need: averages, percentages and logarithms; what [AUC](../glossary.md#AUC) means is in the glossary.*

# %% tags=["hide-input"]
import math

import numpy as np
import pandas as pd

import execml.automl as am
from execml.automl.contest.record import runs
from execml.automl.units.unit_1 import figures
from execml.automl.units.unit_1.exercises import OFFERS
from execml.course import begin, check, decide, hint, predict, quiz, reveal, risk_split, say, show, table

begin()

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# Automated machine learning tries many models and keeps the best. The trying is cheap to copy: draw models at random, and keep the best.
#
# That is the first baseline of this module. It needs no product, and 59 draws come with a promise that can be proved. The second is a handful of models that nobody tuned. **A tool is worth what it adds to these at equal cost**, measured on clients that neither has seen.
#
# The vendor below trained 64 models for Harbour Bank on a grid. The bank drew 59 models at random, by [random search](../glossary.md#Random-search). Both learned from the same 450 clients and were scored on the same 4,000 others.

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Ask the room first: how many models would you want a vendor to try for you, and why that many? Write the numbers down; come back to them at the figure.

# %% slideshow={"slide_type": "fragment"}
split, space = risk_split(), am.harbour_space()
held_back, full = 4_000, 4_050
features, labels = (part[: full + held_back] for part in (split.train_features, split.train_labels))
auc = am.Remembered(am.HoldOut(features, labels, held_back))  # it trains no model twice

def quick(model):
    return auc(model, 450)  # learn from 450 clients, score on 4,000 others

grid = am.vendor_grid()
vendor = am.run_trials("grid", space, quick, iter(grid), evaluations=len(grid))
bank = am.random_search(space, quick, np.random.default_rng(1), evaluations=59)
best_on_grid = space.build(vendor.best.configuration).fit(features[:450], labels[:450])
error = am.auc_interval(labels[full:], best_on_grid.predict_proba(features[full:])[:, 1]).error

show(*figures.pilot(bank.scores, vendor.best.score, len(grid), error), digits=2)
say(f"""
Here {len(bank.trials)} blind draws reach {bank.best.score:.2f}, and {len(grid)} models on the grid {vendor.best.score:.2f}. Mind the grey band: an AUC measured on {held_back:,}
clients has a standard error of {error:.2f}.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Sixty-four models that bought nothing
#
# The winner of a search looks better than it is, because it was picked for its score. So score both winners once more, on 10,000 clients whom neither has seen. And one contest is one draw: it was repeated.

# %% tags=["hide-input"]
predict(
    "am1.grid",
    f"The grid has three settings with four values each, and trains {len(grid)} models. Suppose that only one setting "
    "matters, and that its good values fill 5% of its range, wherever they lie. How likely is it, at best, that any model of the grid has a good value?",
    low=0,
    high=100,
    unit="%",
)

# %% slideshow={"slide_type": "fragment"}
def risks(configuration, clients):
    model = space.build(configuration)
    model.fit(split.train_features[:clients], split.train_labels[:clients])
    return model.predict_proba(split.test_features)[:, 1]

searches = {"the vendor's grid": vendor, "random draws": bank}
winners = {name: risks(found.best.configuration, 450) for name, found in searches.items()}
tested = {name: am.auc_interval(split.test_labels, winner) for name, winner in winners.items()}
lead = runs("grid", "random draws") - runs("grid", "the grid")
low, high = lead.interval()

table(
    pd.DataFrame([
        (name, len(found.trials), found.best.configuration.family, found.best.score, tested[name].estimate)
        for name, found in searches.items()
    ], columns=["search", "models", "family of the winner", "AUC, held back", "AUC, untouched"]),
    "Two searches, one result",
    {"AUC, held back": "{:.2f}", "AUC, untouched": "{:.2f}"},
)
say(f"""
**Over {len(lead)} draws of clients and candidates, blind draws lead the grid by {lead.mean:.3f} ({low:.3f} to {high:.3f}) of AUC on untouched clients, and are ahead in {lead.share(lambda gain: gain > 0)}.** Draws
from the grid's own family lead it by {(runs("grid", "draws of its own family") - runs("grid", "the grid")).mean:.3f}. **The care for the grid bought nothing that could be measured**.
""")
reveal("am1.grid", 100 * am.chance_of_grid(4, 0.05), "{:.0f}%")
say(f"""
A grid repeats itself: its {len(grid)} models try four values of the setting that matters. As many random draws try {len(grid)}, and hit with
{am.chance_of_top(0.05, len(grid)):.0%} (Bergstra and Bengio, 2012). No search finds what is not in its [search space](../glossary.md#Search-space).
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## One space for every choice
#
# Ask first where a search looks. Choosing the family and setting its dials is one problem, because no family can be judged before its dials are set: combined algorithm selection and hyperparameter optimisation, [CASH](../glossary.md#CASH) (Thornton and others, 2013).
#
# The space is conditional: a [hyperparameter](../glossary.md#Hyperparameter) exists only under the choices that give it a meaning. A dial whose size matters by factors, such as a learning rate, is drawn evenly in its logarithm.
#
# <details><summary>The problem as a formula</summary>
#
# Write $A^{(1)}, \dots, A^{(k)}$ for the families and $\Lambda^{(j)}$ for the settings that family $j$ allows. Among all pairs, find one whose loss on held-back clients is least after training on the others:
#
# $$A^\star_{\lambda^\star} \in \operatorname*{argmin}_{j \le k,\ \lambda \in \Lambda^{(j)}} \mathcal L\big(A^{(j)}_\lambda, D_{\text{train}}, D_{\text{valid}}\big)$$
#
# Here the loss is 1 − AUC. Thornton's formula averages it over several such splits.
#
# </details>

# %% slideshow={"slide_type": "fragment"}
draw = np.random.default_rng(2)
neighbours = [space.sample_family("nearest neighbours", draw) for _ in range(12)]
tiny = am.run_trials("tiny", space, lambda model: auc(model, 50), iter(neighbours), evaluations=12)

table(
    space.overview(),
    f"Harbour Bank's space: {len(space.families)} families, {space.dimensions} dials with the choice of the family",
)
say(f"""
A draw, as a person can read it: *{bank.trials[0].configuration}*.

A search must survive its candidates. With 50 clients to learn from, a vote of the 100 nearest is impossible: of
{len(tiny.trials)} such models {len(tiny.failures)} failed, each was recorded with its error, and the search went on.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What no vendor can promise
#
# “Our search works on any problem.” There is a theorem about that sentence.
#
# **Theorem ([no free lunch](../glossary.md#No-free-lunch); Wolpert and Macready, 1997).** Average over all conceivable ways to give scores to finitely many configurations, each with equal weight. Then every search that tries nothing twice does equally well, by every measure that is computed from the scores it has seen.
#
# On four points and two scores all searches can be tried.

# %% [markdown]
# <details><summary>Proof: each list of scores comes up exactly once, whatever the search</summary>
#
# Let $X$ be the configurations and $Y$ the scores, both finite. A search evaluates points of $X$ one after the other, never twice, and may choose each next point by everything it has seen. The theorem says: over all $|Y|^{|X|}$ functions $f: X \to Y$, the scores seen in the first $m$ evaluations are distributed alike for every search.
#
# Let a deterministic search run until it has visited all of $X$, and write down the scores in the order in which it sees them. The list gives the function back: the first point is fixed, its score decides the second point, and so on. So different functions give different lists. There are as many lists as functions; hence over all functions each list comes up exactly once. A search that flips coins is a mixture of deterministic ones. $\blacksquare$
#
# On four points and two scores a search is a first point, and then for each score seen there a search of the other three: $4\,(3\,(2 \cdot 1^2)^2)^2 = 576$ of them.
#
# Schumacher, Vose and Whitley (2001) showed on which other classes of functions, equally weighted, all searches tie: exactly on those that are *closed under permutation*. Deal the scores of any function of the class to the points in another order, and you get a function of the class.
#
# </details>

# %% slideshow={"slide_type": "fragment"}
functions = am.all_functions(points=4, values=2)
algorithms = am.all_algorithms(points=4, values=2)
seen = am.values_seen(algorithms, functions)
everything, peaked = np.full(len(functions), True), am.one_peak(functions)
closed, classes = am.closed_classes(points=4, values=2)
tied = am.lunch_free_classes(seen)

trials = [*vendor.trials, *bank.trials]
alike = am.neighbour_correlation(space, trials)
dealt = am.dealt_correlations(space, trials, np.random.default_rng(3), deals=200)

worlds = {f"all {len(functions)} functions": everything, f"the {peaked.sum()} with one peak": peaked}
show(*figures.lunch(seen, worlds))
say(f"""
On the left, every one of the {len(algorithms)} searches, adaptive or not, finds on average exactly
{" and ".join(str(value) for value in set(am.mean_best(seen, evaluations=2)))} after two evaluations. On the right are only the
functions that rise, stay and fall: good settings lie together. **There one search can be better than another.**
""")
say(f"""
All searches tie on {tied} of the {classes:,} classes of functions on four points and two scores. But that count weighs all classes alike; the world need not.

Does the theorem bite at the bank? Then its scores could be dealt to the configurations in any order. But a score and that of the
configuration most like it have a [rank correlation](../glossary.md#Rank-correlation) of {alike:.1f}, and of {len(dealt)} random
deals of the same scores {(dealt >= alike).sum()} reach it. So a search may beat blind draws; unit 2 builds two that try.
**A promise about any problem is empty; a promise about problems like yours can be tested on yours.**

<details><summary>How that was counted</summary>

Each class was tried with all {len(algorithms)} searches. They tie on {tied}; {closed} are closed under permutation
({closed / classes:.2%}; the formula is Igel and Toussaint's, 2003).

</details>
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The baseline: random search
#
# Call a configuration good if it belongs to the best share $q$ of the space, counted by how often such configurations are drawn. Draw blindly, train what comes, and keep the best.

# %% tags=["hide-input"]
predict(
    "am1.one_percent",
    "The space holds more models than anyone could train. How many blind draws does it take "
    "to be 99% sure that one of them is among the best 1%?",
    low=1,
    high=1_000_000,
    unit="draws",
)

# %% [markdown]
# Each independent draw misses the best share with probability $1-q$, and $n$ draws all miss with $(1-q)^n$. So the chance of at least one good one is at least $c$ exactly if
#
# $$1 - (1 - q)^n \ \ge\ c \quad\Longleftrightarrow\quad n \ \ge\ \frac{\log(1 - c)}{\log(1 - q)}$$
#
# Nothing is assumed about the space or its size, the number of dials or the family that wins. But read what is promised: a rank, not a score, and a rank within the space that somebody wrote down. If the scores are noisy, it is the rank by that noisy score.

# %% slideshow={"slide_type": "fragment"}
promise = pd.DataFrame([
    {"among the": f"top {share:.0%}"}
    | {f"with {sure:.0%}": am.draws_needed(share, sure) for sure in (0.90, 0.95, 0.99)}
    for share in (0.10, 0.05, 0.01)
])
rise = am.expected_best(bank.scores, 59) - am.expected_best(bank.scores, 20)
untuned = runs("groups", "five averaged") - runs("groups", "random search")
few = runs("grid", "five averaged") - runs("grid", "random draws")
same = runs("grid", "five averaged", "with the clients to choose by") - runs("grid", "random draws", "trained on all that it used")

table(promise, "How many random draws put at least one among the best")
reveal("am1.one_percent", am.draws_needed(0.01, 0.99))
say(f"""
59 draws suffice for the top 5%: the chance is 1 − 0.95⁵⁹ = {am.chance_of_top(0.05, 59):.4f}.

From 20 to 59 draws the best rises on average by {"less" if rise < error / 2 else "more"} than half a standard error. **The first draws buy most**.

Over unit 3's ten groups of 2,000 clients, the mean of five untuned models is ahead of random search in {untuned.share(lambda gain: gain > 0)}, by {untuned} of AUC.
With this page's 450 it is ahead in {few.share(lambda gain: gain > 0)}. But the search also used 4,000 to choose by: with both trained on these too, in {same.share(lambda gain: gain > 0)}, by {same.mean:.3f}.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Spend less on losers: halving and Hyperband
#
# Random search trains every candidate in full. [Successive halving](../glossary.md#Successive-halving) (Jamieson and Talwalkar, 2016) gives all of them a little, keeps the best third, say, gives those three times as much, and so on. What is given can be training clients, passes or trees: the *resource*.
#
# How little is too little? [Hyperband](../glossary.md#Hyperband) (Li and others, 2018) does not choose. It runs several halvings, called brackets, from the boldest to one that stops nobody. Its paper states the plan twice, in pseudo-code and in a worked table, and the two disagree.
#
# <details><summary>The two rules</summary>
#
# Let $\eta$ be the factor between two rungs (three, above), and $R$ the most of the resource that one candidate gets. With $s_{\max} = \lfloor \log_\eta R \rfloor$, bracket $s$ starts $n$ configurations with $R\,\eta^{-s}$ each, and its rung $i$ keeps $\lfloor n\,\eta^{-i} \rfloor$ of them:
#
# $$\begin{aligned}
# n &= \left\lceil \frac{s_{\max} + 1}{s + 1}\, \eta^{s} \right\rceil && \text{(the paper's pseudo-code), or} \\
# n &= \left\lfloor \frac{s_{\max} + 1}{s + 1} \right\rfloor \eta^{s} && \text{(fits its worked table)}.
# \end{aligned}$$
#
# A second trap is the computer: $\log_3 243$ is 5, and `math.log(243, 3)` falls short of it.
#
# </details>

# %% slideshow={"slide_type": "fragment"}
versions = {variant: am.hyperband_brackets(81, 3, variant) for variant in ("algorithm", "table")}
(starts, spends), (starts_table, spends_table) = map(am.started_and_spent, versions.values())

run = runs("hyperband", "Hyperband") - runs("hyperband", "random search")
ours, optuna_has = len(am.hyperband_brackets(243, 3)), am.optuna_bracket_count(243, 3)
same_plan = am.sklearn_halving_schedule(27, full) == am.halving_schedule(27, full, eta=3)
long_plan, sklearn_plan = am.halving_schedule(243, 972, eta=3), am.sklearn_halving_schedule(243, 972)

brackets = "\n".join(
    f"- {am.in_words(published)}; in the table {am.in_words(worked)}"
    for published, worked in zip(*versions.values(), strict=True)
)
say(f"""
**Two tools that both say Hyperband may not run the same search.** For R = 81 and η = 3 the pseudo-code starts {starts} configurations and spends {int(spends):,} units; the table,
{starts_table} and {int(spends_table):,}. HpBandSter follows the table; NNI and, since 2023, SMAC3 the pseudo-code. Over {len(run)} draws Hyperband leads random search of its cost by {run.mean:.3f} ({run.interval()[0]:.3f} to {run.interval()[1]:.3f}).

<details><summary>Both plans in full, and where two libraries fall short</summary>

Configurations × resource, by the pseudo-code:

{brackets}

Our plan for 27 candidates and {full:,} clients {"equals" if same_plan else "differs from"} that of scikit-learn's `HalvingRandomSearchCV`. Now
243 = 3⁵ candidates, with the logarithm that {"falls short" if math.log(243, 3) < 5 else "is exact"}: of our {len(long_plan)} rungs scikit-learn, as installed here, runs
{len(sklearn_plan)}, and {sklearn_plan[-1][0]} candidates reach the end in place of {long_plan[-1][0]}. For R = 243 Optuna, as installed here, plans {optuna_has} brackets of
{ours}: {"the one that stops nobody is missing" if optuna_has < ours else "none is missing"}. Ours counts in whole numbers.

</details>
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What early stopping gets wrong
#
# 27 configurations start with 150 clients each; 9 go on to 450, 3 to 1,350, and one is trained on all 4,050. That is the training of four full models in place of 27.
#
# The danger is that learning curves cross: a simple model is soon as good as it gets, a flexible one starts badly and ends well. Halving never finds out whom it dropped; this page does, by training all 27 in full: once for the figure, and with twelve other draws for the table.

# %% slideshow={"slide_type": "fragment"}
candidates = [trial.configuration for trial in bank.trials[:27]]
curves = am.learning_curves(space, auc, candidates, sizes=(150, 450, 1_350, full))
kept = [curves.kept(eta=3, first=start) for start in range(4)]
cost = [curves.cost(3, start) for start in range(4)]  # in trainings on all 4,050 clients

starts = ["from 150", "from 450", "from 1,350"]
ranks = [runs("halving", start, "rank") for start in starts]

show(*figures.crossing(curves, kept[0]), digits=2)
table(
    pd.DataFrame({
        "all 27 start with": [f"{size:,} clients" for size in curves.sizes[:3]],
        "cost in full trainings": cost[:3],
        "rank of the one kept, mean of 12": [rank.mean for rank in ranks],
        "best of random draws, same cost": [am.expected_rank(27, int(count)) for count in cost[:3]],
        "rank correlation, mean of 12": [runs("halving", start, "agreement").mean for start in starts],
    }),
    "Start with more clients, save less, and keep a better model",
    {
        "cost in full trainings": "{:.0f}",
        "rank of the one kept, mean of 12": "{:.1f}",
        "best of random draws, same cost": "{:.1f}",
        "rank correlation, mean of 12": "{:.1f}",
    },
)
say(f"""
**Over {len(ranks[0])} draws the one kept ranks {ranks[0].mean:.1f} on average ({ranks[0].interval()[0]:.1f} to {ranks[0].interval()[1]:.1f}); the best of {cost[0]:.0f} random models, at the same cost, {am.expected_rank(27, 4):.1f}.** Started from 150 clients, halving is not told from
spending so little on random models; and the figure's draw is worse than all of these. **Early stopping is as good as the ranking on its first rung**, here a correlation of {runs("halving", "from 150", "agreement").mean:.1f}, and a report that does not show it
hides its main risk.

**What this page cannot show.** One bank and small models. Where a full training takes a night, the saving counts for more.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Exercises
#
# **1. How many draws?** Write the function that returns how many independent draws put at least one in the best `share` of the space with the given `confidence`.

# %% tags=["exercise"]
def draws(share, confidence):
    return ...  # TODO: a whole number

# %% tags=["solution"]
def draws(share, confidence):
    return math.ceil(round(math.log(1 - confidence) / math.log(1 - share), 9))  # a ratio of 2 may come out above 2

# %%
check("am1.draws", draws)

# %% [markdown]
# **2. Which vendor to pay?** Four vendors report (figures made up for this exercise). One of them passes the test of two standard errors and has shown nothing. Which one has shown that its product adds something, and how much AUC?

# %% tags=["exercise"]
three_decimals = {name: "{:.3f}" for name in OFFERS if "AUC" in name}
table(pd.DataFrame(OFFERS), "Four vendors' reports", three_decimals)
worth_paying, added = ..., ...  # TODO: a letter, and the AUC that it adds

# %% tags=["solution"]
three_decimals = {name: "{:.3f}" for name in OFFERS if "AUC" in name}
table(pd.DataFrame(OFFERS), "Four vendors' reports", three_decimals)
worth_paying, added = "B", 0.779 - 0.771

# %%
check("am1.vendor", (worth_paying, added))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Ask a vendor, or your own team:
#
# 1. What is in the space that you search, and which families are not?
# 2. What do random search with the same processor time, and five untuned models averaged, reach on the same untouched clients?
# 3. How large is the standard error of the difference, and on how many clients was it measured?
# 4. If candidates are stopped early: what is the rank correlation between the first rung and the full size?
# 5. How many candidates failed, and why?

# %%
quiz("am1")

# %% tags=["exercise"]
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"]
choice = "random search at equal cost, and untuned models"
because = "They need no product; only what is added to them, on untouched clients, is the vendor's."

# %% slideshow={"slide_type": "slide"}
decide(
    "am1.baseline",
    choice,
    because,
    evidence={
        "59 random draws less the grid, untouched clients, 12 draws": f"{lead.mean:+.3f} ({low:+.3f} to {high:+.3f})",
        "five untuned models averaged less random search, ten groups": str(untuned),
        "the same with 450 clients, twelve draws": str(few),
        "the same, both trained on all clients that the search used, twelve draws": str(same),
        "draws that reach the best 5% with 95%": am.draws_needed(0.05, 0.95),
        "mean rank, of 27, of the model that early stopping kept": f"{ranks[0].mean:.1f} in 12 draws",
    },
)

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# “Our present model” is tempting and too low a bar: almost any search beats an old model, and the gain is then credited to the product. “The vendor's own benchmark” is somebody else's clients. Ask who in the room could run 59 random draws by Friday; the answer is usually one analyst and a laptop.

# %% [markdown]
# ## Sources
#
# <details><summary>Papers, threads and data</summary>
#
# - Bergstra, J. and Bengio, Y. (2012). Random search for hyper-parameter optimization. Journal of Machine Learning Research 13, 281–305. [jmlr.org](https://jmlr.org/papers/v13/bergstra12a.html)
# - Igel, C. and Toussaint, M. (2003). On classes of functions for which no free lunch results hold. Information Processing Letters 86(6), 317–321. [doi:10.1016/S0020-0190(03)00222-9](https://doi.org/10.1016/S0020-0190%2803%2900222-9), [arXiv:cs/0108011](https://arxiv.org/abs/cs/0108011)
# - Jamieson, K. and Talwalkar, A. (2016). Non-stochastic best arm identification and hyperparameter optimization. AISTATS. [arXiv:1502.07943](https://arxiv.org/abs/1502.07943)
# - Li, L. and others (2018). Hyperband: a novel bandit-based approach to hyperparameter optimization. Journal of Machine Learning Research 18(185), 1–52. [arXiv:1603.06560](https://arxiv.org/abs/1603.06560)
# - Schumacher, C., Vose, M. D. and Whitley, L. D. (2001). The no free lunch and problem description length. Proceedings of GECCO-2001, 565–570.
# - Thornton, C. and others (2013). Auto-WEKA: combined selection and hyperparameter optimization of classification algorithms. KDD. [arXiv:1208.3719](https://arxiv.org/abs/1208.3719)
# - Wolpert, D. H. and Macready, W. G. (1997). No free lunch theorems for optimization. IEEE Transactions on Evolutionary Computation 1(1), 67–82. [doi:10.1109/4235.585893](https://doi.org/10.1109/4235.585893)
# - Which Hyperband is which: [HpBandSter, issue 113](https://github.com/automl/HpBandSter/issues/113); [NNI, issue 1567](https://github.com/microsoft/nni/issues/1567); [SMAC3, issue 977](https://github.com/automl/SMAC3/issues/977) and [pull request 980](https://github.com/automl/SMAC3/pull/980). The missing bracket: [Optuna, pull request 6835](https://github.com/optuna/optuna/pull/6835).
# - Data: `credit`, Yeh, I.-C. and Lien, C.-H. (2009), [doi:10.1016/j.eswa.2007.12.020](https://doi.org/10.1016/j.eswa.2007.12.020); licence and codes stand in the datasheets of `datasets`.
#
# </details>
