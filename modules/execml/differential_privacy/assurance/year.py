"""The running case's year: what Harbour Bank plans to release about its clients, noise included."""

from __future__ import annotations

from functools import cache

from execml.course.bank.policy import POLICY
from execml.course.validation import real
from execml.differential_privacy.accounting.accountants import noise_multiplier
from execml.differential_privacy.accounting.releases import Release
from execml.differential_privacy.training.marginals import zcdp_budget
from execml.differential_privacy.training.synthetic import synthetic_releases

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

CLIENTS = 20_000  # nominal and public: the size of the training set, rounded, fixed before the draw
BATCH, EPOCHS = 1_000, 20

# Invented clients, on whom the model's settings are chosen: then one run on the real ones is enough.
SETTINGS_EPSILON = 0.25
COLUMNS = 23  # of a client: limit, three facts, age, and three figures for each of six months
SETTINGS_MONTH, MODEL_MONTH, FIGURES_MONTH, STUDY_MONTH = 2, 3, 4, 10

# One of at least 2,000 defaulters moves the AUC by a 2,000th, so noise of 12 is 0.6 points.
FEWEST_DEFAULTERS = 2_000
FIGURES_NOISE = 12.0

LEAST_NOISE, MOST_NOISE = 0.01, 1e6  # that the accountant composes


@cache
def harbour_model() -> Release:
    """Return the default-risk model of unit 4 as a release: one run, with the noise that the policy needs.

    >>> model = harbour_model()
    >>> round(model.noise_multiplier, 2), model.sample_rate, model.steps
    (1.77, 0.05, 400)
    """
    rate = BATCH / CLIENTS
    steps = round(EPOCHS / rate)
    noise = noise_multiplier(POLICY.model_epsilon.value, POLICY.delta.value, rate, steps)
    return Release("default-risk model", MONTHS[MODEL_MONTH - 1], noise, rate, steps)


@cache
def harbour_settings() -> tuple[Release, ...]:
    """Return the invented clients, on whom unit 4 chooses the model's settings, as two releases.

    >>> [release.when for release in harbour_settings()]
    ['Feb', 'Feb']
    """
    rho = zcdp_budget(SETTINGS_EPSILON, POLICY.delta.value)
    return synthetic_releases(rho, COLUMNS, MONTHS[SETTINGS_MONTH - 1])


def harbour_year(table_noise: float, study_epsilon: float | None = None) -> tuple[Release, ...]:
    """Return the plan for a year: a table a month, one model and what it needs, perhaps one study.

    The table counts clients by segment, so one client changes one cell by one; it gets Gaussian noise. The
    model's settings are chosen on invented clients, drawn from noisy tables, and so it is trained once. The
    quality figure is the model's AUC on the test clients, who are clients of the bank as well; it is composed
    as if they were those that the model learned from, which is cautious.

    Args:
        table_noise: standard deviation of the noise in each cell of a table, in clients.
        study_epsilon: epsilon of a one-off study with Laplace noise, asked for in October; none if ``None``.

    Raises:
        ValueError: if an argument lies outside its range.

    >>> len(harbour_year(8.0)), len(harbour_year(8.0, study_epsilon=0.5))
    (16, 17)
    """
    noise = real("table_noise", table_noise, LEAST_NOISE, MOST_NOISE, low_open=False, high_open=False)
    plan = [Release("monthly table", name, noise_multiplier=noise) for name in MONTHS]
    figures = Release("quality figures", MONTHS[FIGURES_MONTH - 1], noise_multiplier=FIGURES_NOISE)
    extra: dict[int, tuple[Release, ...]] = {
        SETTINGS_MONTH: harbour_settings(),
        MODEL_MONTH: (harbour_model(),),
        FIGURES_MONTH: (figures,),
    }
    if study_epsilon is not None:
        study = real("study_epsilon", study_epsilon, 0, 100)
        extra[STUDY_MONTH] = (Release("one-off study", MONTHS[STUDY_MONTH - 1], pure_epsilon=study),)
    for month in sorted(extra, reverse=True):
        plan[month:month] = extra[month]
    return tuple(plan)
