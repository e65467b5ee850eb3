# ---
# title: Learning to search
# decision: When is a search that learns worth more than a random one, and may the bank ship what it hands over?
# present: 4
# parts:
#   failure: "Ten models and a brilliant score"
#   mathematics: "What the model of the search believes"
#   cost: "Combining models by the out-of-fold rule, and what that costs"
# minutes: {reading: 29, exercises: 15}
# needs: ["unit 1, or what random search is", "AUC and normal distributions; the folded formulas use matrices"]
# objectives:
#   - say what a Gaussian process believes, and where expected improvement looks next
#   - judge over many seeds when a search that learns beats a random one, and when it does not matter
#   - read a front of score against complexity, and name what is dominated
#   - tell an honest ensemble from one that was chosen on clients it had seen
# libraries: [numpy, pandas, scipy, scikit-learn, matplotlib, ipywidgets, optuna]
# claims:
#   - bold: "Over # seeds the learned search's lead on new clients is # (# to #), and it is ahead in # of #."
#     test: tests/automl/units/unit_2/test_claims.py::test_on_the_bank_s_model_learning_is_not_told_from_luck
#   - bold: "Selection reports an AUC of # and delivers #"
#     test: tests/automl/units/unit_2/test_claims.py::test_a_combination_chosen_on_seen_clients_reports_what_it_never_delivers
#   - bold: "averaging five models is ahead of choosing one of them in # of # groups"
#     test: tests/automl/units/unit_2/test_claims.py::test_averaging_is_ahead_of_choosing
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # Learning to search
#
# **The decision.** When is a search that learns worth more than a random one, and may the bank ship what it hands over?
#
# *29 minutes of reading, 15 of exercises. You need: what random search is (unit 1), AUC and normal distributions; the folded formulas use matrices.*

# %% tags=["hide-input"]
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

import execml.automl as am
from execml.automl.contest.record import runs
from execml.automl.guided.harbour_trials import HarbourTrials
from execml.automl.guided.untouched import front_on_new_clients
from execml.automl.units.unit_2 import figures
from execml.course import begin, check, decide, hint, predict, quiz, reveal, risk_split, say, show, table

begin()

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# Random search forgets. That costs little while a trial costs cents, and a lot when each is a night of paid computing.
#
# A search that learns keeps a cheap model of the expensive question: what score would I get *there*, and how sure am I? It spends the next trial where improvement is likely enough, or the unknown is large enough.
#
# The figure is such a model at work on Harbour Bank's clients: six trials of boosted trees, each at another learning rate, the size of the step that each new tree takes. The dotted curve is the truth, which the search does not see.

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Cover the dotted curve and ask the room where it would spend trial seven. Then uncover. Most people name either the top of the curve or the widest band; the orange hill weighs the two.
#
# Return to the question of the unit at the end, not to the winner of the race.
#
# At the decision: someone will say that the ensemble won, so ship it. Ask who signs the validation report for its members, and what a rejected client is told. Someone else will say that learned search gained nothing. Ask what a trial costs once it trains on all clients each night.

