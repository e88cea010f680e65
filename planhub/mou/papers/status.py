"""The sheet that says where an MOU stands: parties and steps, duties with their lights, days, what to decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from planhub.infra.pdf import Footer, PdfOptions, Watermark
from planhub.kernel import clock
from planhub.kernel.text import Text, current_locale
from planhub.kernel.thai import format_date, format_datetime
from planhub.kernel.workflow import LaneStatus
from planhub.mou import choices, measures
from planhub.mou.duties import health
from planhub.mou.duties.obligations import Obligation, obligations_of, unfulfilled
from planhub.mou.models import Mou
from planhub.mou.papers.documents import SAMPLE
from planhub.mou.queries import facts
from planhub.mou.workflow import WORKFLOW
from planhub.places.queries import full_names
from planhub.record import lanes
from planhub.record.models import Lane
from planhub.record.rules import ORGS
from planhub.ui import papers


@dataclass(frozen=True, slots=True)
class Cell:
    """A step of a party: how far, and since when."""

    kind: str
    """The sign: good, wait, bad, none."""
    word: str
    date: str


_KINDS = {
    LaneStatus.DONE: "good",
    LaneStatus.WAITING: "wait",
    LaneStatus.QUEUED: "none",
    LaneStatus.RETURNED: "bad",
    LaneStatus.VOID: "none",
}


def status_sheet(session: Session, mou: Mou, options: Mapping[str, Any]) -> bytes:
    """Print where the MOU stands: its facts, the matrix of parties and steps, duties, days, what to decide."""
    now = clock.now()
    lang = str(options.get("lang") or current_locale())
    as_of = Text("ข้อมูล ณ วันที่ {at}", "As of {at}").format(
        at=Text(format_datetime(now, locale="th"), format_datetime(now, locale="en"))
    )
    sample = f" · {SAMPLE.in_(lang)}" if mou.origin == "sample" else ""
    mark = papers.mark("mou-status", mou.id, mou.version, lang, now.isoformat())
    pdf_options = PdfOptions(
        title=str(Text("สรุปสถานะบันทึกข้อตกลง", "MOU status").in_(lang)),
        created=mou.updated_at,
        lang=lang,
        thai_digits=bool(options.get("thai_digits", False)),
        watermark=Watermark.TRAINING if mou.is_training else Watermark.NONE,
        footer=Footer(
            code=mou.code,
            version=Text("รอบที่ {n}", "Round {n}").format(n=mou.round).in_(lang),
            as_of=as_of.in_(lang) + sample,
            short_hash=mark,
        ),
    )
    code = papers.qr(papers.verify_address(mark))
    return papers.paper("pdf/mou-status.html", pdf_options, qr=code, **_status_values(session, mou, lang))


def _status_values(session: Session, mou: Mou, lang: str) -> dict[str, Any]:
    names: Mapping[str, Text] = facts(session, mou)[ORGS]
    today = clock.today()
    found = obligations_of(session, mou, today)
    sheet = health.of(mou, found, health.told(session, [mou.id]), today)
    return {
        "mou": mou,
        "state": WORKFLOW.state(mou.state),
        "marks": [text.in_(lang) for _key, text in measures.flags(mou, today)],
        "kind": _kind_words(mou).in_(lang),
        "money": dict(choices.FINANCIAL_TERMS)[mou.financial_term].in_(lang),
        "last": _last_words(mou).in_(lang),
        "areas": " · ".join(name.in_(lang) for name in full_names(session, mou.areas).values()),
        "steps": [WORKFLOW.lane_set(key).label.in_(lang) for key in choices.MAIN_STEPS],
        "rows": matrix(mou, names, lang),
        "duties": [_duty(one, names, lang) for one in found],
        "unfulfilled": [_missed(one, names, lang) for one in unfulfilled(found)],
        "signs": [(light, text.in_(lang)) for light, text in sheet.signs] if sheet else [],
        "proposals": [text.in_(lang) for text in _proposals(mou, found, sheet)],
    }


_JOINT = Text("ทุกฝ่ายร่วมกัน", "All together")


def _duty(one: Obligation, names: Mapping[str, Text], lang: str) -> dict[str, Any]:
    """Write a duty with its rhythm, its light and the newest word on it."""
    duty, latest = one.duty, one.latest
    day = duty.due_on or duty.first_due_on
    rhythm = dict(choices.RHYTHMS)[duty.rhythm].in_(lang) if one.is_recurring else ""
    due = " ".join(part for part in (rhythm, format_date(day, locale=lang) if day else "") if part)
    word = ""
    if latest:
        said_on = format_date(latest.at.astimezone(clock.BANGKOK).date(), locale=lang)
        word = f"{latest.note or dict(choices.FULFILMENT_STATES)[latest.status].in_(lang)} ({said_on})"
    return {
        "org": names.get(one.org or "", _JOINT).in_(lang),
        "text": duty.text,
        "due": due or "–",
        "light": one.standing.light,
        "words": one.standing.words.in_(lang),
        "latest": word,
    }


def _missed(one: Obligation, names: Mapping[str, Text], lang: str) -> str:
    org = names.get(one.org or "", _JOINT).in_(lang)
    return f"{org}: {' '.join(one.duty.text.split())} ({one.standing.words.in_(lang)})"


def _kind_words(mou: Mou) -> Text:
    kind = dict(choices.COOPERATION_KINDS)[mou.cooperation_kind]
    if not mou.cooperation_sub:
        return kind
    sub = dict(choices.COOPERATION_SUBKINDS)[mou.cooperation_sub]
    return Text("{kind} ด้าน{sub}", "{kind}: {sub}").format(kind=kind, sub=sub)


def _last_words(mou: Mou) -> Text:
    day = mou.ends_on or mou.expires_on
    if day:
        return Text(format_date(day, locale="th"), format_date(day, locale="en"))
    if mou.term_years:
        return Text("{n} ปีนับแต่วันเริ่มมีผล", "{n} years from the first day").format(n=mou.term_years)
    return Text("ยังไม่กำหนด", "not set")


def matrix(mou: Mou, names: Mapping[str, Text], lang: str) -> list[dict[str, Any]]:
    """Give, for each party, how far it is in each step of the present round."""
    rows = []
    for party in mou.parties:
        cells = [_cell(_steps(mou, party.org, key), lang) for key in choices.MAIN_STEPS]
        rows.append({"label": names[party.org].in_(lang), "cells": cells})
    return rows


def _steps(mou: Mou, org: str, kind: str) -> list[Lane]:
    mine = [x for x in lanes.current(mou, [kind]) if x.org_code == org]
    return sorted(mine, key=lambda x: x.step)


def _cell(steps: Sequence[Lane], lang: str) -> Cell:
    if not steps:
        return Cell("none", Text("ยังไม่ถึงขั้นนี้", "not yet").in_(lang), "")
    undone = [x for x in steps if x.status != lanes.DONE]
    shown = undone[0] if undone else steps[-1]
    status = LaneStatus(shown.status)
    day = format_date(shown.since.astimezone(clock.BANGKOK).date(), locale=lang)
    return Cell(_KINDS[status], status.label.in_(lang), day)


def _proposals(mou: Mou, found: Sequence[Obligation], sheet: health.Health | None) -> list[Text]:
    """Say what is to be decided: what the state asks for, then what duties and silence ask for."""
    more = []
    if overdue := len(unfulfilled(found)):
        words = Text(
            "เร่งรัดหน้าที่ที่เลยกำหนด {n} ข้อ หรือตกลงกำหนดใหม่ร่วมกัน",
            "Press for the {n} duties that are overdue, or agree on new days",
        )
        more.append(words.format(n=overdue))
    if sheet and not sheet.live:
        more.append(Text("กำหนดกิจกรรมร่วมภายใต้บันทึกข้อตกลงนี้", "Agree on joint activities under this MOU"))
    if sheet and (sheet.quiet_months or 0) >= health.QUIET_MONTHS:
        more.append(Text("นัดประชุมติดตามผล", "Call a meeting to follow it up"))
    first = proposal(mou)
    return more if more and first.en == _NOTHING.en else [first, *more]


def proposal(mou: Mou) -> Text:
    """Say what is to be decided next, from the state and the days alone."""
    left = measures.days_left(mou, clock.today())
    if mou.state == "in_force" and left is not None and left <= measures.EXPIRING[-1]:
        return Text(
            "ควรพิจารณาต่ออายุหรือปิดเรื่อง เนื่องจากเหลือ {n} วัน", "Decide on renewal or closing: {n} days are left"
        ).format(n=left)
    return _PROPOSALS.get(mou.state, _NOTHING)


_NOTHING = Text("ไม่มีเรื่องที่ต้องตัดสินใจในขณะนี้", "Nothing to decide at present")
_PROPOSALS = {
    "draft": Text("เจ้าของเรื่องส่งร่างให้ภาคีพิจารณา", "The lead shares the draft with the parties"),
    "negotiating": Text("ภาคีที่ยังไม่เห็นพ้องพิจารณาข้อความ", "The parties that have not agreed look at the text"),
    "clearance": Text(
        "นิติกรและฝ่ายงบประมาณที่ยังค้างตรวจให้แล้วเสร็จ", "Legal and budget officers finish their checks"
    ),
    "approval": Text("ผู้มีอำนาจที่ยังไม่ได้อนุมัติพิจารณา", "The directors who have not approved decide"),
    "ready_to_sign": Text("กำหนดวัน สถานที่ และพยานในการลงนาม", "Set day, place and witnesses of the signing"),
    "signing": Text("ติดตามการลงนามของฝ่ายที่ยังค้าง", "Follow up the signatures that are missing"),
    "signed": Text("เวียนสำเนาและเตรียมเริ่มดำเนินงาน", "Circulate copies and prepare to begin"),
    "suspended": Text("พิจารณาให้มีผลต่อหรือยกเลิก", "Decide to resume or to terminate"),
    "expired": Text("สรุปผลและปิดเรื่อง หรือจัดทำฉบับใหม่", "Report and close, or make a new one"),
    "terminated": Text("สรุปผลและปิดเรื่อง", "Report and close"),
}
