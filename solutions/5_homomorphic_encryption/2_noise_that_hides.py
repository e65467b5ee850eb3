# ---
# title: Noise that hides
# decision: Which table must a supplier's encryption pass before the bank sends it anything?
# present: 3
# parts:
#   failure: "Equations that open the safe"
#   mathematics: "Errors on purpose"
#   cost: "What it costs"
# minutes: {reading: 28, exercises: 14}
# needs: ["unit 1, or the words public key and ciphertext", "systems of linear equations"]
# objectives:
#   - say what the security of lattice encryption rests on, and why a small instance proves nothing
#   - follow the noise of a ciphertext until its result is garbage
#   - check a set of parameters against a table, with its edition and its adversary
#   - name the keys that products and rotations need, and what they weigh
# libraries: [numpy, pandas, matplotlib, tenseal]
# claims:
#   - bold: "# of # small secrets come out"
#     test: tests/homomorphic_encryption/units/unit_2/test_claims.py::test_small_secrets_come_out_by_lattice_reduction
#   - bold: "# bits in place of #"
#     kind: exact
#     test: tests/homomorphic_encryption/units/unit_2/test_claims.py::test_the_limits_are_those_of_the_tables
#   - bold: "# products, and the next is garbage"
#     test: tests/homomorphic_encryption/units/unit_2/test_claims.py::test_three_products_decrypt_and_four_do_not
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # Noise that hides
#
# **The decision.** Which table must a supplier's encryption pass before the bank sends it anything?
#
# *28 minutes of reading, 14 of exercises. You need: unit 1, or the words public key and ciphertext; systems of linear equations.*

# %% tags=["hide-input"] slideshow={"slide_type": "skip"}
import numpy as np
import pandas as pd

from execml.course import begin, check, decide, hint, predict, quiz, reveal, say, show, table
from execml.homomorphic_encryption import (
    InsecureParameters,
    bfv,
    break_lwe,
    check_security,
    lwe_samples,
    max_log2_modulus,
    plan_parameters,
    ring_product,
    security_frame,
    solve_exactly,
    transform_primes,
)
from execml.homomorphic_encryption.lattices.moduli import residues
from execml.homomorphic_encryption.libraries import tenseal
from execml.homomorphic_encryption.libraries.seal import plain_product
from execml.homomorphic_encryption.units.unit_2 import figures
from execml.homomorphic_encryption.units.unit_2.exercises import LOG, SUPPLIERS

begin()

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# Paillier's scheme falls with the factors of a number. The schemes that multiply as well rest on something else: a system of linear equations, each *slightly wrong*. Nobody knows how to solve large ones, with a quantum computer or without.
#
# How large is large enough? The field publishes tables. For each ring dimension they state how many bits the modulus may have. A longer modulus leaves room for more computation, and is easier to break. The tables have editions: what was allowed in 2018 may be refused today. And they have columns: a supplier who says “[post-quantum](../glossary.md#Post-quantum)” must pass the quantum one.
#
# <div class="alert alert-block alert-info" role="note"><strong>For teaching.</strong> The schemes built here show how the mathematics works, with randomness that protects nobody. They are not for production.</div>

# %% tags=["hide-input"] slideshow={"slide_type": "fragment"}
predict(
    "he2.bits",
    "The standard of 2018 allowed a modulus of 109 bits at ring dimension 4,096. How many bits do the guidelines of 2024 allow there, if "
    "the adversary has a quantum computer?",
    low=40,
    high=160,
    unit="bits",
)

# %% slideshow={"slide_type": "fragment"}
old = max_log2_modulus(4_096, edition="2018")
new = max_log2_modulus(4_096)
quantum = max_log2_modulus(4_096, adversary="quantum")
show(*figures.limits({
    "2018, classical": old,
    "2018, quantum": max_log2_modulus(4_096, edition="2018", adversary="quantum"),
    "2024, classical": new,
    "2024, quantum": quantum,
}, asked=109))
reveal("he2.bits", quantum)
say(f"Against a quantum computer the guidelines of 2024 allow **{quantum} bits in place of {old}**. The same parameters pass or fail by the table that is meant.")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Equations that open the safe
#
# Let a secret be twelve numbers, each −1, 0 or 1. Somebody publishes sums of them with random weights, modulo a prime: twelve equations, twelve unknowns. School arithmetic solves that.
#
# Now add to each sum a small random error. Elimination multiplies errors until they cover everything. But the right secret is still the only one that makes all errors small, and a method from 1982 finds short vectors in [lattices](../glossary.md#Lattice).

