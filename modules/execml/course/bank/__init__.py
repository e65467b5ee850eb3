"""Harbour Bank: its data and split, how a ranking is judged, what was decided, and what things are worth."""
