"""The search."""

import click


@click.command()
def command() -> None:
    """Make the index of the search anew from the records; nothing else changes."""
    from planhub.cli._open import changing
    from planhub.record.search import writing

    with changing() as session:
        count = writing.rebuild(session)
    click.echo(f"{count} records can be found")
