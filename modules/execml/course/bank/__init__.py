"""Harbour Bank: its data, the split every module shares, how a ranking is judged, its network in PyTorch."""
