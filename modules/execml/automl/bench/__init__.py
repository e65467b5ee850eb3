"""What `execml bench automl` times: ours beside the libraries."""
