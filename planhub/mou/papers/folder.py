"""The cover memo of each director's folder (ใบปะหน้าแฟ้มเสนอ): one page a party, for those who decide on paper."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.infra.pdf import Footer, PdfOptions, Watermark
from planhub.kernel import clock
from planhub.kernel.numbers import format_money
from planhub.kernel.text import Text, plain
from planhub.kernel.thai import format_date, format_datetime
from planhub.mou import choices, paper
from planhub.mou.models import Mou, MouParty
from planhub.mou.queries import facts
from planhub.places.queries import full_names
from planhub.record import lanes
from planhub.record.models import Event
from planhub.record.rules import ORGS
from planhub.ui import papers

KIND = "mou-cover"
MOST_DUTIES = 3
"""Duties that a summary of three lines can hold."""
MOST_AREAS = 4

_ASKED = {
    "clearance": "พิจารณาให้ความเห็นชอบร่าง",
    "approval": "ขออนุมัติลงนามใน",
    "ready_to_sign": "ขอให้ลงนามใน",
    "signing": "ขอให้ลงนามใน",
}
"""What the director is asked, by state; the word before the paper's name."""


def cover_memos(session: Session, mou: Mou, options: Mapping[str, Any]) -> bytes:
    """Print the cover memo of every party's folder, a page each; with the option `org`, of that party alone."""
    now = clock.now()
    names = facts(session, mou)[ORGS]
    known = _Known(session, mou, names)
    chosen = [p for p in mou.parties if options.get("org") in (None, p.org)]
    sample = " · มีข้อมูลตัวอย่าง ไม่ใช่ข้อมูลจริงของหน่วยงาน" if mou.origin == "sample" else ""
    mark = papers.mark(KIND, mou.id, mou.version, mou.content_hash, *(p.org for p in chosen))
    pdf_options = PdfOptions(
        title="ใบปะหน้าแฟ้มเสนอ",
        created=mou.updated_at,
        subject=mou.title,
        thai_digits=bool(options.get("thai_digits", True)),
        watermark=Watermark.TRAINING if mou.is_training else Watermark.NONE,
        footer=Footer(
            code=mou.code,
            version=f"รอบที่ {mou.round}",
            short_hash=mark,
            as_of=f"ข้อมูล ณ วันที่ {format_datetime(now, locale='th')}{sample}",
        ),
        unbroken=tuple(p.organization.name_th for p in mou.parties if len(p.organization.name_th) < 48),
    )
    return papers.paper(
        "pdf/mou-cover.html",
        pdf_options,
        mou=mou,
        memos=[known.memo(party) for party in chosen],
        qr=papers.qr(papers.address(f"/mous/{mou.code}")),
        text_hash=mou.content_hash[: len(mark)],
    )


