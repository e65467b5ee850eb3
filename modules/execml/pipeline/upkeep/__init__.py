"""A learner's pages over time: copies that are kept, a page started again, the programme up to date."""
