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
"""What an agency decided for its own activity, or for a plan in which it has a part."""

REUSE_TONES = {"worked": "good", "partly": "wait", "not": "bad", "adopted": "active"}
"""How decisions and results are drawn; anything else as something that has ended."""

AREA_TYPES: tuple[Choice, ...] = (
    ("city", Text("เมืองและเทศบาล", "Towns and cities")),
    ("rural", Text("ชนบทและพื้นที่เกษตร", "Rural, farming")),
    ("forest", Text("ป่าและป่าชุมชน", "Forest and community forest")),
    ("highland", Text("พื้นที่สูง", "Highland")),
    ("coast", Text("ชายฝั่งและลุ่มน้ำทะเลสาบ", "Coast and lagoon")),
    ("border", Text("ชายแดน", "Border")),
)
"""Kinds of area; where nobody has chosen, the place itself says (`planhub.lessons.terrain`)."""

BANDS: tuple[Choice, ...] = (
    ("early", Text("แนวคิดหรือลองครั้งแรก (ระดับ 1–3)", "Idea or first try (levels 1–3)")),
    ("trial", Text("ทดลองนำร่องในพื้นที่ (ระดับ 4–6)", "Tried in a pilot (levels 4–6)")),
    ("ready", Text("พร้อมขยายผล (ระดับ 7–9)", "Ready to spread (levels 7–9)")),
)
"""Bands of readiness. A lesson's is chosen; an item's is that of the lower of its TRL and SRL."""

CONSENTS: tuple[Choice, ...] = (
    ("written", Text("มีหนังสือยินยอม", "Consent in writing")),
    ("spoken", Text("ยินยอมด้วยวาจาต่อหน้าผู้ถ่าย", "Consent by word of mouth")),
    ("nobody", Text("ไม่มีบุคคลที่จดจำได้ในภาพ", "Nobody can be recognised")),
)
"""On which ground a picture may be shown."""

TAG_KINDS = ("direction", "target", "area_type", "province", "region", "band", "holder")
"""By what lessons and items are found and followed; the keys of a kind are those of its choices."""
