"""The overlap matrix, as a table, for spreadsheets, or for programs."""

import csv
import io
import json
from typing import Any

import click


@click.command()
@click.option(
    "--level",
    type=click.Choice(["province", "district", "subdistrict"]),
    default="province",
    show_default=True,
)
@click.option(
    "--fiscal-year", type=click.IntRange(2540, 2640), help="Buddhist Era; this fiscal year unless told."
)
@click.option("--region", help="Only areas of this region, such as northeast.")
@click.option(
    "--format", "kind", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True
)
def command(level: str, fiscal_year: int | None, region: str | None, kind: str) -> None:
    """Print where agencies overlap (one row for each area with at least one agency).

    confirmed: the agency names the area; below (n): n areas inside it; possible: only an area around it.
    """
    from planhub.cli._open import reading
    from planhub.kernel import clock, thai
    from planhub.places.levels import AreaLevel
    from planhub.places.queries import list_regions, overlap_rows

    with reading() as session:
        known = [one.code for one in list_regions(session)]
        if region is not None and region not in known:
            raise click.BadParameter(f"no such region; known are {', '.join(known)}", param_hint="--region")
        year = fiscal_year or thai.fiscal_year(clock.today())
        matrix = overlap_rows(session, AreaLevel(level), year, region=region).as_dict()
    click.echo(_written(matrix, kind), nl=False)


_FIGURES = (
    "confirmed_agencies",
    "possible_agencies",
    "overlap",
    "joint_districts",
    "joint_subdistricts",
    "score",
)


def _written(matrix: dict[str, Any], kind: str) -> str:
    if kind == "json":
        return json.dumps(matrix, ensure_ascii=False, indent=2) + "\n"
    agencies = sorted({org for row in matrix["rows"] for org in row["agencies"]})
    heads = ["area_code", "name_th", *agencies, *_FIGURES]
    table = [[_cell(row, head) for head in heads] for row in matrix["rows"]]
    if kind == "csv":
        out = io.StringIO()
        csv.writer(out).writerows([heads, *table])
        return out.getvalue()
    return "".join("\t".join(line) + "\n" for line in [heads, *table])


def _cell(row: dict[str, Any], head: str) -> str:
    if head in row:
        return str(row[head])
    state = row["agencies"].get(head, "")
    below = row["below"].get(head)
    return f"{state} ({below})" if below else state
