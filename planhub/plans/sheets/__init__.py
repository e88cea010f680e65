"""Lists of activities, budget lines and indicator values: filled in from a plan, mended in a sheet, brought back."""
