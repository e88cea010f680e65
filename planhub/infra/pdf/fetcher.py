"""The only things a paper can fetch: our fonts, our style sheets, and the images handed over with it.

Imported in the rendering process alone, because the engine and its system libraries are loaded here.
"""

from collections.abc import Mapping
from pathlib import Path

from weasyprint.urls import URLFetcher, URLFetcherResponse

_KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
_SHOWN = 120
"""How much of a refused address the log shows."""


class Refused(Exception):  # noqa: N818 - what it does
    """The paper asked for something that was not handed to it."""


def image_type(content: bytes) -> str | None:
    """Return the media type of a PNG or JPEG by its first bytes; anything else, SVG above all, gives None."""
    return next((kind for magic, kind in _KINDS.items() if content.startswith(magic)), None)


class Fetcher(URLFetcher):  # type: ignore[misc] # the engine is not typed
    """Answers `planhub:font/…`, `planhub:css/…` and `planhub:image/…`; refuses every other address.

    No address reaches the network or the file system: names are looked up, never joined to a path.
    """

    def __init__(self, *, fonts: Path, css: Path, images: Mapping[str, bytes]) -> None:
        """Offer the fonts and style sheets of two folders, and `images` by name."""
        super().__init__(allowed_protocols=("planhub",), allow_redirects=False)
        self._files = {f"planhub:font/{path.name}": (path, "font/ttf") for path in fonts.glob("*.ttf")}
        self._files |= {f"planhub:css/{path.name}": (path, "text/css") for path in css.glob("*.css")}
        self._images = {f"planhub:image/{name}": content for name, content in images.items()}
        self.refused: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002 - the engine's signature
        """Return what is at `url`. Raises `Refused`, which leaves a gap on the page and a line in the log."""
        if url in self._files:
            path, file_type = self._files[url]
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": file_type})
        content = self._images.get(url)
        kind = image_type(content) if content is not None else None
        if content is None or kind is None:
            self.refused.append(url[:_SHOWN])
            raise Refused(url[:_SHOWN])
        return URLFetcherResponse(url, content, {"Content-Type": kind})
