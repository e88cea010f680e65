"""The library of clauses from which a new MOU's text is made.

A LEGAL OFFICER OF EACH PARTY MUST READ THESE TEXTS BEFORE REAL USE: they are written in the usual official style,
after domain.md §3.1 and §5.1, and no lawyer has passed them yet.

A body holds paragraphs, one a line, and placeholders in braces, which `planhub.mou.paper` fills from the record.
Placeholders are names only; there is nothing to compute in them. A placeholder of `BLOCKS` stands alone on its
line and becomes a numbered list.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

PLACEHOLDERS = frozenset(
    {
        "all_parties",
        "areas",
        "financial_term",
        "focus",
        "meetings_per_year",
        "notice_days",
        "paper",
        "renewal_days",
        "term",
    }
)
"""Names that stand for a few words."""

BLOCKS = frozenset({"directions", "duties", "objectives"})
"""Names that stand for a list."""

_NAME = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the library."""

    source: str
    """Its key, kept with the clause that is made from it."""
    heading: str
    body: str
    kind: str
    """fixed, adaptable or guidance."""


LIBRARY: tuple[Clause, ...] = (
    Clause("purpose", "วัตถุประสงค์", "{paper}ฉบับนี้มีวัตถุประสงค์ ดังต่อไปนี้\n{objectives}", "adaptable"),
    Clause(
        "scope",
        "ขอบเขตและแนวทางความร่วมมือ",
        "{all_parties}ตกลงดำเนินงานร่วมกันใน{areas} โดยมุ่งเน้น{focus} ตามแนวทาง ดังต่อไปนี้\n{directions}",
        "adaptable",
    ),
    Clause("duties", "บทบาทหน้าที่ของแต่ละฝ่าย", "{duties}", "adaptable"),
    Clause(
        "duties-guidance",
        "คำแนะนำเรื่องบทบาทหน้าที่",
        "ระบุหน้าที่อย่างน้อยฝ่ายละหนึ่งข้อ ให้เห็นว่าทำอะไร ที่ใด และตรวจได้อย่างไร พร้อมกำหนดวันที่ต้องทำเสร็จถ้ามี",
        "guidance",
    ),
    Clause(
        "mechanism",
        "กลไกการดำเนินงาน",
        "{all_parties}จะแต่งตั้งคณะทำงานร่วม ประกอบด้วยผู้แทนของแต่ละฝ่าย เพื่อจัดทำแผนปฏิบัติการ ประสานงาน"
        " และติดตามผลการดำเนินงานตาม{paper}ฉบับนี้\n"
        "คณะทำงานร่วมจะรายงานผลการดำเนินงานต่อผู้บริหารของแต่ละฝ่ายอย่างน้อยปีละ {meetings_per_year} ครั้ง",
        "adaptable",
    ),
    Clause("money", "งบประมาณและค่าใช้จ่าย", "{financial_term}", "fixed"),
    Clause(
        "data",
        "ข้อมูล การคุ้มครองข้อมูลส่วนบุคคล และการรักษาความลับ",
        "{all_parties}จะแลกเปลี่ยนข้อมูลที่จำเป็นต่อการดำเนินงาน โดยระบุแหล่งที่มาและวันที่ของข้อมูลทุกครั้ง\n"
        "การเปิดเผยหรือแลกเปลี่ยนข้อมูลส่วนบุคคลให้จัดทำข้อตกลงการแบ่งปันข้อมูลเป็นการเฉพาะ"
        " และเป็นไปตามกฎหมายว่าด้วยการคุ้มครองข้อมูลส่วนบุคคล\n"
        "แต่ละฝ่ายจะรักษาความลับของข้อมูลที่ฝ่ายอื่นระบุว่าเป็นความลับ และไม่นำไปใช้เพื่อการอื่น"
        "นอกจากวัตถุประสงค์ของ{paper}ฉบับนี้ เว้นแต่ได้รับความยินยอมเป็นหนังสือ หรือมีกฎหมายกำหนดให้ต้องเปิดเผย",
        "fixed",
    ),
    Clause(
        "ip",
        "ทรัพย์สินทางปัญญาและการเผยแพร่",
        "ทรัพย์สินทางปัญญาที่ฝ่ายใดมีอยู่ก่อนวันทำ{paper}ฉบับนี้ให้เป็นของฝ่ายนั้น\n"
        "สิทธิในผลงานที่เกิดจากการดำเนินงานร่วมกันให้เป็นไปตามที่ตกลงกันเป็นหนังสือเป็นรายโครงการ\n"
        "การเผยแพร่ผลงานร่วมกันให้ระบุชื่อของทุกฝ่าย และการใช้ชื่อหรือเครื่องหมายของฝ่ายใด"
        "ต้องได้รับความเห็นชอบจากฝ่ายนั้นก่อน",
        "adaptable",
    ),
    Clause(
        "binding",
        "ผลผูกพัน",
        "{paper}ฉบับนี้มีผลผูกพัน{all_parties} ฝ่ายใดไม่ปฏิบัติตามข้อหนึ่งข้อใด ให้แก้ไขให้ถูกต้องภายใน 30 วัน"
        "นับแต่วันที่ได้รับแจ้งเป็นหนังสือจากฝ่ายอื่น",
        "adaptable",
    ),
    Clause(
        "term",
        "ระยะเวลา",
        "{paper}ฉบับนี้{term} และอาจขยายระยะเวลาได้โดยความเห็นชอบร่วมกันเป็นลายลักษณ์อักษร"
        "ก่อนสิ้นสุดระยะเวลาไม่น้อยกว่า {renewal_days} วัน",
        "adaptable",
    ),
    Clause(
        "amendment",
        "การแก้ไขเพิ่มเติม",
        "การแก้ไขเพิ่มเติม{paper}ฉบับนี้ให้ทำเป็นหนังสือลงนามโดยผู้มีอำนาจของทุกฝ่าย และให้ถือเป็นส่วนหนึ่งของ{paper}ฉบับนี้",
        "fixed",
    ),
    Clause(
        "termination",
        "การยกเลิก",
        "ฝ่ายใดประสงค์จะยกเลิก{paper}ฉบับนี้ ให้แจ้งเป็นหนังสือต่อทุกฝ่ายล่วงหน้าไม่น้อยกว่า {notice_days} วัน\n"
        "การยกเลิกไม่กระทบกิจกรรมที่อยู่ระหว่างดำเนินการ ซึ่งให้ดำเนินการต่อไปจนแล้วเสร็จ"
        " เว้นแต่จะตกลงกันเป็นอย่างอื่น",
        "adaptable",
    ),
    Clause(
        "dispute",
        "การระงับข้อพิพาท",
        "หากมีปัญหาเกี่ยวกับการตีความหรือการปฏิบัติตาม{paper}ฉบับนี้ ให้{all_parties}ร่วมกันปรึกษาหารือเพื่อหาข้อยุติด้วยความสุจริตใจ",
        "fixed",
    ),
)

