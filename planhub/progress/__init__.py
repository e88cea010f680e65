"""Quarterly progress reports of activities: short, prefilled, certified by the agency, reviewed together."""
