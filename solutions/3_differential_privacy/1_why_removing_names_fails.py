# ---
# title: Why removing names fails
# decision: May Harbour Bank publish its monthly table?
# present: 1
# parts:
#   failure: "“We publish only averages”"
#   mathematics: "What changes when one person leaves"
#   cost: "What it costs"
# minutes: {reading: 25, exercises: 15}
# needs: [averages, percentages and probabilities; folded proofs use matrices]
# objectives:
#   - recognise six ways in which data without names give a person away
#   - foresee from one-column tables how many people a file would single out
#   - say why small cells, grouping and a little noise do not settle the question
#   - judge a membership audit by the column that matters
# libraries: [numpy, pandas, scipy, scikit-learn]
# claims:
#   - bold: "# of # clients share six facts with nobody"
#     test: tests/differential_privacy/units/unit_1/test_claims.py::test_six_facts_are_shared_with_nobody_whichever_month_s_bill_is_known
#   - bold: "# of # clients, whoever leaves"
#     kind: exact
#     test: tests/differential_privacy/units/unit_1/test_claims.py::test_two_exact_averages_give_away_all_whose_limit_is_a_step
#   - bold: "# people, and # of the attachments are right"
#     test: tests/differential_privacy/units/unit_1/test_claims.py::test_two_halves_without_names_are_linked_and_four_in_five_rightly
#   - bold: "# to # clients sit in a group with one answer"
#     test: tests/differential_privacy/units/unit_1/test_claims.py::test_whichever_bands_are_chosen_more_sit_in_one_answer_groups_than_by_accident
#   - bold: "# answers are proven, # of them wrong."
#     test: tests/differential_privacy/units/unit_1/test_claims.py::test_most_answers_of_a_branch_are_proven_and_none_wrongly
#   - bold: "# of the answers"
#     test: tests/differential_privacy/units/unit_1/test_claims.py::test_the_larger_the_branch_the_fewer_answers_its_tables_prove
#   - bold: "# (# to # in # runs) of the members"
#     test: tests/differential_privacy/units/unit_1/test_claims.py::test_a_default_forest_gives_several_times_as_many_members_away_as_guessing
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # Why removing names fails
#
# **The decision.** May Harbour Bank publish its monthly table?
#
# *25 minutes of reading, 15 of exercises. You need: averages, percentages and probabilities; folded proofs use matrices.*

# %% tags=["hide-input"]
import numpy as np
import pandas as pd

import execml.differential_privacy as dp
from execml.course import (
    POLICY,
    begin,
    check,
    decide,
    hint,
    load,
    predict,
    quiz,
    repeated,
    reveal,
    risk_split,
    say,
    show,
    table,
)
from execml.course.digits import at_most
from execml.differential_privacy.units.unit_1 import figures
from execml.differential_privacy.units.unit_1.exercises import AUDITS, FILES

begin()
predict(
    "dp1.alone",
    "A stranger knows six facts of a client: sex, age, education, marital status, credit limit and September's "
    "bill. Of 100 clients, how many share all six with no other client of the bank?",
    low=0,
    high=100,
    unit="of 100",
)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# A name is one fact among many. Delete it, and what is left still describes one person.
#
# Other promises sound safer. Below, six are tested on real clients, and each gives somebody away. Hence the idea of this module: **privacy is not how the data look. It is how much one person can change what comes out.**
#
# <div class="alert alert-block alert-info" role="note"><strong>Whose data these are.</strong> Card holders in Taiwan in 2005, published for research without names. What the stranger knows is taken from the same file. On data that you hold, get permission first.</div>

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Ask the room first: who has signed off a file because the names were removed? Then show the figure and wait.

# %% slideshow={"slide_type": "fragment"}
clients = load("credit")
facts = ["sex", "age", "education", "marriage", "limit", "bill_1"]
alone = [dp.lone_rows(clients, facts[:known]).mean() for known in range(1, 7)]

