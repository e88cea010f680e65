"""Reminders that survive missed runs and are never sent twice (rule R5); silence approves nothing (rule R10).

A lane that waits reminds its post, then also the deputy, then also the secretariat. After missed runs only the latest
threshold is sent; the notice's cause makes a second run harmless; a lane that has moved on reminds nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from planhub.infra.workdays import add_working_days
from planhub.kernel import clock
from planhub.kernel.access import Role
from planhub.kernel.text import Text, plain
from planhub.people.models import Organization, Post
from planhub.people.queries import PostHolder, post_holders
from planhub.record import lanes, notices
from planhub.record.models import Lane, Record
from planhub.record.types import registry


@dataclass(frozen=True, slots=True)
class Threshold:
    """After how many working days who is reminded; the default of a setting (workflows.md §8)."""

    days: int
    deputy: bool = False
    secretariat: bool = False


THRESHOLDS = (Threshold(3), Threshold(5, deputy=True), Threshold(7, deputy=True, secretariat=True))


@dataclass(frozen=True)
class _House:
    """Whom reminders may go to, and what agencies are called."""

    holders: list[PostHolder]
    deputies: Mapping[str, str | None]
    """Post → the post that stands in for it."""
    names: Mapping[str, Text]


def remind_lanes(session: Session) -> int:
    """Send what is due and not yet sent for every waiting lane; give how many notices were written."""
    standing_in = select(Post.id, Post.deputy_post_id).where(Post.deputy_post_id.is_not(None))
    house = _House(
        holders=post_holders(session),
        deputies=dict(session.execute(standing_in).all()),
        names={org.code: org.abbr for org in session.scalars(select(Organization))},
    )
    query = (
        select(Record, Lane)
        .join(Lane, and_(Lane.record_id == Record.id, Lane.round == Record.round))
        .where(Lane.status == lanes.WAITING)
        .order_by(Lane.since, Lane.id)
    )
    sent = 0
    for record, lane in session.execute(query).all():
        machine = registry.get(record.type).machine(record.workflow_version)
        if record.state in machine.lane_set(lane.kind).states:
            sent += _remind(session, record, lane, house)
    return sent


def _remind(session: Session, record: Record, lane: Lane, house: _House) -> int:
    threshold = _due(lane)
    if threshold is None:
        return 0
    label = registry.get(record.type).machine(record.workflow_version).lane_set(lane.kind).label
    words = Text(
        "{code} {title} รอ{step}ของ {org} มาแล้วกว่า {days} วันทำการ",
        "{code} {title} has waited more than {days} working days for {org}: {step}",
    ).format(
        code=plain(record.code),
        title=plain(record.title),
        step=label,
        org=house.names[lane.org_code],
        days=threshold.days,
    )
    cause = f"lane:{lane.id}:{lane.since.isoformat()}:{threshold.days}"
    return notices.tell(session, record, _people(lane, threshold, house), words, cause)


def _due(lane: Lane) -> Threshold | None:
    """Give the latest threshold whose day has come; those that missed runs have passed over are not made up for."""
    since = lane.since.astimezone(clock.BANGKOK).date()
    passed = [t for t in THRESHOLDS if add_working_days(since, t.days) <= clock.today()]
    return passed[-1] if passed else None


def _people(lane: Lane, threshold: Threshold, house: _House) -> set[str]:
    meant = [h for h in house.holders if _waits_for(lane, h)]
    people = {h.user_id for h in meant}
    if threshold.deputy:
        wanted = {house.deputies.get(h.post_id) for h in meant}
        people |= {h.user_id for h in house.holders if h.post_id in wanted}
    if threshold.secretariat:
        people |= {h.user_id for h in house.holders if h.role == Role.SECRETARIAT.value}
    return {p for p in people if p}


def _waits_for(lane: Lane, holder: PostHolder) -> bool:
    return (
        holder.post_id == lane.post_id
        if lane.post_id
        else (holder.org, holder.role) == (lane.org_code, lane.role)
    )
