"""The machine under every framework: derivatives by recording, by duals, by differences, and their costs."""
