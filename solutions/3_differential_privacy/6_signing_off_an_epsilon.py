# ---
# title: Signing off an epsilon
# decision: Which ε may Harbour Bank sign, for which releases, and on what evidence?
# present: 2
# parts:
#   failure: "An attack that finds nothing"
#   mathematics: "The mathematics of a refutation"
# minutes: {reading: 29, exercises: 15}
# needs: ["units 2 and 3 of this module: what ε and δ promise, and that releases add up", "unit 4 helps"]
# objectives:
#   - turn an attack that was run into a lower bound on ε, with its confidence stated correctly
#   - say what an audit of a given size can refute, and why it can never certify
#   - read a privacy label, and find what is missing from a claim
#   - keep a year of releases under one cap, and refuse the release that would break it
# libraries: [numpy, pandas, scipy, matplotlib, ipywidgets, dp-accounting]
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # Signing off an epsilon
#
# **The decision.** Which ε may Harbour Bank sign, for which releases, and on what evidence?
#
# *29 minutes of reading, 15 of exercises. You need units 2 and 3: what ε and δ promise, and that releases add up.*

# %% tags=["hide-input"] slideshow={"slide_type": "skip"}
import numpy as np
import pandas as pd

from execml.course import begin, check, decide, hint, predict, quiz, reveal, say, show, table
from execml.differential_privacy.units.unit_6 import figures

begin()

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# A supplier's trainer is "differentially private, ε = 1". Its output doesn't show whether that is true: a model trained with
# too little noise looks like a better model. Three things stand between the number and a signature.
#
# - An **audit**: attack the trainer many times, and see whether the attack does better than ε = 1 permits. It can refute.
# - A **label**: everything that the number depends on. It shows what was left out.
# - A **ledger**: everything that is released about the same people in a year. It says when to stop.
#
# Below, four trainers make the same promise. One keeps it. The others shorten the wrong thing, add a quarter of the noise, or add
# the same noise at every step.

# %% slideshow={"slide_type": "fragment"}
from execml.differential_privacy import Training, attack_scores, audit_epsilon
from execml.differential_privacy import harbour_branch, noise_multiplier
from execml.differential_privacy.assurance.canary import FAULTS

delta, generator = 1e-5, np.random.default_rng(5)
noise = noise_multiplier(1.0, delta, sample_rate=0.1, steps=10)  # the accountant of unit 3
promised = Training(noise, sample_rate=0.1, steps=10)
branch = harbour_branch(clients=200)

scores = {name: attack_scores(branch, promised, 8_000, generator, name) for name in FAULTS}
each = 1 - 0.05 / 4  # confidence of one of four attacks, so that the best of them has 95%
audits = pd.DataFrame(scores).map(lambda pair: audit_epsilon(*pair, delta, confidence=each))
bounds = audits.map(lambda audit: audit.lower_bound)
proven = bounds.max()  # the best of four attacks on each trainer
worst = proven["clips the average"]

