# ---
# title: Noise that cancels
# decision: A supplier trains on clients in order and states an ε for drawn batches. What does Harbour Bank demand?
# present: 6
# parts:
#   failure: "The loader goes through the clients in order"
#   mathematics: "A model is a sum of steps"
#   cost: "What it costs"
# minutes: {reading: 24, exercises: 15}
# needs: ["units 3 and 4: what ε and δ promise, drawn batches, clipping", "that a gradient step moves a model a little; one folded proof uses power series"]
# objectives:
#   - say what an ε for drawn batches is worth when the loader goes through the clients in order
#   - explain how noise that is mixed over the steps cancels in their sum, and compute one client's reach
#   - compare ways of adding noise at the same ε, in AUC, in work and in money
#   - place an ε among those that others publish
# libraries: [numpy, pandas, scipy, scikit-learn, jax-privacy]
# claims:
#   - bold: "The attacker finds # of the members who come in order, and # of those who are drawn"
#     test: tests/differential_privacy/units/unit_5/test_claims.py::test_members_who_come_in_order_are_found_far_more_often
#   - bold: "Noise that cancels ends # points of AUC below drawn batches (# to #)."
#     test: tests/differential_privacy/units/unit_5/test_claims.py::test_noise_that_cancels_ends_a_little_below_drawn_batches
#   - bold: "Fresh noise ends # points below noise that cancels (# to #)."
#     test: tests/differential_privacy/units/unit_5/test_claims.py::test_fresh_noise_in_each_step_costs_more_than_noise_that_cancels
#   - bold: "All clients in every step, with twenty times the arithmetic, end # points above noise that cancels (# to #)."
#     test: tests/differential_privacy/units/unit_5/test_claims.py::test_all_clients_in_every_step_end_above_noise_that_cancels
#   - bold: "# times quieter"
#     test: tests/differential_privacy/units/unit_5/test_claims.py::test_the_running_sum_is_as_much_quieter_as_the_page_says
#     kind: exact
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # Noise that cancels
#
# **The decision.** A supplier trains on clients in order and states an ε for drawn batches. What does Harbour Bank demand?
#
# *24 minutes of reading, 15 of exercises. You need: units 3 and 4, that is, what ε and δ promise, drawn batches and clipping; that a gradient step moves a model a little. One folded proof uses power series.*

# %% tags=["hide-input"] slideshow={"slide_type": "skip"}
import math

import numpy as np
import pandas as pd
from scipy.stats import norm
from sklearn.metrics import roc_auc_score

from execml.course import (
    POLICY, as_of, begin, check, decide, fact, hint, paired, predict, prices, quiz, repeated, reveal, risk_split,
    rivals, say, show, spread, table,
)
from execml.course.digits import at_least, at_most
from execml.differential_privacy import (
    DPFTRLClassifier, DPSGDClassifier, gaussian_epsilon, gaussian_sigma, noise_multiplier, participation_sensitivity,
    prefix_deviations, square_root_coefficients,
)
from execml.differential_privacy.units.unit_5 import figures

begin()
split = risk_split()
train, test = split.train_features.astype("float32"), split.test_features.astype("float32")
EPSILON, DELTA = POLICY.model_epsilon.value, POLICY.delta.value
BATCHES, PASSES = 20, 20  # 1,000 clients a batch on average; 400 steps, as in unit 4

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# Unit 4's ε rests on a coin: each client joins each batch by chance, and nobody knows who took part. Many systems cannot toss it. A
# loader goes through a list; a telephone takes part when it charges. Then the doubt is gone, and with it most of the promise.
#
# The same ε can be had with more noise. Or with noise that is drawn once and *mixed* over the steps, so that each step takes back a
# part of what the last one added. A model is a sum of steps, and in the sum most of that noise cancels. Or all clients join each step.

# %% tags=["hide-input"] slideshow={"slide_type": "fragment"}
predict(
    "dp5.order",
    "Batches in order, ε = 3, fresh noise in each step: by how many points does AUC fall below that of drawn batches?",
    low=0,
    high=30,
    unit="points",
)

# %% slideshow={"slide_type": "fragment"}
SAME = {"delta": DELTA, "max_gradient_norm": 4.0, "hidden_layers": (16,), "clients": 20_000}

