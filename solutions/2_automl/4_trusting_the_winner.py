# ---
# title: Trusting the winner
# decision: May Harbour Bank put the winner of a search into production on the number that the search reports, and should it build, buy, or do neither?
# present: 1
# parts:
#   failure: "Ask on which day, and in which order"
#   mathematics: "The best of many worthless models"
# minutes: {reading: 28, exercises: 9}
# needs: ["unit 1 of this module, or what a search over models is", "probabilities, averages and normal distributions"]
# objectives:
#   - recognise a column, a fold and a calendar that leak the answer
#   - compute how good the best of many worthless models looks
#   - tell an estimate of a model from an estimate of a search
#   - set up a locked test, count the looks at it, and say what shift takes away
#   - decide where automated search has no place
# libraries: [numpy, pandas, scipy, scikit-learn]
# claims:
#   - bold: "# points of AUC on average"
#     test: tests/automl/units/unit_4/test_claims.py::test_a_search_reports_some_points_too_much
#   - bold: "the report is # points of AUC too high on average"
#     test: tests/automl/units/unit_4/test_claims.py::test_a_group_of_300_flatters_the_winner_it_chose
#   - bold: "The board says #, and the private clients #"
#     test: tests/automl/units/unit_4/test_claims.py::test_a_vote_of_lucky_guesses_holds_on_the_board_alone
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # Trusting the winner
#
# **The decision.** May Harbour Bank put the winner of a search into production on the number that the search reports, and should it build, buy, or do neither?
#
# *28 minutes of reading, 9 of exercises. You need: what a search over models is (unit 1); probabilities, averages and normal distributions.*

# %% tags=["hide-input"]
import numpy as np
import pandas as pd
from scipy.stats import binom

import execml.automl as am
from execml.automl.contest.record import runs
from execml.automl.units.unit_4 import figures
from execml.automl.units.unit_4.exercises import REPORTS
from execml.course import POLICY, begin, check, decide, hint, load, predict, prices, quiz, reveal, risk_split, say, show, table
from execml.course.bank.rivals import risks as baseline_risks
from execml.course.digits import at_least, at_most

begin()

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# A search keeps whatever scores best. If the score can be raised by something other than skill, a search will find that too.
#
# A helpful analyst adds a column to the bank's file: whether the collections desk has called the client. It is written *after* the default; on the day when a new client is scored, nobody has called yet. Information that a model has in the test and will not have in use is [leakage](../glossary.md#Leakage).
#
# <div class="alert alert-block alert-info" role="note"><strong>What is made up.</strong> Clients and defaults are real. The calls are planted by a seeded draw: 80% of defaulters, and 2% of the others.</div>

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Ask first: who here has approved a model on a score that the team or the vendor computed? Who knew which clients it was computed on?

