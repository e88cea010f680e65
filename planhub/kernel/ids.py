"""Public identifiers: unguessable, and in the order of their making so that indexes stay compact."""

import secrets
import uuid
from datetime import datetime

from planhub.kernel import clock


def new_id() -> str:
    """Give a UUID of version 7 (RFC 9562 §5.7): 48 bits of milliseconds, then random bits."""
    milliseconds = int(clock.now().timestamp() * 1000)
    value = (milliseconds & (1 << 48) - 1) << 80 | secrets.randbits(80)
    value &= ~(0xF << 76) & ~(0x3 << 62)
    return str(uuid.UUID(int=value | 0x7 << 76 | 0x2 << 62))


def first_id(moment: datetime) -> str:
    """Give the least id that can be made at an instant: ids made since are not below it."""
    milliseconds = int(moment.timestamp() * 1000) & (1 << 48) - 1
    return str(uuid.UUID(int=milliseconds << 80 | 0x7 << 76 | 0x2 << 62))
