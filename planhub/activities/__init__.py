"""Joint activities: exactly one lead agency, its partners, areas, milestones, indicators and money."""
