"""The paper of one province: exactly one page, from the facts that its page and the pack show."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from planhub.infra.pdf import Footer, PdfOptions
from planhub.kernel import clock, thai
from planhub.kernel.access import Actor, Role, Standing
from planhub.kernel.errors import NotFound
from planhub.kernel.text import Text, current_locale, locale
from planhub.meetings.matters import MATTER, matters_of
from planhub.meetings.pack import drawing
from planhub.meetings.pack import facts as of_provinces
from planhub.meetings.pack.compose import Facts
from planhub.meetings.pack.one_province import read_one
from planhub.meetings.pack.reading import Question
from planhub.record import chain
from planhub.ui import papers

KIND = "province"

ANY_READER = Actor(user_id=None, name="reader", standings=(Standing(Role.VIEWER, ""),))
"""Somebody who may read what is shared and nothing more: for a paper of which nobody knows who will hold it."""


FOR_ANY = Text("เฉพาะข้อมูลที่ทุกหน่วยงานอ่านได้", "only what all agencies may read")
FOR_ONE = Text("ตามสิทธิ์อ่านของผู้พิมพ์", "as far as the person who printed it may read")


def province_paper(session: Session, code: str, options: Mapping[str, Any]) -> bytes:
    """Print a province as anybody may read it; for `planhub pdf province 45`. Raises `NotFound` and `PdfError`."""
    return render(session, ANY_READER, code, options)


def issue(session: Session, actor: Actor, code: str, options: Mapping[str, Any]) -> bytes:
    """Print a province for the actor, and keep what is needed to check the sheet later. Raises as `render`."""
    return papers.issue_other(
        session, KIND, code, lambda: render(session, actor, code, options), made_by=actor.user_id
    )


def render(session: Session, actor: Actor, code: str, options: Mapping[str, Any]) -> bytes:
    """Print a province as the actor may read it.

    `options` may hold `fiscal_year` (B.E.), `lang` and `thai_digits`. Counts below 5 are hidden whoever prints, since
    paper travels. Raises `NotFound` and `PdfError`.
    """
    year = int(options.get("fiscal_year") or thai.fiscal_year(clock.today()))
    found = facts_of(session, actor, code, year)
    lang = str(options.get("lang") or current_locale())
    reader = (FOR_ANY if actor is ANY_READER else FOR_ONE).in_(lang)
    return print_facts(found, lang, reader, thai_digits=bool(options.get("thai_digits")))


def print_facts(found: Facts, lang: str, reader: str, *, thai_digits: bool) -> bytes:
    """Print the facts of a province; `reader` says whose rights they were read with. Raises `PdfError`."""
    with locale(lang):
        pdf_options = _options(found, lang, thai_digits=thai_digits)
        words = drawing.Words(found["orgs"])
    return papers.paper("pdf/province.html", pdf_options, p=found, w=words, alone=True, reader=reader)


def facts_of(session: Session, actor: Actor, code: str, fiscal_year: int) -> Facts:
    """Give what the paper shows, with what meetings still have to decide. Raises `NotFound`."""
    read = read_one(session, Question(actor, fiscal_year, clock.now(), (code,)))
    if read is None:
        raise NotFound
    found = of_provinces.provinces(read.material, [code])[code]
    matters = [m for m in matters_of(session, actor, code) if m.kind == MATTER]
    found["decisions"] = [{"no": m.meeting, "title": m.title, "proposal": None} for m in matters]
    found["has_sample"] = found["has_sample"] or any(m.origin == "sample" for m in matters)
    return found


def _options(found: Facts, lang: str, *, thai_digits: bool) -> PdfOptions:
    name = Text(
        f"จังหวัด{found['name']['th']}" if found["code"] != "10" else found["name"]["th"], found["name"]["en"]
    )
    title = Text("{name} ปีงบประมาณ {fy}", "{name}, fiscal year {fy}").format(
        name=name, fy=found["fiscal_year"]
    )
    return PdfOptions(
        title=str(title),
        created=datetime.fromisoformat(found["as_of"]),
        lang=lang,
        subject=str(Text("สรุปรายจังหวัดหนึ่งหน้า", "Province on one page")),
        thai_digits=thai_digits,
        footer=Footer(
            code=found["code"],
            version=str(Text("ปีงบประมาณ {fy}", "FY {fy}").format(fy=found["fiscal_year"])),
            as_of=drawing.as_of_words(found),
            short_hash=papers.mark(*_said(found), lang, thai_digits),
        ),
        unbroken=(*drawing.WHOLE, found["name"]["th"]),
    )


def _said(found: Facts) -> tuple[str, ...]:
    """Give what the sheet says, apart from the instant: the same figures bear the same mark."""
    return (chain.digest({key: value for key, value in found.items() if key != "as_of"}),)
