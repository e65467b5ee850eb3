"""What `execml bench homomorphic_encryption` runs: ours beside the libraries, same input and same answer."""
