"""What moves and dates write of an MOU's later life: circulation, rest, end, amendments and renewal."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from planhub.record.models import RESTRICT


class Living:
    """Columns of an MOU that say how it fares once all have signed; written by moves alone."""

    circulating_at: Mapped[datetime | None]
    """The instant at which copies go out unless they are held back; None: nothing is on its way."""
    circulating_no: Mapped[str | None] = mapped_column(String(100))
    """Number of the letter that waits to go out."""
    circulated_on: Mapped[date | None]
    circulated_no: Mapped[str | None] = mapped_column(String(100))
    """Number of the letter by which copies went out."""
    circulated_n: Mapped[int | None]
    """Number of the text's version that went out; a later version is circulated again."""
    circulated_round: Mapped[int | None]
    """The round in which it went out; an amendment begins the next one."""
    correcting: Mapped[bool] = mapped_column(default=False, info={"noisy": True})
    """A typing error waits to be acknowledged."""
    suspended_until: Mapped[date | None]
    ending_on: Mapped[date | None]
    """The day on which it was proposed to terminate it; None: nobody proposes that."""
    ending_no: Mapped[str | None] = mapped_column(String(100))
    """Number of the letter that proposes it."""
    ending_handover: Mapped[str | None] = mapped_column(Text)
    """Who is to take over the open duties when it is terminated."""
    ended_on: Mapped[date | None]
    """The day on which it was terminated."""
    open_at_end: Mapped[list[Any]] = mapped_column(default=list, info={"noisy": True})
    """The duties that were open when it ended, as {"org", "text", "light"}; `org` None: all together."""
    retain_until: Mapped[date | None]
    """Until when the closed file is kept."""


class Changing:
    """Columns that tie an MOU to the one that it amends or renews, and to those that amend or renew it."""

    amends_id: Mapped[str | None] = mapped_column(ForeignKey("mou.id", ondelete=RESTRICT))
    """The MOU that this one amends."""
    amendment_type: Mapped[str | None] = mapped_column(String(10))
    """What the amendment is about, one of `choices.AMENDMENT_TYPES`."""
    renews_id: Mapped[str | None] = mapped_column(ForeignKey("mou.id", ondelete=RESTRICT))
    """The MOU that this one carries on."""
    change_no: Mapped[int | None]
    """Which amendment of its parent it is: 1, 2, … (ครั้งที่)."""
    base_n: Mapped[int | None]
    """Number of the parent's version from which it was written."""
    rebased: Mapped[dict[str, Any] | None] = mapped_column(info={"noisy": True})
    """What becomes of the parent's text where it moved on after this was signed, as people chose."""
    merged_on: Mapped[date | None]
    """The day on which it became part of its parent's text."""
    amending_id: Mapped[str | None] = mapped_column(ForeignKey("mou.id", ondelete=RESTRICT))
    """The one amendment of it that is open; None: there is none."""
    renewal_id: Mapped[str | None] = mapped_column(ForeignKey("mou.id", ondelete=RESTRICT))
    """The MOU that carries it on, begun or in force."""
