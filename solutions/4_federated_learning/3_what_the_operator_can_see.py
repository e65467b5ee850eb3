# ---
# title: What the operator can see
# decision: Who may operate the federation, and under which conditions?
# present: 1
# parts:
#   failure: "“The data never leave”"
#   mathematics: "Masks that cancel"
# minutes: {reading: 28, exercises: 14}
# needs: [unit 4.1, a gradient, remainders after division]
# objectives:
#   - read a record out of a gradient, and say why a batch makes it harder
#   - follow secure aggregation through dropouts, and say what its threshold means twice
#   - show why perfect masks don't stop an operator that sends different models
#   - ask a vendor the questions that would have caught it
# libraries: [numpy, pandas, flwr]
# claims:
#   - bold: "the operator reads # of # clients' complete records through perfect masks"
#     test: tests/federated_learning/units/unit_3/test_claims.py::test_a_trap_reads_most_records_through_perfect_masks
#   - bold: "# with public bounds alone"
#     test: tests/federated_learning/units/unit_3/test_claims.py::test_public_bounds_read_a_third_of_the_records_or_more
#   - bold: "noise for persons leaves # of # draws with a record to read"
#     test: tests/federated_learning/units/unit_3/test_claims.py::test_person_level_noise_stops_the_reading
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # What the operator can see
#
# **The decision.** Who may operate the federation, and under which conditions?
#
# *28 minutes of reading, 14 of exercises. You need: unit 4.1, a [gradient](../glossary.md#Gradient), remainders after division.*

# %% tags=["hide-input"]
import hashlib

import numpy as np
import pandas as pd

import execml.differential_privacy as dp
import execml.federated_learning as fl
from execml.course import POLICY, as_of, begin, check, decide, fact, hint, quiz, risk_split, say, show, table
from execml.federated_learning.units.unit_3 import figures
from execml.federated_learning.units.unit_3.exercises import TESTS

begin()
split = risk_split()
records, outcomes = split.train_features.astype(float), split.train_labels
names = np.array(split.feature_names)
UNITS = 500  # width of the trap

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# "The data never leave" is true, and what leaves was computed from them. From the update for one client, her record follows by a division.
#
# [Secure aggregation](../glossary.md#Secure-aggregation) answers that: the operator sees only the sum of all lenders' updates. This page builds it, exactly. Then the operator sends one lender a model made to be read, and all others a dead one. The sum is then that lender's update.
#
# <div class="alert alert-block alert-info" role="note"><strong>Whose records these are.</strong> Clients of <code>credit</code>, published for research without names, and the attack runs against a federation that this page sets up itself. On a real one you need every party's written permission.</div>

# %% slideshow={"slide_type": "fragment"}
def trap_for(draw, units, source):
    """The direction and the thresholds that the operator chooses, and the two models."""
    direction = draw.standard_normal(30)
    if source == "other lenders":  # the operator is a lender too, and uses 2,000 clients of its own
        seen = records[draw.permutation(20_000)[:2_000]]
    else:  # it knows only the scale of each column: most amounts are not negative
        lowest = np.where(np.char.startswith(names, "bill"), -1, 0)
        seen = draw.uniform(lowest, 1, size=(20_000, 30))
    edges = np.quantile(seen @ direction, (np.arange(units) + 0.5) / units)
    return fl.trap_model(direction, np.unique(edges), gain=1 / units)

def one_step(model, rows):
    plan = fl.FedAvg(hidden_layers=(model[0].shape[1],), learning_rate=1.0)
    return plan.updates([(records[rows], outcomes[rows])], model, np.random.default_rng(0))[0]

def share_read(seed, clients, source):
    draw = np.random.default_rng(seed)
    rows = draw.permutation(20_000)[:clients]
    trap, _ = trap_for(draw, UNITS, source)
    candidates = fl.read_trap(fl.unflattened(one_step(trap, rows), trap)[0])
    return fl.records_found(candidates, records[rows])[0].mean()

