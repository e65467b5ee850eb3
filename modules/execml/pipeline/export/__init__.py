"""A page to read, print and send without JupyterLab: one file, offline, formulas and figures inside it."""
