"""Sums of which nobody sees a part: secret shares, masks, and the messages of secure aggregation."""
