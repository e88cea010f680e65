"""Provincial integrated plans: one living plan per province and fiscal year, made of activities."""
