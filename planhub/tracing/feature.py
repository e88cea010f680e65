"""What the traceability line brings: a page and a paper of every record's line, and a panel on every record."""

from planhub.kernel.text import Text
from planhub.tracing import paper, reach
from planhub.tracing.panels import offer
from planhub.tracing.views import blueprint
from planhub.ui.feature import Feature, Panel

FEATURE = Feature(
    name="tracing",
    blueprints=(blueprint,),
    panels=tuple(
        Panel(name, Text("เส้นทางตรวจสอบ", "Traceability"), "tracing/_offer.html", offer, order=90)
        for name in reach.SUBJECTS
    ),
    documents={paper.KIND: paper.trace_paper},
)
