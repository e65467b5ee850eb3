# ---
# title: Governing AI
# decision: What does Harbour Bank sign for its default model?
# present: 5
# parts:
#   failure: "A person in the loop"
#   mathematics: "Whom to review"
#   cost: "What it costs"
# minutes: {reading: 26, exercises: 12}
# needs: ["units 3 and 4 of this module: the explanation label, and the gap between groups"]
# objectives:
#   - compute what human oversight is worth, and when it is a nod
#   - demand a model card that stops printing when a number is stale
#   - turn a clause into a metric with a threshold, an owner and evidence
#   - take a decision that trades harms, and say who signs
# libraries: [numpy, pandas, scikit-learn]
# claims:
#   - bold: "saves NT$ # (# to # in # runs) a client, and # (# to # in # runs) if the reviewer follows the model nine times in ten"
#     test: tests/xai_ethics/units/unit_5/test_claims.py::test_a_nod_is_worth_little
#   - bold: "right for # of them"
#     test: tests/xai_ethics/units/unit_5/test_claims.py::test_the_model_is_near_a_coin_at_its_cutoff
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # Governing AI
#
# **The decision.** What does Harbour Bank sign for its default model?
#
# *26 minutes of reading, 12 of exercises. You need units 3 and 4: the explanation label, and the gap between groups.*

# %% tags=["hide-input"]
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

import execml.xai_ethics as xe
from execml.course import begin, check, decide, fact, hint, load, predict, prices, quiz, reveal, say, show, table
from execml.course.bank.delong import auc_interval
from execml.xai_ethics.fairness.decomposition import swap_gap
from execml.xai_ethics.fairness.groups import group_rates
from execml.xai_ethics.fairness.intervals import rate_difference
from execml.xai_ethics.governance.card import Measured
from execml.xai_ethics.governance.duties import Duty, register
from execml.xai_ethics.governance.oversight import saving_elsewhere
from execml.xai_ethics.scrutiny import letters, measured, trainings
from execml.xai_ethics.scrutiny.desk import desk
from execml.xai_ethics.scrutiny.label import background_of
from execml.xai_ethics.units.unit_5 import figures
from execml.xai_ethics.units.unit_5.exercises import CARD, VENDORS

begin()
bank = desk()  # the bank's baseline model at its cutoff
labels, risks = bank.split.test_labels, bank.risk(bank.split.test_features)
refused = (risks > bank.cutoff).astype(int)
worth = prices()
missed, payer = worth.missed_default.value, worth.refused_client.value
REVIEW = worth.hour.value / 4  # assumed: a review takes an analyst a quarter of an hour
ACCURACY = 0.75  # assumed: a reviewer who looks judges three clients in four rightly

# %% tags=["hide-input"] slideshow={"slide_type": "fragment"}
predict(
    "xe5.nod",
    "A reviewer who looks is right three times in four, and saves the bank money. Another follows the model's advice "
    "nine times in ten, and looks the tenth time. How much of the saving is left?",
    low=0,
    high=100,
    unit="%",
)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# Governance is what remains when the analysts have gone home: who may use the model for what, who looks at its decisions, which numbers are watched, and who answers. Most of it is written in words that nobody can test: *appropriate oversight*, *sufficient accuracy*. This page replaces each word by **a number, a threshold, an owner and a place where the evidence lies**. First, the most popular of these words: a human in the loop.

# %% slideshow={"slide_type": "fragment"}
def reviewed(follows):
    return xe.deferral_curve(labels, risks, bank.cutoff, missed, payer, REVIEW, ACCURACY, follows)


def saves(follows, accuracy=ACCURACY):  # on a tenth of the clients, where the other nine tenths chose how many to review
    ten = np.random.default_rng(0)
    return saving_elsewhere(labels, risks, bank.cutoff, missed, payer, REVIEW, accuracy, follows, ten)


curves = {"looks": reviewed(0.0), "follows half": reviewed(0.5), "follows 9 in 10": reviewed(0.9)}
saved = {"looks": saves(0.0), "follows half": saves(0.5), "follows 9 in 10": saves(0.9)}
less_right = {accuracy: saves(0.0, accuracy) for accuracy in (0.65, 0.6)}
show(*figures.deferral(curves, saved))
reveal("xe5.nod", 100 * saved["follows 9 in 10"].mean / saved["looks"].mean)
say(f"""
Review **saves NT\\$ {saved["looks"]:,.0f} a client, and {saved["follows 9 in 10"]:,.0f} if the reviewer follows the model nine times in ten**. Same
policy, same people, same clause in the contract. Costs are expectations over {len(labels):,} test clients; a run is a tenth of them, and the other nine tenths chose how many to review. Assumed are a quarter of an hour a review, and a
reviewer who is right for {ACCURACY:.0%}, of defaulters as of payers, whatever the model saw. All hangs on that: right for 65%, who looks saves {less_right[0.65]:,.0f}; for 60%, {less_right[0.6]:,.0f}.
""")

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Ask who has "human oversight" in a policy. Then ask how often the humans disagreed last month. Silence is the finding.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A person in the loop
#
# People follow machines, also when they are wrong: [automation bias](../glossary.md#Automation-bias) (Parasuraman and Manzey, 2010). It is no flaw of character: who sees a score first and has half a minute will agree with it. So oversight has to be designed, and measured by what it changes.
#
# Where is a person worth most? Near the cutoff, where the model itself is in doubt.

