"""The first organisations, posts and accounts of an installation, before anybody can sign in to make more."""

import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Role
from planhub.kernel.errors import Invalid, NotFound
from planhub.kernel.text import Text
from planhub.kernel.textclean import clean_line
from planhub.people.models import ORG_TYPES, SECTORS, Organization, Post, User
from planhub.people.queries import find_user

_CODE = re.compile(r"[A-Z][A-Z0-9]{1,19}")
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,79}")


@dataclass(frozen=True, slots=True)
class Founded:
    """An organisation as a command line describes it."""

    code: str
    name: Text
    abbr: Text | None
    sector: str
    org_type: str
    is_core: bool


def add_organization(session: Session, founded: Founded) -> Organization:
    """Add an organisation. Raises `Invalid` for a code, sector or type that cannot be, or a code that is taken."""
    _check("code", bool(_CODE.fullmatch(founded.code)), Text("รหัสใช้ A-Z และ 0-9", "A code is A-Z and 0-9"))
    _check("sector", founded.sector in dict(SECTORS), Text("ไม่มีภาคส่วนนี้", "There is no such sector"))
    _check("org_type", founded.org_type in dict(ORG_TYPES), Text("ไม่มีประเภทนี้", "There is no such type"))
    taken = session.get(Organization, founded.code) is not None
    _check("code", not taken, Text("มีรหัสนี้แล้ว", "This code is taken"))
    row = Organization(
        code=founded.code,
        name_th=clean_line(founded.name.th, 300),
        name_en=clean_line(founded.name.en, 300),
        abbr_th=founded.abbr.th if founded.abbr else None,
        abbr_en=founded.abbr.en if founded.abbr else None,
        sector=founded.sector,
        org_type=founded.org_type,
        is_core=founded.is_core,
    )
    session.add(row)
    return row


def add_user(session: Session, login: str, name: Text, *, email: str | None = None) -> User:
    """Add an account without a password. Raises `Invalid` for a sign-in name that cannot be or is taken."""
    words = Text("ชื่อผู้ใช้ใช้ a-z 0-9 . _ -", "A user name is a-z 0-9 . _ -")
    _check("login", bool(_LOGIN.fullmatch(login)), words)
    _check("login", find_user(session, login=login) is None, Text("มีชื่อผู้ใช้นี้แล้ว", "This user name is taken"))
    user = User(
        login=login,
        name_th=clean_line(name.th, 200),
        name_en=clean_line(name.en, 200),
        email=email,
        created_at=clock.now(),
    )
    session.add(user)
    return user


def post_for(session: Session, org: str, role: Role) -> Post:
    """Give the organisation's open post of that role, made if there is none. Raises `NotFound` without organisation."""
    if session.get(Organization, org) is None:
        raise NotFound(Text("ไม่มีหน่วยงาน {org}", "There is no organisation {org}").format(org=org))
    query = (
        select(Post).where(Post.org_code == org, Post.role == role.value, ~Post.is_closed).order_by(Post.id)
    )
    post = session.scalars(query.limit(1)).one_or_none()
    if post is None:
        post = Post(
            org_code=org,
            role=role.value,
            title_th=role.label.th,
            title_en=role.label.en,
            is_head=role is Role.DIRECTOR,
        )
        session.add(post)
        session.flush()  # the appointment needs its id
    return post


def _check(field: str, holds: bool, words: Text) -> None:  # noqa: FBT001 - reads as a sentence
    if not holds:
        raise Invalid({field: [words]})
