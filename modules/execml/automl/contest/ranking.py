"""How sure a ranking of clients is: the course's own DeLong, here under this topic's door."""

from execml.course.bank.delong import auc_difference as auc_difference
from execml.course.bank.delong import auc_interval as auc_interval
from execml.course.bank.delong import bootstrap_error as bootstrap_error
from execml.course.bank.ranking import placements as placements
from execml.course.bank.ranking import rank_sum_aucs as rank_sum_aucs
