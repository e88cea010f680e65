"""The meeting of 9 December 2565 with its six directions, and an invented one that follows it (domain.md §2.5, §2.8)."""

from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import select

from planhub.demo import days
from planhub.demo.acting import Story
from planhub.infra.workdays import add_working_days
from planhub.meetings.agenda import proposals
from planhub.meetings.inviting import answers
from planhub.meetings.models import ActionItem, Committee, CommitteeMember
from planhub.meetings.pack import building, preview, snapshot

COMMITTEE = "JOINT3"

DIRECTIONS = (
    ("ขยายพื้นที่ความร่วมมือ 22 + 20 จังหวัด และพื้นที่ของ กสศ.", "เห็นชอบให้ขยายพื้นที่ความร่วมมือโดยใช้จังหวัดเป็นตัวตั้ง"),
    ("บูรณาการระบบข้อมูลความยากจน", "เห็นชอบให้บูรณาการข้อมูลความยากจนระดับพื้นที่ของสามหน่วยงาน"),
    ("เศรษฐกิจฐานราก เทคโนโลยีที่เหมาะสม และภาคธุรกิจ", "เห็นชอบให้ทำงานเศรษฐกิจฐานรากร่วมกับภาคธุรกิจ"),
    ("ชุดความรู้ นวัตกรรม และเทคโนโลยีพร้อมใช้", "เห็นชอบให้รวบรวมชุดความรู้พร้อมใช้ให้จังหวัดเลือก"),
    ("ป่าชุมชนกับเศรษฐกิจชุมชน", "เห็นชอบให้เชื่อมงานป่าชุมชนกับเศรษฐกิจชุมชน"),
    ("เก็บเกี่ยวความรู้ระหว่างทาง", "เห็นชอบให้เก็บบทเรียนระหว่างดำเนินงาน"),
)
"""The six agreed directions (domain.md §2.5), as matters and resolutions."""

TASKS = (
    (1, "CODI", "ส่งรายชื่อ 22 จังหวัดของแผนขับเคลื่อนจังหวัดบูรณาการ"),
    (1, "PMUA", "ส่งรายชื่อ 20 จังหวัดนำร่อง"),
    (1, "EEF", "ส่งรายชื่อ 311 ตำบลใน 61 จังหวัด"),
    (2, "EEF", "จัดทำรายการข้อมูลระดับพื้นที่ที่แบ่งปันได้"),
    (3, "CODI", "หารือภาคธุรกิจที่สนใจลงทุนร่วมในพื้นที่"),
    (4, "PMUA", "รวบรวมชุดความรู้และเทคโนโลยีพร้อมใช้"),
    (5, "CODI", "สำรวจป่าชุมชนที่พร้อมทำเศรษฐกิจชุมชน"),
    (6, "CODI", "ออกแบบร่างบันทึกข้อตกลงสามหน่วยงาน"),
)
"""Direction, agency and task: the eight assignments."""


def committee(story: Story) -> None:
    """The joint working group: the three heads and the secretariat, as posts."""

    def add(session: Any, _actor: Any) -> None:
        session.add(
            Committee(
                code=COMMITTEE,
                name_th="คณะทำงานร่วมสามหน่วยงาน",
                name_en="Joint working group of the three agencies",
                numbering="calendar",
                origin="sample",
            )
        )
        session.flush()  # the members refer to it
        logins = (
            ("director.codi", "chair"),
            ("director.eef", "vice_chair"),
            ("director.pmua", "member"),
            ("secretariat", "secretary"),
        )
        session.add_all(
            CommitteeMember(committee_code=COMMITTEE, post_id=story.post_of(login), duty=duty, position=n)
            for n, (login, duty) in enumerate(logins, start=1)
        )

    story.on(date(2022, 11, 25))
    story.act(add)


