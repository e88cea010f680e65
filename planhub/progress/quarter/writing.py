"""Saving one report as the table and the card send it, and sending or certifying many at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.kernel.errors import BadInput, Conflict, Denied, GuardFailed, Invalid, Reason
from planhub.kernel.fields import Field, dump, parse
from planhub.kernel.text import Text
from planhub.progress.fields import FIELDS, FIGURE_FIELDS, SPENDING_FIELDS
from planhub.progress.models import ProgressReport
from planhub.record import flow, services
from planhub.record.attachments import attach
from planhub.record.services import load
from planhub.record.types import registry

WRITTEN = (
    "status",
    "summary",
    "obstacles",
    "remedy",
    "next_plan",
    "lesson",
    "physical_pct",
    "pct_reason",
    "evidence",
)
"""Fields of the report itself that a form may send."""
_FIGURE, _MONEY = "figure", "money"


@dataclass(frozen=True)
class File:
    """A photo or paper that comes with a form."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Done:
    """What came of a form."""

    report: ProgressReport
    sent: bool
    """It went on to be certified."""
    missing: Sequence[Reason] = ()
    """Why it did not: everything was saved all the same."""


def raw_of(report: ProgressReport, sent: Mapping[str, str]) -> dict[str, Any]:
    """Turn the inputs of a form into what `services.save` takes; what the form did not send stays as it stands."""
    raw: dict[str, Any] = {name: sent[name] for name in WRITTEN if name in sent}
    if any(name.startswith(f"{_FIGURE}.") for name in sent):
        raw["figures"] = [_row(row, FIGURE_FIELDS, _FIGURE, sent) for row in report.figures]
    if any(name.startswith(f"{_MONEY}.") for name in sent):
        raw["spending"] = [_row(row, SPENDING_FIELDS, _MONEY, sent) for row in report.spending]
    return raw


def _row(row: Any, fields: Sequence[Any], kind: str, sent: Mapping[str, str]) -> dict[str, Any]:
    said = {f.name: sent.get(f"{kind}.{row.id}.{f.name}", dump(f, getattr(row, f.name))) for f in fields}
    return {"id": row.id, **said}


def save(
    session: Session, actor: Actor, code: str, sent: Mapping[str, str], *, version: int
) -> ProgressReport:
    """Save what a form says of a report. Raises `NotFound`, `Denied`, `Conflict` or `Invalid`."""
    report = load(session, registry.get("progress-reports"), code, lock=True)
    saved: ProgressReport = services.save(session, actor, report, raw_of(report, sent), version=version)
    return saved


def send(
    session: Session,
    actor: Actor,
    code: str,
    sent: Mapping[str, str],
    files: Iterable[File],
    *,
    version: int,
) -> Done:
    """Save a report with its photos and send it to be certified; what is missing keeps it a draft.

    Raises `NotFound`, `Denied`, `Conflict` or `Invalid`, and then nothing is kept.
    """
    report = save(session, actor, code, sent, version=version)
    for file in files:
        attach(session, actor, report, file.name, file.content)
    session.flush()  # the guards look for the evidence
    try:
        flow.move(session, actor, report, "submit", version=report.version)
    except GuardFailed as refused:
        return Done(report, sent=False, missing=refused.reasons)
    return Done(report, sent=True)


@dataclass
class Moved:
    """What came of moving many."""

    done: list[str] = field(default_factory=list)
    """Codes that moved."""
    refused: dict[str, Sequence[Text]] = field(default_factory=dict)
    """Codes that did not, with why."""


def move_all(session: Session, actor: Actor, name: str, seen: Mapping[str, tuple[int, str]]) -> Moved:
    """Make a move of many reports, each as it was seen (version and hash); one that cannot moves nobody else back."""
    moved = Moved()
    for code, (version, content_hash) in seen.items():
        try:
            with session.begin_nested():
                report = load(session, registry.get("progress-reports"), code, lock=True)
                said = flow.Said(seen_hash=content_hash or None)
                flow.move(session, actor, report, name, version=version, said=said)
        except GuardFailed as refused:
            moved.refused[code] = [reason.text for reason in refused.reasons]
        except (Conflict, Denied, Invalid) as refused:
            moved.refused[code] = [refused.message]
        else:
            moved.done.append(code)
    return moved


@dataclass(frozen=True)
class Clash:
    """One input of which somebody else has saved another value meanwhile."""

    label: str
    mine: str
    theirs: str


def clashes(report: ProgressReport, sent: Mapping[str, str]) -> list[Clash]:
    """Set what was sent beside what stands, where they differ: nothing is overwritten before somebody chooses."""
    found = []
    for name, field_, label, stands in _inputs(report):
        if name in sent and not _same(field_, sent[name], stands):
            theirs = dump(field_, stands)
            found.append(Clash(label, sent[name], "" if theirs is None else str(theirs)))
    return found


def _inputs(report: ProgressReport) -> Iterable[tuple[str, Field, str, Any]]:
    for one in FIELDS:
        if one.name in WRITTEN:
            yield one.name, one, str(one.label), getattr(report, one.name)
    for kind, rows, fields in (
        (_FIGURE, report.figures, FIGURE_FIELDS),
        (_MONEY, report.spending, SPENDING_FIELDS),
    ):
        for row in rows:
            whose = getattr(row, "indicator", None) or getattr(row, "org", "")
            for one in fields:
                yield f"{kind}.{row.id}.{one.name}", one, f"{whose} · {one.label}", getattr(row, one.name)


def _same(one: Field, text: str, stands: Any) -> bool:
    try:
        return bool(parse(one, text or None) == stands)
    except BadInput:
        return False
