# ---
# title: Signing off an epsilon
# decision: Which ε may Harbour Bank sign, for which releases, and on what evidence?
# present: 2
# parts:
#   failure: "An attack that finds nothing"
#   mathematics: "The mathematics of a refutation"
# minutes: {reading: 25, exercises: 15}
# needs: ["units 2 and 3 of this module: what ε and δ promise, and that releases add up", "unit 4: the model"]
# objectives:
#   - turn the guesses of an attack into a lower bound on ε, with its confidence stated correctly
#   - say what an audit of a given size can refute, and why it certifies nothing
#   - read a privacy label, and find what is missing from a claim
#   - keep a year of releases under one cap, and refuse the release that would break it
# libraries: [numpy, pandas, scipy, matplotlib, ipywidgets, dp-accounting]
# claims:
#   - bold: "refutes # of # trainers"
#     test: tests/differential_privacy/units/unit_6/test_claims.py::test_the_audit_refutes_the_three_faulty_trainers_and_never_the_sound_one
#   - bold: "accuses # of honest suppliers"
#     test: tests/differential_privacy/units/unit_6/test_claims.py::test_picking_the_winner_accuses_honest_suppliers_and_a_rule_chosen_on_other_runs_does_not
#   - bold: "ε = # of a cap of #"
#     test: tests/differential_privacy/units/unit_6/test_claims.py::test_the_year_adds_up_under_its_cap_in_another_accountant_too
#     kind: exact
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # Signing off an epsilon
#
# **The decision.** Which ε may Harbour Bank sign, for which releases, and on what evidence?
#
# *25 minutes of reading, 15 of exercises. You need units 2 and 3: what ε and δ promise, and that releases add up; unit 4: the model.*

# %% tags=["hide-input"] slideshow={"slide_type": "skip"}
import numpy as np
import pandas as pd
from IPython.display import display

import execml.differential_privacy as dp
from execml.course import POLICY, begin, check, decide, hint, predict, quiz, reveal, say, show, table
from execml.course.digits import at_least, at_most
from execml.differential_privacy.assurance.canary import FAULTS
from execml.differential_privacy.assurance.year import harbour_settings
from execml.differential_privacy.units.unit_6 import figures
from execml.differential_privacy.units.unit_6.auditors import accused as accused_by
from execml.differential_privacy.units.unit_6.exercises import files_table

begin()
delta, generator = POLICY.delta.value, np.random.default_rng(5)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# A supplier's trainer is "differentially private, ε = 1". Its output doesn't show whether that is true: with
# too little noise a model only looks better. Three things stand between the number and a signature.
#
# - An **audit**: does an attack, run many times, do better than ε = 1 permits?
# - A **label**: everything that the number depends on.
# - A **ledger**: everything that is released about the same people in a year.
#
# Four trainers make that promise. One keeps it. The others shorten the wrong thing, add a quarter of the noise, or repeat it at every step.

# %% slideshow={"slide_type": "fragment"}
noise = dp.noise_multiplier(1.0, delta, sample_rate=0.1, steps=10)  # the accountant of unit 3
promised = dp.Training(noise, sample_rate=0.1, steps=10)
branch = dp.harbour_branch(clients=200)

scores = {name: dp.attack_scores(branch, promised, 6_000, generator, name) for name in FAULTS}
each = 1 - (1 - POLICY.audit_confidence.value) / 4  # of one of four attacks, so that the best has 95%
audits = pd.DataFrame(scores).map(lambda pair: dp.audit_epsilon(*pair, delta, confidence=each))
bounds = audits.map(lambda audit: audit.lower_bound)
proven = bounds.max()  # the best of four attacks on each trainer
worst = proven["clips the average"]

