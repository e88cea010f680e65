"""Files of records: putting them there, and handing them out only through the door of their record."""

import io

from flask import Blueprint, Response, flash, request, send_file
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from planhub.kernel.errors import Invalid, NotFound
from planhub.kernel.text import Text
from planhub.record.attachments import attach, read
from planhub.record.models import Attachment
from planhub.record.services import load_any
from planhub.ui.actor import current_actor, current_session
from planhub.ui.pages import see

blueprint = Blueprint("files", __name__, url_prefix="/files")

INERT = "sandbox; default-src 'none'"
"""Whatever a file holds, the browser runs nothing of it (security.md §C3)."""


@blueprint.get("/<string:attachment_id>")
def download(attachment_id: str) -> Response:
    """Give a file to whoever may see its record."""
    session = current_session()
    record_id = session.scalar(select(Attachment.record_id).where(Attachment.id == attachment_id))
    if record_id is None:
        raise NotFound
    row, content = read(session, current_actor(), load_any(session, record_id), attachment_id)
    response = send_file(
        io.BytesIO(content), mimetype=row.media_type, as_attachment=True, download_name=row.name
    )
    response.headers["Content-Security-Policy"] = INERT
    return response


@blueprint.post("/<string:code>")
def upload(code: str) -> AnyResponse:
    """Put files on a record and come back to them."""
    session = current_session()
    record = load_any(session, code)
    sent = [f for f in request.files.getlist("file") if f.filename]
    if not sent:
        raise Invalid({"file": [Text("โปรดเลือกไฟล์", "Please choose a file")]})
    for one in sent:
        attach(session, current_actor(), record, str(one.filename), one.stream.read())
    flash(str(Text("แนบไฟล์แล้ว {n} ไฟล์", "{n} files attached").format(n=len(sent))))
    return see(f"{record.type}.show", code=record.code, _anchor="files")
