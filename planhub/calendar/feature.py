"""What the calendar brings: its page, feeds for people's own calendars, and a line on the account page."""

from planhub.calendar import feed_views, panels, views
from planhub.kernel.text import Text
from planhub.ui.feature import Feature, NavItem, Panel

FEATURE = Feature(
    name="calendar",
    blueprints=(views.blueprint, feed_views.blueprint),
    nav=(NavItem(Text("ปฏิทิน", "Calendar"), "calendar.show", "calendar", "work", 30),),
    panels=(
        Panel(
            "account", Text("ปฏิทินในเครื่องของฉัน", "My own calendar"), "calendar/_feeds.html", panels.feeds_panel
        ),
        Panel(
            "plans", Text("ปฏิทินของแผน", "Calendar of the plan"), "calendar/_plan.html", panels.plan_panel, 85
        ),
    ),
    public_endpoints=frozenset({"calendar_feeds.feed"}),
)
