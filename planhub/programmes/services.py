"""Changes of programmes, of their areas and of statements of need; each by the post that keeps them, in versions."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor, Reach, Standing
from planhub.kernel.errors import Conflict, Denied, Invalid, NotFound
from planhub.kernel.fields import Field, parse_all
from planhub.kernel.ids import new_id
from planhub.kernel.text import Text
from planhub.places.measures import find_measure
from planhub.places.models import Area, AreaStat, Programme, ProgrammeArea
from planhub.programmes import rules
from planhub.programmes.fields import AREA, CODE, PROGRAMME_FIELDS, ROW_FIELDS, STAT_FIELDS, STAT_KEYS, YEAR
from planhub.record import access, audit

FACTS = ("status", "is_pilot", "source", "as_of")
"""What of a programme's area somebody vouches for; a change of it takes the verification away."""


def may(actor: Actor, permission: str, org: str) -> bool:
    """Tell whether the actor may do it for that organisation."""
    return actor.is_system or bool(rules.POLICY.standings(actor, permission, Reach("programmes", "", org)))


def orgs_of(actor: Actor, permission: str) -> list[str]:
    """Give the organisations for which the actor may do it, own posts' first."""
    return [org for org in actor.orgs if may(actor, permission, org)]


def authorise(actor: Actor, permission: str, org: str) -> Standing | None:
    """Give the standing to act from; None for the system itself. Raises `Denied`."""
    access.signed_in(actor)
    if actor.is_system:
        return None
    found = rules.POLICY.standings(actor, permission, Reach("programmes", "", org))
    if not found:
        raise Denied(
            Text(
                "แก้ไขได้เฉพาะผู้ประสานงานหรือผู้ดูแลระบบของหน่วยงานเจ้าของข้อมูล",
                "Only the coordinator or administrator of the agency that owns it may change this",
            )
        )
    return found[0]


def post_of(standing: Standing | None) -> str:
    """Give the title of the post that acts."""
    title = standing.post_title if standing else None
    return title.th if title else "ระบบ"


def _values(fields: Sequence[Field], raw: Mapping[str, Any], *, partly: bool = False) -> dict[str, Any]:
    declared = [f for f in fields if f.name in raw] if partly else fields
    values, faults = parse_all(declared, raw)
    unknown = set(raw) - {f.name for f in fields}
    if partly and unknown:
        faults |= {name: [Text("แก้ไขค่านี้ไม่ได้", "This cannot be changed")] for name in sorted(unknown)}
    if faults:
        raise Invalid(faults)
    return values


def _expect(row: Any, version: int) -> None:
    if row.version != version:
        raise Conflict


# --- programmes -----------------------------------------------------------------------------------------------


def get_programme(session: Session, code: str, *, lock: bool = False) -> Programme:
    """Give the programme of that code. Raises `NotFound`."""
    query = select(Programme).where(Programme.code == code)
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound
    return found


def create_programme(session: Session, actor: Actor, org: str, raw: Mapping[str, Any]) -> Programme:
    """Begin a programme of an agency. Raises `Denied` or `Invalid`."""
    authorise(actor, rules.EDIT, org)
    values = _values((CODE, *PROGRAMME_FIELDS), raw)
    _check_years(values)
    taken = session.scalar(select(Programme.id).where(Programme.code == values["code"]))
    if taken is not None:
        raise Invalid({"code": [Text("มีโครงการรหัสนี้แล้ว", "There is a programme of this code already")]})
    row = Programme(org_code=org, **values)
    session.add(row)
    return row


def change_programme(
    session: Session,
    actor: Actor,
    row: Programme,
    raw: Mapping[str, Any],
    *,
    version: int,
    partly: bool = False,
) -> None:
    """Change a programme. Raises `Denied`, `Conflict` or `Invalid`."""
    authorise(actor, rules.EDIT, row.org_code)
    _expect(row, version)
    values = _values(PROGRAMME_FIELDS, raw, partly=partly)
    _check_years({"fiscal_year_from": row.fiscal_year_from, "fiscal_year_to": row.fiscal_year_to} | values)
    for name, value in values.items():
        setattr(row, name, value)
    row.origin = "own"
    session.flush()  # a conflict of two saves at once is told here


