"""Writing checked lists through the services of the house: rights, guards, history and consents as in the forms."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.kernel.errors import Conflict, Denied, Invalid, NotFound
from planhub.kernel.fields import Kind, dump
from planhub.kernel.text import Text
from planhub.plans.queries import NAME as PLANS
from planhub.plans.sheets.known import ACTIVITIES, split
from planhub.record import services
from planhub.record.import_check import Report, Row
from planhub.record.import_jobs import ImportJob
from planhub.record.types import Children, registry

_REFUSED = Text("แถว {n}: {why}", "row {n}: {why}")
LISTS = ("area_codes", "direction")


def activities(
    session: Session, actor: Actor, job: ImportJob, report: Report, *, remove_gone: bool
) -> dict[str, int]:
    """Begin and change the activities of a list, and put them into their plans. Raises `Invalid` and `Conflict`."""
    del remove_gone  # an activity is cancelled by its move, never by a list
    _say_post(actor, job)
    rt = registry.get(ACTIVITIES)
    wanted: dict[str, list[str]] = {}
    for row in report.of("added"):
        record = _told(row, lambda row=row: services.create(session, actor, rt, _raw(row.values, row.values)))  # type: ignore[misc]  # bound at once
        if row.values.get("plan_code"):
            wanted.setdefault(row.values["plan_code"], []).append(record.code)
        session.flush()
        session.expire(record)  # thousands of whole records would be kept otherwise
    for row in report.of("changed"):
        names = [name for name, _old, _new in row.changes if name != "plan_code"]
        _told(row, lambda row=row, names=names: _change(session, actor, row, names))  # type: ignore[misc]  # bound at once
        if any(name == "plan_code" for name, _old, _new in row.changes):
            wanted.setdefault(row.values["plan_code"], []).append(row.values["code"])
    for code, added in sorted(wanted.items()):
        _include(session, actor, code, added)
    return _counts(report)


def _say_post(actor: Actor, job: ImportJob) -> None:
    job.post_title = next((str(s.post_title.th) for s in actor.standings if s.post_title), None)


def _counts(report: Report) -> dict[str, int]:
    states = ("added", "changed", "unchanged", "repeated", "skipped")
    return {state: report.counts[state] for state in states}


def _raw(values: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Give what a form would send for the columns named."""
    fields = {f.name for f in registry.get(ACTIVITIES).fields} | {"partners"}
    raw: dict[str, Any] = {}
    for name in names:
        if name in LISTS:
            raw[name] = split(values.get(name))
        elif name == "partners":
            raw[name] = [{"org": org} for org in split(values.get(name))]
        elif name in fields and values.get(name) is not None:
            raw[name] = _said(values[name])
        elif name in fields:
            raw[name] = None
    return raw


def _said(value: Any) -> Any:
    return (
        value.isoformat()
        if isinstance(value, date)
        else format(value, "f")
        if isinstance(value, Decimal)
        else value
    )


def _change(session: Session, actor: Actor, row: Row, names: list[str]) -> Any:
    record = services.load(session, registry.get(ACTIVITIES), row.row_id or "", lock=True)
    if names:
        raw = _raw(row.values, names)
        if "partners" in raw:
            there = {p.org: p for p in record.partners}
            raw["partners"] = [
                {"org": p["org"], "id": there[p["org"]].id, "duty": there[p["org"]].duty,
                 "own_project_code": there[p["org"]].own_project_code}
                if p["org"] in there else p
                for p in raw["partners"]
            ]  # fmt: skip
        services.save(session, actor, record, raw, version=row.version or 0)
    return record


def _include(session: Session, actor: Actor, code: str, added: list[str]) -> None:
    """Put activities into a plan beside those that it has."""
    plan = services.load(session, registry.get(PLANS), code, lock=True)
    rows = _rows(registry.get(PLANS).children, ACTIVITIES, plan)
    raw = {ACTIVITIES: [*rows, *({"activity": one} for one in added)]}
    try:
        services.save(session, actor, plan, raw, version=plan.version)
    except (Invalid, Denied) as refusal:
        raise Invalid(
            {"file": [Text(f"{code}: {why.th}", f"{code}: {why.en}") for why in _whys(refusal)]}
        ) from None


def _told(row: Row, act: Callable[[], Any]) -> Any:
    """Do something for a row; a refusal tells which row it was. Raises `Invalid` and `Conflict`."""
    try:
        return act()
    except (Invalid, Denied, NotFound) as refusal:
        raise Invalid({"file": [_REFUSED.format(n=row.number, why=why) for why in _whys(refusal)]}) from None
    except Conflict:
        raise


def _whys(refusal: Any) -> list[Text]:
    if isinstance(refusal, Invalid):
        return [text for texts in refusal.errors.values() for text in texts]
    return [refusal.message]


# --- rows of activities -------------------------------------------------------------------------------------------


def lines(
    session: Session, actor: Actor, job: ImportJob, report: Report, *, remove_gone: bool
) -> dict[str, int]:
    """Write rows of lists that belong to activities (`report.kind.name` says which), one save for each activity."""
    del remove_gone  # a line that a list leaves out stays
    _say_post(actor, job)
    name = CHILD[report.kind.name]
    by_activity: dict[str, list[Row]] = {}
    for row in report.of("added", "changed"):
        by_activity.setdefault(row.values["activity_id"], []).append(row)
    for key, rows in sorted(by_activity.items()):
        _told(rows[0], lambda key=key, rows=rows: _change_lines(session, actor, key, name, rows))  # type: ignore[misc]  # bound at once
    return _counts(report)


CHILD = {"budget-lines": "budget_lines", "indicator-values": "indicator_values"}


def _change_lines(session: Session, actor: Actor, key: str, name: str, rows: list[Row]) -> None:
    rt = registry.get(ACTIVITIES)
    record = services.load(session, rt, key, lock=True)
    there = _rows(rt.children, name, record)
    by_id = {row["id"]: row for row in there}
    known = {f.name for c in rt.children if c.name == name for f in c.fields}
    for row in rows:
        says = {n: _baht(n, row.values.get(n)) for n in known if n in row.values}
        if row.row_id is None:
            there.append(says)
        elif row.row_id not in by_id:
            raise Conflict
        else:
            changed = {n for n, _old, _new in row.changes}
            by_id[row.row_id].update({n: value for n, value in says.items() if n in changed})
    services.save(session, actor, record, {name: there}, version=record.version)


MONEY = frozenset({"planned", "allocated", "committed", "disbursed", "carry_over"})


def _baht(name: str, value: Any) -> Any:
    if value is None or name not in MONEY:
        return _said(value) if value is not None else None
    return f"{value // 100}.{value % 100:02d}"


def _rows(children: Iterable[Children], name: str, record: Any) -> list[dict[str, Any]]:
    """Give the rows of a list as a form would send them back unchanged."""
    one = next(c for c in children if c.name == name)
    found = []
    for row in getattr(record, name):
        said = {f.name: _dumped(f, getattr(row, f.name)) for f in one.fields}
        found.append({**said, "id": row.id})
    return found


def _dumped(field: Any, value: Any) -> Any:
    if field.kind is Kind.RECORD and value is not None:
        return value.code
    return dump(field, value)
