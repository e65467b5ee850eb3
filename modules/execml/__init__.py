"""The executive programme: helper packages that the notebooks import."""
