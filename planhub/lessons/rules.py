"""Who may do what with lessons and with the Knowledge Stock (security.md §B6; moves by workflows.md §6)."""

from planhub.kernel.access import Policy, Role, Scope, grants
from planhub.kernel.text import Text

SHARED = "shared"
"""Condition: its authors let the partner agencies, or everybody, read it."""

OUT = ("published", "flagged", "superseded", "archived")
"""States in which a lesson is, or was, published."""

READERS = (
    Role.COORDINATOR,
    Role.DIRECTOR,
    Role.LEGAL_OFFICER,
    Role.BUDGET_OFFICER,
    Role.AREA_COORDINATOR,
    Role.AGENCY_ADMIN,
    Role.VIEWER,
)
"""Roles of the agencies, which read what is published and shared."""

LESSON_POLICY = Policy(
    grants=(
        *grants([Role.COORDINATOR, Role.DIRECTOR, Role.AGENCY_ADMIN], ["lesson:view"], Scope.OWN),
        *grants([Role.COORDINATOR], ["lesson:create"], Scope.OWN),
        *grants([Role.COORDINATOR], ["lesson:edit", "lesson:submit"], Scope.OWN, ["captured", "draft"]),
        *grants([Role.AREA_COORDINATOR], ["lesson:view", "lesson:create"], Scope.OWN_AREA),
        *grants(
            [Role.AREA_COORDINATOR], ["lesson:edit", "lesson:submit"], Scope.OWN_AREA, ["captured", "draft"]
        ),
        *grants(
            [Role.COORDINATOR, Role.DIRECTOR],
            ["lesson:view"],
            Scope.PARTY,
            ["source_check", "km_review", *OUT],
        ),
        *grants(
            [Role.COORDINATOR, Role.DIRECTOR],
            ["lesson:confirm", "lesson:return"],
            Scope.PARTY,
            ["source_check"],
        ),
        *grants(READERS, ["lesson:view"], Scope.ALL, OUT, when=SHARED),
        *grants(
            [Role.KNOWLEDGE_EDITOR],
            ["lesson:view"],
            Scope.ALL,
            ["source_check", "km_review", *OUT, "rejected"],
        ),
        *grants([Role.KNOWLEDGE_EDITOR], ["lesson:return"], Scope.ALL, ["km_review"]),
        *grants([Role.KNOWLEDGE_EDITOR], ["lesson:publish"], Scope.ALL, ["km_review", "flagged"]),
        *grants(
            [Role.KNOWLEDGE_EDITOR], ["lesson:archive", "lesson:revise"], Scope.ALL, ["published", "flagged"]
        ),
        *grants([Role.COORDINATOR], ["lesson:revise"], Scope.OWN, ["published", "flagged"]),
        *grants([Role.SECRETARIAT], ["lesson:view"], Scope.ALL, ["km_review", *OUT]),
        *grants([Role.AUDITOR], ["lesson:view"], Scope.ALL),
        *grants(
            [Role.COORDINATOR, Role.DIRECTOR, Role.AREA_COORDINATOR, Role.SECRETARIAT, Role.KNOWLEDGE_EDITOR],
            ["lesson:flag"],
            Scope.ALL,
            ["published"],
        ),
        *grants([Role.COORDINATOR], ["lesson:reuse"], Scope.ALL, ["published"]),
    ),
    permissions={
        "lesson:view": Text("ดูบทเรียน", "See lessons"),
        "lesson:create": Text("เก็บบทเรียน", "Capture lessons"),
        "lesson:edit": Text("เขียนบทเรียน", "Write lessons"),
        "lesson:submit": Text("เสนอให้ยืนยันข้อเท็จจริง", "Send for confirmation of facts"),
        "lesson:confirm": Text("ยืนยันข้อเท็จจริงของหน่วยงาน", "Confirm facts for the agency"),
        "lesson:return": Text("ส่งกลับแก้ไข", "Return"),
        "lesson:publish": Text("เผยแพร่หรือไม่รับเผยแพร่", "Publish or reject"),
        "lesson:flag": Text("ทักท้วงบทเรียน", "Flag lessons"),
        "lesson:revise": Text("ปรับปรุงฉบับใหม่", "Begin a new version"),
        "lesson:archive": Text("เก็บเข้าคลัง", "Archive"),
        "lesson:reuse": Text("นำบทเรียนไปใช้และบอกผล", "Use lessons and tell the result"),
    },
)
"""The table of rights about lessons."""

KNOWLEDGE_POLICY = Policy(
    grants=(
        *grants([Role.COORDINATOR], ["knowledge:view", "knowledge:create"], Scope.OWN),
        *grants([Role.COORDINATOR], ["knowledge:edit", "knowledge:submit"], Scope.OWN, ["draft"]),
        *grants([Role.LEGAL_OFFICER, Role.DIRECTOR, Role.AGENCY_ADMIN], ["knowledge:view"], Scope.OWN),
        *grants([Role.LEGAL_OFFICER], ["knowledge:return"], Scope.OWN, ["review"]),
        *grants([Role.KNOWLEDGE_EDITOR], ["knowledge:return"], Scope.ALL, ["review", "published"]),
        *grants([Role.KNOWLEDGE_EDITOR], ["knowledge:publish"], Scope.ALL, ["review"]),
        *grants([Role.KNOWLEDGE_EDITOR], ["knowledge:archive"], Scope.ALL, ["published"]),
        *grants(
            [Role.KNOWLEDGE_EDITOR, Role.SECRETARIAT],
            ["knowledge:view"],
            Scope.ALL,
            ["review", "published", "archived"],
        ),
        *grants(READERS, ["knowledge:view"], Scope.ALL, ["published", "archived"]),
        *grants([Role.COORDINATOR], ["knowledge:reuse"], Scope.ALL, ["published"]),
        *grants([Role.AUDITOR], ["knowledge:view"], Scope.ALL),
    ),
    permissions={
        "knowledge:view": Text("ดูชุดความรู้", "See the Knowledge Stock"),
        "knowledge:create": Text("เพิ่มชุดความรู้", "Add knowledge items"),
        "knowledge:edit": Text("แก้ไขชุดความรู้", "Change knowledge items"),
        "knowledge:submit": Text("เสนอเผยแพร่", "Propose for publishing"),
        "knowledge:return": Text("ส่งกลับแก้ไข", "Return"),
        "knowledge:publish": Text("เผยแพร่", "Publish"),
        "knowledge:archive": Text("เก็บเข้าคลัง", "Archive"),
        "knowledge:reuse": Text("นำชุดความรู้ไปใช้และบอกผล", "Use items and tell the result"),
    },
)
"""The table of rights about the Knowledge Stock; what is published is offered to everybody who plans."""
