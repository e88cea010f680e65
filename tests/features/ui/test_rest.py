"""Home, remarks, help, the frame of every page, and the small parts behind them."""

import re
from collections.abc import Callable

import pytest

from planhub.kernel.text import Text
from planhub.record.types import registry
from planhub.ui import home
from planhub.ui.diff import Piece, compare
from tests.client import HouseClient
from tests.conftest import MaxQueries
from tests.features.ui.conftest import HX, Desk

Become = Callable[[str], HouseClient]


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


# --- home -------------------------------------------------------------------------------------------------------


def test_home_shows_what_waits_for_the_reader_with_the_move_itself(desk: Desk, as_user: Become) -> None:
    mou = desk.clearance()
    html = as_user("legal.codi").get("/").text
    assert mou.code in html
    assert f'href="/mous/{mou.code}/moves/clear_legal"' in html
    assert "รอท่าน" in html


def test_home_says_that_nothing_waits_and_what_others_do(desk: Desk, as_user: Become) -> None:
    mou = desk.clearance()
    html = as_user("auditor").get("/").text
    assert "ไม่มีเรื่องรอท่านดำเนินการ" in html
    assert mou.title in html[html.index("ความเคลื่อนไหวล่าสุด") :]


def test_home_shows_some_and_says_how_many_more_wait(
    desk: Desk, as_user: Become, max_queries: MaxQueries
) -> None:
    begun = [desk.begin(title=f"ลำดับที่ {n}").code for n in range(home.SHOWN + 2)]
    client = as_user("coordinator.codi")
    client.get("/")  # what the test prepared is written now
    with max_queries(6):
        first = client.get("/").text
    assert [code in first for code in begun] == [True] * home.SHOWN + [False] * 2
    assert "1–25 จาก 27" in first
    assert 'href="/?from=25"' in first
    rest = client.get("/?from=25").text
    tasks = rest[: rest.index("ความเคลื่อนไหวล่าสุด")]
    assert [code in tasks for code in begun] == [False] * home.SHOWN + [True] * 2
    assert 'href="/?from=' not in rest


@pytest.mark.parametrize("asked", ["x", "-1", "²", "99999", "9" * 5000])
def test_home_begins_at_the_beginning_where_the_address_is_wrong(
    desk: Desk, as_user: Become, asked: str
) -> None:
    mou = desk.begin()
    assert f"/mous/{mou.code}/moves/" in as_user("coordinator.codi").get(f"/?from={asked}").text


def test_home_gives_htmx_the_list_alone(as_user: Become) -> None:
    client = as_user("coordinator.codi")
    assert client.get("/", headers=HX).text.strip() in client.get("/").text


def test_home_tells_nothing_of_records_that_the_reader_may_not_see(desk: Desk, as_user: Become) -> None:
    mou = desk.begin("coordinator.eef")
    assert mou.code not in as_user("coordinator.codi").get("/").text


# --- remarks ----------------------------------------------------------------------------------------------------


def test_a_remark_is_saved_with_its_section_and_shown_escaped(desk: Desk, as_user: Become) -> None:
    mou = desk.begin()
    client = as_user("coordinator.codi")
    section = registry.get("mous").workflow.sections[0][0]
    answer = client.post(
        f"/mous/{mou.code}/comments", data={"body": "<script>alert(1)</script>", "section": section}
    )
    assert answer.status_code == 303
    html = client.get(f"/mous/{mou.code}").text
    assert "&lt;script&gt;alert(1)" in html
    assert f'href="#section-{section}"' in html


@pytest.mark.parametrize(
    ("body", "section"), [("", ""), ("  \n ", ""), ("\x00", ""), ("ดี", "no_such_section"), ("ก" * 5000, "")]
)
def test_a_remark_that_cannot_be_kept_comes_back(
    desk: Desk, as_user: Become, body: str, section: str
) -> None:
    mou = desk.begin()
    answer = as_user("coordinator.codi").post(
        f"/mous/{mou.code}/comments", data={"body": body, "section": section}
    )
    assert answer.status_code == 422


def test_only_who_sees_a_record_remarks_on_it(desk: Desk, as_user: Become) -> None:
    mou = desk.begin()
    assert (
        as_user("coordinator.eef").post(f"/mous/{mou.code}/comments", data={"body": "เห็นด้วย"}).status_code
        == 404
    )


# --- help -------------------------------------------------------------------------------------------------------


def test_help_shows_every_state_and_move_of_every_machine(as_user: Become) -> None:
    client = as_user("viewer")
    overview = client.get("/help/workflows").text
    for rt in registry.all():
        if f"/help/workflows/{rt.name}" not in overview:
            continue
        html = client.get(f"/help/workflows/{rt.name}").text
        for state in rt.workflow.states:
            assert f">{state.key}</code>" in html
        for move in rt.workflow.moves:
            assert f'id="move-{move.key}"' in html
            assert str(move.label) in text_of(html)
    assert client.get("/help/workflows/nothing").status_code == 404


