"""Who may do what, printed from the tables of grants."""

import csv
import io
import json
from collections.abc import Iterator

import click

HEADS = ("record", "permission", "role", "scope", "states")


@click.command()
@click.option("--role", help="Only the rights of this role.")
@click.option("--record", help="Only the rights on this type of record.")
@click.option(
    "--format", "kind", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True
)
def command(role: str | None, record: str | None, kind: str) -> None:
    """Print who may do what, from the declarations."""
    from planhub.kernel.access import Role
    from planhub.web.features import fill_registry

    fill_registry()
    if role is not None and role not in list(Role):
        raise click.ClickException(f"there is no role {role}; there are {', '.join(Role)}")
    known = sorted({row["record"] for row in rows()})
    if record is not None and record not in known:
        raise click.ClickException(f"there are no rights on {record}; there are {', '.join(known)}")
    found = [row for row in rows() if role in (None, row["role"]) and record in (None, row["record"])]
    click.echo(_written(found, kind), nl=False)


def rows() -> Iterator[dict[str, str]]:
    """Give every grant of the house, in the order of the declarations."""
    from planhub.people import rules
    from planhub.programmes import rules as programmes
    from planhub.record.types import registry

    policies = [
        ("people", rules.POLICY),
        ("programmes", programmes.POLICY),
        *((rt.name, rt.policy) for rt in registry.all()),
    ]
    for name, policy in policies:
        for grant in policy.grants:
            states = " ".join(sorted(grant.states)) if grant.states is not None else "*"
            values = (name, grant.permission, grant.role.value, grant.scope.value, states)
            yield dict(zip(HEADS, values, strict=True))


def _written(found: list[dict[str, str]], kind: str) -> str:
    if kind == "json":
        return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    if kind == "csv":
        out = io.StringIO()
        writer = csv.DictWriter(out, HEADS)
        writer.writeheader()
        writer.writerows(found)
        return out.getvalue()
    widths = {head: max((len(row[head]) for row in found), default=0) for head in HEADS[:-1]}
    return "".join(
        "  ".join([*(row[h].ljust(w) for h, w in widths.items()), row["states"]]) + "\n" for row in found
    )
