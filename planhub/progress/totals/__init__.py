"""Sums of accepted reports, kept so that pages read a row instead of adding up."""
