"""Deadlines: the work calendar, due times, the rules and texts that limits come from. Pure functions."""
