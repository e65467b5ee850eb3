# ---
# title: The mathematics of noise
# decision: Which sentence about privacy may Harbour Bank put in its notice to clients?
# present: 3
# parts:
#   failure: "Noise by eye gives a client away"
#   mathematics: "The promise, in full"
#   cost: "What it costs"
# minutes: {reading: 28, exercises: 15}
# needs: ["unit 1, or the knowledge that names are not the point", "averages, probabilities, logarithms; what a distribution is"]
# objectives:
#   - say what ε and δ promise, for which unit, between which two worlds
#   - turn ε into betting odds and into the power of the best attack
#   - choose a clipping bound and a mechanism, and check its noise against a production library
#   - recognise noise that looks right and breaks its promise
# libraries: [numpy, pandas, scipy, matplotlib, ipywidgets, opendp, dp-accounting]
# claims:
#   - bold: "a stranger's odds between the two worlds move by a factor of at most #"
#     kind: exact
#     test: tests/differential_privacy/units/unit_2/test_claims.py::test_no_outcome_is_more_than_the_factor_likelier_in_one_world
#   - bold: "# of the releases prove that client # was in the data"
#     test: tests/differential_privacy/units/unit_2/test_claims.py::test_a_third_of_releases_with_even_noise_prove_the_client
#   - bold: "with # times the spread; at Laplace's own it allows #"
#     kind: exact
#     test: tests/differential_privacy/units/unit_2/test_claims.py::test_the_gaussian_hides_more_by_being_wider_only
#   - bold: "# times the promised δ, from a formula used outside its theorem."
#     kind: exact
#     test: tests/differential_privacy/units/unit_2/test_claims.py::test_the_textbook_formula_breaks_its_promise_at_large_epsilon
#   - bold: "# to # of the releases prove that the last client defaulted"
#     test: tests/differential_privacy/units/unit_2/test_claims.py::test_floating_point_noise_proves_a_client_in_every_group_and_the_more_the_smaller_the_count
#   - bold: "# of that. For a branch of # at ε = # it is # of the average itself."
#     kind: exact
#     test: tests/differential_privacy/units/unit_2/test_claims.py::test_the_error_of_exact_noise_beside_sampling_and_beside_the_average
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # The mathematics of noise
#
# **The decision.** Which sentence about privacy may Harbour Bank put in its notice to clients?
#
# *28 minutes of reading, 15 of exercises. You need: averages, probabilities, logarithms; what a distribution is.*

# %% tags=["hide-input"] slideshow={"slide_type": "skip"}
import numpy as np
import pandas as pd

from execml.course import POLICY, begin, check, decide, hint, load, predict, quiz, reveal, say, show, table
from execml.course.digits import at_most
from execml.differential_privacy.units.unit_2 import figures
from execml.differential_privacy.units.unit_2.exercises import STUDIES

begin()
predict(
    "dp2.exposed",
    "To hide one client, a press office adds anything between −50 and +50 dollars to an average: more than any client "
    "moves it. Of 100 such figures, how many prove that the richest client was among the bank's clients?",
    low=0,
    high=100,
    unit="of 100",
)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# The bank publishes the average limit. A stranger who knows every limit but one gets the last by subtraction.
#
# So the bank adds random noise. The figure should be nearly as likely in a world without that client. "Nearly" becomes a number, **ε** (epsilon): no outcome may be more than $e^\varepsilon$ times likelier in
# one world than in the other.

