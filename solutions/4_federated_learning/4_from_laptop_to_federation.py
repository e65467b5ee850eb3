# ---
# title: From laptop to federation
# decision: Federate, pool, use a clean room or stay alone, at which unit and ε, and who operates?
# present: 3
# parts:
#   failure: "A share of noise that never came"
#   mathematics: "Whose message is covered"
# minutes: {reading: 26, exercises: 13}
# needs: [units 4.1 and 4.3, ε and the accountant of unit 3.3]
# objectives:
#   - place the same ε in four places and foresee what each costs
#   - recompute ε from the shares of noise that arrived
#   - read the log of a real federation, and say what it proves
#   - choose between a federation, a table, a clean room and nothing
# libraries: [numpy, pandas, scikit-learn, flwr]
# claims:
#   - bold: "noise for a person, added in shares, keeps an AUC of #; each person alone has #; a lender's whole book #"
#     test: tests/federated_learning/units/unit_4/test_claims.py::test_one_epsilon_in_four_places
#   - bold: "ε = # becomes #, #, # and # with one, two, three and four of five shares missing"
#     test: tests/federated_learning/units/unit_4/test_claims.py::test_epsilon_follows_from_the_shares_that_arrived
#     kind: exact
#   - bold: "the private federation brings lenders #; alone, small trees bring them #, and a forest on # clients #"
#     test: tests/federated_learning/units/unit_4/test_claims.py::test_the_private_federation_serves_lenders_with_few_clients
#   - bold: "Sizing for three certain shares costs less than # AUC"
#     test: tests/federated_learning/units/unit_4/test_claims.py::test_noise_for_survivors_costs_little
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # From laptop to federation
#
# **The decision.** Federate, pool, use a clean room or stay alone, at which unit and ε, and who operates?
#
# *26 minutes of reading, 13 of exercises. You need: units 4.1 and 4.3, [ε](../glossary.md#Epsilon) and the accountant of unit 3.3.*

# %% tags=["hide-input"]
import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.metrics import roc_auc_score

import execml.differential_privacy as dp
import execml.federated_learning as fl
from execml.course import POLICY, as_of, begin, check, decide, fact, hint, prices, quiz, risk_split, rivals, say, show, table
from execml.course.digits import at_most
from execml.federated_learning.units.unit_4 import figures
from execml.federated_learning.units.unit_4.exercises import EPSILON_BY_SHARES
from execml.federated_learning.units.unit_4.recorded import RECORDED

begin()
split, lenders = risk_split(), fl.five_lenders()
clients = [lender.client for lender in lenders]
EPSILON, DELTA = POLICY.model_epsilon.value, POLICY.delta.value

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# Unit 4.3 ended with two conditions: masks, and noise for persons. [Differential privacy](../glossary.md#Differential-privacy) asks *whose* presence the noise hides, and *who* may look before it is on. The same ε can stand in four places:
#
# - the operator adds it to the sum of persons' gradients (*central*);
# - each lender adds a share, and masks hide the parts (*distributed*);
# - each person adds it alone (*local*);
# - each lender hides its whole book (*lender*).
#
# The formula for ε is the same in all four. The model is not.

# %% slideshow={"slide_type": "fragment"}
test_rows = np.column_stack([split.test_features, np.ones(10_000)]).astype(float)
TRIED = ((20, 2.0), (20, 8.0), (100, 4.0))  # rounds and step size; the last was fixed for persons in advance

def noise_for(rounds):
    return dp.noise_multiplier(EPSILON, DELTA, sample_rate=1.0, steps=rounds)

def aucs(place, rounds, rate, noise, seed=1):
    weights = fl.private_weights(clients, place, noise, rounds, np.random.default_rng(seed), rate, repeats=10)
    return [roc_auc_score(split.test_labels, test_rows @ one) for one in weights]

places = {}
for place in ("central", "distributed", "each person alone", "each lender's book"):
    runs = [aucs(place, rounds, rate, noise_for(rounds)) for rounds, rate in TRIED]
    places[place] = runs[-1] if place in ("central", "distributed") else max(runs, key=np.mean)
