"""One model from many clients: local steps, rounds, methods, personal models, and noise in four places."""
