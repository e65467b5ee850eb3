"""Unit 3: what the operator can see."""
