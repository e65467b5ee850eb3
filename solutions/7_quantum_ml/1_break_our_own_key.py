# ---
# title: Break our own key
# decision: Which of its keys must Harbour Bank replace, and which first?
# present: 1
# parts:
#   failure: "A key of ours falls"
#   mathematics: "A qubit is two numbers"
#   cost: "What it costs"
# minutes: {reading: 25, exercises: 14}
# needs: [percentages; powers and remainders; complex numbers help]
# objectives:
#   - say what a qubit, a gate and a measurement are, and compute with them
#   - watch Shor's algorithm break a small key, and say what makes it need a large machine
#   - tell a step too many from progress in Grover's search
#   - read a cryptographic inventory and put its lines in order of urgency
# libraries: [numpy, pandas, pennylane, cryptography]
# claims:
#   - bold: "# of # moduli fall, and # of the runs"
#     test: tests/quantum_ml/units/unit_1/test_claims.py::test_all_moduli_fall_and_a_fraction_of_the_runs_is_enough
#   - bold: "# instead of # certain"
#     kind: exact
#     test: tests/quantum_ml/units/unit_1/test_claims.py::test_twice_as_many_steps_of_grover_miss
#   - bold: "# bytes in place of #"
#     kind: exact
#     test: tests/quantum_ml/units/unit_1/test_claims.py::test_an_exchange_grows_by_what_the_standards_state
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # Break our own key
#
# **The decision.** Which of its keys must Harbour Bank replace, and which first?
#
# *25 minutes of reading, 14 of exercises. You need: percentages; powers and remainders; complex numbers help.*

# %% tags=["hide-input"]
import math

import numpy as np
import pandas as pd

import execml.quantum_ml as qm
from execml.course import begin, check, decide, fact, hint, load, predict, quiz, repeated, reveal, say, show, table
from execml.quantum_ml.algorithms.arithmetic import factors_from, is_prime, order_from
from execml.quantum_ml.libraries.pennylane import pennylane_state
from execml.quantum_ml.libraries.post_quantum import encapsulated_key, exchanges, signings
from execml.quantum_ml.migration.inventory import PROGRAMME, falls, property_of
from execml.quantum_ml.units.unit_1 import figures
from execml.quantum_ml.units.unit_1.exercises import OFFERS

begin()
predict(
    "qm1.runs",
    "A quantum computer without errors tries to factor a small key. Of 100 runs, how many give the factors?",
    low=0,
    high=100,
    unit="of 100",
)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# Some keys are safe because nobody can factor a large number. A quantum computer that is large enough can, by [Shor's algorithm](../glossary.md#Shors-algorithm). None is known that is large enough.
#
# A laptop can *simulate* a small quantum computer exactly. Below it factors twenty products of two primes, eight runs each. Bases that would give a factor by luck are thrown away. The rival is a placebo: the same arithmetic, fed with random numbers in place of the quantum readings.

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Ask first who knows where the bank uses RSA. Then show the figure. The placebo is the point: it shows that the quantum part does the work.

# %% slideshow={"slide_type": "fragment"}
draw = np.random.default_rng(7)
primes = [number for number in range(64, 128) if is_prime(number)]
products = [first * second for first in primes for second in primes if first < second]
moduli = draw.choice(products, 20, replace=False).tolist()

def outcome(modulus, runs=8):
    attempts = [qm.shor_attempt(modulus, draw) for _ in range(runs)]
    placebo = [order_from(int(draw.integers(4**14)), 28, one.base, modulus) for one in attempts for _ in range(25)]
    bases = [one.base for one in attempts for _ in range(25)]
    lucky = [r is not None and factors_from(r, a, modulus) is not None for r, a in zip(placebo, bases, strict=True)]
    return {"quantum": np.mean([one.factors is not None for one in attempts]), "placebo": np.mean(lucky)}

