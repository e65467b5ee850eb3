"""What a stranger learns: uniqueness, linkage, reconstruction, membership, the gaps of floating point."""
