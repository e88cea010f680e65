"""Lessons harvested while working, and the Knowledge Stock of what is ready to be used."""
