"""Every screen in every dress: both languages, both themes, without JavaScript, for those who cannot see it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from planhub.demo import activities, mous
from planhub.demo.acting import Story
from planhub.demo.agencies import CORE
from planhub.record.models import Record
from tests.browser.house import Site
from tests.browser.people import PHONE, Persona, Watch, row, tick, type_in

People = Callable[..., Persona]
Contexts = Callable[..., BrowserContext]
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = ("serious", "critical")
THAI = re.compile("[\u0e01-\u0e5b]")


@pytest.fixture(scope="module")
def codes(site: Site) -> dict[str, str]:
    """Give an MOU that waits for two directors, and a meeting: made by their people, not by clicks."""
    with site.session() as session:
        story = Story(session, lambda: 0)
        mou: Record = mous.joint(story)
        told = activities.ROI_ET[2]
        activity: Record = activities.agree(story, activities.propose(story, told), told)
        meeting: Record = story.create(
            "meetings",
            "secretariat",
            committee_code="JOINT3",
            held_on="9/12/2599",
            starts_at="9.30",
            place="สอวช.",
            agenda=[{"section": "5", "title": "พิจารณาบันทึกข้อตกลง", "about": mou.code}],
        )
        return {"mou": mou.code, "activity": activity.code, "meeting": meeting.code}


def screens(codes: dict[str, str]) -> list[tuple[str, str]]:
    """Give the screens that are looked at, with who looks at them."""
    return [
        ("director.eef", "/"),
        ("director.eef", "/mous"),
        ("director.eef", f"/mous/{codes['mou']}"),
        ("director.eef", f"/mous/{codes['mou']}/moves/approve"),
        ("director.eef", f"/mous/{codes['mou']}/moves/return_text"),
        ("coordinator.eef", "/mous/new"),
        ("coordinator.eef", f"/activities/{codes['activity']}"),
        ("director.eef", "/overlap"),
        ("director.eef", "/provinces/45"),
        ("director.eef", "/overview"),
        ("coordinator.eef", "/overlap/gaps"),
        ("coordinator.eef", "/overlap/gaps?list=unmet"),
        ("secretariat", f"/meetings/{codes['meeting']}"),
        ("secretariat", f"/meetings/{codes['meeting']}/edit"),
    ]


def violations(page: Page) -> list[str]:
    """Ask axe-core what on this page keeps somebody out."""
    page.evaluate(AXE.read_text("utf-8"))  # as a console would: no <script>, so the policy stays whole
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{page.url} {v['id']} ({v['impact']}): {node['target']} {node['failureSummary'][:300]}"
        for v in found["violations"]
        if v["impact"] in GRAVE
        for node in v["nodes"][:3]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_grave(
    people: People, new_context: Contexts, codes: dict[str, str], scheme: str
) -> None:
    stranger = new_context(color_scheme=scheme).new_page()
    stranger.goto("/sign-in")
    wrong = violations(stranger)
    for login, path in screens(codes):
        page = people(login, color_scheme=scheme).open(path)
        wrong += violations(page)
    assert not wrong, "\n".join(wrong)


def test_nothing_is_wider_than_a_phone(people: People, codes: dict[str, str]) -> None:
    wide = []
    for login, path in screens(codes):
        page = people(login, viewport=PHONE).open(path)
        if not page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
            wide.append(path)
    assert not wide


def test_dark_is_dark_by_choice_and_by_machine(people: People) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    page = people("viewer").open("/")
    light = page.evaluate(ground)
    page.locator("summary", has_text="ผู้บริหาร").click()
    page.get_by_role("button", name="มืด").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    dark = page.evaluate(ground)
    assert _brightness(dark) < 80
    assert _brightness(light) > 200
    assert page.evaluate("getComputedStyle(document.body).color") != dark


def _brightness(colour: str) -> float:
    return sum(float(n) for n in re.findall(r"[\d.]+", colour)[:3]) / 3


FOREIGN = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const here = walker.currentNode.parentElement;
    if (/[\\u0e01-\\u0e5b]/.test(walker.currentNode.data) && here.closest('[lang]').lang !== 'th'
        && !here.closest('script, style, template'))
      found.push(walker.currentNode.data.trim().slice(0, 60));
  }
  return found;
}"""


