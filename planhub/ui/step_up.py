"""Who approves or signs has shown lately that it is they (security.md, rule S5): a password no older than ten minutes.

Accounts of the demonstration have no password and are let through; they do not exist in production. Programs come by
token, which is a credential of its own. A second factor joins here: one more thing to ask for.
"""

from collections.abc import Mapping
from datetime import timedelta

from flask import request

from planhub.kernel import clock
from planhub.kernel.errors import Invalid
from planhub.kernel.text import Text
from planhub.people import sessions, signing_in
from planhub.ui.actor import current_reader, current_session
from planhub.ui.sessions import own_hash

FRESH = timedelta(minutes=10)
"""How long a proof of who one is holds for approving and signing."""
FIELD = "password"

_MISSING = Text("โปรดใส่รหัสผ่านเพื่อยืนยันว่าเป็นท่าน", "Please give your password, to confirm that it is you")


def is_asked() -> bool:
    """Tell whether the person must show again who they are before they approve or sign."""
    reader, mine = current_reader(), own_hash()
    if reader is None or reader.is_demo or mine is None:
        return False
    return sessions.verified_at(current_session(), mine) < clock.now() - FRESH


def confirm(form: Mapping[str, str]) -> None:
    """Take the password of the form as proof, where one is asked. Raises `Invalid`, or `Busy` after too many tries.

    Call it before anything is written: the transaction is given back while the hash is computed.
    """
    mine = own_hash()
    if mine is None or not is_asked():
        return
    password = form.get(FIELD, "")
    if not password:
        raise Invalid({FIELD: [_MISSING]})
    try:
        signing_in.prove(current_session(), mine, password, address=request.remote_addr or "unknown")
    except signing_in.WrongPassword as refusal:
        raise Invalid({FIELD: [Text("รหัสผ่านไม่ถูกต้อง", "The password is not right")]}) from refusal
