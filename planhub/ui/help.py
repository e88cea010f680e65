"""Help that cannot go out of date: the machines and the table of rights, drawn from the declarations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, abort

from planhub.kernel.access import Grant, Role
from planhub.kernel.text import Text
from planhub.kernel.workflow import Move, State, Trigger, Workflow
from planhub.record import access
from planhub.record.types import RecordType, registry
from planhub.ui.actor import current_actor
from planhub.ui.anatomy import main_path
from planhub.ui.pages import page

blueprint = Blueprint("help", __name__, url_prefix="/help")


@dataclass(frozen=True, slots=True)
class Stop:
    """A state with the moves that leave it."""

    state: State
    moves: Sequence[Move]
    on_path: bool


@dataclass(frozen=True, slots=True)
class Right:
    """A permission with what each role may do by it."""

    permission: str
    label: Text
    cells: Mapping[Role, Sequence[tuple[Text, Text | None]]]
    """For each role: how far, and in which states; None for all."""


@blueprint.get("/workflows")
def workflows() -> Response:
    """Show all machines, or those of one type."""
    access.signed_in(current_actor())
    return page("help/workflows.html", record_types=registry.all())


@blueprint.get("/workflows/<string:name>")
def workflow(name: str) -> Response:
    """Show one machine: every state, every move, who makes it and what must hold."""
    access.signed_in(current_actor())
    if name not in registry:
        abort(404)
    rt = registry.get(name)
    return page(
        "help/workflow.html", record_type=rt, machine=rt.workflow, stops=_stops(rt.workflow), who=_who(rt)
    )


def _stops(machine: Workflow) -> list[Stop]:
    path = main_path(machine)
    stops = [Stop(s, [m for m in machine.moves if s.key in m.sources], s.key in path) for s in machine.states]
    order = {key: n for n, key in enumerate(path)}
    return sorted(stops, key=lambda stop: (not stop.on_path, order.get(stop.state.key, 0)))


def _who(record_type: RecordType) -> dict[str, list[Text]]:
    """Name the roles of each move, in the order of the table of rights."""
    roles: dict[str, list[Text]] = {}
    for move in record_type.workflow.moves:
        if move.by is Trigger.PERSON:
            found = dict.fromkeys(g.role for g in record_type.policy.of(move.permission))
            roles[move.key] = [role.label for role in found]
    return roles


@blueprint.get("/policy")
def policy() -> Response:
    """Show who may do what: roles by permissions, for every type."""
    access.signed_in(current_actor())
    tables = [(rt, _rights(rt), _roles(rt)) for rt in registry.all()]
    return page("help/policy.html", tables=tables)


def _roles(record_type: RecordType) -> list[Role]:
    held = {g.role for g in record_type.policy.grants}
    return [role for role in Role if role in held]


def _rights(record_type: RecordType) -> list[Right]:
    rights = []
    for permission, label in record_type.policy.permissions.items():
        cells: dict[Role, list[tuple[Text, Text | None]]] = {}
        for grant in record_type.policy.of(permission):
            cells.setdefault(grant.role, []).append((grant.scope.label, _states(grant, record_type.workflow)))
        rights.append(Right(permission, label, cells))
    return rights


def _states(grant: Grant, machine: Workflow) -> Text | None:
    """Say in which states a grant holds, by the shorter of the two lists."""
    if grant.states is None:
        return None
    held = [s.label for s in machine.states if s.key in grant.states]
    left_out = [s.label for s in machine.states if s.key not in grant.states]
    if len(left_out) < len(held):
        return Text("ยกเว้น {states}", "except {states}").format(states=_listed(left_out))
    return Text("เมื่อ {states}", "in {states}").format(states=_listed(held))


def _listed(labels: Sequence[Text]) -> Text:
    return Text(", ".join(x.th for x in labels), ", ".join(x.en for x in labels))
