"""The agenda of a meeting: its order and numbers, what the system brings, what agencies propose."""
