"""What the directory brings."""

from planhub.directory.views import directory
from planhub.kernel.text import Text
from planhub.ui.feature import Feature, NavItem

FEATURE = Feature(
    name="directory",
    blueprints=(directory,),
    nav=(
        NavItem(
            Text("หน่วยงานและตำแหน่ง", "Agencies and posts"),
            "directory.organizations",
            "building-bank",
            "house",
            50,
        ),
    ),
)
