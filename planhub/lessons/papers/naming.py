"""What the papers of lessons share: names behind codes, and what stands at their feet."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.text import Text
from planhub.kernel.thai import format_datetime
from planhub.lessons import choices
from planhub.lessons.queries import ReuseRow
from planhub.mou.choices import DIRECTIONS
from planhub.people.models import Organization, Post
from planhub.places.queries import full_names

SHORT_HASH = 12
_SAMPLE = Text("มีข้อมูลตัวอย่าง ไม่ใช่ข้อมูลจริงของหน่วยงาน", "Contains sample data, not real data of the agencies")


def as_of(lang: str, *, sample: bool) -> str:
    """Say of which instant a sheet is, and whether it holds sample data."""
    now = clock.now()
    at = Text(format_datetime(now, locale="th"), format_datetime(now, locale="en"))
    words = Text("ข้อมูล ณ วันที่ {at}", "As of {at}").format(at=at).in_(lang)
    return f"{words} · {_SAMPLE.in_(lang)}" if sample else words


class Names:
    """Names behind the codes of a paper."""

    def __init__(
        self, session: Session, orgs: Sequence[str], areas: Sequence[str], posts: Sequence[str]
    ) -> None:
        """Read the names of organisations, areas and posts."""
        found = session.scalars(select(Organization).where(Organization.code.in_(sorted(set(orgs)))))
        self.orgs = {o.code: str(o.abbr) for o in found}
        self.areas = {code: str(name) for code, name in full_names(session, areas).items()}
        query = select(Post).where(Post.id.in_(sorted(set(posts))))
        found_posts = session.scalars(query) if posts else ()
        self.posts = {p.id: self._post(str(p.title), p.org_code) for p in found_posts}

    def _post(self, title: str, org: str) -> str:
        abbr = self.orgs.get(org, org)
        return title if abbr in title else f"{title} {abbr}"

    def places(self, codes: Sequence[str], most: int = 4) -> str:
        """Write areas, cut after a few."""
        names = [self.areas.get(code, code) for code in codes]
        more = len(names) - most
        tail = str(Text(" และอีก {n} แห่ง", " and {n} more").format(n=more)) if more > 0 else ""
        return " · ".join(names[:most]) + tail


def directions_of(keys: Sequence[str]) -> str:
    """Write directions in a line."""
    words = dict(DIRECTIONS)
    return " · ".join(str(words[key]) for key in keys if key in words)


def uses_of(rows: Sequence[ReuseRow], names: Names) -> list[list[str]]:
    """Give the rows of a table of uses: lesson, where, agency, result."""
    results = dict(choices.RESULTS)
    waiting = Text("ยังไม่รายงานผล", "result not told yet")
    return [
        [
            row.lesson_title,
            f"{row.activity_code} {row.activity_title}",
            names.orgs.get(row.org, row.org),
            str(results.get(row.result or "", waiting)),
        ]
        for row in rows
    ]