rates = pd.DataFrame([outcome(modulus) for modulus in moduli], index=moduli)
fallen = [math.prod(qm.shor_factor(modulus, draw)) == modulus for modulus in moduli]
found = repeated(lambda place: rates["quantum"].iloc[place], over={"place": range(20)})
low, high = found.interval(0.95)
show(*figures.broken_keys(rates["quantum"], rates["placebo"]))
reveal("qm1.runs", 100 * rates["quantum"].mean())
say(f"""
**{sum(fallen)} of {len(moduli)} moduli fall, and {found.mean:.0%} of the runs** succeed (95% interval over moduli:
{low:.0%} to {high:.0%}). With random numbers {rates["placebo"].mean():.1%} succeed. Eight
runs a key are few, so single bars say little. A failed run costs nothing but its
time: the factors are checked by one multiplication. Failures come mostly from the arithmetic after the reading, which is
kept simple here. With a better one, a single run is usually enough for a large key (Ekerå, 2021).
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A key of ours falls
#
# The bank adds up encrypted numbers of defaults with Paillier's scheme. Its public key is a product of two primes; a real one has 2,048 bits. Ours here has 16, so that 17 simulated qubits are enough. A stranger has the public key and one ciphertext.

# %% slideshow={"slide_type": "fragment"}
public = 223 * 251  # the stranger sees the product only
secret = int(load("credit")["default"].iloc[:400].sum())
blind = pow(int(draw.integers(2, 1_000)), public, public**2)
ciphertext = (1 + public * secret) * blind % public**2

p, q = qm.shor_factor(public, draw)
private = math.lcm(p - 1, q - 1)
read = (pow(ciphertext, private, public**2) - 1) // public * pow(private, -1, public) % public
say(f"""
The stranger factors {public:,} into {p} and {q}, and decrypts: {read} defaults among 400 clients. The file says {secret}.

The key is a toy: a laptop finds its factors quicker by trial division. {fact("qubits.rsa_2048")}
{fact("qubits.willow")}
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A qubit is two numbers
#
# A [qubit](../glossary.md#Qubit) is described by two complex numbers, the amplitudes of 0 and 1. When it is read, 0 comes out with the squared size of the first, and 1 with that of the second. A [gate](../glossary.md#Quantum-gate) multiplies the amplitudes by a matrix that keeps their length.
#
# With $n$ qubits there are $2^n$ amplitudes. This is why a simulation ends where it does. But reading them gives $n$ bits, not $2^n$ numbers. Whoever wants a mean must repeat: with $s$ [shots](../glossary.md#Shot) the error is about $1/\sqrt{s}$ at most.

# %% slideshow={"slide_type": "fragment"}
circuit = qm.Circuit(3).append("RY", 0, 1.1).append("CNOT", (0, 1)).append("Hadamard", 2)
circuit.append("CRZ", (1, 2), 0.4).append("Toffoli", (0, 2, 1)).append("IsingXX", (0, 2), 0.8)
gap = np.abs(circuit.statevector() - pennylane_state(circuit)).max()
exact = circuit.expectation("ZII")
shots = np.array([100, 10_000])
errors = [np.std([1 - 2 * circuit.sample(count, draw)[:, 0].mean() - exact for _ in range(200)]) for count in shots]
say(f"""
The programme's simulator and PennyLane's `default.qubit` agree: amplitudes differ by less than {"1e-12" if gap < 1e-12 else gap}.

The mean of the first qubit is {exact:.3f}. From {shots[0]} shots it comes with an error of {errors[0]:.2f}, from
{shots[1]:,} with {errors[1]:.3f}. **A hundred times the shots buy one digit.**
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## From a rhythm to the factors
#
# Take a number $a$ and a key $N$. The powers $a, a^2, a^3, \dots$, each divided by $N$ with the remainder kept, come back to 1 after $r$ steps. This $r$ is the [order](../glossary.md#Order) of $a$.
#
# **Proposition.** If $r$ is even and $a^{r/2}$ does not leave the remainder $-1$, then the greatest common divisor of $a^{r/2}-1$ and $N$ is a factor of $N$.
#
# *Proof.* $N$ divides
#
# $$a^r - 1 = (a^{r/2}-1)(a^{r/2}+1).$$
#
# It does not divide the first factor, or the order would be $r/2$ or less. It does not divide the second, by assumption. So $N$ has a part in common with each of them, and neither part is all of it. $\blacksquare$
#
# The order is the hard part. The quantum computer multiplies all remainders at once. [Phase estimation](../glossary.md#Phase-estimation) then reads a fraction close to $k/r$ for a random $k$, and a continued fraction gives $r$. If $k$ and $r$ share a factor, a divisor of $r$ comes out, and the run fails.

# %% slideshow={"slide_type": "fragment"}
chances = qm.phase_estimation_distribution(1 / 3, bits=5)
by_circuit = qm.phase_estimation_circuit(1 / 3, bits=5).probabilities()
best = int(chances.argmax())
agree = np.abs(chances - by_circuit).max() < 1e-12
say(f"""
With five bits, a phase of 1/3 is read as {best}/32 with probability {chances[best]:.0%}: the nearest fraction. The
formula and the circuit {"agree to 12 digits" if agree else "differ"}.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## More steps are not better
#
# Keys such as AES rest on no rhythm. Against them there is [Grover's search](../glossary.md#Grovers-search): among $N$ keys it finds the right one in about $\tfrac{\pi}{4}\sqrt{N}$ steps. Each step turns the state by a fixed angle. After $k$ steps the chance of a hit is $\sin^2((2k+1)\theta)$, with $\sin\theta = 1/\sqrt{N}$ for one marked key.

# %% slideshow={"slide_type": "fragment"}
items = 1_024
steps = np.arange(60)
hits = np.array([qm.grover_success(items, 1, int(k)) for k in steps])
peak = qm.grover_best(items, 1)
simulated = [qm.grover_state(items, [77], int(k))[77] ** 2 for k in (0, peak, 2 * peak)]
gap = np.abs(np.array(simulated) - hits[[0, peak, 2 * peak]]).max()
show(*figures.grover(steps, hits, peak))
say(f"""
Who stops after {peak} steps is {hits[peak]:.1%} sure of a hit; who runs twice as long is
**{hits[2 * peak]:.1%} instead of {hits[peak]:.1%} certain**. The simulation step by step agrees
({"to 9 digits" if gap < 1e-9 else "not"}).

A square root halves the length of a key. Against AES-128 it leaves about $2^{{64}}$ runs of AES on a quantum computer,
one after another; against AES-256, $2^{{128}}$. Machines side by side help little (Zalka, 1999).
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The migration, executed
#
# The replacements are standards: ML-KEM agrees on keys, ML-DSA signs. Both are installed with this programme, in the library `cryptography`. They rest on lattices, for which no quantum attack is known that breaks them. That is no proof.

# %% slideshow={"slide_type": "fragment"}
old, new = exchanges(5)
rsa, lattice = signings(b"May Harbour Bank sign this board paper?", 5)
sent, _, received = encapsulated_key()
old_bytes, new_bytes = (one.public_bytes + one.answer_bytes for one in (old, new))
table(pd.DataFrame([
    (old.name, "agrees on a key", old.public_bytes, old.answer_bytes),
    (new.name, "agrees on a key", new.public_bytes, new.answer_bytes),
    (rsa.name, "signs", rsa.public_bytes, rsa.signature_bytes),
    (lattice.name, "signs", lattice.public_bytes, lattice.signature_bytes),
], columns=["algorithm", "task", "public key, bytes", "answer or signature, bytes"]),
    "Old and new, as run on this page with the library cryptography",
)
quick = max(one.milliseconds for one in (old, new)) < 10
say(f"""
Both sides of ML-KEM hold {"the same" if sent == received and new.agreed else "another"} key, and both signatures
{"are accepted, those of a changed message refused" if rsa.verified and lattice.verified else "fail"}. An exchange
takes {"under" if quick else "over"} ten milliseconds of processor time with either. Time is not the problem, bytes are:
**{new_bytes:,} bytes in place of {old_bytes}** for each exchange.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Which of our keys fall
#
# A [cryptographic inventory](../glossary.md#Cryptographic-inventory) lists each use of a key. Ours has the form of CycloneDX, which tools exchange. What is recorded today can be read later. If data must stay secret for $x$ years, the migration takes $y$, and the machine comes in $z$, then it is too late when
#
# $$x + y > z.$$
#
# That is Mosca's inequality. Nobody knows $z$; the table assumes 10 years. The years $x$ and $y$ are made up for Harbour Bank.

# %% slideshow={"slide_type": "fragment"}
bill = qm.cryptographic_inventory(years_left=10)
rows = [
    (
        part["name"],
        part["cryptoProperties"]["algorithmProperties"]["parameterSetIdentifier"],
        "falls" if falls(part) else "stands",
        property_of(part, "moscaMarginYears") if falls(part) else "–",
        property_of(part, "recordedToday"),
        property_of(part, "moveTo"),
    )
    for part in bill["components"]
]
inventory = pd.DataFrame(rows, columns=["use", "algorithm", "verdict", "years to spare", "recorded today", "move to"])
table(inventory, "The programme's own inventory")
fallen_uses = inventory[inventory["verdict"] == "falls"]
late = fallen_uses[fallen_uses["years to spare"].astype(float) < 0]
sums = next(use for use in PROGRAMME if use.algorithm == "Paillier-2048")
say(f"""
{len(fallen_uses)} of {len(inventory)} uses fall to Shor's algorithm. For {len(late)} of them ten years are already too
few, because somebody may be recording now. The certificates fall too, but a forged signature needs the machine first,
so their date is the machine's. CKKS and BFV rest on lattices, and stand at sizes that unit 5.2's quantum column allows.

Unit 5.1 allows Paillier for what may be known in {sums.secret_years} years. Replacing it takes {sums.migration_years}: only what may be known in {10 - sums.migration_years} may still go into it.

{fact("deadline.g7_finance")}
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What it costs

# %% slideshow={"slide_type": "fragment"}
table(pd.DataFrame([
    ("simulate 17 qubits", f"{2**17 * 16 / 2**20:.0f} MiB of amplitudes"),
    ("simulate 50 qubits", f"{2**50 * 16 / 2**50:.0f} PiB of amplitudes"),
    ("a run that fails, with the simple arithmetic", f"{1 - found.mean:.0%} of the runs: repeat"),
    ("one more digit of a mean", "100 times the shots"),
    ("a key exchange by ML-KEM", f"{new_bytes - old_bytes:,} bytes more"),
    ("a signature by ML-DSA", f"{lattice.signature_bytes - rsa.signature_bytes:,} bytes more"),
], columns=["what", "price"]), "Prices of this page")
say("""
*What this page cannot show.* Errors: the simulated qubits make none, and real ones make many. When
a machine for 2,048 bits comes. Whether lattices hold. How long a bank takes to find all its keys.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Exercises
#
# Replace each `...`, run the cell and the one below it. Three hints stand folded below each check.
#
# 1. *Warm-up, 4 minutes.* A mean of values +1 and −1 is wanted with a standard error of at most `error`, whatever the state. Write the function that gives the number of shots, rounded up to a whole one.
# 2. *A vendor, 5 minutes.* Three suppliers pass the bank's test "no RSA" (figures made up). Assume ten years until the machine. One supplier's product still leaves secrets open. Which, and by how many years is it too late?
# 3. *Judgement, 5 minutes.* Two uses of keys fall (figures made up), and there is budget for one this year. Archive: secrets for 12 years, recorded today, migration 2 years. Signatures of daily prices: checked within a day, migration 3 years. Which goes first, "archive" or "prices", and how many years to spare does the other have if the machine comes in ten years?

# %% tags=["exercise"]
def shots_needed(error):
    return ...  # TODO: a whole number of shots


# %% tags=["solution"]
def shots_needed(error):
    return math.ceil(1 / error**2)


# %%
check("qm1.shots", shots_needed)

# %% tags=["exercise"]
table(pd.DataFrame(OFFERS), "Three suppliers without RSA")
open_supplier, years_late = ..., ...  # TODO: a letter, and a number of years

# %% tags=["solution"]
table(pd.DataFrame(OFFERS), "Three suppliers without RSA")
open_supplier, years_late = "B", 12 + 3 - 10

# %%
check("qm1.supplier", (open_supplier, years_late))

# %% tags=["exercise"]
first_use, years_to_spare = ..., ...  # TODO: "archive" or "prices", and the years to spare of the other

# %% tags=["solution"]
first_use, years_to_spare = "archive", 10 - 3

# %%
check("qm1.first", (first_use, years_to_spare))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Ask a vendor, or your own team:
#
# 1. Where is your cryptographic inventory, and who keeps it up to date?
# 2. Which of our data must stay secret for longer than ten years, and under which key do they travel?
# 3. Which products of yours use ML-KEM or ML-DSA today, and which only plan to?
# 4. Can an algorithm be changed by configuration, or is it built in?
# 5. How many logical qubits, at which error rate, does the attack that you warn of need?

# %%
quiz("qm1")

# %% tags=["exercise"]
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"]
choice = "migrate what is recorded today first"
because = "What is recorded now is read later; it costs bytes, and the inventory says which uses are already late."

# %% slideshow={"slide_type": "slide"}
decide(
    "qm1.migration",
    choice,
    because,
    evidence={
        "uses that fall": f"{len(fallen_uses)} of {len(inventory)}",
        "uses already late if the machine comes in ten years": f"{len(late)} of {len(fallen_uses)}",
        "bytes more for each key exchange": f"{new_bytes - old_bytes:,}",
        "largest key broken on this page": f"{public.bit_length()} bits",
    },
)

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# "Wait" has a serious argument: the key broken here is a toy. Ask what is being recorded meanwhile. "Everything at once" fails on people, not on machines.

# %% [markdown]
# ## Sources
#
# <details><summary>Papers and standards</summary>
#
# - Boyer, M. and others (1998). Tight bounds on quantum searching. [arXiv:quant-ph/9605034](https://arxiv.org/abs/quant-ph/9605034)
# - Cleve, R. and others (1998). Quantum algorithms revisited. [arXiv:quant-ph/9708016](https://arxiv.org/abs/quant-ph/9708016)
# - Ekerå, M. (2021). On completely factoring any integer efficiently in a single run of an order finding algorithm. [arXiv:2007.10044](https://arxiv.org/abs/2007.10044)
# - Gidney, C. (2025). How to factor 2048 bit RSA integers with less than a million noisy qubits. [arXiv:2505.15917](https://arxiv.org/abs/2505.15917)
# - Mosca, M. (2018). Cybersecurity in an era with quantum computers: will we be ready? [doi:10.1109/MSP.2018.3761723](https://doi.org/10.1109/MSP.2018.3761723)
# - NIST (2024). FIPS 203 (ML-KEM), [doi:10.6028/NIST.FIPS.203](https://doi.org/10.6028/NIST.FIPS.203), and FIPS 204 (ML-DSA), [doi:10.6028/NIST.FIPS.204](https://doi.org/10.6028/NIST.FIPS.204)
# - Parker, S. and Plenio, M. B. (2000). Efficient factorization with a single pure qubit and log N mixed qubits. [arXiv:quant-ph/0001066](https://arxiv.org/abs/quant-ph/0001066)
# - Shor, P. W. (1997). Polynomial-time algorithms for prime factorization and discrete logarithms on a quantum computer. [arXiv:quant-ph/9508027](https://arxiv.org/abs/quant-ph/9508027)
# - Zalka, C. (1999). Grover's quantum searching algorithm is optimal. Physical Review A. [arXiv:quant-ph/9711070](https://arxiv.org/abs/quant-ph/9711070)
# - Data: `credit`, Yeh, I.-C. and Lien, C.-H. (2009), [doi:10.1016/j.eswa.2007.12.020](https://doi.org/10.1016/j.eswa.2007.12.020).
#
# </details>
