"""Makes the text in a finished PDF right Thai, for copying, searching and reading aloud.

The engine tells a reader, for each glyph, the text of the first cluster it met the glyph in. The shaper splits ำ into
two glyphs, so a page that begins with "ทำ" turns every า after it into ำ. Here the map from glyphs to text is
written anew from the font's own names, and each base with its marks is given its text as a whole (ActualText).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
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
"""In a show-text operator: a glyph id, or a number that moves the pen."""

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
    texts: Mapping[int, str] | None = None
    size, furniture = 0.0, False
    for n, operator in enumerate(operators):
        if operator == "/Artifact":
            furniture = True
        elif operator == "/Span":
            furniture = False
        elif not isinstance(operator, bytes):
            continue
        elif operator.endswith(b" Tf"):
            tag, number, _ = operator.split()
            texts, size = fonts.get(tag[1:]), float(number)
        elif operator.endswith(b"] TJ") and texts is not None:
            hidden = furniture and size >= WATERMARK_SIZE
            operators[n] = _span("", _tokens(operator)) if hidden else with_actual_text(operator, texts)


def with_actual_text(operator: bytes, texts: Mapping[int, str]) -> bytes:
    """Return the show-text `operator` with each cluster of several glyphs wrapped in its own text."""
    tokens = _tokens(operator)
    places = [n for n, token in enumerate(tokens) if isinstance(token, int)]
    words = [texts.get(token, "") for token in tokens if isinstance(token, int)]
    pieces: list[bytes] = []
    done = glyph = 0
    while glyph < len(places):
        text, after = cluster(words, glyph)
        if after - glyph > 1:
            first, last = places[glyph], places[after - 1] + 1
            pieces += [_show(tokens[done:first])] if first > done else []
            pieces.append(_span(text, tokens[first:last]))
            done = last
        glyph = after
    if not pieces:
        return operator
    return b" ".join([*pieces, _show(tokens[done:])] if done < len(tokens) else pieces)


def _tokens(operator: bytes) -> list[Token]:
    tokens: list[Token] = []
    for match in _TOKEN.finditer(operator):
        glyphs, number = match.groups()
        if glyphs is None:
            tokens.append(number)
        else:
            tokens += [int(glyphs[n : n + 4], 16) for n in range(0, len(glyphs), 4)]
    return tokens


def _show(tokens: Sequence[Token]) -> bytes:
    shown = b"".join(b"<%04x>" % token if isinstance(token, int) else token + b" " for token in tokens)
    return b"[" + shown + b"] TJ"


def _span(text: str, tokens: Sequence[Token]) -> bytes:
    return b"/Span<</ActualText<FEFF%s>>>BDC %s EMC" % (_utf16(text), _show(tokens))


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-be").hex().encode()
