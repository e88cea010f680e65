"""The letter of invitation (หนังสือเชิญประชุม), one page for each invited post, and the cover memo of directors' folders."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from planhub.infra.pdf import Footer, PageStyle, PdfOptions, Watermark
from planhub.kernel.text import Text
from planhub.kernel.thai import format_date, format_time
from planhub.meetings.agenda.numbers import find_chair, numbered
from planhub.meetings.inviting.answers import holders_of, invited, name_of
from planhub.meetings.models import Meeting
from planhub.meetings.words import ARISING, CONSIDERATION, INFORMATION, RESOLUTIONS, SECTIONS, word
from planhub.people.models import Organization
from planhub.people.queries import list_organizations
from planhub.ui import papers

INVITATION, MEMO = "invitation", "meeting-memo"
"""Kinds of the two papers."""

ANSWER_DAYS = 3
"""Days before the meeting by which an answer is asked for; the default of a setting."""
MOST_MATTERS = 6
"""Matters that a memo of one page lists."""

SAMPLE = Text("มีข้อมูลตัวอย่าง ไม่ใช่ข้อมูลจริงของหน่วยงาน", "Contains sample data, not real data of the agencies")


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom a letter goes."""

    post_id: str
    post: str
    name: str
    org: str | None


def addressees(session: Session, meeting: Meeting, only: str | None = None) -> list[Addressee]:
    """Give to whom letters go: every invited post but that of who signs; with `only`, that post alone."""
    lines = invited(meeting)
    holders = holders_of(session, lines)
    found = []
    for line in lines:
        holder = holders.get(line.post_id or "")
        post = holder.title.th if holder else line.post_title or ""
        found.append(Addressee(line.post_id or "", post, name_of(holder), line.org))
    if only is not None:
        return [one for one in found if one.post_id == only]
    return [one for one in found if one.name != meeting.signer_name] or found


def invitation(session: Session, meeting: Meeting, options: Mapping[str, Any]) -> bytes:
    """Print the letters with the agenda behind them; with the option `to`, the letter to that post alone."""
    orgs = {org.code: org for org in list_organizations(session)}
    sent_to = addressees(session, meeting, options.get("to"))
    pdf_options = _options(
        meeting, Text("หนังสือเชิญประชุม", "Letter of invitation"), options, INVITATION, style=PageStyle.OFFICIAL
    )
    return papers.paper(
        "pdf/invitation.html",
        pdf_options,
        m=meeting,
        letters=sent_to,
        office=orgs[meeting.owner_org],
        signer=_signer(meeting),
        agenda=_agenda(meeting, orgs),
        answer_by=meeting.held_on - timedelta(days=ANSWER_DAYS),
        urgent=meeting.is_urgent,
        qr=papers.qr(papers.address(f"/meetings/{meeting.code}/answers")),
    )


def _signer(meeting: Meeting) -> Mapping[str, str]:
    chair = find_chair(meeting)
    return {
        "name": meeting.signer_name or (chair.name if chair else ""),
        "post": meeting.signer_post or (chair.post_title if chair else "") or "",
        "order": meeting.signer_order or "",
    }


def _agenda(meeting: Meeting, orgs: Mapping[str, Organization]) -> list[Mapping[str, Any]]:
    items = numbered(meeting)
    return [
        {
            "key": key,
            "label": label,
            "items": [
                {"no": no, "title": item.title, "org": orgs[item.org].abbr if item.org else None}
                for no, item in items
                if item.section == key
            ],
        }
        for key, label in SECTIONS
    ]


def memo(session: Session, meeting: Meeting, options: Mapping[str, Any]) -> bytes:
    """Print the cover memo of each agency's folder, a page each; with the option `org`, of that agency alone."""
    orgs = {org.code: org for org in list_organizations(session)}
    wanted = options.get("org")
    sent_to = [
        a
        for a in addressees(session, meeting)
        if a.org and a.org != meeting.owner_org and wanted in (None, a.org)
    ]
    return papers.paper(
        "pdf/meeting-memo.html",
        _options(meeting, Text("บันทึกเสนอผู้บริหาร", "Cover memo"), options, MEMO),
        m=meeting,
        memos=[_memo(meeting, to, orgs) for to in sent_to],
        qr=papers.qr(papers.address(f"/meetings/{meeting.code}")),
    )


def _memo(meeting: Meeting, to: Addressee, orgs: Mapping[str, Organization]) -> Mapping[str, Any]:
    items = numbered(meeting)
    matters = [(no, item) for no, item in items if item.section == CONSIDERATION]
    mine = [(no, item) for no, item in items if item.section == ARISING and item.org == to.org]
    informed = sum(item.section == INFORMATION for _, item in items)
    return {
        "org": orgs[to.org].name_th if to.org else "",
        "to": to.post,
        "before": _before(meeting),
        "facts": [
            f"เรื่องเสนอเพื่อพิจารณา {len(matters)} เรื่อง เรื่องเสนอเพื่อทราบ {informed} เรื่อง",
            f"เรื่องสืบเนื่องที่หน่วยงานรับผิดชอบ {len(mine)} เรื่อง"
            + (f" ได้แก่ {'; '.join(item.title for _, item in mine[:3])}" if mine else ""),
        ],
        "matters": list(_matters(matters, orgs)),
        "more": max(len(matters) - MOST_MATTERS, 0),
    }


def _before(meeting: Meeting) -> str:
    hours = f" เวลา {format_time(meeting.starts_at, locale='th')}" if meeting.starts_at else ""
    place = meeting.place or meeting.link or "สถานที่ที่จะแจ้งให้ทราบ"
    letter = f" ตามหนังสือที่ {meeting.letter_no}" if meeting.letter_no else ""
    return (
        f"{meeting.committee.name_th} เชิญประชุมครั้งที่ {meeting.no}{letter} "
        f"ใน{format_date(meeting.held_on, 'full', locale='th')}{hours} ณ {place}"
    )


def _matters(matters: list[tuple[str, Any]], orgs: Mapping[str, Organization]) -> Iterator[Mapping[str, Any]]:
    for no, item in matters[:MOST_MATTERS]:
        asked = word(RESOLUTIONS, item.requested).th if item.requested else "พิจารณา"
        yield {
            "no": no,
            "title": item.title,
            "org": orgs[item.org].abbr.th if item.org else "",
            "asked": asked,
            "draft": item.draft_resolution or item.proposal or "",
        }


def _options(
    meeting: Meeting,
    title: Text,
    options: Mapping[str, Any],
    kind: str,
    *,
    style: PageStyle = PageStyle.REPORT,
) -> PdfOptions:
    lang = str(options.get("lang") or "th")
    mark = papers.mark(kind, meeting.id, meeting.version, options.get("to"), options.get("org"))
    watermark = Watermark.DRAFT if meeting.state == "draft" else Watermark.NONE
    return PdfOptions(
        title=f"{title.in_(lang)} {meeting.no}",
        created=meeting.updated_at,
        lang=lang,
        subject=meeting.title,
        thai_digits=bool(options.get("thai_digits", True)),
        page_style=style,
        watermark=Watermark.TRAINING if meeting.is_training else watermark,
        footer=Footer(
            code=meeting.code,
            short_hash=mark,
            as_of=SAMPLE.in_(lang) if meeting.origin == "sample" else "",
        ),
        unbroken=("ความเหลื่อมล้ำ", "ความยากจน", "คณะทำงานร่วม", *(a.name for a in meeting.attendees)),
    )
