"""When explanations mislead: its figures, exercises, quiz and decision."""
