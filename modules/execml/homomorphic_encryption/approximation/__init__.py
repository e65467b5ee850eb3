"""Before anything is encrypted: which parameters, which polynomial, and whether zeros come back as zeros."""
