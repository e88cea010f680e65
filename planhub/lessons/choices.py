"""The value lists of lessons and of the Knowledge Stock (domain.md §3.6)."""

from planhub.kernel.fields import Choice
from planhub.kernel.text import Text

KINDS: tuple[Choice, ...] = (
    ("practice", Text("บทเรียนจากการทำงาน", "Learnt at work")),
    ("setback", Text("สิ่งที่ไม่ได้ผล", "What did not work")),
    ("foreign", Text("บทเรียนต่างประเทศ", "From another country")),
    ("policy", Text("ข้อสังเกตเชิงนโยบาย", "Observation on policy")),
)
"""Where a lesson comes from."""

VISIBILITIES: tuple[Choice, ...] = (
    ("agency", Text("เฉพาะหน่วยงานที่เกี่ยวข้อง", "The agencies concerned")),
    ("partners", Text("หน่วยงานภาคีทั้งหมด", "All partner agencies")),
    ("public", Text("เปิดเผยต่อสาธารณะได้", "May be made public")),
)
"""Who may read it once it is published."""

SHARED_WITH = ("partners", "public")
"""Visibilities under which everybody who works with PlanHub reads it."""

RESULTS: tuple[Choice, ...] = (
    ("worked", Text("ได้ผล", "Worked")),
    ("partly", Text("ได้ผลบางส่วน", "Worked in part")),
    ("not", Text("ไม่ได้ผล", "Did not work")),
)
"""What came of using a lesson again."""

REUSE_STATUSES: tuple[Choice, ...] = (
    ("adopted", Text("นำไปใช้", "Adopted")),
    ("dismissed", Text("พิจารณาแล้วไม่ใช้", "Considered and not used")),
)
"""What an agency decided for its own activity."""

TRL: tuple[Choice, ...] = (
    ("1", Text("พบหลักการพื้นฐาน", "Basic principles observed")),
    ("2", Text("กำหนดแนวคิดการใช้งาน", "Concept formulated")),
    ("3", Text("พิสูจน์แนวคิดในห้องปฏิบัติการ", "Proof of concept")),
    ("4", Text("ทดสอบส่วนประกอบในห้องปฏิบัติการ", "Validated in the laboratory")),
    ("5", Text("ทดสอบในสภาพใกล้เคียงจริง", "Validated in a relevant setting")),
    ("6", Text("ต้นแบบสาธิตในสภาพใกล้เคียงจริง", "Demonstrated in a relevant setting")),
    ("7", Text("ต้นแบบสาธิตในสภาพใช้งานจริง", "Demonstrated in real use")),
    ("8", Text("ระบบสมบูรณ์ผ่านการทดสอบ", "Complete and qualified")),
    ("9", Text("ใช้งานจริงอย่างต่อเนื่อง", "Proven in regular use")),
)
"""Levels of technology readiness, 1–9."""

SRL: tuple[Choice, ...] = (
    ("1", Text("ระบุปัญหาและความพร้อมของสังคม", "Problem and social readiness identified")),
    ("2", Text("กำหนดปัญหา แนวทาง และผู้เกี่ยวข้อง", "Problem, solution and stakeholders defined")),
    ("3", Text("ทดสอบแนวทางเบื้องต้นกับผู้เกี่ยวข้อง", "First tests with stakeholders")),
    ("4", Text("ตรวจสอบปัญหาด้วยการทดสอบในพื้นที่นำร่อง", "Problem validated in a pilot")),
    ("5", Text("ตรวจสอบแนวทางร่วมกับผู้เกี่ยวข้องในพื้นที่", "Solution validated with local stakeholders")),
    ("6", Text("สาธิตแนวทางในพื้นที่ร่วมกับผู้ใช้", "Demonstrated in place with users")),
    ("7", Text("ปรับปรุงและทดสอบซ้ำในสภาพจริง", "Refined and tested again in real conditions")),
    ("8", Text("สังคมยอมรับและพร้อมขยายผล", "Accepted and ready to spread")),
    ("9", Text("ใช้จริงและแก้ปัญหาในพื้นที่ได้", "In use and solving the problem")),
)
"""Levels of societal readiness, 1–9."""
