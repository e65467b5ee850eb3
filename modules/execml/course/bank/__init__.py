"""Harbour Bank: its data, the split every module shares, and how a ranking of clients is judged."""
