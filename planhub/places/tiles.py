"""Pictures of the country: a square for each province, about where it lies, and the outlines of the map.

Small provinces are seen on the squares as well as large ones. Their arrangement is our own, fitted to the provinces'
middles on the map; labels are the usual two-letter abbreviations. Screen and paper draw both with `ui/map.html`.
"""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from planhub.infra.paths import resource

_GRID = """
.. .. ชร พย .. .. .. .. .. ..
มส ชม ลป พร นน .. .. .. บก ..
.. ลพ .. .. อต .. .. นค สน ..
.. ตก สท .. พล ลย นภ อด นพ ..
.. .. กพ พจ .. พช ขก กส รอ มห
.. .. .. นว .. .. ชย มค ยส อจ
.. .. อน ชน สห ลบ นม บร สร อบ
.. กจ สพ อท อย สบ .. .. ศก ..
.. .. นฐ นบ ปท นย ปจ สก .. ..
.. .. รบ สค กท สป ฉช .. .. ..
.. .. พบ สส ชบ รย จบ ตร .. ..
.. ชพ ปข .. .. .. .. .. .. ..
รน สฎ .. .. .. .. .. .. .. ..
พง กบ นศ .. .. .. .. .. .. ..
ภก .. ตง พท สข ปน .. .. .. ..
.. .. .. สต .. ยล นธ .. .. ..
"""

_LABELS = """
10 กท 11 สป 12 นบ 13 ปท 14 อย 15 อท 16 ลบ 17 สห 18 ชน 19 สบ 20 ชบ 21 รย 22 จบ 23 ตร 24 ฉช 25 ปจ 26 นย 27 สก
30 นม 31 บร 32 สร 33 ศก 34 อบ 35 ยส 36 ชย 37 อจ 38 บก 39 นภ 40 ขก 41 อด 42 ลย 43 นค 44 มค 45 รอ 46 กส 47 สน
48 นพ 49 มห 50 ชม 51 ลพ 52 ลป 53 อต 54 พร 55 นน 56 พย 57 ชร 58 มส 60 นว 61 อน 62 กพ 63 ตก 64 สท 65 พล 66 พจ
67 พช 70 รบ 71 กจ 72 สพ 73 นฐ 74 สค 75 สส 76 พบ 77 ปข 80 นศ 81 กบ 82 พง 83 ภก 84 สฎ 85 รน 86 ชพ 90 สข 91 สต
92 ตง 93 พท 94 ปน 95 ยล 96 นธ
"""


@dataclass(frozen=True, slots=True)
class Tile:
    """One province's square, as the macro `charts.tile_grid` takes it; rows and columns count from 1."""

    row: int
    column: int
    label: str
    step: int = 0
    """How dark it is, 0 to 4."""
    value: str | int = ""
    ring: bool = False
    code: str = ""
    """The official code of the province."""


def _places() -> dict[str, tuple[int, int]]:
    rows = (line.split() for line in _GRID.strip().splitlines())
    return {label: (r, c) for r, row in enumerate(rows, 1) for c, label in enumerate(row, 1) if label != ".."}


_WORDS = _LABELS.split()
PROVINCE_LABELS: Mapping[str, str] = dict(zip(_WORDS[::2], _WORDS[1::2], strict=True))
"""The two-letter abbreviation of each province, by official code."""
_PLACES = _places()


def place_of(code: str) -> tuple[int, int]:
    """Give row and column (from 1) of a province's square."""
    return _PLACES[PROVINCE_LABELS[code]]


@cache
def drawing() -> Mapping[str, Any]:
    """Give the outlines of the provinces: viewBox, provinces (SVG paths by code), water, and whom to thank.

    Coordinates are rounded to whole units of the view box (560 wide), less than a pixel of any screen: half the bytes.
    """
    outlines = json.loads(resource("static/vendor/thailand.json").read_text("utf-8"))
    provinces = {code: _rounded(path) for code, path in outlines["provinces"].items()}
    return {**outlines, "provinces": provinces, "water": [_rounded(path) for path in outlines["water"]]}


def _rounded(path: str) -> str:
    """Round a path of relative `m` and `z`; the same point rounds the same on both sides of a border."""
    rings = []
    x = y = 0.0
    for ring in re.findall(r"m([^mz]*)z", path):
        numbers = [float(number) for number in ring.split()]
        x, y = x + numbers[0], y + numbers[1]
        points = [(round(x), round(y))]
        at_x, at_y = x, y
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            at_x, at_y = at_x + dx, at_y + dy
            if (here := (round(at_x), round(at_y))) != points[-1]:
                points.append(here)
        if len(points) > 2:
            steps = (f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(points))
            rings.append(f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z")
    return "".join(rings)


def province_tiles(
    steps: Mapping[str, int], values: Mapping[str, str | int] | None = None, rings: Collection[str] = ()
) -> list[Tile]:
    """Return all 77 squares, dark by `steps` and lettered by `values` (both by province code); missing means 0."""
    written = values or {}
    return [
        Tile(*_PLACES[label], label, steps.get(code, 0), written.get(code, ""), code in rings, code)
        for code, label in PROVINCE_LABELS.items()
    ]
