"""The page on which anybody checks a paper: by the mark at its foot, by its QR code, or by the file itself."""

import hashlib
from typing import Any

from flask import Blueprint, Response, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from planhub.kernel.text import Text
from planhub.people import attempts
from planhub.people.attempts import Bucket
from planhub.record import access
from planhub.ui.actor import current_session
from planhub.ui.pages import page
from planhub.verify import queries

blueprint = Blueprint("verify", __name__, url_prefix="/verify")

MOST_A_PERSON, MOST_TOGETHER = 40, 2_000
"""Looks within five minutes: of one network address, and of everybody together."""
LARGEST = 60_000_000
"""Bytes of a file that is sent to be checked; it is read and forgotten."""

_PIECE = 1 << 20


@blueprint.get("")
def index() -> Response | AnyResponse:
    """Ask for the mark, or say what it stands for."""
    access.public()
    typed = request.args.get("mark", "").strip()[:200]
    if not typed:
        return _page()
    wanted = queries.clean(typed)
    if wanted is None:
        return _page(typed=typed, fault=_NOT_A_MARK, status=422)
    return redirect(url_for("verify.show", mark=wanted), 303)


@blueprint.get("/<string:mark>")
def show(mark: str) -> Response:
    """Say what a paper with this mark or hash is."""
    access.public()
    wanted = queries.clean(mark[:200])
    if wanted is None:
        return _page(typed=mark[:80], fault=_NOT_A_MARK, status=422)
    session = current_session()
    address = (request.remote_addr or "unknown")[:60]
    counted = (Bucket(f"verify:ip:{address}", MOST_A_PERSON), Bucket("verify:all", MOST_TOGETHER))
    attempts.begin(session, counted)
    found = queries.look_up(session, wanted)
    return _page(typed=wanted, found=found, asked=True, status=200 if found else 404)


@blueprint.post("")
def check_file() -> Response | AnyResponse:
    """Compute the hash of a file that a browser could not compute itself; the file is not kept."""
    access.public()
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return _page(fault=Text("โปรดเลือกไฟล์ PDF", "Please choose the PDF"), status=422)
    digest = _digest(upload)
    if digest is None:
        return _page(fault=Text("ไฟล์ใหญ่เกิน 60 MB", "The file is larger than 60 MB"), status=413)
    return redirect(url_for("verify.show", mark=digest), 303)


_NOT_A_MARK = Text(
    "รหัสตรวจสอบมี 12 ถึง 64 ตัว ใช้เลข 0-9 และอักษร a-f ดูที่ท้ายกระดาษ",
    "A mark has 12 to 64 signs, 0-9 and a-f; it stands at the foot of the sheet",
)


def _digest(upload: FileStorage) -> str | None:
    known, size = hashlib.sha256(), 0
    while piece := upload.stream.read(_PIECE):
        size += len(piece)
        if size > LARGEST:
            return None
        known.update(piece)
    return known.hexdigest()


def _page(status: int = 200, **more: Any) -> Response:
    values: dict[str, Any] = {"typed": "", "fault": None, "found": None, "asked": False}
    response = page("verify/index.html", status=status, **{**values, **more})
    response.headers["X-Robots-Tag"] = "noindex"
    return response
