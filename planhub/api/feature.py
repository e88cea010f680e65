"""What the API brings to the house."""

from planhub.api.views import blueprint
from planhub.ui.feature import Feature

FEATURE = Feature(
    name="api",
    blueprints=(blueprint,),
    public_endpoints=frozenset({"api.description", "api.reading"}),
)
