"""How a text is found again: pieces of three letters for an index, keys of near misses, and where to put the marks.

Thai writes no blanks between its words, so an index of words would miss what a reader types; pieces of three letters
find every run of letters, on any database (docs/decisions/030).
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from planhub.kernel.textclean import search_key

PIECE = 3
"""Letters of a piece."""
SHORTEST = 2
"""Letters of the shortest word that is looked for."""
MOST_WORDS = 8
"""More words are not needed to find a text."""


@lru_cache(maxsize=20_000)
def folded(word: str) -> str:
    """Fold a word, or a letter with its marks, as `search_key` does; the same ones come again and again."""
    return search_key(word)


def asked_words(text: str | None, *, shortest: int = SHORTEST) -> list[str]:
    """Give the folded words that a search looks for, in the order typed; shorter ones are left out.

    A single letter belongs to the word before it: "ครั้งที่ 2" is one word, as blanks do not count.
    """
    words: list[str] = []
    for word in map(search_key, text.split() if text else ()):
        if len(word) == 1 and words:
            words[-1] += word
        elif word:
            words.append(word)
    return list(dict.fromkeys(word for word in words if len(word) >= shortest))[:MOST_WORDS]


def pieces(parts: Iterable[str]) -> set[str]:
    """Give the pieces of folded texts; the last letters of a text make a shorter one, so that two letters are found."""
    return {part[i : i + PIECE] for part in parts for i in range(max(1, len(part) - 1)) if part}


def wanted(word: str) -> tuple[list[str], bool]:
    """Give the pieces that a text with this word has, and whether they are only the beginnings of pieces."""
    if len(word) < PIECE:
        return [word], True
    return [word[i : i + PIECE] for i in range(len(word) - PIECE + 1)], False


# --- near misses ------------------------------------------------------------------------------------------------

_SAME_SOUND = str.maketrans("ศษณฎฏฐฑฒฌญฬฆใ", "สสนดตถทธชยลคไ")
_UNHEARD = dict.fromkeys(map(ord, "่้๊๋็์ฺ"))
NEAR_FROM, NEAR_TO = 4, 30
"""Words of so many letters are looked for by what they sound like; shorter ones are like too many others."""


def sound(word: str) -> str:
    """Fold a word to roughly what is heard: letters of one sound are one, tones and silencers are dropped."""
    return search_key(word).translate(_SAME_SOUND).translate(_UNHEARD)


def near_keys(word: str) -> set[str]:
    """Give the keys of a word: two words that differ by one letter left out, added or mistaken share one of them.

    The method is that of symmetric deletion: each word is kept with one letter left out, at every place.
    """
    heard = sound(word)
    if not NEAR_FROM <= len(heard) <= NEAR_TO:
        return set()
    return {heard} | {heard[:i] + heard[i + 1 :] for i in range(len(heard))}


def vocabulary(words: Sequence[str]) -> set[str]:
    """Give the words worth offering to a reader who mistyped one: runs of up to three, because compounds are such runs."""
    keys = [folded(word) for word in words]
    runs = ("".join(keys[i : i + n]) for n in (1, 2, 3) for i in range(len(keys) - n + 1))
    return {word for word in runs if NEAR_FROM <= len(word) <= NEAR_TO and not word.isdigit()}


# --- showing what was found -------------------------------------------------------------------------------------

AROUND = 60
"""Letters shown before and after what was found."""


def spots(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Give the places of folded words in a text as it was written: (begin, end), in order, none within another."""
    plain, places = _folded(text)
    found: list[tuple[int, int]] = []
    for word in words:
        begin = plain.find(word)
        while begin >= 0 and len(found) < 100:
            found.append((places[begin][0], places[begin + len(word) - 1][1]))
            begin = plain.find(word, begin + len(word))
    return _apart(sorted(found))


def _apart(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for begin, end in found:
        if kept and begin <= kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((begin, end))
    return kept


def _folded(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Fold a text letter by letter with its marks, remembering where each folded letter came from."""
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    begin = 0
    while begin < len(text):
        end = begin + 1
        while end < len(text) and _goes_on(text, end):
            end += 1
        key = folded(text[begin:end])
        letters.append(key)
        places += [(begin, end)] * len(key)
        begin = end
    return "".join(letters), places


_MARKS = frozenset("ัิีึืฺุู็่้๊๋์ํ๎ำา")


def _goes_on(text: str, place: int) -> bool:
    return text[place] in _MARKS or text[place - 1 : place + 1] == "เเ"


def marked(text: str, words: Iterable[str]) -> list[tuple[str, bool]]:
    """Give the whole of a text in runs of (text, is it what was looked for)."""
    runs: list[tuple[str, bool]] = []
    at = 0
    for begin, end in spots(text, words):
        runs += [(text[at:begin], False), (text[begin:end], True)]
        at = end
    return [run for run in (*runs, (text[at:], False)) if run[0]]


def excerpt(text: str, words: Iterable[str]) -> list[tuple[str, bool]]:
    """Cut a text around the first word found: runs of (text, is it what was looked for); all of it where nothing is."""
    found = spots(text, words)
    first = found[0][0] if found else 0
    start = _edge(text, max(0, first - AROUND))
    stop = min(len(text), (found[0][1] if found else 0) + 2 * AROUND)
    runs: list[tuple[str, bool]] = [("…", False)] if start else []
    at = start
    for begin, end in found:
        if end > stop:
            break
        runs += [(text[at:begin], False), (text[begin:end], True)]
        at = end
    runs.append((text[at:stop] + ("…" if stop < len(text) else ""), False))
    return [run for run in runs if run[0]]


def _edge(text: str, place: int) -> int:
    """Move a cut on to where a letter begins, so that no mark is torn from it."""
    while 0 < place < len(text) and text[place] in _MARKS:
        place += 1
    return place
