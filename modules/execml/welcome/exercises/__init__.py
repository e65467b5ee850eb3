"""The exercises of the welcome page."""
