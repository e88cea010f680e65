"""Who may do what, as data: roles, scopes, grants, and the standing from which a person acts.

Nothing is allowed that no grant allows. `planhub.record.access` interprets the same table in Python for
one record and in SQL for lists; a contract test proves both equal.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from planhub.kernel.text import Text


class Role(StrEnum):
    """What a post is for; rights hang on posts, people only hold them (workflows.md §1)."""

    COORDINATOR = "coordinator"
    LEGAL_OFFICER = "legal_officer"
    BUDGET_OFFICER = "budget_officer"
    DIRECTOR = "director"
    SECRETARIAT = "secretariat"
    AREA_COORDINATOR = "area_coordinator"
    KNOWLEDGE_EDITOR = "knowledge_editor"
    AGENCY_ADMIN = "agency_admin"
    VIEWER = "viewer"
    AUDITOR = "auditor"
    SYSTEM_ADMIN = "system_admin"

    @property
    def label(self) -> Text:
        """The role's name as officials say it."""
        return _ROLE_LABELS[self]


_ROLE_LABELS = {
    Role.COORDINATOR: Text("ผู้ประสานงานหน่วยงาน", "Agency coordinator"),
    Role.LEGAL_OFFICER: Text("นิติกร", "Legal officer"),
    Role.BUDGET_OFFICER: Text("เจ้าหน้าที่แผนและงบประมาณ", "Plan and budget officer"),
    Role.DIRECTOR: Text("ผู้อำนวยการ/ผู้มีอำนาจ", "Director"),
    Role.SECRETARIAT: Text("ฝ่ายเลขานุการร่วม", "Joint secretariat"),
    Role.AREA_COORDINATOR: Text("ผู้ประสานงานพื้นที่", "Area coordinator"),
    Role.KNOWLEDGE_EDITOR: Text("บรรณาธิการความรู้", "Knowledge editor"),
    Role.AGENCY_ADMIN: Text("ผู้ดูแลระบบหน่วยงาน", "Agency administrator"),
    Role.VIEWER: Text("ผู้บริหาร/ผู้อ่าน", "Executive reader"),
    Role.AUDITOR: Text("ผู้ตรวจสอบ", "Auditor"),
    Role.SYSTEM_ADMIN: Text("ผู้ดูแลระบบกลาง", "System administrator"),
}

APPROVING_ROLES = frozenset({Role.DIRECTOR})
"""Posts of these roles approve; an administrator can never hold one at the same time (rule S3)."""

ADMIN_ROLES = frozenset({Role.AGENCY_ADMIN, Role.SYSTEM_ADMIN})
"""Roles that keep the system and therefore never approve (rules R7, S3)."""


class Scope(StrEnum):
    """How far a grant reaches from the standing of the person who uses it."""

    OWN = "own"
    """Records that the standing's organisation owns."""
    PARTY = "party"
    """Records to which the standing's organisation is a party."""
    AREA = "area"
    """Records that touch an area of the standing (the area itself, one inside it, or one around it)."""
    OWN_AREA = "own_area"
    """Records of the standing's own organisation that touch an area of the standing."""
    ALL = "all"
    """Every record of the type."""

    @property
    def label(self) -> Text:
        """The scope in words."""
        return _SCOPE_LABELS[self]


_SCOPE_LABELS = {
    Scope.OWN: Text("ของหน่วยงานตน", "own agency's"),
    Scope.PARTY: Text("ที่หน่วยงานตนเป็นภาคี", "agency is a party"),
    Scope.AREA: Text("ในพื้นที่รับผิดชอบ", "in own area"),
    Scope.OWN_AREA: Text("ของหน่วยงานตนในพื้นที่รับผิดชอบ", "own agency's in own area"),
    Scope.ALL: Text("ทั้งหมด", "all"),
}


class Capacity(StrEnum):
    """In what right a person uses a post's powers (domain.md §3.4)."""

    OWN = "own"
    """The holder of the post."""
    ACTING = "acting"
    """รักษาการแทน: the post is vacant or its holder unable; full power, the holder's own power rests."""
    DELEGATED = "delegated"
    """ปฏิบัติการแทน: stated matters, by written order."""
    SYSTEM = "system"
    """The system itself, by a rule."""

    @property
    def label(self) -> Text:
        """The capacity in the words that papers print."""
        return _CAPACITY_LABELS[self]


