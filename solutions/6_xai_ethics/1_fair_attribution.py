# ---
# title: Fair attribution
# decision: Which game do Harbour Bank's explanations play?
# present: 2
# parts:
#   failure: "Take one away and look"
#   mathematics: "The only fair share"
#   cost: "What it costs"
# minutes: {reading: 25, exercises: 12}
# needs: [averages and a sum over all orders; unit 1.1 or 2.1 for what a model is]
# objectives:
#   - say what a cooperative game is, and which four axioms leave one way to share
#   - compute a Shapley value by hand, and recognise a rule that breaks an axiom
#   - name the game that an explanation plays, and what changes with it
#   - keep apart what a model reacts to, what the data say, and what causes a default
# libraries: [numpy, pandas, scikit-learn, shap]
# claims:
#   - bold: "# (# to # in # runs) of the refused clients get other reasons"
#     test: tests/xai_ethics/units/unit_1/test_claims.py::test_the_game_changes_the_reasons_of_many
#   - bold: "explains # (# to # in # runs) of the lift"
#     test: tests/xai_ethics/units/unit_1/test_claims.py::test_leave_one_out_does_not_add_up
#   - bold: "# (# to # in # runs) of the attribution"
#     test: tests/xai_ethics/units/unit_1/test_claims.py::test_the_proxy_is_paid_and_causes_nothing
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # Fair attribution
#
# **The decision.** Which game do Harbour Bank's explanations play?
#
# *25 minutes of reading, 12 of exercises. You need: averages, and what a model is (unit 1.1 or 2.1).*

# %% tags=["hide-input"]
import numpy as np
import pandas as pd

import execml.xai_ethics as xe
from execml.course import begin, check, decide, hint, predict, quiz, repeated, reveal, say, show, table
from execml.course.digits import at_least, at_most
from execml.xai_ethics.games import classics, rivals
from execml.xai_ethics.scrutiny import trainings
from execml.xai_ethics.scrutiny.desk import desk
from execml.xai_ethics.scrutiny.letters import FAMILIES, summed
from execml.xai_ethics.units.unit_1 import figures
from execml.xai_ethics.units.unit_1.exercises import VENDORS

begin()
bank = desk()  # the bank's baseline model, its cutoff, and 300 clients whom it refuses

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# A client is refused and asks why. A supplier answers with numbers, one for each fact about her, and says that they are *the* fair ones: [Shapley values](../glossary.md#Shapley-value).
#
# There is a theorem behind the word fair, and it is worth knowing. It says how to share a result among those who made it, once it is known **what each group of them would have achieved alone**. For a model nobody knows that. Somebody has to say what stands in for the facts that are left out, and that choice is called the game.
#
# This module explains the bank's baseline, boosted trees. In production stands [unit 3.4's network](../3_differential_privacy/4_training_with_privacy.ipynb): it needs letters, a label and a card of its own. Eight families of facts have 256 coalitions, few enough to ask any model about all.

# %% slideshow={"slide_type": "fragment"}
interventional = xe.TreeShap(bank.model, bank.background(1_000))
path = xe.TreeShap(bank.model)
baseline = xe.TreeShap(bank.model, bank.typical[None])
games = {
    "1,000 training clients": interventional,
    "the trees' own paths": path,
    "one median approved client": baseline,
}
values = {name: summed(each.shap_values(bank.rows), bank.families) for name, each in games.items()}
client = int(figures.changes_sides(list(values.values())).sum(axis=1).argmax())  # where they differ most
label = "Label: exact; output log-odds; columns summed to eight families; the game as named."
show(*figures.one_client(FAMILIES, {name: each[client] for name, each in values.items()}, label))
say(f"""
The model, the client and the arithmetic are the same, and each set of numbers is exact. *{label}* She is the one of
{len(bank.rows)} refused clients for whom the games differ most, so she shows what can happen and not how often; that comes below.
""")

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Ask who has been told "these are the exact SHAP values". Then ask: exact for which game? Let the room sit with the picture before you say anything.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Take one away and look
#
# The plain way to find out what a fact contributed: replace it by that of a typical approved client, and see how far the risk falls. Do it for each family of facts, and add up.

# %% tags=["hide-input"] slideshow={"slide_type": "fragment"}
predict(
    "xe1.removed",
    "All families together lift a refused client above a typical approved one. How much of that lift do the eight "
    "replacements, done one at a time, account for?",
    low=0,
    high=200,
    unit="%",
)

