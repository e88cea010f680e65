"""What stands beside the agencies' lists: the plan, the MOUs and the activities of areas, in one query for all of them.

Only what the reader may see is counted. Work counts in an area when it names the area or something inside it; a plan
belongs to its province. The light is computed by the rule of `planhub.activities.measures`, from figures that the
database has already added up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    CompoundSelect,
    Integer,
    Select,
    String,
    Subquery,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy import (
    Text as TextType,
)
from sqlalchemy.orm import Session

from planhub.activities.measures import RESTING, Light, Standing, light
from planhub.activities.models import JointActivity, Milestone
from planhub.kernel import clock
from planhub.kernel.access import Actor
from planhub.kernel.thai import fiscal_year_span
from planhub.kernel.workflow import State
from planhub.places.levels import AreaLevel
from planhub.record import access
from planhub.record.models import Record, RecordArea
from planhub.record.types import registry

LIGHTS = (Light.RED, Light.AMBER, Light.NOT_REPORTED, Light.GREEN, Light.NOT_DUE)
"""In the order in which they are told: what needs somebody first."""
DEAD_MOUS = ("cancelled", "closed", "expired", "terminated")
"""States in which an MOU carries nothing any more."""


class Marked(NamedTuple):
    """A plan or an MOU by which an area is marked."""

    code: str
    state: State

    def __hash__(self) -> int:
        """Equal marks hash alike; the state itself need not."""
        return hash((self.code, self.state.key))


@dataclass
class AreaWork:
    """What is planned, agreed and done in one area."""

    plan: Marked | None = None
    mous: list[tuple[Marked, int]] = field(default_factory=list)
    """One for each state, the code being the first of them, and how many there are."""
    lights: dict[Light, int] = field(default_factory=dict)
    """How many activities stand at each light."""

    @property
    def key(self) -> tuple[Any, ...]:
        """What tells it from other work, so that what was drawn of it can be kept."""
        return (self.plan, *self.mous, *self.lights.items())

    @property
    def mou_count(self) -> int:
        """How many living MOUs name the area or something inside it."""
        return sum(n for _, n in self.mous)

    @property
    def activities(self) -> int:
        """How many activities run in the area in the year, cancelled ones aside."""
        return sum(self.lights.values())

    @property
    def counted_lights(self) -> list[tuple[Light, int]]:
        """The lights that occur, what needs somebody first."""
        return [(light, self.lights[light]) for light in LIGHTS if light in self.lights]


NOTHING = AreaWork()


class Reach(NamedTuple):
    """Areas that are asked for: all of a level, or those inside some others."""

    level: AreaLevel
    parents: tuple[str, ...] = ()


def work_in(
    session: Session, actor: Actor, fiscal_year: int, reaches: Iterable[Reach]
) -> Mapping[str, AreaWork]:
    """Give plans, MOUs and activities of a fiscal year (B.E.) by area code; areas without any are absent. One query."""
    wanted = tuple(r for r in reaches)
    first, last = fiscal_year_span(fiscal_year)
    values: dict[str, Any] = {"year": fiscal_year, "first": first, "last": last, "today": clock.today()}
    for n, reach in enumerate(wanted):
        for m, parent in enumerate(reach.parents):
            values |= {f"from{n}_{m}": parent, f"to{n}_{m}": parent.ljust(6, "9")}
    session.flush()  # the statement goes past the session, which would have done so
    statement = _statement(actor, tuple((r.level, len(r.parents)) for r in wanted))
    found: dict[str, AreaWork] = {}
    for row in session.connection().execute(statement, values):
        _add(found.setdefault(row.area, AreaWork()), row, values["today"])
    return found


def _add(work: AreaWork, row: Any, today: date) -> None:
    if row.kind == "activities":
        shown = _light(row, today)
        work.lights[shown] = work.lights.get(shown, 0) + row.n
        return
    marked = Marked(row.code, registry.get(row.kind).workflow.state(row.state))
    if row.kind == "plans":
        work.plan = marked
    else:
        work.mous.append((marked, row.n))


def _light(row: Any, today: date) -> Light:
    if row.state == "completed":
        return Light.GREEN
    standing = Standing(
        physical=min(row.done, 100) if row.steps else None,
        planned=min(row.due, 100) if row.dated else None,
        end=today - timedelta(days=1) if row.late else None,
        reported=row.told > 0,
        resting=row.state in RESTING,
    )
    return light(standing, today)


# --- the statement ----------------------------------------------------------------------------------------------

_statements: dict[tuple[Any, ...], CompoundSelect[Any]] = {}
_MOST_STATEMENTS = 500
_FIGURES = ("done", "due", "steps", "dated", "told", "late")


def _statement(actor: Actor, shape: tuple[tuple[AreaLevel, int], ...]) -> CompoundSelect[Any]:
    """Give the statement for actors of equal standing; made once, so that it is also read once."""
    key = (actor.is_system, actor.standings, shape, clock.today())
    kept = _statements.get(key)
    if kept is not None:
        access.asked_before()
        return kept
    if len(_statements) >= _MOST_STATEMENTS:
        _statements.clear()
    made = _statements[key] = _make(actor, shape)
    return made


def _make(actor: Actor, shape: Sequence[tuple[AreaLevel, int]]) -> CompoundSelect[Any]:
    reach = union(*(_reach(n, level, parents) for n, (level, parents) in enumerate(shape))).subquery("reach")
    return union_all(_plans(actor), _mous(actor, reach), _activities(actor, reach))


def _reach(n: int, level: AreaLevel, parents: int) -> Select[Any]:
    """Select record by record the areas of a level that it names or inside which it names one."""
    inside = func.substr(RecordArea.area_code, 1, level.digits).label("area")
    query = select(RecordArea.record_id, inside).where(func.length(RecordArea.area_code) >= level.digits)
    spans = [
        and_(
            RecordArea.area_code >= bindparam(f"from{n}_{m}", type_=String),
            RecordArea.area_code <= bindparam(f"to{n}_{m}", type_=String),
        )
        for m in range(parents)
    ]
    return query.where(or_(*spans)) if spans else query


def _seen(actor: Actor, name: str) -> Any:
    rt = registry.get(name)
    return access.visible(actor, rt.view, rt) & Record.is_training.is_(False)


def _part(kind: str, area: Any, code: Any, state: Any, n: Any, figures: Mapping[str, Any]) -> Select[Any]:
    none = cast(null(), Integer)
    return select(
        literal(kind, TextType).label("kind"),
        area.label("area"),
        code.label("code"),
        state.label("state"),
        n.label("n"),
        *(figures.get(name, none).label(name) for name in _FIGURES),
    )


def _plans(actor: Actor) -> Select[Any]:
    one = literal(1, Integer)
    return _part("plans", Record.province_code, Record.code, Record.state, one, {}).where(
        _seen(actor, "plans"),
        Record.fiscal_year == bindparam("year", type_=Integer),
        Record.state != "cancelled",
    )


def _mous(actor: Actor, reach: Subquery) -> Select[Any]:
    return (
        _part("mous", reach.c.area, func.min(Record.code), Record.state, func.count(Record.id), {})
        .join(reach, reach.c.record_id == Record.id)
        .where(_seen(actor, "mous"), Record.state.not_in(DEAD_MOUS))
        .group_by(reach.c.area, Record.state)
    )


def _activities(actor: Actor, reach: Subquery) -> Select[Any]:
    activity = JointActivity.__table__
    today = bindparam("today", type_=activity.c.ends_on.type)
    done = case((Milestone.done_on.is_not(None), Milestone.weight), else_=0)
    due = case((Milestone.due_on <= today, Milestone.weight), else_=0)
    stood = (
        select(
            Record.id,
            Record.state,
            func.coalesce(func.sum(done), 0).label("done"),
            func.coalesce(func.sum(due), 0).label("due"),
            func.count(Milestone.id).label("steps"),
            func.count(Milestone.due_on).label("dated"),
            func.count(Milestone.done_on).label("told"),
            case((activity.c.ends_on < today, 1), else_=0).label("late"),
        )
        .select_from(Record.__table__.join(activity, activity.c.id == Record.id))
        .outerjoin(Milestone, Milestone.record_id == Record.id)
        .where(
            _seen(actor, "activities"),
            Record.state != "cancelled",
            activity.c.starts_on <= bindparam("last", type_=activity.c.starts_on.type),
            activity.c.ends_on >= bindparam("first", type_=activity.c.ends_on.type),
        )
        .group_by(Record.id, Record.state, activity.c.ends_on)
        .subquery("stood")
    )
    figures = {name: stood.c[name] for name in _FIGURES}
    kept = [stood.c.state, *figures.values()]
    return (
        _part("activities", reach.c.area, cast(null(), String), stood.c.state, func.count(), figures)
        .select_from(stood.join(reach, reach.c.record_id == stood.c.id))
        .group_by(reach.c.area, *kept)
    )


def directed_areas(session: Session, actor: Actor, fiscal_year: int, direction: str) -> set[str]:
    """Give the codes of all areas named by activities of a fiscal year (B.E.) that serve a direction. One query."""
    first, last = fiscal_year_span(fiscal_year)
    activity = JointActivity.__table__
    serves = cast(activity.c.direction, TextType).contains(f'"{direction}"', autoescape=True)
    query = (
        select(RecordArea.area_code)
        .join(Record, Record.id == RecordArea.record_id)
        .join(activity, activity.c.id == Record.id)
        .where(_seen(actor, "activities"), Record.state != "cancelled", serves)
        .where(activity.c.starts_on <= last, activity.c.ends_on >= first)
        .distinct()
    )
    return {*session.scalars(query)}
