"""Building a pack in the background: a row says how far it is, the file store keeps what came of it."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.infra import files, jobs
from planhub.infra.pdf.errors import Trouble, pdf_error
from planhub.kernel import clock
from planhub.kernel.errors import GuardFailed
from planhub.meetings import documents
from planhub.meetings.models import MeetingPack
from planhub.meetings.pack import building, drawing
from planhub.web.app import PlanHubApp
from tests.features.meetings.conftest import Desk


def test_a_pack_is_built_once_and_kept_under_its_hash(
    desk: Desk,
    db_session: Session,
    run_jobs: Callable[[], int],
    drawn: list[str],
) -> None:
    meeting = desk.call()
    with pytest.raises(GuardFailed, match="No figures"):
        desk.ask_for_pack(meeting)
    frozen = desk.freeze(meeting)
    row = desk.ask_for_pack(meeting)
    assert (row.state, row.version, building.is_busy(row)) == ("waiting", 1, True)
    with pytest.raises(GuardFailed, match="being built"):
        desk.ask_for_pack(meeting)

    run_jobs()
    db_session.expire_all()
    row = db_session.get_one(MeetingPack, row.id)
    assert (row.state, row.progress, building.is_busy(row)) == ("ready", 100, False)
    kept = files.store().get(row.sha256 or "")
    assert kept == f"%PDF-1-{frozen.content_hash}".encode()
    assert row.size == len(kept)
    assert documents.meeting_pack(db_session, desk.load(meeting), {}) == kept
    assert building.build(db_session, row.id) is None, "a second run does nothing"
    assert drawn == [frozen.content_hash]
    assert desk.ask_for_pack(meeting).version == 2


def test_a_pack_that_cannot_be_made_says_why_and_may_be_asked_for_again(
    desk: Desk, db_session: Session, run_jobs: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_kwargs: object) -> bytes:
        raise pdf_error(Trouble.TIME)

    monkeypatch.setattr(drawing, "render", fail)
    meeting = desk.call()
    desk.freeze(meeting)
    row = desk.ask_for_pack(meeting)
    run_jobs()

    db_session.expire_all()
    failed = db_session.scalars(select(MeetingPack).where(MeetingPack.id == row.id)).one()
    assert (failed.state, failed.sha256) == ("failed", None)
    assert "ไม่เสร็จภายในเวลา" in (failed.error_th or "")
    assert desk.ask_for_pack(meeting).version == 2


def test_the_bar_grows_with_time_and_a_lost_pack_stops_it(desk: Desk) -> None:
    meeting = desk.call()
    frozen = desk.freeze(meeting)
    row = desk.ask_for_pack(meeting)
    row.state, row.progress = "building", 10
    seen = []
    for seconds in (0, 2, 60):
        with clock.at(row.made_at + timedelta(seconds=seconds)):
            seen.append(building.shown_progress(row, len(frozen.body)))
    assert seen[0] == 10
    assert seen[0] < seen[1] < seen[2] == 95
    with clock.at(row.made_at + timedelta(minutes=13)):
        assert not building.is_busy(row)


def test_the_job_has_its_handler(app: PlanHubApp) -> None:
    assert jobs.registered()[building.BUILD] is building.build


def test_a_worker_draws_real_pages(
    desk: Desk, db_session: Session, country: Sequence[str], run_jobs: Callable[[], int], app: PlanHubApp
) -> None:
    meeting = desk.call()
    desk.freeze(meeting)
    row = desk.ask_for_pack(meeting)
    with app.app_context():
        run_jobs()
    db_session.expire_all()
    row = db_session.get_one(MeetingPack, row.id)
    assert files.store().get(row.sha256 or "").startswith(b"%PDF-1.7")
