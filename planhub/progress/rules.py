"""Who may do what with progress reports (security.md §B6; moves by workflows.md §5)."""

from planhub.kernel.access import Policy, Role, Scope, grants
from planhub.kernel.text import Text

VIEW = "report:view"
EDIT = "report:edit"
CREATE = "report:create"
SUBMIT = "report:submit"
CERTIFY = "report:certify"
REVIEW = "report:review"
REOPEN = "report:reopen"
WAIVE = "report:waive"
STATE = "report:state"

WAS_CERTIFIED = "certified"
"""Condition: the agency stood behind the text as it stands."""

WRITING = ("open", "draft", "returned")
"""States in which the agency writes; afterwards the figures are locked."""
CERTIFIED = ("cleared", "joint_review", "accepted")
"""States in which the agency stands behind the report, so that others may read it."""

POLICY = Policy(
    grants=(
        *grants([Role.AREA_COORDINATOR], [VIEW], Scope.OWN_AREA),
        *grants([Role.AREA_COORDINATOR], [VIEW], Scope.AREA, ["accepted"]),
        *grants([Role.AREA_COORDINATOR], [EDIT], Scope.OWN_AREA, WRITING),
        *grants([Role.AREA_COORDINATOR], [SUBMIT], Scope.OWN_AREA, [*WRITING, "submitted", "cleared"]),
        *grants([Role.COORDINATOR, Role.DIRECTOR, Role.BUDGET_OFFICER, Role.AGENCY_ADMIN], [VIEW], Scope.OWN),
        *grants([Role.COORDINATOR], [EDIT], Scope.OWN, WRITING),
        *grants([Role.COORDINATOR], [SUBMIT], Scope.OWN, [*WRITING, "submitted", "cleared"]),
        *grants([Role.COORDINATOR, Role.DIRECTOR], [CERTIFY], Scope.OWN, ["submitted"]),
        *grants([Role.COORDINATOR, Role.DIRECTOR, Role.BUDGET_OFFICER], [VIEW], Scope.PARTY, CERTIFIED),
        *grants([Role.COORDINATOR, Role.DIRECTOR], [VIEW], Scope.ALL, ["accepted"]),
        # Once certified (security.md B6). Where nothing is written yet there is nothing to see but that it is owed;
        # what was begun may be waived from the grid without being read; what was returned is what was certified.
        *grants([Role.SECRETARIAT], [VIEW], Scope.ALL, ["open", *CERTIFIED, "waived"]),
        *grants([Role.SECRETARIAT], [VIEW], Scope.ALL, ["returned"], when=WAS_CERTIFIED),
        *grants([Role.SECRETARIAT], [REVIEW], Scope.ALL, ["cleared", "joint_review"]),
        *grants([Role.SECRETARIAT], [REOPEN], Scope.ALL, ["accepted"]),
        *grants([Role.SECRETARIAT], [WAIVE], Scope.ALL, ["open", "draft"]),
        *grants([Role.COORDINATOR], [STATE], Scope.OWN, [*WRITING, "submitted", *CERTIFIED]),
        *grants([Role.AREA_COORDINATOR], [STATE], Scope.OWN_AREA, [*WRITING, "submitted", *CERTIFIED]),
        *grants([Role.COORDINATOR], [STATE], Scope.PARTY, CERTIFIED),
        *grants([Role.SECRETARIAT], [STATE], Scope.ALL, CERTIFIED),
        *grants([Role.VIEWER, Role.KNOWLEDGE_EDITOR], [VIEW], Scope.ALL, CERTIFIED),
        *grants([Role.AUDITOR], [VIEW], Scope.ALL),
    ),
    permissions={
        VIEW: Text("ดูรายงาน", "See reports"),
        CREATE: Text("เริ่มรายงาน (ระบบเริ่มให้ตามรอบ)", "Begin reports (the system does, by the calendar)"),
        EDIT: Text("กรอกรายงาน", "Write reports"),
        SUBMIT: Text("เสนอและเรียกคืนรายงาน", "Send and recall reports"),
        CERTIFY: Text("รับรองหรือส่งกลับภายในหน่วยงาน", "Certify or return inside the agency"),
        REVIEW: Text("ตรวจร่วม รับ หรือส่งกลับ", "Review jointly, accept or return"),
        REOPEN: Text("เปิดรายงานที่รับแล้วเพื่อแก้ไข", "Reopen accepted reports"),
        STATE: Text("ระบุตัวเลขจากอีกแหล่งไว้เคียงกัน", "State another source's figure beside the report's"),
        WAIVE: Text("ยกเว้นการรายงาน", "Waive reports"),
    },
)
"""The table of rights about progress reports."""
