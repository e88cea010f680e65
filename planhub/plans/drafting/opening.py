"""Which sections of a plan its reader cannot write now, and why; the same rules as the save's, told beforehand."""

from collections.abc import Mapping
from typing import Any

from planhub.kernel.access import Actor
from planhub.kernel.text import Text
from planhub.plans.fields import SECTIONS
from planhub.plans.guards import is_open

OF_PARTNERS = frozenset({"parts", "activities"})
"""Sections in which an agency that does not lead the plan writes its own rows."""

RETURNED = Text(
    "รอบนี้เปิดแก้ไขเฉพาะส่วนที่ส่งกลับ ส่วนนี้อ่านได้อย่างเดียว",
    "Only the returned sections are open in this round; this one can be read",
)
LEADS = Text(
    "เจ้าภาพแผนเป็นผู้เขียนส่วนนี้ หากต้องการให้ปรับ โปรดให้ความเห็นด้านล่าง",
    "The lead of the plan writes this section; to have it changed, comment below",
)


def closed(plan: Any, actor: Actor) -> Mapping[str, Text]:
    """Give the sections that are closed for the actor, with the reason."""
    shut = {key: RETURNED for key, _ in SECTIONS if not is_open(plan, key)}
    is_partner = plan.state != "draft" and plan.owner_org not in actor.orgs and not actor.is_system
    if is_partner:
        shut |= {key: LEADS for key, _ in SECTIONS if key not in OF_PARTNERS and key not in shut}
    return shut
