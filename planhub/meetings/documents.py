"""The papers of a meeting: the pack, as it was built or as it would be, and the minutes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from planhub.infra.files import store
from planhub.infra.pdf import Footer, PageStyle, PdfOptions, Watermark
from planhub.kernel.access import Actor, Role, Standing
from planhub.kernel.text import Text
from planhub.meetings import minutes
from planhub.meetings.models import Meeting
from planhub.meetings.pack import drawing, snapshot
from planhub.meetings.pack.compose import Facts
from planhub.meetings.queries import find_pack, find_ready_pack, find_snapshot
from planhub.record import chain
from planhub.ui import papers


def meeting_pack(session: Session, meeting: Meeting, options: Mapping[str, Any]) -> bytes:
    """Give the newest pack that was built; before there is one, the pack as it would be from the figures of now.

    With options (`thai_digits`, `lang`) the same frozen figures are drawn again that way.
    """
    ready = find_ready_pack(session, meeting.id)
    if ready is not None and not options:
        return store().get(ready.sha256)
    frozen = find_snapshot(session, meeting.id)
    if frozen is not None:
        newest = find_pack(session, meeting.id)
        return drawing.render(frozen, version=newest.version if newest else 1, options=options)
    content = snapshot.gather(session, _secretariat(meeting), meeting)
    return drawing.render_content(content, chain.digest(content), version=0, options=options)


def _secretariat(meeting: Meeting) -> Actor:
    """Give the secretariat as such: a pack shows what it may see, whoever prints it."""
    standing = Standing(Role.SECRETARIAT, meeting.owner_org)
    return Actor(user_id=None, name="secretariat", standings=(standing,))


def minutes_paper(session: Session, meeting: Meeting, options: Mapping[str, Any]) -> bytes:
    """Give the minutes: sealed once they are adopted, marked as a draft before."""
    is_final = meeting.state in minutes.FINAL
    sealed = find_snapshot(session, meeting.id, "minutes") if is_final else None
    content = snapshot.content_of(sealed) if sealed else minutes.gather(session, meeting)
    digest = sealed.content_hash if sealed else ""
    pdf_options = _minutes_options(meeting, content, digest, is_final=sealed is not None, options=options)
    return papers.paper("pdf/minutes.html", pdf_options, m=content, w=drawing.Words({}))


def _minutes_options(
    meeting: Meeting, content: Facts, digest: str, *, is_final: bool, options: Mapping[str, Any]
) -> PdfOptions:
    not_adopted = Text("ยังไม่รับรอง", "not adopted")
    lang = str(options.get("lang") or "th")
    return PdfOptions(
        title=str(Text("รายงานการประชุม ครั้งที่ {no}", "Minutes {no}").format(no=content["no"]).in_(lang)),
        created=datetime.fromisoformat(content["as_of"]) if is_final else meeting.updated_at,
        lang=lang,
        subject=content["title"],
        thai_digits=bool(options.get("thai_digits", True)),
        page_style=PageStyle.OFFICIAL,
        watermark=_watermark(content, is_final=is_final),
        footer=Footer(
            code=content["code"],
            version="" if is_final else not_adopted.in_(lang),
            as_of=drawing.SAMPLE.in_(lang) if content["has_sample"] else "",
            short_hash=digest[: drawing.SHORT_HASH],
        ),
        unbroken=(
            *drawing.WHOLE,
            *(p["name"] for key in ("present", "absent", "attending") for p in content[key]),
        ),
    )


def _watermark(content: Mapping[str, Any], *, is_final: bool) -> Watermark:
    if content["training"]:
        return Watermark.TRAINING
    return Watermark.NONE if is_final else Watermark.DRAFT
