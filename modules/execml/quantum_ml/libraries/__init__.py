"""What the package asks of PennyLane, and of cryptography's new algorithms beside the old."""
