"""Activities in December 2565, the month of the joint meeting."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from planhub.kernel import clock
from tests.features.activities.desk import Desk, known

NOW = datetime(2023, 9, 25, 3, 0, tzinfo=UTC)
"""A Monday near the end of fiscal year 2566."""


@pytest.fixture
def desk(db_session: Session) -> Iterator[Desk]:
    with clock.at(NOW):
        yield known(db_session)
