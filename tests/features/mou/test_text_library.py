"""The clause library: editions, fiscal years, who writes it, and what a new draft is drawn from."""

from typing import Any

import pytest
from sqlalchemy import func, select

from planhub.kernel.errors import Conflict, Denied, Invalid
from planhub.mou import choices
from planhub.mou.text import library as text_library
from planhub.mou.text import shipped as text_shipped
from planhub.mou.text.models import LibraryClause, LibraryTemplate
from tests.client import HouseClient
from tests.features.mou.conftest import Desk, text

YEAR = 2570
"""The fiscal year of the tests' day."""


def clause(**other: Any) -> dict[str, Any]:
    return {"heading": "การยกเลิก", "body": "แจ้งล่วงหน้า {notice_days} วัน", "kind": "adaptable", **other}


def write(desk: Desk, key: str | None, edition: int, login: str = "legal.codi", **raw: Any) -> LibraryClause:
    row = text_library.write_clause(desk.session, desk.actor(login), key, clause(**raw), edition=edition)
    desk.session.flush()
    return row


def test_the_delivered_library_is_put_in_once(desk: Desk) -> None:
    n = desk.session.scalar(select(func.count()).select_from(LibraryClause))
    assert n == len(text_shipped.LIBRARY)
    write(desk, "termination", 1)
    text_library.fill_library(desk.session)
    desk.session.flush()
    assert (
        desk.session.scalar(select(func.count()).select_from(LibraryClause)) == len(text_shipped.LIBRARY) + 1
    )
    assert text_library.read(desk.session).clauses["termination"].n == 2, "what people wrote stays"


@pytest.mark.parametrize("sub", [None, *(key for key, _ in choices.COOPERATION_SUBKINDS)])
@pytest.mark.parametrize("kind", [key for key, _ in choices.COOPERATION_KINDS])
@pytest.mark.parametrize("paper", [key for key, _ in choices.INSTRUMENT_TYPES])
def test_there_is_a_template_for_every_paper_and_kind(
    desk: Desk, paper: str, kind: str, sub: str | None
) -> None:
    if sub and kind != "area_approach":
        pytest.skip("sub-kinds belong to the area approach")
    found = text_library.read(desk.session).template_for(paper, kind, sub)
    assert found is not None
    assert found.instrument_type == paper
    assert found.cooperation_kind in (None, kind)


def test_a_draft_remembers_template_and_editions(desk: Desk) -> None:
    write(desk, "termination", 1)
    mou = desk.draft()
    assert mou.template == "area-household@1"
    drawn = next(c for c in mou.clauses if c.source == "termination")
    assert (drawn.source_n, drawn.body, drawn.standard) == (2, clause()["body"], clause()["body"])
    write(desk, "termination", 2, body="ฉบับใหม่กว่า")
    kept = next(c for c in desk.again(mou).clauses if c.source == "termination")
    assert (kept.source_n, kept.body) == (2, clause()["body"]), "a text that was begun keeps its own"


def test_an_edition_holds_for_its_fiscal_years(desk: Desk) -> None:
    write(desk, "termination", 1, from_year=str(YEAR + 1), body="ปีหน้า")
    assert text_library.read(desk.session, YEAR).clauses["termination"].n == 1
    assert text_library.read(desk.session, YEAR + 1).clauses["termination"].n == 2
    later = desk.draft(effective_on="2027-11-01")
    assert next(c for c in later.clauses if c.source == "termination").body == "ปีหน้า"
    write(desk, "termination", 2, until_year=str(YEAR), body="เฉพาะปีนี้")
    assert text_library.read(desk.session, YEAR).clauses["termination"].n == 3
    assert text_library.read(desk.session, YEAR + 1).clauses["termination"].n == 2


@pytest.mark.parametrize("login", ["legal.codi", "legal.eef", "secretariat"])
def test_legal_officers_and_the_secretariat_write_it(desk: Desk, login: str) -> None:
    assert write(desk, "termination", 1, login).author_name == desk.actors[login].name


@pytest.mark.parametrize(
    "login", ["coordinator.codi", "director.codi", "admin.codi", "viewer", "system", "auditor"]
)
def test_others_read_it(desk: Desk, client: HouseClient, login: str) -> None:
    with pytest.raises(Denied):
        write(desk, "termination", 1, login)
    client.sign_in(login)
    assert client.get("/mou-library").status_code == 200
    assert client.get("/mou-library/clauses/termination").status_code == 200
    assert client.get("/mou-library/clauses/termination/edit").status_code == 403
    assert client.post("/mou-library/templates/area/edit", data={}).status_code == 403


def test_a_newer_edition_is_not_written_over(desk: Desk) -> None:
    write(desk, "termination", 1)
    with pytest.raises(Conflict):
        write(desk, "termination", 1, "secretariat")


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        ({"body": "ดู {party}"}, "body"),
        ({"body": ""}, "body"),
        ({"kind": "other"}, "kind"),
        ({"from_year": "2570", "until_year": "2569"}, "until_year"),
    ],
)
def test_what_an_edition_must_hold(desk: Desk, raw: dict[str, str], fault: str) -> None:
    with pytest.raises(Invalid) as refused:
        write(desk, "termination", 1, **raw)
    assert set(refused.value.errors) == {fault}


