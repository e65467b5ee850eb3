# ---
# title: Welcome
# decision: Which claims about machine learning do you have to check before you sign?
# minutes: {reading: 8, exercises: 2}
# needs: [a spreadsheet's idea of rows, columns and averages]
# objectives:
#   - know the bank whose decision runs through every module
#   - run a page, answer an exercise, open a hint
#   - choose a path for the time that you have
# libraries: [pandas, matplotlib]
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # Welcome to the executive programme
#
# **The decision.** You are told that a model is automated, private, federated, encrypted, explainable, fair, or soon to be quantum. You must decide, and you cannot check. Here you check.
#
# *8 minutes of reading, 2 of exercise. You need a spreadsheet's idea of rows, columns and averages. Everything runs on this computer; nothing leaves it.*
#
# **First of all: run the page.** Click **Run everything** in the toolbar, or choose *Run → Run All Cells* in the menu, on every page that you open. What you see before is a picture of an earlier run; a cell that is run too early says what to run.

# %% tags=["hide-input"]
from execml.course import ACCENT, GREY, again, begin, check, figure, hint, load, risk_split, say, show, show_map, table

begin()

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In one minute
#
# Every unit asks one question that a board has to answer, and walks the same road:
#
# 1. **The failure.** An attack, or a model that goes wrong, run in front of you.
# 2. **The mathematics** that the failure makes necessary, built from the beginning.
# 3. **The real system.** Our few lines are checked against the library that suppliers use.
# 4. **The price** in accuracy, time and money, measured here.
# 5. **The decision**, which you write down and keep.
#
# Nearly all of it happens at one bank, on one set of real clients; other real data come in where these cannot show the point.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The bank
#
# *Harbour Bank* is our name for a card lender. It wants to put a model into production that predicts which clients will not pay next month. The bank is invented. The clients are real: card holders in Taiwan in 2005, published for research without names.

# %%
clients = load("credit")
say(f"The table holds **{len(clients):,} clients** and {clients.shape[1]} facts about each of them. Here are three.")
columns = ["limit", "sex", "education", "age", "repayment_1", "bill_1", "default"]
table(clients.head(3)[columns], "Three clients, seven of the facts", index=True)

# %% [markdown]
# A client's `limit` is in New Taiwan dollars. `repayment_1` is the state of the latest payment: a number above zero counts the months of delay. `default` is 1 when the client did not pay in the following month. That last column is what the model must predict.
#
# Does a simple fact already say something? Sort the clients by credit limit, cut the list into four equal groups, and count the defaults.

# %%
sorted_by_limit = clients.sort_values("limit", kind="stable")
quarters = sorted_by_limit["default"].to_numpy().reshape(4, -1)
rates = quarters.mean(axis=1)

# %% tags=["hide-input"]
tiers = ["lowest quarter", "second", "third", "highest quarter"]
fig, ax = figure(
    f"Clients with the lowest limits default {rates[0] / rates[-1]:.1f} times as often",
    x="Credit limit",
    y="Clients who default (%)",
)
bars = ax.bar(tiers, [100 * rate for rate in rates], color=[ACCENT, GREY, GREY, GREY], width=0.6)
ax.bar_label(bars, fmt="%.1f", padding=3, fontsize=13)
show(fig, alt="Bar chart: the share of clients who default falls from the lowest to the highest quarter of credit limits.")
say(
    f"**So what.** One column already separates {rates[0]:.0%} from {rates[-1]:.0%}. "
    f"A model will use {clients.shape[1] - 1} of the facts, written as {risk_split().train_features.shape[1]} numbers. Then the questions begin: who may see these rows, who may train on them, and who answers for the refusals."
)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## How an exercise works
#
# Replace the three dots by your answer, then run the cell and the one below it: click a cell and press **Shift + Enter**. The check tells you what is off. It never shows the answer, and nobody keeps score but you. Three hints stand folded below the check: click one to open it; the next stands inside.

# %% tags=["exercise"]
default_rate = ...  # TODO: the share of all clients who default, between 0 and 1

# %% tags=["solution"]
default_rate = clients["default"].mean()

# %%
check("wl0.default_rate", default_rate)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The map
#
# Each module can be taken alone. The minutes count reading and exercises.

# %%
show_map()

# %% [markdown]
# ### Questions to repeat

# %%
again()

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Three ways through a module
#
# **What to do with the time that you have**
#
# | You have | Do this |
# |---|---|
# | 10 minutes | Read **In one minute** and **In the boardroom** of each unit. No code needs to run. |
# | 45 minutes | Take one unit from top to bottom, with its exercises. |
# | a day | Take a whole module, and record the decision at the end of each unit. |
#
# Your progress and your decisions stay in the folder `.execml`, at the top of the programme's folder, not inside `notebooks`. It is hidden; `execml progress` in a terminal says where it is and what it holds. Delete it to start again. The worked answers stand in `solutions`, under the same names. Words that have an exact meaning are explained in the [glossary](glossary.md).

# %% [markdown] tags=["facilitator"] slideshow={"slide_type": "notes"}
# Ask the room for the last promise about a model that they had to accept without checking: "anonymous", "fair", "encrypted". Write the words down and come back to them at the end of the day. Five minutes.

# %% [markdown]
# ## Sources
#
# - I-C. Yeh and C.-H. Lien (2009), "The comparisons of data mining techniques for the predictive accuracy of probability of default of credit card clients", *Expert Systems with Applications* 36(2), [doi:10.1016/j.eswa.2007.12.020](https://doi.org/10.1016/j.eswa.2007.12.020). The data set and its licence are described in `datasets/credit/datasheet.md`.