# %% slideshow={"slide_type": "fragment"}
order = np.argsort(np.abs(risks - bank.cutoff), kind="stable")
right = (refused == labels)[order]
near = len(labels) // 10
say(f"""
Of the {near:,} clients nearest to the cutoff the model is **right for {right[:near].mean():.0%} of them**; of all clients for {right.mean():.0%}. A person
who is right for {ACCURACY:.0%} adds much in the first group, and takes away in the last. Handing over a decision is called
[deferral](../glossary.md#Deferral).
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Whom to review
#
# Let a client have risk $r$, a missed default cost $M$, a refused payer $R$. The model's decision costs $m(r) = (1-r)\,R$ if it refuses and $r\,M$ if it approves. A reviewer who is right with probability $a$ and follows the model with probability $d$ saves, for a price $w$,
#
# $$(1-d)\,\bigl[m(r) - (1-a)\,(r\,M + (1-r)\,R)\bigr] - w .$$
#
# Review those for whom this is above 0. The bracket is largest where $m(r)$ is: at the cutoff, where refusing and approving cost the same. And $d$ multiplies everything: no choice of clients makes up for a nod.

# %% slideshow={"slide_type": "fragment"}
def value(follows, accuracy=ACCURACY):
    machine = np.where(refused == 1, (1 - risks) * payer, risks * missed)
    return (1 - follows) * (machine - (1 - accuracy) * (risks * missed + (1 - risks) * payer)) - REVIEW


chosen = {follows: np.maximum(value(follows), 0).mean() for follows in (0.0, 0.9)}
better = {accuracy: np.maximum(value(0.9, accuracy), 0).mean() for accuracy in (0.75, 0.85)}
say(f"""
By the model's own risks, {(value(0.0) > 0).mean():.0%} of the clients are worth a review by somebody who looks, and {(value(0.9) > 0).mean():.0%} by somebody who
mostly nods. Training the nodding reviewer from 75% to 85% adds NT\\$ {better[0.85] - better[0.75]:,.0f} a client; making the reviewer look adds
{chosen[0.0] - chosen[0.9]:,.0f}.

These savings trust the model's risks, and the curve above the outcomes: where the two differ, believe the curve. **Buy attention before accuracy**: hide the score until the reviewer has written a judgement, and plant cases whose answer is known.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A card that can refuse
#
# A model card (Mitchell and others, 2019) says what a model is for and what was measured. Here each number carries the way to compute it again. If it comes out otherwise on the day of printing, the card does not print. It is the baseline's, as all of this module; unit 3.4's network, which stands in production, needs its own.

# %% slideshow={"slide_type": "fragment"}
sex = np.where(bank.split.test_features[:, bank.split.feature_names.index("female")] > 0.5, "women", "men")
by_sex = group_rates(labels, refused, sex, "selection_rate")
gap, gap_low, gap_high = rate_difference(by_sex["men"], by_sex["women"])
area = auc_interval(labels, risks)
unstated = measured.repeats("boosted trees", "unstated flips").mean
background = bank.background(1_000)
error = letters.standard_error(bank.model, background, bank.rows[:50], bank.families)
label = xe.ExplanationLabel(
    "the risk model's letters", "interventional", background_of(background, "training clients, drawn once"), "log-odds",
    letters.FAMILIES_GROUPED, "exact, tables of leaves", standard_error=round(error, 3), fixed_by="the chief risk officer", fixed_on=date(2026, 11, 2),
)
card = xe.ModelCard(
    model="default risk, boosted trees at their defaults",
    owner="head of lending",
    intended_use="card limits of existing clients, each decision open to review",
    not_for="hiring, pricing, clients of another bank or year",
    data="credit: 20,000 clients to train on, 10,000 to test on",
    measured={
        "AUC": Measured(round(area.estimate, 3), lambda: auc_interval(labels, bank.risk(bank.split.test_features)).estimate, 0.005,
                        f"{area.low:.3f} to {area.high:.3f}, n = {len(labels):,}"),
        "refusals, men less women": Measured(round(gap, 3), lambda: refused[sex == "men"].mean() - refused[sex == "women"].mean(), 0.005,
                                             f"{gap_low:.3f} to {gap_high:.3f}, n = {by_sex['men'].count:,} and {by_sex['women'].count:,}"),
    },
    explanation=label.signed(),
    limits="one bank, one country, 2005; outcomes of refused applicants unknown",
)
table(card.frame(), "The model card, printed after every number came out again")
mistaken = replace(card, measured={"AUC": replace(card.measured["AUC"], value=0.79)})
try:
    mistaken.frame()
except ValueError as refusal:
    say(f"With an AUC of 0.79 left in by mistake: *{refusal}*.")

# %% slideshow={"slide_type": "fragment"}
clients = load("credit")
sheet = xe.Datasheet(
    title="credit: card clients of a bank in Taiwan",
    origin="collected by the bank in 2005, published for research by Yeh and Lien (2009)",
    licence="CC BY 4.0, by the repository's standing line",
    people="30,000 card holders, not asked; no names",
    measured={
        "clients": Measured(len(clients), lambda: len(load("credit")), 0, "all rows"),
        "share that defaulted": Measured(round(clients["default"].mean(), 4), lambda: load("credit")["default"].mean(), 1e-4, "of all rows"),
        "rows that occur twice": Measured(int(clients.duplicated().sum()), lambda: int(load("credit").duplicated().sum()), 0, "of all rows"),
    },
    known_faults="codes without a documented meaning; one month's outcome; a credit crisis",
    upkeep="nobody corrects it: it is history",
)
table(sheet.frame(), "The datasheet: where the data come from (Gebru and others, 2021)")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Clauses as numbers
#
# A duty that cannot fail is a wish. Each row below names a clause, a number, the bank's threshold, a value at which it fails, and an owner. Which number stands for which clause is **the bank's own reading, and no legal advice**: check before relying on it. What was repealed is not in the list.

# %% slideshow={"slide_type": "fragment"}
def decision(rows):
    return bank.risk(rows.astype(np.float32)) > bank.cutoff


swapped = swap_gap(decision, bank.split.test_features, bank.split.feature_names.index("female"))
redrawn, five_thousand = (trainings.repeats(name).mean for name in ("another thousand", "another five thousand"))
annex = fact("eu_ai_act.high_risk")
unsigned = replace(label, standard_error=None, fixed_by=None, fixed_on=None)  # as the supplier of unit 3 sends it
by_limit = auc_interval(labels, -bank.split.test_clients["limit"].to_numpy(float)).estimate  # who has little gets little
duties = [
    Duty("Consumer Credit Directive", fact("eu_consumer_credit.applies"), "gaps in the explanation label", "at most", 0, len(label.missing()), "head of lending", "unit 3", len(unsigned.missing())),
    Duty("CJEU C-203/22", fact("cjeu.c_203_22"), "refusals that an unstated family alone turns", "at most", 0.05, unstated, "head of lending", "unit 3", unstated),
    Duty(f"EU AI Act, from {annex.value}", annex, "stale numbers on the card", "at most", 0, len(card.stale()), "model owner", "this page", len(mistaken.stale())),
    Duty("US Regulation B, what is left", fact("us_regulation_b.disparate_impact"), "decisions that sex alone changes", "at most", 0, swapped, "chief risk officer", "this page", swapped),
    Duty("US SR 26-2, not enforceable", fact("us_model_risk.sr_26_2"), "AUC on clients not trained on", "at least", 0.75, area.estimate, "model validation", "this page", by_limit),
    Duty("US FS AI RMF, voluntary", fact("us_treasury.fs_ai_rmf"), "letters that another 1,000 background rows change", "at most", 0.05, redrawn, "head of lending", "unit 3", redrawn),
]
entries = register(duties)
met = sum(duty.met for duty in duties)
table(entries.drop(columns=["evidence", "source"]), "The register, what is not met on top")
clauses = "\n".join(f"- {duty.fact} Source: {duty.fact.source}." for duty in duties)
say(f"""
{met} of {len(duties)} are met, and each can fail: the values are those of a supplier's unsigned label, of the card with the mistaken AUC, of ranking clients by their limit
alone, and of the bank's own model. No regulator set a threshold: the bank did, and another bank may set others. The model changes {swapped:.1%} of its decisions if nothing but the sex column is switched: unequal treatment of equal
clients, whatever the law says of effects. Another draw of the thousand background rows that the label signs changes {redrawn:.0%} of the letters, over ten trainings; with five thousand rows it is {five_thousand:.0%}.

<details><summary>The clauses, each with its date and source: check before relying on any</summary>

{clauses}

</details>
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What it costs
#
# **The committee meets.** Four people, one model; deal the roles.
#
# - *Head of lending*: the model earns its AUC; each point is priced in unit 2.4. Dropping the sex column delays us a month.
# - *Chief risk officer*: the letters are signed by me. I want the label, and no letter that I can't reproduce.
# - *Refused client*: I was late once. Nobody told me that clearing it would have been enough.
# - *Supervisor*: show me which duty you don't meet, since when you know, and who answers.
#
# There is no right answer, and there are wrong ones: a decision without an owner, a harm that nobody named, a date that is missing.
#
# **The risks, each with an owner.** Letters that differ by setting: head of lending, label. A gap that grows: chief risk officer, monthly, with its interval. Reviewers who nod: operations, planted cases. A background that leaks: privacy officer, ledger. A law that changes: legal, the dated file.
#
# **What this page cannot show.** Whether reviewers would be right three times in four: nobody measured yours. What a court would accept. And harms outside the table: the clients who never applied.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Exercises
#
# 1. *Core, 5 minutes.* Write the function that returns what a review is worth: the model is wrong with probability `wrong`, a reviewer who looks is right with probability `right`, and follows the model with probability `follows`; an error costs `stake`, a review `price`.
# 2. *Judgement, 3 minutes.* A made-up card, printed in spring. Which entries stop the print today?
# 3. *Judgement, 4 minutes.* Two made-up vendors have a human in the loop. Whose oversight is so in name only, and what share of the model's wrong refusals did its reviewers put right?

# %% tags=["exercise"]
def worth_of_review(wrong, right, follows, stake, price):
    return ...  # TODO: one number


# %% tags=["solution"]
def worth_of_review(wrong, right, follows, stake, price):
    return (1 - follows) * (wrong - (1 - right)) * stake - price


# %%
check("xe5.worth", worth_of_review)

# %% tags=["exercise"]
table(pd.DataFrame(CARD), "A card of spring, computed again", {"printed": "{:g}", "today": "{:g}", "may differ by": "{:g}"})
stale = ...  # TODO: letters in a list, such as ["A"]

# %% tags=["solution"]
table(pd.DataFrame(CARD), "A card of spring, computed again", {"printed": "{:g}", "today": "{:g}", "may differ by": "{:g}"})
stale = ["B"]

# %%
check("xe5.card", stale)

# %% tags=["exercise"]
table(pd.DataFrame(VENDORS), "Two vendors' oversight")
vendor, share = ..., ...  # TODO: "A" or "B", and a share

# %% tags=["solution"]
table(pd.DataFrame(VENDORS), "Two vendors' oversight")
vendor, share = "A", 9 / 450

# %%
check("xe5.vendor", (vendor, share))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Ask a vendor, or your own team:
#
# 1. How often did reviewers overturn the model last month, and how often rightly?
# 2. Which numbers on your model card are computed again before it is printed?
# 3. For each clause you cite: which number, which threshold, whose name, and is the clause still in force?
# 4. Which duty is not met today, since when do you know, and until when?
# 5. Which harm did you accept, and who signed for it?

# %%
quiz("xe5")

# %% tags=["exercise"]
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"]
choice = "sign the specification"
because = "What is measured can be signed; the sex column goes by a date, with a name, and review is measured by what it overturns."

# %% slideshow={"slide_type": "slide"}
decide(
    "xe5.sign",
    choice,
    because,
    evidence={
        "duties met": f"{met} of {len(duties)}",
        "decisions that change with the sex column alone": f"{swapped:.1%}",
        "saved by attentive review": f"NT\\$ {saved['looks']:,.0f} a client",
        "saved if the reviewer nods nine times in ten": f"{saved['follows 9 in 10']:,.0f} a client",
    },
)

# %% [markdown]
# ## Sources
#
# - Gebru, T. and others (2021). Datasheets for datasets. [doi:10.1145/3458723](https://doi.org/10.1145/3458723)
# - Mitchell, M. and others (2019). Model cards for model reporting. [doi:10.1145/3287560.3287596](https://doi.org/10.1145/3287560.3287596)
# - Parasuraman, R. and Manzey, D. H. (2010). Complacency and bias in human use of automation. [doi:10.1177/0018720810376055](https://doi.org/10.1177/0018720810376055)
# - Law and governance: the programme's dated facts, each with its source; most were read at second hand, and the table says which.
# - Data: `credit`, Yeh, I.-C. and Lien, C.-H. (2009), [doi:10.1016/j.eswa.2007.12.020](https://doi.org/10.1016/j.eswa.2007.12.020).
