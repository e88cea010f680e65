"""The calendar of meetings and deadlines, on screen and in people's own calendars (decision 026)."""