without = aucs("central", 100, 4.0, noise=0.0)[0]
exchanged = np.mean(aucs("each person alone", 20, 2.0, 2 * noise_for(20)))
show(*figures.four_places(places, without))
person, local, lender = (np.mean(places[name]) for name in ("distributed", "each person alone", "each lender's book"))
say(f"""
At ε = {EPSILON:g} and δ = {DELTA * 1e6:g} in a million, ten runs each: **noise for a person, added in shares, keeps an AUC of {person:.3f}; each person alone has {local:.2f};
a lender's whole book {lender:.2f}**. Without noise the same training reaches {without:.3f}. Guessing is 0.5. The first two places have settings fixed in advance;
the others show the best of three on the test clients, which favours them. Each person alone, with twice the noise (below): {exchanged:.2f}.
""")

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Ask before the figure: which of the four would a vendor call "ε = 3"? All of them. That is the point of the page.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Whose message is covered
#
# In each place, a message is cut to length $C$ and noise of deviation $\sigma C$ is added to it or to its sum. One message more or less moves the sum by at most $C$: that is all that the proof of ε uses. What the model feels is the noise against the sum of $n$ messages:
#
# - person, centre or shares: $\sigma C / n$;
# - each person alone: $\sigma C \sqrt n / n$;
# - each lender's book: $\sigma C / 5$.
#
# A person alone is counted as everywhere in the programme, by being there or not. The local literature exchanges one record for another, which takes twice the noise, and costs more still.
#
# With $n = 20{,}000$ the second is $\sqrt n \approx 141$ times the first, and the third 4,000 times. Central and distributed noise are the same by construction: five independent shares of deviation $\sigma C/\sqrt5$ add up to one of $\sigma C$.
#
# Hence a rule. "User-level" privacy is made for a million phones. Among five lenders it would hide whether a lender took part, which everybody knows, and leave no model. **Among companies protect the person; among devices the user.** Whether one person is at two lenders has to be asked: then both of their records count.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A share of noise that never came
#
# Masks forgive dropouts (unit 4.3). Noise doesn't. Each lender adds the share $\sigma C/\sqrt5$. If only $a$ of five arrive, the sum carries
#
# $$\sigma_{\text{arrived}} = \sigma\sqrt{a/5},$$
#
# and lenders who collude can subtract their own shares, which is the same. The model looks better for it, so nobody complains.

# %% slideshow={"slide_type": "fragment"}
ROUNDS = 100
noise = noise_for(ROUNDS)

def epsilon_left(arrived, noise, sample_rate, rounds):
    return dp.epsilon(fl.arrived_noise_multiplier(noise, 5, arrived), sample_rate, rounds, DELTA)

