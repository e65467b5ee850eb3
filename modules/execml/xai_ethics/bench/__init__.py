"""What ``execml bench xai_ethics`` runs: ours beside the libraries, same input and same answer."""
