"""What a federation costs and brings: bytes, the noise that arrives, and each partner's contribution."""
