"""The paper of a progress report (domain.md §5 e): one or two pages under the heads that Thai forms share."""

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.activities import choices as lists
from planhub.activities.measures import percent
from planhub.infra import files
from planhub.infra.pdf import Footer, PdfOptions, Watermark
from planhub.kernel import clock
from planhub.kernel.numbers import format_money, format_number
from planhub.kernel.text import Text, current_locale, locale, plain
from planhub.kernel.thai import BE, format_date, format_datetime, month_name, quarter_span
from planhub.kernel.workflow import Tone
from planhub.people.models import Organization
from planhub.places.queries import full_names
from planhub.progress import choices, guards
from planhub.progress.models import ProgressReport
from planhub.progress.rules import CERTIFIED
from planhub.progress.workflow import WORKFLOW
from planhub.record.models import Attachment, Event
from planhub.ui import papers

SHORT_HASH = 12
"""Characters of the content hash that a sheet bears."""
MOST_PHOTOS = 4
PHOTO_EDGE = 1_000
"""Pixels of a photo's longer edge on paper."""
NOTHING = "–"

_STATUS_SIGNS = {"on_track": "good", "off_track": "bad"}
_RATING_SIGNS = {"on_plan": "good", "slow": "wait", "off_plan": "bad"}
_SIGNS = {Tone.GOOD: "good", Tone.BAD: "bad", Tone.WAIT: "wait", Tone.ENDED: "ended"}


class Act(NamedTuple):
    """Who did something, from which post, when."""

    name: str
    post: str
    capacity: str
    day: str


def activity_report(session: Session, report: ProgressReport, options: Mapping[str, Any]) -> bytes:
    """Print the report; what is not certified yet is marked as a draft."""
    lang = str(options.get("lang") or current_locale())
    with locale(lang):
        values = _values(session, report)
    photos = _photos(session, report)
    as_of = Text("ข้อมูล ณ วันที่ {at}", "As of {at}").format(
        at=Text(format_datetime(clock.now(), locale="th"), format_datetime(clock.now(), locale="en"))
    )
    sample = Text(" · มีข้อมูลตัวอย่าง ไม่ใช่ข้อมูลจริงของหน่วยงาน", " · contains sample data, not the agencies' own")
    paper = PdfOptions(
        title=f"{report.code} {report.title}",
        created=report.updated_at,
        lang=lang,
        subject=report.activity.title,
        thai_digits=bool(options.get("thai_digits", False)),
        watermark=_watermark(report),
        images={name: content for name, _, content in photos},
        footer=Footer(
            code=report.code,
            as_of=as_of.in_(lang) + (sample.in_(lang) if report.origin == "sample" else ""),
            short_hash=report.content_hash[:SHORT_HASH],
        ),
    )
    pictures = [(name, told) for name, told, _ in photos]
    return papers.paper("pdf/activity-report.html", paper, **values, photos=pictures)


def _watermark(report: ProgressReport) -> Watermark:
    if report.is_training:
        return Watermark.TRAINING
    return Watermark.NONE if report.state in CERTIFIED else Watermark.DRAFT


def _values(session: Session, report: ProgressReport) -> dict[str, Any]:
    activity = report.activity
    orgs = _orgs(session, report)
    state = WORKFLOW.state(report.state)
    outputs = [i for i in activity.indicators if i.kind == "output"]
    outcomes = [i for i in activity.indicators if i.kind != "output"]
    pct = report.reported_pct if report.reported_pct is not None else _live_pct(report)
    planned = report.planned_pct if report.planned_pct is not None else guards.planned(report)
    return {
        "report": report,
        "activity": activity,
        "period": _period(report),
        "state": (_SIGNS.get(state.tone, "none"), str(state.label)),
        "rating": _sign(_RATING_SIGNS, dict(choices.RATINGS), report.rating),
        "status": _sign(_STATUS_SIGNS, dict(choices.STATUSES), report.status) or ("none", NOTHING),
        "pct": pct,
        "planned": planned,
        "lead": orgs[activity.owner_org],
        "partners": [orgs[p.org] for p in activity.partners if p.org in orgs and p.share != "declined"],
        "areas": [str(name) for name in full_names(session, activity.area_codes or ()).values()],
        "target": _target(activity),
        "span": _span(activity),
        "outputs": [_figure_row(report, i) for i in outputs],
        "outcomes": [_figure_row(report, i) for i in outcomes],
        "notes": [_no_data(report, outputs), _no_data(report, outcomes)],
        "money": _money_rows(report, orgs),
        "money_foot": _money_foot(report),
        "steps": [_step_row(m) for m in activity.milestones],
        "acts": _acts(session, report, orgs),
    }


