"""What a page is made of: set-up, sentences, tables, figures and their fingerprints."""
