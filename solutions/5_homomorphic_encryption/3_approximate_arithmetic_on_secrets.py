# ---
# title: Approximate arithmetic on secrets
# decision: Who may ever see a decrypted score, and with how many digits?
# present: 2
# parts:
#   failure: "They only asked for the scores back"
#   mathematics: "The noise is part of the number"
#   cost: "What it costs"
# minutes: {reading: 29, exercises: 15}
# needs: ["unit 2, or the words ciphertext, noise and modulus", what a logarithm of odds is]
# objectives:
#   - say why a decrypted score can give the key away, and what stops that
#   - follow scale and level of a ciphertext, and plan a depth against the security tables
#   - test an encrypted service with zeros and ones, and tell drift from noise
#   - judge a polynomial activation by its interval
# libraries: [numpy, pandas, scikit-learn, matplotlib, tenseal]
# claims:
#   - bold: "# of # keys come out"
#     test: tests/homomorphic_encryption/units/unit_3/test_claims.py::test_two_batches_give_every_key_at_eleven_digits_and_none_at_ten
#   - bold: "# of # clients' limits are read to the dollar"
#     test: tests/homomorphic_encryption/units/unit_3/test_claims.py::test_the_key_reads_every_limit_to_the_dollar
#   - bold: "# of # decisions change"
#     test: tests/homomorphic_encryption/units/unit_3/test_claims.py::test_no_decision_changes_at_the_recommended_parameters
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # Approximate arithmetic on secrets
#
# **The decision.** Who may ever see a decrypted score, and with how many digits?
#
# *29 minutes of reading, 15 of exercises. You need: unit 2, or the words ciphertext, noise and modulus; what a logarithm of odds is.*

# %% tags=["hide-input"] slideshow={"slide_type": "skip"}
import numpy as np
import pandas as pd
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from execml.course import as_of, begin, check, decide, fact, hint, predict, quiz, reveal, say, show, table
from execml.homomorphic_encryption import (
    EncryptedScorer,
    ScaleMismatch,
    ckks,
    cutoff_logit,
    decrypt_zeros_test,
    flooded,
    flooding_deviation,
    harbour_scorecard,
    largest_error,
    plan_parameters,
    polynomial_depth,
    recover_key,
    rounding_error,
    sigmoid_polynomial,
)
from execml.homomorphic_encryption.libraries import tenseal
from execml.homomorphic_encryption.units.unit_3 import figures
from execml.homomorphic_encryption.units.unit_3.exercises import SUPPLIERS

begin()
card, bar = harbour_scorecard(), cutoff_logit()

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# Models work with real numbers. The scheme CKKS encrypts thousands of them in one [ciphertext](../glossary.md#Ciphertext), adds and multiplies them, and is right to six digits here. It is what libraries for encrypted machine learning are built around.
#
# It has a property that a contract must mention. The small random error that hides a number stays in the result, below the last digit that anybody needs. Whoever is told a result *with* those digits, and holds its ciphertext, learns the error. The error was what protected the key.
#
# <div class="alert alert-block alert-info" role="note"><strong>What is attacked, and who knows.</strong> Keys made on this page, for this page, in one process. The attack has been public since 2020 (Li and Micciancio, 2021), and the makers of the library underneath tell users not to share decryptions. No service that anybody runs is meant. What is built from scratch here teaches and is not for production.</div>

# %% tags=["hide-input"] slideshow={"slide_type": "fragment"}
predict(
    "he3.digits",
    "A bank sends its supplier full batches of decrypted scores, so that the supplier can watch for drift. How many digits after "
    "the point suffice for the supplier to work out the bank's secret key?",
    low=1,
    high=16,
    unit="digits",
)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## They only asked for the scores back
#
# Harbour Bank has a supplier score its clients. The bank encrypts ten features of each client with TenSEAL, under a key that it alone holds. The supplier computes the scorecard on ciphertexts and returns encrypted logits, which the bank decrypts. So far nobody but the bank has read anything.
#
# For “monitoring” the supplier asks for the scores. The bank sends two batches of 4,096 numbers.

