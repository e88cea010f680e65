"""What a director must see on one page: six numbers, the matters to decide, and the risks. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from planhub.activities.measures import elapsed_percent, percent
from planhub.kernel.numbers import format_money
from planhub.kernel.text import ENGLISH, THAI, Text
from planhub.kernel.thai import fiscal_year_span, format_date, parse_iso_date
from planhub.meetings.pack.compose import Facts, pair

EXPIRING_DAYS = 90
"""Days before the end of an MOU from which it is a risk (domain.md §3.1; default of a setting)."""
SLOW_BY = 20
"""Percentage points by which spending may lag behind the time that has passed before it is a risk."""
MOST_RISKS = 3
APPROVED_PLANS = frozenset({"approved", "in_force", "closing", "closed"})


def figures(snapshot: Facts) -> list[Facts]:
    """Give the six numbers, each with what it is of and where it comes from."""
    return [
        _overlap(snapshot),
        _plans(snapshot),
        _mous(snapshot),
        _activities(snapshot),
        _money(snapshot),
        _actions(snapshot),
    ]


def _figure(key: str, label: Text, value: str, unit: Text, note: Text, source: Text) -> Facts:
    return {
        "key": key,
        "label": pair(label),
        "value": value,
        "unit": pair(unit),
        "note": pair(note),
        "source": pair(source),
    }


PROVINCES = Text("จังหวัด", "provinces")


def _overlap(snapshot: Facts) -> Facts:
    rows = snapshot["overlap"]["rows"]
    confirmed = sum(row["kind"] == "confirmed" for row in rows)
    possible = sum(row["kind"] == "possible" for row in rows)
    note = Text("จาก {n} จังหวัดที่มีหน่วยงานทำงาน · อาจซ้อนทับอีก {p}", "of {n} with any agency; {p} more possible")
    return _figure(
        "overlap",
        Text("พื้นที่ซ้อนทับที่ยืนยันแล้ว", "Confirmed overlaps"),
        str(confirmed),
        PROVINCES,
        note.format(n=len(rows), p=possible),
        Text("รายชื่อพื้นที่จากหน่วยงาน ปีงบประมาณ {fy}", "agencies' lists of areas, FY {fy}").format(
            fy=snapshot["fiscal_year"]
        ),
    )


def _plans(snapshot: Facts) -> Facts:
    plans = snapshot["plans"]
    approved = sum(p["state"]["key"] in APPROVED_PLANS for p in plans)
    met = {row["code"] for row in snapshot["overlap"]["rows"] if row["kind"] == "confirmed"}
    covered = len(met & {p["province"] for p in plans if p["state"]["key"] in APPROVED_PLANS})
    note = Text(
        "จัดทำแล้ว {n} แผน · ครอบคลุมพื้นที่ซ้อนทับ {c} จาก {m} จังหวัด",
        "{n} plans begun; {c} of {m} overlap provinces covered",
    )
    return _figure(
        "plans",
        Text("แผนบูรณาการที่อนุมัติแล้ว", "Approved provincial plans"),
        str(approved),
        Text("แผน", "plans"),
        note.format(n=len(plans), c=covered, m=len(met)),
        Text("ทะเบียนแผนบูรณาการ", "register of plans"),
    )


def _mous(snapshot: Facts) -> Facts:
    rows = snapshot["mous"]
    in_force = [m for m in rows if m["state"]["key"] == "in_force"]
    waiting = sum(m["state"]["key"] in ("ready_to_sign", "signing") for m in rows)
    under_way = sum(m["state"]["key"] in ("draft", "negotiating", "clearance", "approval") for m in rows)
    return _figure(
        "mous",
        Text("บันทึกข้อตกลงที่มีผลใช้บังคับ", "MOUs in force"),
        str(len(in_force)),
        Text("ฉบับ", "MOUs"),
        Text("รอลงนาม {w} · อยู่ระหว่างดำเนินการ {u}", "{w} to be signed, {u} under way").format(
            w=waiting, u=under_way
        ),
        Text("ทะเบียนบันทึกข้อตกลง", "register of MOUs"),
    )


def _activities(snapshot: Facts) -> Facts:
    return _figure(
        "activities",
        Text("กิจกรรมร่วม", "Joint activities"),
        str(len(snapshot["activities"])),
        Text("กิจกรรม", "activities"),
        Text("ใน {n} จังหวัด", "in {n} provinces").format(n=len(snapshot["provinces"])),
        reports_source(snapshot),
    )


def reports_source(snapshot: Facts) -> Text:
    """Say which reports speak in this pack."""
    if not snapshot["quarter"]:
        return Text("ขั้นตอนงานของกิจกรรม (ยังไม่ถึงรอบรายงาน)", "milestones (no report is due yet)")
    return Text("รายงานไตรมาส {q}/{fy} ที่หน่วยงานรับรอง", "reports of Q{q}/{fy} that agencies certified").format(
        q=snapshot["quarter"], fy=snapshot["quarter_year"]
    )


def _money(snapshot: Facts) -> Facts:
    total = snapshot["budget"]["total"]
    spent = percent(total["disbursed"], total["allocated"])
    allocated = _both(total["allocated"])
    note = Text("ของเงินจัดสรร {money} · เวลาผ่านไป {t}%", "of {money} allocated; {t}% of the year is over")
    return _figure(
        "budget",
        Text("เบิกจ่าย", "Disbursed"),
        "–" if spent is None else str(spent),
        Text("%", "%"),
        note.format(money=allocated, t=snapshot["elapsed"]),
        Text("รายการงบประมาณของกิจกรรม ปีงบประมาณ {fy}", "budget lines, FY {fy}").format(
            fy=snapshot["fiscal_year"]
        ),
    )


def _both(satang: int) -> Text:
    return Text(format_money(satang, "million", locale=THAI), format_money(satang, "million", locale=ENGLISH))


def _actions(snapshot: Facts) -> Facts:
    rows = snapshot["follow_up"]
    overdue = sum(row["overdue"] for row in rows)
    return _figure(
        "follow-up",
        Text("เรื่องที่มอบหมายและยังไม่ปิด", "Assignments not closed"),
        str(len(rows)),
        Text("เรื่อง", "matters"),
        Text("เกินกำหนด {n} เรื่อง", "{n} overdue").format(n=overdue),
        Text("มติที่ประชุมครั้งก่อน ๆ", "earlier resolutions"),
    )


def elapsed(snapshot: Facts) -> int:
    """Give the per cent of the fiscal year that is over on the day of the figures."""
    first, last = fiscal_year_span(snapshot["fiscal_year"])
    return elapsed_percent(first, last, parse_iso_date(snapshot["day"])) or 0


def risks(snapshot: Facts) -> list[Facts]:
    """Give at most three risks, the most pressing first; each says what would help."""
    found = [
        *_ending(snapshot),
        *_off_plan(snapshot),
        *_overdue(snapshot),
        *_slow(snapshot),
        *_unplanned(snapshot),
        *_unknown(snapshot),
    ]
    return found[:MOST_RISKS]


def _risk(sign: str, text: Text, ask: Text, section: str) -> Facts:
    return {"sign": sign, "text": pair(text), "ask": pair(ask), "section": section}


def _ending(snapshot: Facts) -> Iterator[Facts]:
    soon = [m for m in snapshot["mous"] if m["days_left"] is not None and m["days_left"] <= EXPIRING_DAYS]
    for mou in sorted(soon, key=lambda m: (m["days_left"], m["code"]))[:1]:
        day = parse_iso_date(mou["ends_on"])
        more = (
            Text(" และอีก {n} ฉบับ", " and {n} more").format(n=len(soon) - 1) if len(soon) > 1 else Text("", "")
        )
        yield _risk(
            "wait",
            Text(
                "บันทึกข้อตกลง {code} จะสิ้นสุดวันที่ {day} (เหลือ {n} วัน){more}",
                "MOU {code} ends on {day} ({n} days left){more}",
            ).format(
                code=mou["code"],
                day=Text(format_date(day, locale=THAI), format_date(day, locale=ENGLISH)),
                n=mou["days_left"],
                more=more,
            ),
            Text("พิจารณาต่ออายุ แก้ไข หรือให้สิ้นสุด", "Decide to renew, amend or let it end"),
            "mous",
        )


def _off_plan(snapshot: Facts) -> Iterator[Facts]:
    red = [a for a in snapshot["activities"] if a["light"]["key"] == "red"]
    if not red:
        return
    told = next((a for a in red if a["report"] and a["report"]["remedy"]), None)
    example = told or red[0]
    yield _risk(
        "bad",
        Text(
            "{n} กิจกรรมต่ำกว่าแผน เช่น {code} {title}", "{n} activities are off plan, such as {code} {title}"
        ).format(n=len(red), code=example["code"], title=example["title"]),
        Text("ความช่วยเหลือที่ขอ: {help}", "Help asked: {help}").format(help=told["report"]["remedy"])
        if told
        else Text("สอบถามสาเหตุและความช่วยเหลือที่ต้องการ", "Ask for the cause and for what would help"),
        "activities",
    )


def _overdue(snapshot: Facts) -> Iterator[Facts]:
    late = [row for row in snapshot["follow_up"] if row["overdue"]]
    if late:
        yield _risk(
            "wait",
            Text(
                "เรื่องที่มอบหมายเกินกำหนด {n} เรื่อง เช่น {title}", "{n} assignments are overdue, such as {title}"
            ).format(n=len(late), title=late[0]["title"]),
            Text("กำหนดวันใหม่หรือให้ยุติ", "Set a new day, or drop them"),
            "follow-up",
        )


def _slow(snapshot: Facts) -> Iterator[Facts]:
    total = snapshot["budget"]["total"]
    spent = percent(total["disbursed"], total["allocated"])
    if spent is not None and spent + SLOW_BY < snapshot["elapsed"]:
        yield _risk(
            "wait",
            Text(
                "เบิกจ่าย {s}% ขณะที่เวลาผ่านไป {t}% ของปีงบประมาณ", "{s}% is spent while {t}% of the year is over"
            ).format(s=spent, t=snapshot["elapsed"]),
            Text("เร่งรัดหรือปรับแผนการใช้จ่าย", "Speed up or re-plan the spending"),
            "budget",
        )


def _unplanned(snapshot: Facts) -> Iterator[Facts]:
    planned = {p["province"] for p in snapshot["plans"]}
    names = [
        row["name"]
        for row in snapshot["overlap"]["rows"]
        if row["kind"] == "confirmed" and row["code"] not in planned
    ]
    if names:
        yield _risk(
            "none",
            Text(
                "{n} จังหวัดที่หน่วยงานซ้อนทับกันยังไม่มีแผนบูรณาการ ({which})",
                "{n} overlap provinces have no plan yet ({which})",
            ).format(n=len(names), which=_some(names)),
            Text("มอบหมายเจ้าภาพจัดทำแผน", "Name who leads their plans"),
            "overlap",
        )


def _some(names: Sequence[Mapping[str, str]], most: int = 3) -> Text:
    shown = Text(" ".join(n["th"] for n in names[:most]), ", ".join(n["en"] for n in names[:most]))
    if len(names) <= most:
        return shown
    return Text(f"{shown.th} ฯลฯ", f"{shown.en} and others")


def _unknown(snapshot: Facts) -> Iterator[Facts]:
    missing = snapshot["missing"]
    if missing:
        yield _risk(
            "none",
            Text(
                "ยังไม่ได้รับรายงานจาก {n} กิจกรรม ภาพความก้าวหน้าจึงยังไม่ครบ",
                "Reports of {n} activities have not come in, so the picture is incomplete",
            ).format(n=len(missing)),
            Text("รายชื่ออยู่ในภาคผนวก ก", "They are listed in annex A"),
            "annex-missing",
        )
