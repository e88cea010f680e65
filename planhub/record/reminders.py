"""Reminders that survive missed runs and are never sent twice (rule R5); silence approves nothing (rule R10).

A lane that waits reminds its post, then also the deputy, then also the secretariat. A threshold is sent once it is
due, however late the run; the notice's cause makes a second run harmless; a lane that has moved on reminds nobody.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from planhub.infra.workdays import add_working_days
from planhub.kernel import clock
from planhub.kernel.access import Role
from planhub.kernel.text import Text, plain
from planhub.people.models import Post
from planhub.people.queries import PostHolder, post_holders
from planhub.record import inbox, lanes
from planhub.record.models import Lane, Record
from planhub.record.types import registry


@dataclass(frozen=True, slots=True)
class Threshold:
    """After how many working days who is reminded; the default of a setting (workflows.md §8)."""

    days: int
    deputy: bool = False
    secretariat: bool = False


THRESHOLDS = (Threshold(3), Threshold(5, deputy=True), Threshold(7, deputy=True, secretariat=True))


def remind_lanes(session: Session, *, limit: int = 1000) -> int:
    """Send what is due and not yet sent for every waiting lane; give how many notices were written."""
    query = (
        select(Record, Lane)
        .join(Lane, and_(Lane.record_id == Record.id, Lane.round == Record.round))
        .where(Lane.status == lanes.WAITING)
        .order_by(Lane.since, Lane.id)
        .limit(limit)
    )
    holders = post_holders(session)
    standing_in = select(Post.id, Post.deputy_post_id).where(Post.deputy_post_id.is_not(None))
    deputies = dict(session.execute(standing_in).all())
    sent = 0
    for record, lane in session.execute(query):
        machine = registry.get(record.type).machine(record.workflow_version)
        if record.state in machine.lane_set(lane.kind).states:
            sent += _remind(session, record, lane, holders, deputies)
    return sent


def _remind(
    session: Session, record: Record, lane: Lane, holders: list[PostHolder], deputies: dict[str, str | None]
) -> int:
    since = lane.since.astimezone(clock.BANGKOK).date()
    label = registry.get(record.type).machine(record.workflow_version).lane_set(lane.kind).label
    sent = 0
    for threshold in THRESHOLDS:
        if add_working_days(since, threshold.days) > clock.today():
            continue
        words = Text(
            "{code} {title} รอ{step}ของ {org} มาแล้ว {days} วันทำการ",
            "{code} {title} has waited {days} working days for {org}: {step}",
        ).format(
            code=plain(record.code),
            title=plain(record.title),
            step=label,
            org=plain(lane.org_code),
            days=threshold.days,
        )
        people = _people(lane, threshold, holders, deputies)
        sent += inbox.tell(
            session, record, people, words, f"lane:{lane.id}:{lane.since.isoformat()}:{threshold.days}"
        )
    return sent


def _people(
    lane: Lane, threshold: Threshold, holders: Iterable[PostHolder], deputies: dict[str, str | None]
) -> set[str]:
    holders = list(holders)
    meant = [
        h
        for h in holders
        if (h.post_id == lane.post_id if lane.post_id else (h.org, h.role) == (lane.org_code, lane.role))
    ]
    people = {h.user_id for h in meant}
    if threshold.deputy:
        wanted = {deputies.get(h.post_id) for h in meant}
        people |= {h.user_id for h in holders if h.post_id in wanted}
    if threshold.secretariat:
        people |= {h.user_id for h in holders if h.role == Role.SECRETARIAT.value}
    return {p for p in people if p}
