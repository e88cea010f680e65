"""What the declarations of moves share."""

from planhub.kernel.access import Role
from planhub.kernel.text import Text
from planhub.kernel.workflow import Guard, Move, Notice, Trigger
from planhub.record.rules import posts_ready

WROTE = ("create", "edit", "share", "hand_over", "settle", "clear_legal", "clear_budget")
"""Whoever did one of these in a round approves nothing in it (rules R7, S1)."""
POSTS = posts_ready("posts", [Role.COORDINATOR, Role.LEGAL_OFFICER, Role.BUDGET_OFFICER, Role.DIRECTOR])
ALL = ("coordinators", "directors", "secretariat")
"""The audience of what concerns everybody."""
BEFORE_SIGNED = ("draft", "negotiating", "clearance", "approval", "ready_to_sign", "signing")


def tell(to: tuple[str, ...], th: str, en: str) -> Notice:
    """Tell these audiences, in these words."""
    return Notice(to, Text(th, en))


def system(
    key: str,
    label: Text,
    path: tuple[str | tuple[str, ...], str | None],
    notice: Notice,
    **more: tuple[str, ...] | tuple[Guard, ...] | bool,
) -> Move:
    """Declare a move that the system makes by itself; `path` is where it leaves and where it leads."""
    source, target = path
    sources = (source,) if isinstance(source, str) else source
    return Move(key, label, sources, target, by=Trigger.SYSTEM, notice=notice, **more)  # type: ignore[arg-type]
