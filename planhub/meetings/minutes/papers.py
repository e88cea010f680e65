"""The papers of minutes: the minutes themselves in the official form, and the extract of one resolution."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from planhub.infra.pdf import Footer, PageStyle, PdfOptions, Watermark
from planhub.kernel.access import Actor
from planhub.kernel.errors import NotFound
from planhub.kernel.text import Text
from planhub.meetings import rules
from planhub.meetings.minutes import gathering
from planhub.meetings.minutes.guards import was_there
from planhub.meetings.minutes.models import ResolutionExtract
from planhub.meetings.minutes.queries import extract_words
from planhub.meetings.models import Meeting, MeetingSnapshot
from planhub.meetings.pack import drawing, snapshot
from planhub.meetings.pack.compose import Facts
from planhub.meetings.queries import find_snapshot
from planhub.meetings.words import RESOLUTIONS, word
from planhub.record import access
from planhub.ui import papers

EXTRACT = "resolution-extract"
"""The kind of paper of one resolution."""

MINUTED = frozenset({"adjourned", "minutes_draft", "minutes_circulated", "minutes_adopted", "closed"})
"""States in which there are minutes, or notes for them."""


def may_read(actor: Actor, meeting: Any) -> bool:
    """Tell whether the actor may read the minutes: everybody once adopted; before, writers and those who attended."""
    if meeting.state in gathering.FINAL:
        return access.may(actor, rules.VIEW, meeting)
    if access.may(actor, rules.MINUTE, meeting):
        return True
    if meeting.state == "minutes_draft":
        return access.may(actor, rules.CHECK, meeting)
    return meeting.state == "minutes_circulated" and was_there(actor, meeting.attendees)


def content_of(session: Session, meeting: Meeting) -> tuple[Facts, MeetingSnapshot | None]:
    """Give what the minutes say: as sealed once they are adopted, as they stand before."""
    is_final = meeting.state in gathering.FINAL
    sealed = find_snapshot(session, meeting.id, "minutes") if is_final else None
    return (snapshot.content_of(sealed), sealed) if sealed else (gathering.gather(session, meeting), None)


def minutes_paper(session: Session, meeting: Meeting, options: Mapping[str, Any]) -> bytes:
    """Give the minutes: sealed once they are adopted, marked as not adopted before."""
    content, sealed = content_of(session, meeting)
    pdf_options = _options(meeting, content, sealed, options)
    return papers.paper("pdf/minutes.html", pdf_options, m=content, w=drawing.Words({}))


def _options(
    meeting: Meeting, content: Facts, sealed: MeetingSnapshot | None, options: Mapping[str, Any]
) -> PdfOptions:
    not_adopted = Text("ยังไม่รับรอง", "not adopted")
    lang = str(options.get("lang") or "th")
    names = [p["name"] for key in ("present", "absent", "attending") for p in content[key]]
    return PdfOptions(
        title=str(Text("รายงานการประชุม ครั้งที่ {no}", "Minutes {no}").format(no=content["no"]).in_(lang)),
        created=datetime.fromisoformat(content["as_of"]) if sealed else meeting.updated_at,
        lang=lang,
        subject=content["title"],
        thai_digits=bool(options.get("thai_digits", True)),
        page_style=PageStyle.OFFICIAL,
        watermark=_watermark(content, is_final=sealed is not None),
        footer=Footer(
            code=content["code"],
            version="" if sealed else not_adopted.in_(lang),
            as_of=drawing.SAMPLE.in_(lang) if content["has_sample"] else "",
            short_hash=(sealed.content_hash if sealed else "")[: drawing.SHORT_HASH],
        ),
        unbroken=(*drawing.WHOLE, *names),
    )


def _watermark(content: Mapping[str, Any], *, is_final: bool) -> Watermark:
    if content["training"]:
        return Watermark.TRAINING
    return Watermark.NONE if is_final else Watermark.DRAFT


def extract_paper(
    session: Session, meeting: Meeting, extract: ResolutionExtract, options: Mapping[str, Any]
) -> bytes:
    """Give the extract of one resolution, taken from the sealed minutes alone. Raises `NotFound`."""
    sealed = session.get_one(MeetingSnapshot, extract.snapshot_id)
    content = snapshot.content_of(sealed)
    number = next(r.number for r in meeting.resolutions if r.id == extract.resolution_id)
    found = _find(content, number)
    if found is None:
        raise NotFound
    part, item, resolution = found
    lang = str(options.get("lang") or "th")
    pdf_options = PdfOptions(
        title=str(Text("สำเนามติที่ประชุม เลขที่ {n}", "Extract {n}").format(n=extract_words(extract)).in_(lang)),
        created=extract.made_at,
        lang=lang,
        subject=content["title"],
        thai_digits=bool(options.get("thai_digits", True)),
        page_style=PageStyle.OFFICIAL,
        watermark=_watermark(content, is_final=True),
        footer=Footer(
            code=f"{content['code']} · {extract_words(extract)}",
            version="",
            as_of=drawing.SAMPLE.in_(lang) if content["has_sample"] else "",
            short_hash=papers.mark(sealed.content_hash, extract.id),
        ),
        unbroken=drawing.WHOLE,
    )
    return papers.paper(
        "pdf/resolution-extract.html",
        pdf_options,
        m=content,
        w=drawing.Words({}),
        no=extract_words(extract),
        part=part,
        item=item,
        r=resolution,
        kind=word(RESOLUTIONS, resolution["kind"]),
        mark=sealed.content_hash[: drawing.SHORT_HASH],
    )


def _find(content: Facts, number: int) -> tuple[Facts, Facts, Facts] | None:
    for part in content["agenda"]:
        for item in part["items"]:
            for resolution in item["resolutions"]:
                if resolution["number"] == number:
                    return part, item, resolution
    return None
