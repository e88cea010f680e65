"""What came of a plan: actual against baseline, indicators rolled up, what is unsettled, and the page that shows it."""
