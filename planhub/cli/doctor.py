"""What this installation is made of, and what is wrong with it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from planhub.infra.settings import Settings


@click.command()
def command() -> None:
    """Print all settings (secrets masked) and check what PlanHub stands on; 1 where something is wrong."""
    from sqlalchemy import make_url

    from planhub.infra.settings import described, keep_secret_key, load

    settings = keep_secret_key(load())
    width = max(len(name) for name, _, _ in described(settings))
    for name, value, about in described(settings):
        click.echo(f"{name:<{width}}  {value}  ({about})")
    click.echo(f"database in use: {make_url(settings.database).render_as_string(hide_password=True)}")
    faults = list(_faults(settings))
    for fault in faults:
        click.echo(f"wrong: {fault}")
    if faults:
        raise click.exceptions.Exit(1)
    click.echo("all is well")


def _faults(settings: "Settings") -> Iterator[str]:
    from sqlalchemy.exc import SQLAlchemyError

    from planhub.infra.settings import unsafe
    from planhub.web.app import create_app
    from planhub.web.checks import libraries, refusals

    yield from (f"{name} is missing ({what})" for name, there, what in libraries() if not there)
    dangers = unsafe(settings)
    if dangers:
        yield from dangers
        return
    try:
        with create_app(settings).app_context():
            yield from refusals(settings)
    except SQLAlchemyError as error:
        yield f"the database cannot be used: {str(error).splitlines()[0]}"