arrivals = (5, 4, 3, 2, 1)
spent = [epsilon_left(arrived, noise, 1.0, ROUNDS) for arrived in arrivals]
sampled_noise = dp.noise_multiplier(EPSILON, DELTA, 0.1, 200)
sampled = [epsilon_left(arrived, sampled_noise, 0.1, 200) for arrived in arrivals]
table(
    pd.DataFrame({
        "shares in the sum": arrivals,
        "everybody in each of 100 rounds": spent,
        "one in ten in each of 200 rounds": sampled,
    }),
    f"ε that was promised as {EPSILON:g}, by shares that arrived and are secret, all rounds alike",
    dict.fromkeys(("everybody in each of 100 rounds", "one in ten in each of 200 rounds"), lambda one: at_most(one, ".2f")),
)
cap = POLICY.yearly_cap.value
assert spent[2] < cap < spent[3]
say(f"""
**ε = {EPSILON:.0f} becomes {", ".join(at_most(one, ".1f") for one in spent[1:4])} and {at_most(spent[4], ".1f")} with one, two, three and four of five shares missing**. Where persons are sampled it
becomes worse, since less noise also weakens the sampling's help. Two missing shares all but fill the bank's yearly cap of {cap:g}, three break it. In that year
this model takes the place of the model of unit 3.4: both together would break the cap.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ### Two repairs
#
# *Recompute* ε each round from who arrived, and enter that in the ledger of unit 3.6. Or *size the noise for the survivors*: if masks need four to stay (unit 4.3) and one of them may collude, three shares are certain, and each lender's share is made $\sqrt{5/3}$ times as large.

# %% slideshow={"slide_type": "fragment"}
certain = 4 - 1  # the masks' threshold, less one colluder
planned = fl.planned_noise_multiplier(noise, clients=5, guaranteed=certain)
worst, two_collude = (epsilon_left(left, planned, 1.0, ROUNDS) for left in (certain, certain - 1))
assert worst <= EPSILON + 1e-3
careful = aucs("distributed", ROUNDS, 4.0, planned)
fewest = np.mean(aucs("distributed", ROUNDS, 4.0, noise)) - np.mean(careful)
assert fewest < 0.001
say(f"""
Then ε is {at_most(worst, ".2f")} with three certain shares, {at_most(dp.epsilon(planned, 1.0, ROUNDS, DELTA), ".2f")} if all arrive, and {at_most(two_collude, ".2f")} if a second lender colludes, which the masks would bear. **Sizing for three certain shares costs less than {0.001:g} AUC** here:
with 20,000 persons, noise is not what costs most.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ### Whole numbers need whole noise
#
# Under masks everything is rounded to a grid. Gaussian noise that is rounded afterwards, lender by lender, is no longer the noise of the proof: a sum of rounded shares is not a rounded sum. So the shares are drawn as whole numbers, as unit 3.2 drew counts, here from the discrete Gaussian, a normal curve on whole numbers only (Canonne, Kamath and Steinke, 2020). Their sum is not exactly of that kind; the proof that it costs next to nothing for wide noise is Kairouz, Liu and Steinke (2021).

# %% slideshow={"slide_type": "fragment"}
draw = np.random.default_rng(2)
protocol = fl.SecureAggregation(n_clients=5, threshold=4, length=31, largest=2e4)
step = protocol.grid.step
gradients = []
for features, labels in clients:  # one round at the start, where every risk is one half
    rows = np.column_stack([features, np.ones(len(features))])
    errors = 0.5 - labels
    norms = np.abs(errors) * np.linalg.norm(rows, axis=1)
    gradients.append(rows.T @ (errors / np.maximum(norms, 1.0)))  # each person cut to length 1
in_steps = [dp.discrete_gaussian(np.zeros(31, dtype=int), sigma=planned / np.sqrt(5) / step, generator=draw) for _ in clients]
shares = [np.asarray(own) * step for own in in_steps]
private_sum = protocol.sum([gradient + own for gradient, own in zip(gradients, shares, strict=True)], draw)
difference = np.abs(private_sum - sum(gradients) - sum(shares)).max()
assert difference < 5 * step
say(f"""
One round in full: {sum(len(labels) for _, labels in clients):,} persons' gradients, each cut to length 1, five shares of whole-number noise, real masks. The operator learns 31 numbers, the open
sum with its noise to within the grid's rounding; the noise is {planned:.1f} on sums that reach {np.abs(sum(gradients)).max():,.0f}.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The same model on Flower's engine
#
# Flower runs in production what this module has built: a `ServerApp` with a strategy at the operator's SuperLink, a `ClientApp` at each lender's SuperNode. `fl.superlink(...)` starts the real programs on this computer, with TLS on 127.0.0.1 only, and ends them whatever happens. After round two, one lender's processes are killed.
#
# It takes a minute or two, so the page shows a recorded run. Set `live = True` to start your own.

# %% slideshow={"slide_type": "fragment"}
live = False  # True starts nine or so processes on your computer, and ends them again

def run_for_real():
    with fl.superlink(clients[:2]) as federation:
        start = [np.zeros((31, 2))]
        return federation.run(start, rounds=3, kill_after=(2, 1), patience=40)[1]

log = run_for_real() if live else RECORDED["log"]
shown = pd.DataFrame(log).rename(columns={"answered": "lenders that answered", "asked": "lenders that were asked"})
table(shown, f"Two lenders, three rounds{'' if live else ', recorded on ' + RECORDED['on']}")
unchecked = fact("flower.supernode_authentication")
say(f"""
The run finished with the lender that was left; the other was asked, and the round waited for it. {"" if live else f'''Recorded on {RECORDED["on"]} with Flower {RECORDED["flower"]}, on two busy cores: {RECORDED["up"]:.0f} seconds
to start, {RECORDED["run"]:.0f} for three rounds, and the model of the same rounds of `fl.FedAvg` to {RECORDED["digits"]} decimals. {RECORDED["left"]} processes
were left.'''}

What it does not prove: {unchecked.text} {as_of(unchecked)} TLS tells a lender that it talks to the operator, and not the operator who the lender is.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Before going live
#
# 1. Each lender's node and masking keys are vouched for by somebody other than the operator, and others are refused.
# 2. The round's model is published and signed; lenders compare its hash over a line of their own.
# 3. Each client checks the size of what it sends, and proves it or is trusted with it (unit 4.2); each person's gradient is cut.
# 4. Noise is sized for the certain shares; ε is recomputed per round and entered in the ledger.
# 5. A minimum number of lenders per round, more than half of lenders and colluders together; lenders confirm who delivered.
# 6. Who may stop a run, who keeps the log, and what happens to the model when a lender leaves.
# 7. The generator of the masks, its seed, and an audit of the secret sharing.
#
# ### Other ways to work together

# %% slideshow={"slide_type": "fragment"}
trees = rivals()["boosted trees"].auc
table(
    pd.DataFrame(
        [
            ("stay alone", "nothing", "nobody", "nothing to partners"),
            ("one table", "same columns", "whoever holds it", "everything, to its holder"),
            ("clean room", "same people or columns", "the room's operator", "what the agreed results give away"),
            ("federation as on this page", "same columns", "that at most one lender colludes", "ε, which is counted"),
            ("vertical federation", "same people", "the matching, and the label's holder", "who is a common client, and more per step"),
            ("enclave", "any", "its maker", "what the program returns, and side channels"),
        ],
        columns=["way", "what partners share", "whom one trusts", "what can leak"],
    ),
    "Five ways beside the federation",
)
weights = fl.private_weights(clients, "distributed", planned, ROUNDS, np.random.default_rng(3), 4.0)[0]

def hundred(lender, seed):
    rows = np.random.default_rng(seed).permutation(len(lender.labels))[:100]
    return lender.features[rows], lender.labels[rows]

def at_home(one, risks):
    return roc_auc_score(one.test_labels, risks)

together = np.mean([at_home(one, one.test_features @ weights[:-1]) for one in lenders])
trees_alone, few_alone = (
    np.mean([at_home(one, kind.fit(*rows(one)).predict_proba(one.test_features)[:, 1]) for one in lenders])
    for kind, rows in (
        (HistGradientBoostingClassifier(max_iter=40, max_leaf_nodes=8, random_state=0), lambda one: one.client),
        (RandomForestClassifier(50, min_samples_leaf=5, random_state=0), lambda one: hundred(one, 4)),
    )
)
even, bought = prices().auc_point, prices().auc_point_bought
gap = 100 * (trees - person)
assert without - person < 0.001
say("""
[Vertical federation](../glossary.md#Vertical-federation) joins columns about the same people, such as a lender and a telephone company. People have to be matched first, and the match already
tells each side who is the other's client. A [clean room](../glossary.md#Clean-room) or an [enclave](../glossary.md#Enclave) moves the trust; neither limits what results give away, so ε belongs there too.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What it costs

# %% slideshow={"slide_type": "fragment"}
say(f"""
The strongest plain rival, one table and boosted trees, reaches {trees:.3f} (scikit-learn 1.9, shipped settings). The private federation reaches {person:.3f}. At the bank's
prices the gap of {trees - person:.3f} is worth NT\\$ {gap * bought.value / 1e6:.0f} million in a round of decisions ({gap * bought.low / 1e6:.0f} to {gap * bought.high / 1e6:.0f}) as points came from logistic regression to the baseline, and {gap * even.value / 1e6:.0f} million if the curve rises evenly. Of it, noise takes less than 0.001; the kind of model and how far it was trained take the rest.

On their own clients, **the private federation brings lenders {together:.3f}; alone, small trees bring them {trees_alone:.3f}, and a forest on 100 clients {few_alone:.3f}**. So it serves lenders with few clients.

**What this page cannot show.** Real lenders, real networks, a year of dropouts. Persons here are at one lender each. The recorded run had two lenders on one computer,
and no attacker.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Exercises
#
# 1. *Warm-up, 4 minutes.* Write the noise multiplier that is left, from the planned one, the number of lenders, how many dropped out, and how many of those who stayed collude.
# 2. *Core, 4 minutes.* Eight lenders, a threshold of six, up to two colluders. The promise needs a multiplier of 12. Which one is planned for?
# 3. *Judgement, 5 minutes.* A vendor states ε = 3 for last quarter and shows the accountant's output: it is right for five shares. Its log says that three lenders arrived in every round, and you know that one of them shares its noise with the operator. Read ε off the table. Does it keep the bank's yearly cap of 4?

# %% tags=["exercise"]
def noise_left(planned, lenders, dropped, colluding):
    return ...  # TODO


# %% tags=["solution"]
def noise_left(planned, lenders, dropped, colluding):
    return fl.arrived_noise_multiplier(planned, lenders, lenders - dropped - colluding)


# %%
check("fl4.left", noise_left)

# %% tags=["exercise"]
to_plan = ...  # TODO: which shares are certain?

# %% tags=["solution"]
to_plan = fl.planned_noise_multiplier(12.0, clients=8, guaranteed=6 - 2)

# %%
check("fl4.plan", to_plan)

# %% tags=["exercise"]
by_shares = pd.DataFrame(EPSILON_BY_SHARES).set_axis(["secret shares in the sum", "ε of the training"], axis=1)
table(by_shares, "The vendor's training, by its accountant", {"ε of the training": "{:.2f}"})
kept, epsilon = ..., ...  # TODO: "yes" or "no", and one number

# %% tags=["solution"]
by_shares = pd.DataFrame(EPSILON_BY_SHARES).set_axis(["secret shares in the sum", "ε of the training"], axis=1)
table(by_shares, "The vendor's training, by its accountant", {"ε of the training": "{:.2f}"})
kept, epsilon = "no", 5.03

# %%
check("fl4.cap", (kept, epsilon))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Ask a vendor, or your own team:
#
# 1. Whose privacy is ε: a person's, a lender's, a device's? And who may look before the noise is on?
# 2. What is it after two dropouts and one colluder, and where does the log say so?
# 3. Is the noise drawn in whole numbers, before the masks?
# 4. How does the operator know that a node is ours, and how do we know that the model is the one that all got?
# 5. What would one table, or nothing, give instead, in AUC and in money?

# %%
quiz("fl4")

# %% tags=["exercise"]
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"]
choice = "federate, ε = 3 per person"
because = "Person-level noise in shares costs little AUC, and sized for certain shares its ε holds through dropouts."

# %% slideshow={"slide_type": "slide"}
decide(
    "fl4.go",
    choice,
    because,
    evidence={
        "AUC at ε = 3, a person protected in shares": f"{person:.3f}",
        "AUC at ε = 3, a lender's book or each person alone": f"{lender:.2f} and {local:.2f}",
        "ε after two dropouts and one colluder, unplanned": at_most(spent[3], ".2f"),
        "price of sizing for three certain shares": "less than 0.001 AUC",
        "one table with boosted trees": f"{trees:.3f}",
        "on own clients: private federation, trees alone, a lender with 100 clients alone": f"{together:.3f}, {trees_alone:.3f}, {few_alone:.3f}",
    },
)

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Deal the roles: a small lender, a large one, the regulator, a client who is refused. Each says which row of the evidence decides for them. Then sign one paper.

# %% [markdown]
# ## Sources
#
# - Abadi, M. and others (2016). Deep learning with differential privacy. [arXiv:1607.00133](https://arxiv.org/abs/1607.00133)
# - Bonawitz, K. and others (2017). Practical secure aggregation. [doi:10.1145/3133956.3133982](https://doi.org/10.1145/3133956.3133982)
# - Canonne, C. L., Kamath, G. and Steinke, T. (2020). The discrete Gaussian for differential privacy. NeurIPS. [arXiv:2004.00010](https://arxiv.org/abs/2004.00010)
# - Kairouz, P., Liu, Z. and Steinke, T. (2021). The distributed discrete Gaussian mechanism for federated learning with secure aggregation. ICML. [arXiv:2102.06387](https://arxiv.org/abs/2102.06387)
# - McMahan, H. B. and others (2018). Learning differentially private recurrent language models. ICLR. [arXiv:1710.06963](https://arxiv.org/abs/1710.06963)
# - Data: `credit`, Yeh, I.-C. and Lien, C.-H. (2009), [doi:10.1016/j.eswa.2007.12.020](https://doi.org/10.1016/j.eswa.2007.12.020).
