# ---
# title: Why removing names fails
# decision: May Harbour Bank publish its monthly table?
# present: 1
# parts:
#   failure: "“We publish only averages”"
#   mathematics: "What changes when one person leaves"
# minutes: {reading: 28, exercises: 15}
# needs: [averages, percentages and probabilities; folded proofs use matrices]
# objectives:
#   - recognise six ways in which data without names give a person away
#   - foresee from one-column tables how many people a file would single out
#   - say why small cells, grouping and a little noise do not settle the question
#   - judge a membership audit by the column that matters
# libraries: [numpy, pandas, scipy, scikit-learn]
# claims:
#   - bold: "# people, and # of the attachments are right"
#     test: tests/differential_privacy/units/unit_1/test_claims.py::test_two_halves_without_names_are_linked_and_four_in_five_rightly
#   - bold: "# answers are proven, # of them wrong."
#     test: tests/differential_privacy/units/unit_1/test_claims.py::test_most_answers_of_a_branch_are_proven_and_none_wrongly
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # Why removing names fails
#
# **The decision.** May Harbour Bank publish its monthly table?
#
# *28 minutes of reading, 15 of exercises. You need: averages, percentages and probabilities; folded proofs use matrices.*

# %% tags=["hide-input"]
import numpy as np
import pandas as pd

import execml.differential_privacy as dp
from execml.course import (
    begin,
    check,
    decide,
    hint,
    load,
    predict,
    quiz,
    reveal,
    risk_split,
    say,
    show,
    table,
)
from execml.differential_privacy.units.unit_1 import figures
from execml.differential_privacy.units.unit_1.exercises import AUDITS

begin()

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# A name is one fact among many. Delete it, and what is left still describes one person.
#
# Other promises sound safer: we publish only averages; everybody shares a row with four others; we hide small cells and add a little noise; we hand over only the trained model. Below, each promise is tested on real clients, and each gives somebody away.
#
# What they have in common is the idea of this module: **privacy is not how the data look. It is how much one person can change what comes out.**
#
# <div class="alert alert-block alert-info" role="note"><strong>Whose data these are.</strong> Card holders in Taiwan in 2005, published for research without names (<code>credit</code>), and a public extract of the 1994 census (<code>adult</code>). Nobody is named and no outside list is used: what the stranger knows, and whether that names the right person, is taken from the same file. On data that you hold, get written permission first: this may break the law, a contract, or a promise.</div>

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Ask the room first: who has signed off a file because the names were removed? Then show the figure and wait.

# %% tags=["hide-input"] slideshow={"slide_type": "fragment"}
predict(
    "dp1.alone",
    "A stranger knows six facts of a client: sex, age, education, marital status, credit limit and September's "
    "bill. Of 100 clients, how many share all six with no other client of the bank?",
    low=0,
    high=100,
    unit="of 100",
)

# %% slideshow={"slide_type": "fragment"}
clients, people = load("credit"), load("adult")
facts = ["sex", "age", "education", "marriage", "limit", "bill_1"]
census_facts = ["sex", "age", "education_years", "marital_status", "occupation", "hours_per_week"]
alone = [dp.lone_rows(clients, facts[:known]).mean() for known in range(1, 7)]
census_alone = [dp.lone_rows(people, census_facts[:known]).mean() for known in range(1, 7)]

