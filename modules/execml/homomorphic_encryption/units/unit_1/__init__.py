"""Adding numbers nobody can read: its figures, exercises, quiz and decision."""
