"""The lines of the inbox, drawn here and not by a template for the same reason as the cells of tables."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from flask import request, url_for
from markupsafe import Markup

from planhub.infra import i18n
from planhub.kernel.text import Text, current_locale
from planhub.kernel.workflow import State
from planhub.record.inbox import Waiting
from planhub.record.types import RecordType, registry
from planhub.ui.kept import kept, part
from planhub.ui.pages import data_lang
from planhub.ui.values import Names

LATE_AFTER = 7
"""Days of waiting after which a line is marked."""

_ASKS = Text("รอท่าน: {why}", "Waiting for you: {why}")
_AGAIN = Text("ยืนยันอีกครั้ง", "confirm again")
_SINCE = Text("ตั้งแต่", "since")
_OPEN = Text("เปิด", "Open")
_TODAY = Text("วันนี้", "today")


def href_of(name: str, code: str) -> str:
    """Give the address of a record."""
    base = kept((href_of, name, request.script_root), lambda: url_for(f"{name}.list"))
    return f"{base}/{code}"


def draw(lines: Sequence[Waiting], names: Names, now: datetime) -> Markup:
    """Draw what waits for the reader, each line with one sentence of why and the button of its move."""
    return Markup("".join(_article(one, names, now) for one in lines))  # noqa: S704 - every value is escaped


def _article(one: Waiting, names: Names, now: datetime) -> str:
    href, code, lang = escape(href_of(one.type, one.code)), escape(one.code), data_lang()
    days = (now - one.since).days
    chip = "" if one.origin == "own" else part("origin_chip", one.origin)
    again = f" ({_AGAIN})" if one.confirm_only else ""
    asks, button, move = _words_of(one)
    target = f'{href}/moves/{move}"' if move else f'{href}"'
    return (
        f'<article class="ph-task{" is-late" if days > LATE_AFTER else ""}"><div>'
        f'<p class="ph-title ph-small"><span class="ph-code">{code}</span>'
        f'<span class="ph-muted">{_type_of(one)} · {escape(names.org(one.owner_org).text)}</span>{chip}</p>'
        f'<h3><a href="{href}"{lang}>{escape(one.title)}</a></h3>'
        f'<p class="ph-status">{_badge(one)} <span class="ph-small">{asks}{again} '
        f'<span class="ph-muted">{_SINCE} {escape(i18n.write_date(one.since))} ({_waited(days)})</span></span></p>'
        f'</div><a class="btn{" btn-primary" if move else ""}" href="{target} aria-label="{button} {code}">{button}</a>'
        "</article>"
    )


def _words_of(one: Waiting) -> tuple[str, str, str | None]:
    """Give the sentence, the button's words and the move; the same for many lines."""

    def make() -> tuple[str, str, str | None]:
        button = str(one.why) if one.move else str(_OPEN)
        return escape(str(_ASKS.format(why=one.why))), escape(button), one.move

    return kept((_words_of, current_locale(), one.why, one.move), make)


def _type_of(one: Waiting) -> str:
    return kept((_type_of, current_locale(), one.type), lambda: escape(str(registry.get(one.type).label)))


def _badge(one: Waiting) -> str:
    def make() -> str:
        state = _state_of(registry.get(one.type), one.state)
        return str(part("badge", str(state.label), state.tone.value))

    return kept((_badge, current_locale(), one.type, one.state), make)


def _state_of(rt: RecordType, key: str) -> State:
    """Give a state by its key, of an earlier machine where today's has it no more."""
    machine = next((m for m in (rt.workflow, *rt.older_workflows) if key in m.state_keys), rt.workflow)
    return machine.state(key)


def _waited(days: int) -> str:
    if days <= 0:
        return str(_TODAY)
    return str(Text("{n} วัน", "1 day" if days == 1 else "{n} days").format(n=days))
