# ---
# title: The mathematics of noise
# decision: Which sentence about privacy may Harbour Bank put in its notice to clients?
# present: 3
# parts:
#   failure: "Noise by eye gives a client away"
#   mathematics: "The promise, in full"
#   cost: "What it costs"
# minutes: {reading: 30, exercises: 15}
# needs: ["unit 1, or the knowledge that names are not the point", "averages, probabilities, logarithms; what a distribution is"]
# objectives:
#   - say what ε and δ promise, for which unit, between which two worlds
#   - turn ε into betting odds and into the power of the best attack
#   - choose a clipping bound and a mechanism, and check its noise against a production library
#   - recognise noise that looks right and breaks its promise
# libraries: [numpy, pandas, scipy, matplotlib, ipywidgets, opendp, dp-accounting]
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # The mathematics of noise
#
# **The decision.** Which sentence about privacy may Harbour Bank put in its notice to clients?
#
# *30 minutes of reading, 15 of exercises. You need: averages, probabilities, logarithms; what a distribution is.*

# %% tags=["hide-input"] slideshow={"slide_type": "skip"}
import numpy as np
import pandas as pd

from execml.course import begin, check, decide, hint, load, predict, quiz, reveal, say, show, table
from execml.differential_privacy.units.unit_2 import figures

begin()

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# The bank publishes the average credit limit of its clients. Suppose that a stranger already knows every limit but one.
# From the exact average the last one follows by subtraction.
#
# So the bank adds random noise before it publishes. The published figure should be nearly as likely as in another world,
# where that one client's record had been replaced. "Nearly" becomes a number, **ε** (epsilon): no outcome may be more than
# $e^\varepsilon$ times likelier in one world than in the other.

# %% slideshow={"slide_type": "fragment"}
limits = load("credit")["limit"]
clients, bound = len(limits), 1_000_000  # assumed: the terms of the card cap every limit
richest = limits.idxmax()
with_client = limits.mean()
without = limits.mask(limits.index == richest, 0).mean()  # that record replaced by an empty account
factor = np.exp((with_client - without) / (bound / clients))