_LEFT_OUT = {
    "mou": {"binding"},
    "moa": set[str](),
    "annex": {"binding", "ip", "amendment", "termination", "dispute"},
    "letter_of_intent": {"binding", "duties", "duties-guidance", "ip", "amendment", "termination"},
}
"""Which clauses of the library a kind of paper goes without."""

BACKGROUNDS = {
    "area_approach": "โดยที่{all_parties}มีภารกิจในการแก้ไขปัญหาความยากจนและลดความเหลื่อมล้ำ"
    " และเห็นพ้องที่จะประสานความร่วมมือโดยใช้พื้นที่เป็นตัวตั้ง",
    "extension_work": "โดยที่{all_parties}มีผลงานและองค์ความรู้ที่พร้อมใช้"
    " และเห็นพ้องที่จะนำไปต่อยอดและขยายผลร่วมกันให้เกิดประโยชน์แก่ประชาชนในพื้นที่",
}
"""Why the parties agree, by kind of cooperation; the first words of a new text."""

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

_BY_SOURCE = {clause.source: clause for clause in LIBRARY}


def template_for(instrument_type: str) -> tuple[Clause, ...]:
    """Give the clauses with which a paper of this type begins."""
    return tuple(c for c in LIBRARY if c.source not in _LEFT_OUT.get(instrument_type, set()))


def is_altered(source: str | None, body: str) -> bool:
    """Tell whether a standard clause no longer says what the library says; legal officers look at these first."""
    clause = _BY_SOURCE.get(source or "")
    return clause is not None and clause.kind == "fixed" and clause.body != body


def unknown_placeholders(text: str, blocks: frozenset[str] = BLOCKS) -> Iterator[str]:
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
