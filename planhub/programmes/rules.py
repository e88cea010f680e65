"""Who may do what about programmes and the areas' needs: everyone reads, each agency keeps its own."""

from planhub.kernel.access import Policy, Role, Scope, grants
from planhub.kernel.text import Text

VIEW = "programme:view"
EDIT = "programme:edit"
VERIFY = "programme:verify"
NEED_VIEW = "need:view"
NEED_STATE = "need:state"

KEEPERS = (Role.COORDINATOR, Role.AGENCY_ADMIN)
"""The roles that keep an agency's lists."""

POLICY = Policy(
    grants=(
        *grants(Role, [VIEW, NEED_VIEW], Scope.ALL),
        *grants(KEEPERS, [EDIT, VERIFY, NEED_STATE], Scope.OWN),
    ),
    permissions={
        VIEW: Text("ดูโครงการและพื้นที่", "See programmes and their areas"),
        EDIT: Text("แก้ไขโครงการและพื้นที่", "Change programmes and their areas"),
        VERIFY: Text("ยืนยันรายชื่อพื้นที่", "Verify lists of areas"),
        NEED_VIEW: Text("ดูข้อมูลความต้องการของพื้นที่", "See the needs of areas"),
        NEED_STATE: Text("รายงานข้อมูลความต้องการของพื้นที่", "State the needs of areas"),
    },
)
"""The table of rights about programmes and needs."""
