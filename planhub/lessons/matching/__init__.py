"""What fits what: lessons and items for a plan or an activity, and lessons that tell nearly the same."""
