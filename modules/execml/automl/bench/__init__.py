"""What `execml bench automl` runs: ours beside the libraries, same input and same answer."""
