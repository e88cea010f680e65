"""Made-up frozen figures of a meeting, for looking at its pack: sample data, none of it happened.

Built as `planhub.meetings.pack.snapshot.gather` builds them, from made-up rows instead of a database.
"""

import random
from typing import Any

import geothai

from planhub.activities.choices import BUDGET_SOURCES
from planhub.activities.measures import Light, Money
from planhub.kernel.thai import sort_key
from planhub.meetings.pack import compose, facts, summary
from planhub.meetings.words import RESOLUTIONS, SECTIONS
from planhub.places.regions import REGIONS, region_of

FISCAL_YEAR, DAY, AS_OF = 2566, "2023-02-20", "2023-02-20T10:42:00+07:00"
NOTHING = Money()

ORGS = {
    "CODI": ("พอช.", "CODI", "สถาบันพัฒนาองค์กรชุมชน (องค์การมหาชน)"),
    "EEF": ("กสศ.", "EEF", "กองทุนเพื่อความเสมอภาคทางการศึกษา"),
    "NXPO": ("สอวช.", "NXPO", "สำนักงานสภานโยบายการอุดมศึกษา วิทยาศาสตร์ วิจัยและนวัตกรรมแห่งชาติ"),
    "PMUA": ("บพท.", "PMUA", "หน่วยบริหารและจัดการทุนด้านการพัฒนาระดับพื้นที่"),
}
PROGRAMMES = {
    "CODI": ("CODI-IP22", "แผนขับเคลื่อนจังหวัดบูรณาการ"),
    "EEF": ("EEF-AREA", "โครงการเชิงพื้นที่เพื่อลดความเหลื่อมล้ำ"),
    "PMUA": ("PMUA-POV20", "ขจัดความยากจนแบบเบ็ดเสร็จและแม่นยำ"),
}
FIRST = ("45", "65", "49", "93", "31", "70", "50")
"""Provinces of the article come first."""
LABELS = {light: light.label for light in Light}
TITLES = (
    "พัฒนาอาชีพครัวเรือนยากจนด้วยกระจูดและผ้าทอพื้นถิ่น",
    "บัญชีครัวเรือนเป้าหมายร่วมสามหน่วยงาน",
    "ช่วยเหลือเด็กหลุดจากระบบการศึกษากลับเข้าเรียนและฝึกอาชีพตามความถนัด",
    "บ้านมั่นคงชนบทและสวัสดิการชุมชน ตำบลต้นแบบ",
    "ถ่ายทอดเทคโนโลยีแปรรูปข้าวหอมมะลิแก่วิสาหกิจชุมชน",
    "จัดสรรที่ดินสาธารณะเป็นแปลงรวมให้ครัวเรือนยากจนเข้าทำประโยชน์",
    "รถพุ่มพวงและศูนย์กระจายสินค้าชุมชน",
    "ป่าชุมชนกับเศรษฐกิจชุมชน: สมุนไพรและการเพาะชำกล้าไม้",
)
OBSTACLES = (
    ("วัตถุดิบขาดช่วงในฤดูน้ำหลาก ทำให้ฝึกอบรมได้ไม่ครบรุ่น", "ขอให้ อบต. สนับสนุนแปลงปลูกสำรอง 10 ไร่"),
    ("ข้อมูลเด็กนอกระบบของแต่ละหน่วยงานไม่ตรงกัน", "ขอรายชื่อระดับตำบลจากทั้งสามหน่วยงานภายในเดือนมีนาคม"),
    ("การส่งมอบเครื่องแปรรูปล่าช้ากว่าสัญญา 45 วัน", None),
)


def words(th: str, en: str = "") -> dict[str, str]:
    return {"th": th, "en": en or th}


def state(key: str, th: str, sign: str) -> dict[str, str]:
    return {"key": key, "sign": sign, **words(th)}


def provinces() -> list[dict[str, Any]]:
    """Give the 77 provinces, those of the article first."""
    found = [{"code": str(p.code), "name": words(p.name_th, p.name_en)} for p in geothai.provinces()]
    return sorted(found, key=lambda p: (p["code"] not in FIRST, sort_key(p["name"]["th"])))