# %% slideshow={"slide_type": "fragment"}
batch = card.clients[:8_192]  # two full batches
digits, keys, found = (14, 13, 12, 11, 10, 9, 8), 5, []
for _ in range(keys):
    scorer = EncryptedScorer(card.weights, card.intercept, automatic=True)  # TenSEAL's own way
    bank = scorer.client()  # makes a fresh key
    supplier = scorer.server(bank.public_context)  # gets no secret key
    request = bank.encrypt(batch)
    scores = bank.decrypt(supplier.score(request)).reshape(2, 4_096)
    found.append([recover_key(supplier, scores.round(places)).found for places in digits])
assert not supplier.context.has_secret_key()

counts = np.array(found).sum(axis=0)
needed = min(places for places, count in zip(digits, counts, strict=True) if count == keys)
show(*figures.recovered(digits, counts, keys))
reveal("he3.digits", needed)
say(f"""
With {needed} digits or more **{counts[digits.index(needed)]} of {keys} keys come out**; with {needed - 1}, {counts[digits.index(needed - 1)]}.
The solution took no lattice and no luck: for each pair of roots, two equations with two unknowns.
""")

# %% slideshow={"slide_type": "fragment"}
key = recover_key(supplier, scores)
stolen = key.read(supplier, request)  # from the request that the supplier received
assert (key.coefficients == tenseal.secret_polynomial(bank.context)).all()
limits, true = (10_000 * 100 ** rows[:, 0] for rows in (stolen, batch))  # the scale of the bank's features
late, truly_late = (rows[:, card.names.index("months_late_1")] * 9 for rows in (stolen, batch))
exact = int((np.abs(limits - true) < 0.5).sum())
table(
    pd.DataFrame({
        "client": np.arange(1, 5),
        "limit, as the supplier reads it": limits[:4].round(),
        "limit, in the bank's file": true[:4].round(),
        "months late, read": np.abs(late[:4].round()),
        "in the file": truly_late[:4].round(),
    }),
    "What the supplier reads in the bank's encrypted request",
    {name: "{:,.0f}" for name in ("limit, as the supplier reads it", "limit, in the bank's file", "months late, read", "in the file")},
)
say(f"""
**{exact:,} of {len(batch):,} clients' limits are read to the dollar**, and so is everything else, past and to come, under this key.
Seen with TenSEAL {tenseal.tenseal_version()}, ring dimension 8,192, primes of 60, 40 and 60 bits, a scale of 40 bits.
""")

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Read the request aloud as it would stand in a contract: "the provider may receive scores for quality assurance". Who would have struck it out? Then show the figure and say that 10 digits stop this solution, and that nobody has proved that they stop the next one.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The noise is part of the number
#
# A CKKS ciphertext is two polynomials $c_0, c_1$ with $N$ coefficients modulo $q$. The secret $s$ is a third, with coefficients −1, 0 and 1. They satisfy
#
# $$c_0 + c_1\,s \;=\; m + e \quad\text{modulo } q .$$
#
# Here $m$ carries the numbers, multiplied by a [scale](../glossary.md#Scale) Δ and rounded, and $e$ is a small random error. Decryption returns $(m+e)/\Delta$, the error included. Exact schemes throw the error away; here it looks like one more rounding error, and stays. If $m + e$ is known to the last unit, $s = (m + e - c_0)/c_1$: one division.
#
# <details><summary>Why two batches, and how few digits are enough</summary>
#
# TenSEAL returns the real parts of its slots only. They determine $m(X) + m(1/X)$, half of the information. Let $a = c_1(X)$, $\bar a = c_1(1/X)$, and the same bars for $c_0$ and $s$. Each batch gives $a\,s + \bar a\,\bar s = m + \bar m - c_0 - \bar c_0$, one equation in the unknowns $s$ and $\bar s$ at each root of $X^N+1$ modulo $q$. Two batches are two equations; Cramer's rule gives $s$ at all roots, and the inverse transform its coefficients.
#
# Scores rounded to $d$ digits have errors of standard deviation $10^{-d}/\sqrt{12}$. A coefficient of $m + \bar m$ is $2\Delta/\sqrt N$ times a typical one of them. It must round to the right whole number in all $N$ places of both batches. At Δ = 2⁴⁰ and N = 8,192 that is 0.07 for 11 digits, seven deviations below one half, and 0.7 for 10 digits, which is hopeless.
#
# </details>

