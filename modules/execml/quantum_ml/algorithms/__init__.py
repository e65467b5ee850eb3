"""Four algorithms: Grover's search, phase estimation, amplitude estimation, and Shor's factoring."""
