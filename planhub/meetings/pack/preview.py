"""The preview: for 48 hours agencies look at the frozen figures and explain them; the figures themselves stay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor, Role
from planhub.kernel.errors import GuardFailed, Invalid, Reason
from planhub.kernel.fields import Field, Kind, parse_all
from planhub.kernel.text import Text, plain
from planhub.kernel.thai import format_datetime
from planhub.meetings import rules
from planhub.meetings.models import Meeting, MeetingSnapshot
from planhub.meetings.pack.models import MeetingPreview, MeetingRemark
from planhub.meetings.pack.snapshot import content_of
from planhub.meetings.queries import find_snapshot
from planhub.people.queries import post_holders
from planhub.record import access, notices

HOURS = 48
"""How long a preview is open; the default of a setting."""

TO_EXPLAIN = ("red", "amber", "not_reported")
"""Lights of activities that an agency may want to explain."""

WORDS = Field("text", Kind.LINE, Text("คำชี้แจง", "Explanation"), required=True, max=400)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that may be explained."""

    key: str
    label: Text
    value: Text


def figures(content: Mapping[str, Any], orgs: Sequence[str]) -> list[Figure]:
    """Give what agencies may explain: the figures of the first page, and of what is theirs what is off its plan."""
    found = [
        Figure(
            f"figure:{one['key']}",
            _text(one["label"]),
            Text(f"{one['value']} {one['unit']['th']}", f"{one['value']} {one['unit']['en']}"),
        )
        for one in content["figures"]
    ]
    for one in content["activities"]:
        if one["light"]["key"] in TO_EXPLAIN and one["lead"] in orgs:
            label = plain(f"{one['code']} {one['title']}")
            found.append(Figure(f"activity:{one['code']}", label, _text(one["light"])))
    for row in content["budget"]["rows"]:
        if row["org"] in orgs:
            label = Text("งบประมาณของ {org}", "Budget of {org}").format(
                org=_text(content["orgs"][row["org"]]["abbr"])
            )
            spent, of = (row["total"][key] / 100_000_000 for key in ("disbursed", "allocated"))
            words = Text("เบิกจ่าย {a:.2f} จาก {b:.2f} ล้านบาท", "{a:.2f} of {b:.2f} million baht disbursed")
            found.append(Figure(f"budget:{row['org']}", label, words.format(a=spent, b=of)))
    return found


def _text(pair: Mapping[str, str]) -> Text:
    return Text(pair["th"], pair["en"])


def find(session: Session, frozen: MeetingSnapshot | None) -> MeetingPreview | None:
    """Give the preview of a snapshot, if it was ever opened."""
    return session.get(MeetingPreview, frozen.id) if frozen else None


def is_open(preview: MeetingPreview | None) -> bool:
    """Tell whether explanations are taken now."""
    return preview is not None and clock.now() < preview.closes_at


def begin(session: Session, actor: Actor, meeting: Meeting) -> MeetingPreview:
    """Open the newest figures to the agencies and tell their coordinators. Raises `Denied` and `GuardFailed`."""
    access.authorise(actor, rules.FREEZE, meeting)
    frozen = find_snapshot(session, meeting.id)
    if frozen is None:
        raise GuardFailed([Reason("snapshot", Text("ยังไม่ได้ดึงข้อมูล", "No figures are frozen yet"))])
    preview = find(session, frozen)
    if preview is not None:
        raise GuardFailed([Reason("opened", Text("เปิดให้ดูข้อมูลชุดนี้แล้ว", "These were opened already"))])
    now = clock.now()
    preview = MeetingPreview(snapshot_id=frozen.id, opens_at=now, closes_at=now + timedelta(hours=HOURS))
    session.add(preview)
    session.flush()  # the notice follows it
    orgs = [row.org_code for row in meeting.party_rows]
    holders = post_holders(session, orgs=orgs, roles=[Role.COORDINATOR.value])
    until = Text(*(format_datetime(preview.closes_at, locale=lang) for lang in ("th", "en")))
    words = Text(
        "โปรดดูข้อมูลสำหรับ {title} และชี้แจงได้ถึง {until}",
        "Please look at the figures for {title}; explain them until {until}",
    ).format(title=plain(meeting.title), until=until)
    notices.tell(session, meeting, {h.user_id for h in holders if h.user_id}, words, f"preview:{frozen.id}")
    return preview


def end(session: Session, actor: Actor, meeting: Meeting) -> None:
    """Close the preview before its time. Raises `Denied`."""
    access.authorise(actor, rules.FREEZE, meeting)
    preview = find(session, find_snapshot(session, meeting.id))
    if preview is not None and is_open(preview):
        preview.closes_at = clock.now()
        session.flush()  # the page that follows shows it


def explain(
    session: Session, actor: Actor, meeting: Meeting, figure: str, raw: Mapping[str, Any]
) -> MeetingRemark:
    """Write down an explanation in the name of the reader's post. Raises `Denied`, `Invalid`, `GuardFailed`.

    The newest word of an agency on a figure counts; the earlier ones stay.
    """
    standing = access.authorise(actor, rules.EXPLAIN, meeting)
    frozen = find_snapshot(session, meeting.id)
    if frozen is None or not is_open(find(session, frozen)):
        words = Text("ขณะนี้ไม่อยู่ในช่วงชี้แจงข้อมูล", "Explanations are not taken now")
        raise GuardFailed([Reason("closed", words)])
    values, faults = parse_all((WORDS,), raw)
    if figure not in {one.key for one in figures(content_of(frozen), [standing.org])}:
        faults["figure"] = [Text("ไม่มีตัวเลขนี้ในข้อมูลที่ดึงไว้", "There is no such figure")]
    if faults:
        raise Invalid(faults)
    row = MeetingRemark(
        snapshot_id=frozen.id,
        figure=figure,
        text=values["text"],
        org=standing.org,
        post_title=standing.post_title.th if standing.post_title else standing.org,
        by_id=actor.user_id,
        by_name=str(actor.name),
        at=clock.now(),
    )
    session.add(row)
    session.flush()  # the page that follows shows it
    return row


def remarks_of(session: Session, frozen: MeetingSnapshot) -> list[dict[str, str]]:
    """Give the newest explanation of each agency on each figure, as the pack prints it; one query."""
    query = select(MeetingRemark).where(MeetingRemark.snapshot_id == frozen.id)
    newest = {
        (row.figure, row.org): row
        for row in session.scalars(query.order_by(MeetingRemark.at, MeetingRemark.id))
    }
    return [
        {"figure": row.figure, "text": row.text, "org": row.org, "post": row.post_title}
        for _, row in sorted(newest.items())
    ]
