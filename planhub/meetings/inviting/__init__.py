"""Inviting to a meeting: committees, the letter, the calendar file, and the answers of those who are invited."""