def _check_years(values: Mapping[str, Any]) -> None:
    first, last = values["fiscal_year_from"], values["fiscal_year_to"]
    if first and last and last < first:
        why = Text("ปีสุดท้ายอยู่ก่อนปีแรก", "The last year is before the first")
        raise Invalid({"fiscal_year_to": [why]})


# --- areas of programmes --------------------------------------------------------------------------------------


def get_row(session: Session, row_id: str, *, lock: bool = False) -> ProgrammeArea:
    """Give one area of a programme with its programme. Raises `NotFound`."""
    query = select(ProgrammeArea).where(ProgrammeArea.id == row_id)
    row = session.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise NotFound
    session.refresh(row, ["programme", "area"])
    return row


def add_row(session: Session, actor: Actor, programme: Programme, raw: Mapping[str, Any]) -> ProgrammeArea:
    """Say that a programme works in an area in a year. Raises `Denied` or `Invalid`."""
    authorise(actor, rules.EDIT, programme.org_code)
    values = _values((AREA, YEAR, *ROW_FIELDS), raw)
    _check_area(session, values["area_code"])
    there = select(ProgrammeArea.id).where(
        ProgrammeArea.programme_id == programme.id,
        ProgrammeArea.area_code == values["area_code"],
        ProgrammeArea.fiscal_year == values["fiscal_year"],
    )
    if session.scalar(there) is not None:
        why = Text("มีพื้นที่นี้ในปีนั้นแล้ว", "This area is in the list of that year already")
        raise Invalid({"area_code": [why]})
    row = ProgrammeArea(programme_id=programme.id, origin="own", **values)
    session.add(row)
    return row


def _check_area(session: Session, code: str) -> None:
    if session.get(Area, code) is None:
        raise Invalid({"area_code": [Text("ไม่มีพื้นที่รหัสนี้", "There is no area of this code")]})


