"""Who has reported: province by agency by quarter, on a page and as files."""
