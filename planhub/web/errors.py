"""Every refusal becomes the right status and a page, a fragment or problem+json that says what to do next."""

import logging
from typing import Any

from flask import Flask, Response, jsonify, make_response, render_template
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from planhub.kernel.errors import Busy, Conflict, GuardFailed, Invalid, PlanHubError
from planhub.kernel.text import Text
from planhub.ui.actor import request_id
from planhub.ui.pages import wants_fragment
from planhub.web.security import SignInNeeded, is_api

log = logging.getLogger(__name__)

Words = tuple[Text, Text]

_HTTP: dict[int, Words] = {
    400: (
        Text("คำขอไม่ถูกต้อง", "The request cannot be read"),
        Text("โปรดกลับไปหน้าก่อนแล้วลองใหม่", "Please go back and try again"),
    ),
    403: (Text("ไม่มีสิทธิ์", "Not permitted"), Text("คำขอนี้ไม่ได้รับอนุญาต", "This request is not permitted")),
    404: (
        Text("ไม่พบหน้านี้", "Page not found"),
        Text("ที่อยู่อาจพิมพ์ผิด หรือรายการไม่มีอยู่แล้ว", "The address may be mistyped, or the item is gone"),
    ),
    405: (
        Text("ใช้วิธีนี้ไม่ได้", "Not possible this way"),
        Text(
            "หน้านี้ไม่รับคำขอแบบนี้ โปรดใช้ปุ่มในระบบ",
            "This page does not take such a request; please use the buttons",
        ),
    ),
    413: (
        Text("ข้อมูลใหญ่เกินไป", "Too large"),
        Text(
            "ไฟล์หรือข้อความที่ส่งใหญ่เกินกำหนด โปรดลดขนาดแล้วส่งใหม่",
            "What was sent is too large; please make it smaller",
        ),
    ),
    429: (Text("โปรดรอสักครู่", "Please wait"), Text("มีการลองหลายครั้งเกินไป", "There were too many tries")),
    503: (
        Text("ระบบไม่ว่างชั่วขณะ", "Busy for a moment"),
        Text("ยังไม่มีการบันทึกใด ๆ โปรดลองใหม่อีกครั้งในอีกสักครู่", "Nothing was saved; please try again in a moment"),
    ),
}
_FAULT: Words = (
    Text("ระบบขัดข้อง", "Something went wrong"),
    Text(
        "ยังไม่มีการบันทึกใด ๆ โปรดลองใหม่ หากยังพบปัญหา โปรดแจ้งรหัสอ้างอิงแก่ผู้ดูแลระบบ",
        "Nothing was saved; please try again. If it happens again, give the reference to your administrator",
    ),
)
_FORM_OVER: Words = (
    Text("แบบฟอร์มหมดอายุ", "The form is out of date"),
    Text(
        "หน้านี้เปิดไว้ก่อนเข้าสู่ระบบครั้งล่าสุด โปรดเปิดหน้าใหม่แล้วส่งอีกครั้ง",
        "This page was opened before you last signed in; please reload it and send again",
    ),
)
_TAKEN: Words = (
    Text("มีข้อมูลนี้อยู่แล้ว", "This exists already"),
    Text("ข้อมูลซ้ำกับรายการที่มีอยู่ ยังไม่มีการบันทึกใด ๆ", "This repeats something that exists; nothing was saved"),
)
_REFUSED: Words = (
    Text("บันทึกไม่ได้", "This cannot be saved"),
    Text(
        "ข้อมูลไม่เป็นไปตามกติกาของระบบ ยังไม่มีการบันทึกใด ๆ", "This breaks a rule of the records; nothing was saved"
    ),
)


def init_app(app: Flask) -> None:
    """Answer every error in the reader's language, and never with a traceback."""
    app.register_error_handler(PlanHubError, _refusal)
    app.register_error_handler(StaleDataError, lambda _error: _refusal(Conflict()))
    app.register_error_handler(IntegrityError, _integrity)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(CSRFError, lambda _error: _answer(400, _FORM_OVER))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _refusal(error: PlanHubError) -> Response:
    response = _answer(error.status, (error.title, error.message), _details(error))
    if isinstance(error, Busy):
        response.headers["Retry-After"] = str(error.seconds)
    if isinstance(error, SignInNeeded):
        response.headers["HX-Trigger"] = "signed-out"
    return response


def _details(error: PlanHubError) -> dict[str, Any]:
    if isinstance(error, Invalid):
        return {"errors": {name: [str(text) for text in texts] for name, texts in error.errors.items()}}
    if isinstance(error, GuardFailed):
        return {"reasons": [{"key": r.key, "field": r.field, "text": str(r.text)} for r in error.reasons]}
    return {}


def _integrity(error: IntegrityError) -> Response:
    kind = _kind(error.orig)
    log.warning("the database refused a row (%s)", kind, exc_info=error)
    return _answer(409, _TAKEN) if kind == "unique" else _answer(422, _REFUSED)


def _kind(error: BaseException | None) -> str:
    code = getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorname", "") or ""
    return "unique" if code == "23505" or code.endswith(("_UNIQUE", "_PRIMARYKEY")) else code


def _database(error: OperationalError) -> Response:
    log.error("the database did not answer", exc_info=error)
    response = _answer(503, _HTTP[503])
    response.headers["Retry-After"] = "5"
    return response


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return make_response(error.get_response())
    response = _answer(status, _HTTP.get(status, _HTTP[400] if status < 500 else _FAULT))
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after"}:
            response.headers[name] = value
    return response


def _unexpected(error: Exception) -> Response:
    log.error("unexpected error", exc_info=error)
    return _answer(500, _FAULT)


def _answer(status: int, words: Words, details: dict[str, Any] | None = None) -> Response:
    title, text = words
    if is_api():
        return _problem(status, title, text, details or {})
    context = {"status": status, "title": title, "text": text, "request_id": request_id(), **(details or {})}
    try:
        return make_response(_draw(context), status)
    except Exception:
        log.exception("the error page itself failed")
        return Response(f"{title}\n{text}\n{request_id()}\n", status, mimetype="text/plain")


def _draw(context: dict[str, Any]) -> str:
    return render_template("errors/_error.html" if wants_fragment() else "errors/error.html", **context)


def _problem(status: int, title: Text, text: Text, details: dict[str, Any]) -> Response:
    body = {
        "type": "about:blank",
        "title": str(title),
        "status": status,
        "detail": str(text),
        "request_id": request_id(),
        **details,
    }
    response = jsonify(body)
    response.status_code = status
    response.mimetype = "application/problem+json"
    return response
