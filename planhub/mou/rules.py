"""Who may do what with an MOU (security.md §B6): the one table of rights."""

from planhub.kernel.access import Grant, Policy, Role, Scope, grants
from planhub.kernel.text import Text

PERMISSIONS = {
    "mou:view": Text("ดูบันทึกข้อตกลง", "See MOUs"),
    "mou:create": Text("เริ่มร่างบันทึกข้อตกลง", "Begin an MOU"),
    "mou:edit": Text("แก้ไขเนื้อความ", "Change the text"),
    "mou:share": Text("ส่งร่างให้ภาคี และเรียกคืน", "Share a draft, and recall it"),
    "mou:negotiate": Text("เจรจาร่าง ส่งต่อ และเห็นพ้อง", "Negotiate, hand over and settle"),
    "mou:clear_legal": Text("ตรวจด้านกฎหมาย", "Clear legally"),
    "mou:clear_budget": Text("ตรวจด้านงบประมาณ", "Clear the budget"),
    "mou:return": Text("ส่งกลับแก้ไข", "Return for revision"),
    "mou:approve": Text("อนุมัติ", "Approve"),
    "mou:ceremony": Text("กำหนดการลงนาม", "Plan the signing"),
    "mou:sign": Text("บันทึกและยืนยันการลงนาม", "Record and confirm signatures"),
    "mou:register": Text("ลงทะเบียนฉบับที่ลงนามนอกระบบ", "Register one signed outside"),
    "mou:correct": Text("เสนอแก้คำผิด", "Propose to correct a typing error"),
    "mou:circulate": Text("เวียนฉบับลงนาม", "Circulate the signed copies"),
    "mou:acknowledge": Text("ยืนยันการรับสำเนา", "Confirm the receipt of copies"),
    "mou:change": Text("เปิดฉบับแก้ไขและฉบับต่ออายุ", "Open amendments and renewals"),
    "mou:rebase": Text("ปรับฉบับแก้ไขตามฉบับหลัก", "Rebase an amendment on its parent"),
    "mou:fulfil": Text("บันทึกผลตามหน้าที่", "Say how duties stand"),
    "mou:suspend": Text("ระงับและให้มีผลต่อ", "Suspend and resume"),
    "mou:leave": Text("บอกกล่าวและออกจากภาคี", "Give notice and leave"),
    "mou:propose_end": Text("เสนอยกเลิก", "Propose to terminate"),
    "mou:consent_end": Text("เห็นชอบให้ยกเลิก", "Consent to termination"),
    "mou:refuse_end": Text("ไม่เห็นชอบหรือถอนข้อเสนอยกเลิก", "Refuse a termination, or take the proposal back"),
    "mou:end": Text("ยกเลิกและปิดเรื่อง", "Terminate and close"),
    "mou:cancel": Text("ยุติก่อนลงนาม", "Cancel before signing"),
}

LATER = ("in_force", "suspended", "expired", "terminated", "closed")
"""States of a life that has begun."""
AGREED = ("signed", *LATER)
"""States in which all have signed; what executives and area coordinators may read."""
SHARED = ("negotiating", "clearance", "approval", "ready_to_sign", "signing", *AGREED)
"""States in which the parties see it: everything but another agency's own draft."""
CANCELLED = ("cancelled",)
"""A state in which the parties see what they had seen before; a draft that was never shared stays its agency's own."""
WAS_SHARED = "was_shared"
"""Condition: other agencies have seen it."""

_AGENCY = (
    Role.COORDINATOR,
    Role.LEGAL_OFFICER,
    Role.BUDGET_OFFICER,
    Role.DIRECTOR,
    Role.AGENCY_ADMIN,
)
_DRAFTING = ("mou:create", "mou:share", "mou:cancel")

POLICY = Policy(
    grants=(
        *grants([*_AGENCY, Role.SECRETARIAT], ["mou:view"], Scope.OWN),
        *grants([*_AGENCY, Role.VIEWER], ["mou:view"], Scope.PARTY, SHARED),
        *grants([Role.SECRETARIAT], ["mou:view"], Scope.ALL, SHARED),
        *grants([*_AGENCY, Role.VIEWER], ["mou:view"], Scope.PARTY, CANCELLED, when=WAS_SHARED),
        *grants([Role.SECRETARIAT], ["mou:view"], Scope.ALL, CANCELLED, when=WAS_SHARED),
        *grants([Role.VIEWER], ["mou:view"], Scope.ALL, AGREED),
        *grants([Role.AREA_COORDINATOR], ["mou:view"], Scope.AREA, AGREED),
        Grant(Role.AUDITOR, "mou:view", Scope.ALL),
        *grants([Role.COORDINATOR, Role.SECRETARIAT], _DRAFTING, Scope.OWN),
        *grants([Role.COORDINATOR, Role.SECRETARIAT], ["mou:edit"], Scope.OWN, ["draft", "negotiating"]),
        *grants([Role.COORDINATOR], ["mou:edit"], Scope.PARTY, ["negotiating"]),
        *grants(
            [Role.COORDINATOR],
            ["mou:negotiate", "mou:sign", "mou:acknowledge", "mou:change", "mou:rebase"],
            Scope.PARTY,
        ),
        *grants([Role.COORDINATOR], ["mou:propose_end", "mou:refuse_end"], Scope.PARTY),
        *grants([Role.COORDINATOR], ["mou:fulfil"], Scope.PARTY, AGREED),
        *grants([Role.SECRETARIAT], ["mou:fulfil"], Scope.ALL, AGREED),
        *grants([Role.LEGAL_OFFICER], ["mou:clear_legal", "mou:return"], Scope.PARTY),
        *grants([Role.BUDGET_OFFICER], ["mou:clear_budget", "mou:return"], Scope.PARTY),
        *grants(
            [Role.DIRECTOR],
            ["mou:approve", "mou:return", "mou:suspend", "mou:leave", "mou:consent_end", "mou:refuse_end"],
            Scope.PARTY,
        ),
        *grants([Role.SECRETARIAT], ["mou:register"], Scope.OWN),
        *grants(
            [Role.SECRETARIAT],
            ["mou:ceremony", "mou:sign", "mou:correct", "mou:circulate", "mou:suspend", "mou:end"],
            Scope.ALL,
            SHARED,
        ),
        *grants(
            [Role.SECRETARIAT],
            ["mou:change", "mou:propose_end", "mou:refuse_end"],
            Scope.ALL,
            SHARED,
        ),
        *grants([Role.SECRETARIAT], ["mou:cancel"], Scope.ALL, SHARED),
    ),
    permissions=PERMISSIONS,
)
