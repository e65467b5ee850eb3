"""Flower in one place: its strategies in process, its masks, its engine; and PyTorch's plain loop."""
