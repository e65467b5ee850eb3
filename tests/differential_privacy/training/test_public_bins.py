"""Public bins: every column of a client that is modelled has some, and no client is in none."""

from __future__ import annotations

from execml.course import risk_split
from execml.differential_privacy.assurance.year import COLUMNS
from execml.differential_privacy.training.marginals import Column
from execml.differential_privacy.training.public_bins import CREDIT_BINS


def test_bins_cover_each_column_but_the_label_and_the_year_counts_them() -> None:
    clients = risk_split().train_clients
    assert set(CREDIT_BINS) == set(clients.columns) - {"default"}
    assert len(CREDIT_BINS) == COLUMNS


def test_categories_are_those_of_the_datasheet_and_every_client_has_a_bin() -> None:
    clients = risk_split().train_clients
    for name, bins in CREDIT_BINS.items():
        column = Column.of(clients[name], bins)
        codes = column.codes(clients[name])
        assert 0 <= codes.min() <= codes.max() < column.size
        if column.categories:
            assert list(clients[name].cat.categories) == list(column.categories)
            assert (clients[name].cat.codes == codes).all()
