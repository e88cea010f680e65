"""The quarterly digest on paper: of a province, or of an agency."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from planhub.infra.pdf import Footer, PdfOptions
from planhub.kernel import clock
from planhub.kernel.access import Actor, Role, Standing
from planhub.kernel.errors import NotFound
from planhub.kernel.numbers import format_money
from planhub.kernel.text import Text, current_locale, locale
from planhub.kernel.thai import format_datetime
from planhub.people.queries import called
from planhub.places.levels import area_label
from planhub.places.queries import get_area
from planhub.progress.digest.content import AGENCY, KINDS, PROVINCE, Digest, read
from planhub.progress.grid.asked import Asked
from planhub.progress.totals.models import SOMEWHERE
from planhub.record import chain
from planhub.ui import papers

ANY_READER = Actor(user_id=None, name="reader", standings=(Standing(Role.VIEWER, ""),))
"""Somebody who may read what is shared and nothing more, where nobody knows who will hold the sheet."""

_CODE = re.compile(r"([A-Z0-9-]{1,20})-(\d{4})-([1-4])")
_TITLES = {
    PROVINCE: Text("สรุปผลรายไตรมาสของ{name}", "Quarterly digest: {name}"),
    AGENCY: Text("สรุปผลรายไตรมาสของ {name}", "Quarterly digest: {name}"),
}


def name_of(session: Session, scope: str, key: str) -> Text:
    """Give the name of a province or agency. Raises `NotFound`."""
    if scope == AGENCY:
        names = called(session, [key])
        if key not in names:
            raise NotFound
        return names[key]
    if key == SOMEWHERE:
        return Text("งานหลายจังหวัด", "Several provinces")
    area = get_area(session, key)
    if area is None or len(key) != 2:
        raise NotFound
    return area_label(area.code, Text(area.name_th, area.name_en))


def by_code(scope: str) -> Callable[[Session, str, Mapping[str, Any]], bytes]:
    """Give the printer of a kind for `planhub pdf province-digest 45-2569-1`; raises `NotFound` for other codes."""

    def render(session: Session, code: str, options: Mapping[str, Any]) -> bytes:
        match = _CODE.fullmatch(code)
        if match is None:
            raise NotFound
        asked = Asked(int(match[2]), int(match[3]))
        found = read(session, ANY_READER, scope, match[1], asked)
        return print_digest(session, found, options)

    return render


def issue(session: Session, actor: Actor, found: Digest, options: Mapping[str, Any]) -> bytes:
    """Print a digest for the actor and keep what is needed to check the sheet later."""
    return papers.issue_other(
        session,
        KINDS[found.scope],
        found.code,
        lambda: print_digest(session, found, options),
        made_by=actor.user_id,
    )


def print_digest(session: Session, found: Digest, options: Mapping[str, Any]) -> bytes:
    """Draw a digest as PDF. Raises `NotFound` and `PdfError`."""
    lang = str(options.get("lang") or current_locale())
    orgs = called(session, {line.row.owner_org for line in found.lines} | {one.org for one in found.owed})
    title = _TITLES[found.scope].format(name=name_of(session, found.scope, found.key))
    as_of = Text("ข้อมูล ณ วันที่ {at}", "As of {at}").format(
        at=Text(format_datetime(clock.now(), locale="th"), format_datetime(clock.now(), locale="en"))
    )
    sample = any(line.row.origin == "sample" for line in found.lines)
    told = [[str(value) for value in line.row] for line in found.lines]
    paper = PdfOptions(
        title=f"{title.in_(lang)} {found.asked.quarter}/{found.asked.fiscal_year}",
        created=clock.now(),
        lang=lang,
        thai_digits=bool(options.get("thai_digits", False)),
        footer=Footer(
            code=found.code,
            as_of=as_of.in_(lang) + (_SAMPLE.in_(lang) if sample else ""),
            short_hash=chain.digest(
                {"code": found.code, "lines": told, "owed": [o.code for o in found.owed]}
            )[:12],
        ),
    )
    with locale(lang):
        values = {"found": found, "orgs": orgs, "title": str(title), "money": _baht}
    return papers.paper("pdf/report-digest.html", paper, **values)


_SAMPLE = Text(" · มีข้อมูลตัวอย่าง ไม่ใช่ข้อมูลจริงของหน่วยงาน", " · contains sample data, not the agencies' own")


def _baht(satang: int | None) -> str:
    return "–" if satang is None else format_money(satang, bare=True)
