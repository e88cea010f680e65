"""The papers of an MOU: the text itself, the review copy, and the sheet that says where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from planhub.infra.pdf import Footer, PageStyle, PdfOptions, Watermark
from planhub.kernel import clock
from planhub.kernel.text import Text, current_locale
from planhub.kernel.thai import format_date, format_datetime
from planhub.kernel.workflow import LaneStatus
from planhub.mou import choices, measures, paper
from planhub.mou.models import Mou
from planhub.mou.queries import facts
from planhub.mou.workflow import WORKFLOW
from planhub.places.queries import full_names
from planhub.record import lanes
from planhub.record.models import Lane
from planhub.record.rules import ORGS
from planhub.ui import papers

DRAFTS = frozenset({"draft", "negotiating", "clearance", "approval", "cancelled"})
"""States in which the text is not what will be signed."""

SHORT_HASH = 12
"""Characters of the content hash that a sheet bears."""


def signing_copy(session: Session, mou: Mou, options: Mapping[str, Any]) -> bytes:
    """Print the text: as the copy to be signed once it is locked, marked as a draft before."""
    return _text(session, mou, options, review=False)


def review_copy(session: Session, mou: Mou, options: Mapping[str, Any]) -> bytes:
    """Print the text to work on: numbered lines, guidance, version and hash, never to be signed."""
    return _text(session, mou, options, review=True)


def _text(session: Session, mou: Mou, options: Mapping[str, Any], *, review: bool) -> bytes:
    is_draft = review or mou.state in DRAFTS
    version = Text("ฉบับร่าง รอบที่ {round}", "Draft, round {round}").format(round=mou.round)
    footer = Footer(
        code=f"{mou.code} · {mou.official_no}" if mou.official_no else mou.code,
        version=version.th if is_draft else "",
        short_hash=mou.content_hash[:SHORT_HASH],
        as_of=_sample_words(mou).th if mou.origin == "sample" else "",
    )
    pdf_options = PdfOptions(
        title=f"{mou.code} {mou.title}",
        created=mou.updated_at,
        subject=mou.title,
        thai_digits=bool(options.get("thai_digits", True)),
        page_style=PageStyle.OFFICIAL,
        watermark=_watermark(mou, is_draft=is_draft),
        footer=footer,
        line_numbers=review,
    )
    text = paper.compose(mou, full_names(session, mou.areas))
    return papers.paper("pdf/mou.html", pdf_options, paper=text, number=mou.official_no, review=review)


def _watermark(mou: Mou, *, is_draft: bool) -> Watermark:
    if mou.is_training:
        return Watermark.TRAINING
    if mou.registered:
        return Watermark.COPY  # the scan of what was signed elsewhere is the original
    return Watermark.DRAFT if is_draft else Watermark.NONE


def _sample_words(_mou: Mou) -> Text:
    return Text("มีข้อมูลตัวอย่าง ไม่ใช่ข้อมูลจริงของหน่วยงาน", "Contains sample data, not real data of the agencies")


# --- the status sheet -----------------------------------------------------------------------------------------


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
    sample = f" · {_sample_words(mou).in_(lang)}" if mou.origin == "sample" else ""
    pdf_options = PdfOptions(
        title=str(Text("สรุปสถานะบันทึกข้อตกลง", "MOU status").in_(lang)),
        created=mou.updated_at,
        lang=lang,
        thai_digits=bool(options.get("thai_digits", False)),
        watermark=Watermark.TRAINING if mou.is_training else Watermark.NONE,
        footer=Footer(
            code=mou.code, as_of=as_of.in_(lang) + sample, short_hash=mou.content_hash[:SHORT_HASH]
        ),
    )
    return papers.paper("pdf/mou-status.html", pdf_options, **_status_values(session, mou, lang))


def _status_values(session: Session, mou: Mou, lang: str) -> dict[str, Any]:
    names: Mapping[str, Text] = facts(session, mou)[ORGS]
    today = clock.today()
    joint = Text("ทุกฝ่ายร่วมกัน", "All together")
    return {
        "mou": mou,
        "state": WORKFLOW.state(mou.state),
        "marks": [text.in_(lang) for _key, text in measures.flags(mou, today)],
        "kind": _kind_words(mou).in_(lang),
        "money": dict(choices.FINANCIAL_TERMS)[mou.financial_term].in_(lang),
        "last": _last_words(mou).in_(lang),
        "areas": " · ".join(name.in_(lang) for name in full_names(session, mou.areas).values()),
        "steps": [kind.label.in_(lang) for kind in WORKFLOW.lanes],
        "rows": matrix(mou, names, lang),
        "duties": [
            [
                names.get(d.org or "", joint).in_(lang),
                d.text,
                format_date(d.due_on, locale=lang) if d.due_on else "–",
            ]
            for d in mou.obligations
        ],
        "proposal": proposal(mou).in_(lang),
    }


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
        cells = [_cell(_steps(mou, party.org, kind.key), lang) for kind in WORKFLOW.lanes]
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


def proposal(mou: Mou) -> Text:
    """Say what is to be decided next, from the state and the days alone."""
    left = measures.days_left(mou, clock.today())
    if mou.state == "in_force" and left is not None and left <= measures.EXPIRING[-1]:
        return Text(
            "ควรพิจารณาต่ออายุหรือปิดเรื่อง เนื่องจากเหลือ {n} วัน", "Decide on renewal or closing: {n} days are left"
        ).format(n=left)
    return _PROPOSALS.get(mou.state, Text("ไม่มีเรื่องที่ต้องตัดสินใจในขณะนี้", "Nothing to decide at present"))


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