def _sign(signs: Mapping[str, str], words: Mapping[str, Text], key: str | None) -> tuple[str, str] | None:
    return (signs[key], str(words[key])) if key else None


def _live_pct(report: ProgressReport) -> int | None:
    return report.physical_pct if report.physical_pct is not None else guards.derived_pct(report)


def _period(report: ProgressReport) -> str:
    assert report.fiscal_year is not None  # the calendar gave it
    first, last = quarter_span(report.fiscal_year, report.quarter)
    months = Text("{a} – {b}", "{a} – {b}").format(
        a=month_name(first.month, short=True), b=month_name(last.month, short=True)
    )
    words = Text("ไตรมาส {q}/{year} ({months} {be})", "Q{q} FY {year} ({months} {ce})")
    said = words.format(
        q=report.quarter, year=report.fiscal_year, months=months, be=last.year + BE, ce=last.year
    )
    return str(said)


def _orgs(session: Session, report: ProgressReport) -> dict[str, str]:
    activity = report.activity
    codes = {activity.owner_org, *(p.org for p in activity.partners), *(row.org for row in report.spending)}
    found = session.scalars(select(Organization).where(Organization.code.in_(sorted(codes))))
    return {o.code: str(o.abbr) for o in found}


def _target(activity: Any) -> str:
    group = dict(lists.TARGET_GROUPS).get(activity.target_group or "", plain(""))
    count = "" if activity.target_count is None else format_number(activity.target_count)
    said = " ".join(part for part in (str(group), count, activity.target_unit or "") if part)
    return said or NOTHING


def _span(activity: Any) -> str:
    days = [format_date(d) if d else NOTHING for d in (activity.start, activity.end)]
    return " – ".join(days)


# --- rows -------------------------------------------------------------------------------------------------------


def _number(value: Decimal | None) -> str:
    return NOTHING if value is None else format_number(value)


def _figure_row(report: ProgressReport, indicator: Any) -> list[str]:
    now = (report.fiscal_year, report.quarter)
    mine = next((f for f in report.figures if f.indicator == indicator.name), None)
    values = report.activity.indicator_values
    wanted = next(
        (v.target for v in values if v.indicator == indicator.name and (v.fiscal_year, v.quarter) == now),
        None,
    )
    total = guards.to_date(report, indicator)
    share = percent(total, indicator.target) if total is not None and indicator.target else None
    actual = mine.actual if mine else None
    said = str(Text("ไม่มีข้อมูล", "no data")) if mine and mine.no_data_because and actual is None else ""
    return [
        f"{indicator.name} ({indicator.unit})",
        _number(indicator.target),
        _number(wanted),
        said or _number(actual),
        _number(total),
        NOTHING if share is None else f"{share}",
    ]


def _no_data(report: ProgressReport, indicators: Sequence[Any]) -> str:
    """Say why figures are missing, below their table."""
    told = {f.indicator: f.no_data_because for f in report.figures if f.actual is None and f.no_data_because}
    lines = [f"{i.name}: {told[i.name]}" for i in indicators if i.name in told]
    notes = []
    if lines:
        notes.append(Text("ไม่มีข้อมูล — {why}", "No data — {why}").format(why=plain(" · ".join(lines))))
    names = {i.name for i in indicators}
    for row in report.measured:
        if row.name in names and row.disagree:
            said = " · ".join(
                f"{_number(one.value)} ({one.source} {format_date(one.as_of)} {one.post})" for one in row.said
            )
            notes.append(
                Text("ข้อมูลไม่ตรงกัน — {name}: {said}", "Sources disagree — {name}: {said}").format(
                    name=plain(row.name), said=plain(said)
                )
            )
    return " · ".join(str(note) for note in notes)


