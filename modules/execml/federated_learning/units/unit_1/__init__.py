"""Unit 1: learning without pooling."""