# %% slideshow={"slide_type": "fragment"}
split = risk_split()
space = am.harbour_space()
report = am.leak_report(space, split, np.random.default_rng(1), clients=2_400, evaluations=6)
best = report.iloc[-1]
actual = split.test_labels.mean()
show(*figures.leaks(report))
say(f"""
**Every family finds the column, and so does the search.** Its winner reports an AUC of {best["reported"]:.2f}. In use it
ranks new clients with {best["in use"]:.2f}, while the same model that never had the column reaches {best["honest"]:.2f}. And with no calls
on file it predicts that {best["risk"]:.0%} will default, where {actual:.0%} do. Prices are set by that number.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Ask on which day, and in which order
#
# No score reveals a leak, for the score has it too. Two questions do.
#
# **On which day is each column written, and is that before the decision?** Ask first about a column that alone ranks clients better than all others. A quiet leak only its date gives away: the bicycle file counts `casual` and `registered` riders of each hour, and the city forecasts their sum.
#
# **In which order was the work done?** The other leaks in the table have no date. They look like harmless preparation:
#
# - *Shuffling hours over time*: the future then stands on both sides of the past.
# - *Choosing columns first*: of 1,000 about 200 clients, here random numbers, the 20 that correlate best with default are kept, then cross-validated (found in published cancer studies by Ambroise and McLachlan, 2002).
# - *Copying the rare class first*: copies of one client then fall on both sides of a fold.
#
# **Whatever looks at outcomes, or makes copies, happens inside each fold, and the test lies later than the training.**

# %% slideshow={"slide_type": "fragment"}
features, outcomes = split.train_features[:3_000], split.train_labels[:3_000]
calls = am.collections_call(outcomes, np.random.default_rng(2))
alone = am.single_column_aucs(np.column_stack([features, calls]), outcomes)
leaks = am.procedure_leaks(split, load("bikes"), np.random.default_rng(3))

forms = dict.fromkeys(["reported", "with the remedy"], "{:.2f}")
table(leaks, "Four leaks: the score that is reported, and the score once the leak is closed", forms)
say(f"""
Alone, the planted column ranks clients with {alone[-1]:.2f}; the next best, a late payment, with {np.sort(alone)[-2]:.2f}. Random numbers earn {leaks["reported"][2]:.2f} (mean of five draws). **Only the order was wrong.**
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The best of many worthless models
#
# Now let nothing leak. There is still a reason to distrust the winner: it won. Let $m$ models flip a coin for each of $n$ clients, half of whom default. The *best* of them is right on more than half, by luck, and its score is the one that gets reported. This is the [winner's curse](../glossary.md#Winner's-curse).

# %% tags=["hide-input"]
predict(
    "am4.coins",
    "One hundred models flip a coin for each of 200 clients. By how many points above 50% is the best of them right, on average?",
    low=0,
    high=50,
    unit="points",
)

# %% [markdown]
# A model's number of right answers is binomial; write $F(k)$ for the probability of at most $k$. The best of $m$ independent models has at most $k$ right if *all* have, which has probability $F(k)^m$. The average of a whole number is the sum over $k$ of the probability to exceed $k$, so
#
# $$\mathbb{E}\Big[\max_{j \le m} \text{accuracy}_j\Big] = \frac1n \sum_{k=0}^{n-1} \bigl(1 - F(k)^m\bigr).$$
#
# This is exact for independent models.

# %% slideshow={"slide_type": "fragment"}
so_many_or_fewer = binom.cdf(np.arange(200), 200, 0.5)  # F(0), …, F(199)
by_formula = (1 - so_many_or_fewer**100).sum() / 200
agrees = abs(by_formula - am.expected_best_of(100, 200)) < 1e-12

counts, draw = np.array([1, 3, 10, 30, 100, 300, 1_000]), np.random.default_rng(6)
exact = {n: np.array([am.expected_best_of(int(m), n) for m in counts]) for n in (100, 200, 1_000)}
simulated = {n: am.simulated_best(counts.tolist(), n, draw) for n in exact}
off = max(np.abs(simulated[n] - exact[n]).max() for n in exact)
fewer = am.expected_best_of(10, 200) - 0.5
more = next(n for n in range(200, 2_000, 5) if am.expected_best_of(100, n) - 0.5 <= fewer)
show(*figures.best_of(counts, exact, simulated))
reveal("am4.coins", 100 * by_formula - 50, "{:.1f}")
say(f"""
The best of one hundred coin flips on 200 clients is right on {by_formula:.1%}. The lines are the formula; simulated contests, the dots, lie {"below 0.1" if off < 1e-3 else at_most(100 * off, ".1f")} points away at most.

Ten candidates in place of a hundred cut it from {100 * by_formula - 50:.1f} points to {100 * fewer:.1f}; so would {more:,}
clients in place of 200. **Every turn of a dial is paid for in clients.**
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Real candidates resemble each other
#
# A search's candidates learn from the same clients, and are lucky together; and the best often wins on merit. Both make the curse smaller.
#
# Forty configurations are trained on 1,500 clients. 300 others choose the winner by AUC, and the rest of 6,000 say what it is worth: for 200 groups.
#
# <details><summary>The formula for candidates that resemble each other</summary>
#
# Take $m$ candidates of one accuracy $p$, any two of whose results have the same [correlation](../glossary.md#Correlation) $\rho$. If many clients choose, their shares right are nearly jointly normal, which gives
#
# $$\mathbb{E}[\max] \approx p + \sqrt{1-\rho}\,\sqrt{\frac{p(1-p)}{n}}\;\mathbb{E}\Big[\max_{j\le m} Z_j\Big],$$
#
# with independent standard normal $Z_j$. What they share moves all of them alike and chooses nobody; only the rest, a share $1-\rho$ of the variance, can. This one is an approximation; the binomial sum above is exact. Both assume equally good candidates.
#
# </details>

# %% slideshow={"slide_type": "fragment"}
first, later = slice(0, 1_500), slice(1_500, 7_500)
known = split.train_features[first], split.train_labels[first]
search = am.train_candidates(space, *known, split.train_features[later], np.random.default_rng(7), count=40)
later_outcomes = split.train_labels[later]

groups = am.group_winners(search.risks, later_outcomes, 300, np.random.default_rng(8), groups=200)
too_much = 100 * (groups.reported - groups.worth)
correct = (search.risks > 0.5) == later_outcomes
rho, typical = am.mean_correlation(correct), float(np.median(correct.mean(axis=1)))
independent, correlated = (100 * (am.expected_best_correlated(40, 300, typical, r) - typical) for r in (0, rho))
real = 100 * am.measured_optimism(correct, 300, [40], np.random.default_rng(8))[0]
show(*figures.groups(groups))
least, most = np.quantile(too_much, [0.05, 0.95])
say(f"""
Over {len(too_much)} groups **the report is {too_much.mean():.1f} points of AUC too high on average**; in one group of twenty by {at_least(most, ".0f")} or more, in another too low by {at_least(-least, ".0f")} or more. (The
groups overlap.)

<details><summary>Beside the formula</summary>

In shares right, independent luck would add {independent:.0f} points; the candidates' correlation of {rho:.1f} cuts that to about {correlated:.0f}, and being unequal to the {real:.1f} measured.

</details>
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Validate the search, not its winner
#
# When clients are few, [nested cross-validation](../glossary.md#Nested-cross-validation) runs the *whole search* again inside each of several outer folds. Each time the winner, whichever it is, meets clients who had no part in choosing it. That estimates **this way of searching**, not one model.
#
# Below, 10 small randomised trees compete on 200 clients; three folds choose, four outer folds assess, and all other clients say what the winner is worth.

# %% slideshow={"slide_type": "fragment"}
x, y = split.train_features[7_500:], split.train_labels[7_500:]
own, nested, true = am.nested_runs(x, y, np.random.default_rng(9), runs=16).T
flattery, error = 100 * (own - true), 100 * (nested - true)
noise = [gap.std(ddof=1) / np.sqrt(len(gap)) for gap in (flattery, error)]
say(f"""
Over {len(own)} searches the report is too high by **{flattery.mean():.0f} points of AUC on average** (standard error
{noise[0]:.0f}). The mean error of nested validation is smaller than two of its standard errors ({noise[1]:.0f}).

Its price: {10 * 3 * 5 + 4} trainings in place of {10 * 3}. And it is honest on average only: a single nested estimate from 200 clients is off by {error.std(ddof=1):.0f} points as a rule.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A lock and a ledger
#
# When clients are many, a locked test is simpler: set clients aside, agree how often they may be looked at, and write each look down.
#
# How many looks can it bear? If $k$ models are fixed before the first look, then by [Hoeffding's inequality](../glossary.md#Hoeffding's-inequality), added up over the models, all measured accuracies lie at once, with probability at least $1-\delta$, within
#
# $$\sqrt{\frac{\ln(2k/\delta)}{2n}}$$
#
# of the truth, for $n$ independent test clients. The number of models stands inside a logarithm. But a model that was *changed after an answer* is not fixed in advance, and the bound says nothing about it. For AUC, unit 3 has an interval.

# %% slideshow={"slide_type": "fragment"}
by_300, by_5000 = (int(am.rank_sum_aucs(search.risks[:, :n].T, later_outcomes[:n]).argmax()) for n in (300, 5_000))
reported = float(am.rank_sum_aucs(search.risks[:, :300].T, later_outcomes[:300]).max())
points = [search.configurations[place] for place in (by_300, by_5000)]
risks = [*am.candidate_risks(space, points, *known, split.test_features), baseline_risks(POLICY.baseline.value)]

locked = am.LockedTest(split.test_labels, looks=3)
finalists = ["winner, 300 clients chose", "winner, 5,000 clients chose", "the bank's baseline, no search"]
for purpose, risk in zip(finalists, risks, strict=True):
    locked.score(risk, purpose)
ledger = locked.ledger()
won, careful, baseline = ledger["AUC"]
behind = am.auc_difference(split.test_labels, risks[2], risks[1])
rank = float((groups.worth < am.rank_sum_aucs(search.risks[[by_300], 300:].T, later_outcomes[300:])).mean())
table(ledger, f"The ledger. Looks left: {locked.looks_left}; a further one is refused", {"AUC": "{:.2f}"})
point, bought = prices().auc_point, prices().auc_point_bought
alike = runs("locked", "second winner", "trained on all")
low, high = alike.interval()
without = runs("locked", "the baseline's model", "less the baseline").mean
say(f"""
The first 300 clients reported {reported:.2f}, and the locked test says {won:.2f}: an unlucky group, since {rank:.0%} of the 200 chose worse.

**The bank's baseline searched nothing and learned from all clients. It is ahead of both.** Its lead over the second is {100 * behind.low:.1f} to {100 * behind.high:.1f} points (95% interval). The clients bought it: in {len(alike)} other draws, a second winner trained on all clients too is {100 * alike.mean:+.1f} points from the baseline
({100 * low:+.1f} to {100 * high:+.1f}), and the baseline's model trained on 1,500 is {-100 * without:.1f} behind. A point is worth
NT$ {point.value / 1e6:.0f} million a round of decisions if the whole curve rises evenly, and {bought.value / 1e6:.0f} million ({bought.low / 1e6:.0f} to {bought.high / 1e6:.0f}) as it came from logistic regression to the
baseline.

<details><summary>What the bound says for 10,000 clients</summary>

One fixed model's accuracy is known to within {at_most(100 * am.looks_margin(1, 10_000), ".1f")} points with 95% confidence, a thousand at once to within {at_most(100 * am.looks_margin(1_000, 10_000), ".1f")}.

</details>
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What happens without the lock
#
# Vendors may submit predictions for 1,000 clients, half of them defaulters, as often as they like, and see their share of right answers on a public board; 1,000 others decide. A vendor without any model submits random guesses, keeps those that the board calls better than half, and submits their majority vote (Blum and Hardt, 2015).
#
# Their remedy, the [Ladder](../glossary.md#Ladder), announces a score only if it beats the best so far by a step.

# %% tags=["hide-input"]
predict(
    "am4.board",
    "After 1,000 random guesses the vendor submits the vote of the lucky ones. What share right does the public board show?",
    low=0,
    high=100,
    unit="%",
)

# %% [markdown]
# <details><summary>Proof: what the vote brings, to a good approximation</summary>
#
# A kept guess beats one half on $n$ public clients by $1/\sqrt{2\pi n}$ on average, because the mean of a normal number that is known to be positive is $\sqrt{2/\pi}$ standard deviations. About $k/2$ of $k$ guesses are kept. Treat their answers as independent, and by the normal approximation the vote is right with probability $\Phi\bigl(\sqrt{k/(\pi n)}\bigr)$, where $\Phi$ is the normal distribution function.
#
# </details>

# %% slideshow={"slide_type": "fragment"}
draw, later_rows = np.random.default_rng(10), np.arange(len(later_outcomes))
halves = [draw.permutation(later_rows[later_outcomes == label])[:1_000] for label in (0, 1)]
public = later_outcomes[np.concatenate([half[:500] for half in halves])]
private = later_outcomes[np.concatenate([half[500:] for half in halves])]
guesses = [50, 100, 200, 350, 500, 700, 1_000]
curve = am.attack_curve(public, private, guesses, step=0.02, generator=draw)
show(*figures.leaderboard(guesses, curve))
reveal("am4.board", 100 * curve["public"][-1], "{:.0f}%")
say(f"""
**The board says {curve["public"][-1]:.0%}, and the private clients {curve["private"][-1]:.0%}** ({curve["foreseen"][-1]:.0%} and one half foreseen). The bound for *fixed* models does not hold: this vote was built from the answers. The Ladder's board stops at {curve["announced by the Ladder"][-1]:.0%}. A team that tunes against one validation set all year runs this attack without meaning to.

<details><summary>Agents that write the search themselves</summary>

A language model can draft, run and improve a whole pipeline. On MLE-bench, 75 past Kaggle contests (Chan and others, 2024), the best
set-up of its paper, o1-preview with the agent AIDE, reached at least a bronze medal in 16.9%. The paper also studies contamination: the
contests and their answers may stand in what the model was trained on. For a bank, an agent is a search with very many looks, each
chosen after the last answer. It needs the lock and the ledger more than any tool here, and none of this page's bounds covers it.

</details>
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The clients change, and when not to search
#
# A locked test speaks only of clients *like those in it*. Use on another kind is a [shift](../glossary.md#Shift); three can be tried in the bank's own file.

# %% slideshow={"slide_type": "fragment"}
shifts = am.shift_scores(split, am.harbour_shifts())
age, wealth, stress = shifts.iloc[0], shifts.iloc[1], shifts.iloc[2]

forms = dict.fromkeys(["home", "away", "native"], "{:.2f}") | dict.fromkeys(["predicted", "actual"], "{:.0%}")
table(shifts, "AUC at home, on the other kind, and of a model made for them; their predicted and actual defaults", forms)
say(f"""
A model that has seen only clients who pay on time expects {stress["predicted"]:.0%} defaults among late payers where {stress["actual"]:.0%} occur. A recession could do that to a file
from good years. **No validation inside that file could have shown it.** What remains is watching: predicted against actual defaults each month, against a limit
agreed beforehand.
""")
say(f"""
<details><summary>When not to search at all: six questions</summary>

- Are few clients left to choose the winner? Here: {too_much.mean():.1f} points of AUC too many on average.
- Will the clients to come be others? Here: {stress["predicted"]:.0%} predicted, {stress["actual"]:.0%} occurred.
- Is the question what an action would cause? The file holds no action and no control group.
- Is latency capped, or must refusals be explained? State it before the search.
- Has an untuned model been scored? Here: {baseline:.2f}.
- Is a column's date unknown? Here: {best["reported"]:.2f} reported, {best["in use"]:.2f} in use.

</details>
""")

# %% [markdown]
# **What this page cannot show.** One bank and one year; shifts cut from the same file; and other pages have looked at the 10,000 test clients too.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Exercises
#
# **1. A test for fifty.** The bank wants to compare 50 models that are fixed beforehand, and to know all 50 accuracies at once to within 2 points with 95% confidence. By the bound above, how many clients must be locked away?

# %% tags=["exercise"]
clients_needed = ...  # TODO: solve the bound for n

# %% tags=["solution"]
clients_needed = np.ceil(np.log(2 * 50 / 0.05) / (2 * 0.02**2))

# %%
check("am4.clients_needed", clients_needed)

# %% [markdown]
# **2. Four reports.** Four vendors report the share right on equally many defaulters and payers (made up for this exercise). Whose number would you expect to come true? And what would vendor A report on average if *every* one of its candidates were independent and worth 70%?

# %% tags=["exercise"]
table(pd.DataFrame(REPORTS), "Four vendors' reports", {"share right": "{:.0%}"})
trusted, flattered = ..., ...  # TODO: "A", "B", "C" or "D", and vendor A's report as a share

# %% tags=["solution"]
table(pd.DataFrame(REPORTS), "Four vendors' reports", {"share right": "{:.0%}"})
trusted, flattered = "C", am.expected_best_of(500, 400, 0.7)

# %%
check("am4.four_reports", (trusted, flattered))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Ask a vendor, or your own team:
#
# 1. How many candidates were compared before this one, and on how many clients?
# 2. Which clients gave the number that you show us, and who had looked at them before?
# 3. For each column: on which day is it written, and is that before we decide?
# 4. What does an untuned model, trained on all our clients, score there, and what is the difference worth?
# 5. How will we notice that the clients have changed, and who switches the model off?

# %%
quiz("am4")

# %% tags=["exercise"]
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"]
choice = "neither"
because = (
    "Trained on all clients a search's winner is not ahead of the untuned baseline, and unit 3 prices what a search "
    "on all of them adds below another seed; the baseline goes live, and any vendor may try our ledger."
)

# %% slideshow={"slide_type": "slide"}
decide(
    "am4.winner",
    choice,
    because,
    evidence={
        "the bank's baseline, no search, locked test": f"AUC {baseline:.3f}",
        "build, 200 groups of 300 clients choose": f"{too_much.mean():.1f} points too many on average",
        "build, 5,000 clients choose, locked test": f"AUC {careful:.3f}",
        "build, such a winner trained on all, less the baseline": f"{alike.mean:+.4f} ({low:+.4f} to {high:+.4f})",
        "0.01 of AUC in NT$ million a round": f"{point.value / 1e6:.0f} evenly, {bought.value / 1e6:.0f} ({bought.low / 1e6:.0f} to {bought.high / 1e6:.0f}) as it came",
        "buy, scored on an open board, without any model":
            f"{curve['public'][-1]:.0%} right, {curve['private'][-1]:.0%} in private",
        "any of them, under stress": f"{stress['predicted']:.0%} defaults predicted, {stress['actual']:.0%} actual",
    },
)

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Each option can be defended. "Build" needs a gain over the untuned baseline on all clients that the locked test confirms, in money. "Buy" is reasonable if the vendor accepts a locked test that it never sees, with payment by that score. "Neither" is right while the baseline is not beaten, or where the columns' dates are not known. Push on who counts the looks.

# %% [markdown]
# ## Sources
#
# <details><summary>Papers and data</summary>
#
# - Ambroise, C. and McLachlan, G. J. (2002). Selection bias in gene extraction on the basis of microarray gene-expression data. PNAS 99(10). [doi:10.1073/pnas.102102699](https://doi.org/10.1073/pnas.102102699)
# - Blum, A. and Hardt, M. (2015). The Ladder: a reliable leaderboard for machine learning competitions. ICML. [arXiv:1502.04585](https://arxiv.org/abs/1502.04585)
# - Chan, J. S. and others (2024). MLE-bench: evaluating machine learning agents on machine learning engineering. [arXiv:2410.07095](https://arxiv.org/abs/2410.07095)
# - Cawley, G. C. and Talbot, N. L. C. (2010). On over-fitting in model selection and subsequent selection bias in performance evaluation. Journal of Machine Learning Research 11: the flattery is often as large as the difference between learning algorithms.
# - Hoeffding, W. (1963). Probability inequalities for sums of bounded random variables. Journal of the American Statistical Association 58. [doi:10.1080/01621459.1963.10500830](https://doi.org/10.1080/01621459.1963.10500830)
# - Varma, S. and Simon, R. (2006). Bias in error estimation when using cross-validation for model selection. BMC Bioinformatics 7:91. [doi:10.1186/1471-2105-7-91](https://doi.org/10.1186/1471-2105-7-91): how much the winner's own folds flatter.
# - Data: `credit`, Yeh, I.-C. and Lien, C.-H. (2009), [doi:10.1016/j.eswa.2007.12.020](https://doi.org/10.1016/j.eswa.2007.12.020); `bikes`, Fanaee-T, H. and Gama, J. (2013), [doi:10.1007/s13748-013-0040-3](https://doi.org/10.1007/s13748-013-0040-3). Licences and codes stand in the datasheets of `datasets`.
#
# </details>
