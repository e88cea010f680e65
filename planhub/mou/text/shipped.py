"""The first edition of the clause library and of the templates, as the house is delivered with it.

A LEGAL OFFICER OF EACH PARTY MUST READ THESE TEXTS BEFORE REAL USE: they are written in the usual official style,
after domain.md §3.1 and §5.1, and no lawyer has passed them yet.

`planhub.mou.text.library` puts them into the database once; from then on legal officers and the secretariat write
further editions there, and nothing here changes what they wrote. A body holds paragraphs, one a line, and
placeholders in braces (`planhub.mou.clauses`).
"""

from dataclasses import dataclass

from planhub.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the library."""

    source: str
    """Its key, kept with the clause that is made from it."""
    heading: str
    body: str
    kind: str
    """fixed, adaptable or guidance."""


@dataclass(frozen=True, slots=True)
class Template:
    """With what a new text begins."""

    key: str
    label: Text
    instrument_type: str
    cooperation_kind: str | None
    """None: for every kind of cooperation."""
    cooperation_sub: str | None
    background: str
    """The reasons; each line a paragraph."""
    clauses: tuple[str, ...]
    """Keys of the library's clauses, in order."""


LIBRARY: tuple[Clause, ...] = (
    Clause("purpose", "วัตถุประสงค์", "{paper}ฉบับนี้มีวัตถุประสงค์ ดังต่อไปนี้\n{objectives}", "adaptable"),
    Clause(
        "scope",
        "ขอบเขตและแนวทางความร่วมมือ",
        "{all_parties}ตกลงดำเนินงานร่วมกันใน{areas} โดยมุ่งเน้น{focus} ตามแนวทาง ดังต่อไปนี้\n{directions}",
        "adaptable",
    ),
    Clause(
        "scope-household",
        "ขอบเขตและแนวทางความร่วมมือ",
        "{all_parties}ตกลงร่วมกันยกระดับคุณภาพชีวิตของครัวเรือนยากจนใน{areas} โดยใช้พื้นที่เป็นตัวตั้ง"
        " และดำเนินการตามแนวทาง ดังต่อไปนี้\n{directions}\n"
        "การค้นหาและสอบทานครัวเรือนเป้าหมายให้ใช้ข้อมูลของทุกฝ่ายประกอบกัน"
        " และให้ชุมชนมีส่วนร่วมในการยืนยันข้อมูลก่อนให้ความช่วยเหลือ",
        "adaptable",
    ),
    Clause(
        "scope-economy",
        "ขอบเขตและแนวทางความร่วมมือ",
        "{all_parties}ตกลงร่วมกันพัฒนาเศรษฐกิจฐานรากของชุมชนใน{areas} ตั้งแต่การผลิต การแปรรูป การตลาด"
        " จนถึงการเข้าถึงแหล่งทุน และดำเนินการตามแนวทาง ดังต่อไปนี้\n{directions}\n"
        "กลุ่มอาชีพหรือวิสาหกิจที่ได้รับการสนับสนุนให้มีครัวเรือนยากจนในพื้นที่ได้รับประโยชน์ร่วมด้วย",
        "adaptable",
    ),
    Clause(
        "scope-technology",
        "ขอบเขตและแนวทางความร่วมมือ",
        "{all_parties}ตกลงร่วมกันนำเทคโนโลยีที่เหมาะสมและชุดความรู้พร้อมใช้ไปสร้างอาชีพและรายได้ใน{areas}"
        " และดำเนินการตามแนวทาง ดังต่อไปนี้\n{directions}\n"
        "เทคโนโลยีที่นำไปใช้ต้องผ่านการทดลองใช้จริง มีต้นทุนที่ชุมชนรับได้"
        " และมีนวัตกรชุมชนหรือหน่วยงานในพื้นที่ดูแลรักษาต่อไปได้",
        "adaptable",
    ),
    Clause(
        "scope-extension",
        "ขอบเขตงานต่อยอด",
        "{all_parties}ตกลงนำผลงานที่ได้ดำเนินการแล้วไปต่อยอดและขยายผลใน{areas} ตามแนวทาง ดังต่อไปนี้\n{directions}\n"
        "ก่อนขยายผลให้สรุปบทเรียนของงานเดิม ทั้งส่วนที่สำเร็จ ส่วนที่ไม่สำเร็จ และเงื่อนไขที่ทำให้เกิดผล",
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
        "intent",
        "ผลของหนังสือแสดงเจตจำนง",
        "{paper}ฉบับนี้แสดงความตั้งใจที่จะร่วมมือกัน ไม่ก่อให้เกิดสิทธิหรือหน้าที่ตามกฎหมายระหว่างกัน"
        " และ{all_parties}จะจัดทำบันทึกข้อตกลงความร่วมมือต่อไปเมื่อมีความพร้อม",
        "fixed",
    ),
    Clause(
        "annexed",
        "ความสัมพันธ์กับบันทึกข้อตกลงหลัก",
        "{paper}ฉบับนี้ให้ถือเป็นส่วนหนึ่งของบันทึกข้อตกลงหลัก หากข้อความขัดหรือแย้งกัน ให้ใช้ข้อความในบันทึกข้อตกลงหลัก"
        " เว้นแต่จะระบุไว้ใน{paper}ฉบับนี้เป็นการเฉพาะว่าให้ใช้ข้อความใด",
        "fixed",
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

_AREA = (
    "โดยที่{all_parties}มีภารกิจในการแก้ไขปัญหาความยากจนและลดความเหลื่อมล้ำ และเห็นพ้องที่จะประสานความร่วมมือโดยใช้พื้นที่เป็นตัวตั้ง"
)
_EXTENSION = (
    "โดยที่{all_parties}มีผลงานและองค์ความรู้ที่พร้อมใช้ และเห็นพ้องที่จะนำไปต่อยอดและขยายผลร่วมกันให้เกิดประโยชน์แก่ประชาชนในพื้นที่"
)
_JOINT = "โดยที่{all_parties}เห็นพ้องที่จะประสานความร่วมมือด้าน{focus} เพื่อให้เกิดประโยชน์แก่ประชาชนในพื้นที่อย่างแท้จริง"


def _mou(scope: str, *, binding: bool = False) -> tuple[str, ...]:
    return (
        "purpose",
        scope,
        "duties",
        "duties-guidance",
        "mechanism",
        "money",
        "data",
        "ip",
        *(["binding"] if binding else []),
        "term",
        "amendment",
        "termination",
        "dispute",
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        "area-household",
        Text("MOU ความร่วมมือเชิงพื้นที่: ครัวเรือน", "MOU, area approach: households"),
        "mou",
        "area_approach",
        "household",
        _AREA,
        _mou("scope-household"),
    ),
    Template(
        "area-economy",
        Text("MOU ความร่วมมือเชิงพื้นที่: เศรษฐกิจฐานราก", "MOU, area approach: grassroots economy"),
        "mou",
        "area_approach",
        "economy",
        _AREA,
        _mou("scope-economy"),
    ),
    Template(
        "area-technology",
        Text("MOU ความร่วมมือเชิงพื้นที่: เทคโนโลยีที่เหมาะสม", "MOU, area approach: appropriate technology"),
        "mou",
        "area_approach",
        "appropriate_technology",
        _AREA,
        _mou("scope-technology"),
    ),
    Template(
        "area",
        Text("MOU ความร่วมมือเชิงพื้นที่: หลายด้าน", "MOU, area approach: several fields"),
        "mou",
        "area_approach",
        None,
        _AREA,
        _mou("scope"),
    ),
    Template(
        "extension",
        Text("MOU งานต่อยอด", "MOU, extension work"),
        "mou",
        "extension_work",
        None,
        _EXTENSION,
        _mou("scope-extension"),
    ),
    Template(
        "moa-area",
        Text("MOA ความร่วมมือเชิงพื้นที่", "MOA, area approach"),
        "moa",
        "area_approach",
        None,
        _AREA,
        _mou("scope", binding=True),
    ),
    Template(
        "moa-extension",
        Text("MOA งานต่อยอด", "MOA, extension work"),
        "moa",
        "extension_work",
        None,
        _EXTENSION,
        _mou("scope-extension", binding=True),
    ),
    Template(
        "annex",
        Text("บันทึกแนบท้าย", "Annex"),
        "annex",
        None,
        None,
        _JOINT,
        ("purpose", "annexed", "scope", "duties", "duties-guidance", "mechanism", "money", "data", "term"),
    ),
    Template(
        "intent",
        Text("หนังสือแสดงเจตจำนง", "Letter of intent"),
        "letter_of_intent",
        None,
        None,
        _JOINT,
        ("purpose", "scope", "mechanism", "money", "intent", "term", "dispute"),
    ),
)

_BY_SOURCE = {clause.source: clause for clause in LIBRARY}


def clauses_of(template: Template) -> tuple[Clause, ...]:
    """Give the clauses of a delivered template, in order."""
    return tuple(_BY_SOURCE[key] for key in template.clauses)
