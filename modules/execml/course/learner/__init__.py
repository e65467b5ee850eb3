"""What a learner does: exercises, quizzes, decisions, the progress that keeps them, and the wait."""
