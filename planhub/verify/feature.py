"""What the checking of papers brings: one page, open to everybody."""

from planhub.ui.feature import Feature
from planhub.verify.views import blueprint

FEATURE = Feature(
    name="verify",
    blueprints=(blueprint,),
    public_endpoints=frozenset({"verify.index", "verify.show", "verify.check_file"}),
)