def content(count: int = 3, *, seed: int = 7, wordy: bool = False) -> dict[str, Any]:
    """Give the figures of a meeting about `count` provinces; `wordy` makes every text as long as it may be."""
    dice = random.Random(seed)  # noqa: S311 - the same figures each time
    chosen = provinces()[:count]
    activities = [
        _activity(dice, n, place["code"], wordy=wordy)
        for n, place in enumerate(
            (p for p in chosen for _ in range(9 if wordy else dice.randint(3, 8))), start=1
        )
    ]
    matrix = _overlap(dice, provinces()[: max(count, 42)])
    lessons = [_lesson(n, chosen[n % len(chosen)]["code"], wordy=wordy) for n in range(1, 7)]
    result: dict[str, Any] = {
        "schema": 1,
        "as_of": AS_OF,
        "day": DAY,
        "fiscal_year": FISCAL_YEAR,
        "quarter": 1,
        "quarter_year": FISCAL_YEAR,
        "training": False,
        "meeting": _meeting(),
        "agenda": _agenda(chosen[0]["code"]),
        "follow_up": _follow_up(),
        "overlap": matrix,
        "mous": _mous(),
        "plans": [_plan(dice, n, p["code"]) for n, p in enumerate(chosen, 1) if n % 4],
        "activities": activities,
        "lights": compose.lights(activities),
        "budget": _budget(activities),
        "lessons": lessons,
        "missing": [
            {"code": a["code"], "title": a["title"], "org": a["lead"], "period": a["missing"]}
            for a in activities
            if a["missing"]
        ],
        "orgs": {c: {"abbr": words(th, en), "name": words(name, en)} for c, (th, en, name) in ORGS.items()},
        "has_sample": True,
    }
    result["provinces"] = [_province(dice, result, place, wordy=wordy) for place in chosen]
    result["elapsed"] = summary.elapsed(result)
    result["figures"] = summary.figures(result)
    result["risks"] = summary.risks(result)
    result["sources"] = _sources()
    return result


def _meeting() -> dict[str, Any]:
    return {
        "code": "MTG-2566-0002",
        "title": "การประชุมคณะทำงานร่วม ครั้งที่ 1/2566",
        "committee": words("คณะทำงานร่วมขับเคลื่อนการแก้ไขปัญหาความยากจนและลดความเหลื่อมล้ำ", "Joint working group"),
        "no": "1/2566",
        "held_on": "2023-02-27",
        "starts_at": "09:30",
        "ends_at": "12:00",
        "place": "ห้องประชุมใหญ่ อาคารจัตุรัสจามจุรี ชั้น 14 กรุงเทพมหานคร",
        "link": None,
        "secretariat": "NXPO",
        "origin": "sample",
        "members": [
            {
                "name": "ผู้อำนวยการ พอช. (ตัวอย่าง)",
                "post": "ผู้อำนวยการ",
                "org": "CODI",
                "org_name": None,
                "kind": "member",
                "duty": words("ประธาน"),
            },
        ],
    }


LONG = (
    "คณะทำงานร่วมได้ตรวจสอบรายชื่อครัวเรือนเป้าหมายในสามอำเภอแล้ว พบว่ามีครัวเรือนที่ได้รับการดูแลซ้ำซ้อนกันระหว่างหน่วยงาน"
    "และมีครัวเรือนที่ยังไม่มีหน่วยงานใดเข้าไปดูแล จึงจำเป็นต้องตกลงเกณฑ์และผู้รับผิดชอบหลักในแต่ละตำบล "
)


