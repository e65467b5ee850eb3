"""The exercise of the welcome page."""
