"""What `execml bench frameworks` times: ours beside the libraries."""
