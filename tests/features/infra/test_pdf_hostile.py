"""Papers made by an enemy: no address is fetched, no file is read, no limit is passed, and the next paper is made."""

import re
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.request import urlopen

import pytest

from planhub.infra import pdf
from planhub.infra.paths import resource
from tests.features.infra.papers import logo, options, page, poppler_text

SECRET = "sesame-8f1c2e"
DATA_SVG = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'%3E"

# {url}: an address of the canary; {file}: the address of a file that holds the secret; {path}: its path.
VECTORS = {
    "img": '<img src="{url}">',
    "img of a file": '<img src="{file}">',
    "img srcset": '<img srcset="{url} 2x" src="{url}">',
    "img by path": '<img src="{path}">',
    "img protocol-relative": '<img src="//{host}/x.png">',
    "css import": "<style>@import url({url}); @import '{file}';</style>",
    "css import in an svg": '<svg xmlns="http://www.w3.org/2000/svg"><style>@import url({url});</style></svg>',
    "font face": "<style>@font-face {{ font-family: x; src: url({url}), url({file}) }} p {{ font-family: x }}</style>",
    "local font": "<style>@font-face {{ font-family: x; src: local('DejaVu Sans') }} p {{ font-family: x }}</style>",
    "link": '<link rel="stylesheet" href="{url}"><link rel="stylesheet" href="{file}">',
    "link in a data address": '<link rel="stylesheet" href="data:text/css,@import url({url});">',
    "link of an icon": '<link rel="icon" href="{url}"><link rel="preload" href="{url}">',
    "object": '<object data="{url}"></object><object data="{file}" type="image/png"></object>',
    "embed": '<embed src="{url}"><embed src="{file}">',
    "iframe": '<iframe src="{url}"></iframe><iframe src="{file}"></iframe>',
    "attachment by link": '<link rel="attachment" href="{url}"><link rel="attachment" href="{file}">',
    "attachment by anchor": '<a rel="attachment" href="{file}">ไฟล์</a><a rel="attachment" href="{url}">ไฟล์</a>',
    "svg image": '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
    '<image href="{url}" width="9" height="9"/><image xlink:href="{file}" width="9" height="9"/></svg>',
    "svg use": '<svg xmlns="http://www.w3.org/2000/svg"><use href="{url}#a"/><use href="{file}#a"/></svg>',
    "svg fill": '<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9" fill="url({url}#a)"/></svg>',
    "svg with an entity": '<!DOCTYPE svg [<!ENTITY x SYSTEM "{file}">]><svg xmlns="http://www.w3.org/2000/svg">'
    "<text>&x;</text></svg>",
    "data svg": f"<img src=\"{DATA_SVG}%3Cimage href='{{url}}' width='9' height='9'/%3E%3C/svg%3E\">",
    "data svg in svg": '<svg xmlns="http://www.w3.org/2000/svg">'
    f"<image href=\"{DATA_SVG}%3Cimage xlink:href='{{file}}'/%3E%3C/svg%3E\"/></svg>",
    "data html": '<object data="data:text/html,&lt;img src={url}&gt;"></object>',
    "base": '<base href="{url}/"><img src="x.png"><link rel="stylesheet" href="y.css">',
    "base of a folder": '<base href="file://{folder}/"><img src="secret.txt"><link rel="attachment" href="secret.txt">',
    "background": '<p style="background: url({url})">ก</p><body background="{url}">',
    "list style, border, content, cursor": "<style>li {{ list-style-image: url({url}) }} p {{ border-image: url({url}) 1;"
    " cursor: url({url}) }} p::before {{ content: url({file}) }} @page {{ background: url({url});"
    " @top-left {{ content: url({url}) }} }}</style><ul><li>ก</li></ul><p>ก</p>",
    "css variable": "<style>:root {{ --x: url({url}) }} p {{ background: var(--x) }}</style><p>ก</p>",
    "attribute as an address": '<style>p {{ content: attr(data-x url) }}</style><p data-x="{url}">ก</p>',
    "colour profile": "<style>@color-profile --x {{ src: url({url}) }} p {{ color: color(--x 1 0 0) }}</style><p>ก</p>",
    "meta refresh": '<meta http-equiv="refresh" content="0; url={url}">',
    "metadata": '<link rel="meta" href="{url}"><meta name="xmp" content="{file}">',
    "form": '<form action="{url}"><input type="image" src="{url}"><input name="x" value="1"></form>',
    "media": '<video src="{url}" poster="{url}"></video><audio src="{url}"></audio><source src="{url}">',
    "script": '<script src="{url}"></script><script>fetch("{url}")</script>',
    "our own scheme, another kind": '<img src="planhub:file/etc/passwd"><img src="planhub:image/../{path}">'
    '<link rel="stylesheet" href="planhub:css/../../pyproject.toml"><img src="planhub://{host}/x">',
    "upper case and spaces": '<img src=" HTTP://{host}/x.png "><img src="FiLe://{path}"><img src="\n{url}">',
    "other protocols": '<img src="ftp://{host}/x"><img src="jar:{url}!/x"><img src="gopher://{host}/x"><img src="unix:{path}">',
}


