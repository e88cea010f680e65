"""What rights to an MOU depend on besides its state."""

from sqlalchemy import ColumnElement, exists

from planhub.kernel.text import Text
from planhub.mou import rules
from planhub.mou.models import Mou
from planhub.record.models import Record
from planhub.record.types import Condition


def _was_shared() -> ColumnElement[bool]:
    mou = Mou.__table__.alias("shared")  # another one than that of a query that reads MOUs itself
    return exists().where(mou.c.id == Record.id, mou.c.shared_on.is_not(None))


WAS_SHARED = Condition(
    rules.WAS_SHARED,
    Text("เคยส่งให้ภาคีแล้ว", "the parties have seen it"),
    lambda mou: mou.shared_on is not None,
    _was_shared,
)
"""A draft that was cancelled before anybody else saw it stays with its agency."""
