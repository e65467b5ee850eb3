# ---
# title: Fairness has a price
# decision: What does Harbour Bank do about the gap between women and men?
# present: 4
# parts:
#   failure: "One model, two groups"
#   mathematics: "Why it cannot be fair in every sense"
#   cost: "What it costs"
# minutes: {reading: 26, exercises: 12}
# needs: ["unit 1 of this module: Shapley values", "unit 2.4 helps: the winner's curse"]
# objectives:
#   - read group metrics with their intervals and counts, and say when one is undefined
#   - derive why precision, misses and false alarms cannot all be equal
#   - decompose a gap by feature, and know what the decomposition does not say
#   - price a mitigation, and catch one that levels down or won by luck
# libraries: [numpy, pandas, scikit-learn, fairlearn, interpret]
# claims:
#   - bold: "forces a false-alarm rate of # instead of #"
#     kind: exact
#     test: tests/xai_ethics/units/unit_4/test_claims.py::test_compas_counts_force_the_rate
#   - bold: "# (# to # in # runs) of the gap"
#     test: tests/xai_ethics/units/unit_4/test_claims.py::test_the_sex_column_is_a_small_part_of_the_gap
#   - bold: "narrows by # (# to # in # runs) points"
#     test: tests/xai_ethics/units/unit_4/test_claims.py::test_weights_without_the_column_narrow_the_gap
#   - bold: "# (# to # in # runs) points where it was chosen, and by # (# to # in # runs) on other clients"
#     test: tests/xai_ethics/units/unit_4/test_claims.py::test_the_winner_is_cursed
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # Fairness has a price
#
# **The decision.** What does Harbour Bank do about the gap between women and men?
#
# *26 minutes of reading, 12 of exercises. You need unit 1: Shapley values. Unit 2.4, on the winner's curse, helps.*

# %% tags=["hide-input"]
import numpy as np
import pandas as pd

import execml.xai_ethics as xe
from execml.course import begin, check, decide, fact, hint, predict, prices, quiz, repeated, reveal, say, show, table
from execml.course.bank.delong import auc_difference
from execml.xai_ethics.fairness.alternatives import candidates, least_discriminatory
from execml.xai_ethics.fairness.groups import group_rates
from execml.xai_ethics.fairness.impossibility import COMPAS
from execml.xai_ethics.fairness.intervals import narrowed, rate_difference, widest_gaps
from execml.xai_ethics.libraries import fairlearn, interpret
from execml.xai_ethics.scrutiny.desk import desk
from execml.xai_ethics.scrutiny.letters import FAMILIES, summed
from execml.xai_ethics.units.unit_4 import figures, trainings
from execml.xai_ethics.units.unit_4.exercises import GAPS, VENDORS

begin()
bank = desk()  # the bank's baseline model at its cutoff
split = bank.split
labels, risks = split.test_labels, bank.risk(split.test_features)
refused = (risks > bank.cutoff).astype(int)
female = split.feature_names.index("female")
sex = np.where(split.test_features[:, female] > 0.5, "women", "men")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# "Is the model fair?" is not one question. The model may refuse one group more often; it may refuse more of those who would have paid; its refusals may be right less often. These are different harms to different people, and a theorem says that where one group defaults more often, **no model can avoid all three**, unless it refuses nobody who would have paid. So somebody has to choose which one counts, and sign.
#
# The surprise is the price: on this bank's data, narrowing the gap costs nothing that can be told from nothing.