show(*figures.lone_shares(alone, facts))
reveal("dp1.alone", 100 * alone[5])
say(f"""
**{alone[5] * len(clients):,.0f} of {len(clients):,} clients share six facts with nobody**.

*On all pages of this module* the stranger may know everything but one client's record. Protected is
{POLICY.unit_of_privacy.value}; neighbours: {POLICY.neighbours.value}; δ, from unit 2 on: {POLICY.delta.value:f}.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## “We publish only averages”
#
# Each month Harbour Bank's press office publishes how many clients there are, and their average credit limit. Last month one client left. What do two such tables tell a stranger? (This is a [differencing attack](../glossary.md#Differencing-attack).)
#
# An average times its head count is a total. Two totals that differ by one client differ by that client: $x = n\,m - (n-1)\,m'$, where $m$ is the average of the $n$ clients before, and $m'$ that of those who stayed.

# %% slideshow={"slide_type": "fragment"}
limits = clients["limit"]
before = round(limits.mean(), 2)
after = ((limits.sum() - limits) / (len(limits) - 1)).round(2)  # one entry for each client who may leave
recovered = pd.Series(dp.departed_value(before, after, head_count=len(limits)), limits.index)
exposed = (recovered.round(-4) == limits).sum()  # limits come in steps of 10,000

say(f"""
The press office prints {before:,.2f}; when client 51 has left, {after[51]:,.2f}. The stranger computes
{recovered[51]:,.0f}. Limits come in steps of 10,000, so it was NT\\$ {round(recovered[51], -4):,.0f}, and the file
says {limits[51]:,}.

The same two figures expose **{exposed:,} of {len(limits):,} clients, whoever leaves**; the other
{len(limits) - exposed} have a limit between two steps. Nor does it help to refuse averages of small groups: both of
these cover nearly everybody (Denning, Denning and Schwartz, 1979).
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## “We remove the names”
#
# A colleague knows sex, age, education and marital status; the averages supply the limit. Facts that are harmless one by one and telling together are a [quasi-identifier](../glossary.md#Quasi-identifier). In the United States, sex, ZIP code and birth date single out 63% of the population (Golle, 2006). The bank can foresee this from one-column tables.
#
# <details><summary>How many lone rows to expect</summary>
#
# Among $n$ people drawn independently, of whom a share $p_i$ has combination $i$ of the facts, somebody stands alone if the other $n-1$ all have another one. The expected number of lone rows is
#
# $$n \sum_i p_i\,(1-p_i)^{n-1}$$
#
# If the facts had nothing to do with one another, $p_i$ would be a product of shares that any annual report prints.
#
# </details>
#
# **A lone row is a key.** A mailing agency and a university receive a random half of the clients each, without names. The agency knows from its letters who each row is; the university knows who defaulted. Now the agency obtains the other file and pairs the rows that stand alone in both: a [linkage](../glossary.md#Linkage).

# %% slideshow={"slide_type": "fragment"}
known = facts[:5]
foreseen = dp.expected_lone_rows(dp.independent_shares(clients, known), len(clients))
counted = dp.lone_rows(clients, known).sum()
shuffle = np.random.default_rng(1)
agency, university = (clients.iloc[shuffle.permutation(len(clients))[:15_000]] for _ in range(2))
pairs = dp.link_records(agency, university, known)
correct = (pairs["left"] == pairs["right"]).mean()
say(f"""
One-column tables foresee {foreseen:,.0f} clients alone in five facts; there are {counted:,}.

The agency attaches a default record to **{len(pairs):,} people, and {correct:.0%} of the attachments are right**: alone
in half a file is not yet alone in the bank.

**There is no safe list of columns to delete.** Narayanan and Shmatikov (2008) found people in a file of film ratings
by a few ratings known roughly.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## “Nobody stands alone”
#
# The classic repair is to coarsen the file until everybody has company. A release is [k-anonymous](../glossary.md#K-anonymity) in some columns if each combination of values occurs in at least $k$ rows (Sweeney, 2002). Ages and limits become bands; rows still too rare are dropped. But if a group of five all defaulted, no row needs to be picked.

# %% slideshow={"slide_type": "fragment"}
coarse_facts = ["sex", "age_band", "education", "marriage", "limit_band"]

def coarsened(years, amount):
    return clients.assign(age_band=clients["age"] // years * years, limit_band=limits // amount * amount)

bandings = [(years, amount) for years in (5, 10, 20) for amount in (50_000, 100_000, 150_000, 200_000)]
one_answer = pd.DataFrame([
    (
        dp.one_answer_rows(coarsened(*bands), coarse_facts, "default", minimum=5).sum(),
        dp.accidental_one_answer_rows(coarsened(*bands), coarse_facts, "default", minimum=5),
    )
    for bands in bandings
], index=bandings, columns=["given away", "by accident"])
usual = one_answer.loc[[(10, 100_000)]].iloc[0]
beyond = one_answer["given away"] / one_answer["by accident"]
say(f"""
In 5-anonymous files, over {len(bandings)} choices of bands, **{one_answer["given away"].min():,} to
{one_answer["given away"].max():,} clients sit in a group with one answer**; with decades and bands of 100,000 it is
{usual["given away"]:,.0f} (a homogeneity attack: Machanavajjhala and others, 2007).

Were the answers dealt out at random, {usual["by accident"]:,.0f} would be given away by accident; in each file there are
{beyond.min():.1f} to {beyond.max():.1f} times as many. The rest reflects kinds of people, and that is not learning about
*this* person: unit 2 makes the difference a definition.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## “We publish only tables, and hide small cells”
#
# A branch has 40 clients. Its manager knows their five facts; the defaults are confidential. Head office publishes the branch's default rate for every group formed by one or two of the facts, and hides every group of fewer than five.
#
# Each printed rate is an equation. Write $d_i$ for the unknown answer of client $i$, 0 or 1: the answers in a group add up to its rate times its size. An answer is proven, not guessed, if no solution has it the other way round. An integer solver decides this client by client: a [reconstruction](../glossary.md#Reconstruction).

# %% slideshow={"slide_type": "fragment"}
coarse_clients = coarsened(10, 100_000)

def branches(size, count):  # one after the other in the file
    return [coarse_clients.iloc[first : first + size] for first in range(0, count * size, size)]

def forced_answers(branch):
    groups = dp.published_groups(branch, coarse_facts, together=2, minimum=5)
    sizes = groups.sum(axis=1)
    printed = (100 * groups @ branch["default"].to_numpy() / sizes).round(1)  # in per cent
    return dp.forced_bits(groups, counts=np.round(printed / 100 * sizes))

forced = np.array([forced_answers(branch) for branch in branches(40, 10)])
larger = np.isfinite([forced_answers(branch) for branch in branches(160, 2)]).mean()
truth = np.array([branch["default"] for branch in branches(40, 10)])
proven = int(np.isfinite(forced).sum())
mistakes = int((np.isfinite(forced) & (forced != truth)).sum())
show(*figures.branches(forced))
say(f"""
**{proven} answers are proven, {mistakes} of them wrong.** In branches of 160 it is **{larger:.0%} of the answers**.

It happened to a census. From 34 tables for 2010 the United States Census Bureau rebuilt age (in bands), sex, race and
ethnicity; in 70% of the blocks, home to 97 million people, the tables alone show every rebuilt record to be perfect
(Abowd and others, 2023).

What that shows is disputed. Francis (2022) infers race and ethnicity from the same census *protected* by the method of
2020, by naming each block's majority: with 75% precision for 98% of people. To tell such things, he holds, is what tables are for. The two
answer different questions: what follows from the table, and what follows from *one person* being in it.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## “We add a little noise”
#
# Let every answer be off by something. Each of $n$ clients has a secret bit. A curator says how many ones are in any group asked for, each time with an error of at most $E$.
#
# **Theorem (Dinur and Nissim, 2003).** (i) If all $2^n$ groups are answered, every list of bits that fits all answers to within $E$ differs from the truth in at most $4E$ places. (ii) If $E$ is far below $\sqrt n$, a practicable number of random groups exposes nearly everybody, with high probability.
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
    return (bits.reshape(hidden.shape[0], -1, 10) == hidden).mean(axis=(0, 2))

runs = {setting: share_recovered(*setting) for setting in ((100, 4), (300, 4), (300, 16))}
half = runs[300, 4][2]
show(*figures.reconstruction(levels, runs, guess=max(secrets.mean(), 1 - secrets.mean())))
say("""
Counted in √n, the noise does the same to 100 clients and to 300. With four times the questions, it hides less. **A fixed
amount of noise protects only a limited number of answers.** So count the questions, and let the noise grow with them
(unit 3).
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## “We hand over only the trained model”
#
# The bank trains a random forest with the library's default settings on 1,000 clients and gives it to a supplier. The supplier asks about a client: was she among the 1,000? ([Membership inference](../glossary.md#Membership-inference).)
#
# A model tends to be surer of what it has seen. The *plain* attack names a client if the model is sure of her true outcome (Yeom and others, 2018). The *calibrated* one first subtracts how sure other forests are that did not see her (Watson and others, 2022). What counts is who is named where false alarms are rare (Carlini and others, 2022). We train on ten draws; for each forest the other nine are the attacker's.

# %% slideshow={"slide_type": "fragment"}
from sklearn.ensemble import RandomForestClassifier

split, alarms, draw = risk_split(), np.geomspace(0.001, 1, 31), np.random.default_rng(4)
features, outcomes = split.train_features[:3_000], split.train_labels[:3_000]
members = np.array([draw.permutation(3_000) < 1_000 for _ in range(10)])  # drawn ten times

def attacked(smallest_leaf):  # leaves of 1 are the library's default
    forests = [
        RandomForestClassifier(min_samples_leaf=smallest_leaf, random_state=seed).fit(features[rows], outcomes[rows])
        for seed, rows in enumerate(members)
    ]
    sure = np.array([dp.label_log_odds(forest.predict_proba(features)[:, 1], outcomes) for forest in forests])
    outside = np.where(members, np.nan, sure)  # of forests that did not see the client
    usual = np.array([np.nanmean(np.delete(outside, run, axis=0), axis=0) for run in range(10)])
    return np.array([
        [dp.membership_inference(score[rows], score[~rows]).true_positive_rate(rate) for rate in alarms]
        for scores in (sure, (sure - usual).round(6)) for score, rows in zip(scores, members, strict=True)
    ]).reshape(2, 10, len(alarms))

(plain, calibrated), (_, restrained) = attacked(1), attacked(50)
at_one = np.flatnonzero(np.isclose(alarms, 0.01))[0]
found = repeated(lambda run: calibrated[run, at_one], over={"run": range(10)})
show(*figures.membership(alarms, {
    "default forest, plain": plain,
    "default forest, calibrated": calibrated,
    "leaves of 50, calibrated": restrained,
}))
say(f"""
At 1% false alarms the calibrated attack finds **{found:.1%} of the members**; single draws give
{found.quantiles(0, 1)[0]:.0%} to {found.quantiles(0, 1)[1]:.0%}, and guessing 1%. The plain attack finds
{plain[:, at_one].mean():.0%} there: too many others share its top score. Leaves of at least 50 clients leave
{restrained[:, at_one].mean():.1%}, and nothing guarantees that against a stronger attack.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What changes when one person leaves
#
# Behind these attacks stands one experiment: a release is computed from one of two [neighbouring](../glossary.md#Neighbours) data sets, with the client or without her, and the stranger tells which. So the thing to control is how far one person can move the release. Take a sum of values between 0 and $B$, divided by a number $N$ that was announced beforehand. If one client joins or leaves, it moves by
#
# $$\frac{x}{N}, \qquad\text{at most } \frac{B}{N}.$$
#
# The largest such move is the [sensitivity](../glossary.md#Sensitivity). It follows from the bank's product rules, not from the clients. Now add random noise of about that size.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What it costs
#
# Both averages, published with such noise ten thousand times.

# %% slideshow={"slide_type": "fragment"}
announced, highest = 30_000, 1_000_000  # no card has a limit above a million
reach = highest / announced
noise = np.random.default_rng(5).laplace(0, reach, size=(10_000, 2))
blurred = (before + noise[:, 0] - (limits.sum() - limits[51]) / announced - noise[:, 1]) * announced
near = (np.abs(blurred - limits[51]) < 5_000).mean()
commonest = limits.value_counts(normalize=True).max()
price = reach / before
say(f"""
One client moves the average by at most NT\\$ {at_most(reach, ".0f")}. With noise of that size in each month, the stranger hits
the right limit of client 51 in {near:.1%} of tries; always naming the commonest is right in {commonest:.0%}. The reader loses about {price:.2%} of the average. Unit 2 turns this into a definition, [differential
privacy](../glossary.md#Differential-privacy).
""")
table(pd.DataFrame([
    ("only averages", "two averages, head counts", f"the limit of {exposed:,} of {len(limits):,}"),
    ("no names, two files", "five facts in both", f"{len(pairs):,} records attached, {correct:.0%} rightly"),
    ("groups of five", "five coarse facts", f"{usual['given away']:,.0f} clients in groups with one answer"),
    ("tables without small cells", "the printed rates", f"{proven} of 400 answers proven"),
    ("a little noise", "four questions a client", f"{half:.0%} of secrets at noise of half √n"),
    ("only the model", "nine models of one's own", f"{found.mean:.0%} of members at 1% false alarms"),
], columns=["the promise", "what the stranger had", "what it cost the clients"]),
    "What each promise was worth, measured on this page",
)
say("""
**None of these promises says what a stranger with other knowledge could do**, and that is what a board is asked to sign.

*What this page cannot show.* One bank, one country, one year; what real strangers know, and how often they try. A
cheap attack that finds few bounds no costly one.
""")


# %% [markdown] slideshow={"slide_type": "slide"}
# ## Exercises
#
# Replace each `...`, run the cell and the one below it. Three hints stand folded below each check.
#
# 1. *Warm-up, 4 minutes.* This month nobody left and one client joined. Write the function that gives the newcomer's limit from the two averages and the head count *before* the client came.
# 2. *A vendor, 5 minutes.* Three vendors' files pass the bank's test: five clients or more share each set of facts (figures made up). One file still gives away far more clients than chance. Which one, and how many beyond chance?
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
table(pd.DataFrame(FILES), "Three vendors' files", dict.fromkeys(list(FILES)[1:], "{:,}"))
leaking_file, beyond_chance = ..., ...  # TODO: a letter, and a number of clients

# %% tags=["solution"]
table(pd.DataFrame(FILES), "Three vendors' files", dict.fromkeys(list(FILES)[1:], "{:,}"))
leaking_file, beyond_chance = "C", 410 - 20

# %%
check("dp1.leaking_file", (leaking_file, beyond_chance))

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
# 1. Which releases exist about the same people, and who has tried to combine them?
# 2. Which columns were *not* counted as identifying, and why could nobody know them?
# 3. If one person had not been in the data, what would you publish instead, and how different?
# 4. How many questions will be answered from these data in a year, and does the noise grow with them?
# 5. Was the model attacked, and what share of its training data was named at one false alarm in a thousand?

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
        "answers proven in branches of 40 / 160": f"{proven / forced.size:.0%} / {larger:.0%}",
        "price of hiding one client": f"{price:.2%} of the average",
    },
)

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# The three options split a room well. "Refuse" is safe and costs the public its figure; ask what else is refused by the same logic. "With noise" needs an owner who counts releases: that is unit 3. Push back on "as it is": who checks that no two releases differ by one person?

# %% [markdown]
# ## Sources
#
# <details><summary>Thirteen papers, and the data</summary>
#
# - Abowd, J. M. and others (2023). The 2010 Census confidentiality protections failed, here's how and why. [arXiv:2312.11283](https://arxiv.org/abs/2312.11283)
# - Carlini, N. and others (2022). Membership inference attacks from first principles. IEEE Symposium on Security and Privacy. [arXiv:2112.03570](https://arxiv.org/abs/2112.03570)
# - Denning, D. E., Denning, P. J. and Schwartz, M. D. (1979). The tracker: a threat to statistical database security. [doi:10.1145/320064.320069](https://doi.org/10.1145/320064.320069)
# - Dinur, I. and Nissim, K. (2003). Revealing information while preserving privacy. PODS. [doi:10.1145/773153.773173](https://doi.org/10.1145/773153.773173)
# - Dwork, C. and Roth, A. (2014). The algorithmic foundations of differential privacy, chapter 8 for part (i) of the theorem. [doi:10.1561/0400000042](https://doi.org/10.1561/0400000042)
# - Francis, P. (2022). A note on the misinterpretation of the US Census re-identification attack. Privacy in Statistical Databases. [doi:10.1007/978-3-031-13945-1_21](https://doi.org/10.1007/978-3-031-13945-1_21), [arXiv:2202.04872](https://arxiv.org/abs/2202.04872)
# - Golle, P. (2006). Revisiting the uniqueness of simple demographics in the US population. [doi:10.1145/1179601.1179615](https://doi.org/10.1145/1179601.1179615)
# - Machanavajjhala, A. and others (2007). l-diversity: privacy beyond k-anonymity. [doi:10.1145/1217299.1217302](https://doi.org/10.1145/1217299.1217302)
# - Narayanan, A. and Shmatikov, V. (2008). Robust de-anonymization of large sparse datasets. [doi:10.1109/SP.2008.33](https://doi.org/10.1109/SP.2008.33)
# - Sweeney, L. (2002). k-anonymity: a model for protecting privacy. [doi:10.1142/S0218488502001648](https://doi.org/10.1142/S0218488502001648)
# - Watson, L. and others (2022). On the importance of difficulty calibration in membership inference attacks. ICLR. [arXiv:2111.08440](https://arxiv.org/abs/2111.08440)
# - Yeom, S. and others (2018). Privacy risk in machine learning: analyzing the connection to overfitting. [doi:10.1109/CSF.2018.00027](https://doi.org/10.1109/CSF.2018.00027)
# - Data: `credit`, Yeh, I.-C. and Lien, C.-H. (2009), [doi:10.1016/j.eswa.2007.12.020](https://doi.org/10.1016/j.eswa.2007.12.020). Licence and codes stand in its datasheet.
#
# </details>
