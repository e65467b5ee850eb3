"""What is measured, drawn, asked and decided in each unit of the module."""