# %% slideshow={"slide_type": "fragment"}
limits = load("credit")["limit"]
announced, bound = 30_000, 1_000_000  # the divisor stands beforehand; the terms of the card cap every limit
richest = limits.idxmax()
with_client, without = limits.sum() / announced, (limits.sum() - limits.max()) / announced
scale = bound / announced
factor = np.exp((with_client - without) / scale)
show(
    figures.two_worlds(with_client, without, scale),
    alt="Two peaked curves, 33 NT dollars apart; their heights differ by a factor of at most 2.72.",
)
say(f"""
    Client {richest:,} has the highest limit and moves the average by NT\\$ {with_client - without:,.0f}. Noise of about
    that size hides it: whatever is published, **a stranger's odds between the two worlds move by a factor of at most
    {at_most(factor, ".2f")}**.

    *On all pages of this module* the stranger may know everything but one client's record. Protected is
    {POLICY.unit_of_privacy.value}; neighbours: {POLICY.neighbours.value}; δ = {POLICY.delta.value:f}.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Noise by eye gives a client away
#
# The press office adds anything between minus and plus 50 dollars, more than any client moves the average. A stranger asks
# of each figure: could it come from the world without this client?

# %% slideshow={"slide_type": "fragment"}
generator = np.random.default_rng(2)
published = with_client + generator.uniform(-50, 50, size=10_000)
exposed = (with_client - without) / 100  # of the 100 dollars, those that the other world cannot produce
assert abs((published > without + 50).mean() - exposed) < 0.02
reveal("dp2.exposed", 100 * exposed)
say(f"""
    **{exposed:.0%} of the releases prove that client {richest:,} was in the data**: they are higher than anything that
    the other world can produce.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The promise, in full
#
# Two data sets $D$ and $D'$ are [neighbours](../glossary.md#Neighbours) if one of them has one client more. A release $M$ is
# $(\varepsilon, \delta)$-[differentially private](../glossary.md#Differential-privacy) if for **all** neighbours, either way
# round, and **every** set $S$ of outcomes
#
# $$P[M(D) \in S] \;\le\; e^{\varepsilon}\, P[M(D') \in S] + \delta .$$
#
# Three things must be said with the two numbers:
#
# - **Who is one client?** The [unit of privacy](../glossary.md#Unit-of-privacy) may be a row, a card, a client or a household.
# - **Which neighbours?** *Add or remove one*, on all our pages. Others *replace* one, which is removing and adding: what is ε-private here is at most 2ε-private there. The head count too is then about clients, so averages divide by an announced number.
# - **How large is δ?** It is the part of the probability that the bound does not cover. Printing one random client's record has ε = 0 and δ = 1/n, so δ must be far below 1/n. The ±50 dollars fail here.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What the promise means to someone who bets
#
# **Odds.** Bayes' rule: odds after = odds before × how much likelier the outcome is in one world. With δ = 0 that factor is
# at most $e^{\varepsilon}$, either way, for someone who knows all other records. For any other reader *your record* adds
# at most a factor $e^{2\varepsilon}$.
#
# <details><summary>Why twice ε for the others, and what δ changes</summary>
#
# Who knows less also learns from the others' records: if late payers default, everyone learns that of every late payer, client or
# not. What *your record* adds moves both likelihoods behind the odds by at most $e^{\varepsilon}$ (after Kasiviswanathan and Smith 2014).
# With δ > 0 outcomes may exceed the bound; only rare ones do so by much.
#
# </details>
#
# **Tests.** Somebody says "used" at certain outcomes: a hit if rightly, a false alarm if not. The definition *says* that **every** test has hits ≤ $e^{\varepsilon}$ × false alarms + δ, also with the two worlds exchanged
# (Wasserman and Zhou 2010). The best hits at each rate of false alarms form the
# [trade-off curve](../glossary.md#Trade-off-curve) (Dong, Roth and Su 2022).

# %% slideshow={"slide_type": "fragment"}
from execml.differential_privacy import gaussian_power, gaussian_sigma, largest_posterior, largest_power

promise = pd.DataFrame({"ε": [0.1, 1.0, 3.0, POLICY.yearly_cap.value, 10.0]})
promise["odds × at most"] = np.exp(promise["ε"])
promise["1% suspicion becomes"] = [largest_posterior(0.01, epsilon) for epsilon in promise["ε"]]
promise["50% becomes"] = [largest_posterior(0.5, epsilon) for epsilon in promise["ε"]]
promise["hits at 5% false alarms"] = [largest_power(0.05, epsilon) for epsilon in promise["ε"]]
formats = {"ε": "{:g}", "odds × at most": lambda odds: at_most(odds, ",.2f")}
formats |= dict.fromkeys(promise.columns[2:], figures.percent)
table(promise, "The most that one release tells someone who knows all other records (δ = 0)", formats)
show(
    figures.trade_off_curves(epsilon=1.0, delta=POLICY.delta.value),
    alt="Hits against false alarms at epsilon 1: Laplace meets the bound except in the middle, "
    "the Gaussian stays well below it, tossing a coin is the diagonal.",
)
mu = 1 / gaussian_sigma(1.0, POLICY.delta.value)
laplace_spread = np.sqrt(2)  # standard deviation of Laplace noise at ε = 1, in sensitivities
hits = {spread: float(gaussian_power(0.05, spread)) for spread in (1 / mu, laplace_spread)}
say(f"""
    At ε = 1 and 5% false alarms Laplace noise allows {at_most(largest_power(0.05, 1.0), ".0%")} hits and Gaussian noise, at our δ,
    {at_most(hits[1 / mu], ".0%")}, but **with {1 / mu / laplace_spread:.1f} times the spread; at Laplace's own it allows
    {at_most(hits[laplace_spread], ".0%")}**. A pair (ε, δ) is one tangent of the curve. The whole curve of Gaussian noise is one
    number, [μ](../glossary.md#Gaussian-differential-privacy), sensitivity over noise (here {mu:.2f}): the worlds are as far apart as N(0, 1) and N(μ, 1).
""")
figures.epsilon_dial(start=1.0)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## How much noise, and the price of a bound
#
# The [sensitivity](../glossary.md#Sensitivity) Δ is the most that an answer can change between neighbours: $B/N$ for a sum of
# values in $[0, B]$ over an announced $N$.
#
# **Laplace mechanism** (Dwork, McSherry, Nissim and Smith 2006). The noisy answer $f(D) + \mathrm{Laplace}(\Delta/\varepsilon)$ is
# ε-private.
#
# <details><summary>Why it is: two lines</summary>
#
# At an output $y$ the likelihoods are in the ratio $\exp\big(\tfrac{\varepsilon}{\Delta}(|y - f(D')| - |y - f(D)|)\big)$. By the
# triangle inequality that is at most $\exp\big(\tfrac{\varepsilon}{\Delta}|f(D) - f(D')|\big) \le e^{\varepsilon}$; integrate over $S$.
#
# </details>
#
# So a bound $B$ must exist: values beyond it are [clipped](../glossary.md#Clipping). Bills have none by rule, and the bound becomes a
# choice between money cut off, and noise. It may be made privately, by the [exponential mechanism](../glossary.md#Exponential-mechanism) (McSherry and
# Talwar 2007), which makes good choices likelier.
#
# <details><summary>The exponential mechanism, and why it is private</summary>
#
# It draws candidate $c$ with score $u(c)$ with probability proportional to $\exp\big(\varepsilon\, u(c) / 2\Delta\big)$, where Δ is the most
# that one client moves any score. Between neighbours the numerator changes by a factor of at most $e^{\varepsilon/2}$, and so does the sum of
# all numerators by which it is divided. Their quotient changes by at most $e^{\varepsilon}$; sum over $S$.
#
# </details>

# %% slideshow={"slide_type": "fragment"}
from execml.differential_privacy import exponential

bills = load("credit")["bill_1"].clip(lower=0).to_numpy()  # a credit balance counts as a bill of zero
bounds = np.arange(100_000, 1_000_001, 10_000)
cut_off = np.array([np.maximum(bills - limit, 0).sum() for limit in bounds]) / announced
noise = np.sqrt(2) * bounds / announced / 0.1  # root mean square of Laplace noise at ε = 0.1
error = np.hypot(cut_off, noise)
bills_below = np.searchsorted(np.sort(bills), bounds, side="right")
score = -np.abs(bills_below - 0.995 * len(bills))  # a client more or less moves each score by less than 1
chosen = [bounds[exponential(score, sensitivity=1, epsilon=0.1, generator=generator)] for _ in range(5)]
say(f"""
    At ε = 0.1 the error of the average bill is NT\\$ {error[0]:,.0f} with a bound of {bounds[0]:,},
    {error.min():,.0f} with {bounds[error.argmin()]:,}, and {error[-1]:,.0f} with {bounds[-1]:,}. A trap: **these errors
    were computed from the bills, so they may not choose the bound.** It comes from a rule that stood before the data
    did, or is chosen privately and costs its own ε. To cover 99.5% of the bills, five private choices at ε = 0.1 give
    {", ".join(f"{choice / 1000:,.0f}" for choice in chosen)} thousand; exact is {bounds[score.argmax()] / 1000:,.0f}.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Which noise for which answer
#
# **Four kinds of answer, and the noise that serves each**
#
# | the answer | mechanism | promise | Δ is |
# |---|---|---|---|
# | a count | two-sided geometric, $P(z) \propto e^{-\varepsilon \lvert z\rvert/\Delta}$ | ε | whole |
# | a sum or mean | Laplace$(\Delta_1/\varepsilon)$ | ε | the sum of changes |
# | many answers | Gaussian$(\sigma)$ | (ε, δ) | the root of squared changes |
# | a choice | exponential | ε | that of a score |
#
# For the Gaussian, textbooks give $\sigma = \Delta_2\sqrt{2\ln(1.25/\delta)}\,/\,\varepsilon$, **proven for ε < 1 only** (Dwork and
# Roth 2014, Theorem A.1). The noise really needed is known since 2018.
#
# <details><summary>The exact condition (Balle and Wang 2018, Theorem 8)</summary>
#
# With $m = \Delta_2/\sigma$ and the normal distribution function Φ, noise of any σ is (ε, δ)-private, for any ε ≥ 0, if and only if
#
# $$\delta \;\ge\; \Phi\!\left(\tfrac{m}{2} - \tfrac{\varepsilon}{m}\right) - e^{\varepsilon}\,\Phi\!\left(-\tfrac{m}{2} - \tfrac{\varepsilon}{m}\right).$$
#
# </details>

# %% slideshow={"slide_type": "slide"}
import dp_accounting
import opendp.prelude as dp
from execml.differential_privacy import classic_gaussian_sigma, gaussian_delta

small = POLICY.delta.value
delivered = gaussian_delta(classic_gaussian_sigma(10, small), epsilon=10)
waste = classic_gaussian_sigma(0.1, small) / gaussian_sigma(0.1, small) - 1
show(
    figures.classic_against_exact(delta=small),
    alt="Textbook noise over the noise needed: well above 1 at small epsilon, below 1 at large epsilon.",
)
say(f"""
    At ε = 0.1 the textbook adds {waste:.0%} too much noise. At ε = 10 it promises δ = {small:f} and delivers
    {delivered:.7f}: **{delivered / small:.1f} times the promised δ, from a formula used outside its theorem.**
""")

dp.enable_features("contrib")
reals = dp.atom_domain(T=float, nan=False), dp.absolute_distance(T=float)
counts = dp.atom_domain(T=int), dp.absolute_distance(T=int)
checks = [
    (1 / 10, dp.m.make_laplace(*reals, scale=10.0).map(1.0)),  # ε of Laplace noise of scale 10
    (1 / 4, dp.m.make_laplace(*counts, scale=4.0).map(1)),  # ε of geometric noise of scale 4
]
checks += [(gaussian_sigma(e, small), dp_accounting.get_sigma_gaussian(e, small)) for e in (0.1, 1, 10)]
assert np.allclose(*zip(*checks, strict=True), rtol=1e-9, atol=0)
say(f"""
    Checked: OpenDP 0.16 (`make_laplace`, on reals and integers) and dp-accounting 0.6 (`get_sigma_gaussian`) give our
    {len(checks)} numbers to nine digits.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## When nobody may be trusted with the data
#
# So far the bank saw the true data: the *central* model. In the [local model](../glossary.md#Local-model) each client
# randomises at home. [Randomised response](../glossary.md#Randomised-response) (Warner 1965): answer truthfully, but lie with
# probability $f = 1/(1+e^{\varepsilon})$. Truth is then exactly $e^{\varepsilon}$ times likelier than a lie.
#
# The lies can be taken out on average. Their noise cannot: in a count of $n$ clients it grows like $\sqrt{n}$, a
# curator's not at all. **Local privacy needs about the square of the crowd.**
#
# <details><summary>How the lies are taken out, and why nobody does better</summary>
#
# For small ε no local method has a smaller worst-case error, but for a constant factor (Duchi, Jordan and Wainwright 2013).
# If a share $p$ is truly "yes", a share $r = p(1-f) + (1-p)f$ is expected to be reported, so $p$ is estimated by $(r - f)/(1 - 2f)$.
#
# </details>
#
# <details><summary>Between the two: shuffled answers</summary>
#
# Let a shuffler that nobody controls strip the randomised answers of their senders. Hidden among n others, an answer of ε at home
# costs far less, about $\sqrt{e^{\varepsilon}\ln(1/\delta)/n}$ (Feldman, McMillan and Talwar 2021). The promise then rests on the shuffler,
# and on the others: where they tell the stranger what they sent, ε at home is all that is left.
#
# </details>
#
# <details><summary>Only asking whether: the sparse vector technique</summary>
#
# A stream of questions "is this count above a threshold?" can be answered at a cost that grows with the number of *yes* answers only:
# noise on the threshold, fresh noise on each count, stop after so many yeses (Lyu, Su and Li 2017, who also found several
# published variants that are not private at all). It serves monitoring, where nearly all answers are no.
#
# </details>
#
# <details><summary>Voting teachers: PATE</summary>
#
# Train many models on separate clients; let them vote, with noise, on the labels of public records; train a student on those
# (Papernot and others 2017 and 2018). One client sways one vote. It needs public records of the same kind, which
# Harbour Bank does not have, and clients enough for many teachers.
#
# </details>

# %% slideshow={"slide_type": "fragment"}
from execml.differential_privacy import randomised_response, randomised_response_share

defaulted = load("credit")["default"].to_numpy()
truth = defaulted.mean()
surveys = [
    randomised_response_share(randomised_response(defaulted, 1.0, generator).mean(), epsilon=1.0) for _ in range(400)
]
local = np.abs(np.array(surveys) - truth).mean()
central = 1 / np.sinh(1.0) / announced  # mean size of geometric noise at ε = 1
say(f"""
    At ε = 1 each client lies with probability {1 / (1 + np.e):.0%}. Over {len(surveys)} surveys of all
    {len(defaulted):,} clients the share of defaults, truly {truth:.1%}, is off by {100 * local:.2f} points on average;
    a curator's geometric noise makes it {100 * central:.4f}. Not trusting the bank makes the answer
    {local / central:.0f} times less exact.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The computer does not know the real line
#
# The proof for Laplace noise speaks of real numbers. A usual sampler makes noise from one of $2^{53}$ uniform numbers, so only some
# outcomes can occur, and *which* ones depends on the true answer (Mironov 2012). We attack NumPy's `Generator.laplace`. Released
# is how many clients above an age defaulted. The stranger knows all outcomes but one.

# %% slideshow={"slide_type": "fragment"}
from execml.differential_privacy import geometric, laplace
from execml.differential_privacy.attacks.floating_point import possible
from execml.differential_privacy.mechanisms.discrete import discrete_laplace_pmf

credit = load("credit")
older = {age: int(((credit["age"] >= age) & (credit["default"] == 1)).sum()) for age in (75, 70, 65, 60)}
proven, wronged = {}, 0
for age, count in older.items():
    for epsilon in (0.1, 1.0):
        releases = laplace(np.full(1_000, float(count)), 1, epsilon, generator)
        proven[age, epsilon] = (~possible(releases, answer=count - 1, scale=1 / epsilon)).mean()
        wronged += (~possible(releases, answer=count, scale=1 / epsilon)).sum()
show(
    figures.porous_grid((older[70] - 1, older[70]), 10.0, start=15.18, count=40),
    alt="Two rows of marks, one for each true count, over forty floating-point numbers in a row: "
    "most numbers that can be published can come from one of the two counts only.",
)
cured = geometric(np.full(2_000, older[70]), sensitivity=1, epsilon=0.1, generator=generator)
ratio = discrete_laplace_pmf(cured - older[70], 0.1) / discrete_laplace_pmf(cured - older[70] + 1, 0.1)
say(f"""
    **{min(proven.values()):.1%} to {max(proven.values()):.0%} of the releases prove that the last client defaulted**, by
    age group (counts from {min(older.values())} to {max(older.values())}) and ε (0.1 or 1): the smaller the count and ε,
    the more. {wronged} of {1_000 * len(proven):,} point to the wrong world. With δ = 0 not one may prove anything.

    **The cure is noise that lives where computers are exact: whole numbers.** Geometric noise, drawn with integer
    arithmetic only, can give every whole number in both worlds; the log ratio of its probabilities is
    {at_most(np.abs(np.log(ratio)).max(), ".3f")} at most over {len(cured):,} releases: ε.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What it costs
#
# **[Post-processing](../glossary.md#Post-processing):** what is done to a private release without the data is free: a negative count may become zero.
# **[Group privacy](../glossary.md#Group-privacy):** for several clients at once, such as a household, factors multiply.
#
# <details><summary>Both rules in formulas, with their proofs</summary>
#
# *Post-processing.* $g(M(D)) \in S$ means $M(D) \in g^{-1}(S)$, which is one more set of outcomes (a random $g$ is a mixture of such).
#
# *Group privacy.* For $k$ clients at once, (ε, δ) becomes
# $\big(k\varepsilon,\ \tfrac{e^{k\varepsilon} - 1}{e^{\varepsilon} - 1}\,\delta\big)$. Walk from $D$ to $D'$ one client at a time;
# each step multiplies the bound by $e^{\varepsilon}$ and adds δ, and $1 + e^{\varepsilon} + \dots + e^{(k-1)\varepsilon}$ is that fraction.
#
# </details>

# %% slideshow={"slide_type": "fragment"}
cost = pd.DataFrame({"ε": [0.1, 1.0, 3.0, 10.0]})
for group, divisor in (("whole bank, 30,000", announced), ("branch of 300", 300)):
    weight = np.ceil(bound / divisor)  # the most that one client moves the average, in whole dollars
    cost[group] = 1 / np.sinh(cost["ε"] / weight)  # mean size of discrete Laplace noise
table(
    cost, "Mean error that privacy adds to the average limit, NT dollars", {"ε": "{:g}"} | dict.fromkeys(cost.columns[1:], "{:,.0f}")
)
sampling_error = limits.std() / np.sqrt(len(limits))
household = gaussian_delta(gaussian_sigma(1.0, small), epsilon=4.0, sensitivity=4) / small
say(f"""
    As a sample of the market the clients give an average with a standard error of NT\\$ {sampling_error:,.0f}
    anyway. For the whole bank, the error of privacy at ε = 1 is **{cost.iloc[1, 1] / sampling_error:.0%}
    of that. For a branch of 300 at ε = 0.1 it is {cost.iloc[0, 2] / with_client:.0%} of the average itself.** Small groups
    pay. A household of four at ε = 1 each has ε = 4: an odds factor of {at_most(np.exp(4), ".0f")}, and with Gaussian noise
    {at_most(household, ".0f")} times the δ.

    *What this page cannot show.* How readers understand an odds factor; whether random bits are unpredictable.
""")


# %% [markdown] slideshow={"slide_type": "slide"}
# ## Exercises
#
# Replace each `...`, run the cell and the one below it. Three hints stand folded below each check.
#
# 1. *Warm-up, 4 minutes.* The scale of Laplace noise for a sum of values from 0 to a bound, over an announced number.
# 2. *A vendor, 6 minutes.* Three suppliers (figures made up) pass the test that their noise has the scale Δ/ε. Which one protects a *client* least, and what is ε for a client there?
# 3. *Judgement, 5 minutes.* The lawyers want to write: "Even someone who knows every other record, and thinks a claim about yours 1%
#    likely, cannot come to think it more than 5% likely." Up to which ε, to two decimals, is that true (one release, δ = 0)?


# %% tags=["exercise"]
def noise_scale(bound, announced, epsilon):
    """Scale of Laplace noise for a sum of values in [0, bound] over an announced number of clients."""
    return ...  # TODO: sensitivity divided by epsilon


# %% tags=["solution"]
def noise_scale(bound, announced, epsilon):
    """Scale of Laplace noise for a sum of values in [0, bound] over an announced number of clients."""
    return bound / announced / epsilon


# %%
check("dp2.scale", noise_scale)

# %% tags=["exercise"]
table(pd.DataFrame(STUDIES), "Three suppliers, whose noise is as stated", {"ε": "{:g}"})
weakest, client_epsilon = ..., ...  # TODO: a letter, and ε for one client

# %% tags=["solution"]
table(pd.DataFrame(STUDIES), "Three suppliers, whose noise is as stated", {"ε": "{:g}"})
weakest, client_epsilon = "B", 12 * 0.5

# %%
check("dp2.weakest", (weakest, client_epsilon))

# %% tags=["exercise"]
largest_epsilon = ...  # TODO: the largest ε that keeps a suspicion of 1% from passing 5%

# %% tags=["solution"]
odds_before, odds_after = 0.01 / 0.99, 0.05 / 0.95
largest_epsilon = round(np.log(odds_after / odds_before), 2)

# %%
check("dp2.suspicion", largest_epsilon)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Five questions to a vendor or a team:
#
# 1. What is one unit of privacy: a row, a card, a client or a household?
# 2. Which neighbours: one client added or removed, or one record replaced?
# 3. Which ε and δ, for one release and for the year? Which μ, or curve?
# 4. Who set the clipping bounds, and from what? If from the data, where is its ε?
# 5. Which sampler makes the noise, exact integers or floating point? Which formula sets σ?

# %% slideshow={"slide_type": "skip"}
quiz("dp2")

# %% tags=["exercise"] slideshow={"slide_type": "skip"}
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"] slideshow={"slide_type": "skip"}
choice = "your record changes the odds of any claim about you by at most a stated factor"
because = "It is a theorem whatever the reader knows or suspects. Factor, reader, unit and period stand beside it."

# %% slideshow={"slide_type": "slide"}
decide(
    "dp2.promise",
    choice,
    because,
    evidence={
        "releases that prove a client, noise by eye": f"{exposed:.0%}",
        "odds factor at ε = 1, all else known / not": f"{at_most(np.exp(1), '.2f')} / {at_most(np.exp(2), '.2f')}",
        "hits at 5% false alarms, ε = 1": at_most(largest_power(0.05, 1.0), ".1%"),
        "odds factor of a household of four": at_most(np.exp(4), ".0f"),
        "error of the average limit at ε = 1": f"{cost.iloc[1, 1]:,.0f} NT dollars",
        "error without a curator, over that with one": f"{local / central:.0f} times",
    },
)

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# **Talking points.** Open with the two overlapping curves and say the sentence "nearly as likely in both worlds" three times. Let the room
# choose noise for the press office by eye, then show the share of releases that give the client away.
#
# **Where rooms stumble.** "ε = 10 is still private": read out the last row of the table. "δ is the chance of a breach": it is the part of the
# probability that the bound does not cover; ε = 0, δ = 1/n prints somebody's record. "Nothing can be learned about me": smoking and cancer.
#
# **Expected decision.** The sentence about odds, with factor, unit and period named, and who is meant: $e^\varepsilon$ for a reader who knows all
# other records, $e^{2\varepsilon}$ for any reader. The sentence about tests is as true; ask which one a client understands.

# %% [markdown] slideshow={"slide_type": "skip"}
# ## Sources
#
# <details><summary>Fifteen papers, the data, and the libraries</summary>
#
# - Dwork, McSherry, Nissim and Smith (2006), *Calibrating noise to sensitivity in private data analysis*, TCC. [doi:10.1007/11681878_14](https://doi.org/10.1007/11681878_14)
# - Dwork and Roth (2014), *The algorithmic foundations of differential privacy*. [doi:10.1561/0400000042](https://doi.org/10.1561/0400000042)
# - Kasiviswanathan and Smith (2014), *On the "semantics" of differential privacy: a Bayesian formulation*, JPC 6(1). [doi:10.29012/jpc.v6i1.634](https://doi.org/10.29012/jpc.v6i1.634)
# - Wasserman and Zhou (2010), *A statistical framework for differential privacy*, JASA 105(489). [doi:10.1198/jasa.2009.tm08651](https://doi.org/10.1198/jasa.2009.tm08651)
# - Dong, Roth and Su (2022), *Gaussian differential privacy*, JRSS B 84(1). [doi:10.1111/rssb.12454](https://doi.org/10.1111/rssb.12454)
# - Balle and Wang (2018), *Improving the Gaussian mechanism for differential privacy: analytical calibration and optimal denoising*, ICML. [arXiv:1805.06530](https://arxiv.org/abs/1805.06530)
# - McSherry and Talwar (2007), *Mechanism design via differential privacy*, FOCS. [doi:10.1109/FOCS.2007.66](https://doi.org/10.1109/FOCS.2007.66)
# - Lyu, Su and Li (2017), *Understanding the sparse vector technique for differential privacy*, VLDB 10(6). [arXiv:1603.01699](https://arxiv.org/abs/1603.01699)
# - Papernot and others (2017), *Semi-supervised knowledge transfer for deep learning from private training data*, ICLR. [arXiv:1610.05755](https://arxiv.org/abs/1610.05755); (2018), *Scalable private learning with PATE*, ICLR. [arXiv:1802.08908](https://arxiv.org/abs/1802.08908)
# - Feldman, McMillan and Talwar (2021), *Hiding among the clones: a simple and nearly optimal analysis of privacy amplification by shuffling*, FOCS. [arXiv:2012.12803](https://arxiv.org/abs/2012.12803)
# - Ghosh, Roughgarden and Sundararajan (2012), *Universally utility-maximizing privacy mechanisms*, SIAM J. Computing 41(6). [arXiv:0811.2841](https://arxiv.org/abs/0811.2841)
# - Warner (1965), *Randomized response: a survey technique for eliminating evasive answer bias*, JASA 60(309). [doi:10.1080/01621459.1965.10480775](https://doi.org/10.1080/01621459.1965.10480775)
# - Duchi, Jordan and Wainwright (2013), *Local privacy and minimax bounds: sharp rates for probability estimation*, NeurIPS. [arXiv:1305.6000](https://arxiv.org/abs/1305.6000)
# - Mironov (2012), *On significance of the least significant bits for differential privacy*, CCS. [doi:10.1145/2382196.2382264](https://doi.org/10.1145/2382196.2382264)
# - Canonne, Kamath and Steinke (2020), *The discrete Gaussian for differential privacy*, NeurIPS. [arXiv:2004.00010](https://arxiv.org/abs/2004.00010)
# - Data: `credit`, see its datasheet. Checked against OpenDP 0.16 and dp-accounting 0.6.
#
# </details>
