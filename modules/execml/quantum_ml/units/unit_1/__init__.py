"""Qubits in numpy: its figures, exercises, quiz and decision."""
