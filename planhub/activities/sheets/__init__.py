"""What an activity says to other systems: a sheet whose fields are copied one by one in their order."""