def _money(satang: int | None) -> str:
    return NOTHING if satang is None else format_money(satang, bare=True)


def _money_rows(report: ProgressReport, orgs: Mapping[str, str]) -> list[list[str]]:
    told = {guards.line_key(row): row for row in report.spending}
    sources = dict(lists.BUDGET_SOURCES)
    years = {line.fiscal_year for line in report.activity.budget_lines}
    rows = []
    for line in report.activity.budget_lines:
        row = told.get(guards.line_key(line))
        spent, share = row.disbursed if row else None, None
        base = line.allocated if line.allocated is not None else line.planned
        if spent is not None and base:
            share = 100 * spent // base
        rows.append(
            [
                f"{orgs.get(line.org, line.org)} · {sources[line.source]}"
                + (f" · {line.fiscal_year}" if len(years) > 1 else ""),
                _money(line.planned),
                _money(line.allocated),
                _money(row.committed if row else None),
                _money(spent),
                NOTHING if share is None else f"{share}",
            ]
        )
    return rows


def _money_foot(report: ProgressReport) -> list[str]:
    lines = report.activity.budget_lines
    planned, allocated = sum(x.planned for x in lines), _sum([x.allocated for x in lines])
    committed = _sum([row.committed for row in report.spending])
    disbursed = _sum([row.disbursed for row in report.spending])
    base = allocated if allocated is not None else planned
    share = NOTHING if disbursed is None or not base else f"{100 * disbursed // base}"
    return [str(Text("รวม", "Sum")), *map(_money, (planned, allocated, committed, disbursed)), share]


def _sum(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _step_row(step: Any) -> list[str]:
    done = format_date(step.done_on) if step.done_on else NOTHING
    return [step.title, f"{step.weight}", format_date(step.due_on) if step.due_on else NOTHING, done]


# --- who, and pictures ------------------------------------------------------------------------------------------


def _acts(session: Session, report: ProgressReport, orgs: Mapping[str, str]) -> dict[str, Act]:
    """Give who sent, certified and accepted it in this round."""
    moves = ["submit", "certify", "accept"]
    query = (
        select(Event)
        .where(Event.record_id == report.id, Event.round == report.round, Event.move.in_(moves))
        .order_by(Event.n)
    )
    return {event.move: _act(event, orgs) for event in session.scalars(query)}


def _act(event: Event, orgs: Mapping[str, str]) -> Act:
    post = Text(event.post_title_th or "", event.post_title_en or event.post_title_th or "")
    org = orgs.get(event.org_code or "", event.org_code or "")
    whole = str(post) if org in str(post) else f"{post} {org}".strip()
    order = f" ({event.order_no})" if event.order_no else ""
    capacity = {
        "acting": Text("รักษาการแทน", "acting"),
        "delegated": Text("ปฏิบัติการแทน", "by delegation"),
    }.get(event.capacity)
    return Act(
        event.actor_name,
        whole,
        f"{capacity}{order}" if capacity else "",
        format_date(event.at.astimezone(clock.BANGKOK).date()),
    )


def _photos(session: Session, report: ProgressReport) -> list[tuple[str, str, bytes]]:
    """Give up to four pictures of the report: name on paper, name for people, and a small JPEG."""
    query = (
        select(Attachment)
        .where(Attachment.record_id == report.id, Attachment.media_type.in_(["image/jpeg", "image/png"]))
        .order_by(Attachment.at, Attachment.id)
        .limit(MOST_PHOTOS)
    )
    found = []
    for n, row in enumerate(session.scalars(query), start=1):
        try:
            content = files.store().get(row.sha256)
        except FileNotFoundError:
            continue
        found.append((f"photo-{n}.jpg", row.name, _small(content)))
    return found


def _small(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content)) as picture:
        small = picture.convert("RGB")
        small.thumbnail((PHOTO_EDGE, PHOTO_EDGE))
        out = io.BytesIO()
        small.save(out, "JPEG", quality=82)
    return out.getvalue()
