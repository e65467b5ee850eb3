# ---
# title: Scoring encrypted customers
# decision: Encrypt, share, shield or sign, when a supplier scores the bank's monthly batch?
# present: 4
# parts:
#   failure: "They scored with another model"
#   mathematics: "A row a feature, a slot a client"
#   cost: "What it costs"
# minutes: {reading: 29, exercises: 15}
# needs: ["unit 3, or the words CKKS, slot and level", "a logistic regression's score"]
# objectives:
#   - lay out a batch so that encrypted scoring is fast, and part client from server
#   - catch a supplier who computes something else
#   - send encrypted reasons and an exact encrypted count, and say what they reveal
#   - turn "5,000 times faster" into what it buys from end to end
# libraries: [numpy, pandas, scipy, scikit-learn, matplotlib, tenseal]
# claims:
#   - bold: "# of the # planted clients come back wrong"
#     test: tests/homomorphic_encryption/units/unit_4/test_claims.py::test_planted_clients_catch_the_other_model
#   - bold: "# of # refused clients get the same first reason"
#     test: tests/homomorphic_encryption/units/unit_4/test_claims.py::test_encrypted_reasons_are_the_plain_ones
#   - bold: "It is # points of AUC ahead of the bank's baseline"
#     test: tests/homomorphic_encryption/units/unit_4/test_claims.py::test_a_network_of_squares_ranks_no_worse_than_the_baseline
#   - bold: "a batch of nothing but zeros gives away all # weights"
#     test: tests/homomorphic_encryption/units/unit_4/test_claims.py::test_the_noise_of_one_answer_gives_the_weights_away
#   - bold: "# women of the last block lie open"
#     kind: exact
#     test: tests/homomorphic_encryption/units/unit_4/test_claims.py::test_a_bare_sum_opens_the_last_block_under_every_key
#   - bold: "# refused women, the same as in clear"
#     kind: exact
#     test: tests/homomorphic_encryption/units/unit_4/test_claims.py::test_the_count_is_exact
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # Scoring encrypted customers
#
# **The decision.** Encrypt, share, shield or sign, when a supplier scores the bank's monthly batch?
#
# *29 minutes of reading, 15 of exercises. You need: unit 3, or the words CKKS, slot and level; a logistic regression's score.*

# %% tags=["hide-input"] slideshow={"slide_type": "skip"}
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score

from execml.course import POLICY, as_of, begin, check, decide, fact, hint, predict, quiz, reveal, risk_split, rivals, say, show, table
from execml.course.bank.delong import auc_difference
from execml.course.bank.rivals import risks
from execml.course.digits import at_most
from execml.course.measure.timing import least_processor_time
from execml.homomorphic_encryption import (
    EncryptedScorer,
    chance_to_notice,
    cost_table,
    cutoff_logit,
    encrypted_count,
    end_to_end_gain,
    extract_model,
    harbour_scorecard,
    new_auditor,
    planted_mistakes,
    planted_places,
    shared_scores,
    train_square_network,
    weights_from_noise,
)
from execml.homomorphic_encryption.libraries import tenseal
from execml.homomorphic_encryption.scoring.costs import GIGABYTE, PROCESSOR_HOUR
from execml.homomorphic_encryption.scoring.scorecard import FAMILIES
from execml.homomorphic_encryption.units.unit_4 import figures
from execml.homomorphic_encryption.units.unit_4.exercises import OFFERS

begin()
card, bar = harbour_scorecard(), cutoff_logit()
clients, split = card.clients, risk_split()

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# A supplier owns a model, the bank owns 10,000 clients, and neither shows the other. The bank encrypts, the supplier computes on what it cannot read, the bank decrypts. With a good layout this costs next to nothing, as is measured below.
#
# It buys one thing: the supplier does not see the inputs. It does not make the supplier compute what was agreed, does not stop scores from telling about the model, and does not replace a contract.
#
# <div class="alert alert-block alert-info" role="note"><strong>What runs here.</strong> The arithmetic is TenSEAL's, a library that is maintained; keys, roles and messages around it are an example for teaching and not a product.</div>

