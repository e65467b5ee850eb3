# ---
# title: Adding numbers nobody can read
# decision: May twelve branches' confidential totals be added up by a supplier?
# present: 1
# parts:
#   failure: "“Every limit is encrypted”"
#   mathematics: "A number that hides and still adds"
#   cost: "What it costs"
# minutes: {reading: 26, exercises: 15}
# needs: [remainders of a division; what a prime is]
# objectives:
#   - tell encryption that hides from a code that only looks like it
#   - add encrypted numbers with Paillier's scheme, and check it against another implementation both ways
#   - pack many small numbers into one ciphertext without overflow
#   - say what such a sum does not protect against, and who must not hold the key
# libraries: [numpy, pandas, matplotlib, gmpy2, phe]
# claims:
#   - bold: "# of # clients' limits are read back"
#     kind: exact
#     test: tests/homomorphic_encryption/units/unit_1/test_claims.py::test_a_list_of_all_limits_opens_every_code
#   - bold: "# bytes a branch in place of #"
#     kind: exact
#     test: tests/homomorphic_encryption/units/unit_1/test_claims.py::test_the_bytes_of_a_branch_follow_from_the_key
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # Adding numbers nobody can read
#
# **The decision.** May twelve branches' confidential totals be added up by a supplier?
#
# *26 minutes of reading, 15 of exercises. You need: remainders of a division; what a prime is.*

# %% tags=["hide-input"] slideshow={"slide_type": "skip"}
import hashlib

import numpy as np
import pandas as pd
import phe

from execml.course import as_of, begin, check, decide, fact, hint, load, predict, quiz, reveal, say, show, table
from execml.course.measure.timing import least_processor_time
from execml.homomorphic_encryption import pack, paillier, slot_bits, unpack
from execml.homomorphic_encryption.units.unit_1 import figures
from execml.homomorphic_encryption.units.unit_1.exercises import VENDORS

begin()
clients = load("credit")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# Encryption usually stops where work begins: to add two numbers, somebody has to open them. [Homomorphic encryption](../glossary.md#Homomorphic-encryption) removes that step. Whoever holds two [ciphertexts](../glossary.md#Ciphertext), the encrypted numbers, makes the ciphertext of their sum, without the key and without learning either.
#
# This page builds the simplest such scheme, Paillier's of 1999. It only adds. For totals, averages and votes that is enough, and it is far cheaper than what the next units build:
#
# **What each rung of the ladder can do**
#
# | rung of the ladder | what can be done | here |
# |---|---|---|
# | partly homomorphic | additions, as many as wanted (or only products) | Paillier, unit 1 |
# | somewhat, or levelled | additions, and products to a planned depth | BFV and CKKS, units 2 to 4 |
# | fully | any computation, by refreshing ciphertexts (*bootstrapping*) | explained in unit 4 |
#
# First, the thing that is sold under the same name and is none of it.
#
# <div class="alert alert-block alert-info" role="note"><strong>For teaching.</strong> What is built here shows how the mathematics works. It is not for production: use a library that is maintained and reviewed.</div>

# %% tags=["hide-input"] slideshow={"slide_type": "fragment"}
predict(
    "he1.codes",
    "A supplier receives each client's credit limit as a code of 64 letters (SHA-256), and no list of limits. Of 100 clients, "
    "how many limits can it read back?",
    low=0,
    high=100,
    unit="of 100",
)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## “Every limit is encrypted”
#
# The code of a limit cannot be run backwards. It need not be. The supplier computes the code of every limit that a bank might grant, and looks each one up.

# %% slideshow={"slide_type": "fragment"}
def code(limit):
    return hashlib.sha256(str(limit).encode()).hexdigest()