class Canary(BaseHTTPRequestHandler):
    """Sings when anybody asks for anything."""

    heard: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.heard.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(SECRET.encode())

    def log_message(self, *_: Any) -> None:
        """Keep quiet on the terminal."""


@pytest.fixture(scope="module")
def canary() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Canary) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module", autouse=True)
def _send_workers_home() -> Iterator[None]:
    yield
    pdf.close()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    return path


def contents(document: bytes) -> bytes:
    """Return the file with every stream unpacked."""
    parts = [document]
    for match in re.finditer(rb"stream\r?\n", document):
        unpacker = zlib.decompressobj()
        try:
            parts.append(unpacker.decompress(document[match.end() :]))
        except zlib.error:
            continue
    return b"\n".join(parts)


# What the rest stands on: the canary sings, and what is embedded can be found.


def test_an_address_that_is_fetched_is_heard(canary: str) -> None:
    with urlopen(f"http://{canary}/sing", timeout=5) as answer:
        assert answer.read() == SECRET.encode()
    assert Canary.heard.pop() == "/sing"


def test_a_file_that_is_embedded_is_found() -> None:
    file = pdf.Attachment(name="x", content=SECRET.encode() * 50)
    found = pdf.render(page("<p>ก</p>"), options=options(variant="pdf/a-3u", attachments=(file,)))
    assert SECRET.encode() not in found
    assert SECRET.encode() in contents(found)


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_is_fetched_and_nothing_embedded(vector: str, canary: str, secret: Path) -> None:
    Canary.heard.clear()
    places = {
        "url": f"http://{canary}/x",
        "host": canary,
        "file": secret.as_uri(),
        "path": secret,
        "folder": secret.parent,
    }
    body = VECTORS[vector].format(**places)
    # The engine gives the whole paper up where a colour profile is refused; everywhere else it goes on without.
    with suppress(pdf.PdfError) if vector == "colour profile" else nullcontext():
        found = pdf.render(page(f"<p>ทำ</p>{body}"), options=options())
        assert "ทำ" in poppler_text(found)
        assert SECRET.encode() not in contents(found)
    assert Canary.heard == []


def test_it_is_the_fetcher_that_refuses_and_it_says_so(
    canary: str, secret: Path, caplog: pytest.LogCaptureFixture
) -> None:
    body = f'<img src="http://{canary}/x"><img src="{secret.as_uri()}"><img src="data:image/png;base64,AAAA"><img src="planhub:image/no">'
    pdf.render(page(body), options=options())
    lines = "\n".join(record.getMessage() for record in caplog.records)
    for address in (f"http://{canary}/x", secret.as_uri(), "data:image/png", "planhub:image/no"):
        assert f"refused: {address}" in lines


CONFINED = """
import os, socket, subprocess, sys
from planhub.infra.pdf.options import Limits
from planhub.infra.pdf.worker import confine
confine(Limits())
for attempt in (
    lambda: socket.create_connection(("127.0.0.1", {port}), 5),
    lambda: socket.getaddrinfo("localhost", 80),
    lambda: subprocess.run(["true"]),
    lambda: os.system("true"),
    lambda: os.fork(),
):
    try:
        attempt()
    except PermissionError:
        continue
    sys.exit("it was allowed")
"""


