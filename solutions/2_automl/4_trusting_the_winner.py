# ---
# title: Trusting the winner
# decision: May Harbour Bank put the winner of a search into production on the number that the search reports, and should it build, buy, or do neither?
# present: 1
# parts:
#   failure: "Ask on which day, and in which order"
#   mathematics: "The best of many worthless models"
# minutes: {reading: 27, exercises: 9}
# needs: [units 1 to 3 of this module, or: what a search over models is; averages and percentages]
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
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # Trusting the winner
#
# **The decision.** May Harbour Bank put the winner of a search into production on the number that the search reports, and should it build, buy, or do neither?
#
# *27 minutes of reading, 9 of exercises. You need: units 1 to 3 of this module, or what a search over models is; averages and percentages.*

# %% tags=["hide-input"]
import numpy as np
import pandas as pd
from scipy.stats import binom
from sklearn.linear_model import LogisticRegression

import execml.automl as am
from execml.automl.units.unit_4 import figures
from execml.automl.units.unit_4.exercises import REPORTS
from execml.course import begin, check, decide, hint, load, predict, quiz, reveal, risk_split, say, show, table

begin()

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# A search keeps whatever scores best. If the score can be raised by something other than skill, a search will find that too.
#
# Try it. A helpful analyst adds one column to the bank's file: whether the collections desk has called the client. The desk calls those who did not pay, so the column is written *after* the default. In the file it is filled. On the day when a new client is scored, nobody has called yet, and it is 0 for everybody. Information that a model has in the test and will not have in use is called [leakage](../glossary.md#Leakage).
#
# <div class="alert alert-block alert-info" role="note"><strong>What is made up.</strong> The clients and their defaults are real. The column of calls is planted here by a seeded draw: 80% of defaulters were called, and 2% of the others.</div>

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
ranks new clients with {best["in use"]:.2f}, while the same model that never had the column reaches {best["honest"]:.2f}.

The ranking is the smaller part of the damage. With no calls on file the winner takes nearly everybody for a good
client: it predicts that {best["risk"]:.0%} will default, and {actual:.0%} do. Limits and prices are set by that number.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Ask on which day, and in which order
#
# No score reveals a leak, because the score has it too. Two questions do.
#
# **On which day is each column written, and is that before the decision?** Where to ask first, a screen tells: let each column alone rank the clients. One that towers over the rest is either the reason to lend or a leak. Quiet leaks only the calendar finds. The bicycle file has a quieter one: a city counts `casual` and `registered` riders of each hour, and forecasts their sum.
#
# **In which order was the work done?** Three steps look like harmless preparation:
#
# - *Shuffling hours over time.* The future then stands on both sides of the past.
# - *Choosing columns first.* A bureau sells 1,000 columns about 200 clients; the analyst keeps the 20 that correlate best with default, and then cross-validates. Here the columns are random numbers, each worth an AUC of one half. Ambroise and McLachlan (2002) found this mistake in published cancer studies.
# - *Copying the rare class first.* Defaulters are copied until the classes are equal; then copies of one client fall on both sides of a fold.
#
# The remedy is one rule: **whatever looks at outcomes, or makes copies, happens inside each fold, and the test lies later than the training.** A scikit-learn `Pipeline` enforces it for columns, and folds by client for copies.

# %% slideshow={"slide_type": "fragment"}
features, outcomes = split.train_features[:3_000], split.train_labels[:3_000]
calls = am.collections_call(outcomes, np.random.default_rng(2))
alone = am.single_column_aucs(np.column_stack([features, calls]), outcomes)
leaks = am.procedure_leaks(split, load("bikes"), np.random.default_rng(3))

