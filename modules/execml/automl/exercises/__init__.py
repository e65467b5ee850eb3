"""The exercises of the AutoML module, a file for each unit."""
