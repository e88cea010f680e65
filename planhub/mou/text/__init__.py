"""The words of an MOU: library and templates, clauses written together, versions and their differences."""
