"""The real tools: Optuna, TPOT, H2O and Dask. Every call of them stands here."""
