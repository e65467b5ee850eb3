"""Choosing a platform: export, lock-in, ownership, scale, and the table that decides."""
