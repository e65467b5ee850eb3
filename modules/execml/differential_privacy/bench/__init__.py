"""What `execml bench differential_privacy` times: ours beside the libraries."""
