"""The hash chains of the history: check them, hand them out."""

import json
from pathlib import Path
from typing import Any

import click


@click.group()
def command() -> None:
    """Check the audit chains, or hand them out."""


@command.command()
@click.option("--org", metavar="CODE", help="Only this organisation's chain (or `system`).")
@click.option(
    "--anchor",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='Heads written down elsewhere, as JSON: {"CODI": {"n": 12, "hash": "…"}}.',
)
def verify(org: str | None, anchor: Path | None) -> None:
    """Recompute the chains; 0 all is well, 1 broken."""
    from planhub.cli._open import reading
    from planhub.record import chain

    known = _anchor(anchor)
    with reading() as session:
        heads = chain.heads(session)
        if org is not None and org not in {*heads, *known}:
            raise click.ClickException(
                f"there is no chain {org}; there are {', '.join(sorted(heads)) or 'none yet'}"
            )
        breaks = chain.verify(session, chain=org, anchor=known or None)
    for found in breaks:
        click.echo(f"broken: chain {found.chain}, entry {found.n}: {found.kind}")
    if breaks:
        raise click.exceptions.Exit(1)
    for name, (n, last) in sorted(heads.items()):
        if org in (None, name):
            click.echo(f"{name}: {n} entries, {last}")


def _anchor(path: Path | None) -> dict[str, tuple[int, str]]:
    if path is None:
        return {}
    try:
        content: Any = json.loads(path.read_text("utf-8"))
        return {str(name): (int(head["n"]), str(head["hash"])) for name, head in content.items()}
    except (ValueError, AttributeError, KeyError, TypeError):
        raise click.ClickException(f"{path} does not hold an n and a hash for each chain, as JSON") from None


@command.command()
@click.option("--org", metavar="CODE", help="Only this organisation's chain (or `system`).")
def export(org: str | None) -> None:
    """Print the entries, one JSON object a line."""
    from planhub.cli._open import reading
    from planhub.record import chain

    with reading() as session:
        for line in chain.export(session, chain=org):
            click.echo(line)
