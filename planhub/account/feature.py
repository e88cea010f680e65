"""What the account brings."""

from planhub.account.preferences import blueprint as preferences
from planhub.account.views import account
from planhub.ui.feature import Feature

FEATURE = Feature(
    name="account",
    blueprints=(account, preferences),
    public_endpoints=frozenset(
        {
            "account.sign_in",
            "account.sign_in_by_password",
            "account.sign_in_as_persona",
            "account.sign_out",
            "preferences.save",
        }
    ),
)
