"""What the welcome page asks and checks."""
