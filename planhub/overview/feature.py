"""What the overview brings."""

from planhub.kernel.text import Text
from planhub.overview import province_paper, starting
from planhub.overview.province_views import blueprint
from planhub.ui.feature import Feature, NavItem

FEATURE = Feature(
    name="overview",
    blueprints=(blueprint, starting.blueprint),
    documents={province_paper.KIND: province_paper.province_paper},
    nav=(
        NavItem(Text("พื้นที่ซ้อนทับ", "Overlap"), "overview.overlap", "map-2", "together", 5),
    ),
)
