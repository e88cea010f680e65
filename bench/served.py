"""PlanHub as the bench serves it."""

from planhub.infra.settings import load
from planhub.web.app import PlanHubApp, create_app


def planhub() -> PlanHubApp:
    """Build the application."""
    return create_app(load())
