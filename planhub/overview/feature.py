"""What the overview brings."""

from planhub.kernel.text import Text
from planhub.overview import starting
from planhub.overview.province import blueprint
from planhub.ui.feature import Feature, NavItem

FEATURE = Feature(
    name="overview",
    blueprints=(blueprint, starting.blueprint),
    nav=(
        NavItem(Text("พื้นที่ซ้อนทับ", "Overlap"), "overview.overlap", "map-2", "together", 5),
        NavItem(Text("โครงการและพื้นที่", "Programmes"), "overview.programmes", "table", "together", 60),
    ),
)
