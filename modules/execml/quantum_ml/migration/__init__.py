"""Migration to new cryptography: what falls to a quantum computer, what stands, by when."""
