"""The overlap by screen, file, program and command: one truth, compared cell by cell with a slow computation."""

import csv
import io
import json
import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import html5lib
import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.cli import _open
from planhub.cli.overlap import command
from planhub.people import queries as people
from planhub.people import tokens
from planhub.places.models import Area, Programme, ProgrammeArea
from tests.client import HouseClient
from tests.conftest import MaxQueries

YEAR = 2566
ORGS = ("CODI", "EEF", "PMUA", "NXPO")
DIGITS = {"province": 2, "district": 4, "subdistrict": 6}
STATUSES = ("planned", "active", "ended")


def scatter(session: Session, seed: int) -> None:
    """Lay random lists at all levels, some of them dense; one programme works everywhere, one only in other years."""
    dice = random.Random(seed)  # noqa: S311 - the same world for the same seed
    codes = session.scalars(select(Area.code).order_by(Area.code)).all()
    dense = dice.choice([c for c in codes if len(c) == 2])
    near = [c for c in codes if c.startswith(dense)]
    for n in range(7):
        programme = Programme(
            code=f"R{n}",
            org_code=ORGS[n % 4],
            name_th=f"โครงการ {n}",
            name_en=f"Programme {n}",
            target_level="province",
            is_nationwide=n == 6,
        )
        session.add(programme)
        session.flush()  # its areas refer to it
        areas = {*dice.sample(codes, 25), *dice.sample(near, 12), *([dense] if n % 2 else [])}
        session.add_all(
            ProgrammeArea(
                programme_id=programme.id,
                area_code=area,
                fiscal_year=YEAR if n != 5 else YEAR + 1,
                status=dice.choice(STATUSES),
                origin="sample",
            )
            for area in sorted(areas)
        )
    session.commit()


def slow(session: Session, level: str, parent: str = "") -> dict[str, dict[str, Any]]:
    """Compute domain.md §7.3 as it is written, every area asking every row."""
    rows = session.execute(
        select(Programme.org_code, ProgrammeArea.area_code)
        .join(Programme, Programme.id == ProgrammeArea.programme_id)
        .where(ProgrammeArea.fiscal_year == YEAR, ~Programme.is_nationwide)
    ).all()
    lists = {org: {code for o, code in rows if o == org} for org in sorted({org for org, _ in rows})}
    every = session.scalars(select(Area.code).order_by(Area.code)).all()

    def here(org: str, area: str) -> bool:
        return any(code.startswith(area) for code in lists[org])

    busy = {code for org in lists for named in lists[org] for code in (named[:2], named[:4], named[:6])}
    counts = {a: sum(here(org, a) for org in lists) for a in every if a in busy}
    asked = (a for a in every if len(a) == DIGITS[level] and a.startswith(parent))
    rows_of = {area: slow_row(area, lists, counts) for area in asked}
    return {area: row for area, row in rows_of.items() if row["agencies"]}


def slow_state(area: str, codes: set[str]) -> str | None:
    if area in codes:
        return "confirmed"
    if any(code.startswith(area) for code in codes):
        return "below"
    return "possible" if any(area.startswith(code) for code in codes) else None


def slow_row(area: str, lists: dict[str, set[str]], counts: dict[str, int]) -> dict[str, Any]:
    cells = {org: state for org, codes in lists.items() if (state := slow_state(area, codes))}
    inner = {org: [c for c in codes if c != area and c.startswith(area)] for org, codes in lists.items()}
    sure = sum(state != "possible" for state in cells.values())
    inside = {n: [k for a, k in counts.items() if len(a) == n and a.startswith(area) and k] for n in (4, 6)}
    score = Fraction(50 * (sure - 1), len(lists) - 1) if sure >= 2 else Fraction(0)
    for weight, n in ((30, 4), (20, 6)):
        if sure >= 2 and inside[n]:
            score += Fraction(weight * sum(k >= 2 for k in inside[n]), len(inside[n]))
    return {
        "area_code": area,
        "agencies": cells,
        "below": {org: len(codes) for org, codes in inner.items() if codes},
        "confirmed_agencies": sure,
        "possible_agencies": len(cells) - sure,
        "overlap": "confirmed" if sure >= 2 else "possible" if len(cells) >= 2 else "none",
        "joint_districts": sum(k >= 2 for k in inside[4]),
        "joint_subdistricts": sum(k >= 2 for k in inside[6]),
        "score": int(score + Fraction(1, 2)),
    }


