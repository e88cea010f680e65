"""Visible words: always a Thai and an English text, side by side, in the place where they are used."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

THAI = "th"
ENGLISH = "en"
LOCALES = (THAI, ENGLISH)

_locale: ContextVar[str] = ContextVar("planhub_locale", default=THAI)


@dataclass(frozen=True, slots=True)
class Text:
    """A text in both languages; `str()` gives the one of the current locale."""

    th: str
    """The Thai text, which is the text of record."""
    en: str
    """The English text, equal in meaning."""

    def in_(self, locale: str) -> str:
        """Give the text in `locale` ("th" or "en"); anything but English is Thai."""
        return self.en if locale == ENGLISH else self.th

    def format(self, **values: object) -> "Text":
        """Fill the placeholders of both texts; a `Text` value is filled in by its own language."""
        return Text(
            self.th.format(**{k: _in(v, THAI) for k, v in values.items()}),
            self.en.format(**{k: _in(v, ENGLISH) for k, v in values.items()}),
        )

    def __str__(self) -> str:
        """Give the text in the current locale."""
        return self.in_(_locale.get())


def _in(value: object, locale: str) -> object:
    return value.in_(locale) if isinstance(value, Text) else value


def plain(text: str) -> Text:
    """Wrap data (a name, a code) that reads the same in both languages."""
    return Text(text, text)


def current_locale() -> str:
    """Give the locale of the reader: "th" unless English was chosen."""
    return _locale.get()


def set_locale(locale: str) -> None:
    """Choose the locale for the rest of this context; an unknown one means Thai."""
    _locale.set(locale if locale in LOCALES else THAI)


@contextmanager
def locale(name: str) -> Iterator[None]:
    """Speak `name` inside the block: papers and mail use the reader's language, not the sender's."""
    token = _locale.set(name if name in LOCALES else THAI)
    try:
        yield
    finally:
        _locale.reset(token)
