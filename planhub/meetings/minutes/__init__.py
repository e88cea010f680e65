"""The minutes of a meeting: gathered, checked, corrected, adopted, sealed, and given out piece by piece."""
