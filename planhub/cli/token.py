"""Tokens of the JSON API."""

import click


@click.group()
def command() -> None:
    """Tokens of the JSON API: issue one."""


@command.command()
@click.option(
    "--user",
    "login",
    required=True,
    metavar="NAME",
    help="Sign-in name of the user whom the token speaks for.",
)
@click.option(
    "--days", default=90, show_default=True, type=click.IntRange(1, 3650), help="Days until it ends."
)
def issue(login: str, days: int) -> None:
    """Print a new API token of a user; it is shown this once."""
    from planhub.cli._open import changing
    from planhub.people import queries, tokens

    with changing() as session:
        user = queries.find_user(session, login=login)
        if user is None or user.is_disabled:
            raise click.ClickException(f"there is no user {login}")
        token = tokens.issue(session, user, days=days)
    click.echo(token)
