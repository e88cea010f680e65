"""Schema migrations, for those who change the tables."""

import click


@click.group()
def command() -> None:
    """Schema migrations: write the next one, or check that none is missing."""


@command.command()
@click.argument("slug")
def new(slug: str) -> None:
    """Write the migration from the last one to the present tables; read and mend it before it is committed."""
    from alembic.command import revision
    from alembic.script import ScriptDirectory
    from sqlalchemy import create_engine

    from planhub.infra.db import prepare_engine, writing
    from planhub.web.checks import alembic_config
    from planhub.web.setup import upgrade

    config = alembic_config()
    known = len(list(ScriptDirectory.from_config(config).walk_revisions()))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    engine = create_engine("sqlite://")
    prepare_engine(engine)
    with writing(), engine.begin() as connection:
        upgrade(connection)
        config.attributes["connection"] = connection
        revision(config, slug, autogenerate=True, rev_id=f"{known + 1:04d}")
    click.echo(f"migration {known + 1:04d} is written")


@command.command()
def check() -> None:
    """Compare the migrations with the tables as the code declares them; 1 where they differ."""
    from sqlalchemy import create_engine

    from planhub.infra.db import prepare_engine, writing
    from planhub.web.setup import differences, upgrade

    engine = create_engine("sqlite://")
    prepare_engine(engine)
    with writing(), engine.begin() as connection:
        upgrade(connection)
        found = differences(connection)
    for line in found:
        click.echo(line)
    if found:
        raise click.exceptions.Exit(1)
