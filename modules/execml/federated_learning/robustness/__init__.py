"""Combining updates of which some are wrong on purpose: selections, middles, and the poison itself."""
