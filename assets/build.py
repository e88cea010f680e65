"""Build what PlanHub itself reads from packages: `python assets/build.py OUT`.

OUT/fonts/sarabun-*.ttf   the paper font, Thai and Latin merged: two subsets under one family print garbage
OUT/thailand.json         {"viewBox", "provinces": {code: SVG path}, "water": [SVG path], "credit"}
"""

import json
import re
import sys
from pathlib import Path

import geothai
from fontTools import merge, ttLib

PACKAGES = Path(__file__).resolve().parent.parent / "node_modules"
STYLES = {"regular": "400-normal", "italic": "400-italic", "bold": "700-normal", "bold-italic": "700-italic"}
PROVINCES = 77
LAKE = "Lake Songkha"
"""The one shape of the map that is no province (sic)."""


def build_fonts(out: Path) -> None:
    """Write one TTF a style, with the marks and ligatures of both subsets kept."""
    out.mkdir(parents=True, exist_ok=True)
    for style, source in STYLES.items():
        parts = []
        for subset in ("latin", "thai"):
            font = ttLib.TTFont(PACKAGES / f"@fontsource/sarabun/files/sarabun-{subset}-{source}.woff2")
            font.flavor = None
            part = out / f"{style}-{subset}.part"
            font.save(part)
            parts.append(part)
        merge.Merger().merge([str(part) for part in parts]).save(out / f"sarabun-{style}.ttf")
        for part in parts:
            part.unlink()


def rounded(path: str) -> str:
    """Return a relative SVG path of `m` and `z` with one decimal; rounding never adds up along a border."""
    pieces: list[str] = []
    x = y = 0.0
    drawn = (0, 0)  # tenths, where the rounded pen stands
    for ring in re.findall(r"m([^mz]*)z", path):
        points = [tuple(map(float, pair.split(","))) for pair in ring.split()]
        x, y = x + points[0][0], y + points[0][1]
        start, begun = (x, y), (round(x * 10), round(y * 10))
        steps = [(begun[0] - drawn[0], begun[1] - drawn[1])]
        drawn = begun
        for dx, dy in points[1:]:
            x, y = x + dx, y + dy
            here = (round(x * 10), round(y * 10))
            if here != drawn:
                steps.append((here[0] - drawn[0], here[1] - drawn[1]))
                drawn = here
        pieces.append("m" + " ".join(f"{a / 10:g} {b / 10:g}" for a, b in steps) + "z")
        (x, y), drawn = start, begun  # `z` takes the pen back
    return "".join(pieces)


def build_map(out: Path) -> None:
    """Write the provinces under their official codes. Raises if the two packages do not agree on all of them."""
    text = (PACKAGES / "@svg-maps/thailand/index.js").read_text("utf-8")
    drawing = json.loads(text.removeprefix("export default").strip().rstrip(";"))
    shapes = {plain(location["name"]): rounded(location["path"]) for location in drawing["locations"]}
    water = [shapes.pop(plain(LAKE))]
    provinces = {province.code: shapes.pop(plain(province.name_en)) for province in geothai.provinces()}
    if shapes or len(provinces) != PROVINCES:
        message = f"map and gazetteer differ: {len(provinces)} provinces found, left over: {sorted(shapes)}"
        raise ValueError(message)
    credit = (
        "Map of Thailand: Tae Noppakun Wongsrinoppakun, @svg-maps/thailand, CC BY 4.0, coordinates rounded"
    )
    content = {"viewBox": drawing["viewBox"], "provinces": provinces, "water": water, "credit": credit}
    (out / "thailand.json").write_text(json.dumps(content, indent=0) + "\n", "utf-8")


def plain(name: str) -> str:
    """Return a name without spaces, hyphens and case."""
    return re.sub(r"[\s-]", "", name).casefold()


if __name__ == "__main__":
    target = Path(sys.argv[1])
    build_fonts(target / "fonts")
    build_map(target)
