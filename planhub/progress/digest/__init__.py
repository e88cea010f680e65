"""What a province or an agency reported in a quarter: on a page and on paper."""
