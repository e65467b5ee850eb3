"""What people ask for: the guide of a session, the report of a learner, the layout of a new unit."""
