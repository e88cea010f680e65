"""Passwords: argon2id at the strength of goal G16, renewed when the strength rises, byte for byte as typed."""

from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from planhub.kernel.access import ADMIN_ROLES, APPROVING_ROLES, Role
from planhub.kernel.errors import Invalid
from planhub.kernel.text import Text

LEAST = 12
LEAST_POWERFUL = 15
"""For those who approve or keep the system."""
MOST = 1_000

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$kM/Oa04QnB0eYWqVXwflfw$lZzTmyj30ZvRWLrFWk/SwUoweBtNJMe9iGkQlmtstIo"
"""Checked where there is no such account, so that the answer takes as long."""


def hashed(password: str) -> str:
    """Give what is stored of a password."""
    return _hasher.hash(_bytes(password))


def matches(stored: str | None, password: str) -> bool:
    """Tell whether the password is the stored one; takes the same time where nothing is stored."""
    try:
        _hasher.verify(stored or _NOBODYS, _bytes(password[:MOST]))
    except (Argon2Error, InvalidHashError):
        return False
    return stored is not None


def is_weak(stored: str) -> bool:
    """Tell whether the stored hash is weaker than today's setting, and should be renewed at this sign-in."""
    return _hasher.check_needs_rehash(stored)


def check_new(password: str, roles: Iterable[Role], *, login: str) -> None:
    """Raise `Invalid` for a password that is too short for these roles or easy to guess."""
    least = LEAST_POWERFUL if set(roles) & (APPROVING_ROLES | ADMIN_ROLES) else LEAST
    if len(password) < least:
        raise _refusal(
            Text("รหัสผ่านต้องยาวอย่างน้อย {n} ตัวอักษร", "The password needs at least {n} characters").format(
                n=least
            )
        )
    if len(password) > MOST:
        raise _refusal(Text("รหัสผ่านยาวเกินไป", "The password is too long"))
    if len(set(password)) < 5 or login.casefold() in password.casefold():
        raise _refusal(
            Text("รหัสผ่านนี้เดาได้ง่าย โปรดเลือกใหม่", "This password is easy to guess; please choose another")
        )


def _refusal(words: Text) -> Invalid:
    return Invalid({"password": [words]})


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")
