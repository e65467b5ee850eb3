"""Learning with circuits: its figures, exercises, quiz and decision."""
