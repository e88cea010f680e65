"""What a clause may say: its placeholders, and the words that the record puts in their place.

A body holds paragraphs, one a line, and placeholders in braces, which `planhub.mou.paper` fills from the record.
Placeholders are names only; there is nothing to compute in them. A placeholder of `BLOCKS` stands alone on its
line and becomes a numbered list.
"""

import re
from collections.abc import Iterator, Mapping

from planhub.kernel.text import Text

PLACEHOLDERS: Mapping[str, Text] = {
    "all_parties": Text("ทั้งสองฝ่าย ทั้งสามฝ่าย …", "both parties, all three parties …"),
    "areas": Text("พื้นที่ดำเนินงาน", "the areas"),
    "copies": Text("จำนวนคู่ฉบับเป็นคำ", "the number of originals, in words"),
    "financial_term": Text("ข้อความเรื่องเงินตามเงื่อนไขที่เลือก", "what is said of money, by the chosen term"),
    "focus": Text("เรื่องที่มุ่งเน้นตามลักษณะความร่วมมือ", "what it is about, by kind of cooperation"),
    "lead": Text("ชื่อเรียกของฝ่ายแรก", "what the first party is called"),
    "meetings_per_year": Text("จำนวนครั้งที่รายงานต่อปี", "reports of the working group a year"),
    "notice_days": Text("จำนวนวันที่ต้องบอกเลิกล่วงหน้า", "days of notice"),
    "paper": Text("บันทึกข้อตกลง บันทึกแนบท้าย …", "memorandum, annex … as the text calls itself"),
    "parties": Text("ชื่อเรียกของทุกฝ่าย", "what the parties are called"),
    "place": Text("สถานที่ลงนาม", "place of signing"),
    "renewal_days": Text("จำนวนวันก่อนสิ้นสุดที่ต้องตกลงขยายเวลา", "days before the end for an extension"),
    "subject": Text("เรื่องของบันทึก", "the subject"),
    "term": Text("วันเริ่มและระยะเวลา", "first day and term"),
    "years": Text("จำนวนปี", "years of the term"),
}
"""Names that stand for a few words, and what they stand for."""

BLOCKS: Mapping[str, Text] = {
    "directions": Text("รายการทิศทางความร่วมมือ", "the list of directions"),
    "duties": Text("รายการหน้าที่ของแต่ละฝ่าย", "the list of duties, party by party"),
    "objectives": Text("รายการวัตถุประสงค์", "the list of objectives"),
}
"""Names that stand for a list; they stand alone on their line."""

_NAME = re.compile(r"\{([^{}]*)\}")

FOCUS = {
    "household": "การยกระดับคุณภาพชีวิตของครัวเรือนยากจน",
    "economy": "การพัฒนาเศรษฐกิจฐานรากของชุมชน",
    "appropriate_technology": "การใช้เทคโนโลยีที่เหมาะสมเพื่อสร้างอาชีพและรายได้",
    "area_approach": "การแก้ไขปัญหาความยากจนและลดความเหลื่อมล้ำ",
    "extension_work": "การนำผลงานที่ได้ดำเนินการแล้วไปต่อยอดและขยายผล",
}
"""What the cooperation is about, by sub-kind or kind."""

FINANCIAL_TERMS = {
    "none": "การดำเนินงานให้เป็นไปตามงบประมาณ กฎหมาย และระเบียบของแต่ละฝ่าย {paper}ฉบับนี้"
    "ไม่ก่อให้เกิดภาระผูกพันทางการเงินระหว่างกัน เว้นแต่จะได้ตกลงกันเป็นหนังสือเป็นรายกรณี",
    "each_own": "แต่ละฝ่ายรับผิดชอบค่าใช้จ่ายในส่วนของตนตามงบประมาณ กฎหมาย และระเบียบของฝ่ายนั้น"
    " โดยไม่เรียกเก็บค่าใช้จ่ายระหว่างกัน",
    "separate": "การสนับสนุนงบประมาณระหว่างกันให้จัดทำเป็นสัญญาหรือข้อตกลงแยกต่างหากเป็นรายโครงการ"
    " ตามกฎหมายและระเบียบของฝ่ายที่ให้การสนับสนุน",
}
"""What the text says about money, by financial term."""


def unknown_placeholders(text: str, blocks: frozenset[str] = frozenset(BLOCKS)) -> Iterator[str]:
    """Give the names in braces that nothing could be filled in for, or a block that does not stand alone."""
    for line in text.split("\n"):
        for match in _NAME.finditer(line):
            name = match[1]
            alone = line.strip() == match[0]
            if name not in PLACEHOLDERS and not (name in blocks and alone):
                yield name


def fill(text: str, words: dict[str, str]) -> str:
    """Put the words in place of their names, once: braces inside the words stay as they are."""
    return _NAME.sub(lambda match: words.get(match[1], match[0]), text)
