"""Other splits of the bank's clients than the page's, for claims."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from execml.course import risk_split


def resplit(seed):
    """The bank's 30,000 clients parted anew at random, 20,000 to train on."""
    split = risk_split()
    order = np.random.default_rng(seed).permutation(30_000)
    train, test = order[:20_000], order[20_000:]
    features = np.vstack([split.train_features, split.test_features])
    labels = np.concatenate([split.train_labels, split.test_labels])
    clients = pd.concat([split.train_clients, split.test_clients])
    return replace(
        split,
        train_features=features[train],
        train_labels=labels[train],
        test_features=features[test],
        test_labels=labels[test],
        train_clients=clients.iloc[train],
        test_clients=clients.iloc[test],
    )