def _agenda(province: str) -> list[dict[str, Any]]:
    def item(no: str, title: str, org: str | None = None, **more: Any) -> dict[str, Any]:
        empty = dict.fromkeys(
            ("background", "facts", "options", "proposal", "draft", "about", "province", "requested")
        )
        return {"no": no, "id": f"item-{no}", "title": title, "org": org, **empty, **more}

    def matter(no: str, title: str, org: str, kind: str, **more: Any) -> dict[str, Any]:
        return item(
            no,
            title,
            org,
            requested={"key": kind, "th": dict(RESOLUTIONS)[kind].th, "en": dict(RESOLUTIONS)[kind].en},
            background=LONG,
            facts="ข้อมูล ณ วันที่ 31 มกราคม 2566 มีครัวเรือนเป้าหมาย 12,480 ครัวเรือน ได้รับการดูแลแล้ว 7,315 ครัวเรือน (ร้อยละ 58.6) โดย พอช. 3,120 กสศ. 2,745 และ บพท. 1,450 ครัวเรือน",
            options="(1) แบ่งตำบลตามหน่วยงานที่มีคนทำงานอยู่แล้ว เริ่มได้ทันทีในไตรมาสที่ 3\n(2) แบ่งตามความเชี่ยวชาญ ทุกหน่วยงานทำทุกตำบล ต้องตั้งคณะทำงานเพิ่ม 3 ชุด",
            **more,
        )

    parts = {
        "1": [item("1.1", "เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ")],
        "2": [item("2.1", "รับรองรายงานการประชุม ครั้งที่ 2/2565")],
        "3": [
            item(
                f"3.{n}",
                row["title"],
                row["org"],
                about={"code": row["code"], "title": row["title"], "type": "action-items"},
            )
            for n, row in enumerate(_follow_up(), start=1)
        ],
        "4": [
            item("4.1", "ผลการดำเนินงานไตรมาส 1 ปีงบประมาณ 2566", "NXPO"),
            item("4.2", "สถานะบันทึกข้อตกลงความร่วมมือ", "NXPO"),
        ],
        "5": [
            matter(
                "5.1",
                "เกณฑ์การแบ่งพื้นที่รับผิดชอบรายตำบลในจังหวัดร้อยเอ็ด",
                "CODI",
                "endorsed",
                proposal="เลือกทางเลือกที่ (1) เพราะใช้งบประมาณน้อยกว่าและเริ่มได้ทันทีในไตรมาสที่ 3",
                draft="เห็นชอบเกณฑ์การแบ่งพื้นที่รายตำบลตามที่เสนอ และมอบหมายให้ พอช. จัดทำบัญชีครัวเรือนร่วมให้แล้วเสร็จภายในวันที่ 31 มีนาคม 2566",
                province=province,
                about={"code": "PLN-2566-0001", "title": "แผนบูรณาการจังหวัดร้อยเอ็ด", "type": "plans"},
            ),
            matter(
                "5.2",
                "ร่างบันทึกข้อตกลงความร่วมมือสามหน่วยงาน",
                "PMUA",
                "approved",
                proposal="อนุมัติให้เสนอผู้มีอำนาจลงนามของทั้งสามหน่วยงาน",
                draft="อนุมัติร่างบันทึกข้อตกลงตามที่เสนอ และกำหนดลงนามในเดือนมีนาคม 2566",
                about={
                    "code": "MOU-2566-0001",
                    "title": "การขับเคลื่อนการแก้ไขปัญหาความยากจนเชิงพื้นที่",
                    "type": "mous",
                },
            ),
            matter(
                "5.3",
                "การเชื่อมโยงข้อมูลความยากจนระดับตำบลโดยไม่ใช้ข้อมูลรายบุคคล",
                "EEF",
                "assigned",
                proposal="ให้ทั้งสามหน่วยงานส่งจำนวนนับรายตำบลพร้อมวันที่และแหล่งข้อมูล",
                draft="มอบหมายทั้งสามหน่วยงานส่งข้อมูลจำนวนนับรายตำบลภายในวันที่ 15 มีนาคม 2566",
            ),
            matter(
                "5.4",
                "ปฏิทินการประชุมปี 2566",
                "NXPO",
                "endorsed",
                proposal="ประชุมทุกไตรมาส",
                draft="เห็นชอบปฏิทินการประชุมตามที่เสนอ",
            ),
        ],
        "6": [],
    }
    return [
        {"key": key, "label": {"th": label.th, "en": label.en}, "items": parts[key]}
        for key, label in SECTIONS
    ]


def _follow_up() -> list[dict[str, Any]]:
    rows = [
        (
            "ส่งรายชื่อพื้นที่ดำเนินงานระดับตำบลให้ฝ่ายเลขานุการ",
            "CODI",
            "2022-12-30",
            ("done", "แล้วเสร็จ", "good"),
            "ส่งครบ 22 จังหวัดเมื่อ 28 ธ.ค. 2565 ระดับตำบลส่งแล้ว 14 จังหวัด",
            0,
        ),
        (
            "จัดทำร่างบันทึกข้อตกลงความร่วมมือสามหน่วยงานเสนอนิติกร",
            "PMUA",
            "2023-01-31",
            ("doing", "กำลังดำเนินการ", "wait"),
            None,
            1,
        ),
        (
            "ทดลองเชื่อมโยงข้อมูลจำนวนครัวเรือนเป้าหมายในจังหวัดนำร่อง 1 จังหวัด",
            "EEF",
            "2023-03-31",
            ("open", "รอดำเนินการ", "wait"),
            None,
            0,
        ),
        (
            "สรุปบทเรียนการทำงานร่วมกันในพื้นที่ที่มีอยู่แล้ว",
            "CODI",
            "2023-03-15",
            ("doing", "กำลังดำเนินการ", "wait"),
            None,
            0,
        ),
    ]
    return [
        {
            "code": f"ACTN-2566-{n:04}",
            "title": title,
            "what": title,
            "org": org,
            "post": "ผู้ประสานงาน",
            "due_on": due,
            "state": state(*st),
            "overdue": due < DAY and st[0] != "done",
            "carried": carried,
            "result": result,
            "meeting": "2/2565",
            "resolution": n,
            "origin": "sample",
        }
        for n, (title, org, due, st, result, carried) in enumerate(rows, start=1)
    ]