def first(story: Story) -> None:
    """9 December 2565 at สอวช., จัตุรัสจามจุรี: six directions, eight assignments, adopted minutes."""
    story.on(date(2022, 11, 28))
    meeting = story.create(
        "meetings",
        "secretariat",
        origin="article",
        committee_code=COMMITTEE,
        title="การประชุมหารือแนวทางความร่วมมือระหว่าง กสศ. พอช. และ บพท.",
        held_on="9/12/2565",
        starts_at="09.30",
        place="สอวช. อาคารจัตุรัสจามจุรี กรุงเทพฯ",
        agenda=[
            {"section": "5", "title": title, "requested": "endorsed", "background": "สามหน่วยงานทำงานแก้ความยากจนในพื้นที่ที่ซ้อนทับกัน", "proposal": resolution, "draft_resolution": resolution}
            for title, resolution in DIRECTIONS
        ],
    )  # fmt: skip
    meeting = story.move(meeting, "invite", "secretariat", letter_no="ตัวอย่าง 1/2565")
    meeting = _with_pack(story, meeting)
    meeting = story.move(meeting, "finalise_agenda", "secretariat")
    story.on(date(2022, 12, 9), 9)
    meeting = story.move(meeting, "start", "secretariat", began_at="09.30")
    meeting = _resolve(story, meeting)
    meeting = story.move(meeting, "adjourn", "secretariat", ended_at="12.00")
    story.end_of_day()
    story.on(date(2022, 12, 13))
    meeting = story.move(
        meeting,
        "draft_minutes",
        "secretariat",
        recorder_name="ฝ่ายเลขานุการ (ตัวอย่าง)",
        checker_name="หัวหน้าฝ่ายเลขานุการ (ตัวอย่าง)",
    )
    meeting = story.move(meeting, "circulate", "secretariat")
    story.on(date(2023, 1, 10))
    story.move(meeting, "adopt_minutes", "secretariat", adopted_by="circulation")
    story.end_of_day()


def _resolve(story: Story, meeting: Any) -> Any:
    directions = {title: (n, text) for n, (title, text) in enumerate(DIRECTIONS, start=1)}
    for item in list(meeting.agenda):
        number, text = directions.get(item.title, (0, "รับทราบ"))
        kind = "endorsed" if number else "noted"
        meeting = story.move(meeting, "resolve_item", "secretariat", item=item.id, kind=kind, text=text)
        for place, org, task in TASKS:
            if place == number:
                meeting = story.move(
                    meeting,
                    "resolve_item",
                    "secretariat",
                    item=item.id,
                    kind="assigned",
                    text=f"มอบหมายให้ดำเนินการ{task}",
                    assign_org=org,
                    assign_what=task,
                    assign_due="31/1/2566",
                )
    return meeting


def work_off(story: Story) -> None:
    """Half of the assignments are done and verified, two are being done, two are carried over to a near day."""
    items = story.session.scalars(select(ActionItem).order_by(ActionItem.code)).all()
    soon = days.written(days.after(days.quarter(0), 80))
    for number, item in enumerate(items):
        login = f"coordinator.{item.owner_org.lower()}"
        if number < 4:
            done = story.move(item, "complete", login, result="ส่งให้ฝ่ายเลขานุการแล้ว (ข้อมูลตัวอย่าง)")
            story.move(done, "verify", "secretariat")
            continue
        carried = story.move(item, "carry_over", "secretariat", due_on=soon, note="ที่ประชุมให้ดำเนินการต่อ")
        if number < 6:
            story.move(carried, "begin", login)
    story.end_of_day()


def next_one(story: Story, mou: Any, plan: Any) -> None:
    """A meeting some days ahead with its agenda final and its pack built: wholly invented."""
    story.on(days.after(days.quarter(0), 400))  # now
    held = add_working_days(days.today(), 8)
    meeting = story.create(
        "meetings",
        "secretariat",
        committee_code=COMMITTEE,
        held_on=days.written(held),
        starts_at="13.30",
        ends_at="16.00",
        place="ห้องประชุม สอวช. อาคารจัตุรัสจามจุรี กรุงเทพฯ (ตัวอย่าง)",
        provinces=["45", "65", "49", "93", "31", "70"],
        agenda=[
            {"section": "5", "title": "พิจารณาบันทึกข้อตกลงความร่วมมือสามหน่วยงาน", "org": "CODI", "about": mou.code, "requested": "endorsed", "minutes": "45", "background": "สามหน่วยงานเห็นพ้องข้อความและผ่านการตรวจกฎหมายและงบประมาณแล้ว", "facts": "พอช. อนุมัติแล้ว กสศ. และ บพท. อยู่ระหว่างเสนอผู้มีอำนาจ", "options": "ก. เห็นชอบให้ลงนามภายในไตรมาสนี้\nข. ให้ทบทวนขอบเขตพื้นที่ก่อน", "proposal": "เห็นชอบให้ลงนามภายในไตรมาสนี้", "draft_resolution": "เห็นชอบตามที่เสนอ และมอบหมายฝ่ายเลขานุการกำหนดวันลงนาม"},
            {"section": "5", "title": "พิจารณาแผนบูรณาการจังหวัดพิษณุโลก", "org": "CODI", "about": plan.code, "requested": "approved", "minutes": "30", "background": "คณะทำงานจังหวัดเห็นชอบแผนแล้ว", "facts": "มีกิจกรรมร่วมหนึ่งกิจกรรม สองหน่วยงานร่วมจ่าย", "options": "ก. อนุมัติ\nข. ให้ปรับวงเงิน", "proposal": "อนุมัติแผนตามที่เสนอ", "draft_resolution": "อนุมัติแผนบูรณาการจังหวัดพิษณุโลก"},
        ],
    )  # fmt: skip
    meeting = story.move(meeting, "invite", "secretariat", letter_no="ตัวอย่าง 2")
    meeting = _proposed(story, meeting)
    _answered(story, meeting)
    _explained(story, meeting)
    story.act(lambda session, actor: building.request(session, actor, story.reload(meeting)), "secretariat")
    story.end_of_day()  # the job builds the PDF
    story.move(story.reload(meeting), "finalise_agenda", "secretariat")
    story.end_of_day()


