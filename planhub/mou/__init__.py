"""Memoranda of understanding between agencies: text, consents, signatures and life afterwards."""