def _activity(dice: random.Random, n: int, province: str, *, wordy: bool) -> dict[str, Any]:
    light = dice.choice((Light.GREEN, Light.GREEN, Light.AMBER, Light.RED, Light.NOT_REPORTED, Light.NOT_DUE))
    lead, partner = dice.sample(sorted(PROGRAMMES), 2)
    planned = dice.randint(3, 60) * 10_000_000
    allocated = planned * dice.choice((60, 80, 100)) // 100
    spent = 0 if light in (Light.NOT_REPORTED, Light.NOT_DUE) else allocated * dice.randint(5, 60) // 100
    told = light in (Light.GREEN, Light.AMBER, Light.RED)
    obstacles, remedy = OBSTACLES[n % 3]
    done = {Light.GREEN: 30, Light.AMBER: 21, Light.RED: 9}.get(light)
    return {
        "code": f"ACT-2566-{n:04}",
        "title": TITLES[n % len(TITLES)] if not wordy else TITLES[2] * 3,
        "lead": lead,
        "partners": [partner],
        "provinces": [province],
        "state": state("in_progress", "กำลังดำเนินงาน", "wait"),
        "starts_on": "2022-11-01",
        "ends_on": "2023-09-30",
        "target": "90 ครัวเรือน",
        "money": Money(planned, allocated, allocated - spent, spent, 0)._asdict(),
        "light": compose.light_of(light),
        "done": done,
        "planned": 30 if told else None,
        "report": {
            "code": f"RPT-2566-{n:04}",
            "period": "2566-1",
            "obstacles": LONG * 3 if wordy else obstacles if light in (Light.RED, Light.AMBER) else None,
            "remedy": remedy if not wordy else LONG,
            "submitted_on": "2023-01-12",
        }
        if told
        else None,
        "missing": "1/2566" if light is Light.NOT_REPORTED else None,
        "origin": "sample",
        "indicators": _indicators(n, told=told, wordy=wordy),
    }


def _indicators(n: int, *, told: bool, wordy: bool) -> list[dict[str, Any]]:
    name = ("รายได้เฉลี่ยต่อครัวเรือนต่อเดือน", "ครัวเรือนที่เข้าร่วม", "เด็กที่กลับเข้าสู่ระบบ")[n % 3]
    return [
        {
            "name": name if not wordy else LONG,
            "unit": ("บาท", "ครัวเรือน", "คน")[n % 3],
            "kind": "outcome",
            "activity": f"ACT-2566-{n:04}",
            "baseline": None,
            "target": ("4,000", "90", "250")[n % 3],
            "actual": ("1,850", "41", "62")[n % 3] if told else None,
            "percent": (46, 46, 25)[n % 3] if told else None,
            "period": "1/2566" if told else None,
        }
    ]


def _overlap(dice: random.Random, places: list[dict[str, Any]]) -> dict[str, Any]:
    rows = []
    for place in places:
        cells: dict[str, Any] = {}
        for org in PROGRAMMES:
            how = dice.choice(("confirmed", "below", "possible", None, None))
            if how:
                cells[org] = {"state": how, "below": dice.randint(1, 9) if how == "below" else 0}
        present = sum(c["state"] != "possible" for c in cells.values())
        kind = "confirmed" if present >= 2 else "possible" if len(cells) >= 2 else "none"
        if cells:
            rows.append(
                {
                    "code": place["code"],
                    "name": place["name"],
                    "cells": cells,
                    "agencies": present,
                    "possible": len(cells) - present,
                    "kind": kind,
                    "districts": dice.randint(0, 4) if present >= 2 else 0,
                    "subdistricts": dice.randint(0, 3) if present >= 2 else 0,
                }
            )
    rows.sort(key=lambda r: (-r["agencies"], -r["districts"], -r["subdistricts"], sort_key(r["name"]["th"])))
    nationwide = [{"code": "CODI-77", "org": "CODI", **words("งานเชิงพื้นที่ของ พอช. ทั้ง 77 จังหวัด")}]
    return {"orgs": list(PROGRAMMES), "nationwide": nationwide, "rows": rows}


