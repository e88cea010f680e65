"""The page that searches everything: records, places and agencies."""
