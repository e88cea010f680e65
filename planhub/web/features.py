"""The one list of what PlanHub is made of, in the order in which a feature may build on those before it."""

from collections.abc import Sequence

from planhub.ui.feature import Feature

FEATURES: Sequence[Feature] = ()