class _Known:
    """What all memos of one MOU share."""

    def __init__(self, session: Session, mou: Mou, names: Mapping[str, Text]) -> None:
        self._mou, self._names = mou, names
        self._areas = full_names(session, mou.areas)
        query = select(Event).where(
            Event.record_id == mou.id,
            Event.round == mou.round,
            Event.move.in_(("clear_legal", "clear_budget")),
        )
        events = session.scalars(query.order_by(Event.n)).all()
        self._cleared = {(e.move, e.lane_org): e for e in events}
        self._signers = {p.org: s for p, s in zip(mou.parties, self._composed().signers, strict=True)}

    def _composed(self) -> paper.Paper:
        return paper.compose(self._mou, self._areas)

    def memo(self, party: MouParty) -> Mapping[str, Any]:
        """Give what the memo to this party's director says."""
        mou, is_signing = self._mou, self._mou.state in ("ready_to_sign", "signing")
        signer = self._signers[party.org] if is_signing else _head(party)
        acting, _, order = signer.acting.partition(" ตามคำสั่งที่ ")
        asked = _ASKED.get(mou.state, "เสนอเพื่อโปรดทราบ")
        via = f" (ลงนามผ่าน{party.via.name_th})" if party.via and is_signing else ""
        return {
            "org": party.organization.name_th,
            "subject": f"{asked}{paper.name_of(mou)} เรื่อง {mou.title}",
            "to": f"{signer.post}{via}",
            "lines": [self._what(), self._mine(party), self._checked(party)],
            "points": list(self._points(party)),
            "signer": signer,
            "acting": [acting, f"ตามคำสั่งที่ {order}"] if order else [acting] if acting else [],
            "is_signing": is_signing,
        }

    def _what(self) -> str:
        mou = self._mou
        *first, last = [p.organization.abbr_th or p.organization.name_th for p in mou.parties]
        others = f"{' '.join(first)} และ {last}"
        places = [name.th for name in self._areas.values()]
        more = f" และอีก {len(places) - MOST_AREAS} แห่ง" if len(places) > MOST_AREAS else ""
        where = f" ในพื้นที่ {' '.join(places[:MOST_AREAS])}{more}" if places else ""
        return f"ความร่วมมือระหว่าง {others}{where} {_term(mou)} {dict(choices.FINANCIAL_TERMS)[mou.financial_term].th}"

    def _mine(self, party: MouParty) -> str:
        mine = [" ".join(duty.text.split()) for duty in self._mou.obligations if duty.org == party.org]
        joint = sum(duty.org is None for duty in self._mou.obligations)
        if not mine:
            return f"ไม่มีหน้าที่เฉพาะของหน่วยงาน มีหน้าที่ร่วมกันทุกฝ่าย {joint} ข้อ"
        more = f" และอีก {len(mine) - MOST_DUTIES} ข้อ" if len(mine) > MOST_DUTIES else ""
        also = f" กับหน้าที่ร่วมกันทุกฝ่าย {joint} ข้อ" if joint else ""
        return f"หน่วยงานมีหน้าที่ {len(mine)} ข้อ: {'; '.join(mine[:MOST_DUTIES])}{more}{also}"

    def _checked(self, party: MouParty) -> str:
        legal, budget = (self._cleared.get((move, party.org)) for move in ("clear_legal", "clear_budget"))
        told = [
            f"นิติกรตรวจแล้ว {_on(legal)}" if legal else "นิติกรยังไม่ได้ตรวจในรอบนี้",
            f"ฝ่ายงบประมาณ{_money(budget)} {_on(budget)}" if budget else "ฝ่ายงบประมาณยังไม่ได้ตรวจในรอบนี้",
        ]
        return f"{' · '.join(told)} · {self._approved()}"

    def _approved(self) -> str:
        rows = lanes.current(self._mou, ["approval"])
        orgs = sorted(
            {x.org_code for x in rows if x.status == lanes.DONE}
            - {x.org_code for x in rows if x.status != lanes.DONE}
        )
        if not orgs:
            return "ยังไม่มีฝ่ายใดอนุมัติ"
        names = " ".join(self._names.get(org, plain(org)).th for org in orgs)
        return f"อนุมัติแล้ว {len(orgs)} จาก {len(self._mou.parties)} ฝ่าย ({names})"

    def _points(self, party: MouParty) -> Iterator[str]:
        mou = self._mou
        if mou.state in ("ready_to_sign", "signing"):
            yield "ลงนามในฉบับลงนามที่แนบ ทุกคู่ฉบับ ในช่องของหน่วยงาน"
            if mou.ceremony_on:
                day = format_date(mou.ceremony_on, "full", locale="th")
                yield f"พิธีลงนาม {day} ณ {mou.place or 'สถานที่ที่จะแจ้งให้ทราบ'}"
            return
        yield f"อนุมัติข้อความ และมอบ{self._signers[party.org].post or 'ผู้มีอำนาจ'}เป็นผู้ลงนามในนามหน่วยงาน"
        yield "เมื่อทุกฝ่ายอนุมัติ ข้อความจะถูกล็อกและออกเลขที่ หากข้อความเปลี่ยน การอนุมัติเป็นโมฆะและต้องเสนอใหม่"


def _head(party: MouParty) -> paper.Signer:
    """Give who approves: the head of the party, whoever signs for it later."""
    return paper.Signer("", party.organization.head_title_th or "ผู้มีอำนาจ", "", party.organization.name_th)


def _term(mou: Mou) -> str:
    last = mou.ends_on or mou.expires_on
    if last:
        return f"ถึงวันที่ {format_date(last, 'long', locale='th')}"
    return f"ระยะเวลา {mou.term_years} ปี" if mou.term_years else "ยังไม่กำหนดระยะเวลา"


def _on(event: Event | None) -> str:
    return format_date(event.at.astimezone(clock.BANGKOK).date(), locale="th") if event else ""


def _money(event: Event) -> str:
    data = event.data
    if data.get("commitment") != "amount" or not data.get("amount"):
        return "แจ้งว่าไม่มีภาระผูกพัน"
    return f"แจ้งภาระผูกพัน {format_money(round(float(data['amount']) * 100), locale='th')} ปีงบประมาณ {data.get('fiscal_year', '')}"
