"""The bank's network by hand in NumPy, its training, and its rounding."""
