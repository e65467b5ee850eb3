"""What `execml bench frameworks` runs: ours beside the libraries, same input and same answer."""