# %% slideshow={"slide_type": "fragment"}
metrics = {
    "refused": "selection_rate",
    "refused, of those who would have paid": "fpr",
    "refused, of those who defaulted": "tpr",
    "defaulted, of those refused": "ppv",
}
by_sex = {words: group_rates(labels, refused, sex, name) for words, name in metrics.items()}
show(*figures.rates(by_sex))
gap, low, high = rate_difference(by_sex["refused"]["men"], by_sex["refused"]["women"])
right = [100 * each for each in rate_difference(*(by_sex["defaulted, of those refused"][who] for who in ("men", "women")))]
say(f"""
Men are refused {100 * gap:.1f} points more often (95% interval {100 * low:.1f} to {100 * high:.1f}). Of those refused, {right[0]:.1f} points more of the men
defaulted ({right[1]:.1f} to {right[2]:.1f}), which may be nothing. The base rates differ: {xe.group_metrics(labels, refused, sex).loc["men", "base_rate"]:.1%} of men and
{xe.group_metrics(labels, refused, sex).loc["women", "base_rate"]:.1%} of women defaulted.
""")

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Ask each table to pick one of the four rows as "the" fair one, and to say who bears the harm if it is not equal. Then show that the choices exclude each other.

# %% tags=["hide-input"] slideshow={"slide_type": "fragment"}
predict(
    "xe4.own",
    "Of the gap between men and women in the model's mean score, what share is due to the sex column itself?",
    low=0,
    high=100,
    unit="%",
)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## One model, two groups
#
# Equal refusals are called [demographic parity](../glossary.md#Demographic-parity), equal errors [equalized odds](../glossary.md#Equalized-odds). Two groups are rarely enough: harms hide where groups cross (Buolamwini and Gebru, 2018). And the finer the groups, the fewer the clients: every rate needs its interval and its count. A group without payers has *no* false-alarm rate; the programme says "undefined" and never 0.

