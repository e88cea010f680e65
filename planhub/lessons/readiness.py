"""The nine levels of technology and of societal readiness, with their definitions.

TRL: the scale of NASA (1989) and ISO 16290, as the National Science and Technology Development Agency and the programme
management units use it for Thai projects. SRL: the scale of Innovation Fund Denmark (Societal Readiness Levels, 2018),
which the same units ask of applicants. The short Thai wording is ours and says the same in a line.
"""

from typing import NamedTuple

from planhub.kernel.text import Text


class Level(NamedTuple):
    """One level: its name, and what must be true to be there."""

    number: int
    name: Text
    meaning: Text


TRL: tuple[Level, ...] = (
    Level(1, Text("พบหลักการพื้นฐาน", "Basic principles observed"), Text("มีงานวิจัยที่อธิบายหลักการ ยังไม่มีการใช้งาน", "Research tells the principle; no use of it yet")),
    Level(2, Text("กำหนดแนวคิดการใช้งาน", "Concept formulated"), Text("บอกได้ว่าจะนำหลักการไปใช้แก้ปัญหาใด", "It is said which problem it could solve")),
    Level(3, Text("พิสูจน์แนวคิด", "Proof of concept"), Text("ทดลองส่วนสำคัญแล้วพบว่าเป็นไปได้", "Experiments show that the core works")),
    Level(4, Text("ทดสอบส่วนประกอบในห้องปฏิบัติการ", "Validated in the laboratory"), Text("ประกอบส่วนต่าง ๆ เข้าด้วยกันและทำงานได้ในห้องปฏิบัติการ", "Its parts work together in the laboratory")),
    Level(5, Text("ทดสอบในสภาพใกล้เคียงจริง", "Validated in a relevant setting"), Text("ทำงานได้ในสภาพที่คล้ายการใช้งานจริง", "It works where conditions are like those of real use")),
    Level(6, Text("สาธิตต้นแบบในสภาพใกล้เคียงจริง", "Prototype demonstrated in a relevant setting"), Text("ต้นแบบใกล้เคียงของจริงผ่านการสาธิต", "A prototype close to the real thing was demonstrated")),
    Level(7, Text("สาธิตต้นแบบในสภาพใช้งานจริง", "Prototype demonstrated in real use"), Text("ผู้ใช้จริงทดลองใช้ต้นแบบในพื้นที่", "Real users tried the prototype in the field")),
    Level(8, Text("ระบบสมบูรณ์และผ่านการทดสอบ", "Complete and qualified"), Text("ผลิตหรือถ่ายทอดได้ ผ่านมาตรฐานที่เกี่ยวข้อง", "It can be made or passed on and meets its standards")),
    Level(9, Text("ใช้งานจริงอย่างต่อเนื่อง", "Proven in regular use"), Text("มีผู้ใช้ต่อเนื่องและเห็นผลจริง", "People use it regularly, with results")),
)  # fmt: skip
"""Technology readiness."""

SRL: tuple[Level, ...] = (
    Level(1, Text("ระบุปัญหาและความพร้อมของสังคม", "Problem and societal readiness identified"), Text("รู้ว่าสังคมมีปัญหาใด ใครเดือดร้อน", "It is known what the problem is and whose it is")),
    Level(2, Text("กำหนดปัญหา แนวทาง และผู้เกี่ยวข้อง", "Problem, solution and stakeholders defined"), Text("คาดผลกระทบและรู้ว่าต้องทำงานกับใคร", "Effects are expected, and with whom to work")),
    Level(3, Text("ทดสอบแนวทางเบื้องต้นกับผู้เกี่ยวข้อง", "First tests with stakeholders"), Text("ผู้เกี่ยวข้องกลุ่มแรกให้ความเห็นต่อแนวทาง", "The first stakeholders have said what they think of it")),
    Level(4, Text("ตรวจสอบปัญหาด้วยการทดสอบนำร่อง", "Problem validated in a pilot"), Text("ทดสอบในพื้นที่จำกัดและยืนยันว่าตรงปัญหา", "A pilot confirms that it meets the problem")),
    Level(5, Text("ตรวจสอบแนวทางร่วมกับคนในพื้นที่", "Solution validated with local stakeholders"), Text("คนในพื้นที่ร่วมทดสอบและเห็นว่าใช้ได้", "Local people tested it and found it usable")),
    Level(6, Text("สาธิตในพื้นที่และปรับกับบริบทใหม่", "Demonstrated in place, adapted to new settings"), Text("สาธิตกับผู้ใช้และได้ข้อเสนอเพื่อปรับ", "Shown to users, whose proposals were taken up")),
    Level(7, Text("ปรับปรุงและทดสอบซ้ำในสภาพจริง", "Refined and tested again in real conditions"), Text("ปรับตามข้อเสนอแล้วได้ผลซ้ำในพื้นที่จริง", "After changes it worked again in a real place")),
    Level(8, Text("สังคมยอมรับและมีแผนขยายผล", "Accepted, with a plan to spread"), Text("มีแผนและผู้รับผิดชอบการขยายผล", "There are a plan and people to spread it")),
    Level(9, Text("ใช้จริงและแก้ปัญหาได้", "In use and solving the problem"), Text("ใช้ในพื้นที่จริงและปัญหาลดลง", "In use, and the problem grows smaller")),
)  # fmt: skip
"""Societal readiness."""


def level(scale: str, number: int | None) -> Level | None:
    """Give the level of a scale, "trl" or "srl"; None where no level is given."""
    return (TRL if scale == "trl" else SRL)[number - 1] if number else None


def band(*levels: int | None) -> str | None:
    """Give the band of the lowest of some levels; None as long as one of them is not known."""
    known = [one for one in levels if one]
    if len(known) < len(levels) or not known:
        return None
    return "early" if min(known) <= 3 else "trial" if min(known) <= 6 else "ready"
