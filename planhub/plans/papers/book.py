"""The plan book (domain.md §5 d), printed only where every sum of the plan agrees."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from planhub.activities.models import SOURCES
from planhub.infra.pdf import Footer, Limits, PdfOptions, Watermark
from planhub.kernel import clock
from planhub.kernel.access import Role
from planhub.kernel.errors import GuardFailed, Reason
from planhub.kernel.numbers import baht_text
from planhub.kernel.text import Text, current_locale, locale
from planhub.kernel.thai import fiscal_year_span, format_date, format_datetime, in_bangkok, quarter_span
from planhub.places.levels import area_label
from planhub.plans.models import IntegratedPlan
from planhub.plans.papers import composing, money
from planhub.plans.papers.reading import Material, gather
from planhub.plans.queries import APPROVED, budget_of
from planhub.plans.reconciling import differences
from planhub.plans.workflow import WORKFLOW
from planhub.record.types import Document
from planhub.ui import papers

KIND, TOTALS = "plan", "plan-totals"

WHOLE = ("แผนบูรณาการจังหวัด", "ความเหลื่อมล้ำ", "ความยากจน", "ครัวเรือนยากจน", "คณะทำงานจังหวัด")
"""Terms that no line may break."""
SAMPLE = Text("มีข้อมูลตัวอย่าง ไม่ใช่ข้อมูลจริงของหน่วยงาน", "Contains sample data, not real data of the agencies")
DAYS_TO_REPORT = 15
"""Days after a quarter's end by which it is reported (domain.md §7.2; default of a setting)."""

_LIMITS = Limits(cpu=180, wall=240, rows=2_000)
"""Tables of money may have several hundred lines; a page costs well under 0.1 s."""


def plan_book(session: Session, plan: IntegratedPlan, options: Mapping[str, Any]) -> bytes:
    """Print the book with every line of money. Raises `GuardFailed` with the differences where sums do not agree."""
    return _print(session, plan, options, lines=True)


def plan_totals(session: Session, plan: IntegratedPlan, options: Mapping[str, Any]) -> bytes:
    """Print the book with sums alone, for those who may not read lines (security.md §B6). Raises as `plan_book`."""
    return _print(session, plan, options, lines=False)


DOCUMENTS = (
    Document(KIND, Text("เล่มแผนบูรณาการจังหวัด", "Plan book"), plan_book, "plan:money"),
    Document(TOTALS, Text("เล่มแผน แสดงเฉพาะยอดรวม", "Plan book, sums alone"), plan_totals, "plan:view"),
)


def _print(session: Session, plan: IntegratedPlan, options: Mapping[str, Any], *, lines: bool) -> bytes:
    refuse_unequal(session, plan)
    material = gather(session, plan)
    lang = str(options.get("lang") or current_locale())
    with locale(lang):
        pdf_options = _options(material, lang, options, lines=lines)
        values = _values(material, lines=lines) | {
            "mark": pdf_options.footer.short_hash,
            "qr": papers.qr(papers.verify_address(pdf_options.footer.short_hash)),
        }
    return papers.paper("pdf/plan.html", pdf_options, **values)


def refuse_unequal(session: Session, plan: IntegratedPlan) -> None:
    """Raise `GuardFailed` with every difference between the sums of a plan; each is told in both languages."""
    found = differences(plan, budget_of(session, plan.id))
    if found:
        raise GuardFailed([Reason(f"unequal_{one.key}", one.text) for one in found])