received = clients["limit"].map(code)  # what the supplier gets
possible = {code(limit): limit for limit in range(10_000, 1_000_001, 10)}
read_back = received.map(possible)
opened = int((read_back == clients["limit"]).sum())
show(*figures.codes(received, read_back))
reveal("he1.codes", 100 * opened / len(clients))
say(f"""
With a list of {len(possible):,} possible limits, **{opened:,} of {len(clients):,} clients' limits are read back**.

The code is the same each time, and anybody can make it. Where few values are possible, any public procedure with these two
properties falls to a list, however long its key. So a scheme that anybody may encrypt with must be *random*: the same number has to look different each time.
""")

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Ask who has signed a contract that says "hashed" or "tokenised". The point is not SHA-256, which is sound: it is that few values are possible. Then ask what must change so that a list no longer helps. Wait for the word random.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A number that hides and still adds
#
# Two large primes $p$ and $q$ are the private key; their product $n$ is the public one. To encrypt $m$, draw a random $r$ and compute
#
# $$c = (1 + m\,n)\; r^{\,n} \bmod n^2.$$
#
# The first factor carries the number, the second hides it. Multiply two ciphertexts, and the numbers add, because $(1+mn)(1+m'n) = 1 + (m+m')n$ once multiples of $n^2$ are dropped; and the two hiding factors make a new one, $(r r')^n$.
#
# <details><summary>Why the owner of the primes can open it</summary>
#
# Let $\lambda$ be the least common multiple of $p-1$ and $q-1$. Every $r$ without a factor of $n$ satisfies $r^{\,n\lambda} \equiv 1 \pmod{n^2}$, since the number of such residues is $n\varphi(n)$ and $\lambda$ takes care of both primes. So $c^\lambda \equiv (1+mn)^\lambda \equiv 1 + m\lambda n \pmod{n^2}$, by the binomial theorem. Subtract 1, divide by $n$, and divide by $\lambda$ modulo $n$: that is $m$.
#
# The code does this modulo $p^2$ and $q^2$ and puts the halves together, because smaller numbers are multiplied faster.
#
# </details>
#
# Whoever could tell such hidden numbers apart could decide whether a number is an $n$-th power modulo $n^2$. Nobody knows how, without the primes. That is an assumption, not a theorem.

# %% slideshow={"slide_type": "fragment"}
public_key, private_key = paillier.generate_keypair(primes=(1_000_003, 1_000_033))  # small, to be read

n = public_key.n
by_hand = (1 + 170 * n) * pow(12_345, n, n**2) % n**2
assert public_key.encrypt(170, r=12_345).value == by_hand

total = public_key.encrypt(170) + public_key.encrypt(-50) + 5 * public_key.encrypt(10)
say(f"170 − 50 + 5 × 10, computed on ciphertexts and opened at the end: {private_key.decrypt(total)}.")

# %% [markdown] slideshow={"slide_type": "slide"}
# ### Twelve branches, one total
#
# Harbour Bank has twelve branches. Each counts its clients by months of delay, and what they owe. No branch wants its own figures known, to head office or to a supplier. The risk committee's secretary makes a key of 2,048 bits and hands out the public half; the supplier multiplies what the branches send.
#
# Sixteen numbers would be sixteen ciphertexts. But one has room for 2,045 bits, so each branch lays its numbers side by side. Every [slot](../glossary.md#Slot) is wide enough for the sum of all twelve, so that none runs over into its neighbour.

# %% slideshow={"slide_type": "fragment"}
public_key, private_key = paillier.generate_keypair(2_048)
branch = np.arange(len(clients)) % 12
delay = clients["repayment_1"].clip(0, 7)  # months late in September
owed = clients["bill_1"].clip(lower=0)

def figures_of(one):
    late = [(branch == one) & (delay == months) for months in range(8)]
    return [int(rows.sum()) for rows in late] + [int(owed[rows].sum()) for rows in late]

