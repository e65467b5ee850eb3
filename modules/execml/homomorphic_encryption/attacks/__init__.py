"""Attacks that teach: a key from returned scores, a model from queries. Only on keys and models made here."""
