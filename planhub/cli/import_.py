"""Import of lists: a check that says row by row what it would do, and with --commit the change, whole or not at all."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from planhub.kernel.access import Actor
    from planhub.record.import_check import Report, Row


@click.command()
@click.argument("kind")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--commit", is_flag=True, help="Save the list, whole or not at all; without it nothing is changed."
)
@click.option("--user", "login", help="Act as that user, within their rights; otherwise as the system.")
@click.option("--org", help="The agency that states the counts of area-stats.")
@click.option(
    "--set",
    "said",
    multiple=True,
    metavar="COLUMN=VALUE",
    help="A column for every row, where the list has none.",
)
@click.option("--remove-missing", is_flag=True, help="Take out what stands and is missing from the list.")
@click.option("--quiet", is_flag=True, help="Tell only the rows that are changed or faulty.")
def command(  # noqa: PLR0913, PLR0917 - one for each option
    kind: str,
    file: Path,
    commit: bool,  # noqa: FBT001 - a flag
    login: str | None,
    org: str | None,
    said: Sequence[str],
    remove_missing: bool,  # noqa: FBT001 - a flag
    quiet: bool,  # noqa: FBT001 - a flag
) -> int:
    """Check a spreadsheet, and save it with --commit.

    KIND is one of programme-areas, area-stats, activities, budget-lines, indicator-values,
    quarter-reports and knowledge-items; FILE an .xlsx or .csv file. Exit 0: the list can be (or is) saved;
    1: some rows cannot; 2: the file cannot be read.
    """
    from planhub.cli._open import changing, reading

    defaults = _defaults(said, org)
    with changing() if commit else reading() as session:
        report = _checked(session, _actor(session, login), kind, file, defaults)
        _tell(report, quiet=quiet)
        if not report.is_ready:
            session.rollback()
            click.echo("nothing was saved" if commit else "this list cannot be saved as it stands")
            return 1
        if commit:
            from planhub.record import import_jobs

            job = import_jobs.run(
                session,
                _actor(session, login),
                report,
                name=file.name,
                content=file.read_bytes(),
                remove_gone=remove_missing,
            )
            click.echo("saved: " + ", ".join(f"{n} {name}" for name, n in job.counts.items() if n))
    return 0


def _defaults(said: Sequence[str], org: str | None) -> dict[str, str]:
    pairs = [one.partition("=") for one in said]
    if any(not equals for _name, equals, _value in pairs):
        raise click.UsageError("--set takes COLUMN=VALUE")
    return {name.strip(): value for name, _equals, value in pairs} | ({"org": org} if org else {})


def _actor(session: Session, login: str | None) -> Actor:
    from planhub.kernel.access import SYSTEM
    from planhub.people.queries import find_user, get_actor
    from planhub.record import audit

    if login is None:
        return SYSTEM
    user = find_user(session, login=login)
    if user is None:
        raise click.ClickException(f"there is no user {login}")
    actor = get_actor(session, user)
    audit.act_as(session, actor)
    return actor


def _checked(session: Session, actor: Actor, kind: str, file: Path, defaults: dict[str, str]) -> Report:
    from planhub.record import import_jobs
    from planhub.record.import_check import Said, check
    from planhub.record.imports import KINDS

    if KINDS.find(kind) is None:
        known = ", ".join(one.name for one in KINDS.all())
        raise click.UsageError(f"there is no kind {kind}; there are {known}")
    content = file.read_bytes()
    book = import_jobs.read(file.name, content)
    report = check(session, actor, import_jobs.authorise(actor, kind), book, Said(defaults))
    if report.refused:
        raise click.ClickException(report.refused.en)
    return report


def _tell(report: Report, *, quiet: bool) -> None:
    out = sys.stdout
    for note in report.notes:
        out.write(f"note: {note.en}\n")
    for row in report.rows:
        if not quiet or row.state not in ("unchanged", "repeated", "skipped"):
            out.write(f"row {row.number}: {row.state} {'; '.join(_words(report, row))}\n".rstrip() + "\n")
    for standing in report.gone:
        area = standing.values.get("area_code")
        key = (
            f"{area} {_name(report, area)}"
            if area
            else "/".join(str(standing.values[name]) for name in report.kind.key)
        )
        out.write(f"not in the list: {key}\n")
    counts = report.counts
    told = ", ".join(f"{counts[state]} {state}" for state in counts)
    out.write(f"{len(report.rows)} rows: {told}; {len(report.gone)} not in the list\n")


def _words(report: Report, row: Row) -> Iterator[str]:
    if row.area:
        yield f"{row.area} {_name(report, row.area)}"
    if row.state == "conflict":
        yield "changed here too since the list was made"
    if row.state in ("choose", "missing") and row.match and row.match.why:
        yield row.match.why.en
        for code in row.match.candidates:
            yield f"perhaps {code} {_name(report, code)}"
    for name, text in row.faults.items():
        yield f"{name}: {text.en}"
    for name, old, new in row.changes:
        yield f"{name}: {old} -> {new}"
    if row.repeats:
        yield f"as row {row.repeats}"


def _name(report: Report, code: str) -> str:
    return report.known.full_name(code).th if report.known else ""
