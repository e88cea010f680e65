"""The paper of one activity: who does what where, until when, for what money and with which result, on one or two pages."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from planhub.activities import choices
from planhub.activities.measures import light_of, money_of, total
from planhub.activities.models import JointActivity
from planhub.activities.workflow import WORKFLOW
from planhub.infra.pdf import Footer, PdfOptions, Watermark
from planhub.kernel import clock
from planhub.kernel.numbers import format_money, format_number
from planhub.kernel.text import Text, current_locale, locale, plain
from planhub.kernel.thai import format_date, format_datetime
from planhub.people.queries import called
from planhub.places.queries import full_names
from planhub.record.types import Document
from planhub.ui import papers

KIND, TOTALS = "activity", "activity-totals"
NOTHING = "–"
AGREED = frozenset({"accepted", "planned", "in_progress", "postponed", "done_reported", "completed"})
"""States in which the sheet is no draft."""
SAMPLE = Text("มีข้อมูลตัวอย่าง ไม่ใช่ข้อมูลจริงของหน่วยงาน", "Contains sample data, not real data of the agencies")


def sheet(session: Session, activity: JointActivity, options: Mapping[str, Any]) -> bytes:
    """Print the activity with every line of money. Raises `PdfError`."""
    return _print(session, activity, options, lines=True)


def totals(session: Session, activity: JointActivity, options: Mapping[str, Any]) -> bytes:
    """Print the activity with sums alone, for those who may not read lines (security.md §B6). Raises `PdfError`."""
    return _print(session, activity, options, lines=False)


DOCUMENTS = (
    Document(KIND, Text("ใบกิจกรรม", "Activity sheet"), sheet, "activity:money"),
    Document(TOTALS, Text("ใบกิจกรรม แสดงเฉพาะยอดรวม", "Activity sheet, sums alone"), totals, "activity:view"),
)


def _print(session: Session, activity: JointActivity, options: Mapping[str, Any], *, lines: bool) -> bytes:
    lang, thai_digits = str(options.get("lang") or current_locale()), bool(options.get("thai_digits", False))
    now = clock.now()
    mark = papers.mark(
        KIND if lines else TOTALS, activity.code, activity.version, activity.content_hash, lang, thai_digits
    )
    with locale(lang):
        as_of = str(Text("ข้อมูล ณ {at}", "As of {at}").format(at=format_datetime(now)))
        values = _values(session, activity, lines=lines)
        paper = PdfOptions(
            title=f"{activity.code} {activity.title}",
            created=now,
            lang=lang,
            subject=activity.title,
            thai_digits=thai_digits,
            watermark=_watermark(activity),
            footer=Footer(
                code=activity.code,
                version=str(Text("รุ่น {n}", "Version {n}").format(n=activity.version)),
                as_of=as_of + (f" · {SAMPLE}" if activity.origin == "sample" else ""),
                short_hash=mark,
            ),
        )
    return papers.paper("pdf/activity.html", paper, **values)


def _watermark(activity: JointActivity) -> Watermark:
    if activity.is_training:
        return Watermark.TRAINING
    return Watermark.NONE if activity.state in AGREED else Watermark.DRAFT


def _values(session: Session, activity: JointActivity, *, lines: bool) -> dict[str, Any]:
    orgs = {activity.owner_org, *(p.org for p in activity.partners), *(x.org for x in activity.budget_lines)}
    names = called(session, orgs)
    light = light_of(activity, activity.milestones, clock.today())
    words = dict(choices.DIRECTIONS)
    group = str(dict(choices.TARGET_GROUPS).get(activity.target_group or "", plain("")))
    count = "" if activity.target_count is None else format_number(activity.target_count)
    return {
        "activity": activity,
        "lines": lines,
        "state": str(next(s.label for s in WORKFLOW.states if s.key == activity.state)),
        "light": ({"draft": "none"}.get(light.tone, light.tone), str(light.label)),
        "lead": str(names.get(activity.owner_org, activity.owner_org)),
        "partners": [
            [
                str(names.get(p.org, p.org)),
                p.duty or NOTHING,
                p.own_project_code or NOTHING,
                str(p.share_label),
            ]
            for p in activity.partners
        ],
        "areas": ", ".join(str(x) for x in full_names(session, activity.area_codes or ()).values())
        or NOTHING,
        "target": " ".join(x for x in (group, count, activity.target_unit or "") if x) or NOTHING,
        "span": " – ".join(format_date(day) if day else NOTHING for day in (activity.start, activity.end)),
        "directions": ", ".join(str(words[key]) for key in activity.direction or ()) or NOTHING,
        "kind": str(dict(choices.COOPERATION_KINDS).get(activity.cooperation_kind or "", plain(NOTHING))),
        "steps": [_step(m) for m in activity.milestones],
        "indicators": _indicators(activity),
        "money": _money(activity, names) if lines else [],
        "sums": [format_money(x, bare=True) for x in total(activity.budget_lines)[:4]],
        "links": [[str(x.kind_label), x.code, x.note or NOTHING] for x in activity.policy_links],
    }


def _step(step: Any) -> list[str]:
    days = [format_date(day) if day else NOTHING for day in (step.due_on, step.done_on)]
    return [step.title, f"{step.weight}", *days]


def _indicators(activity: JointActivity) -> list[list[str]]:
    def number(value: Any) -> str:
        return NOTHING if value is None else format_number(value)

    return [
        [
            f"{x.indicator.name} ({x.indicator.unit})",
            str(x.indicator.kind_label),
            number(x.indicator.baseline),
            number(x.indicator.target),
            number(x.actual),
            NOTHING if x.percent is None else f"{x.percent}",
        ]
        for x in activity.measured
    ]


def _money(activity: JointActivity, names: Mapping[str, Text]) -> list[list[str]]:
    sources = dict(choices.BUDGET_SOURCES)
    return [
        [
            f"{names.get(line.org, line.org)} · {sources[line.source]} · {line.fiscal_year}",
            *(format_money(x, bare=True) for x in money_of(line)[:4]),
        ]
        for line in activity.budget_lines
    ]
