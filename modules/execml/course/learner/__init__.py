"""What a learner does: exercises, quizzes, guesses, decisions, the progress that keeps them, and the wait."""
