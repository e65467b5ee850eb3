"""Federated rounds timed: ours, the plain client loop, Flower's strategy, and ten thousand clients."""
