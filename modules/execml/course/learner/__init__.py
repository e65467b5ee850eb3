"""What a learner does: exercises, quizzes, decisions, and the progress that keeps them."""
