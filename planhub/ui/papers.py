"""Papers: a template of `templates/pdf/` drawn in a language and handed to the renderer."""

from flask import current_app

from planhub.infra import pdf
from planhub.infra.pdf import PdfOptions
from planhub.kernel.text import locale


def draw(template: str, *, lang: str = "th", **values: object) -> str:
    """Draw a paper as HTML in `lang`; needs no request, so that jobs and commands may print too."""
    with locale(lang):
        return current_app.jinja_env.get_template(template).render(**values)


def paper(template: str, options: PdfOptions, **values: object) -> bytes:
    """Draw a paper and give it as PDF. Raises `PdfRefusedError` or `PdfError`."""
    return pdf.render(draw(template, lang=options.lang, **values), options=options)
