"""What ``start.py`` does: install, open JupyterLab, test, diagnose.

Standard library only: nothing is installed yet when this runs.
"""
