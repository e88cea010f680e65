"""PlanHub: where public agencies plan together, decide together and remember together."""

__version__ = "0.1.0"
