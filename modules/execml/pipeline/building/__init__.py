"""From one source to two executed notebooks, and whether they are in step."""
