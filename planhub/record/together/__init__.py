"""What is known of people at work on a record before anything is saved: their drafts, and where they are."""