def test_a_rendering_process_has_no_network_and_starts_no_program(canary: str) -> None:
    code = CONFINED.format(port=canary.split(":")[1])
    subprocess.run([sys.executable, "-c", code], check=True, cwd=resource("."))


# --- limits -----------------------------------------------------------------------------------------------------


def refused(html: str, **chosen: Any) -> pdf.PdfError:
    """Return the refusal of a paper, and see that the next one is made."""
    with pytest.raises(pdf.PdfError) as caught:
        pdf.render(html, options=options(**chosen))
    assert pdf.render(page("<p>ก</p>"), options=options()).startswith(b"%PDF")
    assert "ก" <= caught.value.message.th[0] <= "๛"
    return caught.value


ENDLESS = "<p>" + "การแก้ไขปัญหาความยากจน " * 40_000 + "</p>"


def test_a_paper_that_computes_too_long_is_ended() -> None:
    error = refused(page(ENDLESS), limits=pdf.Limits(cpu=1, wall=60))
    assert (error.trouble, error.status) == (pdf.Trouble.TIME, 503)


def test_a_paper_that_takes_too_long_is_ended() -> None:
    assert refused(page(ENDLESS), limits=pdf.Limits(cpu=60, wall=1)).trouble is pdf.Trouble.TIME


def test_a_paper_that_takes_too_much_memory_is_ended() -> None:
    limits = pdf.Limits(memory=64 * 1024 * 1024, cpu=60, wall=60)
    assert refused(page(ENDLESS), limits=limits).trouble is pdf.Trouble.MEMORY


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        ("ก" * 3_000_000, pdf.Trouble.TOO_BIG),
        ("<div>" * 20_000, pdf.Trouble.TOO_DEEP),
        ("<table>" + "<tr><td>ก" * 301, pdf.Trouble.TOO_MANY_ROWS),
        ('<table><tr><td colspan="100000000">ก', pdf.Trouble.TOO_WIDE),
    ],
)
def test_a_paper_over_the_caps_is_refused_with_a_reason(body: str, trouble: pdf.Trouble) -> None:
    error = refused(page(body))
    assert isinstance(error, pdf.PdfRefusedError)
    assert (error.trouble, error.status) == (trouble, 422)


def test_a_pack_may_ask_for_more_rows() -> None:
    body = "<table>" + "<tr><td>ก" * 400 + "</table>"
    assert pdf.render(page(body), options=options(limits=pdf.Limits(rows=500))).startswith(b"%PDF")


BOMB = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xc3\x50\x00\x00\xc3\x50\x08\x02\x00\x00\x00"
    + zlib.crc32(b"IHDR\x00\x00\xc3\x50\x00\x00\xc3\x50\x08\x02\x00\x00\x00").to_bytes(4, "big")
    + b"\x00\x00\x00\x00IEND\xaeB\x60\x82"
)


@pytest.mark.parametrize(
    "image",
    [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\nbroken", BOMB],
    ids=["nothing", "gif", "svg", "broken", "50000 x 50000"],
)
def test_an_image_that_is_none_is_refused(image: bytes) -> None:
    assert refused(page("<p>ก</p>"), images={"x.png": image}).trouble is pdf.Trouble.BAD_IMAGE


def test_images_together_have_a_cap() -> None:
    assert (
        refused(page(""), images={"x.png": logo("red")}, limits=pdf.Limits(assets=100)).trouble
        is pdf.Trouble.TOO_BIG
    )


@pytest.mark.parametrize(
    "text",
    [
        "\x00\x01\x08\x0b\x1f",
        "\ud800\udfff",
        "ก" + "่" * 5000,
        "\u202eกลับหลัง\u202c",
        "é" * 3 + "🙂👨‍👩‍👧",
        "&#0;&#xD800;&#x110000;",
        "<!-- <p> --> ]]> <![CDATA[ x ]]>",
    ],
    ids=["controls", "lone surrogates", "5000 tone marks", "bidi", "emoji", "bad entities", "comments"],
)
def test_naughty_text_makes_a_paper_all_the_same(text: str) -> None:
    assert "ทำ" in poppler_text(
        pdf.render(page(f"<p>ทำ</p><p>{text}</p>"), options=options(thai_digits=True, title=text))
    )