def _mous() -> list[dict[str, Any]]:
    steps = [words(w) for w in ("เห็นพ้องในร่าง", "ตรวจกฎหมาย", "ตรวจงบประมาณ", "อนุมัติ", "ลงนาม")]

    def cells(done: int) -> list[dict[str, Any]]:
        signs = (
            [("good", "แล้ว", "2023-01-16")] * done
            + [("wait", "รอ", "2023-02-02")]
            + [("none", "ยังไม่ถึง", None)] * 5
        )
        return [{"sign": s, **words(th), "since": day} for s, th, day in signs[:5]]

    base = {
        "official_no": None,
        "since": "2023-02-02",
        "starts_on": None,
        "ends_on": None,
        "days_left": None,
        "ceremony_on": None,
        "steps": steps,
        "provinces": ["45"],
        "origin": "sample",
    }
    return [
        {
            **base,
            "code": "MOU-2566-0001",
            "title": "การขับเคลื่อนการแก้ไขปัญหาความยากจนและลดความเหลื่อมล้ำเชิงพื้นที่",
            "parties": ["EEF", "CODI", "PMUA"],
            "state": state("approval", "เสนอผู้มีอำนาจ", "wait"),
            "board": [
                {"org": "EEF", "cells": cells(4)},
                {"org": "CODI", "cells": cells(3)},
                {"org": "PMUA", "cells": cells(3)},
            ],
        },
        {
            **base,
            "code": "MOU-2563-0004",
            "title": "การพัฒนาคุณภาพชีวิตและเศรษฐกิจชุมชนฐานราก",
            "parties": ["CODI", "PMUA"],
            "state": state("in_force", "มีผลใช้บังคับ", "good"),
            "official_no": "4/2563",
            "starts_on": "2020-05-01",
            "ends_on": "2023-04-30",
            "days_left": 69,
            "board": [{"org": "CODI", "cells": cells(5)}, {"org": "PMUA", "cells": cells(5)}],
        },
    ]


def _plan(dice: random.Random, n: int, province: str) -> dict[str, Any]:
    st = dice.choice(
        (
            ("in_force", "อยู่ระหว่างดำเนินการ", "good"),
            ("approved", "อนุมัติแล้ว", "good"),
            ("review", "หน่วยงานตรวจ", "wait"),
            ("draft", "ร่าง", "none"),
        )
    )
    return {
        "code": f"PLN-2566-{n:04}",
        "title": "แผนบูรณาการจังหวัด",
        "province": province,
        "lead": "CODI",
        "state": state(*st),
        "approved_on": "2022-12-28" if st[0] in ("in_force", "approved") else None,
        "origin": "sample",
    }


