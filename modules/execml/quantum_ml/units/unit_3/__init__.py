"""When would it pay: its figures, exercises, quiz and decision."""
