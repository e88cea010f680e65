"""The demonstration world."""

import click


@click.command()
def command() -> None:
    """Load the demonstration world; does nothing where it is already."""
    from planhub.cli._open import changing
    from planhub.demo import story
    from planhub.infra.settings import DEMO, SettingsError, load
    from planhub.web import work

    if load().env != DEMO:
        raise SettingsError("the demonstration world is only for PLANHUB_ENV=demo")
    with changing() as session:
        if story.is_told(session):
            click.echo("the demonstration world is there already")
            return
        story.tell(session, lambda: work.run_pending(session), click.echo)
