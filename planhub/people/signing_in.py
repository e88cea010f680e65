"""Signing in: by password, or as a persona of the demonstration world.

A second factor, invitations and single sign-on join here: each is one more way to come to a `User`, after which
the edge opens a session in the same manner.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.infra.aside import aside
from planhub.kernel import clock
from planhub.kernel.access import Role
from planhub.kernel.errors import Denied, NotFound, PlanHubError
from planhub.kernel.text import Text
from planhub.people import attempts, passwords, sessions
from planhub.people.models import Assignment, Organization, Post, User, WebSession

ROUTE = "sign-in"


class WrongPassword(PlanHubError):  # noqa: N818 - a refusal in the domain's words, as in kernel.errors
    """Name and password do not belong together; never says which of the two is wrong."""

    status = 422
    title = Text("เข้าสู่ระบบไม่สำเร็จ", "Sign-in failed")

    def __init__(self) -> None:
        super().__init__(Text("ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง", "The user name or the password is not right"))


def by_password(session: Session, login: str, password: str, *, address: str) -> User:
    """Give the user of that name and password. Raises `WrongPassword`, or `Busy` after too many tries.

    No transaction is open while the hash is computed: it takes long, and SQLite has one writer.
    """
    tries = attempts.begin(session, attempts.buckets(ROUTE, login=login, address=address))
    found = session.execute(
        select(User.id, User.password_hash).where(User.login == login, ~User.is_disabled)
    ).first()
    session.rollback()  # gives the write lock back while the hash is computed
    stored = found.password_hash if found else None
    if not passwords.matches(stored, password) or found is None:
        raise WrongPassword
    user = session.get_one(User, found.id)
    if user.is_disabled or user.password_hash != stored:
        raise WrongPassword
    if passwords.is_weak(str(stored)):
        user.password_hash = passwords.hashed(password)
    attempts.forgive(session, tries)
    return user


def prove(session: Session, id_hash: str, password: str, *, address: str) -> None:
    """Take the password as proof that the session is still its owner's; noted at once, whatever the request becomes.

    Raises `WrongPassword`, or `Busy` after too many tries: they count together with sign-ins, so that guessing gains
    nothing by this second door. Nothing may be written before, because the transaction is given back.
    """
    owner = select(User.login, User.password_hash).join(WebSession, WebSession.user_id == User.id)
    found = session.execute(owner.where(WebSession.id_hash == id_hash)).one()
    tries = attempts.begin(session, attempts.buckets(ROUTE, login=found.login, address=address))
    session.rollback()  # gives the write lock back while the hash is computed
    if not passwords.matches(found.password_hash, password):
        raise WrongPassword
    with aside(session):
        attempts.forgive(session, tries)
        sessions.verify(session, id_hash)


def as_persona(session: Session, login: str, *, address: str) -> User:
    """Give a user of the demonstration world. Raises `NotFound` for any other account."""
    tries = attempts.begin(session, attempts.buckets(ROUTE, login=None, address=address))
    user = session.scalar(select(User).where(User.login == login, User.is_demo, ~User.is_disabled))
    if user is None:
        raise NotFound
    attempts.forgive(session, tries)
    return user


def set_password(user: User, password: str, roles: Sequence[Role]) -> None:
    """Give the user a new password and end all their sessions. Raises `Invalid` for a weak one."""
    if user.is_demo:
        raise Denied(Text("บัญชีตัวอย่างไม่มีรหัสผ่าน", "Accounts of the demonstration have no password"))
    passwords.check_new(password, roles, login=user.login)
    user.password_hash = passwords.hashed(password)
    user.renew_stamp()


@dataclass(frozen=True, slots=True)
class Persona:
    """A card on the demonstration's sign-in page."""

    login: str
    name: Text
    post: Text
    role: Role
    org: str
    org_name: Text
    is_core: bool


def list_personas(session: Session) -> list[Persona]:
    """Give the users of the demonstration world, the planning agencies first."""
    today = clock.today()
    rows = session.execute(
        select(User, Post, Organization)
        .join(Assignment, Assignment.user_id == User.id)
        .join(Post, Post.id == Assignment.post_id)
        .join(Organization, Organization.code == Post.org_code)
        .where(User.is_demo, ~User.is_disabled, ~Post.is_closed, Assignment.starts_on <= today)
        .where(Assignment.ends_on.is_(None) | (Assignment.ends_on >= today))
        .order_by(Organization.is_core.desc(), Organization.code, User.login, Post.id)
    )
    found: dict[str, Persona] = {}
    for user, post, org in rows:
        persona = Persona(user.login, user.name, post.title, Role(post.role), org.code, org.name, org.is_core)
        found.setdefault(user.login, persona)
    return list(found.values())
