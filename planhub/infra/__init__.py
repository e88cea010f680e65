"""Adapters to the machine, each behind one small interface."""