# %% tags=["hide-input"] slideshow={"slide_type": "fragment"}
predict(
    "he4.planted",
    "The bank hides twenty clients in the batch whose scores it knows. The supplier changes one score in ten, and cannot tell which "
    "clients are planted. In how many of 100 batches does the bank notice?",
    low=0,
    high=100,
    unit="of 100",
)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## They scored with another model
#
# Encrypted results all look alike. A supplier may run last year's model, or a wrong file. Here it leaves out the four features of payments and bills.

# %% slideshow={"slide_type": "fragment"}
agreed = EncryptedScorer(card.weights, card.intercept)
bank = agreed.client()  # makes the key
stale = np.where(np.arange(10) < 6, card.weights, 0.0)
other = EncryptedScorer(np.where(stale == 0, 1e-6, stale), card.intercept)  # what really runs
supplier = other.server(bank.public_context)
assert not supplier.context.has_secret_key()

draw = np.random.default_rng(0)
places = planted_places(len(clients), 20, draw)
request = bank.encrypt(clients)
response = supplier.score(request)
scores = bank.decrypt(response)
wrong = planted_mistakes(scores, card.logits()[places], places)
honest = bank.decrypt(agreed.server(bank.public_context).score(request))
assert planted_mistakes(honest, card.logits()[places], places).size == 0
changed = int(((scores > bar) != (card.logits() > bar)).sum())
noticed = chance_to_notice(0.1, 20)
reveal("he4.planted", 100 * noticed)
say(f"""
The other model takes {changed:,} other decisions of {len(clients):,}, and nothing in the {len(response) / 1e6:.1f} MB of the answer shows it. **{len(wrong)} of the {len(places)} planted clients
come back wrong**, and the bank knows.

If a share f of all scores is changed and k clients are planted at random, one of them is hit with probability 1 − (1 − f)ᵏ: {noticed:.0%} for a tenth and
twenty. Whoever changes few scores is missed, and the bank must know the right scores of the planted: from a test in clear at acceptance.
""")

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Ask first what the word "secure" in the supplier's slide protects against. Let the room name four things: reading, changing, copying the model, learning from the output. Encryption of this kind does the first. Then show the planted clients.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A row a feature, a slot a client
#
# The score of client $i$ is $z_i = b + \sum_j w_j x_{ij}$. Tutorials put a client's features into one ciphertext and add up its [slots](../glossary.md#Slot), which takes a rotation for every doubling, and a ciphertext for each client.
#
# Turn the table round: ciphertext $j$ holds feature $j$ of 4,096 clients. Then
#
# $$\mathrm{Enc}(z) = b + \sum_j w_j \, \mathrm{Enc}(x_{\cdot j})$$
#
# is ten products with plain numbers and nine additions, for all 4,096 at once. Nothing moves between slots, so no rotation keys travel. More clients fill more blocks. The price: one client costs as much as 4,096. This is a layout for the monthly batch, not for somebody who waits at the counter.

