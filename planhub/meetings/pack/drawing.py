"""The pack: pages made from a frozen snapshot alone, so that equal snapshots give equal bytes."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from planhub.infra.files import store
from planhub.infra.pdf import Footer, Limits, PdfOptions, Watermark
from planhub.infra.pdf.options import MIB, Attachment
from planhub.kernel.numbers import format_money
from planhub.kernel.text import Text, current_locale, locale
from planhub.kernel.thai import format_date, format_datetime, format_time, in_bangkok
from planhub.meetings.models import MeetingSnapshot
from planhub.meetings.pack import layout
from planhub.meetings.pack.compose import Facts, by_urgency
from planhub.meetings.pack.cutting import cut
from planhub.meetings.pack.layout import Layout
from planhub.meetings.pack.snapshot import content_of, decisions
from planhub.places.tiles import drawing
from planhub.ui import papers

SHORT_HASH = 12
"""Characters of the content hash that a sheet bears."""
MOST_LISTED = 40
"""Activities up to which the section of lights lists all of them; beyond, those that need to be followed."""
MOST_URGENT = 45
MOST_LESSONS = 4
"""As many as a page holds."""
MOST_ATTACHED = 20 * MIB
"""Bytes of papers up to which they travel inside the PDF."""
FOR_DIRECTORS = 3
"""Matters on the executive page."""

WHOLE = ("ความเหลื่อมล้ำ", "ความยากจน", "คณะทำงานร่วม", "ลดความเหลื่อมล้ำ")
"""Terms of our meetings that the dictionary would break."""

SAMPLE = Text("มีข้อมูลตัวอย่าง ไม่ใช่ข้อมูลจริงของหน่วยงาน", "Contains sample data, not real data of the agencies")

_LIMITS = Limits(cpu=240, wall=420, memory=1536 * MIB, html=24 * MIB)
"""77 provinces make about a hundred pages; a page costs well under 0.1 s."""


def render(
    snapshot: MeetingSnapshot,
    *,
    version: int,
    options: Mapping[str, Any] | None = None,
    beside: Layout | None = None,
) -> bytes:
    """Give the pack of a snapshot as PDF. Raises `PdfError`, and `ValueError` for a snapshot that was tampered with."""
    content = content_of(snapshot)
    return render_content(content, snapshot.content_hash, version=version, options=options, beside=beside)


def render_content(
    content: Facts,
    content_hash: str,
    *,
    version: int,
    options: Mapping[str, Any] | None = None,
    beside: Layout | None = None,
) -> bytes:
    """Give the pack of frozen figures, drawn as `beside` says; `options` may hold `lang` and `thai_digits`."""
    chosen = dict(options or {})
    lang = str(chosen.get("lang") or "th")
    laid = beside or layout.EMPTY
    marked = layout.mark(content_hash, laid)
    pdf_options = _options(content, marked, version, lang, thai_digits=bool(chosen.get("thai_digits")))
    with locale(lang):
        values = view(content, marked, version, laid)
    return papers.paper("pdf/pack.html", pdf_options, **values)


def _options(content: Facts, content_hash: str, version: int, lang: str, *, thai_digits: bool) -> PdfOptions:
    with locale(lang):
        words = Words(content["orgs"])
        meeting = content["meeting"]
        title = str(Text("เอกสารประกอบการประชุม ครั้งที่ {no}", "Meeting pack {no}").format(no=meeting["no"]))
        return PdfOptions(
            title=title,
            created=datetime.fromisoformat(content["as_of"]),
            lang=lang,
            author=words.org(meeting["secretariat"]),
            subject=words.say(meeting["committee"]),
            thai_digits=thai_digits,
            watermark=Watermark.TRAINING if content["training"] else Watermark.NONE,
            footer=Footer(
                code=meeting["code"],
                version=str(version_words(version)),
                as_of=as_of_words(content),
                short_hash=content_hash[:SHORT_HASH],
            ),
            unbroken=(*WHOLE, *(p["name"]["th"] for p in content["provinces"])),
            attachments=_attached(content),
            limits=_LIMITS,
        )


def _attached(content: Mapping[str, Any]) -> tuple[Attachment, ...]:
    """Embed the papers of the matters, in the order of the agenda; a pack that would grow too heavy only lists them."""
    papers_of = [
        (item["no"], one)
        for part in content["agenda"]
        for item in part["items"]
        for one in item.get("papers", ())
    ]
    if sum(one["size"] for _, one in papers_of) > MOST_ATTACHED:
        return ()
    return tuple(
        Attachment(
            name=f"{n:02} item {number}.{one['name'].rpartition('.')[2].lower()}",
            content=store().get(one["sha256"]),
            description=one["name"],
            relationship="Supplement",
        )
        for n, (number, one) in enumerate(papers_of, start=1)
    )


def version_words(version: int) -> Text:
    """Say which version of the pack it is."""
    return Text("ฉบับที่ {n}", "Version {n}").format(n=version)


def as_of_words(content: Mapping[str, Any]) -> str:
    """Say of which instant the figures are: ข้อมูล ณ วันที่ 9 ธ.ค. 2565 เวลา 10.42 น."""
    at = in_bangkok(datetime.fromisoformat(content["as_of"]))
    day, hour = format_date(at.date()), format_time(at)
    words = Text("ข้อมูล ณ วันที่ {day} เวลา {hour}", "As of {day} {hour}").format(day=day, hour=hour)
    return f"{words}\n{SAMPLE}" if content["has_sample"] else str(words)


class Words:
    """What templates ask for words: in the language of the paper."""

    def __init__(self, orgs: Mapping[str, Any]) -> None:
        """Know the organisations by code."""
        self._orgs = orgs

    def say(self, pair: Mapping[str, str] | None) -> str:
        """Give the text of a pair; nothing for nothing."""
        return "" if pair is None else pair[current_locale()]

    def org(self, code: str | None) -> str:
        """Give the abbreviation of an organisation."""
        known = self._orgs.get(code or "")
        return self.say(known["abbr"]) if known else (code or "")

    def org_name(self, code: str | None) -> str:
        """Give the full name of an organisation."""
        known = self._orgs.get(code or "")
        return self.say(known["name"]) if known else (code or "")

    def abbrs(self, codes: Sequence[str]) -> str:
        """Give the abbreviations of several organisations."""
        return " ".join(self.org(code) for code in codes)

    def day(self, iso: str | None, style: Any = "short") -> str:
        """Write a day; – where there is none."""
        return "–" if iso is None else format_date(date.fromisoformat(iso), style)

    def clock(self, hours: str | None) -> str:
        """Write a time of day."""
        return "" if hours is None else format_time(time.fromisoformat(hours))

    def million(self, satang: int | None) -> str:
        """Write satang in millions of baht, without the unit."""
        return "–" if satang is None else format_money(satang, "million", bare=True)

    def cut(self, text: str | None, most: int) -> str:
        """Cut a text to `most` characters, between words where it can."""
        return cut(text or "", most)

    def anchor(self, number: str) -> str:
        """Give the id under which a matter of the agenda can be found."""
        return f"item-{number.replace('.', '-')}"

    def instant(self, iso: str) -> str:
        """Write an instant in Bangkok's time."""
        return format_datetime(datetime.fromisoformat(iso))


