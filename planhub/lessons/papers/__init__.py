"""The papers of lessons: the sheet of one, the review after action, and the digest of many (domain.md §5 f)."""
