"""The programmes of the agencies: the areas they work in year by year, and figures of need by area."""
