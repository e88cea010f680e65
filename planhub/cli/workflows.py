"""The state machines, printed from their declarations."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from planhub.kernel.text import Text
    from planhub.kernel.workflow import Move, Workflow


@click.command()
@click.argument("name", required=False)
@click.option(
    "--format", "kind", type=click.Choice(["text", "json", "mermaid"]), default="text", show_default=True
)
def command(name: str | None, kind: str) -> None:
    """Print the state machines from the declarations."""
    from planhub.kernel.workflow import mermaid
    from planhub.record.types import registry
    from planhub.web.features import fill_registry

    fill_registry()
    machines = [rt.workflow for rt in registry.all() if name in (None, rt.name)]
    if not machines and name:
        known = ", ".join(rt.name for rt in registry.all())
        raise click.ClickException(f"there is no workflow {name}; there are {known}")
    if kind == "json":
        click.echo(json.dumps([described(m) for m in machines], ensure_ascii=False, indent=2))
    elif kind == "mermaid":
        click.echo("\n".join(f"%% {m.name}\n{mermaid(m)}" for m in machines))
    else:
        click.echo("\n\n".join("\n".join(lines(m)) for m in machines))


def described(machine: "Workflow") -> dict[str, Any]:
    """Give a machine as plain JSON."""
    return {
        "name": machine.name,
        "label": _both(machine.label),
        "version": machine.version,
        "initial": machine.initial,
        "states": [
            {"key": s.key, "label": _both(s.label), "tone": s.tone.value, "final": s.final}
            for s in machine.states
        ],
        "lanes": [
            {
                "key": lane.key,
                "label": _both(lane.label),
                "states": sorted(lane.states),
                "role": lane.role,
                "quorum": lane.quorum,
                "chained": lane.chained,
            }
            for lane in machine.lanes
        ],
        "moves": [_move(m) for m in machine.moves],
    }


def _move(move: "Move") -> dict[str, Any]:
    return {
        "key": move.key,
        "label": _both(move.label),
        "from": list(move.sources),
        "to": move.target,
        "by": move.by.value,
        "permission": move.permission or None,
        "lane": move.lane,
        "asks": [f.name for f in move.asks],
        "needs_note": move.needs_note,
        "returns": move.returns,
        "recalls": move.recalls,
        "guards": [{"key": g.key, "label": _both(g.label)} for g in move.guards],
        "effects": list(move.effects),
        "tells": list(move.notice.to) if move.notice else [],
    }


def lines(machine: "Workflow") -> Iterator[str]:
    """Give a machine as lines for people."""
    yield f"{machine.name}  {machine.label.th} / {machine.label.en}  (version {machine.version})"
    yield "  states: " + ", ".join(f"{s.key} {s.label.th}{' ■' if s.final else ''}" for s in machine.states)
    for lane in machine.lanes:
        yield f"  lanes {lane.key}: {lane.label.th}, {lane.role}, quorum {lane.quorum}"
    for move in machine.moves:
        target = move.target or "(same)"
        who = move.permission or "the system"
        yield f"  {move.key:<20} {', '.join(move.sources)} → {target}  [{who}]  {move.label.th}"
        for guard in move.guards:
            yield f"  {'':<20}   if {guard.label.th}"


def _both(text: "Text") -> dict[str, str]:
    return {"th": text.th, "en": text.en}
