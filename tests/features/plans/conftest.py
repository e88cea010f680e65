"""Plans in December 2565, the month of the joint meeting."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from planhub.activities.feature import ACTIVITIES
from planhub.kernel import clock
from planhub.mou.feature import MOUS
from planhub.plans.feature import PLANS
from tests.features.plans.table import Table

NOW = datetime(2022, 12, 21, 3, 0, tzinfo=UTC)


@pytest.fixture
def table(db_session: Session) -> Iterator[Table]:
    with clock.at(NOW):
        table = Table(db_session)
        table.know(MOUS, ACTIVITIES, PLANS)
        yield table
