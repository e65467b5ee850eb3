"""What ``start.py`` does: install, open JupyterLab, test, diagnose. Standard library only, as nothing is installed yet."""
