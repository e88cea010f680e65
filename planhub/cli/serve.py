"""The web server."""

import click


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on."
)
def command(host: str, port: int) -> None:
    """Serve PlanHub, with a background worker beside it."""
    from planhub.cli._open import open_app, refuse
    from planhub.web.serving import serve

    with open_app() as app:
        refuse(app)
    serve(app, host, port)
