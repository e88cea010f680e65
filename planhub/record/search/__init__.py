"""Finding records by what they say, in Thai as in English (docs/decisions/030)."""
