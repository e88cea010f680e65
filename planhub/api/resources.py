"""How records read in JSON: what the screens show, under the same names."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.errors import Reason
from planhub.kernel.fields import Field
from planhub.kernel.text import Text
from planhub.kernel.workflow import Move, Workflow
from planhub.record import access, flow, inbox, rules
from planhub.record.content import dump_children, dump_row
from planhub.record.flow import OpenMove
from planhub.record.history import Moment
from planhub.record.models import Event, Lane, Record
from planhub.record.types import RecordType, registry


def brief(row: Any, record_type: RecordType) -> dict[str, Any]:
    """Give a row of a list."""
    names = (
        "id",
        "code",
        "type",
        "title",
        "state",
        "version",
        "round",
        "owner_org",
        "fiscal_year",
        "province_code",
    )
    own = [c.name for c in record_type.columns if c.name not in names]
    machine = record_type.workflow
    label = machine.state(row.state).label if row.state in machine.state_keys else Text(row.state, row.state)
    return {
        **{name: getattr(row, name) for name in names},
        **{name: plain(getattr(row, name)) for name in own},
        "state_label": str(label),
        "updated_at": plain(row.updated_at),
        "origin": row.origin,
        "lanes_waiting": row.lanes_waiting,
    }


def full(session: Session, actor: Actor, record: Record) -> dict[str, Any]:
    """Give a record with its children, lanes, flags, moves and whom it waits for."""
    rt = registry.get(record.type)
    machine = flow.machine_of(record)
    facts = flow.facts_after(session, record)
    seen = access.seen_children(actor, record)
    return {
        **_header(record, machine),
        **dump_row(record, (*rt.fields, *rt.derived)),
        "parties": [row.org_code for row in record.party_rows],
        **{c.name: dump_children(record, c) for c in seen},
        "hidden": [c.name for c in rt.children if c not in seen],
        "area_codes": [row.area_code for row in record.area_rows],
        "lanes": [_lane(lane, machine) for lane in record.lanes],
        "flags": [
            {"key": key, "label": str(text)}
            for key, text in (rt.flags(record, clock.today()) if rt.flags else ())
        ],
        "waiting_for": [_waits(w) for w in inbox.waits_for(record, machine, facts[rules.HOLDERS])],
        "moves": [_move(m) for m in flow.moves(session, actor, record, facts=facts)],
        "documents": [d.kind for d in rt.documents],
    }


def _header(record: Record, machine: Workflow) -> dict[str, Any]:
    return {
        "id": record.id,
        "code": record.code,
        "type": record.type,
        "title": record.title,
        "state": record.state,
        "state_label": str(machine.state(record.state).label),
        "state_since": plain(record.state_since),
        "round": record.round,
        "version": record.version,
        "owner_org": record.owner_org,
        "fiscal_year": record.fiscal_year,
        "province_code": record.province_code,
        "content_hash": record.content_hash,
        "origin": record.origin,
        "is_training": record.is_training,
        "created_at": plain(record.created_at),
        "updated_at": plain(record.updated_at),
    }


def _lane(lane: Lane, machine: Workflow) -> dict[str, Any]:
    return {
        "kind": lane.kind,
        "label": str(machine.lane_set(lane.kind).label),
        "round": lane.round,
        "org": lane.org_code,
        "step": lane.step,
        "status": lane.status,
        "post": lane.post_id,
        "since": plain(lane.since),
        "confirm_only": lane.confirm_only,
        "content_hash": lane.content_hash,
    }


def _waits(w: inbox.WaitsFor) -> dict[str, Any]:
    return {
        "kind": w.kind,
        "label": str(w.label),
        "org": w.org,
        "post": str(w.post),
        "person": str(w.person) if w.person else None,
        "since": plain(w.since),
    }


def _move(opened: OpenMove) -> dict[str, Any]:
    return {
        "name": opened.move.key,
        "label": str(opened.move.label),
        "allowed": opened.allowed,
        "reasons": [reason(r) for r in opened.reasons],
        "fields": [*map(field_of, opened.move.asks), *words_of(opened.move)],
    }


def reason(r: Reason) -> dict[str, Any]:
    """Give a guard's answer: a key and a sentence."""
    return {"key": r.key, "text": str(r.text), **({"field": r.field} if r.field else {})}


def field_of(field: Field) -> dict[str, Any]:
    """Describe a field to a program that fills it in."""
    described: dict[str, Any] = {
        "name": field.name,
        "kind": field.kind.value,
        "label": str(field.label),
        "required": field.required,
    }
    if field.choices:
        described["choices"] = [{"value": key, "label": str(text)} for key, text in field.choices]
    return described


def words_of(move: Move) -> list[dict[str, Any]]:
    """Describe the words that a move needs: note, sections, wanted date."""
    words = []
    if move.needs_note or move.returns:
        words.append(
            {"name": "note", "kind": "body", "label": str(Text("เหตุผล", "Reason")), "required": True}
        )
    if move.returns:
        words.append(
            {
                "name": "sections",
                "kind": "choices",
                "label": str(Text("ส่วนที่ต้องแก้ไข", "Sections")),
                "required": True,
            }
        )
        words.append(
            {
                "name": "wanted_by",
                "kind": "date",
                "label": str(Text("ต้องการคืนภายใน", "Wanted by")),
                "required": True,
            }
        )
    return words


def moment(said: Moment) -> dict[str, Any]:
    """Give one moment of the history."""
    if said.event is not None:
        return {"kind": "event", "at": plain(said.at), "actor": said.actor_name, **_event(said.event)}
    changes = [
        {"table": c.table_name, "row": c.row_id, "field": c.field, "old": c.old, "new": c.new}
        for c in said.changes
    ]
    return {"kind": "change", "at": plain(said.at), "actor": said.actor_name, "changes": changes}


def _event(event: Event) -> dict[str, Any]:
    names = ("n", "move", "round", "from_state", "to_state", "lane", "lane_org", "lane_step", "outcome")
    more = ("capacity", "order_no", "content_hash", "record_version", "note", "sections", "data")
    return {
        **{name: getattr(event, name) for name in (*names, *more)},
        "org": event.org_code,
        "post": str(Text(event.post_title_th or "", event.post_title_en or "")) or None,
        "wanted_by": plain(event.wanted_by),
    }


def plain(value: Any) -> Any:
    """Give dates and instants in ISO form; other values as they are."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def etag(record: Record | Mapping[str, Any]) -> str:
    """Give the entity tag that carries the version."""
    version = record["version"] if isinstance(record, Mapping) else record.version
    return f'"{version}"'
