"""What each unit draws, asks and checks."""