def auc_of(model):
    return roc_auc_score(split.test_labels, model.fit(train, split.train_labels).predict_proba(test)[:, 1])

def drawn(seed, pace=2.0):
    settings = {**SAME, "learning_rate": pace, "generator": np.random.default_rng(seed)}
    return 100 * auc_of(DPSGDClassifier(epsilon=EPSILON, batch_size=1_000, epochs=PASSES, **settings))

def cancelling(seed, pace=2.0, bands=BATCHES):
    settings = {**SAME, "learning_rate": pace, "generator": np.random.default_rng(seed)}
    return 100 * auc_of(DPFTRLClassifier(EPSILON, batches=BATCHES, passes=PASSES, bands=bands, **settings))

def fresh(seed):
    return cancelling(seed, pace=0.7, bands=1)

seeds = {"seed": range(10)}
runs = {
    "drawn batches": repeated(drawn, over=seeds),
    "in order, noise that cancels": repeated(cancelling, over=seeds),
    "in order, fresh noise": repeated(fresh, over=seeds),
}
behind, further = paired(drawn, cancelling, over=seeds), paired(cancelling, fresh, over=seeds)
gentle = paired(drawn, cancelling, over={"seed": range(5), "pace": [0.7]})
show(*spread(runs, "Where nothing can be drawn, noise that cancels loses less than fresh noise", x="AUC on 10,000 other clients, in points"))
reveal("dp5.order", (runs["drawn batches"] - runs["in order, fresh noise"]).mean, "{:.1f}")

def with_interval(gap):
    low, high = gap.interval()
    return f"{gap.mean:.1f} points {{}} ({low:.1f} to {high:.1f})".replace("-", "−")

