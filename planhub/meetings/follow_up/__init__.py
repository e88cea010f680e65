"""What becomes of assignments: carried from meeting to meeting until they are closed."""