show(*figures.lone_shares(alone, facts, census_alone, census_facts))
reveal("dp1.alone", 100 * alone[5])
say(f"""
Of {len(clients):,} clients of `credit`, **{alone[5] * len(clients):,.0f} share their six facts with nobody**.
Of the {len(people):,} people of the census file `adult`, six everyday facts leave {census_alone[5]:.0%} alone.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## “We publish only averages”
#
# Each month Harbour Bank's press office publishes how many clients there are, and their average credit limit. Last month one client left. What do two such tables tell a stranger about that client? (This is a [differencing attack](../glossary.md#Differencing-attack).)
#
# An average times its head count is a total. Two totals that differ by one client differ by that client:
#
# $$x = n\,m - (n-1)\,m'$$
#
# where $m$ is the average of the $n$ clients before, and $m'$ the average of those who stayed.

# %% slideshow={"slide_type": "fragment"}
leaver, limits = 51, clients["limit"]
before = round(limits.mean(), 2)
after = round(limits.drop(leaver).mean(), 2)
recovered = dp.departed_value(before, after, head_count=len(limits))

after_each = ((limits.sum() - limits) / (len(limits) - 1)).round(2)  # if any other client had left
each = dp.departed_value(before, after_each, head_count=len(limits))
exposed = (each.round(-4) == limits).sum()
blur = (2 * len(limits) - 1) * 0.01 / 2  # what printing averages to the cent can hide

say(f"""
The press office prints {before:,.2f} one month and {after:,.2f} the next. The stranger computes {recovered:,.0f}.
Limits come in steps of 10,000, so it was **NT\\$ {round(recovered, -4):,.0f}**. The file says {limits[leaver]:,}.

The same two figures would expose **{exposed:,} of the {len(limits):,} clients**, whoever leaves; the other
{len(limits) - exposed} have a limit between two steps.

Rounding the averages to the cent hides no more than NT\\$ {blur:.0f}. Nor does it help to refuse averages of small
groups: both of these cover nearly everybody (Denning, Denning and Schwartz, 1979).
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## “We remove the names”
#
# A stranger seldom starts from nothing. A colleague knows sex, age, education and marital status; the two averages have just supplied the limit. Facts that are harmless one by one and telling together are called a [quasi-identifier](../glossary.md#Quasi-identifier). For the United States, sex, ZIP code and date of birth were reported to single out 87% of the population (Sweeney, 2000), and 63% when the count was repeated with newer census data (Golle, 2006).
#
# Can the bank foresee this before a file leaves the house? Yes, from one-column tables. Among $n$ people drawn independently, of whom a share $p_i$ has combination $i$ of the facts, somebody stands alone if the other $n-1$ all have another combination. The expected number of lone rows is
#
# $$n \sum_i p_i\,(1-p_i)^{n-1}$$
#
# If the facts had nothing to do with one another, $p_i$ would be a product of shares that any annual report prints.

# %% slideshow={"slide_type": "fragment"}
known = facts[:5]
steps = [known[:count] for count in range(1, 6)]
shares = [dp.independent_shares(clients, step) for step in steps]
uniqueness = pd.DataFrame({
    "the stranger learns": known,
    f"clients like number {leaver}": [dp.group_sizes(clients, step)[leaver] for step in steps],
    "lone clients, foreseen": [dp.expected_lone_rows(share, len(clients)) for share in shares],
    "lone clients, counted": [dp.lone_rows(clients, step).sum() for step in steps],
})
foreseen, counted = uniqueness.iloc[-1, 2:]

table(
    uniqueness,
    "Each fact thins the crowd, and one-column tables foresee how fast",
    {"lone clients, foreseen": "{:,.0f}"},
)
say(f"""
With the limit, **client {leaver} is the only one left**. One-column tables foresee {foreseen:,.0f} lone clients and
there are {counted:,.0f}: facts that go together make people more alike than independence would.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ### A lone row is a key
#
# Harbour Bank gives away two files, each of a random half of its clients, neither with names. A mailing agency receives five facts and knows from its letters who each row is. A university receives the same five facts and, for research, who defaulted. Now the agency obtains the university's file and pairs the rows that stand alone in both: a [linkage](../glossary.md#Linkage).

# %%
shuffle = np.random.default_rng(1)
agency, university = (clients.iloc[shuffle.permutation(len(clients))[:15_000]] for _ in range(2))
pairs = dp.link_records(agency, university, known)
correct = (pairs["left"] == pairs["right"]).mean()
certain = dp.link_records(clients, university, known)
say(f"""
The agency attaches a default record to **{len(pairs):,} people, and {correct:.0%} of the attachments are right**:
alone in half a file is not yet alone in the bank.

A stranger who holds the bank's full client list makes no such mistake. It attaches {len(certain):,} records, and
**{(certain["left"] == certain["right"]).mean():.0%} are right**.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ### Rough knowledge will do
#
# So the university's next file has no personal facts at all, only six monthly payments. The stranger knows about each payment only roughly, to within a tenth, and may be plainly wrong about one.
#
# Narayanan and Shmatikov found subscribers in a published file of film ratings in much this way in 2008.
#
# <details><summary>How the stranger chooses a row</summary>
#
# Give each row a score: a payment that matches adds $\log(n/s)$, where $s$ of the $n$ rows match it too, so that a rare match counts more. Name the best row only if it leads the second by a margin.
#
# </details>

# %% slideshow={"slide_type": "fragment"}
draw = np.random.default_rng(2)
payments = clients[[f"payment_{month}" for month in range(1, 7)]].to_numpy(dtype=float)
targets = draw.choice(len(clients), size=200, replace=False)
roughly = payments[targets] * draw.uniform(0.9, 1.1, size=(200, 6))
one_false = roughly.copy()
one_false[:, 0] = payments[draw.choice(len(clients), size=200), 0]  # somebody else's September

def claims(knowledge, months):
    return dp.link_noisy(knowledge[:, :months], payments[:, :months], tolerance=0.12, margin=1.5)

rough = [(claims(roughly, months) == targets).mean() for months in range(1, 7)]
false = [(claims(one_false, months) == targets).mean() for months in range(1, 7)]
named = claims(one_false, 6)
wrong = ((named >= 0) & (named != targets)).mean()
show(*figures.rough_links(rough, false))
say(f"""
Even with one of six payments false, the stranger finds {false[5]:.0%} and names the wrong client in {wrong:.0%} of
cases. **There is no safe list of columns to delete**: whatever varies from person to person can serve as a name.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## “Nobody stands alone”
#
# The classic repair is to coarsen the file until everybody has company. A release is [k-anonymous](../glossary.md#K-anonymity) in some columns if each combination of values that occurs there occurs in at least $k$ rows (Sweeney, 2002). Ages become decades, limits become bands, and rows that are still too rare are dropped.
#
# It answers one question, *which row is hers?*, and leaves another open: *what do all the rows that could be hers say?* If a group of five all defaulted, no row needs to be picked.

# %% slideshow={"slide_type": "fragment"}
decade, band = 10, 100_000
coarse_clients = clients.assign(
    age_band=clients["age"] // decade * decade, limit_band=clients["limit"] // band * band
)
coarse_people = people.assign(age_band=people["age"] // decade * decade)
coarse_facts = ["sex", "age_band", "education", "marriage", "limit_band"]
coarse_census = ["sex", "age_band", "education_years", "marital_status", "race"]
files = (
    (coarse_clients, coarse_facts, "default"),
    (coarse_people, coarse_census, "income_above_50k"),
)
kept = [(dp.group_sizes(frame, columns) >= 5).mean() for frame, columns, _ in files]
given_away = [dp.one_answer_rows(*file, minimum=5).sum() for file in files]
by_accident = [dp.accidental_one_answer_rows(*file, minimum=5) for file in files]

table(
    pd.DataFrame({
        "file": ["credit", "adult"],
        "rows kept": kept,
        "rows given away": given_away,
        "expected by accident": by_accident,
    }),
    "Nobody stands alone, and whole groups are known",
    {"rows kept": "{:.1%}", "expected by accident": "{:,.0f}"},
)
say(f"""
In the 5-anonymous credit file **{given_away[0]:,} clients sit in a group with one single answer**; in the census file
{given_away[1]:,} people do. Machanavajjhala and colleagues (2007) call this the homogeneity attack.

Read it with care. Were the answers dealt out at random, some {by_accident[0]:,.0f} clients and {by_accident[1]:,.0f}
people would be given away by accident, just for being in the file. The rest reflects kinds of people: few of the
youngest earned more than \\$50,000, in this file or out of it. Learning about people is not learning about *this*
person; unit 2 makes the difference a definition.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## “We publish only tables, and hide small cells”
#
# A branch has 40 clients. Its manager knows their five facts; the defaults are confidential. Head office publishes the branch's default rate for every group formed by one or two of the facts, and hides every group of fewer than five, but nothing else.
#
# Each printed rate is an equation. Write $d_i$ for the unknown answer of client $i$: the answers in a group add up to its rate times its size,
#
# $$\sum_{i \in \text{group}} d_i = \text{count}, \qquad d_i \in \{0, 1\}.$$
#
# An answer is proven, not guessed, if no solution of these equations has it the other way round. An integer solver decides this client by client. The result is a [reconstruction](../glossary.md#Reconstruction).

# %% tags=["hide-input"] slideshow={"slide_type": "fragment"}
predict(
    "dp1.proven",
    "Ten such branches, 400 clients, small cells hidden. How many of the 400 answers, defaulted or paid, are proven?",
    low=0,
    high=400,
    unit="of 400",
)

# %% slideshow={"slide_type": "fragment"}
branches = [coarse_clients.iloc[first : first + 40] for first in range(0, 400, 40)]
tables = [dp.published_groups(branch, coarse_facts, together=2, minimum=5) for branch in branches]

def forced_answers(branch, groups):
    sizes = groups.sum(axis=1)
    printed = (100 * groups @ branch["default"].to_numpy() / sizes).round(1)  # in per cent
    return dp.forced_bits(groups, counts=np.round(printed / 100 * sizes))

forced = np.array([forced_answers(*pair) for pair in zip(branches, tables, strict=True)])
truth = np.array([branch["default"] for branch in branches])
proven = int(np.isfinite(forced).sum())
mistakes = int((np.isfinite(forced) & (forced != truth)).sum())
shape = np.mean([(len(groups), np.linalg.matrix_rank(groups)) for groups in tables], axis=0)
show(*figures.branches(forced))
reveal("dp1.proven", proven)
say(f"""
**{proven} answers are proven, {mistakes} of them wrong.** A branch has some {shape[0]:.0f} printed rates, of which
{shape[1]:.0f} are independent: fewer equations than the 40 unknowns, and mostly enough, because each unknown can
only be 0 or 1.

It happened to a census. From 34 of the tables that the United States published for 2010, a team at the Census Bureau
rebuilt age (in 38 bands), sex, race and ethnicity. The tables alone suffice to verify that every rebuilt record is
perfect in 70% of the census blocks, home to 97 million people (Abowd and others, 2023).
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## “We add a little noise”
#
# Then let every answer be off by something. How much is enough? Let $n$ clients each have a secret bit, 0 or 1. A curator answers questions of the form "how many ones in this group?", each with an error of at most $E$.
#
# **Theorem (Dinur and Nissim, 2003).** (i) If all $2^n$ groups are answered, every list of bits that fits all answers to within $E$ differs from the truth in at most $4E$ places; so an error far below $n$ exposes nearly everybody. (ii) If $E$ is far below $\sqrt n$, so does a practicable number of random groups, with high probability.
#
# <details><summary>Proof: the theorem in full, (i) in four sentences, and (ii) by least squares</summary>
#
# Write $E = o(n)$ if $E/n$ goes to 0 as $n$ grows, and $E = o(\sqrt n)$ if $E/\sqrt n$ does. These are the meanings of "far below". In (ii), a number of random groups that is polynomial in $n$ suffices to recover, with high probability and in polynomial time, all but $o(n)$ of the bits.
#
# *Proof of (i).* Take the clients whose true bit is 1 and whose listed bit is 0. For this group both the true count and the listed count are within $E$ of the answer, so they differ by at most $2E$. But they differ by the size of the group. The same holds for 0 listed as 1. Together: at most $4E$. $\blacksquare$
#
# *Proof of (ii), by least squares.* The attacker writes the $m$ questions as a matrix $A$ of zeros and ones and receives $a = Ad + e$, where $d$ are the bits and $|e_j| \le E$. If $A$ has full column rank and smallest singular value $\sigma$, the least-squares solution $\hat d$ satisfies $\lVert \hat d - d \rVert = \lVert A^{+} e \rVert \le \sqrt m\,E/\sigma$.
#
# Round $\hat d$ at one half. A wrong bit is off by at least $\tfrac12$, so there are at most $4mE^2/\sigma^2$ wrong bits. This holds for any errors, even errors chosen with the questions in view.
#
# Let each client be in each group with probability one half, and let $m = cn$ for a fixed $c > 1$. Then, with high probability, $\sigma$ is close to $(\sqrt m - \sqrt n)/2$ for large $n$.
#
# So about $16\,c\,E^2/(\sqrt c - 1)^2$ bits are wrong at most: a vanishing share of $n$ if $E = o(\sqrt n)$. Dinur and Nissim solve a linear program in place of least squares.
#
# </details>

# %% slideshow={"slide_type": "fragment"}
levels = np.array([0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4])  # errors, in multiples of √n
secrets = (clients["bill_1"] > 20_000).to_numpy(dtype=float)  # about half owe more than this
draw = np.random.default_rng(3)

def share_recovered(size, each):
    groups = draw.integers(0, 2, size=(each * size, size))  # random groups of clients
    hidden = draw.choice(secrets, size=(size, 1, 10))  # ten lists of secrets
    noise = draw.uniform(-1, 1, size=(len(groups), len(levels), 10)) * levels[:, None]
    answers = np.tensordot(groups, hidden, 1) + np.sqrt(size) * noise
    bits = dp.reconstruct_bits(groups, answers.reshape(len(groups), -1))
    mistakes = dp.mistakes_bound(groups, levels[0] * np.sqrt(size))  # at most, for any errors
    return (bits.reshape(hidden.shape[0], -1, 10) == hidden).mean(axis=(0, 2)), 1 - mistakes / size

runs = {setting: share_recovered(*setting) for setting in ((100, 4), (400, 4), (400, 16))}
half, (patient, promised) = runs[400, 4][0][2], runs[400, 16]

show(*figures.reconstruction(
    levels,
    {setting: shares for setting, (shares, _) in runs.items()},
    guess=max(secrets.mean(), 1 - secrets.mean()),
))
say(f"""
Counted in √n, the noise does the same to 100 clients and to 400. At 0.1 √n the proof guarantees {promised:.0%} for the
16 questions a client that were drawn here, whatever the errors are; against random errors the attack got {patient[0]:.0%}.

With four times the questions, the same noise hides less. **A fixed amount of noise protects only a limited number of
answers.** So count the questions, and let the noise grow with them (unit 3).
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## “We hand over only the trained model”
#
# The bank trains a random forest with the library's default settings on 1,000 clients and gives it to a supplier. The supplier asks about a client: was she among the 1,000? ([Membership inference](../glossary.md#Membership-inference).)
#
# A model tends to be surer of what it has seen. The *plain* attack calls a client a member if the model is sure enough of her true outcome (Yeom and others, 2018). The *calibrated* one first subtracts how sure other forests, trained on the attacker's own clients, are of her (Watson and others, 2022).
#
# Two rates matter: members found, and others falsely accused. Their difference, at the best threshold, is the [membership advantage](../glossary.md#Membership-advantage): 0 for guessing, 1 for certainty. The [AUC](../glossary.md#AUC) is the chance that a random member scores above a random other. Carlini and others (2022) judge an attack where false alarms are rare.

# %% slideshow={"slide_type": "fragment"}
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score

split, draw = risk_split(), np.random.default_rng(4)
features, outcomes = split.train_features, split.train_labels
members, asked, elsewhere = np.arange(1_000), np.arange(5_000), np.arange(5_000, 20_000)

def trained(smallest_leaf, rows=members):  # leaves of 1 are the library's default
    forest = RandomForestClassifier(min_samples_leaf=smallest_leaf, random_state=0)
    return forest.fit(features[rows], outcomes[rows])

def sureness(forest):
    return dp.label_log_odds(forest.predict_proba(features[asked])[:, 1], outcomes[asked])

def calibrated(smallest_leaf):
    own = [draw.choice(elsewhere, 1_000, replace=False) for _ in range(4)]
    usual = np.mean([sureness(trained(smallest_leaf, rows)) for rows in own], axis=0)
    return (sureness(trained(smallest_leaf)) - usual).round(6)

scores = [sureness(trained(1)), calibrated(1), calibrated(50)]
attacks = [dp.membership_inference(score[:1_000], score[1_000:]) for score in scores]
plain, found, _ = rates = [attack.true_positive_rate(0.01) for attack in attacks]
risks = [trained(leaf).predict_proba(split.test_features)[:, 1] for leaf in (1, 50)]
usual, better = (roc_auc_score(split.test_labels, risk) for risk in risks)
assert abs(roc_auc_score(asked < 1_000, scores[1]) - attacks[1].auc) < 1e-12
names = ["default forest, plain", "default forest, calibrated", "leaves of 50, calibrated"]

show(*figures.membership(names, attacks))
say(f"""
At 1% false alarms the calibrated attack finds **{found:.0%} of the members**, {found / 0.01:.0f} times as many as
guessing would. The plain attack does well on average and yet finds {plain:.0%} there: over 1% of the others share its
top score.
""")
table(
    pd.DataFrame({
        "attack": names,
        "AUC": [attack.auc for attack in attacks],
        "advantage": [attack.advantage for attack in attacks],
        "members found": rates,
        "the model's own AUC": [usual, usual, better],
    }),
    "The attacks, with members found at 1% false alarms, and each model's own AUC on new clients",
    {"AUC": "{:.2f}", "advantage": "{:.2f}", "members found": "{:.0%}", "the model's own AUC": "{:.2f}"},
)
say(f"""
**The leak bought nothing.** Leaves of at least 50 clients make the better model, {better:.2f} against
{usual:.2f}, and a much smaller advantage. It is not zero, and nothing guarantees it against a stronger attack.

Checked: scikit-learn's AUC of the attack and ours agree to 12 decimals.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What changes when one person leaves
#
# Behind these attacks stands one experiment. There are two [neighbouring](../glossary.md#Neighbours) data sets, with the client, and without her or with another value in her place. A release is computed from one of them, and the stranger tells which.
#
# So the thing to control is how far one person can move the release. Take an average of $n$ values between $a$ and $b$. If the value $x$ leaves, or is replaced by $x'$, the average moves by
#
# $$|m - m'| = \frac{|x - m'|}{n} \qquad\text{or}\qquad |m - m'| = \frac{|x - x'|}{n}, \qquad\text{at most } \frac{b-a}{n}.$$
#
# The largest such move is the [sensitivity](../glossary.md#Sensitivity) of the average. It follows from the head count and the bank's product rules. Now add random noise of about that size to each month's average. The head count stays exact and tells that somebody left; the noise can hide only that client's *limit*.

# %% slideshow={"slide_type": "fragment"}
lowest, highest = 10_000, 1_000_000  # the limits that the bank grants
reach = (highest - lowest) / len(limits)
noise = np.random.default_rng(5).laplace(0, reach, size=(10_000, 2))  # ten thousand tries
blurred = dp.departed_value(before + noise[:, 0], after + noise[:, 1], head_count=len(limits))
low, high = np.quantile(blurred, [0.05, 0.95]) / 1e6
near = (np.abs(blurred - limits[leaver]) < 5_000).mean()
commonest = limits.value_counts(normalize=True).max()
price = reach / before
say(f"""
One client can move the average by at most **NT\\$ {reach:.0f}**. With noise of about that size in each month's figure,
the stranger's sum for client {leaver} falls between −{-low:.1f} and {high:.1f} million in nine tries of ten. It hits the
right limit in {near:.1%} of them; always naming the commonest limit is right for {commonest:.0%} of clients.

The reader of the table loses about **{price:.2%} of the average**. Hiding one limit among {len(limits):,} is cheap.

Unit 2 turns this into a definition, [differential privacy](../glossary.md#Differential-privacy): one number, ε, and
a guarantee against every stranger. In its strict form no test finds members more than $e^ε$ times as often as it
accuses others. The forest's {found / 0.01:.0f} times suggests that no ε below about {np.log(found / 0.01):.0f} would
describe it: a point estimate, from one forest and one threshold. A bound with stated confidence is the audit of unit 5.
""")
table(pd.DataFrame([
    ("only averages", "two averages, head counts", f"the limit of {exposed:,} of {len(limits):,} possible leavers"),
    ("no names", "five ordinary facts", f"{alone[4]:.0%} of clients stand alone"),
    ("no names, two files", "the same five facts in both", f"{len(pairs):,} default records attached, {correct:.0%} rightly"),
    ("only payments", "six rough payments", f"{rough[5]:.0%} of clients found"),
    ("groups of five", "five coarse facts", f"{given_away[0]} clients in groups with one answer"),
    ("tables without small cells", "the printed rates", f"{proven} of 400 answers proven"),
    ("a little noise", "four questions a client", f"{half:.0%} of secrets at noise of half √n"),
    ("only the model", "four models of one's own", f"{found:.0%} of members at 1% false alarms"),
], columns=["the promise", "what the stranger had", "what it cost the clients"]),
    "What each promise was worth, measured on this page",
)
say("""
**None of these promises says what a stranger with other knowledge could do**, and that is what a board is asked to sign.
""")


# %% [markdown] slideshow={"slide_type": "slide"}
# ## Exercises
#
# Replace each `...`, run the cell and the one below it. Three hints stand folded below each check.
#
# 1. *Warm-up, 4 minutes.* This month nobody left and one client joined. Write the function that gives the newcomer's limit from the two averages and the head count *before* the client came.
# 2. *Core, 5 minutes.* Decades for ages, bands of 100,000 for limits: what share of clients stands alone in `coarse_facts`?
# 3. *Judgement, 5 minutes.* Two suppliers report how a membership attack fared against their model (figures made up). Which model would you keep out of production? And when the attack names a client at 0.1% false alarms, what are the odds that she was a member, if members and others are equally many?

# %% tags=["exercise"]
def newcomer_limit(before, after, head_count):
    return ...  # TODO: the limit of the client who joined


# %% tags=["solution"]
def newcomer_limit(before, after, head_count):
    return (head_count + 1) * after - head_count * before


# %%
check("dp1.newcomer", newcomer_limit)

# %% tags=["exercise"]
coarse_share = ...  # TODO: use dp.lone_rows with coarse_clients and coarse_facts

# %% tags=["solution"]
coarse_share = dp.lone_rows(coarse_clients, coarse_facts).mean()

# %%
check("dp1.coarse_share", coarse_share)

# %% tags=["exercise"]
table(pd.DataFrame(AUDITS), "Two suppliers' audits", {column: "{:.1%}" for column in list(AUDITS)[2:]})
riskier_model, odds = ..., ...  # TODO: "A" or "B", and the odds as one number

# %% tags=["solution"]
table(pd.DataFrame(AUDITS), "Two suppliers' audits", {column: "{:.1%}" for column in list(AUDITS)[2:]})
riskier_model, odds = "B", 0.035 / 0.001

# %%
check("dp1.riskier_model", (riskier_model, odds))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Ask a vendor, or your own team:
#
# 1. Which releases already exist about the same people, and who has tried to combine them with this one?
# 2. Which columns were *not* counted as identifying, and why could nobody know them?
# 3. If one person had not been in the data, what would be different in what you publish, and by how much?
# 4. How many questions will be answered from these data in a year, and does the noise grow with them?
# 5. Was the model attacked before it left the house, and what share of its training data was named at one false alarm in a thousand?

# %%
quiz("dp1")

# %% tags=["exercise"]
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"]
choice = "publish only with noise"
because = "Exact months expose whoever leaves; noise the size of one client's influence costs readers next to nothing."

# %% slideshow={"slide_type": "slide"}
decide(
    "dp1.release",
    choice,
    because,
    evidence={
        "possible leavers exposed by two exact averages": f"{exposed:,} of {len(limits):,}",
        "answers proven from branch tables": f"{proven} of 400",
        "price of hiding one client": f"{price:.2%} of the average",
    },
)

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# The three options split a room well. "Refuse" is safe and costs the public its figure; ask what else is refused by the same logic. "With noise" needs an owner who counts releases: that is unit 3. Push back on "as it is": who checks that no two releases differ by one person?

# %% [markdown]
# ## Sources
#
# - Abowd, J. M. and others (2023). The 2010 Census confidentiality protections failed, here's how and why. [arXiv:2312.11283](https://arxiv.org/abs/2312.11283)
# - Carlini, N. and others (2022). Membership inference attacks from first principles. IEEE Symposium on Security and Privacy. [arXiv:2112.03570](https://arxiv.org/abs/2112.03570)
# - Denning, D. E., Denning, P. J. and Schwartz, M. D. (1979). The tracker: a threat to statistical database security. [doi:10.1145/320064.320069](https://doi.org/10.1145/320064.320069)
# - Dinur, I. and Nissim, K. (2003). Revealing information while preserving privacy. PODS. [doi:10.1145/773153.773173](https://doi.org/10.1145/773153.773173)
# - Dwork, C. and Roth, A. (2014). The algorithmic foundations of differential privacy, chapter 8 for part (i) of the theorem. [doi:10.1561/0400000042](https://doi.org/10.1561/0400000042)
# - Golle, P. (2006). Revisiting the uniqueness of simple demographics in the US population. [doi:10.1145/1179601.1179615](https://doi.org/10.1145/1179601.1179615)
# - Machanavajjhala, A. and others (2007). l-diversity: privacy beyond k-anonymity. [doi:10.1145/1217299.1217302](https://doi.org/10.1145/1217299.1217302)
# - Narayanan, A. and Shmatikov, V. (2008). Robust de-anonymization of large sparse datasets. [doi:10.1109/SP.2008.33](https://doi.org/10.1109/SP.2008.33)
# - Sweeney, L. (2000). Simple demographics often identify people uniquely. Carnegie Mellon University, Data Privacy Working Paper 3; the 87% as cited by Golle.
# - Sweeney, L. (2002). k-anonymity: a model for protecting privacy. [doi:10.1142/S0218488502001648](https://doi.org/10.1142/S0218488502001648)
# - Watson, L. and others (2022). On the importance of difficulty calibration in membership inference attacks. ICLR. [arXiv:2111.08440](https://arxiv.org/abs/2111.08440)
# - Yeom, S. and others (2018). Privacy risk in machine learning: analyzing the connection to overfitting. [doi:10.1109/CSF.2018.00027](https://doi.org/10.1109/CSF.2018.00027)
# - Data: `credit`, Yeh, I.-C. and Lien, C.-H. (2009), [doi:10.1016/j.eswa.2007.12.020](https://doi.org/10.1016/j.eswa.2007.12.020); `adult`, the 1994 census extract. Licences and codes stand in the datasheets of `datasets`.
