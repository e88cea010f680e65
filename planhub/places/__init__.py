"""Provinces, districts and subdistricts; the agencies' programmes and where they work; where they overlap."""
