"""What can be searched: hyperparameters with their domains, the bank's model families, whole pipelines."""
