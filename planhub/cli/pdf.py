"""Papers from the command line."""

from pathlib import Path
from typing import Any

import click


@click.command()
@click.argument("kind")
@click.argument("code")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="File to write."
)
@click.option(
    "--thai-digits/--arabic-digits",
    default=None,
    help="Digits of the whole paper; its own habit unless told.",
)
def command(kind: str, code: str, output: Path | None, thai_digits: bool | None) -> int:  # noqa: FBT001 - click's interface
    """Print the paper KIND of the record, province or year CODE as a PDF.

    Exit 1 where the record does not bear printing, such as a plan whose sums differ; it says why, a line each.
    """
    from planhub.cli._open import reading
    from planhub.kernel.errors import GuardFailed

    options: dict[str, Any] = {} if thai_digits is None else {"thai_digits": thai_digits}
    with reading() as session:
        try:
            content = _render(session, kind, code, options)
        except GuardFailed as refusal:
            for reason in refusal.reasons:
                click.echo(f"{reason.text.en} ({reason.text.th})", err=True)
            return 1
    path = output or Path(f"{code}-{kind}.pdf")
    path.write_bytes(content)
    click.echo(path)
    return 0


def _render(session: Any, kind: str, code: str, options: dict[str, Any]) -> bytes:
    from planhub.record.services import load_any
    from planhub.record.types import registry
    from planhub.ui import papers as printing
    from planhub.web.features import FEATURES

    papers = {name: paper for feature in FEATURES for name, paper in (feature.documents or {}).items()}
    if kind in papers:
        return printing.issue_other(
            session, kind, code, lambda: papers[kind](session, code, options), made_by=None
        )
    kinds = {d.kind: rt for rt in registry.all() for d in rt.documents}
    if kind not in kinds:
        known = ", ".join(sorted({*papers, *kinds}))
        raise click.ClickException(f"there is no paper {kind}; there are {known}")
    record = load_any(session, code)
    paper = next((d for d in registry.get(record.type).documents if d.kind == kind), None)
    if paper is None:
        raise click.ClickException(f"{code} is one of {record.type}, which has no paper {kind}")
    return printing.issue(session, record, paper, options, made_by=None)
