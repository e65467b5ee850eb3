"""What several topics ask of one supplier's library. Every such call of theirs stands here."""
