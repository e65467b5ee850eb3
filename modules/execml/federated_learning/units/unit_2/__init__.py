"""Unit 2: when partners differ."""
