"""What a winner's number is worth: luck, leaks, designs of validation, leaderboards, shift."""
