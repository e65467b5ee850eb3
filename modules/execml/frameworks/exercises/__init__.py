"""The exercises of the frameworks module, a file for each unit."""
