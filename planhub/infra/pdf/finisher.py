"""Makes the text in a finished PDF right Thai, for copying, searching and reading aloud.

The engine tells a reader, for each glyph, the text of the first cluster it met the glyph in. The shaper splits ำ into
two glyphs, so a page that begins with "ทำ" turns every า after it into ำ. Here the map from glyphs to text is
written anew from the font's own names, and each base with its marks is given its text as a whole (ActualText).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from fontTools import agl
from fontTools.ttLib import TTFont

NIKHAHIT, SARA_AA, SARA_AM = "\u0e4d", "\u0e32", "\u0e33"
MARKS = frozenset(
    "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e"
)

WATERMARK_SIZE = 50.0
"""From this font size (in px) on, text outside the structure is a watermark: seen, but not copied."""

Token = int | bytes
"""A glyph id, or a number that moves the pen, in thousandths of the font size."""

MOVED = 15.0
"""How far off its base a mark may end (same unit) before a reader sees a gap after it."""

_TOKEN = re.compile(rb"<([0-9a-f]*)>|(-?[0-9.]+(?:e-?\d+)?)")
_MAP_LINE = re.compile(rb"<([0-9a-f]{4})> <[0-9a-f]*>")
_PRIVATE_USE = range(0xE000, 0xF900)
_SINGLE, _LIGATURE = 1, 4
"""Types of substitution in a font: one glyph for one, one for several."""


@cache
def glyph_texts(path: Path) -> Mapping[int, str]:
    """Return the text of each glyph of the font at `path`; a variant says what the glyph it replaces says."""
    with TTFont(path) as font:
        chars = sorted(font.getBestCmap().items(), reverse=True)
        order = font.getGlyphOrder()
        replaced = dict(_replacements(font["GSUB"].table)) if "GSUB" in font else {}
    names = {name: chr(char) for char, name in chars if char not in _PRIVATE_USE}
    return {number: _glyph_text(name, names, replaced) for number, name in enumerate(order)}


def _glyph_text(name: str, names: Mapping[str, str], replaced: Mapping[str, Sequence[str]]) -> str:
    """Return the text of a glyph from the character map, from what it replaces, or from a name like uni0E4D0E49."""
    sources = [names.get(part) or agl.toUnicode(part) for part in replaced.get(name, ())]
    return names.get(name) or (all(sources) and "".join(sources)) or agl.toUnicode(name)


def _replacements(table: Any) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield each glyph that the shaper puts in the place of others, with those others."""
    for lookup in table.LookupList.Lookup:
        for outer in lookup.SubTable:
            rule = getattr(outer, "ExtSubTable", outer)
            if rule.LookupType == _SINGLE:
                yield from ((new, (old,)) for old, new in rule.mapping.items())
            elif rule.LookupType == _LIGATURE:
                for first, ligatures in rule.ligatures.items():
                    yield from ((ligature.LigGlyph, (first, *ligature.Component)) for ligature in ligatures)


def cluster(texts: Sequence[str], start: int) -> tuple[str, int]:
    """Return the text of the glyph at `start` with the marks that belong to it, and where the next cluster begins."""
    text, end = texts[start], start + 1
    while end < len(texts) and texts[end] and MARKS.issuperset(texts[end]):
        text += texts[end]
        end += 1
    if NIKHAHIT in text and end < len(texts) and texts[end] == SARA_AA:
        text = text.replace(NIKHAHIT, "") + SARA_AM  # the tone mark stays before ำ, as people type it
        end += 1
    return text, end


class ThaiText:
    """A finisher for `write_pdf`: corrects the text of the fonts it knows."""

    def __init__(self, fonts: Mapping[str, Path]) -> None:
        """Know `fonts`, by the name that follows "+" in BaseFont."""
        self.fonts = {name.encode(): glyph_texts(path) for name, path in fonts.items()}

    def __call__(self, _document: object, pdf: Any) -> None:
        """Rewrite the fonts' text maps and the text operators of every page of `pdf`."""
        texts = dict(self._mend_maps(pdf.objects))
        for stream in pdf.objects:
            operators = getattr(stream, "stream", None)
            if operators and b"BT" in operators:
                mend_operators(operators, texts)

    def _mend_maps(self, objects: Sequence[Any]) -> Iterator[tuple[bytes, Mapping[int, str]]]:
        for font in objects:
            if not isinstance(font, dict) or font.get("Subtype") != "/Type0":
                continue
            tag, _, name = font["BaseFont"][1:].partition(b"+")
            if name not in self.fonts:
                raise LookupError(f"text in a font that cannot be told: {name!r}")
            mend_map(objects[int(font["ToUnicode"].split()[0])].stream, self.fonts[name])
            yield tag, self.fonts[name]


