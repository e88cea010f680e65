"""The paper of an activity: one or two pages with everything that its agencies agreed to."""