def view(content: Facts, content_hash: str, version: int, beside: Layout | None = None) -> dict[str, Any]:
    """Give everything the templates draw; the locale must be that of the paper."""
    words = Words(content["orgs"])
    matters = decisions(content["agenda"])
    urgent = by_urgency(content["activities"])
    listed = urgent if len(urgent) <= MOST_LISTED else [a for a in urgent if _is_urgent(a)][:MOST_URGENT]
    laid = beside or layout.EMPTY
    return {
        "s": content,
        "w": words,
        "sections": _sections(laid["sections"]),
        "numbers": {key: str(n) for n, key in enumerate(laid["sections"], start=2)},
        "remarks": _by_figure(laid["remarks"]),
        "all_remarks": laid["remarks"],
        "title": content["meeting"]["title"],
        "version": str(version_words(version)),
        "short_hash": content_hash[:SHORT_HASH],
        "as_of": as_of_words(content),
        "sample": str(SAMPLE) if content["has_sample"] else "",
        "matters": matters,
        "first_matters": matters[:FOR_DIRECTORS],
        "listed": listed,
        "unlisted": len(urgent) - len(listed),
        "by_lead": _by_lead(content["activities"]),
        "lessons": content["lessons"][:MOST_LESSONS],
        "drawing": drawing(),
        "map_steps": {row["code"]: min(row["agencies"] + 1, 4) for row in content["overlap"]["rows"]},
        "plans": {plan["province"]: plan for plan in content["plans"]},
        "activity_counts": _counts(content["activities"]),
        "chair": next((m for m in content["meeting"]["members"] if _is_chair(m)), None),
    }


def _sections(keys: Sequence[str]) -> list[tuple[str, str, Text]]:
    """Give key, template and heading of each chosen section."""
    names = dict(layout.SECTIONS)
    return [(key, f"pdf/_pack_{key.replace('-', '_')}.html", names[key]) for key in keys]


def _by_figure(remarks: Sequence[Mapping[str, str]]) -> dict[str, list[Mapping[str, str]]]:
    found: dict[str, list[Mapping[str, str]]] = {}
    for one in remarks:
        found.setdefault(one["figure"], []).append(one)
    return found


def _is_chair(member: Mapping[str, Any]) -> bool:
    duty = member["duty"]
    return duty is not None and duty["en"] in ("Chair", "ประธาน")


def _is_urgent(activity: Mapping[str, Any]) -> bool:
    return activity["light"]["key"] in ("red", "amber", "not_reported")


def _by_lead(activities: Sequence[Facts]) -> list[tuple[str, dict[str, int]]]:
    """Count lights by lead agency, in the order of codes."""
    found: dict[str, dict[str, int]] = {}
    for activity in activities:
        counts = found.setdefault(activity["lead"], {})
        key = activity["light"]["key"]
        counts[key] = counts.get(key, 0) + 1
    return sorted(found.items())


def _counts(activities: Sequence[Facts]) -> dict[str, int]:
    found: dict[str, int] = {}
    for activity in activities:
        for province in activity["provinces"]:
            found[province] = found.get(province, 0) + 1
    return found
