"""Who may do what with plans (security.md §B6); the only place where it is written."""

from planhub.kernel.access import Grant, Policy, Role, Scope, grants
from planhub.kernel.text import Text

SHARED = frozenset(
    {
        "collecting",
        "consolidated",
        "review",
        "endorsement",
        "approval",
        "approved",
        "in_force",
        "closing",
        "closed",
        "superseded",
    }
)
"""States in which the agencies of the plan, and those who look after the area, read it."""

CHANGEABLE = frozenset({"draft", "collecting", "consolidated"})
"""States in which the lead may change the plan by an edit."""

SETTLING = frozenset({"closing"})
"""States in which the lead may only note what is carried over."""

IN_AGENCY = (Role.COORDINATOR, Role.BUDGET_OFFICER, Role.DIRECTOR, Role.AGENCY_ADMIN)

PERMISSIONS: dict[str, Text] = {
    "plan:view": Text("อ่านแผน", "Read plans"),
    "plan:money": Text("อ่านงบประมาณรายรายการ", "Read money line by line"),
    "plan:create": Text("เปิดแผน", "Open plans"),
    "plan:edit": Text("แก้ไขแผน (หน่วยงานร่วม: เฉพาะส่วนของตน)", "Change plans (partners: their own part)"),
    "plan:call": Text("เชิญหน่วยงานส่งส่วนของตน", "Call for parts"),
    "plan:lead": Text("รวมเล่มและเสนอแผน", "Consolidate and present plans"),
    "plan:part": Text("จัดทำส่วนของหน่วยงาน", "Bring the agency's part"),
    "plan:pass": Text("ตรวจแผนในนามหน่วยงาน", "Review for the agency"),
    "plan:return": Text("ส่งแผนกลับแก้ไข", "Return plans"),
    "plan:endorse": Text("บันทึกมติเห็นชอบของจังหวัด", "Record the province's endorsement"),
    "plan:approve": Text("อนุมัติแผนในนามหน่วยงาน", "Approve for the agency"),
    "plan:close": Text("ปิดแผน", "Close plans"),
    "plan:cancel": Text("ยกเลิกแผน", "Cancel plans"),
    "plan:revise": Text("เปิดฉบับปรับปรุง", "Open revisions"),
    "plan:supersede": Text("ประกาศใช้ฉบับปรับปรุงแทน", "Put revisions in place"),
}

POLICY = Policy(
    grants=(
        *grants(IN_AGENCY, ["plan:view", "plan:money"], Scope.OWN),
        *grants(IN_AGENCY, ["plan:view", "plan:money"], Scope.PARTY, SHARED | {"cancelled"}),
        *grants([Role.COORDINATOR], ["plan:create", "plan:call", "plan:lead", "plan:revise"], Scope.OWN),
        *grants([Role.COORDINATOR], ["plan:edit"], Scope.OWN, CHANGEABLE | SETTLING),
        *grants([Role.COORDINATOR], ["plan:edit"], Scope.PARTY, ["collecting"]),
        *grants([Role.COORDINATOR], ["plan:cancel"], Scope.OWN, ["draft"]),
        *grants([Role.COORDINATOR], ["plan:part"], Scope.PARTY),
        *grants([Role.BUDGET_OFFICER], ["plan:pass"], Scope.PARTY),
        *grants([Role.COORDINATOR, Role.BUDGET_OFFICER, Role.DIRECTOR], ["plan:return"], Scope.PARTY),
        *grants([Role.DIRECTOR], ["plan:approve"], Scope.PARTY),
        *grants([Role.AREA_COORDINATOR], ["plan:create", "plan:endorse"], Scope.AREA),
        *grants([Role.AREA_COORDINATOR], ["plan:view"], Scope.AREA, SHARED | {"draft"}),
        *grants([Role.AREA_COORDINATOR], ["plan:edit"], Scope.AREA, ["draft"]),
        *grants(
            [Role.SECRETARIAT],
            [
                "plan:view",
                "plan:money",
                "plan:create",
                "plan:call",
                "plan:endorse",
                "plan:close",
                "plan:cancel",
                "plan:revise",
                "plan:supersede",
            ],
            Scope.ALL,
        ),
        *grants([Role.VIEWER, Role.KNOWLEDGE_EDITOR], ["plan:view"], Scope.ALL, SHARED),
        Grant(Role.AUDITOR, "plan:view", Scope.ALL),
        Grant(Role.AUDITOR, "plan:money", Scope.ALL),
    ),
    permissions=PERMISSIONS,
)