def _budget(activities: list[dict[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in BUDGET_SOURCES][:4]
    cells: dict[str, dict[str, Money]] = {}
    for n, a in enumerate(activities):
        mine = cells.setdefault(a["lead"], {})
        source = keys[n % 4]
        mine[source] = mine.get(source, NOTHING).plus(Money(**a["money"]))
    words_of = dict(BUDGET_SOURCES)

    def total(parts: Any) -> Money:
        found = NOTHING
        for part in parts:
            found = found.plus(part)
        return found

    by_source = {key: total(mine[key] for mine in cells.values() if key in mine) for key in keys}
    return {
        "sources": [{"key": key, "th": words_of[key].th, "en": words_of[key].en} for key in keys],
        "rows": [
            {
                "org": org,
                "by_source": {key: mine[key]._asdict() for key in keys if key in mine},
                "total": total(mine.values())._asdict(),
            }
            for org, mine in sorted(cells.items())
        ],
        "by_source": {key: money._asdict() for key, money in by_source.items()},
        "total": total(by_source.values())._asdict(),
    }


def _lesson(n: int, province: str, *, wordy: bool) -> dict[str, Any]:
    titles = (
        "กระจูดแก้จน: ให้คนจนอยู่ในห่วงโซ่มูลค่าตั้งแต่ต้นน้ำ",
        "แปลงรวมบนที่ดินสาธารณะได้ผลเมื่อชุมชนตั้งกติกาเอง",
        "รถพุ่มพวงช่วยระบายสินค้า แต่ต้องมีศูนย์กระจายใกล้ชุมชน",
        "แม่วัยรุ่นกลับเข้าเรียนได้เมื่อโรงพยาบาลกับโรงเรียนทำงานด้วยกัน",
        "เงิน 15 บาทต่อวันช่วยให้เด็กอยู่ในโรงเรียน แต่คุณภาพต่างกันตามบริบท",
        "ใช้บัญชีครัวเรือนชุดเดียว ลดการลงพื้นที่ซ้ำได้ครึ่งหนึ่ง",
    )
    return {
        "code": f"LSN-2566-{n:04}",
        "title": titles[n - 1] if not wordy else titles[4] * 3,
        "org": "PMUA",
        "agencies": ["PMUA"],
        "done": "มหาวิทยาลัยในพื้นที่จัดกลุ่มครัวเรือนยากจนให้รับจ้างเตรียมเส้นกระจูดและสานลายพื้นฐาน โดยกลุ่มวิสาหกิจรับซื้อในราคาประกัน"
        * (3 if wordy else 1),
        "result": "ครัวเรือนมีรายได้ประจำเดือนละประมาณ 4,000 บาท (ตามข่าว 9 ธ.ค. 2565)" * (3 if wordy else 1),
        "conditions": "มีตลาดรับซื้อแน่นอน และมีพี่เลี้ยงในชุมชนอย่างน้อย 1 คนต่อ 15 ครัวเรือน",
        "usable_where": "พื้นที่ที่มีวัตถุดิบท้องถิ่นและกลุ่มวิสาหกิจชุมชนเข้มแข็ง",
        "directions": ["grassroots_economy"],
        "provinces": [province],
        "published_on": "2023-02-01",
        "source": "รายงานความก้าวหน้าไตรมาส 1/2566",
        "origin": "sample",
    }


def _province(
    dice: random.Random, whole: dict[str, Any], place: dict[str, Any], *, wordy: bool
) -> dict[str, Any]:
    code = place["code"]
    rows = compose.by_urgency(a for a in whole["activities"] if code in a["provinces"])
    plan = next((p for p in whole["plans"] if p["province"] == code), None)
    money = NOTHING
    for a in rows:
        money = money.plus(Money(**a["money"]))
    region = region_of()[code]
    return {
        **place,
        "region": {"th": dict(REGIONS)[region].th, "en": dict(REGIONS)[region].en},
        "fiscal_year": FISCAL_YEAR,
        "quarter": 1,
        "quarter_year": FISCAL_YEAR,
        "as_of": AS_OF,
        "agencies": [
            {
                "org": org,
                "programmes": [{"code": org, **words(PROGRAMMES.get(org, PROGRAMMES["CODI"])[1])}]
                * (5 if wordy else 1),
                "districts": dice.randint(0, 6),
                "subdistricts": dice.randint(0, 14),
                "origins": ["sample"],
            }
            for org in (ORGS if wordy else PROGRAMMES)
        ],
        "overlap": next((r for r in whole["overlap"]["rows"] if r["code"] == code), None),
        "plan": plan,
        "mous": [{k: m[k] for k in ("code", "title", "state", "days_left", "origin")} for m in whole["mous"]],
        "activities": rows,
        "lights": compose.lights(rows),
        "money": money._asdict(),
        "indicators": [i for a in rows for i in a["indicators"]],
        "problems": [facts.problem(a) for a in rows if a["report"] and a["report"]["obstacles"]],
        "missing": [a["code"] for a in rows if a["missing"]],
        "lesson": next((one for one in whole["lessons"] if code in one["provinces"]), None),
        "decisions": [
            {"no": i["no"], "title": i["title"] * (3 if wordy else 1), "proposal": i["proposal"]}
            for part in whole["agenda"]
            for i in part["items"]
            if i["province"] == code or (wordy and part["key"] == "5")
        ],
        "has_sample": True,
        "orgs": whole["orgs"],
    }


def _sources() -> list[dict[str, Any]]:
    return [
        {
            "what": words("พื้นที่ดำเนินงานและพื้นที่ซ้อนทับ"),
            "source": words("รายชื่อพื้นที่ที่แต่ละหน่วยงานแจ้ง ปีงบประมาณ 2566"),
            "as_of": "2023-01-31",
        },
        {
            "what": words("ความก้าวหน้าและไฟสถานะ"),
            "source": words("รายงานไตรมาส 1/2566 ที่หน่วยงานรับรอง"),
            "as_of": DAY,
        },
        {"what": words("งบประมาณ"), "source": words("รายการงบประมาณของกิจกรรมที่แต่ละหน่วยงานบันทึก"), "as_of": DAY},
    ]