_CAPACITY_LABELS = {
    Capacity.OWN: Text("ผู้ดำรงตำแหน่ง", "holder"),
    Capacity.ACTING: Text("รักษาการแทน", "acting"),
    Capacity.DELEGATED: Text("ปฏิบัติการแทน", "by delegation"),
    Capacity.SYSTEM: Text("ระบบดำเนินการตามกติกา", "the system, by rule"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """One post from which a person may act at this instant, and in which capacity."""

    role: Role
    org: str
    """Code of the organisation the post belongs to."""
    post_id: str | None = None
    post_title: Text | None = None
    capacity: Capacity = Capacity.OWN
    delegation_id: str | None = None
    """The order behind an acting or delegated standing."""
    order_no: str | None = None
    areas: tuple[str, ...] = ()
    """Area codes (2, 4 or 6 digits) that the post looks after; empty for posts without areas."""
    record_types: frozenset[str] = frozenset()
    """Record types that a delegation covers; empty means every type."""
    limit_satang: int | None = None
    """The most money (satang) that may be approved from here; None means no limit."""

    resting: bool = False
    """Somebody acts for the post (รักษาการแทน): its holder still reads, and does nothing else (security.md §B4)."""

    def lends(self, permission: str) -> bool:
        """Tell whether the standing can carry `permission` at all; a resting one only carries reading."""
        return not self.resting or permission.endswith(":view")

    def covers(self, record_type: str) -> bool:
        """Tell whether a delegated standing reaches this type of record."""
        return not self.record_types or record_type in self.record_types


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or the system) at the moment of acting, with everything they may act from."""

    user_id: str | None
    name: str
    standings: tuple[Standing, ...] = ()
    person_key: str | None = None
    """The same for two accounts of one person, so that nobody approves their own paper (rule S1)."""
    is_system: bool = False
    request_id: str | None = None

    @property
    def orgs(self) -> tuple[str, ...]:
        """Codes of the organisations this actor stands in, in a fixed order."""
        return tuple(sorted({s.org for s in self.standings}))

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held; for display only, rights are asked as permissions."""
        return frozenset(s.role for s in self.standings)


SYSTEM = Actor(user_id=None, name="system", is_system=True)
"""The system as actor of automatic moves (rule R17)."""

ANONYMOUS = Actor(user_id=None, name="anonymous")
"""Somebody who has not signed in: no standings, therefore no rights."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What access asks of a record: whose it is, who is party to it, where it lies and in which state."""

    type: str
    state: str
    owner_org: str
    parties: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    holds: frozenset[str] = frozenset()
    """Names of the type's conditions that the record meets, such as a visibility chosen by its authors."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One row of a feature's table of rights."""

    role: Role
    permission: str
    """Named `<record type>:<verb>`."""
    scope: Scope = Scope.OWN
    states: frozenset[str] | None = None
    """States of the record in which the grant holds; None means all."""
    when: str | None = None
    """Name of the one condition of the record (declared by its type) under which the grant holds; None: always."""

    def holds_in(self, state: str) -> bool:
        """Tell whether the grant holds in `state`."""
        return self.states is None or state in self.states


def grants(
    roles: Iterable[Role],
    permissions: Iterable[str],
    scope: Scope,
    states: Iterable[str] | None = None,
    *,
    when: str | None = None,
) -> tuple[Grant, ...]:
    """Write several rows of a table of rights at once: every role gets every permission."""
    in_states = None if states is None else frozenset(states)
    permissions = tuple(permissions)
    return tuple(
        Grant(role, permission, scope, in_states, when) for role in roles for permission in permissions
    )


def areas_touch(mine: str, theirs: str) -> bool:
    """Tell whether two area codes lie in one another (45 and 450101) or are the same."""
    return mine.startswith(theirs) or theirs.startswith(mine)


def reaches(grant: Grant, standing: Standing, reach: Reach) -> bool:
    """Tell whether `grant`, used from `standing`, reaches the record."""
    if grant.role is not standing.role or not standing.covers(reach.type) or not _is_open(grant, reach):
        return False
    match grant.scope:
        case Scope.ALL:
            return True
        case Scope.OWN:
            return standing.org == reach.owner_org
        case Scope.PARTY:
            return standing.org in reach.parties
        case Scope.AREA:
            return _touches(standing, reach)
        case Scope.OWN_AREA:
            return standing.org == reach.owner_org and _touches(standing, reach)


def _is_open(grant: Grant, reach: Reach) -> bool:
    return grant.holds_in(reach.state) and (grant.when is None or grant.when in reach.holds)


def _touches(standing: Standing, reach: Reach) -> bool:
    return any(areas_touch(mine, theirs) for mine in standing.areas for theirs in reach.areas)


_CAPACITY_ORDER = {Capacity.OWN: 0, Capacity.ACTING: 1, Capacity.DELEGATED: 2, Capacity.SYSTEM: 3}


@dataclass(frozen=True)
class Policy:
    """A feature's table of rights; the only place where its rights are written."""

    grants: tuple[Grant, ...]
    permissions: dict[str, Text] = field(default_factory=dict)
    """Every permission of the feature with its name for people."""

    def __post_init__(self) -> None:
        """Refuse a table that says a thing twice or names an unknown permission."""
        rows = [(g.role, g.permission, g.scope, g.when or "") for g in self.grants]
        twice = {row for row in rows if rows.count(row) > 1}
        if twice:
            raise ValueError(f"granted twice: {sorted(twice)}")
        unknown = {g.permission for g in self.grants} - set(self.permissions)
        if unknown:
            raise ValueError(f"permission without a name: {sorted(unknown)}")

    def of(self, permission: str) -> tuple[Grant, ...]:
        """Give the rows of one permission."""
        return tuple(g for g in self.grants if g.permission == permission)

    def standings(self, actor: Actor, permission: str, reach: Reach) -> tuple[Standing, ...]:
        """Give the standings from which the actor may use `permission` on the record; own posts first."""
        rows = self.of(permission)
        found = [
            s for s in actor.standings if s.lends(permission) and any(reaches(g, s, reach) for g in rows)
        ]
        return tuple(sorted(found, key=lambda s: (_CAPACITY_ORDER[s.capacity], s.org, s.post_id or "")))

    def ever(self, actor: Actor, permission: str) -> bool:
        """Tell whether the actor could use `permission` on some record (for menus and "new" buttons)."""
        rows = self.of(permission)
        return any(g.role is s.role for g in rows for s in actor.standings if s.lends(permission))
