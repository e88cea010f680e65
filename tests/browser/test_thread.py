"""The thin thread, by clicking: from a draft MOU to the PDF of a joint meeting, each step by the persona whose it is."""

import subprocess
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from playwright.sync_api import Page, expect

from planhub.demo.mous import SAMPLE_SCAN
from planhub.kernel import clock, thai
from planhub.progress.measures import window
from planhub.progress.services import generate
from tests.browser.house import Site
from tests.browser.people import PHONE, Persona, fill, find, row, tick, type_in

MOU = "การลดความเหลื่อมล้ำโดยใช้จังหวัดร้อยเอ็ดเป็นตัวตั้ง (ทดสอบ)"
ACTIVITY = "กองทุนการเรียนรู้ของเด็กนอกระบบ (ทดสอบ)"
LESSON = "ให้ชุมชนเก็บข้อมูลเองแล้วข้อมูลใช้ต่อได้ (ทดสอบ)"
NAMES = {"codi": "พอช.", "eef": "กสศ.", "pmua": "บพท."}
SCAN = "สแกน-ฉบับลงนาม.pdf"
People = Callable[..., Persona]


def written(day: date) -> str:
    return thai.format_date(day, "numeric")


def test_from_mou_to_pack(people: People, site: Site) -> None:
    mou = agree(people)
    sign(people, mou)
    activity = propose(people, mou)
    plan = plan_of_the_province(people, mou, activity)
    report(people, site, activity)
    lesson = learn(people, activity)
    meet(people, mou, plan, lesson)


# --- the MOU ----------------------------------------------------------------------------------------------------


def agree(people: People) -> str:
    """Draft, settle, clear and approve."""
    codi = people("coordinator.codi")
    code = codi.begin("/mous", "เพิ่มบันทึกข้อตกลง", _mou_in_short)
    path = f"/mous/{code}"
    codi.page.get_by_text("ยังดำเนินการไม่ได้").click()
    codi.sees("ยังไม่ได้ระบุวัตถุประสงค์")
    codi.edit(path, _mou_in_full)
    codi.move(path, "ส่งร่างให้ภาคี")
    for org in NAMES:
        people(f"coordinator.{org}").move(path, "เห็นพ้องกับข้อความนี้")
    for org in NAMES:
        people(f"legal.{org}").move(path, "ผ่านการตรวจกฎหมาย", _check_all)
        people(f"budget.{org}").move(
            path, "ผ่านการตรวจงบประมาณ", lambda page: tick(page, "ไม่มีภาระผูกพันงบประมาณ")
        )
    people("director.codi").move(path, "อนุมัติ")
    people("director.eef").move(path, "อนุมัติ")
    approve_in_two_taps(people("director.pmua", viewport=PHONE, has_touch=True, is_mobile=True), code)
    codi.is_now(path, "รอลงนาม")
    return code


def _mou_in_short(page: Page) -> None:
    type_in(page, "เรื่อง", MOU)
    for number, org in enumerate(NAMES.values(), start=1):
        one = row(page, "ภาคี", number)
        one.get_by_label("หน่วยงาน", exact=True).select_option(label=_option(one, org))
    one.get_by_label("ลงนามผ่านนิติบุคคล", exact=True).select_option(label=_option(one, "สอวช."))
    tick(page, "ต่างฝ่ายต่างใช้งบประมาณของตน")


def _option(scope: object, abbr: str) -> str:
    """Give the whole label of the option that begins with an abbreviation."""
    option = scope.locator("option", has_text=abbr).first  # type: ignore[attr-defined]
    return str(option.inner_text())


def _mou_in_full(page: Page) -> None:
    find(page, "พื้นที่ดำเนินงาน", "ร้อยเอ็ด", "ร้อยเอ็ด")
    type_in(page, "วัตถุประสงค์", "วางแผนจังหวัดหนึ่งแผนร่วมกัน\nใช้ข้อมูลระดับพื้นที่ร่วมกัน")
    type_in(page, "ระยะเวลา (ปี)", "3")
    for number, org in enumerate(NAMES.values(), start=1):
        signer = row(page, "ผู้ลงนามและพยาน", number)
        signer.get_by_label("หน่วยงาน (เว้นว่างได้สำหรับสักขีพยาน)", exact=True).select_option(
            label=_option(signer, org)
        )
        signer.get_by_label("ตำแหน่ง", exact=True).fill("ผู้อำนวยการ")
        duty = row(page, "หน้าที่ของแต่ละฝ่าย", number)
        duty.get_by_label("ฝ่าย (เว้นว่าง = ทุกฝ่ายร่วมกัน)", exact=True).select_option(label=_option(duty, org))
        duty.get_by_label("หน้าที่", exact=True).fill(f"{org} ร่วมดำเนินงานในพื้นที่")


