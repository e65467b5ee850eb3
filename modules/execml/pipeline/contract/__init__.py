"""The rules of the house, as code that reads every notebook."""
