"""My quarter: every report of one's own in one table, and one after the other on a phone."""
