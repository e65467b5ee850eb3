"""Whether a port is the same model: gaps, rehearsals, defaults, the verdict."""