# %% slideshow={"slide_type": "fragment"}
log_odds = bank.model.decision_function
lift = log_odds(bank.rows) - log_odds(bank.typical[None])
replaced = [np.where(bank.families == each, bank.typical, bank.rows) for each in range(len(FAMILIES))]
removed = np.array([log_odds(bank.rows) - log_odds(rows) for rows in replaced])
each_client = removed.sum(axis=0) / lift
explained, added = trainings.repeats("removed"), trainings.repeats("added")
reveal("xe1.removed", 100 * explained.mean)
say(f"""
Over ten trainings of the model, taking families away one at a time **explains {explained:.0%} of the lift**. The
rest belongs to nobody: where two facts do the same damage, removing one changes little, because the other is still
there. It is a mean: for one client in ten of the first training it is below {at_most(np.quantile(each_client, 0.1), ".0%")}, for another above {at_least(np.quantile(each_client, 0.9), ".0%")}. And who starts
from the approved client and *adds* one family at a time finds {added.mean:.0%}. Neither is a share of anything.
(*Label: baseline, one median approved client; log-odds; eight families; {len(bank.rows)} refused clients a training.*)
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The only fair share
#
# A [cooperative game](../glossary.md#Cooperative-game) has $n$ players and a number $v(S)$ for each [coalition](../glossary.md#Coalition) $S$ of them: what its members earn without the others. Shapley (1953) asked how all together should share $v(N)$. Four demands, called axioms:
#
# - **efficiency**: the shares add up to $v(N) - v(\emptyset)$;
# - **symmetry**: who adds the same to every coalition gets the same;
# - **null player**: who never adds anything gets nothing;
# - **additivity**: the shares of two games played together are the sums of the shares.
#
# *Exactly one rule meets all four on all games*: the mean, over all orders of arrival, of what a player adds to those who came before,
#
# $$\varphi_i = \sum_{S \not\ni i} \frac{|S|!\,(n-|S|-1)!}{n!}\,\bigl(v(S \cup \{i\}) - v(S)\bigr).$$
#
# <details><summary>Why there is no second rule</summary>
#
# Take the game in which a set $T$ of players is needed: $u_T(S) = 1$ if $T \subseteq S$, else 0. Those outside $T$ add nothing and get 0; those in $T$ are alike; so efficiency gives each of them $1/|T|$. The axioms leave no choice for $c\,u_T$ either.
#
# Every game is a sum of such games, $v = \sum_T c_T u_T$ (plus $v(\emptyset)$, which nobody shares), with $c_T = \sum_{S \subseteq T} (-1)^{|T|-|S|} v(S)$. Additivity then fixes the shares of $v$. The mean over orders meets the four axioms, so it is that rule.
#
# </details>

# %% slideshow={"slide_type": "fragment"}
known = [
    ("one left glove, two right", classics.glove_game(1, 2), 3),
    ("votes 50, 49, 1; 51 needed", classics.voting_game(51, [50, 49, 1]), 3),
    ("runways 8, 11, 13, 18", classics.airport_game([8, 11, 13, 18]), 4),
    ("estate 200, claims 100, 200, 300", classics.estate_game(200, [100, 200, 300]), 3),
]
shares = [", ".join(map(str, xe.shapley_values(value, players))) for _, value, players in known]
table(
    pd.DataFrame({"game": [name for name, *_ in known], "Shapley's shares, as fractions": shares}),
    "Games from the books, solved exactly",
)
say("""
The holder of 49 votes has no more power than the holder of one: both matter only beside the first. Each owner of a
right glove gets a sixth, because only one of them can pair.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ### Each rival breaks an axiom
#
# Five plain rules, tried on a handful of games with whole numbers. One counterexample is enough to refute a rule.

# %% slideshow={"slide_type": "fragment"}
tried = [
    (classics.glove_game(1, 2), 3),
    (classics.voting_game(51, [50, 49, 1]), 3),
    (classics.airport_game([8, 11, 13]), 3),
    (classics.unanimity_game({0, 1}), 3),
    (classics.both_needed(3), 3),
]
broken = {name: rivals.broken_axioms(rule, tried) for name, rule in rivals.RULES.items()}
table(
    pd.DataFrame([
        (name, ", ".join(found) or "none on these games", next(iter(found.values()), "see the proof"))
        for name, found in broken.items()
    ], columns=["rule", "breaks", "the first witness"]),
    "Who breaks which axiom",
)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Which game is played?
#
# For a model $f$ and a client $x$, the players are her facts. What does a coalition earn? Her own values for the facts inside, and for those outside
#
# - *interventional*: the values of [background](../glossary.md#Background) clients $z$, $v(S) = \operatorname{mean}_z f(x_S, z_{\bar S})$;
# - *conditional*: what the data expect, given the facts inside;
# - *path-dependent*: at each split of a tree, as the training clients went;
# - *baseline*: the values of one client.
#
# On [SYNTHETIC](../glossary.md#Synthetic-credit) applicants the truth is known. Savings go with income there, and the score below does not use them. What is paid to savings?

# %% slideshow={"slide_type": "fragment"}
def paid_to_savings(seed):  # a score that uses income alone; savings are the second column
    drawn = xe.synthetic_credit(2_000, np.random.default_rng(seed)).features[:, [0, 4]]
    slope = np.cov(drawn.T)[0, 1] / drawn[:, 1].var(ddof=1)  # what savings say about income
    towards = slope * (drawn[:, 1] - drawn[:, 1].mean())
    # v(savings) − v(nobody) is `towards`, by the straight line, which is within 1% here; once income is known, savings add nothing
    return float(np.abs(towards / 2).mean() / np.abs(drawn[:, 0] - drawn[:, 0].mean() - towards / 2).mean())


conditional = repeated(paid_to_savings, over={"seed": range(10)})
drawn = xe.synthetic_credit(50, np.random.default_rng(0)).features[:, [0, 4]]
nothing = np.abs(xe.exact_shap(lambda rows: -rows[:, 0], drawn[:5], drawn)[:, 1]).max()
say(f"""
Interventional: {nothing:.0f}, for every applicant. Conditional: savings get {conditional:.0%} of what income gets, though
the score would be the same without them. The first game speaks about the model, the second about the data (Janzing,
Minorics and Blöbaum, 2020). *Labels: interventional or conditional; score; columns as they are.*
""")

by_path, by_client, anew = (trainings.repeats(name) for name in ("path", "one client", "another thousand"))
alike = np.corrcoef(values["1,000 training clients"].ravel(), values["the trees' own paths"].ravel())[0, 1]
say(f"""
On the bank's clients, interventional and path-dependent values have a correlation of {alike:.3f}, and still **{by_path:.0%} of the
refused clients get other reasons** when a letter states four. Another thousand clients in the background of the *same* game change
{anew.mean:.0%}, one median approved client {by_client.mean:.0%}. It is not this bank alone: of people in `adult`, the census of 1994, whom a model puts below
50,000 dollars, {trainings.adult():.0%} get four other facts. *(Labels: the games as named; log-odds; columns summed to families;
exact; 300 people and ten trainings each.)*
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ### Reacts to, goes with, causes
#
# A value is a statement about a model. On the SYNTHETIC applicants the postcode causes nothing: it goes with the group, and the group has a disadvantage that no column shows. Income acts twice, directly and by way of debt. What does the attribution of a plain logistic regression make of that, over twenty draws?

# %% slideshow={"slide_type": "fragment"}
from sklearn.linear_model import LogisticRegression

from execml.xai_ethics.effects import synthetic

COLUMNS = synthetic.NAMES[:5]  # the leak is left out


def attributed(seed):
    drawn = xe.synthetic_credit(5_000, np.random.default_rng(seed))
    rows = drawn.features[:, :5]
    slopes = LogisticRegression(C=1e6).fit(rows, drawn.labels).coef_[0]
    sizes = np.abs(slopes * (rows - rows.mean(axis=0))).mean(axis=0)  # Shapley values of a line
    return dict(zip(COLUMNS, sizes / sizes.sum(), strict=True))


runs = {name: repeated(attributed, over={"seed": range(20)}, measure=name) for name in COLUMNS}
many = xe.synthetic_credit(20_000, np.random.default_rng(0)).features[:, :5]
caused = np.abs(synthetic.TOTAL[:5]) * np.abs(many - many.mean(axis=0)).mean(axis=0)
show(*figures.causes(COLUMNS, np.array([each.values for each in runs.values()]).T, caused / caused.sum()))
say(f"""
The postcode gets **{runs["SYNTHETIC postcode"]:.0%} of the attribution**, and moving house would change nobody's risk. A
client who is told "your postcode" learns how the model reacts, and nothing about what to do. (*Label: interventional,
the drawn applicants; log-odds; columns as they are; SYNTHETIC.*)
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What it costs
#
# There are $2^n$ coalitions: each further fact doubles the questions. The code of the programme uses the shape of the trees instead (unit 2), and is compared with the production library here.

# %% slideshow={"slide_type": "fragment"}
from execml.xai_ethics.libraries import shap

few, background = bank.rows[:20], bank.background(100)
ours = xe.TreeShap(bank.model, background).shap_values(few)
theirs = shap.tree_values(shap.tree_explainer(bank.model, background), few)
apart = np.abs(ours - theirs).max()
assert apart < 1e-5
assert np.allclose(ours.sum(axis=1) + xe.TreeShap(bank.model, background).expected_value, log_odds(few), atol=1e-9)
say(f"""
Twenty clients, thirty columns, 100 background clients: the values of `shap.TreeExplainer(…,
feature_perturbation="interventional")` and ours agree to five decimals; the library works in single precision. By brute
force each client would take {2**30:,} coalitions, and a hundred questions to the model for each.

**What this page cannot show.** Whether a client understands a reason, or acts on it. The conditional game of the bank's
own thirty columns, which nobody knows. And other kinds of models, which may differ more or less with the game.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Exercises
#
# 1. *Warm-up, 4 minutes.* Two players earn `one` and `other` alone, and `together` with each other (nobody earns 0). Return the two Shapley values.
# 2. *Core, 4 minutes.* Two standard normal columns have correlation 0.6. The model is $f = x_1$; this client has $x_1 = 0.5$ and $x_2 = 2$. What does the *conditional* game pay $x_2$?
# 3. *Judgement, 4 minutes.* Two vendors explain the same refusal (made up), both by the interventional game, and both add up to 0.24. Which one do you send back, and how much does it pay, in sizes, to columns that the model does not use?

# %% tags=["exercise"]
def two_shares(one, other, together):
    return ...  # TODO: the two values, in the order of the players


# %% tags=["solution"]
def two_shares(one, other, together):
    return (one + together - other) / 2, (other + together - one) / 2


# %%
check("xe1.shares", two_shares)

# %% tags=["exercise"]
paid = ...  # TODO: one number

# %% tags=["solution"]
paid = 0.6 * 2 / 2

# %%
check("xe1.unused", paid)

# %% tags=["exercise"]
table(pd.DataFrame(VENDORS), "Two vendors, one refusal", {"vendor A": "{:.2f}", "vendor B": "{:.2f}"})
vendor, misplaced = ..., ...  # TODO: "A" or "B", and the number

# %% tags=["solution"]
table(pd.DataFrame(VENDORS), "Two vendors, one refusal", {"vendor A": "{:.2f}", "vendor B": "{:.2f}"})
vendor, misplaced = "B", 0.09 + 0.05

# %%
check("xe1.vendor", (vendor, misplaced))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Ask a vendor, or your own team:
#
# 1. Which game do your values play, and where does the letter say so?
# 2. Whose rows stand in for what is left out, and who chose them?
# 3. Which columns get a value although the model does not use them?
# 4. On what scale is the output, and how do columns become reasons?
# 5. Which of your reasons would change something in the world if the client acted on it, and how do you know?

# %%
quiz("xe1")

# %% tags=["exercise"]
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"]
choice = "interventional"
because = "A letter should name what the model reacts to, and nothing else; who stands in the background is written down."

# %% slideshow={"slide_type": "slide"}
decide(
    "xe1.game",
    choice,
    because,
    evidence={
        "paid to an unused SYNTHETIC column, interventional": f"{nothing:.0f}",
        "paid to an unused SYNTHETIC column, conditional": f"{conditional.mean:.0%} of the used one's",
        "refused clients whose four reasons change with the game": f"{by_path.mean:.0%} to {by_client.mean:.0%}, ten trainings",
    },
)

# %% [markdown]
# ## Sources
#
# - Janzing, D., Minorics, L. and Blöbaum, P. (2020). Feature relevance quantification in explainable AI: a causal problem. AISTATS. [arXiv:1910.13413](https://arxiv.org/abs/1910.13413)
# - Littlechild, S. C. and Owen, G. (1973). A simple expression for the Shapley value in a special case. [doi:10.1287/mnsc.20.3.370](https://doi.org/10.1287/mnsc.20.3.370)
# - Lundberg, S. M. and Lee, S.-I. (2017). A unified approach to interpreting model predictions. [arXiv:1705.07874](https://arxiv.org/abs/1705.07874)
# - Marques-Silva, J. and Huang, X. (2024). Explainability is not a game. Communications of the ACM. [arXiv:2307.07514](https://arxiv.org/abs/2307.07514)
# - O'Neill, B. (1982). A problem of rights arbitration from the Talmud. [doi:10.1016/0165-4896(82)90029-4](https://doi.org/10.1016/0165-4896(82)90029-4)
# - Shapley, L. S. (1953). A value for n-person games. Contributions to the Theory of Games II. [doi:10.1515/9781400881970-018](https://doi.org/10.1515/9781400881970-018)
# - Sundararajan, M. and Najmi, A. (2020). The many Shapley values for model explanation. ICML. [arXiv:1908.08474](https://arxiv.org/abs/1908.08474)
# - Data: `credit`, Yeh, I.-C. and Lien, C.-H. (2009), [doi:10.1016/j.eswa.2007.12.020](https://doi.org/10.1016/j.eswa.2007.12.020); `adult`, Becker, B. and Kohavi, R. (1996), [doi:10.24432/C5XW20](https://doi.org/10.24432/C5XW20); SYNTHETIC applicants from the equations of `effects/synthetic.py`.