show(
    figures.claims(proven.to_dict(), claim=1.0),
    alt="Four trainers promise epsilon 1; the audit proves more than that for three of them.",
)
say(f"""
    The audit **refutes {(proven > 1).sum()} of {len(proven)} trainers**. One has an ε of at least {at_least(worst, ".1f")}: because
    one client was in, some outcome is at least {at_least(np.exp(worst) // 100 * 100, ".0f")} times likelier; hardly more than {at_most(np.exp(1), ".2f")} times was promised.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## An attack that finds nothing
#
# *Backpropagation clipping* claimed ε = 0.21; an audit proved more than 2.79, and found a wrong factor of the batch size
# (Tramèr et al. 2022). Our supplier's slip is as small. The proof of DP-SGD shortens **each client's** gradient to length $C$, adds them up, and
# adds noise of size $\sigma C$. The supplier shortens **the average** of the batch. One client can then move it by $2C$; the noise was made for $C/b$,
# with $b$ the batch.
#
# The bank's first test asks whether a final model knows one real client suspiciously well. It finds nothing: one
# gradient is lost among those of a batch. But privacy is promised to *every* record that the trainer accepts. So the
# auditor may use an invented client, a [canary](../glossary.md#Canary), who alone holds some product in a huge amount, and **every update**
# in the direction in which only this client pushes (Nasr et al. 2021, 2023).

# %% slideshow={"slide_type": "fragment"}
leak = dp.epsilon(promised.noise_multiplier / 4, promised.sample_rate, promised.steps, delta)
table(
    bounds.reset_index(names="attack"),
    "Lower bound on ε, by attack and by trainer; each trainer promises 1",
    dict.fromkeys(FAULTS, lambda bound: at_least(bound, ".1f") + (" ✗ refuted" if bound > 1 else "")),
)
say(f"""
    **Which fault is found depends on the attack.** A quarter
    of the noise means ε = {at_most(leak, ".0f")}, by the accountant; these attacks prove {at_least(proven["divides the noise"], ".1f")} of it. A lower bound can lie far below the truth.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The mathematics of a refutation
#
# **A guess is a bet.** For each run, toss a coin: is the client in? The auditor sees the run and guesses, or abstains. Before, the odds
# were even. Under ε (and δ = 0) nothing that leaves the trainer changes odds by more than the factor $e^{\varepsilon}$ (unit 2). So, whatever the attack, a guess is right
# with probability
#
# $$p \;\le\; \frac{e^{\varepsilon}}{1+e^{\varepsilon}},$$
#
# **From counts to ε.** Of $r$ guesses $v$ were right. If the best permitted coin would do as well with probability $\alpha$ at most, ε is refuted. Turned
# round, $\varepsilon \ge \log\frac{p}{1-p}$, with $p$ the lower end of the exact interval (Clopper and
# Pearson 1934) at $\alpha$ = 5%. In the long run at most five of 100 such audits state too large a bound: that is what 95% means.
#
# **How to accuse the innocent.** Try many thresholds and attacks, each at 95%, and report the best, which is too
# high. Two ways are honest: choose on runs that are then set aside, as `audit_epsilon` does with the first 30%, or share the permitted error among all that was tried
# ([Bonferroni](../glossary.md#Bonferroni-correction)).
#
# <details><summary>Proof: the odds, δ, and the fixed numbers of runs</summary>
#
# Let $S$ be the outcomes at which the auditor says "in". By Bayes' rule the odds of being right are $P(S\,|\,\text{in})/P(S\,|\,\text{out}) \le e^{\varepsilon}$, and
# likewise for "out". Given which runs got a guess, the right ones are independent, each with probability $p$ at most, so their number is no larger than a
# binomial one. With δ > 0 a run may give the coin away with probability δ: so many right guesses are excused that more happen with a twentieth of $\alpha$ only. Here
# equally many runs of each kind are made, without a coin; enumeration over sizes, rates and ε finds the error of that design never larger.
#
# </details>

# %% slideshow={"slide_type": "fragment"}
from scipy.stats import binom

caught = audits.loc["invented client, change of updates", "clips the average"]
least = caught.lower_bound  # at this ε so many right guesses have just the permitted probability
excused = binom.isf(0.05 * (1 - each), sum(caught.trials), delta)
tail = binom.sf(caught.right - excused - 1, caught.guesses - excused, np.exp(least) / (1 + np.exp(least)))
assert np.isclose(tail + binom.sf(excused, sum(caught.trials), delta), 1 - each, rtol=1e-6)

with_client = 1 + generator.laplace(size=(200, 200))  # an honest mechanism: Laplace noise, ε = 1 exactly
without = generator.laplace(size=(200, 200))  # 200 audits of 200 runs of each kind
accused = accused_by(with_client, without, attacks=20, generator=generator)
say(f"""
    Clipping the average: {caught.right:,} of {caught.guesses:,} guesses were right; SciPy's binomial tail confirms ε ≥ {at_least(least, ".1f")}.

    Now 200 suppliers whose ε is 1, audited with 200 runs each way. The best of thirty thresholds accuses {accused["thresholds"]:.0%} of them. With twenty
    noisy variants of the attack on the same runs, picking the winner **accuses {accused["attacks"]:.0%} of honest suppliers**. A rule chosen on other
    runs accuses {accused["held back"]:.1%}.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What a finite audit can ever prove
#
# Take a perfect attack: $n$ runs with the client and $n$ without, not one wrong guess. Under ε that has the probability $(1+e^{-\varepsilon})^{-2n}$ at most, and
# randomised response reaches it. So no valid count of guesses proves more about ε alone than this **ceiling**, $p = \alpha^{1/2n}$.

# %% tags=["hide-input"] slideshow={"slide_type": "fragment"}
predict(
    "dp6.ceiling",
    "A perfect attack, 1,000 runs of each kind, not one mistake. What is the largest ε that this "
    "refutes, at 95%?",
    low=0,
    high=100,
)

# %% slideshow={"slide_type": "fragment"}
counted = (100, 300, 1_000, 2_000, 4_200)
growing = {}
for name in ("clips the average", "divides the noise", "follows the proof"):
    kinds = scores[name]["invented client, change of updates"]
    made = [round(size / 0.7) for size in counted]  # 30% of the runs choose the rule
    first_runs = [[kind[:runs] for kind in kinds] for runs in made]
    growing[name] = [dp.audit_epsilon(*pair, delta, each).lower_bound for pair in first_runs]
show(
    figures.ceiling(counted, growing, claim=1.0),
    alt="Lower bounds on epsilon by number of runs: two broken trainers rise, the correct one stays near 0.",
)
reveal("dp6.ceiling", dp.audit_ceiling(1_000), "{:.1f}")

single = {}
for fault in ("divides the noise", "repeats the noise"):
    coins, seen = dp.one_run_scores(branch, 2_000, promised, generator, fault, "change of updates")
    sure = np.argsort(seen)[[*range(100), *range(-100, 0)]]  # the 100 least and the 100 most suspicious
    right = int((coins[sure] == (np.arange(200) >= 100)).sum())
    single[fault] = dp.one_run_epsilon(right, 200, 2_000, delta)

def perfect_runs(chance):  # without an error, until a coin that is right with this chance is refuted
    return int(np.ceil(np.log(0.05) / np.log(chance) / 2))

needed = {claim: perfect_runs(1 / (1 + np.exp(-claim))) for claim in (1, 3, 6, 8)}
plan = dp.harbour_model()  # its whole curve is known; at ε = 0 it says how often any guess is right
apart = dp.delta(plan.noise_multiplier, plan.sample_rate, plan.steps, 0.0)
whole_curve = perfect_runs((1 + apart) / 2)
say(f"""
    To refute a bare ε = 1, 3, 6 and 8 even a perfect
    attack needs {needed[1]}, {needed[3]}, {needed[6]} and {needed[8]:,} runs of each kind. **A supplier with a bare ε of eight who "passed an audit of
    a thousand runs" passed a test that nobody could fail.** Noise and steps promise more: unit 4's could be refuted by {whole_curve} runs, not {needed[3]}.

    One training can be audited too: invent 2,000 clients, a coin for each, train once, guess of 200
    (Steinke, Nasr and Jagielski 2023). It proves ε ≥ {at_least(single["repeats the noise"], ".1f")} for the repeated noise, and {at_least(single["divides the noise"], ".1f")} for the divided: cheap, not
    always enough.
""")

# %% [markdown] slideshow={"slide_type": "fragment"}
# <div class="alert alert-block alert-info" role="note"><b>An audit can refute. It can't certify.</b> Refuse on an audit alone; sign on a proof and an audit.</div>

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The label: what the number depends on
#
# Change whose privacy, how batches are drawn or how many runs chose the settings, and the same training has another ε. A
# [privacy label](../glossary.md#Privacy-label) holds these entries, from the top of NIST's pyramid downwards (SP 800-226, 2025), and **computes** ε from them.

# %% slideshow={"slide_type": "fragment"}
with_settings = dp.composed_epsilon([plan, *harbour_settings()], delta)
model = dp.PrivacyLabel(
    system="Default-risk model of unit 4",
    released=f"the trained weights; with the invented clients that chose the settings, ε = {at_most(with_settings, '.2f')}",
    unit=POLICY.unit_of_privacy.value, adjacency=POLICY.neighbours.value, sampling=POLICY.sampling.value,
    noise_multiplier=plan.noise_multiplier, sample_rate=plan.sample_rate, steps=plan.steps,
    delta=delta, accountant=POLICY.accountant.value, clients=20_000, tuning_runs=1,
)
supplier = dp.PrivacyLabel(
    system="Supplier's scoring service", released="a trained model, and scores on request",
    sampling="shuffled", delta=1e-4, accountant="clt", clients=20_000, claimed_epsilon=1.0,
    audit=dp.audit_epsilon(*scores["clips the average"]["invented client, every update"], 1e-4, each),
)
display(model)
supplier

# %% [markdown] slideshow={"slide_type": "fragment"}
# [Shuffled](../glossary.md#Shuffling) batches, counted as [Poisson](../glossary.md#Poisson-sampling), leaked up to 4 times the
# stated ε in audits (Annamalai et al. 2024).

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The ledger: a year under one cap
#
# Why a cap of 4? No theorem sets it. With δ = 0, someone who knows all other records can raise a suspicion as far as the table says.
# Four is the smallest whole number with room for one useful model and its tables.
#
# The plan: twelve monthly tables (σ = 8 clients); in February invented clients at ε = 0.25, to choose settings on; in March the model
# of unit 4; in April its AUC on the test clients, with noise, because **a published quality figure is a release too**. The ledger composes all
# [privacy losses](../glossary.md#Privacy-loss) (Alghamdi et al. 2023). Noise is planned in January (Rogers et al. 2016).

# %% slideshow={"slide_type": "fragment"}
meaning = pd.DataFrame({"ε": [0.1, 1.0, 3.0, POLICY.yearly_cap.value, 8.0]})
for prior in (0.01, 0.10):
    posterior = [dp.largest_posterior(prior, value) for value in meaning["ε"]]
    meaning[f"a suspicion of {prior:.0%} can become"] = posterior
formats = {"ε": "{:g}", **dict.fromkeys(meaning.columns[1:], lambda share: at_most(share, ".1%"))}
table(meaning, "The most that ε permits (δ = 0)", formats)

# %% slideshow={"slide_type": "fragment"}
from dp_accounting import GaussianDpEvent, LaplaceDpEvent, PoissonSampledDpEvent
from dp_accounting.pld import PLDAccountant

planned = dp.harbour_year(table_noise=8)
ledger = dp.BudgetLedger(POLICY.unit_of_privacy.value, POLICY.yearly_cap.value, delta, planned)
tried = dp.composed_epsilon([dp.Release("80 runs", "", plan.noise_multiplier, 0.05, 80 * plan.steps)], delta)
try:
    ledger.spend(dp.Release("study for the ministry", "Oct", pure_epsilon=0.5))
except dp.BudgetExceeded as refused:
    answer = refused
smaller = ledger.would_spend(dp.Release("study for the ministry", "Oct", pure_epsilon=0.25))

accountant = PLDAccountant()
for one in planned:
    if one.pure_epsilon:
        accountant.compose(LaplaceDpEvent(1 / one.pure_epsilon), one.steps)
    else:
        event = GaussianDpEvent(one.noise_multiplier)
        event = event if one.sample_rate == 1 else PoissonSampledDpEvent(one.sample_rate, event)
        accountant.compose(event, one.steps)
assert abs(ledger.spent / accountant.get_epsilon(delta) - 1) < 0.002  # Google's accountant agrees

show(
    figures.year(ledger.frame(), ledger.cap),
    alt="Epsilon spent over sixteen releases: composed it stays below the cap of 4, added up it passes it.",
)
say(f"""
    The year spends **ε = {at_most(ledger.spent, ".2f")} of a cap of {ledger.cap:g}**; dp-accounting agrees within 0.2%. Width, batch and epochs are
    taken as given (unit 4): a bank's own 80 runs would alone have spent {at_most(tried, ".1f")}.

    In October a ministry asks for a study with ε = 0.5. *{answer}* At ε = 0.25 it would be {at_most(smaller, ".2f")}.
    **A refusal with a number starts a negotiation.**
""")
figures.year_dial(cap=ledger.cap, delta=delta)

# %% [markdown] slideshow={"slide_type": "fragment"}
# **What this page cannot show.** One small trainer, one branch, three faults of our own making. The promise is for one year; the clients stay.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Exercises
#
# 1. *Core, 5 minutes.* The smallest ε that permits an attack with given rates.
# 2. *Core, 5 minutes.* At which smallest whole σ of the monthly tables has the year room for the study at ε = 0.5? `dp.composed_epsilon(dp.harbour_year(8, study_epsilon=0.5), delta)` gives a year.
# 3. *Judgement, 5 minutes.* Five suppliers' files lie on your desk. Some passed their audit and may still not be signed. For each: "sign", "ask" or "refuse"?

# %% tags=["exercise"]
def least_epsilon(hits, false_alarms, delta):
    """The smallest ε, at least 0, at which an attack with these rates is permitted."""
    return ...  # TODO: the larger of two logarithms, and not below 0


# %% tags=["solution"]
def least_epsilon(hits, false_alarms, delta):
    """The smallest ε, at least 0, at which an attack with these rates is permitted."""
    forward = np.log(max(hits - delta, 1e-12) / false_alarms)
    mirrored = np.log(max(1 - false_alarms - delta, 1e-12) / (1 - hits))
    return max(forward, mirrored, 0.0)


# %%
check("dp6.bound", least_epsilon)

# %% tags=["exercise"]
table_noise = ...  # TODO: the smallest whole σ with room for the study

# %% tags=["solution"]
years = {sigma: dp.harbour_year(sigma, study_epsilon=0.5) for sigma in range(5, 20)}
spent = {sigma: dp.composed_epsilon(year, delta) for sigma, year in years.items()}
table_noise = min(sigma for sigma, total in spent.items() if total <= ledger.cap)

# %%
check("dp6.monthly_noise", table_noise)
table(files_table(), "Five files (audits at 95% confidence)")

# %% tags=["exercise"]
verdicts = {"A": ..., "B": ..., "C": ..., "D": ..., "E": ...}  # TODO: "sign", "ask" or "refuse"

# %% tags=["solution"]
verdicts = {"A": "sign", "B": "refuse", "C": "ask", "D": "ask", "E": "ask"}

# %%
check("dp6.files", verdicts)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Five questions to a vendor or a team:
#
# 1. Which proof gives this ε, and who checked the code against it?
# 2. Who audited it, with which attacks and how many runs, and which ε could so many have refuted?
# 3. On which runs was the rule of guessing chosen?
# 4. What does the label leave out? What does ε become for a household?
# 5. What else is released about the same people this year, and who may say no?

# %% slideshow={"slide_type": "skip"}
quiz("dp6")

# %% tags=["exercise"] slideshow={"slide_type": "skip"}
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"] slideshow={"slide_type": "skip"}
choice = "sign a cap of 4 a year for the bank's own releases, and send the supplier's claim back"
because = "Our releases have a proof, a label and a ledger; an audit refutes the supplier's claim."

# %% slideshow={"slide_type": "slide"}
decide(
    "dp6.epsilon",
    choice,
    because,
    evidence={
        "year of 16 releases, composed ε": at_most(ledger.spent, ".2f"),
        "ε of the model of unit 4, one run": at_most(model.headline, ".2f"),
        "a suspicion of 1% becomes, at the cap": at_most(dp.largest_posterior(0.01, ledger.cap), ".0%"),
        "supplier claims ε": 1.0,
        "audit of the supplier proves at least": at_least(supplier.audit.lower_bound, ".1f"),
        "open points on the supplier's label": len(supplier.findings()),
    },
)

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# **Talking points.** Open with the four trainers and ask the room which one they would buy; nothing in a model card tells them apart. Then the
# attack that finds nothing, and a pause: who would have signed now?
#
# **Where rooms stumble.** "It passed an audit": ask how many runs, then read the ceiling. "95% sure that ε is at least 5": it is the method that
# is right 95 times in 100. "Just add the epsilons": then also add the deltas, and see the cap broken in March by a year that is within it.
#
# **Expected decision.** The first option. Ask who owns the ledger, who may refuse a release, and what happens in the following year: the
# promise is for a year, and the clients stay.

# %% [markdown] slideshow={"slide_type": "skip"}
# ## Sources
#
# <details><summary>Papers, standards and versions</summary>
#
# - Clopper and Pearson (1934), *The use of confidence or fiducial limits illustrated in the case of the binomial*, Biometrika 26(4). [doi:10.1093/biomet/26.4.404](https://doi.org/10.1093/biomet/26.4.404)
# - Kairouz, Oh and Viswanath (2015), *The composition theorem for differential privacy*, ICML. [arXiv:1311.0776](https://arxiv.org/abs/1311.0776)
# - Jagielski, Ullman and Oprea (2020), *Auditing differentially private machine learning: how private is private SGD?*, NeurIPS. [arXiv:2006.07709](https://arxiv.org/abs/2006.07709)
# - Nasr et al. (2021), *Adversary instantiation: lower bounds for differentially private machine learning*, IEEE S&P. [arXiv:2101.04535](https://arxiv.org/abs/2101.04535)
# - Nasr et al. (2023), *Tight auditing of differentially private machine learning*, USENIX Security. [arXiv:2302.07956](https://arxiv.org/abs/2302.07956)
# - Tramèr et al. (2022), *Debugging differential privacy: a case study for privacy auditing*. [arXiv:2202.12219](https://arxiv.org/abs/2202.12219)
# - Steinke, Nasr and Jagielski (2023), *Privacy auditing with one (1) training run*, NeurIPS. [arXiv:2305.08846](https://arxiv.org/abs/2305.08846)
# - Annamalai, Balle, Hayes and De Cristofaro (2024), *To shuffle or not to shuffle: auditing DP-SGD with shuffling*, NDSS 2026. [arXiv:2411.10614](https://arxiv.org/abs/2411.10614)
# - Alghamdi et al. (2023), *The saddle-point method in differential privacy*, ICML. [arXiv:2208.09595](https://arxiv.org/abs/2208.09595)
# - Rogers, Roth, Ullman and Vadhan (2016), *Privacy odometers and filters*, NeurIPS. [arXiv:1605.08294](https://arxiv.org/abs/1605.08294)
# - Near, Darais, Lefkovitz and Howarth (2025), *Guidelines for evaluating differential privacy guarantees*, NIST SP 800-226. [doi:10.6028/NIST.SP.800-226](https://doi.org/10.6028/NIST.SP.800-226)
# - Data: `credit`, see its datasheet. Checked against SciPy 1.17 and dp-accounting 0.6.
#
# </details>
