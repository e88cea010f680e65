"""The Knowledge Stock: bringing lists in, publishing many, finding by facets, comparing side by side."""