@pytest.fixture
def coordinator(client: HouseClient) -> HouseClient:
    client.sign_in("coordinator.eef")
    return client


def by_program(client: HouseClient, session: Session, query: str) -> dict[str, Any]:
    user = people.find_user(session, login="viewer")
    assert user is not None
    token = tokens.issue(session, user, days=1)
    answer = client.open(f"/api/v1/overlap?{query}", headers={"Authorization": f"Bearer {token}"}, csrf=False)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def by_command(monkeypatch: pytest.MonkeyPatch, session: Session, *words: str) -> str:
    @contextmanager
    def reading() -> Iterator[Session]:
        yield session

    monkeypatch.setattr(_open, "reading", reading)
    ran = CliRunner().invoke(command, [*words], catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    return ran.output


def shown(text: str) -> dict[str, dict[str, Any]]:
    """Read the matrix off the page, as a reader does: signs, numbers and words."""
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(text)
    heads = ["".join(a.itertext()).strip() for a in tree.iter("a") if a.get("class") == "ov-expand"]
    found = {}
    for body in (b for b in tree.iter("tbody") if b.get("data-area")):
        row = next(body.iter("tr"))
        cells = {}
        below = {}
        for head, cell in zip(heads, [t for t in row.iter("td") if t.get("class") == "ov-cell"], strict=True):
            said = "".join(cell.itertext())
            sign = next((s for s in "●◆◐" if s in said), None)
            if sign:
                cells[head] = {"●": "confirmed", "◆": "below", "◐": "possible"}[sign]
                number = re.search(r"(\d+)\)?\s*$", said)
                if number:
                    below[head] = int(number[1])
        words = "".join(next(t for t in row.iter("td") if t.get("class") == "ov-words").itertext())
        score = "".join(next(t for t in row.iter("td") if t.get("class") == "ph-num").itertext())
        found[str(body.get("data-area"))] = {
            "agencies": cells,
            "below": below,
            "words": words,
            "score": int(re.findall(r"\d+", score)[-1]),
        }
    return found


ABBR = {"CODI": "พอช.", "EEF": "กสศ.", "PMUA": "บพท.", "NXPO": "สอวช."}


@pytest.mark.parametrize("level", DIGITS)
@pytest.mark.parametrize("seed", [2, 7])
def test_screen_api_and_command_agree_with_a_slow_computation_cell_by_cell(
    coordinator: HouseClient, db_session: Session, monkeypatch: pytest.MonkeyPatch, level: str, seed: int
) -> None:
    scatter(db_session, seed)
    wanted = slow(db_session, level)
    assert any(row["overlap"] == "confirmed" for row in wanted.values())
    told = by_program(coordinator, db_session, f"level={level}&fiscal_year={YEAR}")
    assert {
        row["area_code"]: {k: v for k, v in row.items() if k != "name_th"} for row in told["rows"]
    } == wanted
    printed = by_command(
        monkeypatch, db_session, "--level", level, "--fiscal-year", str(YEAR), "--format", "json"
    )
    assert json.loads(printed) == told
    order = [
        (-r["confirmed_agencies"], -r["joint_districts"], -r["joint_subdistricts"]) for r in told["rows"]
    ]
    assert order == sorted(order)
    parent = max(wanted, key=lambda code: wanted[code]["score"])[:2]
    page = coordinator.get(
        f"/overlap?level={level}&fiscal_year={YEAR}&at_least=1&parent={parent if level != 'province' else ''}"
    ).text
    seen = shown(page)
    expected = {code: row for code, row in wanted.items() if code in seen}
    assert seen
    if level != "province":
        assert set(seen) == {code for code in wanted if code.startswith(parent)}
    for code, row in expected.items():
        assert seen[code]["agencies"] == {ABBR[o]: s for o, s in row["agencies"].items()}, code
        assert seen[code]["below"] == {ABBR[o]: n for o, n in row["below"].items()}, code
        assert f"{row['confirmed_agencies']} หน่วยงาน" in seen[code]["words"]
        assert seen[code]["score"] == row["score"]


def test_what_is_open_in_place_is_what_stands_one_level_down(
    coordinator: HouseClient, db_session: Session
) -> None:
    scatter(db_session, 3)
    provinces, districts = slow(db_session, "province"), slow(db_session, "district")
    code = max(provinces, key=lambda c: provinces[c]["score"])
    page = coordinator.get(f"/overlap?fiscal_year={YEAR}&at_least=1&open={code}").text
    group = re.search(rf'<tbody id="g-{code}".*?</tbody>', page, re.DOTALL)
    assert group is not None
    inside = re.findall(r'id="t-(\d{4})"', group[0])
    assert sorted(inside) == sorted(d for d in districts if d.startswith(code))
    deeper = inside[0]
    page = coordinator.get(f"/overlap?fiscal_year={YEAR}&at_least=1&open={code}.{deeper}").text
    assert page.count("ov-in-2") == len(slow(db_session, "subdistrict", deeper))
    closed = coordinator.get(f"/overlap?fiscal_year={YEAR}&at_least=1&open={deeper}").text
    assert "ov-in-1" not in closed, "what lies in a closed area is closed"


def test_a_row_is_exchanged_alone_and_equals_its_part_of_the_page(
    coordinator: HouseClient, db_session: Session
) -> None:
    scatter(db_session, 3)
    address = f"/overlap?fiscal_year={YEAR}&at_least=1&open=45"
    whole = coordinator.get(address).text
    code = re.findall(r'id="g-(\d\d)"', whole)[0]
    address = f"/overlap?fiscal_year={YEAR}&at_least=1&open={code}"
    whole = coordinator.get(address).text
    part = coordinator.get(f"{address}&part={code}", headers={"HX-Request": "true"}).text
    assert part.strip().startswith(f'<tbody id="g-{code}"')
    assert "<table" not in part
    token = re.compile(r'name="csrf_token" value="[^"]*"')
    assert token.sub("", part).strip() in token.sub("", whole)


@pytest.mark.parametrize(
    ("query", "keeps"),
    [
        ("at_least=1", lambda _row: True),
        ("at_least=2", lambda r: len(r["agencies"]) >= 2),
        ("at_least=3", lambda r: len(r["agencies"]) >= 3),
        ("at_least=1&org=EEF", lambda r: "EEF" in r["agencies"]),
        ("", lambda r: len(r["agencies"]) >= 2),
    ],
)
def test_filters_keep_the_rows_they_name(
    coordinator: HouseClient, db_session: Session, query: str, keeps: Callable[[dict[str, Any]], bool]
) -> None:
    scatter(db_session, 4)
    wanted = {code for code, row in slow(db_session, "province").items() if keeps(row)}
    assert set(shown(coordinator.get(f"/overlap?fiscal_year={YEAR}&{query}").text)) == wanted


def test_a_programme_and_a_region_narrow_the_rows(coordinator: HouseClient, db_session: Session) -> None:
    scatter(db_session, 4)
    listed = db_session.scalars(
        select(ProgrammeArea.area_code).join(ProgrammeArea.programme).where(Programme.code == "R1")
    ).all()
    page = shown(coordinator.get(f"/overlap?fiscal_year={YEAR}&at_least=1&programme=R1").text)
    assert set(page) == {code[:2] for code in listed}
    north = {
        c for c in db_session.scalars(select(Area.code).where(Area.region_code == "north")) if len(c) == 2
    }
    page = shown(coordinator.get(f"/overlap?fiscal_year={YEAR}&at_least=1&region=north").text)
    assert set(page) == north & set(slow(db_session, "province"))
    told = by_program(coordinator, db_session, f"level=province&fiscal_year={YEAR}&region=north")
    assert {row["area_code"] for row in told["rows"]} == set(page)


def test_an_agency_opens_to_its_programmes(coordinator: HouseClient, db_session: Session) -> None:
    scatter(db_session, 4)
    page = coordinator.get(f"/overlap?fiscal_year={YEAR}&at_least=1&cols=CODI").text
    assert page.count('class="ov-programme"') == 2, "R0 and R4, each with a head of its own"
    assert "โครงการ 0" in page
    assert "โครงการ 4" in page


def test_the_file_holds_every_row_with_legend_filters_and_day(
    coordinator: HouseClient, db_session: Session
) -> None:
    scatter(db_session, 4)
    wanted = slow(db_session, "subdistrict")
    answer = coordinator.get(f"/overlap.csv?fiscal_year={YEAR}&level=subdistrict&at_least=1")
    assert answer.mimetype == "text/csv"
    lines = [*csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig")))]
    heads = lines[0]
    body = [line for line in lines[1:] if line and line[0].lstrip("'").isdigit()]
    assert {line[0] for line in body} == set(wanted)
    assert len(body) == len(wanted), "more rows than a page shows"
    score = heads.index("คะแนน")
    for line in body:
        row = wanted[line[0]]
        assert int(line[score]) == row["score"]
        signs = {
            ABBR[o]: {"confirmed": "●", "below": "◆", "possible": "◐"}[s] for o, s in row["agencies"].items()
        }
        assert {h: line[heads.index(h)][:1] for h in ABBR.values() if line[heads.index(h)]} == signs
    notes = "\n".join(" ".join(line) for line in lines[len(body) + 1 :])
    for said in ("ปีงบประมาณ 2566", "ข้อมูล ณ", "◐ อยู่ในจังหวัด/อำเภอเป้าหมาย", "คะแนน (0–100)"):
        assert said in notes


def test_the_workbook_opens_with_the_same_rows(coordinator: HouseClient, db_session: Session) -> None:
    scatter(db_session, 4)
    answer = coordinator.get(f"/overlap.xlsx?fiscal_year={YEAR}&open=45")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.get_data()))
    rows = book.get_sheet_by_index(0).to_python()
    codes = [str(row[0]) for row in rows if re.fullmatch(r"\d\d", str(row[0]))]
    assert sorted(codes) == sorted(shown(coordinator.get(f"/overlap?fiscal_year={YEAR}").text))
    assert any("ข้อมูล ณ" in str(row[0]) for row in rows)


