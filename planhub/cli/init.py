"""The database."""

import click


@click.command()
def command() -> None:
    """Create the database, or bring it up to this version of PlanHub."""
    from planhub.cli._open import changing, open_app
    from planhub.infra.db import db
    from planhub.web.setup import fill_reference, migrating, upgrade

    with open_app(), migrating(db.engine) as connection:
        upgrade(connection)
    with changing() as session:
        fill_reference(session)
    click.echo("the database is ready")
