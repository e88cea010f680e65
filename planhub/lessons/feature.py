"""What the lessons feature brings: two record types, their place in the navigation, panels, the harvest, the digest."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from planhub.activities.effects import HARVEST as HARVEST_ACTIVITY
from planhub.kernel.access import Actor
from planhub.kernel.text import Text
from planhub.lessons import documents, queries, services
from planhub.lessons.records import KNOWLEDGE_TYPE, LESSON_TYPE
from planhub.lessons.rules import KNOWLEDGE_POLICY, LESSON_POLICY
from planhub.progress.effects import HARVEST
from planhub.record.types import Document
from planhub.ui.feature import Feature, NavItem, Panel


def harvest(session: Session, report_id: str) -> None:
    """Make a draft lesson of an accepted report."""
    services.harvest(session, report_id)


def harvest_activity(session: Session, activity_id: str) -> None:
    """Make a lesson of what an activity that is done has learnt."""
    services.harvest_activity(session, activity_id)


def _cards(cards: list[queries.LessonCard]) -> Mapping[str, Any] | None:
    return {"cards": cards, "states": {s.key: s for s in LESSON_TYPE.workflow.states}} if cards else None


def _on_activity(session: Session, actor: Actor, activity: Any) -> Mapping[str, Any] | None:
    return _cards(queries.of_activity(session, actor, activity.id))


FEATURE = Feature(
    name="lessons",
    record_types=(
        replace(
            LESSON_TYPE,
            public_states=frozenset({"published", "superseded", "archived"}),
            documents=(
                Document("lesson", Text("แผ่นบทเรียน", "Lesson sheet"), documents.lesson_sheet, "lesson:view"),
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
            "knowledge-items.list",
            "books",
            "knowledge",
            20,
            visible=lambda actor: KNOWLEDGE_POLICY.ever(actor, "knowledge:view"),
        ),
    ),
    panels=(Panel("activities", Text("บทเรียน", "Lessons"), "lessons/_panel.html", _on_activity, 40),),
    jobs={HARVEST: harvest, HARVEST_ACTIVITY: harvest_activity},
    documents={"lessons": documents.digest},
)
