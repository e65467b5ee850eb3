"""What `execml bench differential_privacy` runs: ours beside the libraries, same input and same answer."""
