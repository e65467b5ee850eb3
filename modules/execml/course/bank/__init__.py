"""Harbour Bank: its data, the split that every module shares, and how a ranking of clients is judged."""
