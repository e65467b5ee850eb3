"""How privacy adds up over many releases: textbook rules, Rényi, central limit, and the exact sum."""