def _options(m: Material, lang: str, options: Mapping[str, Any], *, lines: bool) -> PdfOptions:
    plan = m.plan
    thai_digits = bool(options.get("thai_digits", False))
    as_of = str(Text("ข้อมูล ณ {at}", "As of {at}").format(at=format_datetime(m.at)))
    sample = _is_sample(plan)
    mark = papers.mark(
        KIND if lines else TOTALS,
        plan.code,
        plan.version,
        plan.content_hash,
        *((row.activity.code, row.activity.version, row.activity.content_hash) for row in plan.activities),
        *((n.measure, n.latest.value, n.latest.source) for n in m.needs),
        lang,
        thai_digits,
    )
    return PdfOptions(
        title=plan.title,
        created=m.at,
        lang=lang,
        author=str(m.org_name(plan.owner_org)),
        subject=str(Text("แผนบูรณาการจังหวัด", "Provincial integrated plan")),
        thai_digits=thai_digits,
        watermark=_watermark(plan),
        footer=Footer(
            code=plan.code,
            version=str(Text("ฉบับที่ {n}", "Edition {n}").format(n=plan.revision_no)),
            as_of=f"{as_of}\n{SAMPLE}" if sample else as_of,
            short_hash=mark,
        ),
        unbroken=(*WHOLE, m.province.name.th),
        limits=_LIMITS,
    )


def _is_sample(plan: IntegratedPlan) -> bool:
    return plan.origin == "sample" or any(row.activity.origin == "sample" for row in plan.activities)


def _watermark(plan: IntegratedPlan) -> Watermark:
    if plan.is_training:
        return Watermark.TRAINING
    return Watermark.NONE if plan.state in APPROVED | {"superseded"} else Watermark.DRAFT


def _values(m: Material, *, lines: bool) -> dict[str, Any]:
    plan = m.plan
    assert plan.fiscal_year is not None
    table = plan.budget
    orgs = [part.org for part in plan.parts]
    return {
        "m": m,
        "plan": plan,
        "lines": lines,
        "c": composing,
        "province": str(area_label(m.province.code, m.province.name)),
        "orgs": [str(m.org_name(code)) for code in orgs],
        "abbrs": [str(m.org(code)) for code in orgs],
        "table": table,
        "sources": [(key, str(plan.SOURCE_LABELS[key])) for key in SOURCES if key in table.sources],
        "in_words": baht_text(table.total.planned),
        "quarters": money.by_quarter(plan.counted, plan.fiscal_year),
        "rows": composing.activity_rows(m),
        "span": [format_date(day, "long") for day in (plan.start, plan.end) if day]
        or [format_date(day, "long") for day in fiscal_year_span(plan.fiscal_year)],
        "state": str(next(s.label for s in WORKFLOW.states if s.key == plan.state)),
        "calendar": _calendar(plan.fiscal_year),
        "posts": _posts(m),
        "signers": _signers(m),
        "approvals": {str(m.org(org)): _day(at) for org, at in m.approvals.items()},
        "sample": str(SAMPLE) if _is_sample(plan) else "",
        "as_of": format_datetime(m.at),
        "today": clock.today(),
    }


def _day(at: Any) -> str:
    return format_date(in_bangkok(at).date())


def _calendar(fiscal_year: int) -> list[list[str]]:
    """Give the quarters with the day by which each is reported."""
    rows = []
    for n in (1, 2, 3, 4):
        first, last = quarter_span(fiscal_year, n)
        due = last + timedelta(days=DAYS_TO_REPORT)
        rows.append([f"{n}", f"{format_date(first)} – {format_date(last)}", format_date(due)])
    return rows


def _posts(m: Material) -> list[list[str]]:
    """Give, by agency of the plan, the posts that coordinate and that approve; titles, never persons."""
    found = []
    for part in m.plan.parts:
        mine = [p for p in m.posts if p.org == part.org]
        coordinate = [str(p.title) for p in mine if p.role == Role.COORDINATOR]
        approve = [str(p.title) for p in mine if p.role == Role.DIRECTOR]
        found.append([str(m.org_name(part.org)), ", ".join(coordinate) or "–", ", ".join(approve) or "–"])
    return found


def _signers(m: Material) -> list[dict[str, Any]]:
    """Give a block for each agency that takes part, for the page of endorsement; names are written by hand."""
    found = []
    for part in m.plan.parts:
        if part.absent_because or part.refused_because:
            continue
        title = next((str(p.title) for p in m.posts if p.org == part.org and p.role == Role.DIRECTOR), "")
        found.append(
            {"name": "", "post": title, "organization": str(m.org_name(part.org)), "date": str(_DATE)}
        )
    return found


_DATE = Text("วันที่ ........../........../..........", "Date ........../........../..........")
