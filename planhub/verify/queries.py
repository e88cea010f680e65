"""What may be told of a paper to whoever holds it: nothing that is not on the paper, and nothing of drafts."""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel.text import Text
from planhub.kernel.thai import arabic_digits
from planhub.people.models import Organization
from planhub.record import papers
from planhub.record.models import Record
from planhub.record.papers import MARK, IssuedPaper
from planhub.record.types import registry

_HEX = re.compile(rf"[0-9a-f]{{{MARK},64}}")
_NOISE = re.compile(r"[\s·…\-]|^sha-?256:?")

CURRENT, NEWER, REVOKED = "current", "newer", "revoked"

OTHER_KINDS = {
    "mou-register": Text("ทะเบียนบันทึกข้อตกลง", "Register of MOUs"),
    "mou-archive": Text("ฉบับเก็บถาวรของบันทึกข้อตกลง", "Archive of an MOU"),
    "province": Text("แผ่นข้อมูลจังหวัด", "Province sheet"),
    "lessons": Text("จดหมายข่าวบทเรียน", "Digest of lessons"),
    "trace": Text("เส้นทางตรวจสอบ", "Traceability sheet"),
}
"""Papers that no record type lists."""


@dataclass(frozen=True, slots=True)
class Found:
    """A paper of ours, as much as may be told."""

    paper: IssuedPaper
    kind: Text
    verdict: str
    parties: list[Text]
    state: Text | None
    """Where its record stands now."""
    newest: IssuedPaper
    type: str | None
    by_file: bool
    """The very file was checked, not only the mark at the foot of a sheet."""


def clean(typed: str) -> str | None:
    """Read a hash as people type it: with blanks, capitals, Thai digits; None if it is none."""
    written = _NOISE.sub("", arabic_digits(typed).casefold().strip())
    return written if _HEX.fullmatch(written) else None


def look_up(session: Session, wanted: str) -> Found | None:
    """Give the newest paper with that hash that may be named; five queries. Drafts are as unknown as strangers."""
    for paper in papers.find(session, wanted):
        record = _record(session, paper)
        if paper.is_public and (paper.record_id is None or _is_named(record)):
            return _told(session, paper, record, by_file=paper.sha256 == wanted)
    return None


def _record(session: Session, paper: IssuedPaper) -> Any:
    if paper.record_id is None:
        return None
    columns = (Record.type, Record.state, Record.content_hash, Record.workflow_version)
    return session.execute(select(*columns).where(Record.id == paper.record_id)).one()


def _is_named(record: Any) -> bool:
    rt = registry.get(record.type)
    return record.state in rt.public_states or record.state in rt.revoked_states


def _told(session: Session, paper: IssuedPaper, record: Any, *, by_file: bool) -> Found:
    newest = papers.newest(session, paper)
    orgs = select(Organization).where(Organization.code.in_(paper.parties))
    names = {org.code: org.name for org in session.scalars(orgs)}
    state = registry.get(record.type).machine(record.workflow_version).state(record.state) if record else None
    return Found(
        paper=paper,
        kind=_kind(paper),
        verdict=_verdict(paper, newest, record),
        parties=[names[code] for code in paper.parties if code in names],
        state=state.label_for("public") if state else None,
        newest=newest,
        type=record.type if record else None,
        by_file=by_file,
    )


def _verdict(paper: IssuedPaper, newest: IssuedPaper, record: Any) -> str:
    if record is not None and record.state in registry.get(record.type).revoked_states:
        return REVOKED
    if newest.mark != paper.mark and newest.made_at > paper.made_at:
        return NEWER
    changed = record is not None and paper.content_hash and record.content_hash != paper.content_hash
    return NEWER if changed else CURRENT


def _kind(paper: IssuedPaper) -> Text:
    known = {d.kind: d.label for rt in registry.all() for d in rt.documents}
    return known.get(paper.kind) or OTHER_KINDS.get(paper.kind) or Text(paper.kind, paper.kind)