# %% slideshow={"slide_type": "fragment"}
trials = HarbourTrials()
rates = am.bayesian_optimisation(
    trials.loss_by_rate, [(-3.0, 0.0)], budget=10, generator=np.random.default_rng(3), first=3
)
scale = np.linspace(-3, 0, 13)
truth = (scale, 1 - np.array([trials.loss_by_rate([rate]) for rate in scale]))
show(*figures.belief_about_rates(rates, 6, truth))
say(f"""
The band is narrow at the trials and wide between them. After {len(rates.evaluations)} trials the best AUC is
{1 - rates.best.value:.2f}, where a scan of {len(scale)} evenly spread rates finds {truth[1].max():.2f}.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Ten models and a brilliant score
#
# Many tools end by combining the models that they trained. Ten models have been trained on 2,000 clients. The search now looks for the combination with the best AUC, and asks each model for the risks of the clients it has at hand: *the same 2,000*.
#
# The method is [ensemble selection](../glossary.md#Ensemble-selection): start empty, add the model that helps the average most, repeat, and let a model be added again (Caruana and others, 2004). A rival is [stacking](../glossary.md#Stacking): a logistic regression on the models' log-odds (Wolpert, 1992).

# %% tags=["hide-input"]
predict(
    "am2.delivered",
    "On the 2,000 clients at hand the combination reports an AUC of 1.00, which is perfect. "
    "Guessing has 0.50. What AUC will it have on new clients?",
    low=0.5,
    high=1,
)

# %% slideshow={"slide_type": "fragment"}
split = risk_split()
clients, defaults = split.train_features[:2_000], split.train_labels[:2_000]
library = am.harbour_library()
fitted = [model.fit(clients, defaults) for model in library.values()]
seen = np.column_stack([model.predict_proba(clients)[:, 1] for model in fitted])
new = np.column_stack([model.predict_proba(split.test_features)[:, 1] for model in fitted])

picked, stacked = am.ensemble_selection(seen, defaults), am.Stacking().fit(seen, defaults)
favourite = list(library)[int(picked.weights.argmax())]
reported = [picked.scores.max(), roc_auc_score(defaults, stacked.predict(seen))]
delivered = [roc_auc_score(split.test_labels, risks) for risks in (new @ picked.weights, stacked.predict(new))]

reveal("am2.delivered", delivered[0], "{:.2f}")
say(f"""
**Selection reports an AUC of {reported[0]:.2f} and delivers {delivered[0]:.2f}** on the 10,000 test clients; stacking reports {reported[1]:.2f} and delivers {delivered[1]:.2f}. Selection gave {picked.weights.max():.0%} of the weight to
“{favourite}”, which had simply stored its clients.

The question was wrong: *which model knows these clients best?*, where the bank needs
*which will know the next ones?*
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What the model of the search believes
#
# The belief is a [Gaussian process](../glossary.md#Gaussian-process): the scores at any few settings are taken to be jointly normal, and settings that are close to be strongly correlated. How strongly, at which distance, is the [kernel](../glossary.md#Kernel)'s business. What a trial then says about a setting that was not tried is a textbook formula: a mean, and a band that is narrow near trials and wide far from them. The scale of distances, the height of the band and the noise are those under which the observed scores are most likely ([marginal likelihood](../glossary.md#Marginal-likelihood)).
#
# Two things to doubt. One scale must serve the whole range, also a score that is flat here and jagged there. And the fitted numbers are then taken as known, so after few trials the band is rather too narrow.
#
# <details><summary>The belief in formulas</summary>
#
# At distance $r$, in lengthscales, our kernel is Matérn 5/2: functions that are twice differentiable, and no smoother.
#
# $$k(r) = s^2\,\big(1 + \sqrt5\,r + \tfrac53 r^2\big)\,e^{-\sqrt5\,r}$$
#
# With $K$ the covariances among the trials (plus the noise of a trial on the diagonal), $k_*$ those between the trials and a new setting, and $y$ the scores less their mean, what is known of the new score is normal, with
#
# $$\mu = k_*^\top K^{-1} y, \qquad \sigma^2 = s^2 - k_*^\top K^{-1} k_*$$
#
# Both are about the score itself; one more noisy trial would vary by its noise on top. The likelihood is climbed along its exact gradient from a few starts.
#
# </details>

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Where to look next
#
# The search minimises 1 − AUC. Let $b$ be the lowest value so far. The next trial is worth what it saves below $b$, and nothing if it saves nothing. What it will bring is believed normal, with mean $\mu$ and standard deviation $\sigma$. The mean of its worth is its [expected improvement](../glossary.md#Expected-improvement) (Jones, Schonlau and Welch, 1998):
#
# $$\mathrm{EI} = (b - \mu)\,\Phi(z) + \sigma\,\varphi(z), \qquad z = (b-\mu)/\sigma,$$
#
# with the normal distribution function $\Phi$ and its density $\varphi$. The first term rewards a low mean, the second a wide band, and nobody has to set a dial between them.

# %% [markdown]
# <details><summary>Proof: expected improvement is one integral of the normal density</summary>
#
# A trial that comes out at $f$ is worth $\max(b - f, 0)$. Write $f = \mu + \sigma u$ with $u$ standard normal. Then
#
# $$\mathrm{EI} = \int_{-\infty}^{z} (b - \mu - \sigma u)\,\varphi(u)\,du = (b - \mu)\,\Phi(z) + \sigma\,\varphi(z),$$
#
# because $\int_{-\infty}^{z} u\,\varphi(u)\,du = -\varphi(z)$. Without noise, σ is 0 only at a trial, whose score $b$ does not exceed: there EI is 0, and nothing is tried twice.
#
# </details>

# %% slideshow={"slide_type": "fragment"}
from scipy.stats import norm

from execml.automl.libraries import rivals as bench

where, losses, ask = rates.points, rates.values - rates.values.mean(), scale[:, None]
settings = am.Hyperparameters(variance=2e-4, lengthscales=np.array([0.6]), noise=1e-6)

K = settings.variance * am.matern(where, where, settings.lengthscales)
K += settings.noise * np.eye(len(where))
k = settings.variance * am.matern(where, ask, settings.lengthscales)
on_this_page = k.T @ np.linalg.solve(K, losses)

packaged, _ = am.GaussianProcess(where, losses, settings).predict(ask)
gaps_found = [np.abs(on_this_page - packaged).max(), *bench.gaps_to_scikit_learn(where, losses, ask, settings).values()]
agreed = max(gaps_found) < 1e-8

belief = figures.surrogate_of(rates, trials=6)
mean, deviation = belief.predict(figures.RATES)
b = rates.values[:6].min()

z = (b - mean) / deviation
improvement = (b - mean) * norm.cdf(z) + deviation * norm.pdf(z)

peak = improvement.argmax()
draws = np.random.default_rng(4).normal(mean[peak], deviation[peak], size=200_000)
simulated = np.maximum(b - draws, 0).mean()
same = np.allclose(improvement, am.expected_improvement(mean, deviation, b), atol=1e-12)
near = abs(simulated / improvement[peak] - 1) < 0.03
say(f"""
{"Page, package and scikit-learn agree to 8 decimals, and at the peak the formula is within 3% of 200,000 simulated trials" if agreed and same and near else "Page, package and scikit-learn do not agree"}.
Turn the dial: the orange hill moves.
""")
figures.trials_dial(rates, truth, trials=4)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A race with a known finish
#
# On the bank's clients nobody knows the best possible AUC. So let the searches first race where the lowest value is known: Branin's function of two inputs and Hartmann's of six. Both are smooth and without noise, which is *this* model's home ground. The rivals are random search; SciPy's L-BFGS-B, which walks downhill from random starts; and Optuna's default, the tree-structured Parzen estimator (TPE; Bergstra and others, 2011), which models where the good trials lie and where the others do.

# %% slideshow={"slide_type": "fragment"}
searches = {"learned": bench.our_gaps, "Optuna TPE": bench.tpe_gaps, "downhill": bench.downhill_gaps, "random": bench.random_gaps}
gaps, goals, start = {}, {}, {}
for (name, *function, _, goal), budget, seeds in zip(bench.RACES, (40, 50), (3, 3), strict=True):
    gaps[name] = {who: search(*function, budget, seeds) for who, search in searches.items()}
    goals[name], start[name] = goal, 4 * len(function[1])

branin = {who: np.median(runs[:, -1]) for who, runs in gaps["Branin"].items()}
hartmann = {who: np.median(runs[:, -1]) for who, runs in gaps["Hartmann-6"].items()}
within = branin["learned"] < 1e-3
ahead = all(
    branin[who] > 10 * branin["learned"] and hartmann[who] > hartmann["learned"]
    for who in ("Optuna TPE", "random")
)
downhill = branin["downhill"] < branin["learned"] and hartmann["downhill"] > hartmann["learned"]
show(*figures.race(gaps, goals, start), digits=2)
say(f"""
The median of our three runs {"is" if within else "is not"} within 0.001 of Branin's lowest value after 40 evaluations; those of TPE and random search {"are at least ten times further away" if ahead else "are not both further away"}.
{"Walking downhill comes nearer still on Branin's two inputs, and not on Hartmann's six" if downhill else "Walking downhill ends elsewhere"}. With noisy scores its tiny step finds no slope, and random draws come nearer.
Up to the thin line our search is no cleverer than random.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The same race on the bank's model
#
# Now three settings of boosted trees: learning rate, leaves, penalty. Each search gets 16 trials, scored on 4,000 held-back clients. Then each winner meets the 10,000 test clients once. There were twenty such races.

# %% slideshow={"slide_type": "fragment"}
race = runs("race", "learned less random")
low, high = race.interval()
wins = race.share(lambda gain: gain > 0)
more, held_out = (runs("race", "with 40 trials, learned less random", measure) for measure in ("own", "untouched"))
told = 1.96 * runs("race", "learned less random", "error of own").mean
say(f"""
**Over {len(race)} seeds the learned search's lead on new clients is {race.mean:+.4f} ({low:+.4f} to {high:+.4f}), and it is ahead in {wins}.** With 40
trials it leads by {more:.4f} by the scores that it climbs, and by {held_out:.4f} on new clients: 4,000 clients tell two such winners apart only from {told:.3f} on. **Learning
pays where trials are dear and scores nearly exact**, as on the two functions. Here it is not told from luck.

<details><summary>Learning and stopping early at once</summary>

BOHB (Falkner and others, 2018) runs Hyperband and draws its configurations from a model like TPE's; DEHB (Awad and others, 2021) breeds them instead. FLAML (Wang
and others, 2021) begins with cheap models and small samples, and asks what the next improvement will cost. Their authors report gains in processor time, on problems
where a trial takes long. What this page finds about noise holds for them too: settings that differ by less than their clients can tell are ranked by luck.

</details>
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Breeding whole pipelines
#
# Settings are numbers. Which steps to take, and in which order, are not. An evolutionary search needs no distance between pipelines. It keeps a population, changes one thing in a good one (mutation), or joins the beginning of one with the end of another (crossover).
#
# And it can mind two goals: the score, and how many numbers the bank must check, store and explain. One pipeline *dominates* another if it is no worse in both and better in one. Those that nobody dominates are the [Pareto front](../glossary.md#Pareto-front), which NSGA-II keeps (Deb and others, 2002).
#
# TPOT, which runs in unit 3, does the same on richer graphs of steps. The bank fixes its rule before the test clients are seen: ship the smallest pipeline within a point (0.01) of the best.

# %% slideshow={"slide_type": "fragment"}
objective = am.ScoreAndSize(split.train_features[:3_500], split.train_labels[:3_500], held_back=1_500)
bred = am.evolve_pipelines(objective, np.random.default_rng(2), population=12, generations=3)
judged = front_on_new_clients(bred, clients=2_000)
within_a_point = judged["AUC in the search"] >= judged["AUC in the search"].max() - 0.01
shipped = judged[within_a_point].iloc[0]
loses, over_plain, over_drawn, under_five = (runs("front", "smallest within a point", name) for name in ("less the largest", "less untuned logistic regression", "less that of random pipelines", "less five averaged"))
held = runs("front", "smallest within a point", "numbers held").quantiles(0, 1)
show(*figures.score_and_size(bred))
table(
    judged,
    f"The front of {len(bred.individuals)} pipelines, and what 10,000 new clients say about it",
    {"numbers held": "{:,.0f}", "AUC in the search": "{:.2f}", "AUC, new clients": "{:.2f}"},
)
say(f"""
The rule ships a pipeline of {shipped["numbers held"]:,.0f} numbers, which differs from the largest by {shipped["less the largest, 95%"]} on new clients, in ten other draws by {loses:.4f}. There it
held {held[0]:.0f} to {held[1]:.0f} numbers. The plain rivals: it led 48 pipelines drawn at random, by the same rule, by {over_drawn}, and an untuned logistic regression
by {over_plain}; five averaged models led it by {-under_five.mean:.3f}. **The front is the result, not its last point**: what a larger model
gains is the price of one that fewer people can check.

<details><summary>TPOT and two goals</summary>

By default TPOT 1.1 minds the score alone: ask for complexity by name, and read the front from `evaluated_individuals`. Its
`crowding_distance` divides by lowest less highest, so that where a front is too long it keeps the crowded candidates and drops the roomy
ones. A test holds its fronts to ours and shows this; with one goal nothing changes.

</details>
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Combining models by the out-of-fold rule, and what that costs
#
# Back to the ensemble. The right question needs predictions for clients that a model has not seen. Deal the clients into five folds; train on four, predict the fifth; after five rounds everybody has an honest prediction: the [out-of-fold](../glossary.md#Out-of-fold-prediction) rule. Weights are chosen on these, and the best single model too. The test clients only judge.

# %% slideshow={"slide_type": "fragment"}
folds = StratifiedKFold(5, shuffle=True, random_state=0)
unseen = np.column_stack([
    cross_val_predict(model, clients, defaults, cv=folds, method="predict_proba")[:, 1] for model in library.values()
])
chosen, combiner = am.ensemble_selection(unseen, defaults), am.Stacking().fit(unseen, defaults)
combined = [new @ chosen.weights, combiner.predict(new)]
reported += [chosen.scores.max(), roc_auc_score(defaults, combiner.predict(unseen))]
delivered += [roc_auc_score(split.test_labels, risks) for risks in combined]

ways = ["selection, seen clients", "stacking, seen clients", "selection, out of fold", "stacking, out of fold"]
single = int(am.rank_sum_aucs(unseen, defaults).argmax())
gain = am.auc_difference(split.test_labels, combined[0], new[:, single])
members = int((chosen.weights > 0).sum())
numbers = [am.fitted_numbers(model) for model in fitted]
together = sum(count for count, weight in zip(numbers, chosen.weights, strict=True) if weight > 0)
pooled = runs("groups", "five averaged") - runs("groups", "best of five, by folds")
honest = max(abs(r - d) for r, d in zip(reported[2:], delivered[2:], strict=True)) < 0.02
show(*figures.paper_and_clients(ways, reported, delivered))
say(f"""
With the same ten models, what is now reported {"is" if honest else "is not"} delivered to within 0.02.
""")
table(
    pd.DataFrame({
        "what is shipped": ["best single model", "ensemble"],
        "AUC, 10,000 clients": [delivered[2] - gain.estimate, delivered[2]],
        "models to train, watch and explain": [1, members],
        "numbers they hold": [numbers[single], together],
        "trainings to choose and make it": [5 * len(library) + 1, 5 * len(library) + members],
    }),
    "What the ensemble buys, and what has to be kept running for it",
    {"AUC, 10,000 clients": "{:.2f}"},
)
say(f"""
On these clients the ensemble is ahead of the best single model by {gain.estimate:.3f} ({gain.low:+.3f} to {gain.high:+.3f}). Over the ten groups of unit 3 **averaging five models is ahead of choosing one of them in {pooled.share(lambda lead: lead > 0)} groups**, by {pooled}.
The price: each audit, retraining and incident concerns {members} models.

**What this page cannot show.** Searches of a night, with trials of an hour: the home of learned search. One bank, and spaces of three settings.
""")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Exercises
#
# **1. Higher is better.** Your team maximises AUC itself. Write the expected improvement of a trial whose AUC is believed to have this mean and standard deviation, over the highest AUC so far. `am.expected_improvement` minimises.

# %% tags=["exercise"]
def auc_improvement(mean, standard_deviation, best):
    return ...  # TODO: by how much the trial is expected to rise above best


# %% tags=["solution"]
def auc_improvement(mean, standard_deviation, best):
    return am.expected_improvement(-np.asarray(mean), standard_deviation, -best)


# %%
check("am2.higher", auc_improvement)

# %% [markdown]
# **2. Which stay on the list?** A search hands over six pipelines (figures made up for this exercise). Name all that no other dominates.

# %% tags=["exercise"]
from execml.automl.units.unit_2.exercises import PIPELINES

table(pd.DataFrame(PIPELINES), "Six pipelines", {"AUC": "{:.3f}"})
stay = ...  # TODO: letters, such as ["A", "F"]

# %% tags=["solution"]
from execml.automl.units.unit_2.exercises import PIPELINES

table(pd.DataFrame(PIPELINES), "Six pipelines", {"AUC": "{:.3f}"})
stay = ["A", "C", "D", "F"]

# %%
check("am2.front", stay)

# %% [markdown]
# **3. Is it worth the licence?** A vendor's learned search reaches in fewer trials what random search reaches in more (an offer made up for this exercise). From what price of a trial, in dollars, would it be worth its fee for one search? And would you buy it?

# %% tags=["exercise"]
from execml.automl.units.unit_2.exercises import OFFER

table(pd.DataFrame([OFFER]), "The offer")
break_even, buy = ..., ...  # TODO: dollars a trial, and "yes" or "no"

# %% tags=["solution"]
from execml.automl.units.unit_2.exercises import OFFER

table(pd.DataFrame([OFFER]), "The offer")
break_even, buy = OFFER["fee ($)"] / (OFFER["trials, random"] - OFFER["trials, learned"]), "no"  # one lucky seed

# %%
check("am2.licence", (break_even, buy))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the boardroom
#
# Ask a vendor, or your own team:
#
# 1. What does one trial cost, how many are planned, and what did random search reach with as many?
# 2. With how many seeds was the search repeated, in how many was it ahead, and on which untouched clients?
# 3. On which clients were the ensemble's weights chosen, and had any model in it seen them?
# 4. Show the whole front of score against complexity: what is the smallest pipeline within the error of the best?
# 5. Which trials failed, and does the tool record them or hide them?

# %%
quiz("am2")

# %% tags=["exercise"]
choice = ...  # TODO: a letter, or the first words of an option
because = ...  # TODO: your reason, in a sentence

# %% tags=["solution"]
choice = "random search, ship the smallest pipeline within a point"
because = "Over twenty seeds learning is not told from luck here, and a model that the validators can check is worth more to us than the point that averaging adds."

# %% slideshow={"slide_type": "slide"}
decide(
    "am2.search",
    choice,
    because,
    evidence={
        "learned less random on new clients, twenty seeds": f"{race.mean:+.4f} ({low:+.4f} to {high:+.4f}), ahead in {wins}",
        "the same with 40 trials": f"{held_out:+.4f}, ahead in {held_out.share(lambda gain: gain > 0)}",
        "numbers in the smallest pipeline within a point, ten draws": f"{held[0]:.0f} to {held[1]:.0f}",
        "its AUC less that of the largest, ten draws": f"{loses:.4f}",
        "its AUC less that of five averaged, ten draws": str(under_five),
        "averaging five less choosing one, ten groups": str(pooled),
        "models in the ensemble": members,
    },
)

# %% [markdown]
# ## Sources
#
# <details><summary>Papers, versions and data</summary>
#
# - Ament, S. and others (2023). Unexpected improvements to expected improvement for Bayesian optimization. [arXiv:2310.20708](https://arxiv.org/abs/2310.20708)
# - Bergstra, J. and others (2011). Algorithms for hyper-parameter optimization. Advances in Neural Information Processing Systems 24.
# - Caruana, R. and others (2004). Ensemble selection from libraries of models. [doi:10.1145/1015330.1015432](https://doi.org/10.1145/1015330.1015432)
# - Deb, K. and others (2002). A fast and elitist multiobjective genetic algorithm: NSGA-II. [doi:10.1109/4235.996017](https://doi.org/10.1109/4235.996017)
# - DeLong, E. R., DeLong, D. M. and Clarke-Pearson, D. L. (1988). Comparing the areas under two or more correlated receiver operating characteristic curves. [doi:10.2307/2531595](https://doi.org/10.2307/2531595)
# - Jones, D. R., Schonlau, M. and Welch, W. J. (1998). Efficient global optimization of expensive black-box functions. [doi:10.1023/A:1008306431147](https://doi.org/10.1023/A:1008306431147)
# - Falkner, S., Klein, A. and Hutter, F. (2018). BOHB. [arXiv:1807.01774](https://arxiv.org/abs/1807.01774). Awad, N. and others (2021). DEHB. [arXiv:2105.09821](https://arxiv.org/abs/2105.09821). Wang, C. and others (2021). FLAML. [arXiv:1911.04706](https://arxiv.org/abs/1911.04706)
# - Olson, R. S. and others (2016). Evaluation of a tree-based pipeline optimization tool for automating data science. [doi:10.1145/2908812.2908918](https://doi.org/10.1145/2908812.2908918): its authors added the second goal because pipelines grew needlessly complex.
# - Rasmussen, C. E. and Williams, C. K. I. (2006). Gaussian Processes for Machine Learning, chapters 2, 4 and 5. MIT Press.
# - Surjanovic, S. and Bingham, D. Virtual Library of Simulation Experiments: the Branin and Hartmann 6-dimensional functions. Simon Fraser University.
# - Wolpert, D. H. (1992). Stacked generalization. [doi:10.1016/S0893-6080(05)80023-1](https://doi.org/10.1016/S0893-6080%2805%2980023-1)
# - Libraries: scikit-learn 1.9, Optuna 5.0, TPOT 1.1.
# - Data: `credit`, Yeh, I.-C. and Lien, C.-H. (2009), [doi:10.1016/j.eswa.2007.12.020](https://doi.org/10.1016/j.eswa.2007.12.020).
#
# </details>