def mend_map(lines: list[Any], texts: Mapping[int, str]) -> None:
    """Rewrite a ToUnicode map in place; a glyph unknown to the font stands for a missing letter and keeps its text."""
    for n, line in enumerate(lines):
        match = _MAP_LINE.fullmatch(line) if isinstance(line, bytes) else None
        if match and (glyph := int(match[1], 16)) in texts:
            lines[n] = b"<%s> <%s>" % (match[1], _utf16(texts[glyph]))


def mend_operators(operators: list[Any], fonts: Mapping[bytes, Mapping[int, str]]) -> None:
    """Give every cluster shown by `operators` its text, in place."""
    mended: list[Any] = []
    texts: Mapping[int, str] | None = None
    size, furniture = 0.0, False
    for shows, group in groupby(operators, _shows_text):
        run = list(group)
        if shows and texts is not None:
            tokens = [token for operator in run for token in _tokens(operator)]
            hidden = furniture and size >= WATERMARK_SIZE
            mended.append(_span("", tokens) if hidden else with_actual_text(tokens, texts))
            continue
        mended += run
        for operator in run:
            if isinstance(operator, str) and operator in {"/Artifact", "/Span"}:
                furniture = operator == "/Artifact"
            elif isinstance(operator, bytes) and operator.endswith(b" Tf"):
                tag, number, _ = operator.split()
                texts, size = fonts.get(tag[1:]), float(number)
    operators[:] = mended


def _shows_text(operator: Any) -> bool:
    return isinstance(operator, bytes) and operator.endswith((b"] TJ", b" Ts"))


def with_actual_text(tokens: Sequence[Token], texts: Mapping[int, str]) -> bytes:
    """Return operators that show `tokens`, each cluster of several glyphs wrapped in its own text."""
    places = [n for n, token in enumerate(tokens) if isinstance(token, int)]
    words = [texts.get(token, "") for token in tokens if isinstance(token, int)]
    pieces: list[bytes] = []
    done = glyph = 0
    while glyph < len(places):
        text, after = cluster(words, glyph)
        while after < len(places) and _ends_moved(tokens[places[glyph] : places[after - 1]]):
            more, after = cluster(words, after)
            text += more
        if after - glyph > 1:
            first, last = places[glyph], places[after - 1] + 1
            pieces += [*_show(tokens[done:first]), _span(text, tokens[first:last])]
            done = last
        glyph = after
    return b" ".join([*pieces, *_show(tokens[done:])])


def _ends_moved(tokens: Sequence[Token]) -> bool:
    """Whether the last mark stands off the end of its base: readers would see a gap there, and write a space.

    Then the next cluster goes into the same span, whose end is where the eye sees it.
    """
    return abs(sum(float(token) for token in tokens if isinstance(token, bytes))) > MOVED


def _tokens(operator: bytes) -> list[Token]:
    """Return what a show-text operator shows.

    A tone above a vowel is raised or lowered by less than a tenth of its size, by an operator of its own (Ts). It is
    left out: the face draws the mark well where it stands, and readers lose their place in a text that is cut there.
    """
    if operator.endswith(b" Ts"):
        return []
    tokens: list[Token] = []
    for match in _TOKEN.finditer(operator):
        glyphs, number = match.groups()
        if glyphs is None:
            tokens.append(number)
        else:
            tokens += [int(glyphs[n : n + 4], 16) for n in range(0, len(glyphs), 4)]
    return tokens


def _show(tokens: Sequence[Token]) -> Iterator[bytes]:
    if tokens:
        shown = (b"<%04x>" % token if isinstance(token, int) else token + b" " for token in tokens)
        yield b"[%s] TJ" % b"".join(shown)


def _span(text: str, tokens: Sequence[Token]) -> bytes:
    return b"/Span<</ActualText<FEFF%s>>>BDC %s EMC" % (_utf16(text), b" ".join(_show(tokens)))


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-be").hex().encode()
