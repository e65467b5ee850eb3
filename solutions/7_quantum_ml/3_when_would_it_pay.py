# ---
# title: When would it pay?
# decision: What does Harbour Bank put in its budget for quantum computing?
# present: 3
# parts:
#   failure: "An offer that wins"
#   mathematics: "Fewer calls, slower clock"
#   cost: "What it costs"
# minutes: {reading: 27, exercises: 13}
# needs: ["unit 1 of this module: shots, Grover's search, the cryptographic inventory"]
# objectives:
#   - compute from a claimed gain, a clock and the operations of a call when a quantum computer would pay
#   - find the rival that a vendor did not name
#   - read a resource estimate with its assumptions
#   - write three budget lines, to migrate, to watch and to refuse, with dates
# libraries: [numpy, pandas, scipy, scikit-learn]
# claims:
#   - bold: "A square root of the calls pays after # years"
#     kind: exact
#     test: tests/quantum_ml/units/unit_3/test_claims.py::test_a_square_root_pays_after_centuries
#   - bold: "# minutes against # hours"
#     kind: exact
#     test: tests/quantum_ml/units/unit_3/test_claims.py::test_the_offer_wins_against_the_draws
#   - bold: "# of # simulated losses lie above it, # were expected"
#     test: tests/quantum_ml/units/unit_3/test_claims.py::test_the_integral_is_right
#   - bold: "# draws in place of # million"
#     test: tests/quantum_ml/units/unit_3/test_claims.py::test_bad_times_need_few_draws
#   - bold: "calls to the power of #; that of draws to the power of #"
#     test: tests/quantum_ml/units/unit_3/test_claims.py::test_amplitude_estimation_has_its_square_root
#   - bold: "# of # entries follow, and those of one row are # to # times too large"
#     kind: exact
#     test: tests/quantum_ml/units/unit_3/test_claims.py::test_one_row_of_the_published_table_does_not_follow
#   - bold: "a square root pays within two weeks in # of # settings, a cube root in #"
#     kind: exact
#     test: tests/quantum_ml/units/unit_3/test_claims.py::test_verdicts_over_clocks_and_calls
#   - bold: "# times smaller"
#     kind: exact
#     test: tests/quantum_ml/units/unit_3/test_claims.py::test_estimates_fell
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # When would it pay?
#
# **The decision.** What does Harbour Bank put in its budget for quantum computing?
#
# *27 minutes of reading, 13 of exercises. You need unit 1 of this module: shots, Grover's search, the cryptographic inventory.*

# %% tags=["hide-input"]
import math
import time

import numpy as np
import pandas as pd

import execml.quantum_ml as qm
from execml.course import POLICY, begin, check, decide, fact, hint, predict, prices, quiz, reveal, risk_split, say, show, table
from execml.course.bank.prices import LOSS_GIVEN_DEFAULT
from execml.course.bank.rivals import risks
from execml.course.digits import figure as short
from execml.quantum_ml.algorithms.amplitudes import median_error
from execml.quantum_ml.forecast.durations import YEAR, in_words
from execml.quantum_ml.forecast.estimates import ESTIMATES, WILLOW
from execml.quantum_ml.forecast.portfolio import GRID, capital_formula, loss_quantile, simulate_losses
from execml.quantum_ml.forecast.proposals import TWO_WEEKS
from execml.quantum_ml.forecast.published import BINARY_THAT_FOLLOWS, OPERATIONS, RATES
from execml.quantum_ml.migration.inventory import PROGRAMME, falls, property_of
from execml.quantum_ml.units.unit_3 import figures
from execml.quantum_ml.units.unit_3.exercises import OFFERS, USES

begin()
published = RATES["16-bit floating point"]  # operations a second that the table of 2023 assumes
predict(
    "qm3.years",
    "A quantum computer needs only the square root of the calls. Each call is 10,000 operations, and the rival is one "
    "graphics processor. How many years must a job take before the quantum computer wins?",
    low=0,
    high=1_000,
    unit="years",
)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# A quantum computer that corrects its errors is slow: ten thousand operations of 16 bits a second are an optimistic assumption, where a graphics processor makes two hundred trillion. Fewer calls must make up for that. The point where they do is the [crossover time](../glossary.md#Crossover-time). Shorter jobs are done sooner on an ordinary computer.

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Show the figure and ask which line a vendor in the room would claim to be on. Offers on portfolio losses rest on a square root, the upper one.

