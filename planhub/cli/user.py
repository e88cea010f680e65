"""The first accounts of an installation."""

import sys

import click


@click.group()
def command() -> None:
    """Accounts: add one, give it a post, set its password."""


@command.command()
@click.argument("login")
@click.option("--name-th", required=True, help="The person's name in Thai.")
@click.option("--name-en", required=True, help="The person's name in English.")
@click.option("--email", help="Where notices are sent.")
def add(login: str, name_th: str, name_en: str, email: str | None) -> None:
    """Add an account; it cannot sign in before it has a password."""
    from planhub.cli._open import changing
    from planhub.kernel.text import Text
    from planhub.people.founding import add_user

    with changing() as session:
        add_user(session, login, Text(name_th, name_en), email=email)
    click.echo(f"{login} is added")


@command.command()
@click.argument("login")
@click.option("--org", required=True, metavar="CODE", help="The organisation.")
@click.option("--role", required=True, help="The role of the post; `planhub policy` lists them.")
def appoint(login: str, org: str, role: str) -> None:
    """Let a person hold, from today, the organisation's post of a role; the post is made if there is none."""
    from planhub.cli._open import changing
    from planhub.kernel import clock
    from planhub.kernel.access import SYSTEM, Role
    from planhub.people import founding, queries, services

    if role not in list(Role):
        raise click.ClickException(f"there is no role {role}; there are {', '.join(Role)}")
    with changing() as session:
        user = queries.find_user(session, login=login)
        if user is None:
            raise click.ClickException(f"there is no user {login}")
        post = founding.post_for(session, org, Role(role))
        services.appoint(session, SYSTEM, post_id=post.id, user_id=user.id, starts_on=clock.today())
    click.echo(f"{login} holds the post {role} of {org}")


@command.command()
@click.argument("login")
def password(login: str) -> None:
    """Set a password, read from standard input; ends all sessions of the account."""
    from planhub.cli._open import changing
    from planhub.people import queries, services, signing_in

    new = sys.stdin.readline().rstrip("\n")
    with changing() as session:
        user = queries.find_user(session, login=login)
        if user is None:
            raise click.ClickException(f"there is no user {login}")
        signing_in.set_password(user, new, tuple(services.roles_of(session, user)))
    click.echo("the password is set")
