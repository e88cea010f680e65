"""The house's own pages as a feature: home, help, and the searches of forms."""

from planhub.kernel.text import Text
from planhub.ui import choices, files, help, home, notices  # noqa: A004 - the page is called help
from planhub.ui.feature import Feature, NavItem

FEATURE = Feature(
    name="house",
    blueprints=(home.blueprint, help.blueprint, choices.blueprint, files.blueprint, notices.blueprint),
    nav=(
        NavItem(Text("งานของฉัน", "My work"), "home.home", "inbox", "work", 0),
        NavItem(Text("ขั้นตอนการทำงาน", "How work goes"), "help.workflows", "route", "house", 80),
        NavItem(Text("ใครทำอะไรได้", "Who may do what"), "help.policy", "shield-check", "house", 81),
    ),
)
"""Listed first in `planhub.web.features`."""