show(
    figures.two_worlds(with_client, without, scale=bound / clients),
    alt="Two peaked curves, 33 NT dollars apart; their heights differ by a factor of at most 2.7.",
)
say(f"""
    Client {richest:,} has the highest limit and moves the average by
    NT\\$ {with_client - without:,.0f}. Noise of about that size hides it: **whatever is published, a
    stranger's odds between the two worlds move by a factor of at most {factor:.1f}**, even if the
    stranger knows all other limits.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Noise by eye gives a client away
#
# Let the press office choose the noise. It adds anything between minus and plus 50 dollars,
# more than any client moves the average, and calls the figure anonymous. A stranger asks one question of each published
# figure: could it have come from the world where this client's record was replaced?

# %% tags=["hide-input"] slideshow={"slide_type": "fragment"}
predict(
    "dp2.exposed",
    "Of 100 figures published with this noise, how many prove that the client's own record was used?",
    low=0,
    high=100,
    unit="of 100",
)

# %% slideshow={"slide_type": "fragment"}
generator = np.random.default_rng(2)
published = with_client + generator.uniform(-50, 50, size=10_000)
impossible_without = published > without + 50
exposed = impossible_without.mean()
reveal("dp2.exposed", 100 * exposed)
say(f"""
    **{exposed:.0%} of the releases prove that client {richest:,} was in the data**: they are
    higher than anything that the other world can produce.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The promise, in full
#
# Two data sets $D$ and $D'$ are [neighbours](../glossary.md#Neighbours) if they differ in one record. A release $M$ is
# $(\varepsilon, \delta)$-[differentially private](../glossary.md#Differential-privacy) if for **all** neighbours and
# **every** set $S$ of outcomes
#
# $$P[M(D) \in S] \;\le\; e^{\varepsilon}\, P[M(D') \in S] + \delta .$$
#
# Three things must be said with the two numbers:
#
# - **What is a record?** The [unit of privacy](../glossary.md#Unit-of-privacy) may be a row, a card, a client or a household.
# - **Which neighbours?** *Replace one* record (the number of clients is public; used here unless said otherwise), or *add or
#   remove one*. Replacing is removing and then adding, so what is ε-private for adding or removing is 2ε-private for replacing.
# - **How large is δ?** It is the part of the probability that the bound does not cover. A release that prints one randomly
#   chosen client's whole record has ε = 0 and δ = 1/n, so δ must be far below 1/n. The ±50 dollars fail here.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What the promise means to someone who bets
#
# **Odds.** Bayes' rule: odds after = odds before × how much likelier the outcome is in one world. With δ = 0 that factor lies
# between $e^{-\varepsilon}$ and $e^{\varepsilon}$ for someone who knows all other records. For any other reader, what *your record* adds
# is at most a factor $e^{2\varepsilon}$.
#
# <details><summary>Why twice ε for the others, and what δ changes</summary>
#
# Who knows less also learns from the others' records: if late payers default, everyone learns that of every late payer, client or
# not. What *your record* adds moves both likelihoods behind the odds by at most $e^{\varepsilon}$ (after Kasiviswanathan and Smith 2014).
# With δ > 0 outcomes may exceed the bound; only rare ones do so by much.
#
# </details>
#
# **Tests.** Somebody says "used" at certain outcomes $S$: a hit if rightly, a false alarm if not. The definition
# *is* the statement that **every** test has hits ≤ $e^{\varepsilon}$ × false alarms + δ, also with the two worlds exchanged
# (Wasserman and Zhou 2010; Kairouz, Oh and Viswanath 2015). The best hits at each rate of false alarms form the
# [trade-off curve](../glossary.md#Trade-off-curve) (Dong, Roth and Su 2022).

# %% slideshow={"slide_type": "fragment"}
from execml.differential_privacy import largest_posterior, largest_power

promise = pd.DataFrame({"ε": [0.1, 0.5, 1.0, 3.0, 10.0]})
promise["odds × at most"] = np.exp(promise["ε"])
promise["1% suspicion becomes"] = [largest_posterior(0.01, epsilon) for epsilon in promise["ε"]]
promise["50% becomes"] = [largest_posterior(0.5, epsilon) for epsilon in promise["ε"]]
promise["hits at 5% false alarms"] = [largest_power(0.05, epsilon) for epsilon in promise["ε"]]
formats = {"ε": "{:g}", "odds × at most": "{:,.1f}"}
formats |= dict.fromkeys(promise.columns[2:], figures.percent)
table(promise, "The most that one release tells someone who knows all other records (δ = 0)", formats)
show(
    figures.trade_off_curves(epsilon=1.0, delta=1e-5),
    alt="Hits against false alarms at epsilon 1: Laplace meets the bound except in the middle, "
    "the Gaussian stays well below it, tossing a coin is the diagonal.",
)
say("""
    Laplace noise meets the bound wherever false alarms are few or many. Gaussian noise with the same ε
    and δ = 0.00001 stays far below (but for corners too small to see): **a pair (ε, δ) is one
    tangent of the curve, and the curve says more**.
""")
figures.epsilon_dial(start=1.0)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## How much noise, and the price of a bound
#
# The [sensitivity](../glossary.md#Sensitivity) Δ is the most that an answer can change between neighbours. For a mean over a
# public number $n$ of values in $[0, B]$ it is $B/n$.
#
# **Laplace mechanism** (Dwork, McSherry, Nissim and Smith 2006). The noisy answer $f(D) + \mathrm{Laplace}(\Delta/\varepsilon)$ is
# ε-private.
#
# <details><summary>Why it is: a proof in two lines</summary>
#
# At an output $y$ the likelihoods are in the ratio $\exp\big(\tfrac{\varepsilon}{\Delta}(|y - f(D')| - |y - f(D)|)\big)$. By the
# triangle inequality that is at most $\exp\big(\tfrac{\varepsilon}{\Delta}|f(D) - f(D')|\big) \le e^{\varepsilon}$; integrate over $S$.
#
# </details>
#
# So a bound $B$ must exist: values beyond it are [clipped](../glossary.md#Clipping). Bills have none by rule, and the bound becomes a
# choice between two errors: money cut off, or noise.

# %% slideshow={"slide_type": "fragment"}
from execml.differential_privacy import laplace

sensitivity = bound / clients
noisy_average = laplace(with_client, sensitivity, epsilon=1.0, generator=generator)
say(f"""
    The average limit is NT\\$ {with_client:,.0f}. One client moves it by at most {sensitivity:,.0f}.
    Published with ε = 1: **NT\\$ {noisy_average:,.0f}**.
""")

# %% slideshow={"slide_type": "fragment"}
bills = load("credit")["bill_1"].clip(lower=0).to_numpy()  # a credit balance counts as a bill of zero
bounds = np.arange(100_000, 1_000_001, 10_000)
cut_off = bills.mean() - np.array([np.minimum(bills, limit).mean() for limit in bounds])
noise = np.sqrt(2) * bounds / clients / 0.1  # root mean square of Laplace noise at ε = 0.1
show(
    figures.clipping_error(bounds, cut_off, noise, epsilon=0.1),
    alt="As the clipping bound of the bills rises, less is cut off and noise grows; "
    "together they are least near 500 thousand NT dollars.",
)
say("""
    A trap: **this curve was computed from the bills, so it may not choose the bound.** A bound comes
    from a rule that stood before the data did, or it is chosen privately, and paid for.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Choosing privately
#
# The [exponential mechanism](../glossary.md#Exponential-mechanism) (McSherry and Talwar
# 2007) makes good choices likelier: it draws candidate $c$ with score $u(c)$ with probability proportional to
# $\exp\big(\varepsilon\, u(c) / 2\Delta\big)$, where Δ is the most that one record moves any score. That is ε-private.
#
# <details><summary>Why it is: a proof in two lines</summary>
#
# Between neighbours the numerator changes by a factor of at most $e^{\varepsilon/2}$, and so does the sum of all numerators by
# which it is divided. Their quotient changes by at most $e^{\varepsilon}$; sum over $S$.
#
# </details>
#
# We want a bound that covers 99.5% of the bills. The candidates are fixed beforehand; the score of one is minus the number of
# bills by which it misses that share.

# %% slideshow={"slide_type": "fragment"}
from execml.differential_privacy import exponential

bills_below = np.searchsorted(np.sort(bills), bounds, side="right")
score = -np.abs(bills_below - 0.995 * clients)  # one bill replaced moves each score by at most 1
chosen = [bounds[exponential(score, sensitivity=1, epsilon=0.1, generator=generator)] for _ in range(5)]
exact = bounds[score.argmax()]
runs = ", ".join(f"{choice / 1000:,.0f}" for choice in chosen)
say(f"""
    Five runs choose {runs} thousand; the exact answer is {exact / 1000:,.0f} thousand. **A bound
    chosen from the data costs its own ε** (0.1 for each run), to be added to that of the release.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Which noise for which answer
#
# **Four kinds of answer, and the noise that serves each**
#
# | the answer | mechanism | promise | note |
# |---|---|---|---|
# | a count | two-sided geometric, $P(z) \propto e^{-\varepsilon \lvert z\rvert/\Delta}$ | ε | whole numbers, exact on a computer |
# | a sum or mean | Laplace$(\Delta_1/\varepsilon)$ | ε | $\Delta_1$: sum of the changes of all answers |
# | many answers at once | Gaussian$(\sigma)$ | (ε, δ) | $\Delta_2$: root of the sum of squared changes |
# | a choice | exponential | ε | needs a score of bounded sensitivity |
#
# For the Gaussian, textbooks give $\sigma = \Delta_2\sqrt{2\ln(1.25/\delta)}\,/\,\varepsilon$, **proven for ε < 1 only** (Dwork and
# Roth 2014, Theorem A.1). How much is really needed has been known since 2018.
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
from execml.differential_privacy import classic_gaussian_sigma, gaussian_delta, gaussian_sigma

delivered = gaussian_delta(classic_gaussian_sigma(10, 1e-5), epsilon=10)
waste = classic_gaussian_sigma(0.1, 1e-5) / gaussian_sigma(0.1, 1e-5) - 1
show(
    figures.classic_against_exact(delta=1e-5),
    alt="Textbook noise over the noise needed: well above 1 at small epsilon, below 1 beyond epsilon 8.4.",
)
say(f"""
    At ε = 0.1 the textbook adds {waste:.0%} too much noise. At ε = 10 it promises δ = 0.00001 and
    delivers {delivered:.6f}: **{delivered / 1e-5:.1f} times the promised δ, from a formula used
    outside its theorem.**
""")

dp.enable_features("contrib")
reals = dp.atom_domain(T=float, nan=False), dp.absolute_distance(T=float)
counts = dp.atom_domain(T=int), dp.absolute_distance(T=int)
checks = {
    "ε of Laplace noise of scale 10": (1 / 10, dp.m.make_laplace(*reals, scale=10.0).map(1.0)),
    "ε of geometric noise of scale 4": (1 / 4, dp.m.make_laplace(*counts, scale=4.0).map(1)),
}
for epsilon in (0.1, 1, 10):
    question = f"σ of the Gaussian for ε = {epsilon:g}, δ = 0.00001"
    checks[question] = gaussian_sigma(epsilon, 1e-5), dp_accounting.get_sigma_gaussian(epsilon, 1e-5)
libraries = pd.DataFrame(checks, index=["ours", "OpenDP or dp-accounting"]).T
table(
    libraries.reset_index(names="question"),
    "The same numbers, by our functions and by a library",
    dict.fromkeys(libraries.columns, "{:.6f}"),
)
assert np.allclose(*libraries.to_numpy().T, rtol=1e-9, atol=0)
say("All five agree to nine digits (ε by OpenDP, σ by dp-accounting).")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## When nobody may be trusted with the data
#
# So far the bank saw the true data: the *central* model. In the [local model](../glossary.md#Local-model) each client
# randomises at home. [Randomised response](../glossary.md#Randomised-response) (Warner 1965): answer truthfully, but lie with
# probability $f = 1/(1+e^{\varepsilon})$. Truth is then exactly $e^{\varepsilon}$ times likelier than a lie, so each answer is ε-private.
#
# The lies can be taken out on average. What cannot be taken out is their noise: in a count of $n$ clients it grows like
# $\sqrt{n}$, while the noise that a trusted curator adds does not grow at all.
#
# <details><summary>How the lies are taken out, and why nobody does better</summary>
#
# For small ε no local method has a smaller worst-case error, but for a constant factor (Duchi, Jordan and Wainwright 2013).
# If a share $p$ is truly "yes", a share $r = p(1-f) + (1-p)f$ is expected to be reported, so $p$ is estimated by $(r - f)/(1 - 2f)$.
#
# </details>

# %% slideshow={"slide_type": "fragment"}
from execml.differential_privacy import randomised_response, randomised_response_share

defaulted = load("credit")["default"].to_numpy()
reported = randomised_response(defaulted, epsilon=1.0, generator=generator).mean()
estimate = randomised_response_share(reported, epsilon=1.0)
sizes = np.array([100, 300, 1_000, 3_000, 10_000, 30_000])
shuffled = generator.permutation(defaulted)
central, local = figures.survey_errors(shuffled, sizes, epsilon=1.0, repeats=200, generator=generator)
gain = [10 ** -np.polyfit(np.log(sizes), np.log(error), 1)[0] for error in (central, local)]
show(
    figures.local_against_central(sizes, central, local),
    alt="Error against clients, both axes logarithmic: the local line lies above the central one, "
    "which falls twice as steeply.",
    digits=2,
)
say(f"""
    At ε = 1 every client lies with probability {1 / (1 + np.e):.0%}; {reported:.1%} say
    that they defaulted, the estimate is {estimate:.1%}, the truth {defaulted.mean():.1%}. Ten times the
    clients make the central answer {gain[0]:.0f} times better, the local one
    {gain[1]:.1f} times. **Local privacy needs about the square of the crowd for the same
    accuracy.**
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Two rules that follow from the definition
#
# **[Post-processing](../glossary.md#Post-processing).** If $M$ is (ε, δ)-private, so is $g(M)$ for every $g$ that does not look at
# the data again. So a negative count may be set to zero, and a table be rounded, for free.
#
# **[Group privacy](../glossary.md#Group-privacy).** The promise for one record is weaker for several at once, such as a household's.
#
# <details><summary>Both rules in formulas, with their proofs</summary>
#
# *Post-processing.* $g(M(D)) \in S$ means $M(D) \in g^{-1}(S)$, which is one more set of outcomes (a random $g$ is a mixture of such).
#
# *Group privacy.* For $k$ records at once, (ε, δ) becomes
# $\big(k\varepsilon,\ \tfrac{e^{k\varepsilon} - 1}{e^{\varepsilon} - 1}\,\delta\big)$. Walk from $D$ to $D'$ one record at a time;
# each step multiplies the bound by $e^{\varepsilon}$ and adds δ, and $1 + e^{\varepsilon} + \dots + e^{(k-1)\varepsilon}$ is that fraction.
#
# </details>

# %% tags=["hide-input"] slideshow={"slide_type": "fragment"}
predict(
    "dp2.household",
    f"At ε = 1 one client's odds move by a factor of at most {np.exp(1):.1f} (δ = 0). Four people of one household "
    "are clients. By what factor at most can the odds of a claim about the four together move?",
    low=1,
    high=1_000,
)

# %% slideshow={"slide_type": "fragment"}
sigma = gaussian_sigma(epsilon=1.0, delta=1e-5)
household_delta = gaussian_delta(sigma, epsilon=4.0, sensitivity=4)
household_limit = 1e-5 * (np.exp(4) - 1) / (np.exp(1) - 1)
reveal("dp2.household", np.exp(4))
say(f"""
    Factors multiply: a household of four, promised ε = 1 and δ = 0.00001 for each client, has ε = 4. Its δ is up to
    {household_limit / 1e-5:.0f} times as large ({household_delta / 1e-5:.0f} times with Gaussian noise).
    **Who counts as one unit decides what ε means.**
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The computer does not know the real line
#
# The proof for Laplace noise speaks of real numbers. A usual sampler makes noise from one of $2^{53}$ uniform numbers, so only some
# outcomes can occur, and *which* ones depends on the true answer (Mironov 2012): the press office's mistake again, hidden
# in the last digits. We attack NumPy's own Laplace sampler.
#
# The release: how many clients of 70 or older defaulted, with ε = 0.1. The stranger knows the outcome of all of them but one.

# %% slideshow={"slide_type": "fragment"}
from execml.differential_privacy.attacks.floating_point import possible

credit = load("credit")
true_count = int(((credit["age"] >= 70) & (credit["default"] == 1)).sum())
epsilon = 0.1
releases = laplace(np.full(2_000, float(true_count)), 1, epsilon, generator)
proven = ~possible(releases, answer=true_count - 1, scale=1 / epsilon)
wronged = ~possible(releases, answer=true_count, scale=1 / epsilon)
show(
    figures.porous_grid((true_count - 1, true_count), 1 / epsilon, start=15.18, count=40),
    alt="Two rows of marks, one for each true count, over forty floating-point numbers in a row: "
    "most numbers that can be published can come from one of the two counts only.",
)
say(f"""
    **More than {int(10 * proven.mean())}0% of the releases prove that the last client defaulted**;
    {wronged.sum()} of {len(releases):,} point to the wrong world. At ε = {epsilon} and δ = 0, a test
    without false alarms may have no hits at all.
""")

# %% slideshow={"slide_type": "fragment"}
from execml.differential_privacy import geometric
from execml.differential_privacy.mechanisms.discrete import discrete_laplace_pmf

cured = geometric(np.full(2_000, true_count), sensitivity=1, epsilon=epsilon, generator=generator)
with_last = discrete_laplace_pmf(cured - true_count, rate=epsilon)
without_last = discrete_laplace_pmf(cured - (true_count - 1), rate=epsilon)
worst = np.abs(np.log(with_last / without_last)).max()
say(f"""
    **The cure is noise that lives where computers are exact: whole numbers.** Geometric noise, drawn with
    integer arithmetic only, can give every whole number in both worlds; over {len(cured):,} releases
    the log ratio of the two probabilities is at most {worst:.3f}, which is ε. It costs nothing: the
    mean error is {1 / np.sinh(epsilon):.1f} clients, and {1 / epsilon:.1f} with Laplace noise.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What it costs
#
# The average limit, published in whole dollars with exact noise, 4,000 times at each ε. Beside it, a branch of 300 clients (a
# public number), where one client weighs a hundred times more.

# %% slideshow={"slide_type": "fragment"}
from execml.differential_privacy import discrete_laplace

cost = pd.DataFrame({"ε": [0.1, 1.0, 3.0, 10.0]})
for group, members in (("whole bank, 30,000 clients", clients), ("branch of 300 clients", 300)):
    weight = bound / members  # the most that one client moves the average
    runs = [discrete_laplace(np.zeros(4_000), weight, epsilon, generator) for epsilon in cost["ε"]]
    cost[group] = np.abs(runs).mean(axis=1)
formats = {"ε": "{:g}", **dict.fromkeys(cost.columns[1:], "{:,.0f}")}
table(cost, "Mean error that privacy adds to the average limit, in NT dollars", formats)
sampling_error = limits.std() / np.sqrt(clients)
at_one = cost.loc[cost["ε"] == 1].iloc[0]
say(f"""
    Seen as a sample of the market, {clients:,} clients give an average with a standard
    error of NT\\$ {sampling_error:,.0f} anyway. **For the whole bank, the error of privacy at ε = 1 is
    {at_one.iloc[1] / sampling_error:.0%} of that. For a branch of 300 at ε = 0.1 it is
    {cost.iloc[0, 2] / with_client:.0%} of the average itself.** Small groups pay.
""")


# %% [markdown] slideshow={"slide_type": "slide"}
# ## Exercises
#
# Replace each `...`, run the cell and the one below it. Three hints stand folded below each check.
#
# 1. *Warm-up, 4 minutes.* The scale of Laplace noise for a mean over a public number of clients.
# 2. *Core, 6 minutes.* The true share of "yes" behind a reported share of randomised answers.
# 3. *Judgement, 5 minutes.* The lawyers want to write: "Even someone who knows every other record, and thinks a claim about yours 1%
#    likely, cannot come to think it more than 5% likely." Up to which ε, to two decimals, is that true (one release, δ = 0)?


# %% tags=["exercise"]
def noise_scale(bound, clients, epsilon):
    """Scale of Laplace noise for a mean of values in [0, bound], one record replaced."""
    return ...  # TODO: sensitivity divided by epsilon


# %% tags=["solution"]
def noise_scale(bound, clients, epsilon):
    """Scale of Laplace noise for a mean of values in [0, bound], one record replaced."""
    return bound / clients / epsilon


# %%
check("dp2.scale", noise_scale)


# %% tags=["exercise"]
def true_share(reported, epsilon):
    """Unbiased estimate of the share of yes, from the share reported under randomised response."""
    return ...  # TODO: take the lies out again


# %% tags=["solution"]
def true_share(reported, epsilon):
    """Unbiased estimate of the share of yes, from the share reported under randomised response."""
    lie = 1 / (1 + np.exp(epsilon))
    return (reported - lie) / (1 - 2 * lie)


# %%
check("dp2.debias", true_share)

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
# 2. Which neighbours: one record replaced, or one added or removed?
# 3. Which ε and δ, for one release and for the whole year? How does δ compare with one over the number of clients?
# 4. Who set the clipping bounds, and from what? If from the data, where is the ε that this cost?
# 5. Which sampler makes the noise, exact integers or floating point, and from cryptographic randomness? Which formula sets σ?

# %% slideshow={"slide_type": "skip"}
quiz("dp2")

# %% tags=["exercise"] slideshow={"slide_type": "skip"}
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"] slideshow={"slide_type": "skip"}
choice = "your record changes the odds of any claim about you by at most a stated factor"
because = "Of the three, only this one is a theorem. Factor, reader, unit and period stand beside it."

# %% slideshow={"slide_type": "slide"}
decide(
    "dp2.promise",
    choice,
    because,
    evidence={
        "releases that prove a client, with noise chosen by eye": f"{exposed:.0%}",
        "odds factor at ε = 1, all other records known": f"{np.exp(1):.1f}",
        "for any other reader": f"{np.exp(2):.1f}",
        "1% suspicion becomes at most": f"{float(largest_posterior(0.01, 1.0)):.1%}",
        "odds factor for a household of four": f"{np.exp(4):.0f}",
        "mean error of the average limit at ε = 1": f"{at_one.iloc[1]:,.0f} NT dollars",
    },
)

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# **Talking points.** Open with the two overlapping curves and say the sentence "nearly as likely in both worlds" three times. Let the room
# choose noise for the press office by eye, then show the share of releases that give the client away.
#
# **Where rooms stumble.** "ε = 10 is still private": read out the last row of the table. "δ is the chance of a breach": it is the part of the
# probability that the bound does not cover; ε = 0, δ = 1/n prints somebody's record. "Nothing can be learned about me": smoking and cancer.
#
# **Expected decision.** The third sentence, with factor, unit and period named, and who is meant: $e^\varepsilon$ for a reader who knows all
# other records, $e^{2\varepsilon}$ for any reader. Ask who in the bank could defend the first two.

# %% [markdown] slideshow={"slide_type": "skip"}
# ## Sources
#
# - Dwork, McSherry, Nissim and Smith (2006), *Calibrating noise to sensitivity in private data analysis*, TCC. [doi:10.1007/11681878_14](https://doi.org/10.1007/11681878_14)
# - Dwork and Roth (2014), *The algorithmic foundations of differential privacy*. [doi:10.1561/0400000042](https://doi.org/10.1561/0400000042)
# - Kasiviswanathan and Smith (2014), *On the "semantics" of differential privacy: a Bayesian formulation*, JPC 6(1). [doi:10.29012/jpc.v6i1.634](https://doi.org/10.29012/jpc.v6i1.634)
# - Wasserman and Zhou (2010), *A statistical framework for differential privacy*, JASA 105(489). [doi:10.1198/jasa.2009.tm08651](https://doi.org/10.1198/jasa.2009.tm08651)
# - Kairouz, Oh and Viswanath (2015), *The composition theorem for differential privacy*, ICML. [arXiv:1311.0776](https://arxiv.org/abs/1311.0776)
# - Dong, Roth and Su (2022), *Gaussian differential privacy*, JRSS B 84(1). [doi:10.1111/rssb.12454](https://doi.org/10.1111/rssb.12454)
# - Balle and Wang (2018), *Improving the Gaussian mechanism for differential privacy: analytical calibration and optimal denoising*, ICML. [arXiv:1805.06530](https://arxiv.org/abs/1805.06530)
# - McSherry and Talwar (2007), *Mechanism design via differential privacy*, FOCS. [doi:10.1109/FOCS.2007.66](https://doi.org/10.1109/FOCS.2007.66)
# - Ghosh, Roughgarden and Sundararajan (2012), *Universally utility-maximizing privacy mechanisms*, SIAM J. Computing 41(6). [arXiv:0811.2841](https://arxiv.org/abs/0811.2841)
# - Warner (1965), *Randomized response: a survey technique for eliminating evasive answer bias*, JASA 60(309). [doi:10.1080/01621459.1965.10480775](https://doi.org/10.1080/01621459.1965.10480775)
# - Duchi, Jordan and Wainwright (2013), *Local privacy and minimax bounds: sharp rates for probability estimation*, NeurIPS. [arXiv:1305.6000](https://arxiv.org/abs/1305.6000)
# - Mironov (2012), *On significance of the least significant bits for differential privacy*, CCS. [doi:10.1145/2382196.2382264](https://doi.org/10.1145/2382196.2382264)
# - Canonne, Kamath and Steinke (2020), *The discrete Gaussian for differential privacy*, NeurIPS. [arXiv:2004.00010](https://arxiv.org/abs/2004.00010)
# - Data: `credit`, see its datasheet. Checked against OpenDP 0.16 and dp-accounting 0.6.
