"""From one text source to two executed notebooks, the rules that they keep, and what people ask for.

``building`` reads a unit and brings its notebooks into step, ``contract`` holds the rules of a page,
``export`` makes a page that needs no JupyterLab, ``facilitator`` writes what a facilitator, a learner or an
author needs; ``upkeep`` keeps a learner's pages safe when they start again or the programme is brought up
to date.
"""