def _check_all(page: Page) -> None:
    for box in page.get_by_role("group", name="รายการตรวจ").get_by_role("checkbox").all():
        box.check()


def approve_in_two_taps(director: Persona, code: str) -> None:
    """On a phone: from what waits for her to the decision, without sideways scrolling, with room for a thumb."""
    page = director.page
    page.goto("/")
    task = page.get_by_role("main").get_by_role("link", name="อนุมัติ").first
    expect(task).to_be_visible()
    task.tap()
    expect(page.get_by_role("heading", level=1, name="อนุมัติ")).to_be_visible()
    director.sees(code, MOU)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    button = page.get_by_role("main").get_by_role("button", name="อนุมัติ", exact=True)
    expect(button).to_be_in_viewport()
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    button.tap()
    director.code()


def sign(people: People, code: str) -> None:
    """Hold the ceremony, attach the scan, record the signatures and confirm them."""
    path, desk = f"/mous/{code}", people("secretariat")

    def ceremony(page: Page) -> None:
        fill(page, {"วันลงนาม": written(clock.today()), "สถานที่": "สอวช. กรุงเทพฯ"})
        type_in(page, "พยาน", "\n".join(f"{org}: นางสาวใจดี มีสุข, หัวหน้าสำนัก" for org in NAMES.values()))

    desk.move(path, "กำหนดการลงนาม", ceremony)
    page = desk.open(path)
    page.get_by_label("แนบไฟล์").set_input_files(
        {"name": SCAN, "mimeType": "application/pdf", "buffer": SAMPLE_SCAN}
    )
    desk.press("แนบไฟล์")
    expect(page.get_by_role("link", name=SCAN)).to_be_visible()
    for org in NAMES.values():

        def signature(page: Page, org: str = org) -> None:
            field = page.get_by_label("ลงนามในนามของ")
            field.select_option(label=_option(field, org))
            fill(page, {"ชื่อผู้ลงนาม": "นายสมมติ ตัวอย่าง", "วันที่ลงนาม": written(clock.today())})
            page.get_by_label("ตำแหน่ง", exact=True).fill("ผู้อำนวยการ")
            type_in(page, "ชื่อพยาน", "นางสาวใจดี มีสุข")
            type_in(page, "ไฟล์สแกนฉบับลงนาม", SCAN)

        desk.move(path, "บันทึกการลงนาม", signature)
    for org, abbr in NAMES.items():

        def confirm(page: Page, abbr: str = abbr) -> None:
            field = page.get_by_label("ยืนยันการลงนามของ")
            field.select_option(label=_option(field, abbr))

        people(f"coordinator.{org}").move(path, "ยืนยันการลงนาม", confirm)
    desk.is_now(path, "มีผลใช้บังคับ")


# --- plan and activity ------------------------------------------------------------------------------------------


def propose(people: People, mou: str) -> str:
    """Propose an activity of กสศ. with พอช., who accepts its share."""
    eef = people("coordinator.eef")
    code = eef.begin("/activities", "เพิ่มกิจกรรมร่วม", lambda page: _activity_in_short(page, mou))
    path = f"/activities/{code}"
    eef.edit(path, _activity_in_full)
    eef.move(path, "ยืนยันข้อเสนอและเชิญหน่วยงานร่วม")
    people("coordinator.codi").move(path, "ตอบรับร่วมดำเนินงาน")
    eef.is_now(path, "หน่วยงานร่วมตอบรับแล้ว")
    return code


