"""The paper of the register: all MOUs on one landscape page, for `planhub pdf mou-register` and the list's button."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from planhub.infra.pdf import Footer, PdfOptions
from planhub.kernel import clock
from planhub.kernel.access import SYSTEM
from planhub.kernel.errors import NotFound
from planhub.kernel.text import Text, current_locale
from planhub.kernel.thai import arabic_digits, format_date, format_datetime
from planhub.mou.duties import measures as duties
from planhub.mou.duties import register
from planhub.mou.duties.register import Line, Register
from planhub.record.audit import acting
from planhub.ui import papers

ALL = "all"
"""The code that asks for the MOUs of all years."""

KIND = "mou-register"


def year_of(code: str) -> int | None:
    """Read the code of a register: a fiscal year (B.E.), or "all". Raises `NotFound`."""
    written = arabic_digits(code.strip())
    if written.casefold() == ALL:
        return None
    if not (written.isdigit() and 2400 < int(written) < 2800):
        raise NotFound
    return int(written)


def register_paper(session: Session, code: str, options: Mapping[str, Any]) -> bytes:
    """Print the register of a fiscal year, or of all, as whoever asks may see it. Raises `NotFound` for another code."""
    year = year_of(code)
    found = register.read(session, acting(session) or SYSTEM, fiscal_year=year)
    lang = str(options.get("lang") or current_locale())
    now = clock.now()
    as_of = Text("ข้อมูล ณ วันที่ {at}", "As of {at}").format(
        at=Text(format_datetime(now, locale="th"), format_datetime(now, locale="en"))
    )
    title = Text("ทะเบียนบันทึกข้อตกลง", "Register of MOUs") if year is None else _OF_YEAR.format(year=year)
    mark = papers.mark(
        KIND, code, lang, now.isoformat(), *((x.row.id, x.row.updated_at) for x in found.lines)
    )
    pdf_options = PdfOptions(
        title=title.in_(lang),
        created=now,
        lang=lang,
        thai_digits=bool(options.get("thai_digits", False)),
        footer=Footer(code=f"{KIND} {code}", as_of=_noted(as_of, found).in_(lang), short_hash=mark),
    )
    return papers.paper(
        "pdf/mou-register.html",
        pdf_options,
        title=title.in_(lang),
        r=found,
        rows=[_row(found, line, lang) for line in found.lines],
        figures=_figures(found, lang),
        qr=papers.qr(papers.verify_address(mark)),
    )


_OF_YEAR = Text("ทะเบียนบันทึกข้อตกลง ปีงบประมาณ พ.ศ. {year}", "Register of MOUs, fiscal year {year} B.E.")
_SAMPLE = Text("มีข้อมูลตัวอย่าง ไม่ใช่ข้อมูลจริงของหน่วยงาน", "Contains sample data, not real data of the agencies")


def _noted(as_of: Text, found: Register) -> Text:
    if not any(line.row.origin == "sample" for line in found.lines):
        return as_of
    return Text("{as_of} · {sample}", "{as_of} · {sample}").format(as_of=as_of, sample=_SAMPLE)


def _figures(found: Register, lang: str) -> list[Mapping[str, Any]]:
    def count(states: tuple[str, ...]) -> int:
        return sum(line.row.state in states for line in found.lines)

    soon = sum(
        1 for x in found.lines if x.health and x.health.days_left is not None and x.health.days_left <= 180
    )
    overdue = sum(line.lights["bad"] for line in found.lines)
    unit, duty = Text("ฉบับ", ""), Text("ข้อ", "")
    told = (
        (Text("มีผลใช้บังคับ", "In force"), count(register.LIVING), unit),
        (Text("กำลังจัดทำ", "In the making"), count(register.COMING), unit),
        (Text("เหลือไม่เกิน 180 วัน", "180 days left or less"), soon, unit),
        (Text("หน้าที่เลยกำหนด", "Duties overdue"), overdue, duty),
    )
    return [{"label": label.in_(lang), "value": n, "unit": of.in_(lang)} for label, n, of in told]


def _row(found: Register, line: Line, lang: str) -> Mapping[str, Any]:
    sheet = line.health
    return {
        "code": line.row.code,
        "no": line.row.official_no or "",
        "title": line.row.title,
        "parties": " ".join(found.called(org).in_(lang) for org in line.parties),
        "state": line.state.label.in_(lang),
        "sign": {"good": "good", "bad": "bad", "ended": "ended", "wait": "wait"}.get(
            line.state.tone.value, "none"
        ),
        "days": _days(line, lang),
        "left": sheet.days_left if sheet else None,
        "late": bool(sheet and sheet.days_left is not None and sheet.days_left <= 90),
        "lights": [(light, n) for light, n in line.lights.items() if n],
        "parts": [
            (found.called(org).in_(lang), duties.worst(one.standing.light for one in line.of_party(org)))
            for org in line.parties
            if line.of_party(org)
        ],
        "live": sheet.live if sheet else None,
        "quiet": sheet.quiet_months if sheet else None,
    }


def _days(line: Line, lang: str) -> str:
    def day(one: date | None) -> str:
        return format_date(one, locale=lang) if one else "–"

    if line.begins is None and line.ends is None:
        return Text("ยังไม่กำหนด", "not set").in_(lang)
    planned = Text("แผน ", "planned ").in_(lang) if line.is_planned else ""
    return f"{planned}{day(line.begins)} – {day(line.ends)}"
