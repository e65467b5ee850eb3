"""From one text source to two executed notebooks, and the rules that every unit keeps.

``source`` reads a unit, ``derive`` makes the learner's and the worked copy, ``build`` executes and writes
them, ``compare`` and ``seal`` find what was edited by hand, ``contract`` holds the rules, and ``guide``
writes what a facilitator needs.
"""