def _proposed(story: Story, meeting: Any) -> Any:
    """Two agencies propose a matter; one is taken in, the other is told why not."""
    first, second = (story.act(partial(_propose, meeting, raw), login) for login, raw in PROPOSED)
    story.act(lambda session, actor: proposals.accept(session, actor, meeting, first.id), "secretariat")
    reason = {"reason": "เสนอพร้อมผลการสำรวจในครั้งถัดไป (ตัวอย่าง)"}
    story.act(
        lambda session, actor: proposals.decline(session, actor, meeting, second.id, reason), "secretariat"
    )
    return story.reload(meeting)


PROPOSED: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "coordinator.eef",
        {
            "title": "สถานการณ์เด็กนอกระบบการศึกษาในพื้นที่ร่วม (ตัวอย่าง)",
            "section": "4",
            "requested": "noted",
            "minutes": "15",
            "background": "เด็กนอกระบบในพื้นที่ร่วมได้รับการติดตามทุกไตรมาส",
        },
    ),
    (
        "coordinator.pmua",
        {
            "title": "ขยายชุดความรู้พร้อมใช้เพิ่มอีกสองจังหวัด (ตัวอย่าง)",
            "section": "5",
            "requested": "endorsed",
            "proposal": "เห็นชอบให้ขยายไปยังสองจังหวัด",
        },
    ),
)
"""Who proposes what for the coming meeting."""


def _answered(story: Story, meeting: Any) -> None:
    """The chair comes, the head of one agency sends somebody; the others have not answered yet."""
    substitute = {"answer": "sends", "name": "รองผู้จัดการ กสศ. (ตัวอย่าง)", "post_title": "รองผู้จัดการ กสศ."}
    for login, post, raw in (
        ("director.codi", "director.codi", {"answer": "comes"}),
        ("coordinator.eef", "director.eef", substitute),
    ):
        story.act(partial(_answer, story, meeting, story.post_of(post), raw), login)


def _propose(meeting: Any, raw: dict[str, Any], session: Any, actor: Any) -> Any:
    return proposals.propose(session, actor, meeting, raw)


def _answer(story: Story, meeting: Any, post_id: str, raw: dict[str, Any], session: Any, actor: Any) -> Any:
    return answers.answer(session, actor, story.reload(meeting), post_id, raw)


def _explained(story: Story, meeting: Any) -> None:
    """Figures are frozen and shown to the agencies; one explains, and the secretariat closes the preview."""
    words = {"text": "เบิกจ่ายงวดแรกหลังลงนามสัญญากับพื้นที่ (ตัวอย่าง)"}
    for login, deed in (
        ("secretariat", lambda session, actor: snapshot.freeze(session, actor, story.reload(meeting))),
        ("secretariat", lambda session, actor: preview.begin(session, actor, story.reload(meeting))),
        (
            "coordinator.eef",
            lambda session, actor: preview.explain(
                session, actor, story.reload(meeting), "figure:budget", words
            ),
        ),
        ("secretariat", lambda session, actor: preview.end(session, actor, story.reload(meeting))),
    ):
        story.act(deed, login)


def _with_pack(story: Story, meeting: Any) -> Any:
    story.act(lambda session, actor: snapshot.freeze(session, actor, meeting), "secretariat")
    story.act(lambda session, actor: building.request(session, actor, meeting), "secretariat")
    story.end_of_day()  # the job builds the PDF
    return story.reload(meeting)
