"""Whom the sentences of guards name: agencies as people call them, and the person who can mend what is missing."""

from collections.abc import Mapping, Sequence

from planhub.kernel.access import Role
from planhub.kernel.errors import Reason
from planhub.kernel.text import Text, plain
from planhub.kernel.workflow import Case
from planhub.people.queries import PostHolder
from planhub.record.rules import HOLDERS, ORGS


def org_name(case: Case, code: str | None) -> Text:
    """Give what people call an organisation."""
    names: Mapping[str, Text] = case.facts.get(ORGS, {})
    return names.get(code or "", plain(code or ""))


def missing(key: str, th: str, en: str, field: str | None = None, **values: object) -> Reason:
    """Make a reason of a sentence with its values."""
    return Reason(key, Text(th, en).format(**values), field)


def who(case: Case, org: str, role: Role) -> Text:
    """Name whoever holds that agency's post today, or the administrator who can fill it (rule R19)."""
    holders: Sequence[PostHolder] = case.facts.get(HOLDERS, ())
    named = next((h.name for h in holders if h.org == org and h.role == role.value and h.name), None)
    if named:
        return named
    admin = next(
        (h.name for h in holders if h.org == org and h.role == Role.AGENCY_ADMIN.value and h.name), None
    )
    return Text(
        "ยังไม่มี{role} ผู้ดูแลระบบหน่วยงาน: {admin}", "no {role} yet, the agency's administrator: {admin}"
    ).format(role=role.label, admin=admin or Text("ฝ่ายเลขานุการ", "the secretariat"))
