"""How the pages of the account say things: personas in groups, browsers by their names."""

from collections.abc import Iterable
from dataclasses import dataclass

from planhub.kernel.access import Role
from planhub.kernel.text import Text
from planhub.people.signing_in import Persona

DOES: dict[Role, Text] = {
    Role.COORDINATOR: Text("เริ่มเรื่อง ส่ง และติดตาม", "Begins, sends and follows up"),
    Role.DIRECTOR: Text("อนุมัติแทนหน่วยงาน", "Approves for the agency"),
    Role.LEGAL_OFFICER: Text("ตรวจข้อกฎหมาย", "Checks the law"),
    Role.BUDGET_OFFICER: Text("ตรวจแผนและงบประมาณ", "Checks plan and budget"),
    Role.AREA_COORDINATOR: Text("ทำงานในพื้นที่", "Works in the area"),
    Role.SECRETARIAT: Text("รวมเล่ม จัดประชุม ดูแลกระบวนการ", "Consolidates, holds meetings, keeps the process"),
    Role.KNOWLEDGE_EDITOR: Text("กลั่นกรองบทเรียน", "Edits the lessons"),
    Role.VIEWER: Text("อ่านภาพรวม", "Reads the overview"),
    Role.AUDITOR: Text("ตรวจสอบประวัติ", "Checks the history"),
    Role.AGENCY_ADMIN: Text("ดูแลบัญชีของหน่วยงาน", "Keeps the agency's accounts"),
    Role.SYSTEM_ADMIN: Text("ดูแลระบบ", "Keeps the system"),
}
"""What somebody of a role does here, in the order of the sign-in page."""

_ORDER = {role: place for place, role in enumerate(DOES)}


@dataclass(frozen=True, slots=True)
class Card:
    """A persona and what they do."""

    persona: Persona
    does: Text


@dataclass(frozen=True, slots=True)
class Group:
    """The personas of one organisation."""

    org: str
    name: Text
    cards: tuple[Card, ...]


def by_organization(personas: Iterable[Persona]) -> list[Group]:
    """Group personas by their organisation, in the order in which work passes through their hands."""
    found: dict[str, list[Persona]] = {}
    for persona in personas:
        found.setdefault(persona.org, []).append(persona)
    return [
        Group(
            org,
            people[0].org_name,
            tuple(Card(p, DOES[p.role]) for p in sorted(people, key=lambda p: (_ORDER[p.role], p.login))),
        )
        for org, people in found.items()
    ]


_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def browser_name(user_agent: str | None) -> Text:
    """Say which browser that is, as its owner would."""
    said = user_agent or ""
    browser = next((name for mark, name in _BROWSERS if mark in said), None)
    system = next((name for mark, name in _SYSTEMS if mark in said), None)
    if browser is None:
        return Text("อุปกรณ์ที่ไม่รู้จัก", "Unknown device")
    return Text(f"{browser} บน {system}", f"{browser} on {system}") if system else Text(browser, browser)