sizes, sources = (50, 200, 500, 1_000), ("other lenders", "public bounds")
read = {source: [[share_read(seed, size, source) for seed in range(10)] for size in sizes] for source in sources}
show(*figures.records_read(sizes, read, UNITS))
middle = {source: np.mean(read[source][1]) for source in sources}
say(f"""
In ten draws of 200 clients, direction and thresholds, **the operator reads {middle["other lenders"]:.0%} of {sizes[1]} clients' complete
records through perfect masks** if it has clients of its own to set the thresholds, and **{middle["public bounds"]:.0%} with public bounds
alone**. All 30 features of a record agree to within 0.005.
""")

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Show the figure before any mathematics and ask: which of your contracts would this break? Then promise that the masks on the next pages are right, and that this is the lesson.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## “The data never leave”
#
# An applicant becomes a training record, and her lender sends the update of that day. For one record $x$ and unit $j$ of a network's first layer, the chain rule gives
#
# $$\frac{\partial \ell}{\partial W_{\cdot j}} = g_j\,x, \qquad \frac{\partial \ell}{\partial b_j} = g_j ,$$
#
# where $g_j$ is the error that comes back to the unit. Divide one by the other: $x$. This is [gradient inversion](../glossary.md#Gradient-inversion) at its plainest.

# %% slideshow={"slide_type": "fragment"}
applicant = 17
network = fl.new_layers((30, 16, 2), np.random.default_rng(3))
pair = [applicant, int(np.flatnonzero(outcomes != outcomes[applicant])[0])]  # somebody with the other outcome
plan = fl.FedAvg(hidden_layers=(16,), learning_rate=0.1)
alone, both = plan.updates(
    [(records[[applicant]], outcomes[[applicant]]), (records[pair], outcomes[pair])], network, np.random.default_rng(0),
    allow_one_class=True,  # one record has one outcome
)
from_one = fl.invert_gradient(fl.unflattened(alone, network)[0])
from_two = fl.invert_gradient(fl.unflattened(both, network)[0])
error = np.abs(from_one - records[applicant]).max()
assert error < 1e-9
shown = [0, 1, 2, 6, 18, 24]
table(
    pd.DataFrame({
        "feature": names[shown],
        "in her record": records[applicant, shown],
        "read from an update of her alone": from_one[0, shown],
        "from an update of two clients": from_two[0, shown],
    }),
    "Six of the applicant's thirty features, scaled as the model takes them",
    {"in her record": "{:.4f}", "read from an update of her alone": "{:.4f}", "from an update of two clients": "{:.4f}"},
)
say("""
All 30 features agree to nine decimals. From two clients a unit yields a blend of both. So does a sum over lenders.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Masks that cancel
#
# Numbers become whole steps of a grid, and all sums are taken modulo $m = 2^{32}$. For each two lenders $i \lt j$ let $r_{ij}$ be a vector of random numbers that only those two know. Lender $i$ sends
#
# $$y_i = x_i + s_i + \sum_{j>i} r_{ij} - \sum_{j \lt i} r_{ji} \pmod m .$$
#
# **In the sum each $r_{ij}$ stands once with plus and once with minus**, so $\sum_i y_i = \sum_i x_i + \sum_i s_i$. And each $y_i$ alone is uniform, whatever $x_i$ is, because one uniform number added modulo $m$ makes the sum uniform.
#
# The $r_{ij}$ need no meeting. Each lender publishes a key; each two hash what Diffie and Hellman's agreement gives both, and the hash seeds a generator.
#
# Why the extra $s_i$? A lender may drop out after others have added their masks with it. The rest must then be able to reconstruct its masks, and if its $y_i$ arrives late after all, the operator could strip it. With a mask $s_i$ of its own it stays covered. Both secrets are split by [secret sharing](../glossary.md#Secret-sharing) among all, and honest lenders open one *or* the other (Bonawitz and others, 2017).

# %% slideshow={"slide_type": "fragment"}
draw = np.random.default_rng(4)
vectors = draw.uniform(-1, 1, size=(5, 4))  # five lenders, four numbers each
protocol = fl.SecureAggregation(n_clients=5, threshold=3, length=4)
operator, lenders = protocol.server(), [protocol.client(number, draw) for number in range(5)]

keys = operator.collect_keys([lender.advertise() for lender in lenders])
boxes = operator.collect_notes([note for lender in lenders for note in lender.share(keys)])
sending = [lender for lender in lenders if lender.client != 1]  # lender 1 goes silent here
delivered, silent = operator.collect_masked(
    [lender.deliver(vectors[lender.client], boxes[lender.client]) for lender in sending]
)
staying = [lender for lender in sending if lender.client != 4]  # lender 4 is gone when masks are removed
agreed = operator.collect_confirmations([lender.confirm(delivered, silent) for lender in staying])
total = operator.open_sum([lender.unmask(delivered, silent, agreed) for lender in staying])

grid = protocol.grid
plain = grid.decode(np.sum([grid.encode(vectors[k]) for k in delivered], axis=0, dtype=np.uint64))
assert np.array_equal(total, plain)
table(
    pd.DataFrame({
        "lender": delivered,
        "sends (first number)": [grid.encode(vectors[k])[0] for k in delivered],
        "the operator sees": [operator.masked[k][0] for k in delivered],
    }),
    "What a lender has, in steps of the grid, and what arrives",
    {"sends (first number)": "{:,.0f}", "the operator sees": "{:,.0f}"},
)
say(f"""
One of five lenders went silent and another left early. The four that delivered add up to {total[0]:.6f}, bit for bit what an open sum
on the same grid gives. **The sum is exact for every pattern of dropouts above the threshold**: a test runs all of them.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ### The threshold means two things
#
# Shamir's shares are points of a random polynomial whose value at zero is the secret. Through $t$ points there is one polynomial of degree $t-1$; through fewer there is one for *every* value at zero. **Fewer shares than the threshold say nothing.**
#
# So three of five is how many must stay, and also how many can open anybody's masks with the operator. An operator that tells *different* lists of who dropped out would get one secret from some and the other from the rest, so lenders confirm the list first. At three of five, one colluder who confirms both lists undoes that; at four of five it takes three. Tests show this.
#
# **Whose keys?** Keys travel through the operator. It can hand each lender four of its own in place of the others'. Bonawitz and others have keys signed, under keys that somebody else vouches for; this page has not.
#
# And a sum modulo $m$ has no room beyond $m/2$: with one number too large, the total comes back at the other end, without a sound. An honest client refuses to send it.

# %% slideshow={"slide_type": "fragment"}
shares = fl.shamir_share(secret=42, n_shares=5, threshold=3, prime=101, generator=draw)
back = {fl.shamir_recover([shares[i], shares[j], shares[k]], 101) for i in range(5) for j in range(i) for k in range(j)}
fits = {fl.shamir_recover([*shares[:2], (3, guess)], 101) for guess in range(101)}
assert back == {42}
# Towards each lender the operator plays the four others, with keys of its own and zeros to send.
between = [protocol.sum([vectors[k] if n == k else np.zeros(4) for n in range(5)], draw) for k in range(5)]
read_alone = sum(np.abs(got - vector).max() < 1e-6 for got, vector in zip(between, vectors, strict=True))
small = fl.FixedPoint(largest=1.0, clients=5, bits=16)
honest = np.sum([small.encode([0.9]) for _ in range(4)], axis=0, dtype=np.uint64)
wrapped = small.decode(honest + small.wrapped([2.5]))[0]
try:
    small.encode([2.5])
except ValueError as refusal:
    refused = str(refusal).split(";")[0]
say(f"""
Every three of the five shares give back {back.pop()}. Two of them, with every possible third, fit {len(fits)} of the 101 possible secrets equally well.

An operator that swaps the keys, alone, reads {read_alone} of 5 lenders' numbers. Seals and lists are in order: all are under its keys.

Four lenders send 0.9 and one sends 2.5. The sum is {4 * 0.9 + 2.5:.1f}, and without a check the operator gets {wrapped:.1f}. The programme's client
refuses: *{refused}*.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## “The masks are perfect. Here is the applicant”
#
# The masks hide who contributed what to the sum. They do not say that everybody was asked the same thing.
#
# The trap's first layer has $M$ units that all look along one direction $v$ and wake at rising thresholds $c_1 \lt c_2 \lt \dots$: unit $j$ computes $\max(0, v\cdot x - c_j)$. Two neighbours differ only by the clients between their thresholds, so the difference of their gradients belongs to those alone. If there is one, a division reads her. The dead model has the same shape and thresholds that nobody reaches: its first layer's update is zero for any data.

# %% slideshow={"slide_type": "fragment"}
draw = np.random.default_rng(5)
books = np.split(draw.permutation(20_000)[:1_000], 5)  # five lenders with 200 clients each
victim = 2
trap, dead = trap_for(draw, UNITS, "other lenders")
updates = [one_step(trap if lender == victim else dead, rows) for lender, rows in enumerate(books)]

protocol = fl.SecureAggregation(n_clients=5, threshold=3, length=len(updates[0]), largest=4.0)
opened = protocol.sum(updates, draw, silent=[0])  # real masks, and a dropout
candidates = fl.read_trap(fl.unflattened(opened, trap)[0], least=4 * protocol.grid.step)
binary = np.array([set(np.unique(column)) <= {0.0, 1.0} for column in records.T])
whole = fl.plausible(candidates, binary)  # blends of clients have sexes between 0 and 1
found, right = fl.records_found(candidates, records[books[victim]])
say(f"""
Through five lenders' masks, one of them silent, the operator gets {whole.sum()} candidates that can be a person, and
{(right & whole).sum()} of them are clients of lender {victim}, right in all 30 features to 0.005. A blend of people has a
sex between 0 and 1, so they can be sorted.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ### How many it reads, foreseen
#
# If the $n$ clients fall into $M$ gaps evenly and independently, a client is alone in hers with the chance
#
# $$\left(1-\tfrac1M\right)^{n-1} \approx e^{-n/M}.$$
#
# The thin line in the first figure is this formula, not fitted. Points fall short where gaps are uneven.
#
# ## What stops it, and what only looks like it
#
# **Did we all get the same?** Lenders who compare a hash of the model and of all keys, over a line that the operator doesn't run, see the trap before they train, and swapped keys before they mask. A model that is published and signed serves auditors too. If all are sent the trap, clipping and noise must hold.
#

# %% slideshow={"slide_type": "fragment"}
def digest(model):
    return hashlib.sha256(b"".join(layer.tobytes() for layer in model)).hexdigest()[:12]

received = {digest(trap if lender == victim else dead) for lender in range(5)}

def attacked(seed, units=UNITS, gain=None, bits=None, epsilon=None):
    draw = np.random.default_rng(seed)
    rows = draw.permutation(20_000)[:200]
    direction = draw.standard_normal(30)
    edges = np.unique(np.quantile(records[draw.permutation(20_000)[:2_000]] @ direction, (np.arange(units) + 0.5) / units))
    trap, _ = fl.trap_model(direction, edges, gain=gain or 1 / units)
    if epsilon is None:
        update = one_step(trap, rows)
    else:  # each person's gradient is cut to length 1, and noise goes onto the sum
        noise = dp.noise_multiplier(epsilon, POLICY.delta.value, sample_rate=1.0, steps=1)
        plan = fl.FedAvg(hidden_layers=(len(edges),), learning_rate=1.0)
        people = [(records[[row]], outcomes[[row]]) for row in rows]
        each = plan.updates(people, trap, draw, allow_one_class=True)
        each /= np.maximum(np.linalg.norm(each, axis=1, keepdims=True), 1.0)
        update = each.sum(axis=0) + noise * draw.standard_normal(each.shape[1])
    first, least = fl.unflattened(update, trap)[0], 1e-12
    if bits is not None:
        grid = fl.FixedPoint(largest=4.0, clients=5, bits=bits)
        first, least = grid.decode(grid.wrapped(first)), 4 * grid.step
    return fl.records_found(fl.read_trap(first, least), records[rows])[0].mean()

trials = {
    "nothing": {},
    "a coarse grid (24 bits)": {"bits": 24},
    "the same grid, operator turns its gain up": {"bits": 24, "gain": 0.2},
    "a wider trap (2,000 units)": {"units": 2_000},
    "person-level noise, ε = 3 in this one round": {"epsilon": POLICY.model_epsilon.value},
}
measured = {name: [attacked(seed, **options) for seed in range(10)] for name, options in trials.items()}
table(
    pd.DataFrame({
        "in the way": list(measured),
        "records read, mean": [np.mean(shares) for shares in measured.values()],
        "least": [min(shares) for shares in measured.values()],
        "most": [max(shares) for shares in measured.values()],
    }),
    "The trap on 200 clients, ten draws each",
    {name: "{:.0%}" for name in ("records read, mean", "least", "most")},
)
noisy = sum(share > 0 for share in measured["person-level noise, ε = 3 in this one round"])
say(f"""
The five lenders above would have found {len(received)} different hashes. Rounding is no promise: the operator
turns its gain up and reads on. Clipping and **noise for persons leaves {noisy} of
10 draws with a record to read**, and its guarantee holds against any model that the operator may think of (module 3).
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The vendor's masks
#
# A mask is as secret as its seed. In the installed Flower, SecAgg+ folds whatever two clients agreed on into 32 bits and expands them with a generator that was never made for secrets. So it is a case here, and no oracle.
#
# An encoded update is small; a wrong seed leaves numbers of any size. So seeds can be tried.

# %% slideshow={"slide_type": "fragment"}
secret = 700_123  # of the 2^32 possible ones; we look through the first 2^20
expanded = fl.mask_of_seed(secret.to_bytes(4, "little"), bits=32, length=6)  # Flower's own function
sent = (expanded + draw.integers(0, 1 << 22, size=6)) % 2**32
seeds = fl.mask_seeds(sent, below=1 << 22, low=0, high=1 << 20)
assert seeds == [secret]
flower = fact("flower.secagg_seed")
say(f"""
Of {1 << 20:,} seeds one fits, and it is the right one. All seeds are {2**32 // 2**20:,} such windows. {flower.text} {as_of(flower)}

The search assumes one mask. This page's seeds have 256 bits; its keys are worth 112.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What it costs
#
# Keys, shares and confirmations go to each other client; a masked number is no longer than a plain one.

# %% slideshow={"slide_type": "fragment"}
kinds = [(62, 5), (100_000, 5), (100_000, 100)]
bytes_up = [[fl.communication_cost(size, many, 1, masked=flag).up for flag in (False, True)] for size, many in kinds]
table(
    pd.DataFrame({
        "numbers in the model": [size for size, _ in kinds],
        "clients": [many for _, many in kinds],
        "up in a round, plain": [plain_bytes for plain_bytes, _ in bytes_up],
        "masked": [masked for _, masked in bytes_up],
        "times": [masked / plain_bytes for plain_bytes, masked in bytes_up],
    }),
    "Bytes that one client sends in a round",
    {"numbers in the model": "{:,.0f}", "up in a round, plain": "{:,.0f}", "masked": "{:,.0f}", "times": "{:.2f}"},
)
others = grid.decode(np.sum([grid.encode(vectors[k]) for k in delivered[1:]], axis=0, dtype=np.uint64))
last = np.abs((total - others) - vectors[delivered[0]]).max()
assert last < 1e-6
say("""
If all other lenders tell the operator what they sent, the rest is the last one's update, here to less than a millionth.
**Secure aggregation is not differential privacy**: it hides parts of a sum, and says nothing about what the sum gives away. Unit 4 puts both together.

**What this page cannot show.** One attack of a large family, on one step of training; a lender that takes several steps with a large step size blurs it,
but the operator usually sets the step size. Keys come from a lesson's generator.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Exercises
#
# 1. *Warm-up, 4 minutes.* Two shares `(x1, y1)` and `(x2, y2)` of a secret with threshold two lie on a line modulo a prime. Write the function that returns the secret, the line's value at zero. (`pow(a, -1, prime)` divides.)
# 2. *Core, 4 minutes.* By the formula above, how many units does the operator need to read 90% of a lender's 200 clients?
# 3. *Judgement, 6 minutes.* A vendor passed all four tests below (made up), and its operator still ran this page's trap. Which test, repeated by the lenders each round, would have caught it, and by how many lenders at least, the victim among them?

# %% tags=["exercise"]
def secret_of(first, second, prime):
    return ...  # TODO: first and second are pairs (x, y)


# %% tags=["solution"]
def secret_of(first, second, prime):
    (x1, y1), (x2, y2) = first, second
    slope = (y2 - y1) * pow(x2 - x1, -1, prime)
    return (y1 - slope * x1) % prime


# %%
check("fl3.secret", secret_of)

# %% tags=["exercise"]
units_needed = ...  # TODO: solve exp(-200 / M) = 0.9 for M

# %% tags=["solution"]
units_needed = -200 / np.log(0.9)

# %%
check("fl3.units", units_needed)

# %% tags=["exercise"]
table(pd.DataFrame(TESTS), "What the vendor's auditor tested, and found in order")
test, lenders_needed = ..., ...  # TODO: a letter, and a number

# %% tags=["solution"]
table(pd.DataFrame(TESTS), "What the vendor's auditor tested, and found in order")
test, lenders_needed = "D", 2

# %%
check("fl3.audit", (test, lenders_needed))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Ask a vendor, or your own team:
#
# 1. Can you send two lenders different models, and who would notice?
# 2. Which generator expands the masks, and from how many bits of seed?
# 3. How many lenders can open anybody's masks together, and who vouches for keys?
# 4. What does a client do with a number that is too large for the sum, and who tested it?
# 5. What in the design limits the influence of one *person*, and at which ε?

# %%
quiz("fl3")

# %% tags=["exercise"]
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"]
choice = "masks, one published model, noise per person"
because = "Masks alone let the operator read most of a small lender's records; one model for all and noise close that."

# %% slideshow={"slide_type": "slide"}
decide(
    "fl3.operator",
    choice,
    because,
    evidence={
        "records read through perfect masks": f"{middle['other lenders']:.0%} of 200",
        "the same with public bounds alone": f"{middle['public bounds']:.0%} of 200",
        "draws with a record read under person-level noise": f"{noisy} of 10",
        "lenders who can open anybody's masks": "3 of 5, 1 if the operator lies about dropouts, none if it swaps keys",
    },
)

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Let one person play the operator and offer "but we passed the audit". The exercise's table is that audit. An enclave moves the trust to its maker; ask who would check the enclave's statement, and how often.

# %% [markdown]
# ## Sources
#
# - Bonawitz, K. and others (2017). Practical secure aggregation for privacy-preserving machine learning. CCS. [doi:10.1145/3133956.3133982](https://doi.org/10.1145/3133956.3133982)
# - Fowl, L. and others (2022). Robbing the Fed: directly obtaining private data in federated learning with modified models. ICLR. [arXiv:2110.13057](https://arxiv.org/abs/2110.13057)
# - Geiping, J. and others (2020). Inverting gradients: how easy is it to break privacy in federated learning? NeurIPS. [arXiv:2003.14053](https://arxiv.org/abs/2003.14053)
# - Pasquini, D. and others (2022). Eluding secure aggregation in federated learning via model inconsistency. CCS. [arXiv:2111.07380](https://arxiv.org/abs/2111.07380)
# - Shamir, A. (1979). How to share a secret. [doi:10.1145/359168.359176](https://doi.org/10.1145/359168.359176)
# - Data: `credit`, Yeh, I.-C. and Lien, C.-H. (2009), [doi:10.1016/j.eswa.2007.12.020](https://doi.org/10.1016/j.eswa.2007.12.020).
