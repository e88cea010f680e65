"""A meeting whose minutes are being corrected, and one that sits today: wholly invented."""

from datetime import date
from typing import Any

from planhub.demo import days
from planhub.demo.acting import Story
from planhub.demo.meetings import COMMITTEE
from planhub.infra.workdays import add_working_days
from planhub.meetings.agenda.numbers import find_item
from planhub.meetings.pack import building, snapshot
from planhub.meetings.session import floor

PLACE = "ห้องประชุม สอวช. อาคารจัตุรัสจามจุรี กรุงเทพฯ (ตัวอย่าง)"


def _working_days_ago(count: int) -> date:
    """Give the latest day from which `count` working days lead at most to today."""
    day = days.after(days.today(), -count)
    while add_working_days(day, count) > days.today():
        day = days.after(day, -1)
    return day


def minuted(story: Story, mou: Any) -> None:
    """Ten working days ago: held, minuted, checked by a second person, circulated; one correction waits."""
    held = _working_days_ago(10)
    story.on(days.after(held, -9))
    meeting = _called(
        story,
        held,
        [
            {"section": "4", "title": "ผลการดำเนินงานไตรมาสที่ผ่านมา", "org": "EEF", "facts": "ได้รับรายงานแล้วจากทุกหน่วยงาน"},
            {"section": "5", "title": "กรอบเวลาลงนามบันทึกข้อตกลงสามหน่วยงาน", "org": "CODI", "about": mou.code, "requested": "principle", "proposal": "ลงนามภายในไตรมาสนี้", "draft_resolution": "เห็นชอบในหลักการให้ลงนามภายในไตรมาสนี้"},
        ],
    )  # fmt: skip
    story.on(held, 9)
    meeting = story.move(meeting, "start", "secretariat", began_at="09.30")
    for item in list(meeting.agenda):
        kind = "principle" if item.section == "5" else "adopted" if item.section == "2" else "noted"
        _resolve(story, meeting, item.id, kind=kind)
    task = {"kind": "assigned", "text": "มอบหมาย พอช. ประสานวันลงนามกับทุกฝ่าย", "assign_org": "CODI"}
    place = find_item(story.reload(meeting), "5.1")
    if place is not None:
        _resolve(story, meeting, place.id, **task, assign_due=days.written(days.after(held, 21)))
    meeting = story.move(meeting, "adjourn", "secretariat", ended_at="11.45")
    story.end_of_day()
    story.on(_working_days_ago(5))
    meeting = story.move(
        meeting,
        "draft_minutes",
        "secretariat",
        recorder_name="ฝ่ายเลขานุการ (ตัวอย่าง)",
        recorder_post="นักวิเคราะห์นโยบายและแผน",
        checker_name="ผู้ประสานงาน พอช. (ตัวอย่าง)",
        checker_post="ผู้ประสานงาน พอช.",
        checker=story.post_of("coordinator.codi"),
    )
    meeting = story.move(meeting, "check_minutes", "coordinator.codi")
    meeting = story.move(meeting, "circulate", "secretariat")
    number = "5.1"
    story.move(
        meeting,
        "propose_correction",
        "director.eef",
        item=number,
        wording="ที่ประชุมอภิปรายว่าการลงนามภายในไตรมาสนี้ขึ้นกับการอนุมัติภายในของ กสศ.",
        note="ให้ตรงกับที่หารือในที่ประชุม",
    )
    story.end_of_day()


def sitting(story: Story) -> None:
    """Today: two matters are resolved, one is being worded; the room's screen shows it."""
    story.on(days.after(days.quarter(0), 400), 8)  # now
    meeting = _called(
        story,
        days.today(),
        [
            {"section": "4", "title": "สถานะรายชื่อพื้นที่ของแต่ละหน่วยงาน", "org": "PMUA", "facts": "สองหน่วยงานส่งรายชื่อแล้ว"},
            {"section": "5", "title": "เกณฑ์เลือกตำบลนำร่องร่วม", "org": "CODI", "requested": "endorsed", "facts": "มี 12 ตำบลที่ทำงานซ้อนทับกัน", "proposal": "เลือกตำบลที่มีอย่างน้อยสองหน่วยงานทำงานอยู่แล้ว", "draft_resolution": "เห็นชอบเกณฑ์ตามที่เสนอ"},
        ],
    )  # fmt: skip
    meeting = story.move(meeting, "start", "secretariat", began_at="09.30")
    for number, kind in (("1.1", "noted"), ("4.1", "noted")):
        item = find_item(story.reload(meeting), number)
        if item is not None:
            _resolve(story, meeting, item.id, kind=kind)
    matter = find_item(story.reload(meeting), "5.1")
    if matter is not None:
        words = {
            "kind": "endorsed",
            "text": "เห็นชอบเกณฑ์ตามที่เสนอ โดยให้เพิ่มจำนวนครัวเรือนยากจนเป็นเกณฑ์ประกอบ",
            "discussion": "กสศ. เสนอให้ใช้จำนวนเด็กยากจนประกอบการเลือก",
        }
        story.act(
            lambda session, actor: floor.write(session, actor, meeting.code, matter.id, words, version=0),
            "secretariat",
        )
        story.act(lambda session, actor: floor.show(session, actor, meeting.code, matter.id), "secretariat")
    story.end_of_day()


def _called(story: Story, held: date, agenda: list[dict[str, Any]]) -> Any:
    meeting = story.create(
        "meetings",
        "secretariat",
        committee_code=COMMITTEE,
        held_on=days.written(held),
        starts_at="09.30",
        place=PLACE,
        provinces=["45"],
        agenda=agenda,
    )
    meeting = story.move(
        meeting,
        "invite",
        "secretariat",
        is_urgent="true",
        urgent_reason="ต้องเห็นชอบก่อนเปิดรอบแผนของจังหวัด (ตัวอย่าง)",
        letter_no="ตัวอย่าง 3",
    )
    story.act(lambda session, actor: snapshot.freeze(session, actor, meeting), "secretariat")
    story.act(lambda session, actor: building.request(session, actor, meeting), "secretariat")
    story.end_of_day()  # the job builds the PDF
    return story.move(story.reload(meeting), "finalise_agenda", "secretariat")


def _resolve(story: Story, meeting: Any, item: str, **said: Any) -> None:
    version = floor.read_version(story.session, item)
    story.act(
        lambda session, actor: floor.resolve(session, actor, meeting.code, item, said, version=version),
        "secretariat",
    )
