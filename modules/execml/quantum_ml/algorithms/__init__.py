"""Three algorithms: Grover's search, phase estimation, and Shor's factoring."""
