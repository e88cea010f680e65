"""The traceability line: from the clause of an MOU to the resolution about a lesson, and back (decision 020)."""
