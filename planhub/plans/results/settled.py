"""What must be settled before a plan is closed and lives in a higher feature: it tells so through this registry."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from planhub.kernel.errors import Reason

Unsettled = Callable[[Session, Any], Sequence[Reason]]
"""Given a plan with its activities, a reason for each matter that is still open; one query, nothing where all is done."""

SETTLED: dict[str, Unsettled] = {}
"""Filled by higher features, once, when their manifest is read: `SETTLED["progress"] = open_reports`.

Asked only of plans that are being closed.
"""


def open_matters(session: Session, plan: Any) -> list[Reason]:
    """Ask every higher feature what is still open of the plan."""
    return [reason for name in sorted(SETTLED) for reason in SETTLED[name](session, plan)]
