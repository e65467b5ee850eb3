"""What a stranger learns without it: uniqueness, linkage, reconstruction, membership, floating point."""