def _activity_in_short(page: Page, mou: str) -> None:
    type_in(page, "ชื่อกิจกรรม", ACTIVITY)
    find(page, "พื้นที่ดำเนินงาน", "ร้อยเอ็ด", "ร้อยเอ็ด")
    first, last = _year()
    fill(page, {"วันเริ่มต้น": written(first), "วันสิ้นสุด": written(last)})
    tick(page, "เก็บเกี่ยวความรู้ระหว่างทาง")
    find(page, "บันทึกข้อตกลงที่อ้างอิง", mou, mou)
    type_in(page, "กลุ่มเป้าหมาย", "เด็กและเยาวชนนอกระบบการศึกษา")


def _activity_in_full(page: Page) -> None:
    tick(page, "งานต่อยอด")
    fill(page, {"จำนวนเป้าหมาย": "๑๕๐", "หน่วยนับ": "คน", "ผลผลิตที่คาดหวัง": "เด็กกลับสู่การเรียนรู้"})
    last, year = _year()[1], str(thai.fiscal_year(clock.today()))
    partner = row(page, "หน่วยงานร่วม", 1)
    partner.get_by_label("หน่วยงาน", exact=True).select_option(label=_option(partner, "พอช."))
    partner.get_by_label("บทบาท", exact=True).fill("จัดเวทีชุมชน")
    steps = (("เตรียมพื้นที่", 40), ("ดำเนินงาน", 60))
    for number, (title, weight) in enumerate(steps, start=1):
        step = row(page, "ขั้นตอนงาน (น้ำหนักรวมร้อยละ 100)", number)
        step.get_by_label("ขั้นตอน", exact=True).fill(title)
        step.get_by_label("น้ำหนัก (ร้อยละ)", exact=True).fill(str(weight))
        step.get_by_label("กำหนดเสร็จ", exact=True).fill(written(last))
    for number, (org, baht) in enumerate((("กสศ.", "1,500,000"), ("พอช.", "๒๕๐,๐๐๐.๕๐")), start=1):
        line = row(page, "รายการงบประมาณ (บาท)", number)
        line.get_by_label("หน่วยงาน", exact=True).select_option(label=_option(line, org))
        line.get_by_label("แหล่งงบประมาณ", exact=True).select_option(label="กองทุน/ทุนวิจัย")
        line.get_by_label("ปีงบประมาณ", exact=True).fill(year)
        line.get_by_label("วงเงินตามแผน", exact=True).fill(baht)
    sign_ = row(page, "ตัวชี้วัด", 1)
    sign_.get_by_label("ตัวชี้วัด", exact=True).fill("เด็กที่มีแผนการเรียนรายคน")
    sign_.get_by_label("ระดับ", exact=True).select_option(label="ผลผลิต")
    sign_.get_by_label("หน่วยนับ", exact=True).fill("คน")
    sign_.get_by_label("ค่าฐาน", exact=True).fill("0")
    sign_.get_by_label("ที่มาของค่าฐาน", exact=True).fill("สำรวจ")
    sign_.get_by_label("ค่าเป้าหมาย", exact=True).fill("150")


def _year() -> tuple[date, date]:
    year = thai.fiscal_year(clock.today())
    return thai.quarter_span(year, 1)[0], thai.quarter_span(year, 4)[1]


def plan_of_the_province(people: People, mou: str, activity: str) -> str:
    """Frame a plan, collect the parts of two agencies, review, endorse and approve it."""
    codi, eef = people("coordinator.codi"), people("coordinator.eef")
    second = codi.begin("/activities", "เพิ่มกิจกรรมร่วม", lambda page: _activity_in_short(page, mou))
    codi.edit(f"/activities/{second}", _own_activity)
    codi.move(f"/activities/{second}", "ยืนยันข้อเสนอและเชิญหน่วยงานร่วม")
    code = codi.begin("/plans", "เพิ่มแผนบูรณาการจังหวัด", lambda page: _plan_in_short(page, mou))
    path = f"/plans/{code}"
    codi.edit(path, _plan_in_full)
    codi.move(path, "เชิญหน่วยงานส่งส่วนของตน")
    for person, own in ((codi, second), (eef, activity)):
        person.edit(path, lambda page, own=own: _bring(page, own))  # type: ignore[misc]
        person.move(
            path,
            "ส่งส่วนของหน่วยงาน",
            lambda page: type_in(page, "สิ่งที่หน่วยงานนำมาร่วม", "บุคลากรและงบประมาณ"),
        )
    codi.move(path, "รวมเล่มและตรวจอัตโนมัติ")
    codi.move(path, "ส่งให้หน่วยงานตรวจ")
    for org in ("codi", "eef"):
        people(f"budget.{org}").move(path, "ตรวจแล้ว ผ่าน")
    people("area.roiet").move(path, "บันทึกมติเห็นชอบ", _resolution)
    for org in ("codi", "eef"):
        people(f"director.{org}").move(path, "อนุมัติ")
    codi.is_now(path, "ใช้บังคับ")
    return code


