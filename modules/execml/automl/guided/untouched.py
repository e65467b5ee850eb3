"""What the winners of a search are worth on clients that no search has touched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from execml.automl.guided.bayesian import bayesian_optimisation
from execml.automl.guided.evolution import Evolution
from execml.automl.guided.harbour_trials import HarbourTrials, random_losses
from execml.automl.spaces.pipelines import PipelineSpace, fitted_numbers, harbour_pipelines
from execml.course.bank.delong import Interval, auc_difference
from execml.course.bank.ranking import rank_sum_aucs
from execml.course.bank.risk import risk_split

if TYPE_CHECKING:
    import pandas as pd

FIRST = 6  # trials of the learned search that are spread out before its model is asked


@dataclass(frozen=True)
class BankRace:
    """One race of a learned search and a random one with as many trials each.

    Attributes:
        own: AUC of the learned winner less that of the random one, on the clients that score the trials.
        gain: the same on the 10,000 test clients.
    """

    own: Interval
    gain: Interval


def bank_race(trials: HarbourTrials, seed: int, budget: int = 16) -> BankRace:
    """Let both searches spend their trials, and judge each winner once on the test clients.

    The intervals are about the clients: whether these two winners would differ on others. They leave out the
    luck of the two searches, which another seed changes.

    Args:
        trials: what is searched.
        seed: of the learned search; the random one takes 100 more.
        budget: trials of each.

    Raises:
        ValueError: if ``budget`` is below 1.
    """
    draw = np.random.default_rng(seed)
    learned = bayesian_optimisation(trials.loss, trials.bounds, budget, draw, first=FIRST)
    points, losses = random_losses(trials, budget, np.random.default_rng(100 + seed))
    winners = learned.best.point, points[losses.argmin()]
    ours, other = (trials.test_risks(point) for point in winners)
    return BankRace(trials.difference(*winners), auc_difference(risk_split().test_labels, ours, other))


def front_on_new_clients(
    evolution: Evolution, clients: int, space: PipelineSpace | None = None
) -> pd.DataFrame:
    """Train each pipeline of a front again and compare it with the largest on the 10,000 test clients.

    The front was chosen for its scores, so those flatter it; the test clients had no part in the choice.

    Args:
        evolution: a finished search over pipelines.
        clients: how many training clients each pipeline gets: as many as in the search.
        space: from which the pipelines were drawn; that of the running case by default.

    Returns:
        a row a pipeline, smallest first: in words, numbers held, AUC in the search, AUC on the test clients,
        and the 95% interval of that AUC less the largest pipeline's.
    """
    import pandas as pd

    split, space = risk_split(), harbour_pipelines() if space is None else space
    known = split.train_features[:clients], split.train_labels[:clients]
    fitted = [space.build(one.pipeline).fit(*known) for one in evolution.front]
    risks = np.column_stack([model.predict_proba(split.test_features)[:, 1] for model in fitted])
    apart = [auc_difference(split.test_labels, other, risks[:, -1]) for other in risks.T[:-1]]
    return pd.DataFrame(
        {
            "pipeline": [str(one.pipeline) for one in evolution.front],
            "numbers held": [fitted_numbers(model) for model in fitted],
            "AUC in the search": [one.score for one in evolution.front],
            "AUC, new clients": rank_sum_aucs(risks, split.test_labels),
            "less the largest, 95%": [*(f"{gap.low:+.3f} to {gap.high:+.3f}" for gap in apart), "—"],
        }
    )