# %% slideshow={"slide_type": "fragment"}
clocks = np.logspace(3, 7, 9)
pays_from = {power: np.array([qm.crossover_time(published.gpu, clock, power, 10_000) for clock in clocks]) for power in (2, 3, 4)}
square = qm.crossover_time(published.gpu, published.quantum, 2, 10_000)
show(*figures.crossovers(clocks, pays_from, published.quantum, TWO_WEEKS))
reveal("qm3.years", square / YEAR)
say(f"""
**A square root of the calls pays after {in_words(square)}** of computing, with that clock and 10,000 operations a
call. What pays within weeks needs a larger gain, and that exists for few problems, breaking keys among them.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## An offer that wins
#
# A vendor offers to answer the question of the capital rules: which loss on 10,000 card clients is exceeded only once in a thousand? The rules' model: one common factor, the economy, moves all clients; given it, each defaults alone. The vendor compares with random draws on a laptop. To know a chance of 0.1% to a hundredth of itself takes ten million draws, and its machine needs the square root of that.

# %% slideshow={"slide_type": "fragment"}
split = risk_split()
chances = risks(POLICY.baseline.value)  # risk of each of 10,000 test clients, by the bank's model
stakes = LOSS_GIVEN_DEFAULT.value * split.test_clients["bill_1"].clip(lower=0).to_numpy()
clients, tail, relative_error = len(stakes), 0.001, 0.01
draws = (1 - tail) / (tail * relative_error**2)
calls = math.sqrt(draws)
started = time.process_time()
losses = simulate_losses(chances, stakes, 4_000, np.random.default_rng(3))
spent = time.process_time() - started
LAPTOP = 1e7  # outcomes of a client a second; this machine makes more
offered, by_draws = calls * clients / published.quantum, draws * clients / LAPTOP
say(f"""
The laptop gets credit for ten million client outcomes a second. This one makes {"more" if losses.size * clients / spent > LAPTOP else "fewer"}.
The quantum computer does one operation for each client. Then it is **{in_words(offered)} against {in_words(by_draws)}**, and the offer
wins. Everything in it is granted, the machine too.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The rival that was not named
#
# Given the economy, the total of 10,000 independent losses is close to a normal distribution, whose mean and variance are sums. So nothing needs to be drawn but the economy, which is one number, and over one number we can integrate. We try 401 economies. The capital rules' own formula is the same with infinitely many clients.

# %% slideshow={"slide_type": "fragment"}
by_integral = len(GRID) * clients / LAPTOP
thousand, hundred = (loss_quantile(level, chances, stakes) for level in (0.999, 0.99))
formula = capital_formula(0.999, chances, stakes)
above = int((losses > hundred).sum())
bad_times = -3.0  # draw economies around this one, and weigh each by how rarely it comes
generator = np.random.default_rng(4)
economies = bad_times + generator.standard_normal(3_000)
in_bad_times = simulate_losses(chances, stakes, 3_000, generator, factors=economies)
hits = (in_bad_times > thousand) * np.exp(bad_times**2 / 2 - bad_times * economies)
enough = round((hits.std() / tail / relative_error) ** 2, -4)
show(*figures.rivals(np.logspace(3, 9, 13), calls * clients / np.logspace(3, 9, 13), by_draws, by_integral, published.quantum))
say(f"""
The loss exceeded once in a thousand is NT\\$ {thousand / 1e6:.1f} million; the formula says {formula / 1e6:.1f}. Checked where
draws are plenty, at once in a hundred: **{above} of {losses.size:,} simulated losses lie above it, {losses.size // 100} were expected**.

The integral takes {in_words(by_integral)}, counted at the same rate. So the offer is a square root of a cost that nobody has to
pay. With many factors such a grid is out of reach. Draws from bad times are not (Glasserman and Li, 2005): here
**{enough:,.0f} draws in place of {draws / 1e6:.0f} million** give the same error, in {in_words(enough * clients / LAPTOP)}. A quantum computer that
starts from bad times too takes {in_words(enough**0.5 * clients / published.quantum)}.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Fewer calls, slower clock
#
# Say an ordinary computer needs $n^k$ calls where the quantum computer needs $n$. Each call takes $M$ operations, at rates $c$ and $q$. They are equally fast when
#
# $$\frac{n^k M}{c} = \frac{n M}{q}, \qquad\text{so}\qquad n = \Bigl(\frac{c}{q}\Bigr)^{1/(k-1)}, \qquad t = \frac{M}{q}\Bigl(\frac{c}{q}\Bigr)^{1/(k-1)}.$$
#
# The ratio of clocks enters whole for $k=2$, and by its square root for $k=3$. Hoefler, Häner and Troyer (2023) turn this round: how many operations may a call take, if the crossover must come within two weeks, rounded to a million seconds? We compute their table from their own inputs, beside the printed entries.

# %% slideshow={"slide_type": "fragment"}
rows, excess = [], []
for name, rates in RATES.items():
    ours = [qm.operations_within(TWO_WEEKS, rates.asic, rates.quantum, power) for power in (2, 3, 4)]
    rows.append([name, *(f"{short(printed)} / {short(mine)}" for printed, mine in zip(OPERATIONS[name], ours, strict=True))])
    excess.append(np.divide(OPERATIONS[name], ours))
excess = np.array(excess)
follow = np.abs(excess - 1) < 0.1
off = excess[~follow]
other = BINARY_THAT_FOLLOWS
mended = [qm.operations_within(TWO_WEEKS, other.asic, other.quantum, power) for power in (2, 3, 4)]
agree = np.allclose(mended, OPERATIONS["binary"], rtol=0.01)
table(pd.DataFrame(rows, columns=["arithmetic", "square root", "cube root", "fourth root"]),
    "Operations that a call may take, against a chip made for the purpose: printed in 2023 / computed from the printed rates")
say(f"""
**{follow.sum()} of {follow.size} entries follow, and those of one row are {off.min():.0f} to {off.max():.0f} times too large**. That row
{"follows" if agree else "does not follow"} if the clock is {other.quantum / 1e6:.1f} million a second, and not the {RATES["binary"].quantum / 1e3:.0f} thousand
that is printed. So compute a vendor's table too.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The gain is real, and it is in calls
#
# Is the square root itself true? [Amplitude estimation](../glossary.md#Amplitude-estimation) reads a chance by phase estimation from unit 1. Its readings are known exactly, so we need no shots.

# %% slideshow={"slide_type": "fragment"}
bits = np.arange(5, 15)
some_chances = np.linspace(0.001, 0.3, 40)
error = np.array([np.mean([median_error(chance, int(count)) for chance in some_chances]) for count in bits])
slope = np.polyfit(np.log(2.0**bits - 1), np.log(error), 1)[0]
same = 0.674 * relative_error * tail  # half of the time, draws are nearer than this
nearby = tail * np.linspace(0.8, 1.2, 9)
steps = next(2**count - 1 for count in range(5, 20) if np.mean([median_error(chance, count) for chance in nearby]) <= same)
say(f"""
The error that is exceeded half of the time falls like one over the **calls to the power of {-slope:.2f}; that of draws to the power of 0.5**.

That is a proof about calls. For the bank's chance this method takes {steps:,} steps, and not the {calls:,.0f} of the offer, and each
step calls the model twice. We grant the offer its number all the same.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The screen that you take home
#
# A proposal has nine entries: the gain, the calls with all shots, the operations of a call, the clock, the data to be loaded, [logical qubits](../glossary.md#Logical-qubit), the distance of their code, the rate of the rival and the time of the best method known. What is left open counts in the vendor's favour. So a refusal stands whatever is filled in later, and a proposal with a gap is undetermined, however good it sounds.

# %% slideshow={"slide_type": "fragment"}
hundred_khz = 1e5  # one costly gate for each reaction of the electronics, 10 µs
offer = qm.Proposal("portfolio loss, as offered", 2, calls, clients, published.quantum, clients * 32, 2_000, 27, LAPTOP)
proposals = [
    offer,
    qm.Proposal("the same, our integral entered", 2, calls, clients, published.quantum, clients * 32, 2_000, 27, LAPTOP, by_integral),
    qm.Proposal("search a billion payments of 100 bytes", 2, math.pi / 4 * 1e9**0.5, 1, published.quantum, 1e9 * 800, 100, 21, 1e8),
    qm.Proposal("price a derivative (2021)", 2, 1, 54e6, hundred_khz, logical_qubits=8_000, best_seconds=1.0),
    qm.Proposal("simulate the molecule FeMoco (2021)", None, 1, 4 * 86_400 * hundred_khz, hundred_khz),
]
found = [qm.screen_proposal(proposal) for proposal in proposals]
table(pd.DataFrame([
    (proposal.name, in_words(one.quantum_seconds), one.verdict, one.reason)
    for proposal, one in zip(proposals, found, strict=True)
], columns=["proposal", "time, loading included", "verdict", "why"]), "Five proposals on the screen: three made up, two published")
clock_grid, call_grid = np.logspace(3, 7, 9), (1, 100, 10_000)
within = {power: sum(qm.crossover_time(published.gpu, clock, power, size) <= TWO_WEEKS for clock in clock_grid for size in call_grid) for power in (2, 3)}
slowest = math.sqrt(published.gpu / TWO_WEEKS)  # t = M c / q^2, with M = 1
say(f"""
One setting is one draw. Over clocks from a thousand to ten million and calls of 1, 100 and 10,000 operations, **a square root
pays within two weeks in {within[2]} of {len(clock_grid) * len(call_grid)} settings, a cube root in {within[3]}**. At one operation a call, a square root pays from a clock of {short(float(f"{slowest:.2g}"))} a
second on. The published proposals get a hundred
thousand costly gates a second, one for each reaction of a chip's electronics.

{fact("quantum.drug")} So chemistry is not refused: its input is small. But how large its gain is over the best ordinary method is
open; evidence that it is exponential across chemistry has yet to be found (Lee, S. and others, 2023). It goes on the list to watch.

<details><summary>What the two published proposals state</summary>

{fact("quantum.derivatives")} {fact("quantum.chemistry")}

</details>
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## For keys the same arithmetic says hurry
#
# Against keys the gain is no square root. No ordinary method is known that comes near, so there is no rival, and only the machine is missing. How large it must be is estimated with assumptions: chips that err once in a thousand gates and correct in rounds of a microsecond, or atoms that are slow and can be moved next to each other.

# %% slideshow={"slide_type": "fragment"}
show(*figures.estimates(ESTIMATES, WILLOW))
rsa = [one for one in ESTIMATES if one.key == "RSA-2048"]
plain = qm.surface_code_qubits(6_200, 8 * 3_600 * 1e6, 1e-3, 0.3)
say(f"""
From {int(rsa[0].year)} to {int(rsa[-1].year)} the estimate for one key became **{rsa[0].qubits / rsa[-1].qubits:.0f} times smaller**. Error rate and
clock of the chips are assumed the same. It came from algorithms, from denser codes, which need connections between distant
qubits, and from more time: {rsa[0].time} became {rsa[1].time}; the abstract of {int(rsa[2].year)} states none. Our rule of thumb, for {int(rsa[0].year)}, gives {plain / 1e6:.0f} million, and about as much again for what it
leaves out. For another key, atoms take days with a twentieth of the qubits that chips use for minutes: atoms are slow, chips fast.

{fact("qubits.willow")}

<details><summary>The estimates, each with its date</summary>

{fact("qubits.rsa_2048")} {fact("qubits.pinnacle")} {fact("qubits.atoms")} {fact("qubits.p256_chips")}

</details>
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What it costs
#
# The first budget line comes from the inventory of unit 1. A use that is recorded today counts as critical, and takes the first year that the G7 names; the rest the last.

# %% slideshow={"slide_type": "fragment"}
bill = qm.cryptographic_inventory()["components"]
uses = [asset for asset, part in zip(PROGRAMME, bill, strict=True) if falls(part)]
move_to = {part["name"]: property_of(part, "moveTo") for part in bill}
due = {asset.name: 2030 if asset.recorded else 2035 for asset in uses}
spare = {years: [qm.mosca_margin(one.secret_years, one.migration_years, years) for one in uses] for years in (5, 10, 15)}
late = {years: sum(margin < 0 for margin in margins) for years, margins in spare.items()}
table(pd.DataFrame({
    "use": [one.name for one in uses],
    "move to": [move_to[one.name] for one in uses],
    "begin by": [f"{due[one.name] - one.migration_years:.0f}" for one in uses],
    "done by": [str(due[one.name]) for one in uses],
    **{f"years to spare, machine in {years}": [f"{margin:+.0f}".replace("-", "−") for margin in margins] for years, margins in spare.items()},
}), "To migrate: the uses that fall, with dates")
watching = 2 * 8 * prices().hour.value  # assumed: two days of an analyst a year
table(pd.DataFrame([
    ("migrate", f"{len(uses)} uses, the first from {min(due[one.name] - one.migration_years for one in uses):.0f} at the latest", "open: owners state the hours before you sign"),
    ("watch", "the screen and the facts, twice a year", f"NT$ {watching:,.0f} a year, assumed two days"),
    ("refuse", "pilots with a gap or a weaker rival", "nothing; the integral runs on a laptop"),
], columns=["budget line", "what", "price"]), "Three budget lines")
say(f"""
Of the {len(uses)} uses {late[5]}, {late[10]} and {late[15]} are late if the machine comes in 5, 10 and 15 years. What is late begins now; the table's years are the G7's, and the latest.

<details><summary>The dates, and the proof of 2026, each with its source</summary>

{fact("deadline.google")} {fact("deadline.g7_finance")} {fact("deadline.nist")} {fact("quantum.memory")}

</details>

*What would change our mind.* A measured clock, with errors corrected, that beats our best method. A gain beyond the square root on a problem with small input. A rival that was looked for in earnest and not found. The advantage in memory that was proved in 2026, shown on hardware. And an attack on lattices, which would change the first line.

*What this page cannot show.* When a machine comes. Quantum algorithms that nobody has found. Portfolios with many factors. Years and secrets of the inventory are made up.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Exercises
#
# Replace each `...`, run the cell and the one below it. Three hints stand folded below each check.
#
# 1. *Warm-up, 5 minutes.* Write the function that returns the crossover time in seconds.
# 2. *A vendor, 4 minutes.* Each offer (figures made up) beats the rival that its vendor names. One is wrong all the same. Which, and how many times slower is it than the best method that the bank has?
# 3. *Judgement, 4 minutes.* Three uses of keys fall (figures made up). Which must start first, and in which year at the latest? An archive is recorded today, takes 2 years and is due in 2030; payments are recorded, take 3 years and are due in 2030; certificates are not recorded, take 6 years and are due in 2035.

# %% tags=["exercise"]
def crossover(classical_rate, quantum_rate, exponent, operations):
    return ...  # TODO: seconds


# %% tags=["solution"]
def crossover(classical_rate, quantum_rate, exponent, operations):
    calls = (classical_rate / quantum_rate) ** (1 / (exponent - 1))
    return calls * operations / quantum_rate


# %%
check("qm3.crossover", crossover)

# %% tags=["exercise"]
table(pd.DataFrame(OFFERS), "Three offers that beat their rival")
wrong_offer, times_slower = ..., ...  # TODO: a letter, and a number

# %% tags=["solution"]
table(pd.DataFrame(OFFERS), "Three offers that beat their rival")
wrong_offer, times_slower = "B", 3.0 / 0.5

# %%
check("qm3.offer", (wrong_offer, times_slower))

# %% tags=["exercise"]
first_use, latest_start = ..., ...  # TODO: "archive", "payments" or "certificates", and a year

# %% tags=["solution"]
first_use, latest_start = "payments", 2030 - 3

# %%
check("qm3.start", (first_use, latest_start))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Ask a vendor, or your own team:
#
# 1. How many logical qubits, at which clock, with how much to load and how many shots?
# 2. Is the advantage in memory, in time or in accuracy?
# 3. Which rival did you compare with, and who looked for a better one?
# 4. Where is our cryptographic inventory, and which line begins this year?
# 5. Which entry of the screen would have to change, and who measures it?

# %%
quiz("qm3")

# %% tags=["exercise"]
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"]
choice = "migrate by the inventory"
because = "Keys have no rival and dates; pilots have a better rival today; watching costs two days a year."

# %% slideshow={"slide_type": "slide"}
decide(
    "qm3.budget",
    choice,
    because,
    evidence={
        "uses late if the machine comes in ten years": f"{late[10]} of {len(uses)}",
        "portfolio job, quantum computer against the vendor's rival": f"{in_words(offered)} against {in_words(by_draws)}",
        "portfolio job, quantum computer against our best method": f"{in_words(offered)} against {in_words(by_integral)}",
        "fall of the estimates for one key on chips": f"{rsa[0].qubits / rsa[-1].qubits:.0f} times",
    },
)

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# The pilot has a serious argument: people learn. Ask what they would learn that the screen does not say, and whether a laptop could teach it. Close the module with the three lines, each with a name beside it.

# %% [markdown]
# ## Sources
#
# <details><summary>Papers and rules</summary>
#
# - Basel Committee on Banking Supervision (2023). Basel framework, CRE31: IRB approach, risk weight functions.
# - Blunt, N. S. and others (2022). Perspective on the current state-of-the-art of quantum computing for drug discovery applications. [doi:10.1021/acs.jctc.2c00574](https://doi.org/10.1021/acs.jctc.2c00574)
# - Brassard, G. and others (2002). Quantum amplitude amplification and estimation. [arXiv:quant-ph/0005055](https://arxiv.org/abs/quant-ph/0005055)
# - Cain, M. and others (2026). Shor's algorithm is possible with as few as 10,000 reconfigurable atomic qubits. [arXiv:2603.28627](https://arxiv.org/abs/2603.28627)
# - Chakrabarti, S. and others (2021). A threshold for quantum advantage in derivative pricing. [arXiv:2012.03819](https://arxiv.org/abs/2012.03819)
# - Egger, D. J. and others (2020). Credit risk analysis using quantum computers. [arXiv:1907.03044](https://arxiv.org/abs/1907.03044)
# - Gidney, C. (2025). How to factor 2048 bit RSA integers with less than a million noisy qubits. [arXiv:2505.15917](https://arxiv.org/abs/2505.15917)
# - Gidney, C. and Ekerå, M. (2021). How to factor 2048 bit RSA integers in 8 hours using 20 million noisy qubits. [doi:10.22331/q-2021-04-15-433](https://doi.org/10.22331/q-2021-04-15-433)
# - Glasserman, P. and Li, J. (2005). Importance sampling for portfolio credit risk. Management Science 51. [doi:10.1287/mnsc.1050.0415](https://doi.org/10.1287/mnsc.1050.0415)
# - Google Quantum AI (2024). Quantum error correction below the surface code threshold. [arXiv:2408.13687](https://arxiv.org/abs/2408.13687)
# - Hoefler, T., Häner, T. and Troyer, M. (2023). Disentangling hype from practicality: on realistically achieving quantum advantage. [doi:10.1145/3571725](https://doi.org/10.1145/3571725)
# - Lee, J. and others (2021). Even more efficient quantum computations of chemistry through tensor hypercontraction. [doi:10.1103/PRXQuantum.2.030305](https://doi.org/10.1103/PRXQuantum.2.030305)
# - Lee, S. and others (2023). Evaluating the evidence for exponential quantum advantage in ground-state quantum chemistry. [doi:10.1038/s41467-023-37587-6](https://doi.org/10.1038/s41467-023-37587-6)
# - Vasicek, O. (2002). The distribution of loan portfolio value. Risk 15(12).
# - Webster, P. and others (2026). The Pinnacle architecture: reducing the cost of breaking RSA-2048 to 100 000 physical qubits using quantum LDPC codes. [arXiv:2602.11457](https://arxiv.org/abs/2602.11457)
# - Zhao, H. and others (2026). Exponential quantum advantage in processing massive classical data. [arXiv:2604.07639](https://arxiv.org/abs/2604.07639)
# - Data: `credit`, Yeh, I.-C. and Lien, C.-H. (2009), [doi:10.1016/j.eswa.2007.12.020](https://doi.org/10.1016/j.eswa.2007.12.020).
#
# </details>
