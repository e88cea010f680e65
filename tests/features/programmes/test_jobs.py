"""Lists that nobody saved are forgotten by the daily run."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.infra import jobs
from planhub.kernel import clock
from planhub.programmes.feature import FEATURE, TIDY
from planhub.programmes.imports import PROGRAMME_AREAS
from planhub.record import audit, import_jobs
from planhub.record.import_jobs import ImportJob
from tests.conftest import Actors


def test_lists_that_nobody_saved_are_forgotten(
    world: Session, actors: Actors, run_jobs: Callable[[], int]
) -> None:
    assert TIDY in FEATURE.daily
    actor = actors["coordinator.eef"]
    audit.act_as(world, actor)
    text = "programme_code\tfiscal_year\tarea_code\nEEF-NEW\t2570\t45\n"
    for name in ("old", "new"):
        import_jobs.start(world, actor, PROGRAMME_AREAS, name=f"{name}.csv", content=text.encode(), said={})
    world.flush()
    old = world.scalars(select(ImportJob).where(ImportJob.name == "old.csv")).one()
    old.expires_at = clock.now() - timedelta(minutes=1)
    jobs.enqueue(world, TIDY)
    world.commit()
    run_jobs()
    assert [job.name for job in world.scalars(select(ImportJob))] == ["new.csv"]
