"""What the search brings: one page, which the head of every page leads to."""

from planhub.search.views import blueprint
from planhub.ui.feature import Feature

FEATURE = Feature(name="search", blueprints=(blueprint,))