# %% slideshow={"slide_type": "fragment"}
data = load_breast_cancer()
features = StandardScaler().fit_transform(data.data)
model = LogisticRegression().fit(features[::2], data.target[::2])
patients = features[1::2]
plain = model.decision_function(patients)

draw = np.random.default_rng(0)  # repeatable, and so no protection: for teaching
context = ckks.new_context(8_192, prime_bits=(60, 40, 60), scale=2.0**40)
secret, public = ckks.generate_keys(context, draw)
rows = ckks.encrypt(patients.T, context, public, draw)  # one ciphertext a feature
score = (rows * model.coef_[0][:, None]).sum() + model.intercept_[0]
score = score.rescale()
logits = ckks.decrypt(score, secret)[: len(patients)]

library_scorer = EncryptedScorer(model.coef_[0], model.intercept_[0], interval=(-12, 12))
client = library_scorer.client()
theirs = client.decrypt(library_scorer.server(client.public_context).score(client.encrypt(patients)))
assert np.abs(logits - plain).max() < 1e-6 and np.abs(theirs - plain).max() < 1e-6
say(f"""
Scikit-learn's breast cancer data, {patients.shape[1]} features, {len(patients)} patients: our CKKS and TenSEAL both give every logit to within a
millionth of the one in clear. In ours {int(((logits > 0) != (plain > 0)).sum())} diagnoses change.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ### Scale and level, in the open
#
# A product of two numbers at scale Δ stands at Δ². *Rescaling* divides by one prime of the modulus and drops it. So each product uses up a [level](../glossary.md#Level), and the new scale is Δ² divided by that prime: nearly Δ, and not quite. Numbers at different scales must not be added, as metres and feet must not. Our ciphertexts carry both and refuse.

# %% slideshow={"slide_type": "fragment"}
deep = ckks.new_context(1_024, (60, 40, 40, 60), toy=True)
toy_secret, toy_public = ckks.generate_keys(deep, draw)
x = ckks.encrypt([0.5, 2.0], deep, toy_public, draw)
square = (x * x).rescale()
try:
    x.drop_to(square.level) + square
    refusal = ""
except ScaleMismatch as error:
    refusal = str(error)
small = ckks.new_context(8_192, (40, *[21] * 6, 40), scale=2.0**21)  # sizes of a well-known tutorial
row = tenseal.ckks_vector(tenseal.ckks_context(8_192, (40, *[21] * 6, 40), 21), np.array([50.0]))
factors = []
for _ in range(6):
    row = row * [1.0]
    factors.append(row.decrypt()[0] / 50)
first_factor = 2.0**21 / small.chain.primes[-1]
assert abs(factors[0] - first_factor) < 1e-3
say(f"""
Ours: *{refusal}*

TenSEAL sets the scale back to the global one after each product. At 21 bits the primes are far from powers of two: 50 times 1.0
becomes 50 × {factors[0]:.2f}, and after six products 50 × {factors[-1]:.2f}. That is no noise. It follows from the primes, here 2²¹ / {small.chain.primes[-1]:,} = {first_factor:.2f}, and
it is the same for every key.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ### Zeros in, zeros out
#
# A second error does depend on the key. Summing over slots needs rotations, each with a special prime. If that prime is no larger than the others, every rotation leaves a small offset, and the sum adds thousands of them. Against a scale of 2²⁰ that shows; against 2⁴⁰ it is a millionth as much. A test finds it without any theory: send zeros. (Drift needs a known number that is not zero: a factor leaves zeros alone.)

# %% slideshow={"slide_type": "fragment"}
choices = (("tutorial", 4_096, (40, 20, 40), 20), ("recommended", 8_192, (60, 40, 60), 40))
rows, flips = [], []
def told(changed):  # the key decides how many; in 120 keys it was 16 to 28
    return "10 to 40" if 10 <= changed <= 40 else f"{changed:,}" if changed else "none"

for name, size, bits, scale in choices:
    tests = [decrypt_zeros_test(tenseal.ckks_context(size, bits, scale, rotations=True), "dot") for _ in range(3)]
    scorer = EncryptedScorer(card.weights, card.intercept, ring_dimension=size, prime_bits=bits, scale_bits=scale, automatic=True)
    bank = scorer.client()
    encrypted = bank.decrypt(scorer.server(bank.public_context).score(bank.encrypt(card.clients)))
    flips.append(int(((encrypted > bar) != (card.logits() > bar)).sum()))
    kept = sum(test.passed for test in tests)
    rows.append((name, f"{size:,}", "–".join(map(str, bits)), f"2^{scale}", f"{kept} of 3", told(flips[-1])))
table(
    pd.DataFrame(rows, columns=["parameters", "N", "prime bits", "scale", "keys that return zeros to 0.0001", "decisions changed of 10,000"]),
    "The classical table of 2024 allows both; one of them computes",
)
say(f"""
With the recommended parameters **{flips[1]} of {len(card.clients):,} decisions change** against the scorecard in clear. With the tutorial's {told(flips[0])} do, by the key, although the batched
layout needs no rotation: its scores are too large by the factor {2.0**20 / ckks.new_context(4_096, (40, 20, 40), 2.0**20).chain.primes[-1]:.3f}. The tutorial's data and layout are not repeated here.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ### A curve made of products
#
# Only sums and products can be computed, so the sigmoid must become a polynomial. *Least squares* makes the mean error small, *Chebyshev* interpolation is simple, *minimax* makes the largest error least. All three are made for an interval, and all three run away outside it, where nobody can look.

# %% slideshow={"slide_type": "fragment"}
interval = (-8.0, 8.0)
curves = {method: {degree: sigmoid_polynomial(degree, interval, method) for degree in (3, 7)} for method in ("least_squares", "chebyshev", "minimax")}
show(*figures.curves({degree: curves["minimax"][degree] for degree in (3, 7)}, interval))
say("Inside its interval a higher degree is closer. Outside it is worse, and the ciphertext does not say which side a client is on.")
plans = {degree: plan_parameters(1 + polynomial_depth(degree), 28, adversary="quantum") for degree in (3, 7)}
table(
    pd.DataFrame([
        (
            degree,
            *(largest_error(curves[method][degree], interval) for method in curves),
            float(curves["minimax"][degree](12.0)),
            1 + polynomial_depth(degree),
            f"{plans[degree].ring_dimension:,}",
            f"{plans[degree].total_bits} of {plans[degree].limit}",
        )
        for degree in (3, 7)
    ], columns=["degree", "least squares", "Chebyshev", "minimax", "minimax at 12", "levels", "N", "bits, quantum table of 2024"]),
    "Largest error on [−8, 8], value outside, and the parameters that it takes",
    {"minimax at 12": "{:,.1f}"} | {name: "{:.3f}" for name in ("least squares", "Chebyshev", "minimax")},
)
say("""
The plain rival costs nothing: send the logit back, and let the client apply the true sigmoid after decryption, or compare the logit with the
cutoff's. The bank's scorecard does that: one level, no polynomial. Where a hidden layer needs a curve, the client must refuse inputs that could leave its interval.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What it costs
#
# Noise can be drowned in noise. *Flooding* adds a normal random number to each score before it is shown. Let $d$ be the length of one ciphertext's errors: the root of the sum of their squares over its slots. For τ decrypted ciphertexts and κ bits of protection, the random numbers need a standard deviation of $\sqrt{12\,\tau}\;2^{\kappa/2}\,d$. (Li, Micciancio, Schultz and Sorrell, 2022, in the form of OpenFHE's guide, which drops a factor $\sqrt{2N}$ of the paper's as a mistake.)

# %% slideshow={"slide_type": "fragment"}
length = 1e-6  # above what was measured on the bank's clients, here and for other keys
drift = context.scale / context.chain.primes[-1]  # TenSEAL's, the same for every key
errors = encrypted - drift * card.logits()
assert length / 4 < max(np.linalg.norm(errors[start : start + 4_096]) for start in (0, 4_096)) < length
released = []
for bits in (0, 10, 20, 30, 60):
    deviation = flooding_deviation(length, bits, decryptions=128) if bits else 0.0
    shown = flooded(card.logits(), deviation, np.random.default_rng(1))
    changed = int(((shown > bar) != (card.logits() > bar)).sum())
    released.append((bits, deviation, changed))
flood = pd.DataFrame(released, columns=["bits of protection", "standard deviation of the noise", "decisions changed of 10,000"])
table(flood, "What flooding does to the bank's scores, for 128 ciphertexts", {"standard deviation of the noise": lambda value: f"{value:,.4f}" if value < 10 else f"{value:,.0f}"})
thirty = flood.set_index("bits of protection")["decisions changed of 10,000"].loc[30]
say(f"""
At thirty bits, which OpenFHE's guide names as the least, {thirty:,} decisions of 10,000 differ from the unflooded ones; at sixty every score is noise, and half the decisions with it. More precision
can pay for it: OpenFHE offers 128-bit arithmetic for the purpose. {fact("openfhe.decryptions").text} {as_of(fact("openfhe.decryptions"))}

What stands between a score and the key, then:

- *Returning nothing* leaves no equation: all then rests on the scheme itself. The bank watches for drift.
- *Decisions in place of scores*, *{needed - 1} digits or fewer*, and *a new key for each batch* stop this attack. Nothing is proved, and digits move with the scale: at 2³⁰ eight suffice.
- *Flooding*, for a stated number of decryptions, is proved for errors that are never longer than *d*, at the price above. Here *d* was measured, for one model: another model, scale or ring has another.

**What this page cannot show.** It has one attack, and its failure at {needed - 1} digits proves nothing about better ones. Its supplier is honest in all
but curiosity. Exact schemes are not immune: there, decryption failures can leak the key (Cheon and others, 2024).
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Exercises
#
# Replace each `...`, run the cell and the one below it. Three hints stand folded below each check.
#
# 1. *Core, 6 minutes.* Write the function that returns the standard deviation of a coefficient's error when scores are rounded to `digits` digits: $2\Delta/\sqrt N$ times that of the rounding. (Rounding to steps of size $h$ has a standard deviation of $h/\sqrt{12}$.)
# 2. *Core, 4 minutes.* A scorecard is followed by a sigmoid of degree 5. How many levels are used, and which ring dimension does the quantum table of 2024 ask for, at 28 bits of precision?
# 3. *Judgement, 5 minutes.* One of three suppliers can work out its client's key as above. Which, and how many scores must it be sent at least?

# %% tags=["exercise"]
def blur(digits, scale, ring_dimension):
    return ...  # TODO: the standard deviation of a coefficient's error


# %% tags=["solution"]
def blur(digits, scale, ring_dimension):
    return 2 * scale / ring_dimension**0.5 * 10.0**-digits / 12**0.5


# %%
check("he3.blur", blur)

# %% tags=["exercise"]
levels, ring_dimension = ..., ...  # TODO: use polynomial_depth and plan_parameters

# %% tags=["solution"]
levels = 1 + polynomial_depth(5)
ring_dimension = plan_parameters(levels, 28, adversary="quantum").ring_dimension

# %%
check("he3.plan", (levels, ring_dimension))

# %% tags=["exercise"]
table(pd.DataFrame(SUPPLIERS), "Three suppliers of encrypted scoring")
supplier_at_risk, scores_needed = ..., ...  # TODO: "A", "B" or "C", and a number

# %% tags=["solution"]
table(pd.DataFrame(SUPPLIERS), "Three suppliers of encrypted scoring")
supplier_at_risk, scores_needed = "B", 2 * 8_192

# %%
check("he3.supplier", (supplier_at_risk, scores_needed))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Ask a vendor, or your own team:
#
# 1. Who sees decrypted results, how many under one key, with how many digits and with what flooding?
# 2. Show us a test with encrypted zeros and ones, on a fresh key, with the operations that the service uses.
# 3. Which security table, which edition, which adversary do your parameters pass?
# 4. On which interval was each polynomial made, and who refuses inputs outside it?
# 5. What is the largest difference from the model in clear, over all our clients, and how many decisions does it change?

# %%
quiz("he3")

# %% tags=["exercise"]
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"]
choice = "nobody but the bank"
because = "Returned scores gave the key away in every try, and the bank can watch for drift itself at no cost."

# %% slideshow={"slide_type": "slide"}
decide(
    "he3.digits",
    choice,
    because,
    evidence={
        "keys recovered from scores": f"{counts[digits.index(needed)]} of {keys} at {needed} digits, {counts[digits.index(needed - 1)]} at {needed - 1}",
        "clients read with the key": f"{exact:,} of {len(batch):,}",
        "decisions changed by flooding at 30 bits": f"{thirty:,} of 10,000",
        "decisions changed by encryption alone": f"{flips[1]} of {len(card.clients):,}",
    },
)

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# The supplier has a real wish: it must notice when its model ages. Ask how the bank could serve it without a score: a private histogram from module 3, with its ε in the ledger. Those who choose few digits must say who will notice when a release of the library changes the scale.

# %% [markdown]
# ## Sources
#
# - Cheon, J. H., Kim, A., Kim, M. and Song, Y. (2017). Homomorphic encryption for arithmetic of approximate numbers. ASIACRYPT. [doi:10.1007/978-3-319-70694-8_15](https://doi.org/10.1007/978-3-319-70694-8_15)
# - Li, B. and Micciancio, D. (2021). On the security of homomorphic encryption on approximate numbers. EUROCRYPT. [doi:10.1007/978-3-030-77870-5_23](https://doi.org/10.1007/978-3-030-77870-5_23), ePrint 2020/1533
# - Li, B., Micciancio, D., Schultz, M. and Sorrell, J. (2022). Securing approximate homomorphic encryption using differential privacy. CRYPTO. [doi:10.1007/978-3-031-15802-5_20](https://doi.org/10.1007/978-3-031-15802-5_20)
# - Cheon, J. H. and others (2024). Attacks against the IND-CPA-D security of exact FHE schemes. [ePrint 2024/127](https://eprint.iacr.org/2024/127)
# - Bossuat, J.-P. and others (2024). Security guidelines for implementing homomorphic encryption. [ePrint 2024/463](https://eprint.iacr.org/2024/463)
# - Guidance on safe use: Microsoft SEAL, [SECURITY.md](https://github.com/microsoft/SEAL/blob/main/SECURITY.md); OpenFHE, [CKKS_NOISE_FLOODING.md](https://github.com/openfheorg/openfhe-development/blob/main/src/pke/examples/CKKS_NOISE_FLOODING.md)
# - Library: TenSEAL, [github.com/OpenMined/TenSEAL](https://github.com/OpenMined/TenSEAL); Benaissa, A. and others (2021). [arXiv:2104.03152](https://arxiv.org/abs/2104.03152)
# - Data: `credit`, [doi:10.1016/j.eswa.2007.12.020](https://doi.org/10.1016/j.eswa.2007.12.020); breast cancer, scikit-learn's copy of the Wisconsin diagnostic data, [doi:10.24432/C5DW2B](https://doi.org/10.24432/C5DW2B)
