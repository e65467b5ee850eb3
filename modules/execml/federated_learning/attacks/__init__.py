"""What an operator can read: records in gradients, models made to be read from, masks from short seeds."""
