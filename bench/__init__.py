"""Measures PlanHub against the limit of its own stack, in one interleaved run (`./dev bench`)."""
