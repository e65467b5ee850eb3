"""Every call of the libraries that the module is checked against: TenSEAL, and python-paillier."""
