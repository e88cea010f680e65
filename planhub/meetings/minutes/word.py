"""Minutes as a Word file in the official form, for those who edit on; the record stays what counts."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm
from sqlalchemy.orm import Session

from planhub.infra.word import FIRST_LINE, Sheet
from planhub.kernel.text import THAI
from planhub.kernel.thai import format_date, format_time
from planhub.meetings.minutes.papers import content_of
from planhub.meetings.models import Meeting
from planhub.meetings.pack.compose import Facts

_DOTS = "." * 30


def minutes_file(session: Session, meeting: Meeting, *, thai: bool = True) -> bytes:
    """Give the minutes as docx: as sealed once they are adopted, marked as not adopted before; the words of form 11."""
    content, sealed = content_of(session, meeting)
    sheet = Sheet(thai=thai)
    sheet.describe(
        f"{meeting.code} รายงานการประชุม ครั้งที่ {content['no']}", content["title"], meeting.updated_at
    )
    draft = "ร่าง ยังไม่รับรอง — แก้ไขในไฟล์นี้ไม่เปลี่ยนข้อความในระบบ"
    mark = f" · {sealed.content_hash[:12]}" if sealed else ""
    sheet.margins("" if sealed else draft, f"{content['code']}{mark}")
    _head(sheet, content)
    for part in content["agenda"]:
        _part(sheet, part)
    sheet.paragraph(f"เลิกประชุมเวลา {_clock(content['ended_at'])}", bold=True)
    sheet.blocks(
        [
            _signer(content["recorder"], "ผู้จดรายงานการประชุม"),
            _signer(content["checker"], "ผู้ตรวจรายงานการประชุม"),
        ],
        columns=2,
    )
    _annexes(sheet, content)
    return sheet.content()


def _head(sheet: Sheet, content: Facts) -> None:
    for line in (
        f"รายงานการประชุม{content['committee'][THAI]}",
        f"ครั้งที่ {content['no']}",
        f"เมื่อ{_day(content['held_on'], 'full')}",
        f"ณ {content['place'] or _DOTS}",
    ):
        sheet.paragraph(line, align=WD_ALIGN_PARAGRAPH.CENTER, bold=True)
    sheet.paragraph("_" * 20, align=WD_ALIGN_PARAGRAPH.CENTER)
    for title, key in (("ผู้มาประชุม", "present"), ("ผู้ไม่มาประชุม", "absent"), ("ผู้เข้าร่วมประชุม", "attending")):
        _people(sheet, title, content[key])
    sheet.paragraph(f"เริ่มประชุมเวลา {_clock(content['began_at'])}", bold=True)
    opening = (
        "เมื่อถึงเวลาประชุมไม่ครบองค์ประชุม ประธานจึงดำเนินการเป็นการประชุมหารือโดยไม่มีมติ ตามระเบียบวาระ ดังนี้"
        if content["is_consultation"]
        else "เมื่อครบองค์ประชุมแล้ว ประธานกล่าวเปิดประชุมและดำเนินการตามระเบียบวาระ ดังนี้"
    )
    sheet.paragraph(opening, first=FIRST_LINE)


def _people(sheet: Sheet, title: str, people: Sequence[Facts]) -> None:
    if not people:
        return
    sheet.paragraph(title, bold=True, keep=True)
    for n, one in enumerate(people, start=1):
        words = "  ".join(part for part in (one["name"], one["post"], one["duty"]) if part)
        sheet.paragraph(f"{n}. {words}", first=Cm(1))


def _part(sheet: Sheet, part: Facts) -> None:
    sheet.paragraph(f"ระเบียบวาระที่ {part['key']} {part['label'][THAI]}", style="Heading 1")
    if not part["items"]:
        sheet.paragraph(part["nothing"][THAI], first=FIRST_LINE)
    for item in part["items"]:
        if item["title"] != part["label"][THAI]:
            sheet.paragraph(f"{item['no']} {item['title']}", bold=True, keep=True)
        _item(sheet, item)


def _item(sheet: Sheet, item: Facts) -> None:
    for line in (item["text"] or "").splitlines():
        if line.strip():
            sheet.paragraph(line.strip(), first=FIRST_LINE)
    for one in item.get("left") or ():
        sheet.paragraph(
            f"{one['name']} ออกจากห้องประชุมในระหว่างพิจารณาเรื่องนี้ เนื่องจาก{one['cause']}", first=FIRST_LINE
        )
    if item.get("withdrawn"):
        sheet.paragraph(f"ถอนเรื่อง {item['withdrawn']}", first=FIRST_LINE, bold=True)
    for resolution in item["resolutions"]:
        _resolution(sheet, resolution)


def _resolution(sheet: Sheet, resolution: Facts) -> None:
    line = sheet.paragraph("มติที่ประชุม ", bold=True, first=FIRST_LINE)
    words = resolution["text"]
    if resolution["what"]:
        due = _day(resolution["due_on"], "long")
        task = "" if resolution["what"] in words else f"ดำเนินการ{resolution['what']} "
        words += f" มอบหมาย {resolution['org']} {task}ภายในวันที่ {due}"
    sheet.write(line, words)


def _annexes(sheet: Sheet, content: Facts) -> None:
    if content.get("corrections"):
        sheet.paragraph(
            "เอกสารแนบท้าย บัญชีการแก้ไขรายงานการประชุม", style="Heading 1"
        ).paragraph_format.page_break_before = True
        rows = [
            [
                str(c["number"]),
                f"{c['place']} (ขอโดย {c['asked_by']})",
                c["was"] or "–",
                c["wording"],
                " ".join(x for x in ("แก้ไขแล้ว" if c["accepted"] else "คงเดิม", c["answer"]) if x),
            ]
            for c in content["corrections"]
        ]
        sheet.table(
            ["ที่", "ตำแหน่งในรายงาน", "ข้อความเดิม", "ข้อความที่ขอ/ที่ใช้", "ผลการพิจารณา"], rows, [1, 3.5, 4, 4, 3.5]
        )
    if content["assignments"]:
        sheet.paragraph(
            "เอกสารแนบท้าย ตารางเรื่องที่ที่ประชุมมอบหมาย", style="Heading 1"
        ).paragraph_format.page_break_before = True
        rows = [
            [
                str(a["number"]),
                a["what"],
                " ".join(x for x in (a["org"], a["post"]) if x),
                _day(a["due_on"], "short"),
            ]
            for a in content["assignments"]
        ]
        sheet.table(["มติที่", "เรื่องที่มอบหมาย", "ผู้รับผิดชอบ", "ภายในวันที่"], rows, [1.5, 7.5, 4, 3])


def _signer(person: Facts, duty: str) -> list[str]:
    lines = ["", f"(ลงชื่อ) {_DOTS}", f"({person['name'] or _DOTS})", person["post"] or "", duty]
    return [line for n, line in enumerate(lines) if line or n == 0]


def _day(iso: str | None, style: Any) -> str:
    return format_date(date.fromisoformat(iso), style, locale=THAI) if iso else "–"


def _clock(hours: str | None) -> str:
    return format_time(time.fromisoformat(hours), locale=THAI) if hours else _DOTS
