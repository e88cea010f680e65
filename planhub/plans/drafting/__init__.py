"""Drawing up a plan: what may be taken over from the edition of the year before."""
