"""Agencies, posts, the people who hold them, and in whose name they act."""