def test_help_shows_every_right_of_every_role(as_user: Become) -> None:
    html = as_user("viewer").get("/help/policy").text
    rt = registry.get("mous")
    table = html[html.index('id="mous"') :]
    for permission in rt.policy.permissions:
        assert f">{permission}</code>" in table
    for role in {g.role for g in rt.policy.grants}:
        assert str(role.label) in table


# --- the frame --------------------------------------------------------------------------------------------------


def test_the_place_where_one_is_is_marked_once(desk: Desk, as_user: Become) -> None:
    mou = desk.begin()
    client = as_user("coordinator.codi")
    for path, entry in (
        ("/", "/"),
        ("/mous", "/mous"),
        (f"/mous/{mou.code}/edit", "/mous"),
        ("/help/policy", "/help/policy"),
    ):
        nav = client.get(path).text
        nav = nav[nav.index('id="menu"') : nav.index("</nav>")]
        marked = re.findall(r'href="([^"]+)"\s+aria-current', nav)
        assert marked == [entry], path


def test_every_page_speaks_both_languages(desk: Desk, as_user: Become) -> None:
    mou = desk.begin()
    client = as_user("coordinator.codi")
    client.post("/preferences", data={"locale": "en"})
    for path in (
        "/",
        "/mous",
        "/mous/new",
        f"/mous/{mou.code}",
        f"/mous/{mou.code}/edit",
        f"/mous/{mou.code}/history",
        f"/mous/{mou.code}/moves/share",
        "/help/workflows",
        "/help/workflows/mous",
        "/help/policy",
    ):
        html = client.get(path).text
        assert '<html lang="en"' in html
        html = re.sub(
            r'<section class="card" id="content">.*?(?=<section class="card" id="comments">)',
            "",
            html,
            flags=re.DOTALL,
        )
        plain = re.sub(
            r"<(\w+)[^>]*\blang=\"th\"[^>]*>.*?</\1>", "", html[html.index("<body") :], flags=re.DOTALL
        )
        plain = re.sub(r"<(option|textarea)\b.*?</\1>", "", plain, flags=re.DOTALL)
        left = re.findall(r"[ก-๙][ก-๙ .]*", re.sub(r"<[^>]+>", "\n", plain))
        assert not left, f"{path}: {left[:5]}"


def test_the_theme_is_the_readers_choice(as_user: Become) -> None:
    client = as_user("coordinator.codi")
    assert "data-bs-theme" not in client.get("/").text
    client.post("/preferences", data={"theme": "dark"})
    assert 'data-bs-theme="dark"' in client.get("/").text
    client.set_cookie("planhub-theme", '"><script>')
    assert "data-bs-theme" not in client.get("/").text


def test_assets_carry_their_content_in_their_address(as_user: Become) -> None:
    client = as_user("coordinator.codi")
    html = client.get("/").text
    addresses = re.findall(r'(?:href|src)="(/static/[^"#]+)', html)
    assert addresses
    for address in addresses:
        assert re.search(r"(\?v=[0-9a-f]{10}|/vendor/[^/]+-[A-Z0-9]{8}\.)", address), address
        assert client.get(address).status_code == 200


def test_scripts_and_htmx_carry_the_nonce_of_the_answer(as_user: Become) -> None:
    answer = as_user("coordinator.codi").get("/mous")
    nonce = re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])
    assert nonce
    for tag in re.findall(r"<\w+[^>]*\shx-(?:get|post)=[^>]*>", answer.text):
        assert f'hx-nonce="{nonce[1]}"' in tag


# --- differences ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("แผน และเงิน", "แผนงาน และเงิน", [("same", "แผน"), ("new", "งาน"), ("same", " และเงิน")]),
        (
            "วงเงิน 1,000 บาท",
            "วงเงิน 2,500 บาท",
            [("same", "วงเงิน "), ("old", "1,000"), ("new", "2,500"), ("same", " บาท")],
        ),
        ("", "ใหม่", [("new", "ใหม่")]),
        ("เดิม", "", [("old", "เดิม")]),
        ("เหมือน", "เหมือน", [("same", "เหมือน")]),
    ],
)
def test_a_difference_is_told_in_pieces(old: str, new: str, pieces: list[tuple[str, str]]) -> None:
    assert compare(old, new) == [Piece(*p) for p in pieces]


@pytest.mark.parametrize(
    ("old", "new"), [("ที่นี่", "ที่นั่น"), ("ก" * 5000, "ข"), ("a b c", "a x c"), ("กำกำ", "กำ")]
)
def test_the_pieces_of_a_difference_are_both_texts_whole(old: str, new: str) -> None:
    pieces = compare(old, new)
    assert "".join(p.text for p in pieces if p.kind != "new") == old
    assert "".join(p.text for p in pieces if p.kind != "old") == new
    marks = "ัิีึืฺุู็่้๊๋์ํ๎"
    assert all(p.text[0] not in marks for p in pieces), "never cut between a letter and its marks"


def test_words_come_in_both_languages() -> None:
    assert Text("ไทย", "Thai").in_("en") == "Thai"
