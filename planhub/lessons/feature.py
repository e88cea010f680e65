"""What the lessons feature brings: two record types, their place in the navigation, panels, the harvest, the digest."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from planhub.activities.effects import HARVEST as HARVEST_ACTIVITY
from planhub.kernel.access import Actor
from planhub.kernel.text import Text
from planhub.lessons import following, reminding, services
from planhub.lessons.knowledge import publishing
from planhub.lessons.knowledge.imports import KNOWLEDGE_ITEMS
from planhub.lessons.knowledge.views import stock_pages
from planhub.lessons.matching import panels
from planhub.lessons.matching.unanswered import unanswered
from planhub.lessons.matching.views import matching
from planhub.lessons.papers import aar, digest, sheet
from planhub.lessons.records import KNOWLEDGE_TYPE, LESSON_TYPE
from planhub.lessons.rules import KNOWLEDGE_POLICY, LESSON_POLICY
from planhub.lessons.views import lesson_pages
from planhub.places.tiles import drawing
from planhub.plans.findings import CONSIDERED
from planhub.progress.effects import HARVEST
from planhub.record.types import Document
from planhub.ui.feature import Feature, NavItem, Panel


def harvest(session: Session, report_id: str) -> None:
    """Make a draft lesson of an accepted report."""
    services.harvest(session, report_id)


def harvest_activity(session: Session, activity_id: str) -> None:
    """Make a lesson of what an activity that is done has learnt."""
    services.harvest_activity(session, activity_id)


def used_where(_session: Session, _actor: Actor, item: Any) -> Mapping[str, Any] | None:
    """Give the map of where an item is used; no statement."""
    steps = {code[:2]: 3 for code in item.areas}
    return {"steps": steps, "drawing": drawing()} if steps else None


CONSIDERED["lessons"] = unanswered

OFFER = Text("บทเรียนและชุดความรู้ที่น่าใช้", "Lessons and knowledge that may help")
DECIDED = Text("บทเรียนและชุดความรู้", "Lessons and knowledge")

FEATURE = Feature(
    name="lessons",
    record_types=(
        replace(
            LESSON_TYPE,
            public_states=frozenset({"published", "superseded", "archived"}),
            documents=(
                Document("lesson", Text("แผ่นบทเรียน", "Lesson sheet"), sheet.lesson_sheet, "lesson:view"),
                Document(
                    "lesson-aar",
                    Text("แบบทบทวนหลังทำงาน (AAR)", "Review after action (AAR)"),
                    aar.filled_sheet,
                    "lesson:view",
                ),
            ),
        ),
        KNOWLEDGE_TYPE,
    ),
    nav=(
        NavItem(
            Text("บทเรียน", "Lessons"),
            "lessons.list",
            "bulb",
            "knowledge",
            10,
            visible=lambda actor: LESSON_POLICY.ever(actor, "lesson:view"),
        ),
        NavItem(
            Text("ชุดความรู้พร้อมใช้", "Knowledge Stock"),
            "knowledge_stock.stock",
            "books",
            "knowledge",
            20,
            visible=lambda actor: KNOWLEDGE_POLICY.ever(actor, "knowledge:view"),
        ),
    ),
    blueprints=(matching, stock_pages, lesson_pages),
    panels=(
        Panel("lessons", Text("เก็บจาก", "Captured from"), "lessons/_source.html", panels.source_of, 5),
        Panel(
            "knowledge-items",
            Text("แผนที่การใช้งาน", "Map of use"),
            "lessons/knowledge/_map.html",
            used_where,
            10,
        ),
        *(
            Panel(f"{subject}{beside}", OFFER, "lessons/_suggestions.html", panels.offered, 35)
            for subject in panels.DRAFTS
            for beside in ("", ".edit")
        ),
        *(
            Panel(subject, DECIDED, "lessons/_considered.html", panels.decided, 40)
            for subject in panels.DRAFTS
        ),
    ),
    jobs={
        HARVEST: harvest,
        HARVEST_ACTIVITY: harvest_activity,
        following.TELL: following.tell,
        publishing.PUBLISH: publishing.publish,
        reminding.REVIEWS: reminding.remind_reviews,
        reminding.RESULTS: reminding.ask_results,
    },
    daily=(reminding.REVIEWS, reminding.RESULTS),
    imports=(KNOWLEDGE_ITEMS,),
    documents={"lessons": digest.digest},
)