# %% slideshow={"slide_type": "fragment"}
found = []
for seed in range(5):
    draw = np.random.default_rng(seed)
    clean, secret = lwe_samples(12, 12, 257, noise=0.0, generator=draw)
    noisy, hidden = lwe_samples(8, 16, 257, noise=1.0, generator=draw)
    guess = break_lwe(noisy)
    found.append((
        (solve_exactly(clean) == secret).all(),
        (solve_exactly(noisy) == hidden).all(),
        guess is not None and (guess == hidden).all(),
    ))
solved, by_elimination, by_lattice = np.array(found, dtype=int).sum(axis=0)
say(f"""
Without errors elimination finds {solved} of 5 secrets; with errors {by_elimination}. Lattice reduction is not impressed by small errors: of secrets of eight
numbers, **{by_lattice} of {len(found)} small secrets come out**.

So errors alone protect nobody; it takes errors *and* size. The lattice above has 25 dimensions, and a list of all {3**8:,} secrets would have done as well. In the attacks that the
tables price, with a quantum computer or without, the time grows exponentially with the dimension, at a given modulus; for a real scheme, 2¹²⁸ steps and more. That is an estimate of the best known
attacks. It is no proof, and it moves when attacks improve.
""")

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# People take comfort from noise. Turn it round: the noise only makes the equations a lattice problem; the dimension makes that problem hard. Ask who in the house would hear of it when an estimate moves. That person owns the table.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Errors on purpose
#
# [Learning with errors](../glossary.md#Learning-with-errors) (Regev, 2005): given a random matrix $A$ and $b = As + e \bmod q$ with a small random $e$, find $s$; or tell $b$ from random numbers. If that is hard, $b$ can hide a message: add it, and who knows $s$ subtracts $As$ and rounds the error away.
#
# Real schemes put polynomials in the place of vectors, modulo $X^N + 1$, where $X^N$ counts as −1. One polynomial then does the work of $N$ rows. Two products of this ring are one step of encryption:
#
# $$c_0 = p_0\,u + e_0 + \lfloor \tfrac{q}{t}\, m \rceil, \qquad c_1 = p_1\,u + e_1$$
#
# with the public key $(p_0, p_1)$, fresh small $u, e_0, e_1$, and a message $m$ of whole numbers modulo $t$ (the scheme BFV; Fan and Vercauteren, 2012). Decryption computes $c_0 + c_1 s$, multiplies by $t/q$ and rounds.

