"""Panels: how a higher feature shows itself on the page of a lower one, without an import upwards."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import current_app, render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.kernel.text import Text
from planhub.ui.feature import Panel

_KEY = "planhub_panels"


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel, drawn."""

    label: Text
    html: Markup


def keep(panels: Iterable[Panel]) -> None:
    """Keep the panels of all features in the application; called once by `planhub.ui.register`."""
    by_subject: dict[str, list[Panel]] = {}
    for panel in sorted(panels, key=lambda p: p.order):
        by_subject.setdefault(panel.subject, []).append(panel)
    current_app.extensions[_KEY] = by_subject


def panels_for(session: Session, actor: Actor, subject: str, thing: object) -> list[Shown]:
    """Ask every panel of `subject` what it has to say of `thing`, and draw it; those with nothing stay away."""
    registered: Mapping[str, Sequence[Panel]] = current_app.extensions.get(_KEY, {})
    found = []
    for panel in registered.get(subject, ()):
        values = panel.query(session, actor, thing)
        if values is not None:
            found.append(Shown(panel.label, Markup(render_template(panel.template, **values))))  # noqa: S704 - a template of ours, escaped as all are
    return found
