"""Fair attribution: its figures, exercises, quiz and decision."""
