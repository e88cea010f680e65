"""The value lists of progress reports (domain.md §7.2)."""

from planhub.kernel.fields import Choice
from planhub.kernel.text import Text

STATUSES: tuple[Choice, ...] = (
    ("on_track", Text("เป็นไปตามแผน", "On track")),
    ("off_track", Text("ไม่เป็นไปตามแผน", "Off track")),
)
"""What the agency itself says of the quarter."""

RATINGS: tuple[Choice, ...] = (
    ("on_plan", Text("เป็นไปตามแผน", "On plan")),
    ("slow", Text("ล่าช้า", "Slow")),
    ("off_plan", Text("ต่ำกว่าแผน", "Off plan")),
)
"""What the joint review says of it."""

FIRST_DAY_TO_REPORT = 1
"""Days after the end of a quarter on which its window opens; the period itself is the quarter."""
DAYS_TO_REPORT = 15
"""Days after the end of a quarter until which its report is in time (the default of a setting)."""
DAYS_TO_SEND_AGAIN = 7
"""Days that a recalled report is given where its day is over (the default of a setting)."""
