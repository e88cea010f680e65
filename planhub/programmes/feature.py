"""What the programmes bring."""

from planhub.programmes.imports import AREA_STATS, PROGRAMME_AREAS
from planhub.ui.feature import Feature

FEATURE = Feature(name="programmes", imports=(PROGRAMME_AREAS, AREA_STATS))
