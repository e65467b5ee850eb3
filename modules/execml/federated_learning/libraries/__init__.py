"""Flower, called in one place: its strategies in process, its masks, and its engine on this computer."""