show(
    figures.claims(proven.to_dict(), claim=1.0),
    alt="Four trainers promise epsilon 1; the audit proves more than that for three of them.",
)
say(f"""
    **Three of the four promises are broken, each verdict with 95% confidence.** The trainer that clips the
    average has an ε of at least {worst:.1f}. Because one client was in the data, some outcome is at least
    {np.exp(worst) // 100 * 100:.0f} times likelier, where hardly more than {np.exp(1):.1f} times was promised.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## An attack that finds nothing
#
# *Backpropagation clipping* claimed ε = 0.21 at δ = 10⁻⁵. An audit proved that ε was
# above 2.79; the cause was a wrong factor of the batch size (Tramèr et al. 2022).
#
# Our supplier's slip is as small. The proof of DP-SGD shortens **each client's** gradient to length $C$, adds them up, and
# adds noise of size $\sigma C$. The supplier averages over the batch of $b$ clients and shortens **the average**, "since
# that is what leaves the step":
#
# **Where the supplier departs from the proof**
#
# | one step | the proof | the supplier |
# |---|---|---|
# | shortened to $C$ | each client's gradient | the average gradient |
# | noise on the average | $\sigma C / b$ | $\sigma C / b$ |
# | one client changes the average by at most | $C / b$ | $2C$ |
#
# The bank's first test trains with and without one real client, and asks whether the final model's error on that client is
# suspiciously small.

# %% slideshow={"slide_type": "fragment"}
first = audits.loc["real client, final model", "clips the average"]
say(f"""
    The attack flags {first.flagged[0]:,} of {first.trials[0]:,} runs with the client, and {first.flagged[1]:,} of
    {first.trials[1]:,} without. **Lower bound on ε: {first.lower_bound:.1f}.** The broken trainer passes: one client's
    gradient is lost among the {0.1 * len(branch.labels):.0f} of a batch. An attack that fails proves nothing.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## An attack that does
#
# Differential privacy is promised to *every* record that the trainer accepts, and against someone who sees every update of the
# model. So the auditor may use both:
#
# - **an invented client**, a [canary](../glossary.md#Canary), who alone holds some product, in an amount as large as the
#   form accepts;
# - **every update**, projected on the direction in which only this client pushes (Nasr et al. 2021, 2023).
#
# In that direction a correct trainer releases noise, plus at most $C$ in the steps that draw the client. One score asks how much
# likelier the ten numbers are with the client than without; another, how much the updates change from step to step: noise that
# repeats would leave only the client.

# %% slideshow={"slide_type": "fragment"}
from execml.differential_privacy import epsilon

leak = epsilon(promised.noise_multiplier / 4, promised.sample_rate, promised.steps, delta)
table(
    bounds.reset_index(names="attack"),
    "Lower bound on ε, by attack and by trainer; each trainer promises 1",
    dict.fromkeys(FAULTS, lambda bound: f"{bound:.1f}" + (" ✗ refuted" if bound > 1 else "")),
)
say(f"""
    **Which fault is found depends on the attack.** Only the last one finds noise that repeats. By the accountant of unit 3, a quarter of the noise means ε = {leak:.0f}; these
    attacks prove {proven["divides the noise"]:.1f} of it. Of the ε = 1 of the trainer that follows the proof they prove
    {proven["follows the proof"]:.1f}. **A lower bound can lie far below the truth.**
""")

# %% slideshow={"slide_type": "fragment"}
from execml.differential_privacy import DPSGDClassifier


def final_score(attending):
    rows = np.vstack([branch.features, branch.invented[0]])[: 201 if attending else 200]
    answers = np.append(branch.labels, branch.invented[1])[: len(rows)]
    model = DPSGDClassifier(
        noise_multiplier=promised.noise_multiplier, batch_size=20, epochs=1, learning_rate=1.0,
        hidden_layers=(), clients=200, generator=generator,
    )
    return model.fit(rows, answers).predict_proba(branch.invented[0][None])[0, 1]


ours = audit_epsilon(*([final_score(kind) for _ in range(200)] for kind in (True, False)), delta)
known_bad = scores["clips the average"]["invented client, final model"]
control = audit_epsilon(*(kind[:200] for kind in known_bad), delta)
say(f"""
    The trainer of unit 4 stood the second of these attacks, with {ours.trials[0]} counted runs of each kind: **lower bound
    {ours.lower_bound:.1f}**. The same attack, with as few runs, proves {control.lower_bound:.1f} against the trainer that clips the
    average. **Ask for such a control**: it shows that the test was able to fail.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The mathematics of a refutation
#
# **From rates to ε.** Let $S$ be the outcomes that the attack flags. The [definition](../glossary.md#Differential-privacy),
# applied to $S$ and, with the two worlds exchanged, to its complement, says (Kairouz et al. 2015; Jagielski et al. 2020)
#
# $$\mathrm{TPR} \le e^{\varepsilon}\,\mathrm{FPR} + \delta, \qquad 1-\mathrm{FPR} \le e^{\varepsilon}\,(1-\mathrm{TPR}) + \delta ,$$
#
# with TPR the probability of a hit (a run with the client is flagged) and FPR that of a false alarm (a run without is). So, where
# the logarithms exist,
#
# $$\varepsilon \;\ge\; \max\left\{\log\frac{\mathrm{TPR}-\delta}{\mathrm{FPR}},\; \log\frac{1-\mathrm{FPR}-\delta}{1-\mathrm{TPR}}\right\}.$$
#
# **From counts to rates.** We know $k$ flags in $n$ independent runs, not the probability. The exact interval (Clopper and Pearson
# 1934) has two ends, each wrong with probability at most $\alpha/2$. Put the lower end for TPR and the upper end for FPR into the
# bound: it is right with probability at least $1-\alpha$. Of 100 audits done like this, about $100\,\alpha$ at most state too large
# a bound; that is what 95% means. It isn't the probability that *this* ε is at least the number.
#
# <details><summary>Proof: each end of the interval is wrong with probability at most α/2</summary>
#
# The interval asks which $p$ would make such a count an accident: its upper end $\bar p$ solves $P(\text{at most } k \mid \bar p) = \alpha/2$,
# its lower end $\underline p$ solves $P(\text{at least } k \mid \underline p) = \alpha/2$. If the true $p$ lies above $\bar p$, then the
# count fell into a tail of probability at most $\alpha/2$. The same two ends serve both logarithms, and their errors add up to at
# most $\alpha/2 + \alpha/2$.
#
# </details>

# %% slideshow={"slide_type": "slide"}
from scipy.stats import binomtest

from execml.differential_privacy import clopper_pearson, epsilon_bound

caught = audits.loc["invented client, every update", "clips the average"]
(hits, alarms), (runs_with, runs_without) = caught.flagged, caught.trials
lowest_hits, _ = clopper_pearson(hits, runs_with, caught.confidence)
_, highest_alarms = clopper_pearson(alarms, runs_without, caught.confidence)
by_hand = epsilon_bound(lowest_hits, highest_alarms, delta)

exact = binomtest(hits, runs_with).proportion_ci(caught.confidence, method="exact")
assert abs(by_hand - caught.lower_bound) < 1e-12 and abs(exact.low - lowest_hits) < 1e-9

# %% slideshow={"slide_type": "fragment"}
show(
    figures.region(caught, claim=1.0),
    alt="Hits against false alarms: the measured attack lies far above the region that epsilon 1 permits.",
)
say(f"""
    The attack flags {hits:,} of {runs_with:,} runs with the client and {alarms} of {runs_without:,} without. The intervals
    agree with SciPy's exact binomial interval to nine digits. **No mechanism with ε = 1 lets an attack stand there.**
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Two ways to accuse the innocent
#
# **Raw rates.** With 0 false alarms in 200 runs the raw ratio is infinite.
#
# **Picking the winner.** An auditor tries twenty attacks and thirty thresholds, each with a 95% interval, and reports the best
# bound. The best of many noisy numbers is too high. There are two honest ways. Choose on runs that are then set aside:
# `audit_epsilon` holds back the first 30%. Or share the permitted error among all that was tried
# ([Bonferroni](../glossary.md#Bonferroni-correction)), as the four attacks above did.
#
# How much does it matter? Below, an honest mechanism is audited 200 times: Laplace noise on a count, ε = 1 exactly.

# %% tags=["hide-input"] slideshow={"slide_type": "fragment"}
predict(
    "dp6.accused",
    "Of 100 honest suppliers with ε = 1, how many does the auditor who picks the winner accuse of more?",
    low=0,
    high=100,
    unit="of 100",
)

# %% slideshow={"slide_type": "fragment"}
with_client = 1 + generator.laplace(size=(200, 20, 200))  # 200 audits, 20 attacks each, 200 runs
without = generator.laplace(size=(200, 20, 200))
thresholds = np.linspace(-3, 5, 30)
hits = np.stack([(with_client >= level).sum(axis=-1) for level in thresholds], axis=-1)
alarms = np.stack([(without >= level).sum(axis=-1) for level in thresholds], axis=-1)

raw = epsilon_bound(hits[:, 0] / 200, alarms[:, 0] / 200).max(axis=-1)
lowest, highest = clopper_pearson(hits, 200)[0], clopper_pearson(alarms, 200)[1]
winner = epsilon_bound(lowest, highest).max(axis=(1, 2))
pairs = zip(with_client[:, 0], without[:, 0], strict=True)
honest = [audit_epsilon(*pair).lower_bound for pair in pairs]

accused = pd.DataFrame({
    "how the auditor works": [
        "raw rates, best threshold", "intervals, best of twenty attacks", "intervals, other runs choose"
    ],
    "honest systems accused": [np.mean(np.array(kind) > 1) for kind in (raw, winner, honest)],
})
table(accused, "200 audits of an honest mechanism with ε = 1", {"honest systems accused": "{:.0%}"})
reveal("dp6.accused", 100 * accused.iloc[1, 1])
say(f"""
    **Picking the winner accuses {accused.iloc[1, 1]:.0%} of honest suppliers**, under the heading "95% confidence". With the
    threshold chosen on other runs {accused.iloc[2, 1]:.0%} were accused here, and at most 5% are in the long run, whatever the attack.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What a finite audit can ever prove
#
# Take a perfect attack: $n$ runs with the client, all flagged; $n$ runs without, none flagged. No audit that counts so many runs
# gets above the bound that this one proves, its **ceiling**.
#
# <details><summary>The ceiling as a formula, and audits that it doesn't bind</summary>
#
# The lower end $p$ for the hits solves $p^n = \alpha/2$, and the upper end for the alarms is $1-p$. So
#
# $$\varepsilon_{\max}(n) = \log\frac{p}{1-p}, \quad p = (\alpha/2)^{1/n}, \qquad \text{about } \log\frac{n}{\ln(2/\alpha)}
# \quad (\delta = 0).$$
#
# Ten times the runs buy 2.3 more ε. Audits that assume a shape for the noise, or hide many invented clients in one run, count
# differently and need far fewer runs: Nasr et al. 2023; Steinke, Nasr and Jagielski 2023.
#
# </details>

# %% tags=["hide-input"] slideshow={"slide_type": "fragment"}
predict(
    "dp6.ceiling",
    "A perfect attack, 1,000 runs of each kind, not one mistake. What is the largest claimed ε that such an audit can "
    "refute, at 95% confidence?",
    low=0,
    high=100,
)

# %% slideshow={"slide_type": "fragment"}
from execml.differential_privacy import audit_ceiling

counted = (100, 300, 1_000, 3_000, 5_600)
growing = {}
for name in ("clips the average", "divides the noise", "follows the proof"):
    kinds = scores[name]["invented client, change of updates"]
    made = [round(size / 0.7) for size in counted]  # 30% of the runs choose the threshold
    first_runs = [[kind[:runs] for kind in kinds] for runs in made]
    growing[name] = [audit_epsilon(*pair, delta, each).lower_bound for pair in first_runs]
enough = min(n for n, bound in zip(counted, growing["divides the noise"], strict=True) if bound > 1)
show(
    figures.ceiling(counted, growing, claim=1.0),
    alt="Lower bounds on epsilon by number of runs: two broken trainers rise, the correct one stays near 0.",
)
reveal("dp6.ceiling", audit_ceiling(1_000), "{:.1f}")
say(f"""
    The trainer that divides its noise passes the smaller audits, and fails from {enough:,} counted runs on. At
    95% the ceilings of 100 and 10,000 runs are {audit_ceiling(100):.1f} and {audit_ceiling(10_000):.1f}. **A supplier
    with ε = 8 who "passed an audit of 1,000 runs" passed a test that nobody could fail.**
""")

claims = np.array([1.0, 3.0, 6.0, 8.0])
runs = np.ceil(np.log(2 / 0.05) / np.log1p(np.exp(-claims)))
hours = 2 * runs / 60
price = pd.DataFrame({"claim": claims, "runs of each kind": runs, "hours, at a minute a run": hours})
formats = dict(zip(price.columns, ("ε = {:g}", "{:,.0f}", "{:,.1f}"), strict=True))
table(price, "What the perfect attack needs to refute a claim (95%, δ = 0)", formats)

# %% [markdown] slideshow={"slide_type": "fragment"}
# <div class="alert alert-block alert-info" role="note"><b>An audit can refute. It can't certify.</b> Only a proof gives an upper bound
# on ε, and only for the code that it describes. An audit tests whether the code is that code. So refuse on an audit alone; sign on a
# proof and an audit.</div>

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The label: what the number depends on
#
# ε is a number about a sentence. Change whose privacy, which neighbours, how batches are drawn or how many runs chose the
# settings, and the same training has another ε (see NIST's guidelines, SP 800-226, March 2025).
#
# A [privacy label](../glossary.md#Privacy-label) holds these entries and **computes** ε from them. It can't be typed in. Here is
# the label of the model that unit 4 trained, with the 80 trials that chose its settings.

# %% slideshow={"slide_type": "fragment"}
from execml.differential_privacy import PrivacyLabel

model = PrivacyLabel(
    system="Default-risk model of unit 4", released="the trained weights",
    unit="one client, all their records", adjacency="add or remove one", sampling="poisson",
    noise_multiplier=noise_multiplier(3.0, delta, sample_rate=0.05, steps=400),
    sample_rate=0.05, steps=400, delta=delta, accountant="pld",
    clients=20_000, tuning_runs=80,
)
model

# %% slideshow={"slide_type": "slide"}
tried = scores["clips the average"]["invented client, every update"]
supplier = PrivacyLabel(
    system="Supplier's scoring service", released="a trained model, and scores on request",
    sampling="shuffled", delta=1e-4, accountant="clt", clients=20_000, claimed_epsilon=1.0,
    audit=audit_epsilon(*tried, delta=1e-4, confidence=each),
)
supplier

# %% [markdown] slideshow={"slide_type": "fragment"}
# Read the supplier's card from the bottom: the gaps would have stopped a signature before any audit. A δ of one in the number of
# clients, or more, would pass a system that publishes one random client's whole row. Batches that are
# [shuffled](../glossary.md#Shuffling) but counted as [Poisson](../glossary.md#Poisson-sampling) leaked up to 4 times the
# stated ε in audits (Annamalai et al. 2024). Our own card asks a question too: its ε is that of one run, and a search over settings
# is training as well (Papernot and Steinke 2022).

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What the signed number means
#
# With δ = 0, someone who knows all other records can raise the odds that a client is in the data by the factor $e^{\varepsilon}$ at
# most (unit 2). Below that, published guarantees, read as a label reads them.

# %% slideshow={"slide_type": "fragment"}
from execml.differential_privacy import largest_posterior

meaning = pd.DataFrame({"ε": [0.1, 1.0, 3.0, 8.0]})
for prior in (0.01, 0.10):
    posterior = [largest_posterior(prior, value) for value in meaning["ε"]]
    meaning[f"a suspicion of {prior:.0%} can become"] = posterior
formats = {"ε": "{:g}", **dict.fromkeys(meaning.columns[1:], "{:.1%}")}

low, high = (rho + 2 * np.sqrt(rho * np.log(1 / delta)) for rho in (0.2, 2))  # Bun and Steinke 2016
published = pd.DataFrame({
    "who": ["Apple, emoji suggestions", "Google, keyboard models", "Backpropagation clipping"],
    "states": ["ε = 4, in the local model", "ρ from 0.2 to 2 (another scale)", "ε = 0.21 at δ = 10⁻⁵"],
    "whose privacy": ["one user for one day", "one user, for one model", "one training example"],
    "a label adds": [
        f"ε up to {30 * 4} for 30 days", f"ε from {low:.1f} to {high:.1f} at δ = 10⁻⁵", "audited: above 2.79"
    ],
})
table(meaning, "The most that ε permits (δ = 0)", formats)
table(published, "Published guarantees (sources below)")
say("""
    **No two of these numbers can be compared until the unit is the same.** The first holds for each day anew.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The ledger: a year under one cap
#
# Harbour Bank plans twelve monthly tables of counts (Gaussian noise, σ = 8 clients, each client counted once) and four retrainings
# with ε = 1.5 each and settings fixed beforehand, all about the same clients. **Basic composition** adds all ε and all δ; it is
# right, and crude. The ledger composes the [privacy losses](../glossary.md#Privacy-loss), as unit 3 did for equal steps: with
# $K_j$ the cumulant of release $j$, it puts $\sum_j K_j$ where unit 3 had $T K$ (Alghamdi et al. 2023).
#
# A question may depend on earlier answers; its noise may not, and is planned in January (else the ledger would have to be a privacy
# filter: Rogers et al. 2016).

# %% slideshow={"slide_type": "fragment"}
from execml.differential_privacy import BudgetExceeded, BudgetLedger, Release, harbour_year

planned = harbour_year(table_noise=8)
ledger = BudgetLedger(unit="one client, all their records", cap=4.0, delta=delta, releases=planned)
try:
    ledger.spend(Release("study for the ministry", "Oct", pure_epsilon=0.5))
except BudgetExceeded as refused:
    answer = refused
smaller = Release("study for the ministry", "Oct", pure_epsilon=0.25)

# %% slideshow={"slide_type": "fragment"}
show(
    figures.year(ledger.frame(), ledger.cap),
    alt="Epsilon spent over sixteen releases: composed it stays below the cap of 4, added up it passes 11.",
)
say(f"""
    All at δ = 10⁻⁵; the grey line's δ adds up too, to {len(planned)} times that. In October a ministry asks for a
    study with ε = 0.5. The ledger answers: *{answer}* At ε = 0.25 the year would spend
    {ledger.would_spend(smaller):.2f}, and fit. **A refusal with a number is the start of a negotiation**: less
    precision for the ministry, or more noise in the tables.
""")

# %% slideshow={"slide_type": "fragment"}
from dp_accounting import GaussianDpEvent, PoissonSampledDpEvent
from dp_accounting.pld import PLDAccountant

accountant = PLDAccountant()
accountant.compose(GaussianDpEvent(8.0), 12)
accountant.compose(PoissonSampledDpEvent(0.05, GaussianDpEvent(3.3)), 4 * 600)
assert abs(ledger.spent / accountant.get_epsilon(delta) - 1) < 0.002
say("**Checked:** dp-accounting (Google) composes these sixteen releases to the same ε, within 0.2%.")
figures.year_dial(cap=ledger.cap, delta=delta)


# %% [markdown] slideshow={"slide_type": "slide"}
# ## Exercises
#
# Replace each `...`, run the cell and the one below it. Three hints stand folded below each check.
#
# 1. *Core, 5 minutes.* The smallest ε that permits an attack with given rates.
# 2. *Core, 5 minutes.* The bank wants the ministry's study at ε = 0.5 after all. At which smallest whole σ of the monthly tables does
#    the year, study included, stay within the cap of 4? `composed_epsilon(harbour_year(8, study_epsilon=0.5), delta)` gives a year.
# 3. *Judgement, 5 minutes.* Four suppliers' files lie on your desk. For each: "sign", "ask" or "refuse"?

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
from execml.differential_privacy import composed_epsilon

table_noise = ...  # TODO: the smallest whole σ with room for the study

# %% tags=["solution"]
from execml.differential_privacy import composed_epsilon

years = {sigma: harbour_year(sigma, study_epsilon=0.5) for sigma in range(5, 20)}
spent = {sigma: composed_epsilon(year, delta) for sigma, year in years.items()}
table_noise = min(sigma for sigma, total in spent.items() if total <= 4)

# %%
check("dp6.monthly_noise", table_noise)

# %%
from execml.differential_privacy.units.unit_6.exercises import files_table

table(files_table(), "Four files (audits at 95% confidence, δ = 10⁻⁵)")

# %% tags=["exercise"]
verdicts = {"A": ..., "B": ..., "C": ..., "D": ...}  # TODO: "sign", "ask" or "refuse"

# %% tags=["solution"]
verdicts = {"A": "sign", "B": "refuse", "C": "ask", "D": "ask"}

# %%
check("dp6.files", verdicts)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Five questions to a vendor or a team:
#
# 1. Which proof gives this ε, and who has checked that the code is the code of the proof: clipping, noise, sampling, divisor?
# 2. Who audited it, with which attacks, how many runs of each kind, and what is the largest ε that so many runs could have refuted?
# 3. How was the attack's threshold chosen, and what was tried besides?
# 4. What does the label say for unit, neighbours, batches, δ, accountant and tuning runs? What does ε become for a household?
# 5. What else is released about the same people this year, under which cap, and who may say no?

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
        "year of 16 releases, composed ε": f"{ledger.spent:.2f}",
        "ε of the model of unit 4, one run": f"{model.epsilon:.2f}",
        "supplier claims ε": 1.0,
        "audit of the supplier proves at least": f"{supplier.audit.lower_bound:.1f}",
        "open points on the supplier's label": len(supplier.findings()),
    },
)

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# **Talking points.** Open with the four trainers and ask the room which one they would buy; nothing in a model card tells them apart. Then the
# attack that finds nothing, and a pause: who would have signed now?
#
# **Where rooms stumble.** "It passed an audit": ask how many runs, then read the ceiling. "95% sure that ε is at least 5": it is the method that
# is right 95 times in 100. "Just add the epsilons": then also add the deltas, and see the cap broken in June by a year that is within it.
#
# **Expected decision.** The first option. Ask who owns the ledger, who may refuse a release, and what happens in the following year: the
# promise is for a year, and the clients stay.

# %% [markdown] slideshow={"slide_type": "skip"}
# ## Sources
#
# - Clopper and Pearson (1934), *The use of confidence or fiducial limits illustrated in the case of the binomial*, Biometrika 26(4). [doi:10.1093/biomet/26.4.404](https://doi.org/10.1093/biomet/26.4.404)
# - Kairouz, Oh and Viswanath (2015), *The composition theorem for differential privacy*, ICML. [arXiv:1311.0776](https://arxiv.org/abs/1311.0776)
# - Jagielski, Ullman and Oprea (2020), *Auditing differentially private machine learning: how private is private SGD?*, NeurIPS. [arXiv:2006.07709](https://arxiv.org/abs/2006.07709)
# - Nasr et al. (2021), *Adversary instantiation: lower bounds for differentially private machine learning*, IEEE S&P. [arXiv:2101.04535](https://arxiv.org/abs/2101.04535)
# - Nasr et al. (2023), *Tight auditing of differentially private machine learning*, USENIX Security. [arXiv:2302.07956](https://arxiv.org/abs/2302.07956)
# - Tramèr et al. (2022), *Debugging differential privacy: a case study for privacy auditing*. [arXiv:2202.12219](https://arxiv.org/abs/2202.12219)
# - Steinke, Nasr and Jagielski (2023), *Privacy auditing with one (1) training run*, NeurIPS: many invented clients in one run, for when thousands of runs cost too much. [arXiv:2305.08846](https://arxiv.org/abs/2305.08846)
# - Annamalai, Balle, Hayes and De Cristofaro (2024), *To shuffle or not to shuffle: auditing DP-SGD with shuffling*, NDSS 2026. [arXiv:2411.10614](https://arxiv.org/abs/2411.10614)
# - Papernot and Steinke (2022), *Hyperparameter tuning with Rényi differential privacy*, ICLR. [arXiv:2110.03620](https://arxiv.org/abs/2110.03620)
# - Alghamdi et al. (2023), *The saddle-point method in differential privacy*, ICML. [arXiv:2208.09595](https://arxiv.org/abs/2208.09595)
# - Rogers, Roth, Ullman and Vadhan (2016), *Privacy odometers and filters*, NeurIPS. [arXiv:1605.08294](https://arxiv.org/abs/1605.08294)
# - Near, Darais, Lefkovitz and Howarth (2025), *Guidelines for evaluating differential privacy guarantees*, NIST SP 800-226. [doi:10.6028/NIST.SP.800-226](https://doi.org/10.6028/NIST.SP.800-226)
# - Xu et al. (2023), *Federated learning of Gboard language models with differential privacy*, ACL industry track: ρ between 0.2 and 2. [arXiv:2305.18465](https://arxiv.org/abs/2305.18465). The conversion ε = ρ + 2√(ρ ln(1/δ)) is that of Bun and Steinke (2016). [arXiv:1605.02065](https://arxiv.org/abs/1605.02065)
# - Desfontaines, *A list of real-world uses of differential privacy*, for Apple's ε and unit. [desfontain.es](https://desfontain.es/blog/real-world-differential-privacy.html)
# - Data: `credit`, see its datasheet. Checked against SciPy 1.17 and dp-accounting 0.6.
