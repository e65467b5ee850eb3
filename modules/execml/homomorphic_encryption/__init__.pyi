"""Homomorphic encryption: the public names, and the room of each."""