def _own_activity(page: Page) -> None:
    _activity_in_full(page)
    type_in(page, "ชื่อกิจกรรม", "เวทีแผนชุมชนระดับอำเภอ (ทดสอบ)")
    for name in ("หน่วยงานร่วม", "รายการงบประมาณ (บาท)"):  # กสศ. has no part in it
        row(page, name, 1).get_by_role("button", name="นำออก").click()


def _plan_in_short(page: Page, mou: str) -> None:
    type_in(page, "จังหวัด", "ร้อยเอ็ด")
    type_in(page, "ปีงบประมาณ", str(thai.fiscal_year(clock.today())))
    find(page, "บันทึกข้อตกลงที่รองรับ", mou, mou)
    type_in(page, "กำหนดส่งส่วนของหน่วยงาน", written(clock.today() + timedelta(days=30)))


def _plan_in_full(page: Page) -> None:
    type_in(page, "สถานการณ์", "ความยากจนกระจุกตัวในบางตำบล")
    row(page, "เป้าหมาย", 1).get_by_label("เป้าหมาย", exact=True).fill("เด็กทุกคนได้เรียน")
    for number, org in enumerate(("พอช.", "กสศ."), start=1):
        part = row(page, "หน่วยงานในแผน", number)
        part.get_by_label("หน่วยงาน", exact=True).select_option(label=_option(part, org))


def _bring(page: Page, activity: str) -> None:
    rows = page.locator("[data-rows=activities]")
    rows.get_by_role("button", name="เพิ่มแถว").click()
    newest = rows.locator("[data-row]").last
    newest.get_by_role("searchbox").fill(activity)
    found = newest.get_by_label(activity, exact=False).first
    expect(found).to_be_visible()
    found.check()


def _resolution(page: Page) -> None:
    fill(page, {"การประชุม": "คณะทำงานจังหวัด", "มติที่": "1/1", "วันที่มีมติ": written(clock.today())})


# --- report, lesson, meeting ------------------------------------------------------------------------------------


def report(people: People, site: Site, activity: str) -> None:
    """The quarter ends; กสศ. reports it, its director certifies, the secretariat accepts."""
    eef = people("coordinator.eef")
    eef.move(
        f"/activities/{activity}",
        "เริ่มดำเนินการ",
        lambda page: type_in(page, "วันเริ่มจริง", written(clock.today())),
    )
    today = clock.today()
    opens = window(thai.fiscal_year(today), thai.quarter(today))[0]
    with clock.at(datetime.combine(max(opens, today), time(9), clock.BANGKOK)), site.session() as session:
        generate(session)  # what the daily run of that day does
    page = eef.open("/progress-reports")
    title = f"รายงานไตรมาส {thai.quarter(today)}/{thai.fiscal_year(today)} · {ACTIVITY}"
    page.get_by_role("link", name=title).click()
    code = eef.code()
    path = f"/progress-reports/{code}"
    eef.edit(path, _report_in_full)
    eef.move(path, "เสนอรายงาน")
    people("director.eef").move(path, "รับรองรายงาน")
    desk = people("secretariat")
    desk.move(path, "รับเข้าตรวจร่วม")
    desk.move(path, "รับรายงาน", lambda page: tick(page, "เป็นไปตามแผน"))
    desk.is_now(path, "รับรายงานแล้ว")


def _report_in_full(page: Page) -> None:
    tick(page, "เป็นไปตามแผน")
    type_in(page, "สรุปผลการดำเนินงาน", "เด็ก 12 คนมีแผนการเรียนแล้ว")
    row(page, "ผลตามตัวชี้วัด", 1).get_by_label("ผล", exact=True).fill("12")
    for number in (1, 2):
        money = row(page, "การใช้จ่ายงบประมาณ (สะสม)", number)
        money.get_by_label("ผูกพันสะสม", exact=True).fill("100,000")
        money.get_by_label("เบิกจ่ายสะสม", exact=True).fill("50,000")


