"""Who may do what with activities (security.md §B6); the only place where it is written."""

from planhub.kernel.access import Grant, Policy, Role, Scope, grants
from planhub.kernel.text import Text

SHARED = frozenset({"accepted", "planned", "in_progress", "postponed", "done_reported", "completed"})
"""States in which every co-owner stands behind it, so that others who plan in the area may read it."""

RUNNING = frozenset({"planned", "in_progress", "done_reported"})
"""States in which figures of the work are recorded while what was agreed stands."""

CHANGEABLE = frozenset({"proposed"})
"""States in which what is agreed may be changed by an edit."""

IN_AGENCY = (Role.COORDINATOR, Role.BUDGET_OFFICER, Role.DIRECTOR, Role.AGENCY_ADMIN)

PERMISSIONS: dict[str, Text] = {
    "activity:view": Text("อ่านกิจกรรม", "Read activities"),
    "activity:money": Text("อ่านงบประมาณรายรายการ", "Read money line by line"),
    "activity:create": Text("เสนอกิจกรรม", "Propose activities"),
    "activity:edit": Text("แก้ไขกิจกรรม", "Change activities"),
    "activity:invite": Text("เชิญหน่วยงานร่วม", "Invite partners"),
    "activity:share": Text("ตอบรับหรือปฏิเสธการร่วม", "Accept or decline a share"),
    "activity:run": Text("ดำเนินกิจกรรม", "Carry activities out"),
    "activity:postpone": Text("เลื่อนกิจกรรม", "Postpone activities"),
    "activity:verify": Text("รับรองผลของหน่วยงานอื่น", "Verify another agency's result"),
    "activity:cancel": Text("ยกเลิกกิจกรรม", "Cancel activities"),
    "activity:ask_after_mou": Text("ขอดำเนินการต่อหลังบันทึกข้อตกลงสิ้นสุด", "Ask to go on after the MOU"),
    "activity:allow_after_mou": Text("อนุญาตให้ดำเนินการต่อหลังบันทึกข้อตกลงสิ้นสุด", "Allow work after the MOU"),
}

POLICY = Policy(
    grants=(
        *grants(IN_AGENCY, ["activity:view", "activity:money"], Scope.PARTY),
        *grants([Role.COORDINATOR], ["activity:create", "activity:invite"], Scope.OWN),
        *grants([Role.COORDINATOR], ["activity:edit"], Scope.OWN, CHANGEABLE | RUNNING),
        *grants([Role.COORDINATOR], ["activity:run"], Scope.OWN),
        *grants([Role.COORDINATOR, Role.DIRECTOR], ["activity:postpone"], Scope.OWN),
        *grants([Role.COORDINATOR], ["activity:share", "activity:verify"], Scope.PARTY),
        *grants([Role.COORDINATOR], ["activity:cancel"], Scope.OWN, CHANGEABLE),
        *grants([Role.DIRECTOR], ["activity:cancel", "activity:ask_after_mou"], Scope.OWN),
        Grant(Role.SECRETARIAT, "activity:allow_after_mou", Scope.ALL),
        *grants([Role.AREA_COORDINATOR], ["activity:view"], Scope.AREA, SHARED),
        *grants([Role.AREA_COORDINATOR], ["activity:edit"], Scope.AREA, ["in_progress"]),
        *grants([Role.SECRETARIAT], ["activity:view", "activity:money", "activity:verify"], Scope.ALL),
        *grants([Role.VIEWER, Role.KNOWLEDGE_EDITOR], ["activity:view"], Scope.ALL, SHARED),
        Grant(Role.AUDITOR, "activity:view", Scope.ALL),
        Grant(Role.AUDITOR, "activity:money", Scope.ALL),
    ),
    permissions=PERMISSIONS,
)
