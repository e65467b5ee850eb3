"""What training costs: step sizes, optimisers, early stopping, number formats, initial weights."""
