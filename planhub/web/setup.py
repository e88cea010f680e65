"""What a database must hold before anybody works: the states of all machines and the official areas."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.places.services import load_areas
from planhub.record.models import RecordState
from planhub.record.types import registry


def fill_reference(session: Session) -> None:
    """Bring the reference tables up to the code; changes nothing where they already are."""
    sync_states(session)
    load_areas(session)


def sync_states(session: Session) -> int:
    """Add the states of every machine, earlier versions included, to those the database accepts; gives how many.

    States that no machine has any more stay, because records of the past stand in them.
    """
    wanted = {
        (rt.name, key)
        for rt in registry.all()
        for machine in (rt.workflow, *rt.older_workflows)
        for key in machine.state_keys
    }
    known = {(row.type, row.state) for row in session.scalars(select(RecordState))}
    missing = sorted(wanted - known)
    session.add_all(RecordState(type=name, state=state) for name, state in missing)
    session.flush()  # records refer to these rows
    return len(missing)