# %% slideshow={"slide_type": "fragment"}
bands = np.select([split.test_clients["age"] < 30, split.test_clients["age"] < 50], ["under 30", "30 to 49"], "50 and over")
crossed = np.char.add(np.char.add(sex.astype(str), ", "), bands.astype(str))
shown = {name: group_rates(labels, refused, crossed, name) for name in ("selection_rate", "fpr")}
table(
    pd.DataFrame([(group, str(each), str(shown["fpr"].get(group, "undefined"))) for group, each in shown["selection_rate"].items()],
                 columns=["group", "refused", "refused, of those who would have paid"]),
    "Six groups, each with its interval and its count",
)
ours, theirs = xe.group_metrics(labels, refused, crossed), fairlearn.metrics(labels, refused, crossed)
assert np.abs(ours.loc[theirs.index, theirs.columns].to_numpy(float) - theirs.to_numpy(float)).max() < 1e-12
widest, by_luck = widest_gaps(refused, sex, bands, np.random.default_rng(0))
say(f"""
The widest gap is now {widest:.1f} points, against {100 * gap:.1f} for sex alone. But of six groups two are always furthest apart: with ages
shuffled within each sex it is {by_luck.mean():.1f} on average, and above {np.quantile(by_luck, 0.95):.1f} once in twenty. It may be luck. Fairlearn's rates and ours agree to twelve decimals.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Why it cannot be fair in every sense
#
# Let $p$ be the share of a group that defaults. Of everybody, $p\,(1 - \mathrm{FNR})$ are defaulters who are flagged. If a share PPV of the flagged are defaulters, $(1 - \mathrm{PPV})/\mathrm{PPV}$ false alarms go with each of them. Divided by the $1 - p$ who would pay,
#
# $$\mathrm{FPR} = \frac{p}{1-p}\cdot\frac{1-\mathrm{PPV}}{\mathrm{PPV}}\cdot(1-\mathrm{FNR}).$$
#
# This is an identity (Chouldechova, 2017). Two groups with different $p$ and the same PPV and FNR *must* have different false-alarm rates, but for two extremes: no flag is wrong ($\mathrm{PPV} = 1$), or no defaulter is flagged ($\mathrm{FNR} = 1$). Kleinberg, Mullainathan and Raghavan (2017) prove the like for scores.

# %% slideshow={"slide_type": "fragment"}
black, white = COMPAS["Black"], COMPAS["White"]
forced = float(xe.impossibility(black.base_rate, white.ppv, white.fnr))
rows = [(name, each.total, each.base_rate, each.ppv, each.fnr, each.fpr) for name, each in COMPAS.items()]
own = xe.group_metrics(labels, refused, sex)
rows += [(f"the bank: {name}", *own.loc[name, ["count", "base_rate", "ppv", "fnr", "fpr"]]) for name in ("men", "women")]
implied = xe.impossibility([each[2] for each in rows], [each[3] for each in rows], [each[4] for each in rows])
assert np.abs(implied - [each[5] for each in rows]).max() < 1e-12
table(
    pd.DataFrame(rows, columns=["group", "people", "base rate p", "PPV", "FNR", "FPR"]),
    "COMPAS, from ProPublica's published counts, and the bank's own",
    {"people": "{:,.0f}", **dict.fromkeys(["base rate p", "PPV", "FNR", "FPR"], "{:.3f}")},
)
say(f"""
Give black defendants the precision and the misses of white ones, and their base rate alone **forces a false-alarm rate of
{forced:.3f} instead of {white.fpr:.3f}**. ProPublica saw unequal false alarms and the maker equal precision; both were right. (Counts only: re-arrest is not crime, and the data are contested.)
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Where the gap comes from
#
# Explain each man against women, by unit 1's game, and average: the values add up to the gap in mean score.

# %% slideshow={"slide_type": "fragment"}
men, women = (split.test_features[sex == name][:1_500] for name in ("men", "women"))
gap_parts = summed(xe.parity_gap_by_feature(bank.model, men, women)[None], bank.families)[0]
itself = gap_parts[FAMILIES.index("sex")] / gap_parts.sum()
late = group_rates(labels, (split.test_features[:, split.feature_names.index("late_1")] > 0.5).astype(int), sex, "selection_rate")
show(*figures.parts(FAMILIES, gap_parts, "men less women"))
reveal("xe4.own", 100 * itself)
say(f"""
In the bank's own training the sex column accounts for {itself:.0%}, over ten trainings for **{trainings.own():.0%} of the gap**. Delays account for {gap_parts[FAMILIES.index("delays")] / gap_parts.sum():.0%}: {late["men"]} of the men were late
in September, and {late["women"]} of the women. So deleting the column cannot close the gap. The decomposition says what the model does with the groups' differences,
not why men are late, nor whether the bank may use that reason. *(Label: interventional, {len(men):,} men against {len(women):,} women; log-odds; eight
families, summed after; exact.)*
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The least discriminatory model, and its curse
#
# Many models rank about equally well (Marx, Calmon and Ustun, 2020). If one of them has a smaller [gap](../glossary.md#Less-discriminatory-alternative), why not take it? Four hundred linear models, each on random columns with a random penalty; all refuse the same share. Half of the test clients choose, the other half measures again: twenty draws of the halves.

# %% slideshow={"slide_type": "fragment"}
scores = candidates(split.train_features, split.train_labels, split.test_features, 400, np.random.default_rng(0))
is_man = (sex == "men").astype(int)
choices = [least_discriminatory(scores, labels, is_man, refused.mean(), np.random.default_rng(seed)) for seed in range(20)]
show(*figures.curse(choices))
gain = repeated(lambda seed: 100 * choices[seed].gain, over={"seed": range(20)})
again = repeated(lambda seed: 100 * choices[seed].gain_again, over={"seed": range(20)})
say(f"""
About {np.median([each.close for each in choices]):.0f} models are within 0.003 of the best AUC. The one with the smallest gap beats their mean by **{gain:.1f} points
where it was chosen, and by {again:.1f} on other clients**. Some of the gain is real; the rest was luck. Report the second number.
A bank chooses once, and single draws range from {again.quantiles(0, 1)[0]:.1f} to {again.quantiles(0, 1)[1]:.1f}. (Intervals are of the halves; clients and models stay.)
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Before, in, and after training
#
# *Before*: weights that make sex and outcome independent (Kamiran and Calders, 2012), leaving the column out, or both. *In*: a constraint, by Fairlearn's reduction (Agarwal and others, 2018). *After*: a threshold for each group (Hardt, Price and Srebro, 2016), which needs the sex at each decision, as does any model that keeps the column.

# %% slideshow={"slide_type": "fragment"}
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

train, train_labels = split.train_features, split.train_labels
train_sex = np.where(train[:, female] > 0.5, "women", "men")
weighted = HistGradientBoostingClassifier(random_state=0).fit(train, train_labels, sample_weight=xe.reweigh(train_labels, train_sex))
others = [column for column in range(train.shape[1]) if column != female]
blind = HistGradientBoostingClassifier(random_state=0).fit(train[:, others], train_labels)
both = HistGradientBoostingClassifier(random_state=0).fit(train[:, others], train_labels, sample_weight=xe.reweigh(train_labels, train_sex))
rule = xe.threshold_mitigation(bank.train_risks, train_sex, "demographic_parity", float((bank.train_risks > bank.cutoff).mean()))  # on the 20,000 training clients
some = np.random.default_rng(0).permutation(len(train))[:4_000]
above = bank.train_risks > bank.cutoff
train_gap = 100 * (above[train_sex == "men"].mean() - above[train_sex == "women"].mean())
third = {0: bank.cutoff, 1: 1 - bank.cutoff}  # so that the reduction decides at the bank's cutoff
reduced = fairlearn.constrained(LogisticRegression(max_iter=200, class_weight=third), train[some], train_labels[some], train_sex[some], rounds=8)
decisions = {
    "as it is": refused,
    "weights": (weighted.predict_proba(split.test_features)[:, 1] > bank.cutoff).astype(int),
    "column left out": (blind.predict_proba(split.test_features[:, others])[:, 1] > bank.cutoff).astype(int),
    "weights, no sex column": (both.predict_proba(split.test_features[:, others])[:, 1] > bank.cutoff).astype(int),
    "Fairlearn's reduction": reduced.predict(split.test_features, random_state=0),
    "two thresholds": rule.decide(risks, sex),
}
worth = prices()
missed, payer = worth.missed_default.value, worth.refused_client.value
costs = {name: np.where(labels == 1, missed * (1 - each), payer * each) for name, each in decisions.items()}
found, points = [], {}
for name, each in decisions.items():
    groups = group_rates(labels, each, sex, "selection_rate")
    points[name] = tuple(100 * value for value in rate_difference(groups["men"], groups["women"]))
    less = [100 * value for value in narrowed(refused, each, is_man)]
    more = costs[name] - costs["as it is"]
    reach = 1.96 * more.std() / np.sqrt(len(more))
    found.append((name, "{:.1f} ({:.1f} to {:.1f})".format(*points[name]), "{:.1f} ({:.1f} to {:.1f})".format(*less),
                  *(f"{groups[who].estimate:.1%} (±{100 * (groups[who].high - groups[who].low) / 2:.1f})" for who in ("men", "women")),
                  f"{more.mean():+,.0f} (±{reach:,.0f})"))
found[0] = (*found[0][:2], "", *found[0][3:5], "")
table(
    pd.DataFrame(found, columns=["way, trained once", "gap, points", "narrower by", "men refused", "women refused", "cost a client against as it is, NT$"]),
    f"Six ways to decide about the same {len(labels):,} clients ({(sex == 'men').sum():,} men, {(sex == 'women').sum():,} women), with 95% intervals",
)
ways = ("as it is", "weights", "column left out", "weights, no sex column", "two thresholds")
gaps, paid = ({name: measure(name) for name in ways} for measure in (trainings.gap, trainings.cost))
show(*figures.frontier(gaps, paid, "weights, no sex column"))
narrower, dearer = (each["as it is"] - each["weights, no sex column"] for each in (gaps, paid))
luck = trainings.cost("another seed") - paid["as it is"]
a_line, with_limits, limits_cost = (trainings.line(name) for name in trainings.LINES)
say(f"""
A missed default is counted at NT\\$ {missed:,.0f}, a refused payer at {payer:,.0f}.

Over ten trainings, weights leave a gap of {gaps["weights"].mean:.1f} points, but that model still asks for the sex, and uses it to offset the rest.
Without the column too the gap **narrows by {narrower:.1f} points**, and a client costs NT\\$ {dearer:.0f} less; another seed
of the same model changes the cost by {luck:.0f}. The thresholds were set on the 20,000 training clients, where the gap was {train_gap:.1f} points. On the test
clients they leave {gaps["two thresholds"].mean:.1f}, and {trainings.gap("thresholds, crossed").mean:.1f} if set by a model that had not seen them: the clients differ. They also
refuse more women; done for that alone it is called **levelling down**.
The reduction is of a logistic model on 4,000 clients: over ten draws it takes that model's gap from {a_line.mean:.1f} to {with_limits.mean:.1f} points and costs {limits_cost:.0f} more.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What it costs
#
# The plainest rival is a [glass box](../glossary.md#Glass-box) (Rudin, 2019): a model that is its own explanation. InterpretML's boosting machine is a sum of thirty curves; monotone boosting promises only directions: no lower risk for more delay, no higher one for a higher limit.

# %% slideshow={"slide_type": "fragment"}
curves = interpret.boosting_machine(rounds=300, bags=1).fit(train, train_labels)
directions = np.zeros(train.shape[1], dtype=int)
directions[split.feature_names.index("limit")] = -1
directions[[place for place, name in enumerate(split.feature_names) if "late" in name]] = 1
monotone = HistGradientBoostingClassifier(monotonic_cst=directions, random_state=0).fit(train, train_labels)
losses = {
    name: auc_difference(labels, risks, model.predict_proba(split.test_features)[:, 1])
    for name, model in (("sum of curves", curves), ("monotone boosting", monotone))
}
told = "; ".join(f"{name} {each.estimate:+.4f} ({each.low:+.4f} to {each.high:+.4f})" for name, each in losses.items())
say(f"""
AUC that the bank's model has more: {told}. Neither can be told from nothing. By
the interval's end, curves that can be read may cost {losses["sum of curves"].high:.4f} of AUC.

**Two legal worlds.** On [disparate impact](../glossary.md#Disparate-impact): {fact("us_regulation_b.disparate_impact")} Check before relying on it. Whether your law asks
about effects, about intent or about both is a question for counsel.

**What this page cannot show.** Who should bear which harm: no metric decides that. Race, which the bank does not hold. Why
the groups differ. And clients who were refused before and are not in the data at all.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Exercises
#
# 1. *Warm-up, 4 minutes.* Write the function that returns the false-alarm rate that base rate, precision and misses force.
# 2. *Judgement, 4 minutes.* Four made-up gaps in points, with their 95% intervals. For which groups is there a gap, in either direction?
# 3. *Judgement, 4 minutes.* Two vendors pass the test: refusals are equal afterwards (400 men, 600 women, made up). Which one levels down, and how many more women does it refuse?

# %% tags=["exercise"]
def false_alarms(base_rate, ppv, fnr):
    return ...  # TODO: one number


# %% tags=["solution"]
def false_alarms(base_rate, ppv, fnr):
    return base_rate / (1 - base_rate) * (1 - ppv) / ppv * (1 - fnr)


# %%
check("xe4.forced", false_alarms)

# %% tags=["exercise"]
table(pd.DataFrame(GAPS), "Gaps in refusals against all other clients, in points", {"low": "{:.1f}", "high": "{:.1f}", "gap": "{:.1f}"})
with_gap = ...  # TODO: letters in a list, such as ["A", "B"]

# %% tags=["solution"]
table(pd.DataFrame(GAPS), "Gaps in refusals against all other clients, in points", {"low": "{:.1f}", "high": "{:.1f}", "gap": "{:.1f}"})
with_gap = ["A", "C", "D"]

# %%
check("xe4.apart", with_gap)

# %% tags=["exercise"]
table(pd.DataFrame(VENDORS), "Two vendors, shares refused", dict.fromkeys(list(VENDORS)[1:], "{:.0%}"))
vendor, lost = ..., ...  # TODO: "A" or "B", and a number of women

# %% tags=["solution"]
table(pd.DataFrame(VENDORS), "Two vendors, shares refused", dict.fromkeys(list(VENDORS)[1:], "{:.0%}"))
vendor, lost = "A", (0.29 - 0.24) * 600

# %%
check("xe4.vendor", (vendor, lost))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Ask a vendor, or your own team:
#
# 1. Which of the rates did you make equal, and who bears the harm in those that you did not?
# 2. What is the interval of each gap, and how many people stand behind it?
# 3. Which models of equal AUC did you reject, and what were their gaps on clients who took no part in choosing?
# 4. Who is better off after your mitigation, and who is worse off?
# 5. What does a model that can be read lose here, with its interval?

# %%
quiz("xe4")

# %% tags=["exercise"]
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"]
choice = "weights without the sex column"
because = "It narrows the gap in ten trainings, at no cost that could be told from chance, without asking for the sex at the decision."

# %% slideshow={"slide_type": "slide"}
decide(
    "xe4.fair",
    choice,
    because,
    evidence={
        "gap of the model as it is": f"{gaps['as it is']:.1f} points",
        "gap with weights and without the column": f"{gaps['weights, no sex column']:.1f} points; with the column {gaps['weights'].mean:.1f}",
        "gap after a threshold for each sex": f"{gaps['two thresholds']:.1f} points, and {(paid['two thresholds'] - paid['as it is']).mean:.0f} a client dearer",
        "saved by weights without the column, against the model as it is": f"NT\\$ {dearer:.0f} a client",
    },
)

# %% [markdown]
# ## Sources
#
# - Agarwal, A. and others (2018). A reductions approach to fair classification. [arXiv:1803.02453](https://arxiv.org/abs/1803.02453)
# - Buolamwini, J. and Gebru, T. (2018). Gender shades. Proceedings of Machine Learning Research 81.
# - Chouldechova, A. (2017). Fair prediction with disparate impact. [doi:10.1089/big.2016.0047](https://doi.org/10.1089/big.2016.0047)
# - Hardt, M., Price, E. and Srebro, N. (2016). Equality of opportunity in supervised learning. [arXiv:1610.02413](https://arxiv.org/abs/1610.02413)
# - Kamiran, F. and Calders, T. (2012). Data preprocessing techniques for classification without discrimination. [doi:10.1007/s10115-011-0463-8](https://doi.org/10.1007/s10115-011-0463-8)
# - Kleinberg, J., Mullainathan, S. and Raghavan, M. (2017). Inherent trade-offs in the fair determination of risk scores. [arXiv:1609.05807](https://arxiv.org/abs/1609.05807)
# - Larson, J. and others (2016). How we analyzed the COMPAS recidivism algorithm. ProPublica; the published counts only.
# - Marx, C., Calmon, F. and Ustun, B. (2020). Predictive multiplicity in classification. [arXiv:1909.06677](https://arxiv.org/abs/1909.06677)
# - Mittelstadt, B., Wachter, S. and Russell, C. (2023). The unfairness of fair machine learning. [arXiv:2302.02404](https://arxiv.org/abs/2302.02404)
# - Rudin, C. (2019). Stop explaining black box machine learning models. [doi:10.1038/s42256-019-0048-x](https://doi.org/10.1038/s42256-019-0048-x)
# - Data: `credit`, Yeh, I.-C. and Lien, C.-H. (2009), [doi:10.1016/j.eswa.2007.12.020](https://doi.org/10.1016/j.eswa.2007.12.020).
