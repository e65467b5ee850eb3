"""What a model does as a feature changes: importance, curves, counterfactuals, and an invented truth."""
