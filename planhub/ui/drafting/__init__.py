"""Drafting together: sections saved on their own, merging of what several people typed, drafts, presence, remarks."""
