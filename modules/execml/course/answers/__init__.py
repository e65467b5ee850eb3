"""How a learner's answer is read: any container, the digits that a person gives, functions that misbehave."""
