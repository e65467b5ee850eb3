"""The real tools: Optuna, TPOT, H2O and Dask. What the package asks of them stands here."""
