"""What the programmes bring: their pages, the look-up of areas, the needs, and two kinds of lists."""

from planhub.kernel.text import Text
from planhub.programmes import area_views, need_views, views
from planhub.programmes.imports import AREA_STATS, PROGRAMME_AREAS
from planhub.record import import_jobs
from planhub.ui.feature import Feature, NavItem

TIDY = "imports.tidy"

FEATURE = Feature(
    name="programmes",
    blueprints=(views.blueprint, area_views.blueprint, need_views.blueprint),
    nav=(
        NavItem(Text("โครงการและพื้นที่", "Programmes"), "programmes.index", "table", "together", 60),
        NavItem(Text("ความต้องการของพื้นที่", "Needs of areas"), "needs.index", "chart-bar", "together", 61),
        NavItem(Text("ค้นหาพื้นที่", "Areas"), "areas.index", "map-pin", "together", 62),
    ),
    imports=(PROGRAMME_AREAS, AREA_STATS),
    jobs={TIDY: import_jobs.tidy},
    daily=(TIDY,),
)
