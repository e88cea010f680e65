"""From an overlap to a proposed joint activity, as a coordinator does it: six presses and some typing (domain.md §4.1, S1)."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from planhub.kernel import clock, thai
from tests.browser.people import PHONE, Persona, fill, tick

People = Callable[..., Persona]

COUNT = """
addEventListener("click", event => {
  if (event.target.closest("a, button, summary")) {
    sessionStorage.presses = Number(sessionStorage.presses || 0) + 1
  }
}, true)
"""


def presses(page: Page) -> int:
    """Give how many links and buttons were pressed since counting began."""
    return int(page.evaluate("sessionStorage.presses || 0"))


def test_an_overlap_becomes_a_proposal_in_six_presses(people: People) -> None:
    codi = people("coordinator.codi")
    page = codi.page
    page.add_init_script(COUNT)
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="พื้นที่ซ้อนทับ", exact=True).click()
    page.get_by_role("link", name="ร้อยเอ็ด", exact=True).first.click()
    district = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="จตุรพักตรพิมาน"))
    expect(district).to_be_visible()
    district.get_by_role("link", name="กิจกรรมร่วม").click()
    expect(page.get_by_role("heading", level=1, name="เพิ่มกิจกรรมร่วม")).to_be_visible()
    codi.sees("กรอกข้อมูลจากหน้าที่ท่านมาให้แล้ว", "อ.จตุรพักตรพิมาน จ.ร้อยเอ็ด")
    year = thai.fiscal_year(clock.today())
    expect(page.get_by_label("วันสิ้นสุด", exact=False).first).to_have_value(f"30/9/{year}")
    partners = page.locator("[data-rows=partners] [data-row] select")
    expect(partners.first).to_have_value("EEF")
    fill(
        page,
        {
            "ชื่อกิจกรรม": "ครัวเรือนต้นแบบจตุรพักตรพิมาน (ทดสอบ)",
            "จำนวนเป้าหมาย": "40",
            "หน่วยนับ": "ครัวเรือน",
            "ผลผลิตที่คาดหวัง": "ครัวเรือนต้นแบบ 40 ครัวเรือน",
            "วงเงินตามแผน": "250,000",
        },
    )
    page.locator("[data-rows=budget_lines] select[name$=-source]").first.select_option(value="agency_budget")
    tick(page, "งานต่อยอด")
    codi.press("บันทึกร่าง")
    code = codi.code()
    page.get_by_role("main").get_by_role("link", name="ยืนยันข้อเสนอและเชิญหน่วยงานร่วม", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="ยืนยันข้อเสนอและเชิญหน่วยงานร่วม")).to_be_visible()
    codi.press("ยืนยันข้อเสนอและเชิญหน่วยงานร่วม")
    assert codi.code() == code
    assert presses(page) <= 6
    task = people("coordinator.eef").tasks()
    expect(task.get_by_text(code).first).to_be_visible()


def test_the_province_page_leads_there_too_on_a_phone(people: People) -> None:
    page = people("coordinator.codi", viewport=PHONE, has_touch=True, is_mobile=True).open("/provinces/45")
    expect(page.get_by_role("heading", level=1, name="จังหวัดร้อยเอ็ด")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    button = page.get_by_role("main").get_by_role("link", name="กิจกรรมร่วม").first
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    button.tap()
    expect(page.get_by_role("heading", level=1, name="เพิ่มกิจกรรมร่วม")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
