"""The value lists of activities (domain.md §2.5, §3.2, §3.3, §7.1)."""

from planhub.kernel.fields import Choice
from planhub.kernel.text import Text
from planhub.mou.choices import COOPERATION_KINDS, DIRECTIONS, keys

__all__ = [
    "BUDGET_SOURCES",
    "COOPERATION_KINDS",
    "DIRECTIONS",
    "FUNDING_PATHS",
    "INDICATOR_DIRECTIONS",
    "INDICATOR_KINDS",
    "POLICY_KINDS",
    "ROLES",
    "SHARES",
    "TARGET_GROUPS",
    "keys",
]

BUDGET_SOURCES: tuple[Choice, ...] = (
    ("agency_budget", Text("งบประมาณแผ่นดินของหน่วยงาน", "Agency's state budget")),
    ("integrated_budget", Text("งบประมาณแผนงานบูรณาการ", "Integrated programme budget")),
    ("province_budget", Text("งบจังหวัด/กลุ่มจังหวัด", "Province or cluster budget")),
    ("local_gov", Text("งบองค์กรปกครองส่วนท้องถิ่น", "Local government budget")),
    ("fund", Text("กองทุน/ทุนวิจัย", "Fund or research grant")),
    ("off_budget", Text("เงินนอกงบประมาณ/รายได้", "Off-budget money, own income")),
    ("business", Text("ภาคธุรกิจ/CSR", "Business, CSR")),
    ("community", Text("ชุมชนสมทบ", "Community contribution")),
    ("in_kind", Text("สมทบเป็นแรงงาน สถานที่ หรือสิ่งของ", "In kind: labour, place, goods")),
)
"""Where money comes from; each line belongs to one agency and one source."""

FUNDING_PATHS: tuple[Choice, ...] = (
    ("own_budget", Text("งบของหน่วยงาน", "Agencies' own budgets")),
    ("provincial_plan", Text("บรรจุในแผนปฏิบัติราชการจังหวัด", "In the provincial action plan")),
    ("local_gov", Text("แผนพัฒนาท้องถิ่น", "Local government plan")),
    ("business", Text("ภาคธุรกิจ", "Business")),
    ("research_grant", Text("ทุนวิจัย", "Research grant")),
)
"""By which way the money comes (a provincial budget needs 12 to 15 months)."""

TARGET_GROUPS: tuple[Choice, ...] = (
    ("bottom_40", Text("ผู้มีรายได้น้อยร้อยละ 40 ล่าง", "Bottom 40 per cent")),
    ("poor_household", Text("ครัวเรือนยากจน", "Poor households")),
    ("poor_child_6_14", Text("เด็กยากจนอายุ 6–14 ปี", "Poor children aged 6 to 14")),
    ("out_of_school", Text("เด็กและเยาวชนนอกระบบการศึกษา", "Children and youth out of school")),
    ("youth", Text("เยาวชน", "Youth")),
    ("working_age", Text("วัยแรงงาน", "People of working age")),
    ("single_mother", Text("แม่เลี้ยงเดี่ยว", "Single mothers")),
    ("teen_mother", Text("แม่วัยรุ่น", "Teenage mothers")),
    ("low_income_housing", Text("ผู้มีรายได้น้อยด้านที่อยู่อาศัย", "Low-income people in need of housing")),
    ("micro_sme", Text("ผู้ประกอบการรายย่อย", "Small entrepreneurs")),
    ("community_enterprise", Text("วิสาหกิจชุมชน", "Community enterprises")),
    ("social_enterprise", Text("วิสาหกิจเพื่อสังคม", "Social enterprises")),
    ("community_innovator", Text("นวัตกรชุมชน", "Community innovators")),
    ("school_teacher", Text("โรงเรียนและครู", "Schools and teachers")),
    ("forest_dweller", Text("ชุมชนในเขตป่า", "Forest communities")),
    ("community_org", Text("องค์กรชุมชน", "Community organisations")),
    ("elderly_disabled", Text("ผู้สูงอายุและคนพิการ", "Elderly and disabled people")),
    ("other", Text("อื่น ๆ", "Other")),
)
"""For whom an activity is; persons are counted only, never listed."""

INDICATOR_KINDS: tuple[Choice, ...] = (
    ("output", Text("ผลผลิต", "Output")),
    ("outcome", Text("ผลลัพธ์", "Outcome")),
    ("impact", Text("ผลกระทบ", "Impact")),
)
"""What we delivered, what changed for the target group, what changed more widely and later."""

INDICATOR_DIRECTIONS: tuple[Choice, ...] = (
    ("more", Text("ยิ่งมากยิ่งดี", "More is better")),
    ("less", Text("ยิ่งน้อยยิ่งดี", "Less is better")),
)
"""Which way is good."""

SHARES: tuple[Choice, ...] = (
    ("draft", Text("ยังไม่เชิญ", "Not yet invited")),
    ("invited", Text("รอตอบรับ", "Invited")),
    ("accepted", Text("ร่วมดำเนินงาน", "Takes part")),
    ("declined", Text("ไม่เข้าร่วม", "Declined")),
)
"""Where a partner's share stands; set by moves alone."""

ROLES: tuple[Choice, ...] = (
    ("co_lead", Text("เจ้าภาพร่วม", "Co-lead")),
    ("support", Text("หน่วยงานสนับสนุน", "Supporting agency")),
)
"""How far a partner goes; the lead is always one."""

POLICY_KINDS: tuple[Choice, ...] = (
    ("national_strategy", Text("ยุทธศาสตร์ชาติ", "National strategy")),
    ("master_plan", Text("แผนแม่บท", "Master plan")),
    ("national_plan", Text("แผนพัฒนาเศรษฐกิจและสังคมแห่งชาติ", "National development plan")),
    ("provincial_plan", Text("แผนพัฒนาจังหวัด", "Provincial development plan")),
    ("sdg", Text("เป้าหมายการพัฒนาที่ยั่งยืน (SDG)", "Sustainable development goal")),
    ("other", Text("อื่น ๆ", "Other")),
)
"""To which higher plan a code belongs; entered once per activity, for eMENSCR and others."""
