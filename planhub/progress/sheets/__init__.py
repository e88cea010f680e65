"""A quarter as a workbook: every report of one agency, filled in and brought back."""
