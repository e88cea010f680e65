"""The background worker."""

import click


@click.command()
def command() -> None:
    """Work for background jobs; any number may run (`serve` brings one of its own)."""
    from planhub.cli._open import open_app, refuse
    from planhub.web.serving import listen

    with open_app() as app:
        refuse(app)
    listen(app)