def template(**other: Any) -> dict[str, Any]:
    return {
        "label_th": "MOU เชิงพื้นที่ ฉบับย่อ",
        "label_en": "MOU, area, short",
        "instrument_type": "mou",
        "cooperation_kind": "area_approach",
        "background": "โดยที่{all_parties}เห็นพ้องกัน",
        "clauses": ["purpose", "money", "duties"],
        **other,
    }


def test_a_template_takes_clauses_in_its_own_order(desk: Desk) -> None:
    actor = desk.actor("secretariat")
    text_library.write_template(desk.session, actor, "area", template(), edition=1)
    mou = desk.create({**text(cooperation_sub=None)})
    assert mou.template == "area@2"
    assert [c.source for c in mou.clauses] == ["purpose", "money", "duties"]
    assert mou.background == "โดยที่{all_parties}เห็นพ้องกัน"


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        ({"clauses": []}, "clauses"),
        ({"clauses": ["purpose", "purpose"]}, "clauses"),
        ({"clauses": ["ไม่มี"]}, "clauses"),
        ({"background": "{duties}"}, "background"),
        ({"cooperation_kind": "extension_work", "cooperation_sub": "household"}, "cooperation_sub"),
        ({"cooperation_sub": "economy"}, "instrument_type"),
    ],
)
def test_what_a_template_must_hold(desk: Desk, raw: dict[str, Any], fault: str) -> None:
    with pytest.raises(Invalid) as refused:
        text_library.write_template(desk.session, desk.actor("legal.eef"), "area", template(**raw), edition=1)
    assert fault in refused.value.errors


# --- the screens --------------------------------------------------------------------------------------------------


def test_a_legal_officer_writes_an_edition_and_sees_its_history(desk: Desk, client: HouseClient) -> None:
    client.sign_in("legal.codi")
    address = "/mou-library/clauses/termination"
    assert "{notice_days}" in client.get(f"{address}/edit").text
    body = "ฝ่ายใดประสงค์จะยกเลิก{paper}ฉบับนี้ ให้แจ้งล่วงหน้า 60 วัน"
    assert client.post(f"{address}/edit", data={**clause(body="{xx}"), "edition": "1"}).status_code == 422
    answer = client.post(f"{address}/edit", data={**clause(body=body, note="ตามหนังสือเวียน"), "edition": "1"})
    assert answer.status_code == 303
    html = client.get(address).text
    for words in ("ฉบับที่ 2", "ฉบับที่ 1", "ตามหนังสือเวียน", "<ins>", "<del>"):
        assert words in html, words
    stale = client.post(f"{address}/edit", data={**clause(body="ของฉัน"), "edition": "1"})
    assert stale.status_code == 409
    assert "ของฉัน" in stale.text
    assert body in stale.text
    made = client.post("/mou-library/clauses/new", data={**clause(heading="การฝึกอบรม"), "edition": "0"})
    assert made.status_code == 303
    assert "การฝึกอบรม" in client.get("/mou-library").text
    assert client.get("/mou-library/clauses/ไม่มี").status_code == 404


def test_the_secretariat_writes_a_template_by_numbers(desk: Desk, client: HouseClient) -> None:
    client.sign_in("secretariat")
    assert client.get("/mou-library/templates/area").status_code == 200
    assert 'name="place.purpose" value="1"' in client.get("/mou-library/templates/area/edit").text
    form = {k: v for k, v in template().items() if k != "clauses"}
    places = {"place.money": "2", "place.purpose": "1", "place.duties": " 10 ", "place.ip": ""}
    answer = client.post("/mou-library/templates/area/edit", data={**form, **places, "edition": "1"})
    assert answer.status_code == 303
    row = desk.session.scalars(select(LibraryTemplate).where(LibraryTemplate.n == 2)).one()
    assert row.clauses == ["purpose", "money", "duties"]
    assert (
        client.post("/mou-library/templates/area/edit", data={**form, **places, "edition": "1"}).status_code
        == 409
    )
    assert client.post("/mou-library/templates/area/edit", data={**form, "edition": "2"}).status_code == 422
    assert client.get("/mou-library/templates/new").status_code == 200


def test_a_draft_is_begun_from_a_template_in_three_clicks(desk: Desk, client: HouseClient) -> None:
    client.sign_in("coordinator.codi")
    html = client.get("/mou-library/begin").text
    address = "/mous/new?instrument_type=mou&amp;cooperation_kind=area_approach&amp;cooperation_sub=economy"
    assert address in html
    form = client.get(address.replace("&amp;", "&")).text
    assert 'value="economy" checked' in form.replace("  ", " ")
    client.sign_in("viewer")
    assert client.get("/mou-library/begin").status_code == 403


def test_the_library_speaks_english(desk: Desk, client: HouseClient) -> None:
    user = client.sign_in("legal.codi")
    user.locale = "en"
    html = client.get("/mou-library").text
    for words in ("Clause library and templates", "MOU, area approach: households", "Standard text"):
        assert words in html, words