# %% slideshow={"slide_type": "fragment"}
draw = np.random.default_rng(1)
library = tenseal.bfv_context(4_096)
_, factor, plain, product = plain_product(library, draw.integers(0, 1_000, 4_096))
primes, t = tenseal.data_primes(library), tenseal.plain_modulus(library)
ours = ring_product(factor, residues(plain - t * (plain > t // 2), primes), primes)
assert (ours == product).all()

(prime,) = transform_primes(30, 8)
x, x_to_7 = np.eye(8, dtype=int)[[1], :], np.eye(8, dtype=int)[[7], :]
minus_one = ring_product(x, x_to_7, (prime,))[0, 0] - prime
say(f"""
In a ring of dimension 8, X · X⁷ = {str(minus_one).replace('-', '−')}. At dimension 4,096 and primes of {" and ".join(str(p.bit_length()) for p in primes)} bits our products equal those of the library inside TenSEAL, all {ours.size:,} residues
of them. Both are computed by Fourier transforms; ours cuts the residues into digits so short that rounding is exact.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ### Noise grows until nothing is left
#
# A sum adds the errors of its parts. A product multiplies them by something large. The [noise budget](../glossary.md#Noise-budget) counts the bits that are left. Multiply ones by ones, and watch:

# %% slideshow={"slide_type": "fragment"}
context = bfv.new_context(8_192, (46, 45, 45, 46), plain_bits=20)
secret, public = bfv.generate_keys(context, draw, rotations=(1,))
ones = np.ones(context.slots, dtype=int)
ours, theirs = bfv.encrypt(ones, context, public, draw), tenseal.bfv_vector(tenseal.bfv_context(8_192), ones)
budgets, right = [], []
for _ in range(6):
    budgets.append(bfv.noise_budget(ours, secret))
    right.append((bfv.decrypt(ours, secret) == 1).mean())
    ours = ours * ours
sound = int(sum(share == 1 for share in right)) - 1
bits = draw.integers(0, 2, 8_192)
check_row = bfv.decrypt(bfv.encrypt(bits, context, public, draw) * bfv.encrypt(ones, context, public, draw), secret)
assert (check_row == bits).all() and (np.array((theirs * theirs).decrypt()) == 1).all()
show(*figures.budget(budgets, right))
say(f"""
**{sound} products, and the next is garbage**: after {sound + 1}, {right[sound + 1]:.0%} of the {context.slots:,} slots are right. No error was raised. Each product took
some {budgets[0] - budgets[1]} bits. Decryption cannot know what should have come
out; the budget can be read only with the secret key. So the depth of a computation is planned before, and tested with known numbers.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ### Keys that travel
#
# A product of two ciphertexts has three parts in place of two, with $s^2$ in it. A *relinearisation* key, an encryption of $s^2$ under $s$, brings it back to two. Moving numbers between [slots](../glossary.md#Slot) turns $s(X)$ into $s(X^5)$, and needs a *rotation* key for each step. These keys are public, and they are what fills the line.

# %% slideshow={"slide_type": "fragment"}
rotated = bfv.decrypt(bfv.encrypt(np.arange(8_192), context, public, draw).rotate(1), secret)
half = context.slots // 2
assert (rotated[: half - 1] == np.arange(1, half)).all()
sizes = pd.DataFrame([
    ("8,192 numbers in clear, 20 bits each", 8_192 * 20 / 8 / 1e6),
    ("the same in one ciphertext", ours.parts.nbytes / 1e6),
    ("public key", public.encryption.nbytes / 1e6),
    ("key for products", public.relinearisation.nbytes / 1e6),
    ("key for one step of rotation", public.rotations[5].nbytes / 1e6),
    ("keys for all doublings, to sum over slots", 12 * public.rotations[5].nbytes / 1e6),
], columns=["what", "megabytes"])
table(sizes, "What travels, at eight bytes a residue, N = 8,192", {"megabytes": "{:.2f}"})
say("A service that sums over slots sends its rotation keys once, and they outweigh the data of many requests. Unit 4 avoids them by its layout.")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Which table, which edition, which adversary
#
# The Homomorphic Encryption Standard of 2018 was made from the attacks known then. The guidelines of 2024 (Bossuat and others) re-estimated them. Both are for secrets with coefficients −1, 0, 1. All primes count, those for key switching too.

# %% slideshow={"slide_type": "fragment"}
limits = security_frame()
table(limits, "Bits that all primes together may have, at 128 bits of security", {
    name: (lambda value: "–" if pd.isna(value) else f"{value:,}") for name in limits.columns[1:]
})
refusals = []
for size, sizes_asked, edition, adversary in (
    (4_096, (40, 20, 49), "2018", "classical"), (4_096, (40, 20, 49), "2024", "classical"),
    (8_192, (60, 40, 60), "2024", "quantum"), (8_192, (60, 40, 40, 60), "2024", "quantum"),
):
    try:
        left = check_security(size, sizes_asked, edition=edition, adversary=adversary)
        refusals.append(f"passes {edition}, {adversary}, with {left} bit{'' if left == 1 else 's'} to spare")
    except InsecureParameters as error:
        refusals.append(f"is refused: *{error}*")
for size, sizes_asked, scale in ((4_096, (40, 20, 49), 20), (8_192, (60, 40, 40, 60), 40)):
    assert tenseal.ckks_context(size, sizes_asked, scale, edition="2018").has_secret_key()  # TenSEAL makes both
plan = plan_parameters(2, 28, adversary="quantum")
say(f"""
- The chain 40–20–49 at N = 4,096 {refusals[0]}.
- Today it {refusals[1]}.
- 60–40–60 at N = 8,192 {refusals[2]}.
- 60–40–40–60 at N = 8,192 {refusals[3]}.

TenSEAL {tenseal.tenseal_version()} itself asks the edition of 2018 and the classical column, so it makes keys for all of them without a word. Our planner, asked for two products that hold against quantum attacks, returns N = {plan.ring_dimension:,}
and {plan.total_bits} of {plan.limit} bits.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What it costs
#
# One more product costs a prime. At some point the table forces the next ring dimension, and everything doubles. That is why depth is the price that matters, and why a supplier likes the older table.

# %% slideshow={"slide_type": "fragment"}
depths = range(1, 7)
plans = {who: [plan_parameters(depth, 28, adversary=who) for depth in depths] for who in ("classical", "quantum")}
megabytes = {who: [2 * (len(plan.prime_bits) - 1) * plan.ring_dimension * 8 / 1e6 for plan in row] for who, row in plans.items()}
show(*figures.depth_costs(list(depths), megabytes))
say(f"""
With {depths[0]} product the two columns ask for the same ring. With 2, the quantum column doubles it. One ciphertext then has {megabytes["quantum"][1]:.1f} megabytes in place of {megabytes["classical"][1]:.1f}, and
holds twice as many numbers: for full batches the dearer column costs little a number, for single clients it costs double.

**What this page cannot show.** The tables estimate known attacks; nobody has proved a bound. It attacks no real size. It measures noise in one scheme with one
plaintext modulus, and says nothing about machines that leak through their timing or their power.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Exercises
#
# Replace each `...`, run the cell and the one below it. Three hints stand folded below each check.
#
# 1. *Core, 4 minutes.* A supplier proposes N = 16,384 and primes of 60, 40, 40, 40, 40 and 60 bits, the last for key switching. How many bits are left to the limit of 2024 against quantum attacks?
# 2. *Core, 5 minutes.* A supplier hands in a log of its acceptance test. After how many products may a result still be used?
# 3. *Judgement, 5 minutes.* Three suppliers say “post-quantum, 128 bits, certified by the table”. Whose claim fails today, and by how many bits?

# %% tags=["exercise"]
bits_left = ...  # TODO: use max_log2_modulus

# %% tags=["solution"]
bits_left = max_log2_modulus(16_384, adversary="quantum") - (60 + 4 * 40 + 60)

# %%
check("he2.left", bits_left)

# %% tags=["exercise"]
table(pd.DataFrame(LOG), "A supplier's log")
products = ...  # TODO: the largest number of products whose result may be used

# %% tags=["solution"]
table(pd.DataFrame(LOG), "A supplier's log")
products = 3

# %%
check("he2.log", products)

# %% tags=["exercise"]
table(pd.DataFrame(SUPPLIERS), "Three suppliers")
supplier, too_many = ..., ...  # TODO: "A", "B" or "C", and the bits above the limit

# %% tags=["solution"]
table(pd.DataFrame(SUPPLIERS), "Three suppliers")
supplier, too_many = "B", 200 - max_log2_modulus(8_192, adversary="quantum")

# %%
check("he2.supplier", (supplier, too_many))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Ask a vendor, or your own team:
#
# 1. Which table do your parameters pass: which edition, which adversary, how many bits of security, with how many bits to spare?
# 2. Are the primes for key switching counted?
# 3. How many products deep is the computation, and what is left of the noise budget at the end, for the worst inputs?
# 4. What would a user see if the budget ran out?
# 5. Who reads the next edition of the table, and how long does it take you to change parameters?

# %%
quiz("he2")

# %% tags=["exercise"]
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"]
choice = "2024, quantum"
because = "What is recorded today can be opened later, and for full batches the stricter column costs little a client."

# %% slideshow={"slide_type": "slide"}
decide(
    "he2.table",
    choice,
    because,
    evidence={
        "bits allowed at N = 4,096": f"{old} in 2018, {new} in 2024, {quantum} against quantum attacks",
        "megabytes of a ciphertext for two products": f"{megabytes['classical'][1]:.1f} classical, {megabytes['quantum'][1]:.1f} quantum",
        "small secrets found by lattice reduction": f"{by_lattice} of {len(found)}",
        "products before garbage, without an error": sound,
    },
)

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Two camps form: "2024 is the newest, so take it" and "the library accepts it, so it is fine". Ask the second who is liable when a library's built-in table is eight years old. Ask the first how long the clients' data stay secret: a loan of ten years answers the quantum column.

# %% [markdown]
# ## Sources
#
# - Albrecht, M. and others (2018). Homomorphic encryption security standard. [ePrint 2019/939](https://eprint.iacr.org/2019/939)
# - Bossuat, J.-P. and others (2024). Security guidelines for implementing homomorphic encryption. [ePrint 2024/463](https://eprint.iacr.org/2024/463); its table as computed with its own script at [github.com/HomomorphicEncryption/SparseLWEkit](https://github.com/HomomorphicEncryption/SparseLWEkit)
# - Fan, J. and Vercauteren, F. (2012). Somewhat practical fully homomorphic encryption. [ePrint 2012/144](https://eprint.iacr.org/2012/144)
# - Lenstra, A. K., Lenstra, H. W. and Lovász, L. (1982). Factoring polynomials with rational coefficients. [doi:10.1007/BF01457454](https://doi.org/10.1007/BF01457454)
# - Lyubashevsky, V., Peikert, C. and Regev, O. (2010). On ideal lattices and learning with errors over rings. EUROCRYPT. [doi:10.1007/978-3-642-13190-5_1](https://doi.org/10.1007/978-3-642-13190-5_1)
# - Regev, O. (2005). On lattices, learning with errors, random linear codes, and cryptography. STOC. [doi:10.1145/1060590.1060603](https://doi.org/10.1145/1060590.1060603)
# - Library: TenSEAL with Microsoft SEAL inside, [github.com/OpenMined/TenSEAL](https://github.com/OpenMined/TenSEAL)
