"""A quarter is reported on a phone in five taps an activity, and what is sent without a signal goes when it is back."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from PIL import Image
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from planhub.activities.models import Indicator
from planhub.kernel import clock
from planhub.kernel.access import SYSTEM
from planhub.kernel.thai import quarter_span
from planhub.progress import services as calendar
from planhub.progress.grid.asked import last_over
from planhub.progress.models import ProgressReport
from planhub.record import flow, services
from planhub.record.models import Attachment
from planhub.record.types import registry
from tests.browser.house import Site
from tests.browser.people import PHONE, Persona

People = Callable[..., Persona]
TITLES = ("เพาะกล้าไม้", "ตลาดชุมชน", "กองทุนสวัสดิการ")


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(out, "JPEG")
    return out.getvalue()


def begin(site: Site) -> None:
    """Let three activities of CODI in Roi Et have run since before the quarter that is over."""
    first, last = quarter_span(*last_over())
    before = datetime.combine(first, datetime.min.time(), clock.BANGKOK)
    with site.session() as session:
        for title in TITLES:
            with clock.at(before):
                services.begin(
                    session,
                    SYSTEM,
                    registry.get("activities"),
                    {
                        "title": title,
                        "state": "in_progress",
                        "start": first,
                        "end": last + timedelta(days=300),
                        "area_codes": ["4501"],
                        "indicators": [
                            Indicator(name="ผู้เข้าร่วม", kind="output", unit="คน", target=Decimal(9))
                        ],
                    },
                    owner_org="CODI",
                )
        session.flush()
        calendar.generate(session)
        flow.run_due(session)


def stands(site: Site) -> dict[str, tuple[str, int]]:
    """Give the state and the number of photos of each report of the quarter."""
    held = select(func.count()).where(Attachment.record_id == ProgressReport.id).scalar_subquery()
    query = select(ProgressReport.title, ProgressReport.state, held)
    year, number = last_over()
    with site.session() as session:
        rows = session.execute(query.where(ProgressReport.period == f"{year}-{number}"))
        return {title.rpartition(" · ")[2]: (state, n) for title, state, n in rows}


def report(page: Page, title: str, photo: bytes, *, opened: bool) -> int:
    """Report one activity as a thumb would; gives how many taps it took."""
    taps = 0
    form = page.locator("form[data-send]").filter(has=page.locator("h2", has_text=title))
    if not opened:
        page.locator("#list a", has_text=title).tap()
        taps += 1
    form.locator("[data-step='1']").tap()
    form.locator("[name=photo]").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo}
    )  # the camera's button
    form.locator("[name=summary]").tap()
    page.keyboard.insert_text("ทำได้ตามแผน")
    form.locator("button.btn-primary").tap()
    return taps + 4


def test_five_taps_and_a_lost_signal(site: Site, people: People) -> None:
    begin(site)
    photo = picture()
    persona = people("area.roiet", viewport=PHONE, has_touch=True)
    page = persona.page
    page.goto("/my-quarter/cards")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    order = page.locator("form[data-send] h2").all_inner_texts()

    assert report(page, order[0], photo, opened=False) <= 5
    expect(page.locator("form[data-send]")).to_have_count(2)  # taken, and the next card is there
    next_card = page.locator("form[data-send]").first
    assert page.url.endswith(str(next_card.get_attribute("id")))
    assert stands(site)[order[0]] == ("submitted", 1)

    page.context.set_offline(True)
    assert report(page, order[1], photo, opened=True) <= 5
    expect(page.locator("#outbox")).to_contain_text("รอส่ง 1")
    assert stands(site)[order[1]] == ("open", 0)
    page.context.set_offline(False)
    expect(page.locator("form[data-send]")).to_have_count(1)
    expect(page.locator("#outbox")).to_be_empty()
    assert stands(site)[order[1]] == ("submitted", 1)

    page.reload()
    expect(page.locator("form[data-send]")).to_have_count(1)
    assert {state for state, _ in stands(site).values()} == {"submitted", "open"}