def learn(people: People, activity: str) -> str:
    """Write a lesson down, have its facts confirmed, publish it."""
    eef = people("coordinator.eef")
    code = eef.begin("/lessons", "เพิ่มบทเรียน", _lesson)
    path = f"/lessons/{code}"
    eef.move(path, "เสนอให้ยืนยันข้อเท็จจริง")
    people("coordinator.codi").move(path, "ยืนยันข้อเท็จจริง", lambda page: tick(page, "ตรวจแล้ว ไม่มีข้อมูลส่วนบุคคล"))
    people("knowledge").move(path, "เผยแพร่", lambda page: tick(page, "เทียบกับบทเรียนที่ใกล้เคียงแล้ว"))
    eef.is_now(path, "เผยแพร่แล้ว")
    return code


def _lesson(page: Page) -> None:
    type_in(page, "ชื่อบทเรียน", LESSON)
    fill(page, {"บริบทและพื้นที่": "จังหวัดร้อยเอ็ด", "ทำอะไร": "ชุมชนเก็บข้อมูลเอง", "ผลที่เกิดขึ้น": "ข้อมูลใช้ต่อได้"})
    type_in(page, "ปัจจัยความสำเร็จและเงื่อนไข", "มีพี่เลี้ยงตำบล")
    tick(page, "เก็บเกี่ยวความรู้ระหว่างทาง", "พอช. –")
    find(page, "พื้นที่", "ร้อยเอ็ด", "ร้อยเอ็ด")
    type_in(page, "แหล่งอ้างอิงและผู้ถอดบทเรียน", "บันทึกเวที")
    tick(page, "ไม่มีข้อมูลส่วนบุคคล")


def meet(people: People, mou: str, plan: str, lesson: str) -> None:
    """Call a meeting, freeze the figures, watch the pack being built, and read it."""
    desk = people("secretariat")
    code = desk.begin("/meetings", "เพิ่มการประชุม", _meeting)
    path = f"/meetings/{code}"
    _agenda(desk.open(f"{path}/agenda/new?section=5"), mou)
    desk.press("บันทึก")
    desk.sees("5.1 พิจารณาการดำเนินงานตามบันทึกข้อตกลง")
    desk.move(path, "เชิญประชุม", lambda page: type_in(page, "เลขที่หนังสือเชิญ", "ทดสอบ 1"))
    page = desk.open(path)
    desk.press("ดึงข้อมูล ณ วันที่")
    desk.sees("ข้อมูลชุดที่ 1 ณ วันที่")
    desk.press("สร้างเล่ม PDF")
    expect(page.get_by_role("progressbar", name="ความคืบหน้าการสร้างเล่ม")).to_be_visible()
    ready = page.get_by_role("link", name="เล่มประชุม ฉบับที่ 1")
    expect(ready).to_be_visible(timeout=60_000)
    answer = page.context.request.get(str(ready.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    content = answer.body()
    assert content.startswith(b"%PDF")
    text = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True)
    bare = "".join(text.stdout.decode().split())
    for title in (MOU, ACTIVITY, LESSON):
        assert "".join(title.split()) in bare
    desk.move(path, "ปิดระเบียบวาระและส่งเล่มประชุม")
    director = people("director.eef")
    director.open(path)
    director.sees(MOU)


def _meeting(page: Page) -> None:
    type_in(page, "รหัสคณะกรรมการ", "JOINT3")
    fill(
        page,
        {
            "วันประชุม": written(clock.today() + timedelta(days=14)),
            "เวลาเริ่ม": "13.30",
            "สถานที่": "ห้องประชุม สอวช.",
        },
    )


def _agenda(page: Page, mou: str) -> None:
    page.locator("#f-title").fill("พิจารณาการดำเนินงานตามบันทึกข้อตกลง")
    page.locator("#q-about").fill(mou)
    found = page.get_by_label(mou, exact=False).first
    expect(found).to_be_visible()
    found.check()
    page.locator("#f-proposal").fill("เห็นชอบให้ดำเนินงาน")
    page.locator("#f-draft_resolution").fill("เห็นชอบ")
