"""Who may do what with meetings and assignments (security.md §B6)."""

from planhub.kernel.access import Grant, Policy, Role, Scope, grants
from planhub.kernel.text import Text

VIEW, CREATE, EDIT = "meeting:view", "meeting:create", "meeting:edit"
CALL, FREEZE, RUN, MINUTE, ADOPT, END = (
    "meeting:call",
    "meeting:freeze",
    "meeting:run",
    "meeting:minute",
    "meeting:adopt",
    "meeting:end",
)
CHECK, CORRECT = "meeting:check", "meeting:correct"
ANSWER, ANSWER_FOR, PROPOSE, EXPLAIN = (
    "meeting:answer",
    "meeting:answer_for",
    "meeting:propose",
    "meeting:explain",
)

INVITED = (
    "invited",
    "agenda_final",
    "in_session",
    "adjourned",
    "minutes_draft",
    "minutes_circulated",
    "minutes_adopted",
    "closed",
    "postponed",
    "cancelled",
)
"""States in which the invited know of the meeting."""

WRITTEN = ("draft", "invited", "agenda_final", "in_session", "adjourned", "minutes_draft", "postponed")
"""States in which agenda, attendance or minutes are still written."""

ASKING = ("invited", "agenda_final")
"""States in which the invited answer."""

PREPARING = ("draft", "invited")
"""States in which agencies bring matters and explain figures."""

_OFFICIALS = (
    Role.COORDINATOR,
    Role.LEGAL_OFFICER,
    Role.BUDGET_OFFICER,
    Role.DIRECTOR,
    Role.AGENCY_ADMIN,
    Role.KNOWLEDGE_EDITOR,
)

_WRITERS = tuple(role for role in _OFFICIALS if role is not Role.AGENCY_ADMIN)
"""Those who may check minutes and ask for corrections of them."""

MEETINGS = Policy(
    grants=(
        *grants([Role.SECRETARIAT], [VIEW, CREATE, FREEZE], Scope.ALL),
        *grants([Role.SECRETARIAT], [EDIT], Scope.ALL, WRITTEN),
        *grants([Role.SECRETARIAT], [CALL, RUN, MINUTE, ADOPT, END], Scope.ALL),
        *grants([Role.SECRETARIAT], [CHECK], Scope.ALL, ("minutes_draft",)),
        *grants([Role.SECRETARIAT], [CORRECT], Scope.ALL, ("minutes_circulated",)),
        *grants(_WRITERS, [CHECK], Scope.PARTY, ("minutes_draft",)),
        *grants(_WRITERS, [CORRECT], Scope.PARTY, ("minutes_circulated",)),
        *grants(_OFFICIALS, [VIEW], Scope.PARTY),
        *grants([Role.AREA_COORDINATOR, Role.VIEWER], [VIEW], Scope.PARTY, INVITED),
        *grants(_OFFICIALS, [ANSWER], Scope.PARTY, ASKING),
        *grants([Role.COORDINATOR, Role.AGENCY_ADMIN], [ANSWER_FOR], Scope.PARTY, ASKING),
        *grants([Role.SECRETARIAT], [ANSWER], Scope.ALL, ASKING),
        *grants([Role.COORDINATOR, Role.DIRECTOR], [PROPOSE], Scope.PARTY, PREPARING),
        *grants([Role.COORDINATOR, Role.DIRECTOR, Role.BUDGET_OFFICER], [EXPLAIN], Scope.PARTY, PREPARING),
        Grant(Role.AUDITOR, VIEW, Scope.ALL),
    ),
    permissions={
        VIEW: Text("ดูการประชุมและเอกสาร", "See meetings and their papers"),
        CREATE: Text("ตั้งการประชุม", "Set up a meeting"),
        EDIT: Text("จัดระเบียบวาระ บันทึกผู้เข้าประชุมและสาระ", "Write agenda, attendance and discussion"),
        CALL: Text("เชิญประชุม ปิดระเบียบวาระ เลื่อน งด", "Invite, close the agenda, postpone, cancel"),
        FREEZE: Text("ดึงข้อมูลและสร้างเล่มประชุม", "Freeze figures and build the pack"),
        ANSWER: Text("ตอบรับการประชุมของตำแหน่งตน", "Answer an invitation for one's own post"),
        ANSWER_FOR: Text("ตอบรับแทนตำแหน่งของหน่วยงาน", "Answer an invitation for posts of one's agency"),
        PROPOSE: Text("เสนอเรื่องเข้าระเบียบวาระ", "Propose a matter for the agenda"),
        EXPLAIN: Text("ชี้แจงตัวเลขก่อนสร้างเล่มประชุม", "Explain figures before the pack is built"),
        RUN: Text("ดำเนินการประชุมและบันทึกมติ", "Run the meeting and record resolutions"),
        MINUTE: Text("ร่างและเวียนรายงานการประชุม", "Draft and circulate minutes"),
        CHECK: Text("ตรวจร่างรายงานการประชุมในฐานะผู้ตรวจ", "Check the draft of minutes as its checker"),
        CORRECT: Text("ขอแก้ไขรายงานการประชุมที่เวียน", "Ask for corrections of circulated minutes"),
        ADOPT: Text("บันทึกการรับรองรายงานการประชุม", "Record the adoption of minutes"),
        END: Text("ปิดเรื่อง", "Close the file"),
    },
)

ACTION_VIEW, ACTION_EDIT = "action-item:view", "action-item:edit"
ACTION_DO, ACTION_VERIFY, ACTION_ASK = "action-item:do", "action-item:verify", "action-item:ask"

_DOERS = (Role.COORDINATOR, Role.DIRECTOR)

ACTION_ITEMS = Policy(
    grants=(
        *grants(_DOERS, [ACTION_DO], Scope.OWN),
        *grants([*_DOERS, Role.SECRETARIAT], [ACTION_ASK], Scope.ALL),
        *grants(_OFFICIALS, [ACTION_VIEW], Scope.PARTY),
        *grants([Role.AREA_COORDINATOR, Role.VIEWER], [ACTION_VIEW], Scope.PARTY),
        *grants([Role.SECRETARIAT], [ACTION_VIEW, ACTION_VERIFY], Scope.ALL),
        *grants([Role.SECRETARIAT], [ACTION_EDIT], Scope.ALL, ("open", "doing", "carried")),
        Grant(Role.AUDITOR, ACTION_VIEW, Scope.ALL),
    ),
    permissions={
        ACTION_VIEW: Text("ดูเรื่องที่ที่ประชุมมอบหมาย", "See assignments of meetings"),
        ACTION_EDIT: Text("แก้ไขรายละเอียดเรื่องที่มอบหมาย", "Correct the details of an assignment"),
        ACTION_DO: Text("ดำเนินการและรายงานผลเรื่องที่มอบหมาย", "Carry out an assignment and report on it"),
        ACTION_ASK: Text("ขอรายชื่อพื้นที่จากหน่วยงานอื่น", "Ask another agency for a list of areas"),
        ACTION_VERIFY: Text(
            "บันทึกว่าที่ประชุมรับทราบผล ยกไป หรือยุติ", "Record that the meeting verified, carried over or dropped it"
        ),
    },
)
