"""The pure domain: standard library only, no clock but `clock`, no database, no web."""
