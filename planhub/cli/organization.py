"""The first organisations of an installation."""

import click


@click.group()
def command() -> None:
    """Organisations: add one."""


@command.command()
@click.argument("code")
@click.option("--name-th", required=True, help="Full Thai name.")
@click.option("--name-en", required=True, help="Full English name.")
@click.option("--abbr-th", help="Thai abbreviation.")
@click.option("--abbr-en", help="English abbreviation.")
@click.option("--sector", default="state", show_default=True)
@click.option("--type", "org_type", default="government", show_default=True)
@click.option("--core", is_flag=True, help="One of the agencies that plan together here.")
def add(
    code: str, *, name_th: str, name_en: str, abbr_th: str | None, abbr_en: str | None, **more: str | bool
) -> None:
    """Add an organisation."""
    from planhub.cli._open import changing
    from planhub.kernel.text import Text
    from planhub.people.founding import Founded, add_organization

    abbr = Text(abbr_th or abbr_en or "", abbr_en or abbr_th or "") if abbr_th or abbr_en else None
    founded = Founded(
        code, Text(name_th, name_en), abbr, str(more["sector"]), str(more["org_type"]), bool(more["core"])
    )
    with changing() as session:
        add_organization(session, founded)
    click.echo(f"{code} is added")
