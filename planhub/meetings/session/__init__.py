"""The meeting while it sits: who is there, what is on the table, what is being resolved."""