say(f"""
    **Noise that cancels ends {with_interval(behind).format("of AUC below drawn batches")}.**
    **Fresh noise ends {with_interval(further).format("below noise that cancels")}.**
    A point is a hundredth of AUC; ten trainings each, 95% intervals of the mean difference, at ε = {EPSILON:g} and the settings of unit 4. Each
    way has the best of the three learning rates that unit 4 tried, found as there on invented clients: 2, and 0.7 for fresh noise. With
    0.7 for both, drawing is {with_interval(gentle).format("ahead")}.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The loader goes through the clients in order
#
# The supplier of this unit computed its noise for drawn batches: ε = 3 over 400 steps. Its loader shuffles the list once and then takes
# 1,000 clients after the other, 20 passes long. An attacker who knows the order, from a log or a colleague, watches the 20 steps in which
# the client would be. An attacker on drawn batches has 400 steps to look at, and the client is in about 20 of them, nobody knows which.
#
# The gap is known (Chua and others 2024). Both attackers below use the best test there is, the [ratio](../glossary.md#Privacy-loss) of the two chances, on a client whose clipped gradient stands out.
# In the other world the client's place stays *empty*. Where the rest of the list moves up instead, every batch changes, and no ε below is proven.
#
# <details><summary>Proof: what a secret order can take off ε</summary>
#
# Let one of $m$ places be the client's in every pass, each as likely, and nobody know which. $P$ is then the mean of the $m$ chances $P_i$ with a known place, so
# $\ln(P/Q) \ge \ln(P_i/Q) - \ln m$ everywhere. Where all others add nothing, the places differ in name only, and the δ of $P$ at ε is at least that of $P_1$ at $\varepsilon + \ln m$. So the
# secret takes off $\ln m$ at most.
#
# </details>

# %% slideshow={"slide_type": "fragment"}
STEPS = BATCHES * PASSES
supplier_noise = noise_multiplier(EPSILON, DELTA, 1 / BATCHES, STEPS)

def found(seed, drawn_batches, people=4_000):
    """Share of members found, at each share of false alarms from 0.1% to 20%."""
    coins = np.random.default_rng(seed)
    watched = (people, STEPS if drawn_batches else PASSES)  # in order, the other steps tell nothing
    takes_part = coins.random(watched, dtype="float32") < 1 / BATCHES if drawn_batches else True
    without = supplier_noise * coins.standard_normal(watched, dtype="float32")
    within = supplier_noise * coins.standard_normal(watched, dtype="float32") + takes_part
    def score(seen):
        ratio = np.exp((seen - 0.5) / supplier_noise**2)
        return np.prod(1 + (ratio - 1) / BATCHES if drawn_batches else ratio, axis=1)
    thresholds = np.quantile(score(without), 1 - np.arange(1, 201) / 1000)
    return (score(within)[:, None] > thresholds).mean(axis=0)

ordered, hidden = (np.mean([found(seed, way) for seed in range(10)], axis=0) for way in (False, True))
true_epsilon = gaussian_epsilon(supplier_noise, DELTA, math.sqrt(PASSES))
secret_epsilon = true_epsilon - math.log(BATCHES)
show(*figures.attack(ordered, hidden, alarms=0.01))
say(f"""
    **The attacker finds {ordered[9]:.0%} of the members who come in order, and {hidden[9]:.0%} of those who are drawn**, accusing
    1% of others in both cases (ten times 4,000 of each). What can be proven for the run in order is not ε = {EPSILON:g} but
    ε = {at_most(true_epsilon, ".1f")}, and no less than {at_least(secret_epsilon, ".1f")} even if the order stayed secret. The noise is the same, the model is as good;
    the doubt about who took part is gone.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A model is a sum of steps
#
# Let $g_t$ be the clipped sum of gradients in step $t$. After $t$ steps the model is its start minus the
# [prefix sum](../glossary.md#Prefix-sum) $g_1 + \dots + g_t$. So what is released are prefix sums: $A G$, where row $t$ of $G$ is $g_t$ and $A$ is the lower triangle of ones.
# Split $A = B\,C$ and release
#
# $$B\,(C\,G + Z) \;=\; A\,G + B\,Z ,$$
#
# with independent Gaussian noise $Z$. Two things can now be chosen apart:
#
# - **Privacy** is that of $C G + Z$: the [sensitivity](../glossary.md#Sensitivity) is how far one client moves $C G$. Taking part in the steps $S$, that is the
#   length of the sum of the columns $S$ of $C$.
# - **Noise in the model** is $B Z$: the length of row $t$ of $B$ tells how much of it is in the sum after $t$ steps.
#
# Fresh noise in each step is $C = I$, $B = A$. The idea of [DP-FTRL](../glossary.md#DP-FTRL) is a better split. The square root, $B = C$, shares the burden evenly.
#
# <details><summary>Proof: the square root of the triangle of ones</summary>
#
# A lower triangle with the numbers $c_0, c_1, \dots$ down its diagonals multiplies like the power series $c(x) = \sum c_k x^k$. All ones are
# $1/(1-x)$. Its root is $c(x) = (1-x)^{-1/2}$, with $c_0 = 1$ and $c_k = c_{k-1}\,(2k-1)/(2k)$. For one pass both factors have length
# $\sqrt{\sum_{k<T} c_k^2}$, and $c_k^2 \approx 1/(\pi k)$. So the noise in the last sum grows like $\ln T / \pi$, where fresh noise grows like $\sqrt{T}$.
#
# </details>
#
# With several passes the columns of one client overlap. Cut after as many bands as a pass has batches, they do not: squares add up, as for fresh noise.

# %% slideshow={"slide_type": "fragment"}
kinds = {"fresh noise": 1, "square root, uncut": STEPS, "square root, cut": BATCHES}
rows, lines = [], {}
for name, bands in kinds.items():
    mixing = square_root_coefficients(STEPS, bands)
    reach = participation_sensitivity(mixing, gap=BATCHES)
    noise = gaussian_sigma(EPSILON, DELTA, reach)
    lines[name] = noise * prefix_deviations(mixing)
    rows.append({"noise": name, "one client's reach": reach, "noise drawn": noise, "noise in the whole sum": lines[name][-1]})
split_of = pd.DataFrame(rows)
table(split_of, f"ε = {EPSILON:g} over {PASSES} passes of {BATCHES} batches, in clipping norms", dict.fromkeys(split_of.columns[1:], "{:.1f}"))
show(*figures.running_noise(lines))
quieter = split_of["noise in the whole sum"].iloc[0] / split_of["noise in the whole sum"].iloc[2]
say(f"""
    At the same ε the sum of all steps is **{quieter:.1f} times quieter**. The noise *drawn* is larger, because a client reaches further
    into the mixture; most of it is taken back.
""")

# %% [markdown] slideshow={"slide_type": "fragment"}
# The library that Google DeepMind publishes for this, JAX Privacy, computes the same two numbers in other ways.

# %% slideshow={"slide_type": "fragment"}
from execml.differential_privacy.libraries.jax_privacy import jax_privacy_deviations, jax_privacy_sensitivity

for bands in kinds.values():
    mixing = square_root_coefficients(STEPS, bands)
    assert np.isclose(participation_sensitivity(mixing, BATCHES), jax_privacy_sensitivity(mixing, BATCHES), rtol=1e-12)
    assert np.allclose(prefix_deviations(mixing), jax_privacy_deviations(mixing), rtol=1e-12)
say(f"""
    Reach and noise of all three kinds agree with JAX Privacy {fact("version.jax_privacy").value} to 12 digits, in each of the
    {STEPS} sums. {fact("gboard.mechanism").text} {as_of(fact("gboard.mechanism"))}
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What it costs
#
# **In AUC and money.** The strongest plain rival is no method at all: take *all* clients in every step. Nothing needs to be drawn, and each
# step is far less noisy. It pays with arithmetic. For the money: what a point of AUC brought when the bank bought one (the bank's own prices).

# %% slideshow={"slide_type": "fragment"}
def whole(passes, pace, seeds):
    def run(seed):
        settings = {**SAME, "learning_rate": pace, "generator": np.random.default_rng(seed)}
        return 100 * auc_of(DPFTRLClassifier(EPSILON, batches=1, passes=passes, **settings))
    return repeated(run, over={"seed": seeds})

ways = {name: (way, PASSES) for name, way in runs.items()}
ways["all clients, the same work"] = (whole(PASSES, 2.0, range(10)), PASSES)
ways["all clients, twenty times the work"] = (whole(STEPS, 2.0, range(10)), STEPS)
best_known, bought, hour = 100 * rivals()[POLICY.baseline.value].auc, prices().auc_point_bought, prices().hour
bill = pd.DataFrame({
    "way": list(ways),
    "AUC in points": [f"{way:.1f}" for way, _ in ways.values()],
    "below the baseline": [best_known - way.mean for way, _ in ways.values()],
    "NT$ million a round": [(best_known - way.mean) * bought.value / 1e6 for way, _ in ways.values()],
    "gradients, millions": [passes * len(train) / 1e6 for _, passes in ways.values()],
})
table(bill, f"The same promise, ε = {EPSILON:g}, beside {POLICY.baseline.value} without any ({best_known:.1f})", dict.fromkeys(bill.columns[2:], "{:.1f}"))
everybody = ways["all clients, twenty times the work"][0]
gained, beside = everybody - runs["in order, noise that cancels"], everybody - runs["drawn batches"]
hours, fewest, most = (max(0, gap) * bought.value / hour.value for gap in (behind.mean, *behind.interval()))
say(f"""
    **All clients in every step, with twenty times the arithmetic, end {with_interval(gained).format("above noise that cancels")}.**
    Beside drawn batches they end {with_interval(beside).format("higher")}: no difference that ten runs show. A training takes seconds.

    The {behind.mean:.1f} points that drawing gains on mixing pay for {hours:,.0f} hours of work on a loader ({fewest:,.0f} to {most:,.0f}) at
    NT\\$ {hour.value:,.0f} an hour, provided a point brings what one brought.

    That value is uncertain too, NT\\$ {bought.low / 1e6:.1f} to {bought.high / 1e6:.1f} million: it may be nothing.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# **In memory and time.** To mix a step's noise one needs that of the steps before: as many copies of the model's weights as there
# are bands, or time to draw it again. For a billion weights that decides; mixtures that need a handful
# of copies were tried in production (McMahan, Xu and Zhang 2024).
#
# **What this page cannot show.** One network of 500 weights, one bank, batches of 1,000. With drawn batches *and* mixed noise both
# gains add up in part (Choquette-Choo and others 2023), and so they do where each client's place is drawn and kept secret (the same, 2024); we
# ran neither. Mixtures found by optimisation train about as well as the cut root (Kalinin and Lampert 2024). The clipping is unit 4's, chosen for drawn batches.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Is ε = 3 a strong promise?
#
# There is no law for ε. There is what others publish. ε alone cannot be compared, since δ differs; so each promise is turned into what the
# best attacker could do if all of it were Gaussian noise: how many of 100 members are found while 1 of 100 others is accused. For persons
# the census states its noise itself, ρ, and for one person *replaced*; the other bars follow from ε.

# %% slideshow={"slide_type": "fragment"}
def members_found(mu):
    return norm.cdf(mu - norm.isf(0.01))

published = pd.DataFrame([
    ("keyboard, strongest", 0.994, 1e-10, False),
    ("census, housing units", float(fact("census.units").value), 1e-10, False),
    ("our model", EPSILON, DELTA, True),
    ("our year", POLICY.yearly_cap.value, DELTA, True),
    ("keyboard, weakest", 13.69, 1e-10, False),
    ("census, persons", float(fact("census.persons").value), 1e-10, False),
], columns=["whose", "ε", "δ", "ours"])
published["μ"] = [1 / gaussian_sigma(*pair) for pair in published[["ε", "δ"]].itertuples(index=False)]
published.loc[5, "μ"] = math.sqrt(2 * float(fact("census.rho").value))  # Gaussian noise with this ρ
published["found"] = members_found(published["μ"])
replaced = members_found(2 * published.loc[2, "μ"])  # one client removed and one added
show(*figures.promises(published))
sources = [fact(name) for name in ("gboard.epsilon", "census.persons", "census.units", "epsilon.tiers")]
say(f"""
    {" ".join(source.text for source in sources)} {as_of(*sources)} By these, Harbour Bank's model and year lie between strong and
    reasonable. For one client replaced, as the census counts, our model's bar would stand at up to {at_most(100 * replaced, ".0f")}.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Exercises
#
# Replace each `...`, run the cell and the one below it. Three hints stand folded below each check.
#
# 1. *Core, 6 minutes.* How far one client reaches, for any way of mixing.
# 2. *Core, 4 minutes.* Noise multiplier 4, fresh in each step, 10 passes of 20 batches in order. Which ε, at the bank's δ, may be stated?
# 3. *Judgement, 5 minutes.* Four suppliers state ε = 3. Whose number holds? The table follows.

# %% tags=["exercise"]
def reach(mixing, steps):
    """Length by which a client in these steps moves what is released; column j of mixing belongs to step j."""
    return ...  # TODO: the columns of these steps, their sum, its length

# %% tags=["solution"]
def reach(mixing, steps):
    """Length by which a client in these steps moves what is released; column j of mixing belongs to step j."""
    return np.linalg.norm(mixing[:, steps].sum(axis=1))

# %%
check("dp5.reach", reach)

# %% tags=["exercise"]
true_epsilon_of_ten_passes = ...  # TODO: gaussian_epsilon(sigma, delta, sensitivity)

# %% tags=["solution"]
true_epsilon_of_ten_passes = gaussian_epsilon(4.0, DELTA, math.sqrt(10))

# %%
check("dp5.true_epsilon", true_epsilon_of_ten_passes)

# %% slideshow={"slide_type": "skip"}
def asked(bands, passes=PASSES):
    return gaussian_sigma(EPSILON, DELTA, participation_sensitivity(square_root_coefficients(STEPS, bands), BATCHES, passes))

offers = pd.DataFrame({
    "supplier": list("ABCD"),
    "batches": ["drawn by chance", "shuffled once, in order", "in order, kept places", "in order, kept places"],
    "noise": ["fresh", "fresh", "mixed over 20 steps", "mixed over 20 steps"],
    "passes": [20, 20, 20, 20],
    "noise drawn": [1.8, 1.8, 10.0, 2.5],
    "ε = 3 asks for": [noise_multiplier(EPSILON, DELTA, 1 / BATCHES, STEPS), asked(1), asked(BATCHES), asked(BATCHES)],
    "audit found at least": [1.1, 1.9, 0.8, 1.4],
})
table(offers, "Four suppliers who state ε = 3", {"ε = 3 asks for": lambda noise: at_most(noise, ".2f"), "noise drawn": "{:.1f}"})

# %% tags=["exercise"]
to_sign = ...  # TODO: a list of letters, such as ["A", "B"]

# %% tags=["solution"]
to_sign = ["A", "C"]  # B's batches are not drawn, D's noise is that of one pass

# %%
check("dp5.offers", to_sign)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Five questions to a supplier or a team:
#
# 1. Who decides which clients are in a batch: a fresh coin for each, a list, or the clients' devices?
# 2. For which of these was your ε computed, and by which theorem?
# 3. How often can one client take part, what enforces it, and does everybody keep their batch when one leaves?
# 4. Is the noise fresh in each step or mixed? Over how many steps, and which library computed the reach?
# 5. Which published promises, at which δ and for whose data, do you compare yours with?

# %% slideshow={"slide_type": "skip"}
quiz("dp5")

# %% tags=["exercise"] slideshow={"slide_type": "skip"}
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"] slideshow={"slide_type": "skip"}
choice = "have it trained again on all clients in every step"
because = "The stated ε is not that of the run. All clients need no coin and no order, rank no lower in our runs, and cost seconds."

# %% slideshow={"slide_type": "slide"}
decide(
    "dp5.order",
    choice,
    because,
    evidence={
        "ε of the supplier's run, order known / secret, at least": f"{at_most(true_epsilon, '.1f')} / {at_least(secret_epsilon, '.1f')}",
        "AUC points below the baseline, drawn batches": f"{best_known - runs['drawn batches'].mean:.1f}",
        "AUC points below the baseline, in order, noise that cancels": f"{best_known - runs['in order, noise that cancels'].mean:.1f}",
        "AUC points below the baseline, in order, fresh noise": f"{best_known - runs['in order, fresh noise'].mean:.1f}",
        "AUC points below the baseline, all clients in every step": f"{best_known - everybody.mean:.1f}",
        "hours of work that drawing pays for": f"{hours:,.0f} ({fewest:,.0f} to {most:,.0f})",
    },
)

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# **Talking points.** Ask who in the room has a supplier whose loader shuffles; then show the attack. Let somebody explain in their own words why the second
# step subtracts a part of the first step's noise.
#
# **Where rooms stumble.** "Nobody knows the order": a log does, and a secret order takes off ln 20 = 3 at most. "Mixed noise is less noise": each step has more, the sum has less. "ε = 3 is small, 17 is
# large": at other δ and for other neighbours; read out what an attacker finds.
#
# **Expected decision.** All clients in every step: nothing to draw, nothing to keep secret, and seconds of arithmetic. Ask what changes it: a network or a client list
# so large that twenty times the work is a bill. Then noise that cancels keeps the loader; drawing ranks a little better where coins can be tossed and
# kept secret. Not the paper as it is.

# %% [markdown] slideshow={"slide_type": "skip"}
# ## Sources
#
# - Chua, Ghazi, Kamath, Kumar, Manurangsi, Sinha and Zhang (2024), *How private are DP-SGD implementations?*, ICML. [arXiv:2403.17673](https://arxiv.org/abs/2403.17673)
# - Kairouz, McMahan, Song, Thakkar, Thakurta and Xu (2021), *Practical and private (deep) learning without sampling or shuffling*, ICML. [arXiv:2103.00039](https://arxiv.org/abs/2103.00039)
# - Denisov, McMahan, Rush, Smith and Thakurta (2022), *Improved differential privacy for SGD via optimal private linear operators on adaptive streams*, NeurIPS. [arXiv:2202.08312](https://arxiv.org/abs/2202.08312)
# - Fichtenberger, Henzinger and Upadhyay (2023), *Constant matters*, ICML. [arXiv:2202.11205](https://arxiv.org/abs/2202.11205)
# - Choquette-Choo and others (2023), *(Amplified) banded matrix factorization*, NeurIPS. [arXiv:2306.08153](https://arxiv.org/abs/2306.08153)
# - Choquette-Choo, Ganesh, Haque, Steinke and Thakurta (2024), *Near exact privacy amplification for matrix mechanisms*. [arXiv:2410.06266](https://arxiv.org/abs/2410.06266)
# - Kalinin and Lampert (2024), *Banded square root matrix factorization for differentially private model training*, NeurIPS. [arXiv:2405.13763](https://arxiv.org/abs/2405.13763)
# - McMahan, Xu and Zhang (2024), *A hassle-free algorithm for private learning in practice*. [arXiv:2408.08868](https://arxiv.org/abs/2408.08868)
# - Dong, Roth and Su (2022), *Gaussian differential privacy*, JRSS B 84(1). [doi:10.1111/rssb.12454](https://doi.org/10.1111/rssb.12454)
# - Data: `credit`, see its datasheet.