@pytest.mark.parametrize("view", ["map", "tiles"])
@pytest.mark.parametrize("colour", ["agencies", "EEF", "need"])
def test_every_province_is_a_link_with_its_value_in_words(
    coordinator: HouseClient, db_session: Session, view: str, colour: str
) -> None:
    scatter(db_session, 4)
    page = coordinator.get(f"/overlap?fiscal_year={YEAR}&view={view}&colour={colour}").text
    links = re.findall(r'<a href="/provinces/(\d\d)\?[^"]*" aria-label="([^"]+)"', page)
    assert len({code for code, _ in links}) == 77
    words = dict(links)
    wanted = slow(db_session, "province")
    for code, row in wanted.items():
        if colour == "agencies":
            assert f"{row['confirmed_agencies']} หน่วยงาน" in words[code]
        elif colour == "EEF" and row["agencies"].get("EEF") == "below":
            assert f"พื้นที่ย่อย {row['below']['EEF']}" in words[code]
    drawn = re.search(r"<svg class=\"ov-map\".*?</svg>", page, re.DOTALL)
    if view == "map":
        assert drawn is not None
        assert "<text" not in drawn[0]


def test_the_page_speaks_english_and_marks_what_stays_thai(
    coordinator: HouseClient, db_session: Session
) -> None:
    scatter(db_session, 4)
    user = people.find_user(db_session, login="coordinator.eef")
    assert user is not None
    user.locale = "en"
    page = coordinator.get(f"/overlap?fiscal_year={YEAR}&at_least=1&view=tiles").text
    assert "Tile grid" in page
    page = coordinator.get(f"/overlap?fiscal_year={YEAR}&at_least=1&open=45").text
    assert "Confirmed overlap" in page
    assert "confirmed" in page
    assert "ยืนยัน" not in page


def test_the_page_asks_five_queries_at_most_and_a_row_too(
    coordinator: HouseClient, db_session: Session, max_queries: MaxQueries
) -> None:
    scatter(db_session, 4)
    address = f"/overlap?fiscal_year={YEAR}&at_least=1"
    coordinator.get(address)
    with max_queries(5):
        coordinator.get(address)
    coordinator.get(f"{address}&open=45&part=45", headers={"HX-Request": "true"})
    with max_queries(6):  # one more: what was asked for in the open area
        coordinator.get(f"{address}&open=45&part=45", headers={"HX-Request": "true"})
