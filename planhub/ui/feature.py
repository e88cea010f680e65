"""The manifest by which a feature tells the house what it brings; `planhub.web.features` lists them once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.kernel.text import Text
from planhub.record.imports import ImportKind
from planhub.record.types import RecordType


@dataclass(frozen=True)
class NavItem:
    """An entry of the main navigation."""

    label: Text
    endpoint: str
    icon: str
    """Name of a Tabler icon."""
    group: str = "work"
    """"work", "together", "knowledge" or "house"."""
    order: int = 50
    visible: Callable[[Actor], bool] = lambda _actor: True
    values: Mapping[str, Any] | None = None
    """Arguments of the endpoint."""


@dataclass(frozen=True)
class Panel:
    """How a higher feature shows itself on the page of a lower one (an MOU page listing its plans)."""

    subject: str
    """The record type whose page it appears on, "<type>.edit" for beside its sections while they are written, "home" or
    "account"."""
    label: Text
    template: str
    query: Callable[[Session, Actor, Any], Mapping[str, Any] | None]
    """Gives the template's variables, or None to stay away."""
    order: int = 50


@dataclass(frozen=True)
class Feature:
    """Everything that a feature brings."""

    name: str
    record_types: Sequence[RecordType] = ()
    blueprints: Sequence[Blueprint] = ()
    nav: Sequence[NavItem] = ()
    panels: Sequence[Panel] = ()
    jobs: Mapping[str, Callable[..., object]] | None = None
    """Handlers by job name; each is called with the session and the job's arguments, and may run twice."""
    daily: tuple[str, ...] = ()
    """Names of those jobs that are due each day; a missed day is no harm, and neither is a second run (rule R17)."""
    public_endpoints: frozenset[str] = frozenset()
    """Endpoints that answer people who have not signed in."""
    imports: Sequence[ImportKind] = ()
    """Kinds of lists that can be imported, on screen and by `planhub import`."""
    documents: Mapping[str, Callable[[Session, str, Mapping[str, Any]], bytes]] | None = None
    """Papers that belong to no single record, by kind: (session, code, options) -> PDF; used by `planhub pdf`."""
