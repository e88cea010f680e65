"""Pictures of plans: the grid of provinces and years, the course of a plan over its months, its money."""
