"""The one list of what PlanHub is made of, in the order in which a feature may build on those before it."""

from collections.abc import Sequence

from planhub.account.feature import FEATURE as ACCOUNT
from planhub.activities.feature import FEATURE as ACTIVITIES
from planhub.api.feature import FEATURE as API
from planhub.calendar.feature import FEATURE as CALENDAR
from planhub.directory.feature import FEATURE as DIRECTORY
from planhub.lessons.feature import FEATURE as LESSONS
from planhub.meetings.feature import FEATURE as MEETINGS
from planhub.mou.feature import FEATURE as MOU
from planhub.overview.feature import FEATURE as OVERVIEW
from planhub.plans.feature import FEATURE as PLANS
from planhub.programmes.feature import FEATURE as PROGRAMMES
from planhub.progress.feature import FEATURE as PROGRESS
from planhub.record.imports import KINDS
from planhub.record.types import registry
from planhub.search.feature import FEATURE as SEARCH
from planhub.tracing.feature import FEATURE as TRACING
from planhub.ui.feature import Feature
from planhub.ui.house import FEATURE as HOUSE
from planhub.verify.feature import FEATURE as VERIFY

FEATURES: Sequence[Feature] = (
    HOUSE,
    ACCOUNT,
    DIRECTORY,
    VERIFY,
    SEARCH,
    PROGRAMMES,
    MOU,
    ACTIVITIES,
    PLANS,
    PROGRESS,
    LESSONS,
    MEETINGS,
    OVERVIEW,
    TRACING,
    CALENDAR,
    API,
)


def fill_registry(features: Sequence[Feature] = FEATURES) -> None:
    """Make the features' record types and kinds of lists known to the process; may be called again."""
    for feature in features:
        for record_type in feature.record_types:
            registry.add(record_type)
        for kind in feature.imports:
            KINDS.add(kind)