forms = dict.fromkeys(["reported", "with the remedy"], "{:.2f}")
table(leaks, "Four leaks: the score that is reported, and the score once the leak is closed", forms)
say(f"""
In the screen, the planted column of calls ranks clients with {alone[-1]:.2f} on its own; the next best column, a late
payment, with {np.sort(alone)[-2]:.2f}.

With its two parts the bicycle forecast is perfect, and useless: they are counted at the same time as their sum. Shuffled hours promise {leaks["reported"][1]:.2f}, and the next thirty days give
{leaks["with the remedy"][1]:.2f}. Random numbers earn **{leaks["reported"][2]:.2f}** (mean of five draws), and copies
**{leaks["reported"][3]:.2f}**. Only the order was wrong.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The best of many worthless models
#
# Now let nothing leak. There is still a reason to distrust the winner: it won.
#
# Let $m$ models flip a coin for each of $n$ clients, half of whom default. Each model is right on about half. The *best* of them is right on more, by luck, and its score is the one that gets reported. This is the [winner's curse](../glossary.md#Winner's-curse).

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
at_most = binom.cdf(np.arange(200), 200, 0.5)  # F(0), …, F(199)
by_formula = (1 - at_most**100).sum() / 200
agrees = abs(by_formula - am.expected_best_of(100, 200)) < 1e-12

counts, draw = np.array([1, 3, 10, 30, 100, 300, 1_000]), np.random.default_rng(6)
exact = {n: np.array([am.expected_best_of(int(m), n) for m in counts]) for n in (100, 200, 1_000)}
simulated = {n: am.simulated_best(counts.tolist(), n, draw) for n in exact}
off = max(np.abs(simulated[n] - exact[n]).max() for n in exact)
show(*figures.best_of(counts, exact, simulated))
reveal("am4.coins", 100 * by_formula - 50, "{:.1f}")
say(f"""
One hundred coin flips on 200 clients: the best is right on **{by_formula:.1%}**. A thousand on 100 clients:
{exact[100][-1]:.1%}; a thousand on 1,000 clients: {exact[1_000][-1]:.1%}. The lines are the formula, which {"agrees" if agrees else "does not agree"} with `am.expected_best_of` to 12
decimals; the dots are averages of simulated contests, {"below 0.1" if off < 1e-3 else f"{100 * off:.1f}"} points away at most.

Turn the number of candidates below. The luck grows slowly, with about the square root of the logarithm of $m$: on 200
clients, from {100 * (am.expected_best_of(100, 200) - 0.5):.0f} points above the truth at a hundred candidates to
{100 * (am.expected_best_of(10**6, 200) - 0.5):.0f} at a million. It shrinks with the square root of $n$. **More clients cure
it; fewer candidates hardly do.**
""")
figures.candidates_dial()

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Real candidates resemble each other
#
# A search does not flip coins. Its candidates learn from the same clients and agree about most of them, so that they are lucky together. And they are not equally good, so that the best often wins on merit.
#
# Both make the real curse smaller than the formula. Forty configurations are drawn from the bank's space and trained on 1,500 clients. Then 300 other clients choose the winner by accuracy, the measure of the formula, and 5,700 more say what it is worth. Repeat with 400 other groups of 300.
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
search = am.train_candidates(
    space, split.train_features[first], split.train_labels[first],
    split.train_features[later], np.random.default_rng(7), count=40,
)
later_outcomes = split.train_labels[later]
correct = (search.risks > 0.5) == later_outcomes
rho, typical = am.mean_correlation(correct), float(np.median(correct.mean(axis=1)))
rivals = [1, 2, 5, 10, 20, 40]
real = am.measured_optimism(correct, 300, rivals, np.random.default_rng(8))
independent = np.array([am.expected_best_of(m, 300, typical) for m in rivals]) - typical
correlated = np.array([am.expected_best_correlated(m, 300, typical, rho) for m in rivals]) - typical
unequal = am.foreseen_optimism(correct, 300, np.random.default_rng(12))
reported = am.candidate_aucs(search.risks[:, :300], later_outcomes[:300])
winner = int(reported.argmax())
others = am.candidate_aucs(search.risks[:, 300:], later_outcomes[300:])
show(*figures.optimism(rivals, real, independent, correlated))
say(f"""
With 40 candidates, independent luck would add {100 * independent[-1]:.0f} points of accuracy (exact). Their mean
correlation of {rho:.1f} cuts that to about {100 * correlated[-1]:.0f}. Let them also be as unequal and as variously alike as
they are, and the normal approximation foresees about {100 * unequal:.0f}: the poor ones seldom win by luck. The measured
disappointment is **{100 * real[-1]:.1f} points**.

A bank ranks by AUC; the same luck is at work. For the first 300 clients the search's
own report is an AUC of **{reported[winner]:.2f}**. On the 5,700 who did not choose, the same model has
**{others[winner]:.2f}**. Another 300 might have flattered less, or more: that is what luck means.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Validate the search, not its winner
#
# When clients are few, none can be spared for choosing only. [Nested cross-validation](../glossary.md#Nested-cross-validation) then runs the *whole search* again inside each of several outer folds. Each time the winner, whichever it is, meets clients who had no part in choosing it.
#
# This is not the score of one model, because each fold may crown another. It is what **this way of searching** delivers, from fewer clients than the bank has; so it errs a little to the low side on average. Varma and Simon (2006) showed how much the winner's own folds flatter; Cawley and Talbot (2010), that the harm is often as large as the difference between learning algorithms.
#
# Repeat a small search: 200 clients are drawn, 10 small randomised trees compete, three folds choose, and four outer folds assess. All other clients say what the winner is worth.

# %% slideshow={"slide_type": "fragment"}
x, y = split.train_features[7_500:], split.train_labels[7_500:]
own, nested, true = am.nested_runs(x, y, np.random.default_rng(9), runs=16).T
flattery, error = 100 * (own - true), 100 * (nested - true)
noise = [gap.std(ddof=1) / np.sqrt(len(gap)) for gap in (flattery, error)]
show(*figures.nested(own, nested, true, len(y) - 200))
say(f"""
Over {len(own)} searches the report is too high by **{flattery.mean():.0f} points of AUC on average** (standard error
{noise[0]:.0f}). The mean error of nested validation is smaller than two of its standard errors ({noise[1]:.0f}).

It has a price. The search trains {10 * 3} models, nested validation {10 * 3 * 5 + 4}. And it is honest on average only: with
200 clients, a single nested estimate is off by {error.std(ddof=1):.0f} points as a rule.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A lock and a ledger
#
# When clients are many, there is something simpler: a locked test. Set clients aside before anything else happens, agree how often they may be looked at, and write each look down. The programme's 10,000 test clients play that part here; a strict auditor would object, rightly, that other pages have looked at them too.
#
# How many looks can a test bear? If $k$ models are fixed before the first look, then by [Hoeffding's inequality](../glossary.md#Hoeffding's-inequality) and adding up over the models, all measured accuracies lie at once, with probability at least $1-\delta$, within
#
# $$\sqrt{\frac{\ln(2k/\delta)}{2n}}$$
#
# of the truth, for $n$ independent test clients. The number of models stands inside a logarithm. But a model that was *changed after an answer* is not fixed in advance, and the bound says nothing about it. It is a bound on accuracies; for AUC, unit 3 has an interval.

# %% slideshow={"slide_type": "fragment"}
patient = int(am.candidate_aucs(search.risks[:, :5_000], later_outcomes[:5_000]).argmax())
known = split.train_features[first], split.train_labels[first]
points = [search.configurations[place] for place in (winner, patient)]
risks = [*am.candidate_risks(space, points, *known, split.test_features)]
risks.append(LogisticRegression().fit(*known).predict_proba(split.test_features)[:, 1])

locked = am.LockedTest(split.test_labels, looks=3)
finalists = ["winner, 300 clients chose", "winner, 5,000 clients chose", "plain logistic regression"]
for purpose, risk in zip(finalists, risks, strict=True):
    locked.score(risk, purpose)
ledger = locked.ledger()
won, careful, baseline = ledger["AUC"]
gain, flat = (am.auc_difference(split.test_labels, risk, risks[2]) for risk in (risks[1], risks[0]))
table(ledger, f"The ledger. Looks left: {locked.looks_left}; a further one is refused", {"AUC": "{:.2f}"})
say(f"""
The report was {reported[winner]:.2f}, and **the locked test says {won:.2f}**. The plain model, which needed no search, has
{baseline:.2f}; the 95% interval of the difference {"includes" if flat.low < 0 < flat.high else "excludes"} zero. Let 5,000 clients
choose in place of 300, and another of the same forty wins: {careful:.2f}, which beats the plain model by {100 * gain.low:.0f} to
{100 * gain.high:.0f} points (95% interval). **Here the search was large enough; the group that chose its winner was not.**

One fixed model is known to within {100 * am.looks_margin(1, 10_000):.1f} points of accuracy with 95% confidence, a thousand
of them all at once to within {100 * am.looks_margin(1_000, 10_000):.1f}.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What happens without the lock
#
# A bank lets vendors compete. Each may submit predictions for 1,000 clients, half of them defaulters, as often as it likes, and sees its share of right answers on a public board. The prize is decided on 1,000 other clients.
#
# A vendor without any model submits random guesses. It keeps those that the board calls better than half, and submits their majority vote (Blum and Hardt, 2015).
#
# Their remedy, the [Ladder](../glossary.md#Ladder), answers less. It announces a new score only if it beats the best announced so far by a step, and rounds it; otherwise it repeats the old one. Near misses teach the attacker nothing.

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
After 1,000 guesses the vote is right on **{curve["public"][-1]:.0%}** of the public clients ({curve["foreseen"][-1]:.0%}
foreseen) and on **{curve["private"][-1]:.0%}** of the private ones. On new clients such a vote is worth one half. So
the board is {100 * (curve["public"][-1] - 0.5):.0f} points too high, where the bound for 1,000 *fixed* models allowed
{100 * am.looks_margin(1_000, 1_000):.0f}: the vote was built from the answers.

Against the same guesses the Ladder's board stops at {curve["announced by the Ladder"][-1]:.0%}. A team that tunes against one
validation set all year runs this attack without meaning to.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The clients change, and when not to search
#
# A locked test still speaks only of clients *like those in it*. Train on one kind of client and use the model on another; that is a [shift](../glossary.md#Shift). Three kinds can be tried in the bank's own file, on a small boosted-tree model. The second table lists when an automated search has no business in the decision.

# %% slideshow={"slide_type": "fragment"}
shifts = am.shift_scores(split, am.harbour_shifts())
age, wealth, stress = shifts.iloc[0], shifts.iloc[1], shifts.iloc[2]

forms = dict.fromkeys(["home", "away", "native"], "{:.2f}") | dict.fromkeys(["predicted", "actual"], "{:.0%}")
table(shifts, "AUC at home, on the other kind, and of a model made for them; their predicted and actual defaults", forms)
say(f"""
Age does nothing here: {age["home"]:.2f} at home and {age["away"]:.2f} away. Higher limits cost some: {wealth["away"]:.2f} in place
of {wealth["native"]:.2f}, and {wealth["predicted"]:.0%} predicted where {wealth["actual"]:.0%} default.

The last row does hurt. A model that has seen only clients who pay on time ranks late payers with {stress["away"]:.2f}, where
one trained on them reaches {stress["native"]:.2f}; and it expects {stress["predicted"]:.0%} defaults where
{stress["actual"]:.0%} occur. A recession could do that to a file from good years. **No validation inside
that file could have shown it.** What remains is to watch the model after its release.
""")
table(
    pd.DataFrame(
        [
            ("few clients are left to choose the winner", f"{reported[winner]:.2f} reported by 300 clients, {won:.2f} in the locked test"),
            ("the clients to come differ from those in the file", f"{stress['predicted']:.0%} predicted, {stress['actual']:.0%} occurred"),
            ("the question is what an action would cause", "the file holds no action and no control group"),
            ("a cap on latency, or a duty to explain each refusal", "not part of the score: state it before the search"),
            ("nobody knows what the simplest model scores", f"known here: {baseline:.2f}"),
            ("a column's date of writing is unknown", f"one such column: {best['reported']:.2f} reported, {best['in use']:.2f} in use"),
        ],
        columns=["do not search if …", "at Harbour Bank"],
    ),
    "When not to use automated search",
)

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
# 1. How many candidates were compared before this one, and on how many clients were they compared?
# 2. Which clients gave the number that you show us, and who had looked at them before, how often, and why?
# 3. For each column: on which day is it written, and is that before we decide?
# 4. What does the simplest model score on the same clients?
# 5. How will we notice that the clients have changed, and who switches the model off?

# %%
quiz("am4")

# %% tags=["exercise"]
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"]
choice = "neither"
because = "The gain of a point or two is not worth a search we cannot yet watch; the plain model goes live, and any vendor may try our ledger."

# %% slideshow={"slide_type": "slide"}
decide(
    "am4.winner",
    choice,
    because,
    evidence={
        "plain logistic regression, locked test": f"AUC {baseline:.2f}",
        "build, 300 clients choose": f"{reported[winner]:.2f} reported, {won:.2f} in the locked test",
        "build, 5,000 clients choose": f"{careful:.2f}, ahead by {100 * gain.low:.0f} to {100 * gain.high:.0f} points",
        "buy, scored on an open board, without any model":
            f"{curve['public'][-1]:.0%} right, {curve['private'][-1]:.0%} in private",
        "any of them, with a leaking column": f"{best['reported']:.2f} reported, {best['in use']:.2f} in use",
        "any of them, under stress": f"{stress['predicted']:.0%} defaults predicted, {stress['actual']:.0%} actual",
    },
)

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Each option can be defended. "Build" rests on a gain of a point or two that the locked test confirms, and on owning the ledger. "Buy" is reasonable if the vendor accepts a locked test that it never sees, with payment by that score. "Neither" is right where the plain model is good enough, or where the columns' dates are not known. Push on who counts the looks.

# %% [markdown]
# ## Sources
#
# - Ambroise, C. and McLachlan, G. J. (2002). Selection bias in gene extraction on the basis of microarray gene-expression data. PNAS 99(10). [doi:10.1073/pnas.102102699](https://doi.org/10.1073/pnas.102102699)
# - Blum, A. and Hardt, M. (2015). The Ladder: a reliable leaderboard for machine learning competitions. ICML. [arXiv:1502.04585](https://arxiv.org/abs/1502.04585)
# - Cawley, G. C. and Talbot, N. L. C. (2010). On over-fitting in model selection and subsequent selection bias in performance evaluation. Journal of Machine Learning Research 11.
# - Hoeffding, W. (1963). Probability inequalities for sums of bounded random variables. Journal of the American Statistical Association 58. [doi:10.1080/01621459.1963.10500830](https://doi.org/10.1080/01621459.1963.10500830)
# - Varma, S. and Simon, R. (2006). Bias in error estimation when using cross-validation for model selection. BMC Bioinformatics 7:91. [doi:10.1186/1471-2105-7-91](https://doi.org/10.1186/1471-2105-7-91)
# - Data: `credit`, Yeh, I.-C. and Lien, C.-H. (2009), [doi:10.1016/j.eswa.2007.12.020](https://doi.org/10.1016/j.eswa.2007.12.020); `bikes`, Fanaee-T, H. and Gama, J. (2013), [doi:10.1007/s13748-013-0040-3](https://doi.org/10.1007/s13748-013-0040-3). Licences and codes stand in the datasheets of `datasets`.