def test_english_pages_hold_no_thai_but_data(people: People, codes: dict[str, str]) -> None:
    wrong = []
    for login, path in screens(codes):
        person = people(login)
        page = person.open("/")
        if page.locator("html").get_attribute("lang") == "th":
            page.locator(".ph-top summary").click()
            page.get_by_role("button", name="English").click()
            expect(page.locator("html")).to_have_attribute("lang", "en")
        page = person.open(path)
        wrong += [f"{path}: {text}" for text in page.evaluate(FOREIGN)]
        assert not THAI.search(page.locator("h1").inner_text()) or page.locator("h1[lang=th]").count()
    _back_to_thai(people, [login for login, _ in screens(codes)])
    assert not wrong, "\n".join(dict.fromkeys(wrong))


def _back_to_thai(people: People, logins: list[str]) -> None:
    for login in dict.fromkeys(logins):
        page = people(login).open("/")
        page.locator(".ph-top summary").click()
        page.get_by_role("button", name="ไทย", exact=True).click()
        expect(page.locator("html")).to_have_attribute("lang", "th")


def test_an_mou_is_made_without_javascript(new_context: Contexts) -> None:
    page = new_context(java_script_enabled=False).new_page()
    codi = Persona(page, "coordinator.codi")
    page.goto("/mous/new")
    page.get_by_label("เรื่อง", exact=True).fill("ทำโดยไม่ใช้จาวาสคริปต์")
    parties = page.locator("[data-rows=parties]")
    parties.get_by_role("button", name="เพิ่มแถว").click()
    expect(page.get_by_role("group", name="ภาคี 3", exact=True)).to_be_visible()
    for number, org in enumerate(CORE, start=1):
        one = page.get_by_role("group", name=f"ภาคี {number}", exact=True)
        one.get_by_label("หน่วยงาน", exact=True).select_option(org)
    codi.press("บันทึกร่าง")
    code = codi.code()
    codi.sees("ทำโดยไม่ใช้จาวาสคริปต์")
    page.goto(f"/mous/{code}/edit")
    page.get_by_label("วัตถุประสงค์").fill("ทดลอง")
    find = page.get_by_role("group", name="พื้นที่ดำเนินงาน")
    find.get_by_role("searchbox").fill("ร้อยเอ็ด")
    find.get_by_role("button", name="ค้นหา").click()
    page.get_by_role("group", name="พื้นที่ดำเนินงาน").get_by_label("ร้อยเอ็ด").first.check()
    codi.press("บันทึก")
    codi.code()
    codi.sees("ทดลอง", "ร้อยเอ็ด")


def test_a_conflict_loses_nothing_typed(people: People, watch: Watch) -> None:
    watch.forgiven = ("409",)  # Chromium says so in the console for every answer that is no success
    codi = people("coordinator.codi")

    def short(page: Page) -> None:
        type_in(page, "เรื่อง", "เรื่องเดิม")
        for number, org in enumerate(CORE[:2], start=1):
            row(page, "ภาคี", number).get_by_label("หน่วยงาน", exact=True).select_option(org)
        tick(page, "ไม่มีภาระผูกพันทางการเงิน")

    code = codi.begin("/mous", "เพิ่มบันทึกข้อตกลง", short)
    other = codi.page.context.new_page()
    other.goto(f"/mous/{code}/edit")
    other.get_by_label("เรื่อง", exact=True).fill("เรื่องของอีกคน")
    typed = "วัตถุประสงค์ที่พิมพ์ไว้ยาวมาก"
    codi.open(f"/mous/{code}/edit")
    codi.page.get_by_label("เรื่อง", exact=True).fill("เรื่องของฉัน")
    codi.page.get_by_label("วัตถุประสงค์").fill(typed)
    other.get_by_role("main").get_by_role("button", name="บันทึก", exact=True).last.click()
    expect(other.get_by_role("heading", level=1)).to_have_text("เรื่องของอีกคน")
    codi.press("บันทึก")
    expect(codi.page.get_by_role("heading", level=1)).to_have_text(f"มีผู้แก้ไข {code} ก่อนท่านบันทึก")
    codi.sees("เรื่องของฉัน", "เรื่องของอีกคน")
    codi.page.get_by_label("ใช้ของท่าน").first.check()
    codi.press("บันทึกตามที่เลือก")
    codi.code()
    codi.sees("เรื่องของฉัน", typed)
