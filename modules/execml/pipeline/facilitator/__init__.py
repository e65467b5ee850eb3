"""What people ask for: the guide of a session, the report of a learner, a new unit, and signposts."""
