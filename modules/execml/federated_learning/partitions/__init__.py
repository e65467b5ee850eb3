"""Who holds which rows: skewed splits that are designed, and partners that are real."""
