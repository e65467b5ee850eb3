"""The tools head to head on equal terms, and what a larger budget buys."""
