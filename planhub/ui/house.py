"""The house's own pages as a feature: home, help, and the searches of forms."""

from planhub.kernel.text import Text
from planhub.record.imports import KINDS
from planhub.ui import choices, files, help, home, imports, notices  # noqa: A004 - the page is called help
from planhub.ui.feature import Feature, NavItem

FEATURE = Feature(
    name="house",
    blueprints=(
        home.blueprint,
        help.blueprint,
        choices.blueprint,
        files.blueprint,
        notices.blueprint,
        imports.blueprint,
    ),
    nav=(
        NavItem(Text("งานของฉัน", "My work"), "home.home", "inbox", "work", 0),
        NavItem(
            Text("นำเข้ารายการ", "Import lists"),
            "imports.index",
            "upload",
            "together",
            80,
            visible=lambda actor: any(kind.may(actor) for kind in KINDS.all()),
        ),
        NavItem(Text("ขั้นตอนการทำงาน", "How work goes"), "help.workflows", "route", "house", 80),
        NavItem(Text("ใครทำอะไรได้", "Who may do what"), "help.policy", "shield-check", "house", 81),
    ),
)
"""Listed first in `planhub.web.features`."""
