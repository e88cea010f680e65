"""Checking papers: anybody who holds one can see whether it is ours, and whether it still holds."""
