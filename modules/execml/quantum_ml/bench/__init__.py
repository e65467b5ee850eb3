"""What `execml bench quantum_ml` runs: ours beside PennyLane's simulators, same circuit and same state."""