# %% slideshow={"slide_type": "fragment"}
error = np.abs(honest - card.logits()).max()
flips = int(((honest > bar) != (card.logits() > bar)).sum())
assert error < 1e-6
thirty = split.test_features.astype(float)
net = train_square_network(split.train_features, split.train_labels, 3, np.random.default_rng(0))
deep = EncryptedScorer(
    net.weights, net.intercept, net.hidden_weights, net.hidden_intercepts,
    ring_dimension=16_384, prime_bits=(60, 40, 40, 40, 60),
)
few = thirty[:2_000]
deep_bank = deep.client()
deep_scores = deep_bank.decrypt(deep.server(deep_bank.public_context).score(deep_bank.encrypt(few)))
assert np.abs(deep_scores - deep.plain(few)).max() < 1e-3
deep_flips = int(((deep_scores > bar) != (deep.plain(few) > bar)).sum())
trees = POLICY.baseline.value
gap = auc_difference(card.labels, deep.plain(thirty), risks(trees))
ahead, lowest, highest = (f"{100 * value:.1f}".replace("-", "−") for value in (gap.estimate, gap.low, gap.high))
table(
    pd.DataFrame([
        ("scorecard, ten features", roc_auc_score(card.labels, card.logits()), 1, "8,192", f"{flips} of 10,000"),
        ("network with three squares, thirty", roc_auc_score(card.labels, deep.plain(thirty)), 3, "16,384", f"{deep_flips} of 2,000"),
        ("logistic regression, thirty features", rivals()["logistic regression"].auc, 1, "8,192", "not run"),
        (f"{trees}, thirty, in clear only", roc_auc_score(card.labels, risks(trees)), None, None, None),
    ], columns=["model", "AUC in clear", "levels", "N", "decisions changed by encryption"]),
    "What can be encrypted cheaply, beside the bank's baseline",
    {"AUC in clear": "{:.3f}", "levels": lambda levels: "–" if pd.isna(levels) else f"{levels:.0f}"},
)
say(f"""
The network replaces the sigmoid inside by a square, which is one product, and needs a larger ring. **It is {ahead} points of AUC ahead of the bank's
baseline** (95%: {lowest} to {highest}), so encryption need not cost ranking. CKKS cannot compare numbers exactly, as each branch of a tree does. The scheme TFHE can, and trees run on it (Frery and others, 2023): not measured here.

Below, the scorecard is encrypted: it can be followed by hand. In production stands [unit 3.4's network](../3_differential_privacy/4_training_with_privacy.ipynb),
trained with privacy: another decision.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ### Encrypted reasons
#
# A refused client may ask why. For a linear score the *interventional* Shapley value of a feature, which sets absent features to other clients' values, is $w_j(x_j - \bar x_j)$. That is linear too. So the supplier returns four encrypted sums in place of one: limit, delay, bill, payments. It learns neither client nor reason.

# %% slideshow={"slide_type": "fragment"}
weights = card.families()
offsets = -weights @ card.centre
honest_supplier = agreed.server(bank.public_context)
reasons = bank.decrypt(honest_supplier.combine(request, weights, offsets))
plain_reasons = clients @ weights.T + offsets
assert np.abs(reasons - plain_reasons).max() < 1e-5
refused = card.logits() > bar
same = int((reasons[refused].argmax(axis=1) == plain_reasons[refused].argmax(axis=1)).sum())
names = list(FAMILIES)
first = pd.Series(reasons[refused].argmax(axis=1)).map(dict(enumerate(names))).value_counts()
show(*figures.reasons(first))
say(f"""
**{same:,} of {int(refused.sum()):,} refused clients get the same first reason** as in clear.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ### An encrypted count
#
# An auditor may ask whether women are refused more often. The auditor knows who is a woman, the bank knows who is refused, and neither should hand over its list. Counting must be exact, so the scheme is BFV, with parameters that pass unit 2's quantum table. The auditor encrypts a 1 for each woman; the bank multiplies by its decisions and adds up under encryption.

# %% slideshow={"slide_type": "fragment"}
women = (split.test_clients["sex"] == "female").to_numpy(dtype=int)
decisions = refused.astype(int)
auditor = new_auditor(summed=True)
request_of_women = auditor.encrypt(women)
bare, answer = (encrypted_count(auditor.public_context, request_of_women, decisions, hidden=hidden) for hidden in (False, True))
count = int(auditor.read(answer)[0])
last = len(women) % auditor.slots  # clients in the last block
left_over, masked = auditor.read_all(bare), auditor.read_all(answer)
told = left_over[:last] - left_over[1 : last + 1]  # neighbouring slots differ by one product
assert (told == (women * decisions)[-last:]).all() and not masked[1:].any()
watcher = new_auditor(summed=False)
products = watcher.read(encrypted_count(watcher.public_context, watcher.encrypt(women), decisions, summed=False))
assert count == products.sum() == (women * decisions).sum()
say(f"""
The sum says **{count:,} refused women, the same as in clear**: {count / women.sum():.1%} of {women.sum():,} women, against {refused[women == 0].mean():.1%} of men.

Leave out the addition, and the auditor receives one product a client: {len(watcher.public_context) / 1e6:.1f} MB of public keys in place of {len(auditor.public_context) / 1e6:.0f}, and the decision about each of {women.sum():,} women.
Add up as libraries do, and the slots beside the sum hold partial sums. Whoever has the key reads them too: neighbours differ by one product, and
**{women[-last:].sum():,} women of the last block lie open**. So the bank masks all slots but one, and drowns the noise, which depends on its decisions. An auditor who encrypts 1, 2, 4, 8 in place of
ones still reads decisions out of the sum. Encryption hides inputs on the way. What the output says is not its business.

Paillier's scheme (unit 1) has neither slots nor noise: {len(women) * 512 / 1e6:.0f} MB of ciphertexts, no rotation keys, and a sum, blinded anew, that says no more.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ### The model leaks the other way
#
# The supplier's secret is its model. The bank may send made-up clients: one of zeros, and one for each feature.

# %% slideshow={"slide_type": "fragment"}
copy = extract_model(lambda rows: bank.decrypt(honest_supplier.score(bank.encrypt(rows))), features=10)
with_one = np.column_stack([clients, np.ones(len(clients))])
by_least_squares = np.linalg.lstsq(with_one, honest.round(2), rcond=None)[0][:10]
zeros = bank.encrypt(np.zeros((4_096, 10)))  # the score of each is the intercept
by_noise = weights_from_noise(bank, zeros, honest_supplier.score(zeros))
off = [np.abs(weights - card.weights).max() for weights in (copy.weights, by_least_squares, by_noise)]
assert off[0] < 1e-5 and off[1] < 5e-3 and off[2] < 1e-6
say(f"""
After {copy.queries} encrypted queries the bank holds the scorecard, each weight right to five digits (Tramèr and others, 2016). It need not ask anything
odd: least squares on one honest batch, rounded to two digits, gives each weight to within {at_most(off[1], ".3f")}. And **a batch of nothing but zeros gives away all {len(by_noise)} weights**,
to six digits, though its scores are all equal: an answer's noise is the bank's own, times the weights.

The supplier can drown that noise (Kluczniak and Santato, 2023); rescaling, left out here, blurs it to about a digit a batch. But it is the bank that decrypts,
so no digits can be kept back. Against the rest only a contract stands.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What it costs
#
# Suppliers of special chips promise evaluation thousands of times faster. If a part takes the share $a$ of the whole and becomes $f$ times faster, the whole becomes $1/(1 - a + a/f)$ times faster (Amdahl, 1967). So the first question is the share.

# %% tags=["nbval-ignore-output"] slideshow={"slide_type": "fragment"}
seconds = {
    "encrypt": least_processor_time(lambda: bank.encrypt(clients), 3)[1] / 1e3,
    "evaluate": least_processor_time(lambda: honest_supplier.score(request), 3)[1] / 1e3,
    "decrypt": least_processor_time(lambda: bank.decrypt(response), 3)[1] / 1e3,
}
gain = end_to_end_gain(seconds, "evaluate", 5_000)
show(*figures.amdahl(seconds, gain))
say(f"On this machine a chip that evaluates 5,000 times faster makes the batch {gain:.2f} times faster. Encrypting at the bank, and the bytes, stay.")

context = tenseal.ckks_context(rotations=True)
ten = [tenseal.ckks_vector(context, row) for row in clients[:10]]
row_seconds = least_processor_time(lambda: tenseal.row_scores(context, ten, card.weights, card.intercept), 2)[1] / 1e3
row_seconds += least_processor_time(lambda: [tenseal.ckks_vector(context, row) for row in clients[:10]], 2)[1] / 1e3
shared, shared_ms = least_processor_time(lambda: shared_scores(clients, card.weights, card.intercept, np.random.default_rng(1)), 3)
assert np.abs(shared.scores - card.logits()).max() < 1e-4
_, plain_ms = least_processor_time(lambda: card.logits(), 20)
sent = shared.upload + shared.between + shared.download + shared.prepared
ways = [
    {"way": "in clear, by contract", "clients": 10_000, "seconds": plain_ms / 1e3, "bytes": clients.nbytes + 8 * 10_000},
    {"way": "CKKS, a client a slot", "clients": 10_000, "seconds": sum(seconds.values()), "bytes": len(request) + len(response)},
    {"way": "CKKS, a client a row", "clients": 10, "seconds": row_seconds, "bytes": sum(len(row.serialize()) for row in ten)},
    {"way": "two servers, shared secrets", "clients": 10_000, "seconds": shared_ms / 1e3, "bytes": sent},
    {"way": "enclave, or differential privacy", "clients": 1, "seconds": None, "bytes": None},
]
bill = cost_table(ways, PROCESSOR_HOUR.value, GIGABYTE.value)
table(bill, "Measured on this machine, for a thousand scores; money in NT$ of 2005 at assumed prices; a dash was not measured", {
    bill.columns[1]: "{:.2g}", bill.columns[2]: "{:,.0f}", bill.columns[3]: "{:.1g}",
})

# %% slideshow={"slide_type": "fragment"}
each = len(request) / len(clients)
times = len(request) / clients.nbytes
say(f"""
In money this is next to nothing, at an assumed NT\\$ {PROCESSOR_HOUR.value:g} a processor hour and {GIGABYTE.value:g} a gigabyte. The request has {each:.0f} bytes a client, {times:.0f} times those in clear.
What remains to be paid is trust, keys and people:

- *At home*: the bank trains its own baseline, or buys a model. Nothing leaves, and nothing need be encrypted.
- *Contract*: the supplier reads everything, and promises.
- *Shared secrets*: neither of two servers reads anything, as long as they do not talk. Somebody must deal out random triples beforehand.
- *Enclave*: a sealed region of a processor; one trusts its maker and its seals. Not measured here.
- *Differential privacy* (module 3) protects people from what is *published*: another question.
- *CKKS*: nothing is read while the key and the scores stay at the bank (unit 3).

**Terms to know.** *Bootstrapping* refreshes a ciphertext by decrypting it under encryption; depth is then unlimited, at the price of many products each. *Threshold*
keys are dealt to several parties, of whom enough must act together to decrypt; each adds noise of its own, for the reason of unit 3.

**Is a ciphertext personal data?** {fact("eu.srb").text} {as_of(fact("eu.srb"))} That case was about comments with codes in place of names. That it carries over to ciphertexts whose key
stays at the bank is argument, not holding; and for the bank they are personal data in any case.

**What this page cannot show.** One machine plays both parts; no network is slow, no enclave was run, no supplier cheats with skill.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Exercises
#
# Replace each `...`, run the cell and the one below it. Three hints stand folded below each check.
#
# 1. *Core, 5 minutes.* Write the function that returns how many times faster a batch becomes, from the seconds for encrypting, evaluating and decrypting, if evaluation becomes `speedup` times faster.
# 2. *Core, 5 minutes.* The bank fears a supplier that changes one score in twenty. How many clients must it plant to notice with a probability of at least 99%?
# 3. *Judgement, 5 minutes.* Three offers for the auditor's count. Which one gives no single decision away? And how many does offer C give away at least?

# %% tags=["exercise"]
def batch_gain(encrypt, evaluate, decrypt, speedup):
    return ...  # TODO: how many times faster the whole becomes


# %% tags=["solution"]
def batch_gain(encrypt, evaluate, decrypt, speedup):
    return (encrypt + evaluate + decrypt) / (encrypt + evaluate / speedup + decrypt)


# %%
check("he4.gain", batch_gain)

# %% tags=["exercise"]
planted = ...  # TODO: the smallest number of planted clients

# %% tags=["solution"]
planted = next(k for k in range(1, 1_000) if chance_to_notice(0.05, k) >= 0.99)

# %%
check("he4.enough", planted)

# %% tags=["exercise"]
table(pd.DataFrame(OFFERS), "Three offers for counting refused women")
offer, given_away = ..., ...  # TODO: "A", "B" or "C", and the number for C

# %% tags=["solution"]
table(pd.DataFrame(OFFERS), "Three offers for counting refused women")
offer, given_away = "B", 37

# %%
check("he4.output", (offer, given_away))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Ask a vendor, or your own team:
#
# 1. What share of the time from our door to our door is evaluation, and what does your accelerator change of the rest?
# 2. How do we notice that another model, or none, was run? Show us twenty planted clients.
# 3. What do your outputs reveal about our clients, and what does our use reveal about your model?
# 4. Which layout do you use, how many clients fit into one ciphertext, and what does a single client cost?
# 5. Who holds which key, what happens to old requests when one is lost, and what does the contract say beside the mathematics?

# %%
quiz("he4")

# %% tags=["exercise"]
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"]
choice = "score at home"
because = "What can be encrypted does not show to rank better than the bank's own baseline, and nothing that stays at home can leak or be swapped."

# %% slideshow={"slide_type": "slide"}
decide(
    "he4.route",
    choice,
    because,
    evidence={
        "decisions changed by encryption": f"{flips} of {len(clients):,}",
        "planted clients that caught another model": f"{len(wrong)} of {len(places)}",
        "bytes a client": f"{each:.0f}, and {clients.nbytes // len(clients)} in clear",
        "queries that copy the scorecard": copy.queries,
        "points of AUC between the best encrypted model and the baseline": f"{ahead} ({lowest} to {highest})",
    },
)

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Let each of four groups defend one route for three minutes: contract, two servers, enclave, encryption. The strongest argument against encryption here is the baseline: nothing that was encrypted shows to rank better than what the bank has at home. The strongest for it: nobody has to be trusted for the inputs.

# %% [markdown]
# ## Sources
#
# - Amdahl, G. M. (1967). Validity of the single processor approach to achieving large scale computing capabilities. AFIPS. [doi:10.1145/1465482.1465560](https://doi.org/10.1145/1465482.1465560)
# - Beaver, D. (1992). Efficient multiparty protocols using circuit randomization. CRYPTO '91. [doi:10.1007/3-540-46766-1_34](https://doi.org/10.1007/3-540-46766-1_34)
# - Frery, J. and others (2023). Privacy-preserving tree-based inference with fully homomorphic encryption. [ePrint 2023/258](https://eprint.iacr.org/2023/258)
# - Gilad-Bachrach, R. and others (2016). CryptoNets: applying neural networks to encrypted data with high throughput and accuracy. ICML.
# - Kluczniak, K. and Santato, G. (2023). On circuit private, multikey and threshold approximate homomorphic encryption. [ePrint 2023/301](https://eprint.iacr.org/2023/301)
# - Tramèr, F. and others (2016). Stealing machine learning models via prediction APIs. [arXiv:1609.02943](https://arxiv.org/abs/1609.02943)
# - Court of Justice of the EU, 4 September 2025, EDPS v SRB, C-413/23 P; press release 107/25, as copied by [Agenparl](https://agenparl.eu/2025/09/04/press-release-107-25-judgment-of-the-court-in-case-c-413-23-p-edps-v-srb-concept-of-personal-data)
# - On chips: Tom's Hardware (11 March 2026), [Intel's Heracles](https://www.tomshardware.com/tech-industry/cyber-security/intels-heracles-chip-computes-fully-encrypted-data-without-decrypting-it-chip-is-1-074-to-5-547-times-faster-than-a-24-core-intel-xeon-in-fhe-math-operations): 1,074 to 5,547 times a 24-core processor on seven operations, by Intel's account.
# - Library: TenSEAL, [arXiv:2104.03152](https://arxiv.org/abs/2104.03152)
# - Data: `credit`, Yeh, I.-C. and Lien, C.-H. (2009), [doi:10.1016/j.eswa.2007.12.020](https://doi.org/10.1016/j.eswa.2007.12.020)