def change_row(
    session: Session,
    actor: Actor,
    row: ProgrammeArea,
    raw: Mapping[str, Any],
    *,
    version: int,
    partly: bool = False,
) -> None:
    """Change what is said of an area; it must be verified anew. Raises `Denied`, `Conflict` or `Invalid`."""
    authorise(actor, rules.EDIT, row.programme.org_code)
    _expect(row, version)
    values = _values(ROW_FIELDS, raw, partly=partly)
    if any(getattr(row, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(row, name, value)
        row.origin, row.verified_by, row.verified_on = "own", None, None
    session.flush()  # a conflict of two saves at once is told here


Chosen = Mapping[str, int]
"""Rows that a person chose, with the versions that they saw."""


def chosen_rows(session: Session, programme: Programme, chosen: Chosen) -> Sequence[ProgrammeArea]:
    """Give chosen areas of a programme, locked. Raises `Conflict` where one is gone or has moved on."""
    rows: list[ProgrammeArea] = []
    ids = sorted(chosen)
    for start in range(0, len(ids), 500):
        query = (
            select(ProgrammeArea)
            .where(ProgrammeArea.programme_id == programme.id, ProgrammeArea.id.in_(ids[start : start + 500]))
            .order_by(ProgrammeArea.area_code)
        )
        rows += session.scalars(query.with_for_update())
    if len(rows) != len(chosen) or any(row.version != chosen[row.id] for row in rows):
        raise Conflict
    return rows


def verify_rows(actor: Actor, programme: Programme, rows: Iterable[ProgrammeArea]) -> int:
    """Vouch for areas, from the actor's post and today; gives how many were not verified before. Raises `Denied`."""
    post = post_of(authorise(actor, rules.VERIFY, programme.org_code))
    done = 0
    for row in rows:
        if row.verified_on is None:
            row.verified_by, row.verified_on = post, clock.today()
            done += 1
    return done


def verify_year(session: Session, actor: Actor, programme: Programme, year: int) -> int:
    """Vouch for every area of a year that nobody has vouched for; gives how many. Raises `Denied`."""
    query = select(ProgrammeArea).where(
        ProgrammeArea.programme_id == programme.id,
        ProgrammeArea.fiscal_year == year,
        ProgrammeArea.verified_on.is_(None),
    )
    return verify_rows(actor, programme, session.scalars(query).all())


def end_rows(actor: Actor, programme: Programme, rows: Iterable[ProgrammeArea]) -> int:
    """Say that the work in areas has ended. Raises `Denied`."""
    authorise(actor, rules.EDIT, programme.org_code)
    ended = [row for row in rows if row.status != "ended"]
    for row in ended:
        row.status, row.origin = "ended", "own"
        row.verified_by, row.verified_on = None, None
    return len(ended)


def remove_rows(session: Session, actor: Actor, programme: Programme, rows: Iterable[ProgrammeArea]) -> int:
    """Take areas out of a list, as entered by mistake; the history keeps them. Raises `Denied`."""
    authorise(actor, rules.EDIT, programme.org_code)
    gone = list(rows)
    for row in gone:
        session.delete(row)
    return len(gone)


def copy_year(session: Session, actor: Actor, programme: Programme, *, old: int, new: int) -> int:
    """Carry the areas of a year that have not ended over to another year, to be verified there; gives how many.

    Areas that the other year holds already are left as they are. Raises `Denied` or `Invalid`.
    """
    authorise(actor, rules.EDIT, programme.org_code)
    if old == new:
        raise Invalid({"to": [Text("ต้องเป็นคนละปี", "It must be another year")]})
    there = select(ProgrammeArea.area_code).where(
        ProgrammeArea.programme_id == programme.id, ProgrammeArea.fiscal_year == new
    )
    names = ("area_code", "status", "is_pilot", "source", "as_of", "origin")
    query = select(*(getattr(ProgrammeArea, name) for name in names)).where(
        ProgrammeArea.programme_id == programme.id,
        ProgrammeArea.fiscal_year == old,
        ProgrammeArea.status != "ended",
        ProgrammeArea.area_code.not_in(there),
    )
    rows = [
        {
            **dict(zip(names, values, strict=True)),
            "id": new_id(),
            "programme_id": programme.id,
            "fiscal_year": new,
        }
        for values in session.execute(query.order_by(ProgrammeArea.area_code))
    ]
    if rows:
        session.execute(insert(ProgrammeArea), rows)
        audit.note_rows(
            session,
            (Programme.__tablename__, programme.id),
            ((ProgrammeArea.__tablename__, row["id"], "", None, row) for row in rows),
        )
    return len(rows)


# --- needs ----------------------------------------------------------------------------------------------------


def get_stat(session: Session, stat_id: str, *, lock: bool = False) -> AreaStat:
    """Give one statement. Raises `NotFound`."""
    query = select(AreaStat).where(AreaStat.id == stat_id)
    row = session.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise NotFound
    return row


def state_need(session: Session, actor: Actor, org: str, raw: Mapping[str, Any]) -> AreaStat:
    """State a count about an area. Raises `Denied` or `Invalid`."""
    standing = authorise(actor, rules.NEED_STATE, org)
    values = _values((*STAT_KEYS, *STAT_FIELDS), raw)
    _check_area(session, values["area_code"])
    known = find_measure(values["measure"])
    values["measure"] = known.key if known else values["measure"]
    there = select(AreaStat.id).where(
        AreaStat.org_code == org,
        *(getattr(AreaStat, f.name) == values[f.name] for f in STAT_KEYS),
    )
    if session.scalar(there) is not None:
        why = Text(
            "มีค่านี้จากที่มานี้แล้ว โปรดแก้ไขค่าเดิม", "This is stated from this source already; change it instead"
        )
        raise Invalid({"measure": [why]})
    row = AreaStat(org_code=org, origin="own", entered_by=post_of(standing), entered_at=clock.now(), **values)
    session.add(row)
    return row


def change_need(
    session: Session,
    actor: Actor,
    row: AreaStat,
    raw: Mapping[str, Any],
    *,
    version: int,
    partly: bool = False,
) -> None:
    """Change a count. Raises `Denied`, `Conflict` or `Invalid`."""
    standing = authorise(actor, rules.NEED_STATE, row.org_code)
    _expect(row, version)
    values = _values(STAT_FIELDS, raw, partly=partly)
    for name, value in values.items():
        setattr(row, name, value)
    row.origin, row.entered_by, row.entered_at = "own", post_of(standing), clock.now()
    session.flush()  # a conflict of two saves at once is told here


def remove_need(session: Session, actor: Actor, row: AreaStat, *, version: int) -> None:
    """Take a statement back; the history keeps it. Raises `Denied` or `Conflict`."""
    authorise(actor, rules.NEED_STATE, row.org_code)
    _expect(row, version)
    session.delete(row)
