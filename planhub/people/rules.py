"""Who may do what about people, posts and orders (security.md §B6); read by `planhub.people.services` alone."""

from planhub.kernel.access import Policy, Role, Scope, grants
from planhub.kernel.text import Text

VIEW = "people:view"
APPOINT = "people:appoint"
ACCOUNT = "people:account"
ORDER_VIEW = "delegation:view"
ORDER_CREATE = "delegation:create"
ORDER_ACTIVATE = "delegation:activate"
ORDER_REVOKE = "delegation:revoke"

POLICY = Policy(
    grants=(
        *grants(Role, [VIEW], Scope.ALL),
        *grants([Role.AGENCY_ADMIN], [APPOINT, ACCOUNT], Scope.OWN),
        *grants([Role.SYSTEM_ADMIN], [APPOINT, ACCOUNT], Scope.ALL),
        *grants([Role.COORDINATOR, Role.LEGAL_OFFICER, Role.BUDGET_OFFICER], [ORDER_VIEW], Scope.OWN),
        *grants([Role.SECRETARIAT, Role.AUDITOR, Role.SYSTEM_ADMIN], [ORDER_VIEW], Scope.ALL),
        *grants(
            [Role.DIRECTOR, Role.AGENCY_ADMIN],
            [ORDER_VIEW, ORDER_CREATE, ORDER_ACTIVATE, ORDER_REVOKE],
            Scope.OWN,
        ),
    ),
    permissions={
        VIEW: Text("ดูหน่วยงาน ตำแหน่ง และผู้ดำรงตำแหน่ง", "See agencies, posts and who holds them"),
        APPOINT: Text("แต่งตั้งผู้ดำรงตำแหน่ง", "Appoint people to posts"),
        ACCOUNT: Text("ดูแลบัญชีผู้ใช้", "Look after accounts"),
        ORDER_VIEW: Text("ดูคำสั่งรักษาการและมอบอำนาจ", "See orders of acting and delegation"),
        ORDER_CREATE: Text("บันทึกคำสั่งรักษาการและมอบอำนาจ", "Record an order of acting or delegation"),
        ORDER_ACTIVATE: Text("ให้คำสั่งมีผล", "Put an order into force"),
        ORDER_REVOKE: Text("ยกเลิกคำสั่ง", "Revoke an order"),
    },
)
"""The table of rights about people."""