plain = np.array([figures_of(one) for one in range(12)])
width = slot_bits(int(plain.max()), additions=12)
sent = [public_key.encrypt(pack([int(x) for x in row], width)) for row in plain]
total = sum(sent[1:], start=sent[0])  # the supplier's part
opened_total = unpack(private_key.decrypt(total), width, count=16)
assert opened_total == plain.sum(axis=0).tolist()
packed, apart = 2 * 2_048 // 8, 16 * 2 * 2_048 // 8
say(f"""
The secretary opens one number and reads sixteen sums, equal to those in clear: {opened_total[0]:,} clients are on time,
{sum(opened_total[2:8]):,} are two months late or more and owe NT\\$ {sum(opened_total[10:]) / 1e6:,.0f} million.

Packed, it is **{packed} bytes a branch in place of {apart:,}**. In clear it would be {16 * 8}.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ### Checked against python-paillier
#
# An implementation that opens only its own numbers proves little. Another one, written by others, has to open ours, and we theirs.

# %% slideshow={"slide_type": "fragment"}
their_public = phe.PaillierPublicKey(public_key.n)
their_private = phe.PaillierPrivateKey(their_public, private_key.p, private_key.q)
ours_by_them = their_private.raw_decrypt(total.value)
theirs_by_us = private_key.decrypt(public_key.ciphertext(their_public.encrypt(-1_234_567).ciphertext()))
assert unpack(ours_by_them, width, 16) == opened_total
assert theirs_by_us == -1_234_567
say(f"python-paillier {phe.__version__} reads the same sixteen sums from our ciphertext, and we read the number that it encrypted.")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What it does not do
#
# **It does not notice a change.** What can be added to can be tampered with. The supplier wants the report to look better, adds a number of its own, and nobody can tell from the ciphertext.

# %% slideshow={"slide_type": "fragment"}
moved = 1_000 * (1 - (1 << (2 * width)))  # a thousand clients from "two months late" to "on time"
doctored = total + moved
report = unpack(private_key.decrypt(doctored), width, 16)
guessing_key = paillier.generate_keypair(primes=(1_000_003, 1_000_033))[0]
divisors = np.arange(3, 1_100_000, 2)
factor = int(divisors[guessing_key.n % divisors == 0][0])  # what a quantum computer would do to any n
stolen = paillier.PrivateKey(guessing_key, factor, guessing_key.n // factor)
spied = stolen.decrypt(guessing_key.encrypt(4_711))
show(*figures.doctored(opened_total[:4], report[:4]))
say(f"""
The supplier held no key, and the secretary now reads {report[2]:,} clients two months late in place of {opened_total[2]:,}. Each
branch must sign what it sends, and somebody without the key, such as an auditor, must recompute the product from the signed pieces. A branch that signs a
false number, or one too large for its slot, is not noticed even so.

**It does not hide from the key.** The secretary could open any single branch's number. So the supplier must see ciphertexts and no
key, the secretary the product and no single ciphertext; or the key is dealt out in shares, of which several must act together.

**It does not last.** Whoever splits n has the key: for the small n above a laptop did it by trying divisors, and read the {spied:,} that was
hidden. For 2,048 bits nobody can today. A large quantum computer could (Shor, 1997), and what is recorded now can be opened then.
{fact("nist.rsa_2048").text} It is about RSA, whose keys fall in the same way. {as_of(fact("nist.rsa_2048"))}
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What it costs
#
# The plain rival needs no mathematics: head office adds in clear, under a contract. Another needs no key at all. Each pair of branches agrees on a random number, which one adds and the other subtracts. All [masks](../glossary.md#Mask) cancel in the sum. It costs nothing, and one branch that fails to answer spoils everything.

# %% slideshow={"slide_type": "fragment"}
draw = np.random.default_rng(0)
masks = draw.integers(0, 1 << 63, size=(12, 12, 16), dtype=np.uint64)
masked = plain.astype(np.uint64) + masks.sum(axis=1) - masks.sum(axis=0)
assert (masked.sum(axis=0) == plain.sum(axis=0)).all()  # wraps around at 2^64, and so do the masks
without_one = masked[:-1].sum(axis=0)
still_right = int((without_one == plain[:-1].sum(axis=0)).sum())
survives = private_key.decrypt(sum(sent[1:-1], start=sent[0]))
assert unpack(survives, width, 16) == plain[:-1].sum(axis=0).tolist()
ways = pd.DataFrame({
    "way": ["in clear, by contract", "masks that cancel", "Paillier, packed"],
    "bytes a branch": [128, 128, packed],
    "sums right if a branch is silent": [16, still_right, 16],
    "supplier reads a branch": ["yes", "no", "no"],
    "holds against quantum computers": ["nothing to break", "yes, if the masks are agreed so", "no"],
})
show(*figures.bytes_sent(128, packed, apart))
table(ways, "Three ways to add up sixteen numbers from twelve branches")
say("So the question is not whether to encrypt. It is who may see a branch's figures, who may be absent, and for how many years they matter.")

# %% tags=["nbval-ignore-output"] slideshow={"slide_type": "fragment"}
first, second = their_public.encrypt(20), their_public.encrypt(22)
tasks = {
    "encrypt, public key": (lambda: public_key.encrypt(7), lambda: their_public.encrypt(7)),
    "encrypt, owner of the key": (lambda: private_key.encrypt(7), lambda: their_public.encrypt(7)),
    "add": (lambda: sent[0] + sent[1], lambda: first + second),
    "decrypt": (lambda: private_key.decrypt(total), lambda: their_private.raw_decrypt(total.value)),
}
milliseconds = pd.DataFrame(
    [(name, *(least_processor_time(one, 5)[1] for one in pair)) for name, pair in tasks.items()],
    columns=["2,048 bits", "ours", "python-paillier"],
)
table(milliseconds, "Measured on this machine: milliseconds of processor time, both with gmpy2")

# %% [markdown] slideshow={"slide_type": "slide"}
# At such rates twelve branches cost nothing that anybody would notice, and a ciphertext for each of 30,000 clients is another matter. The price of encryption is small where few numbers are sent and large where many are: count them first.
#
# **What this page cannot show.** One bank plays all parts on one machine; no message is lost or late. The key's 2,048 bits are today's habit, not a proof. Nothing here is measured against a supplier who watches how long an operation takes.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Exercises
#
# Replace each `...`, run the cell and the one below it. Three hints stand folded below each check.
#
# 1. *Core, 6 minutes.* Branches differ in how far their figures count. Write the function that returns the ciphertext of a weighted total, from a list of ciphertexts and a list of whole weights.
# 2. *Core, 4 minutes.* A group of 500 branches reports numbers of up to 2,000,000 each. How many such numbers fit side by side into 2,045 bits, so that no sum overflows?
# 3. *Judgement, 5 minutes.* Three suppliers encrypt limits with Paillier. Each shows that two encryptions of the same limit differ. One can be opened with a list all the same. Which, and how many encryptions must be tried for it at most, if 81 limits are possible?

# %% tags=["exercise"]
def weighted_total(ciphertexts, weights):
    return ...  # TODO: the ciphertext of the weighted sum


# %% tags=["solution"]
def weighted_total(ciphertexts, weights):
    total = ciphertexts[0] * weights[0]
    for ciphertext, weight in zip(ciphertexts[1:], weights[1:], strict=True):
        total = total + ciphertext * weight
    return total


# %%
check("he1.weighted", weighted_total)

# %% tags=["exercise"]
slots = ...  # TODO: how many numbers fit

# %% tags=["solution"]
slots = 2_045 // slot_bits(2_000_000, additions=500)

# %%
check("he1.slots", slots)

# %% tags=["exercise"]
table(pd.DataFrame(VENDORS), "How three suppliers choose r")
vendor, tries = ..., ...  # TODO: "A", "B" or "C", and the number of encryptions

# %% tags=["solution"]
table(pd.DataFrame(VENDORS), "How three suppliers choose r")
vendor, tries = "B", 65_536 * 81

# %%
check("he1.randomness", (vendor, tries))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Ask a vendor, or your own team:
#
# 1. If the same number is encrypted twice, is the result the same? And how many different results can there be?
# 2. Who holds the private key, and does that person or machine ever see a single ciphertext?
# 3. How would we notice that somebody added a number of his own?
# 4. Until when must these figures stay secret, and does the scheme hold against a quantum computer until then?
# 5. What happens to the sum if one participant does not answer?

# %%
quiz("he1")

# %% tags=["exercise"]
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"]
choice = "Paillier, packed"
because = "The supplier reads nothing, an absent branch spoils nothing, and monthly totals need not stay secret for decades."

# %% slideshow={"slide_type": "slide"}
decide(
    "he1.sum",
    choice,
    because,
    evidence={
        "bytes a branch": f"{packed}, and {16 * 8} in clear",
        "sums right if a branch is silent": f"16 of 16 with Paillier, {still_right} with masks",
        "limits read from codes": f"{opened:,} of {len(clients):,}",
        "a thousand clients moved without a key": f"{opened_total[2]:,} became {report[2]:,}",
    },
)

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# The masks are the strongest rival, and unit 4 of the programme on federated learning builds on them. Push: which of our twelve branches would be absent in a crisis? Those who choose "in clear" must name who would be allowed to look. Nobody should leave with "encrypted" as an answer: ask by whom, for whom, until when.

# %% [markdown]
# ## Sources
#
# - Paillier, P. (1999). Public-key cryptosystems based on composite degree residuosity classes. EUROCRYPT. [doi:10.1007/3-540-48910-X_16](https://doi.org/10.1007/3-540-48910-X_16)
# - Shor, P. W. (1997). Polynomial-time algorithms for prime factorization and discrete logarithms on a quantum computer. SIAM Journal on Computing 26. [doi:10.1137/S0097539795293172](https://doi.org/10.1137/S0097539795293172)
# - Bonawitz, K. and others (2017). Practical secure aggregation for privacy-preserving machine learning. CCS, for masks that cancel. [doi:10.1145/3133956.3133982](https://doi.org/10.1145/3133956.3133982)
# - NIST, Internal Report 8547, initial public draft (November 2024), as reported at [postquantum.com](https://postquantum.com/security-pqc/nist-ir-8547-ipd).
# - Library: python-paillier (`phe`), CSIRO's Data61, [github.com/data61/python-paillier](https://github.com/data61/python-paillier)
# - Data: `credit`, Yeh, I.-C. and Lien, C.-H. (2009), [doi:10.1016/j.eswa.2007.12.020](https://doi.org/10.1016/j.eswa.2007.12.020). Branches are made up: every twelfth client.
