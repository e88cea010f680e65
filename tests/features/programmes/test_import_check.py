"""Lists as agencies write them: what each row means, what would change, and that it is saved whole or not at all."""

import io
import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from planhub.infra.sheet_reading import read_file, read_pasted
from planhub.kernel.access import SYSTEM, Actor
from planhub.kernel.errors import Conflict, Denied, Invalid, NotFound
from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text
from planhub.places.models import Area, AreaStat, Programme, ProgrammeArea
from planhub.programmes.imports import AREA_STATS, PROGRAMME_AREAS
from planhub.record import audit, chain, import_jobs
from planhub.record.import_check import Report, Said, check
from planhub.record.imports import Column, ImportKind
from planhub.record.models import FieldChange
from tests.conftest import Actors, MaxQueries
from tests.features.programmes.conftest import workbook

EEF = "coordinator.eef"
HEADS = ["programme_code", "fiscal_year", "province", "district", "subdistrict", "status"]


def pasted(rows: Any) -> str:
    return "\n".join("\t".join(str(cell) for cell in row) for row in rows)


def checked(
    session: Session,
    actor: Actor,
    rows: Any,
    *,
    kind: ImportKind = PROGRAMME_AREAS,
    said: Mapping[str, str] | None = None,
    choices: Mapping[int, str] | None = None,
) -> Report:
    return check(session, actor, kind, read_pasted(pasted(rows)), Said(said or {}, choices or {}))


def saved(
    session: Session, actor: Actor, report: Report, *, remove_gone: bool = False
) -> import_jobs.ImportJob:
    audit.act_as(session, actor)
    job = import_jobs.run(session, actor, report, name="x.csv", content=b"x", remove_gone=remove_gone)
    session.flush()
    return job


def states(report: Report) -> list[str]:
    assert report.refused is None, report.refused
    return [row.state for row in report.rows]


def areas_of(session: Session, code: str, year: int) -> dict[str, str]:
    query = (
        select(ProgrammeArea.area_code, ProgrammeArea.status)
        .join(ProgrammeArea.programme)
        .where(Programme.code == code, ProgrammeArea.fiscal_year == year)
        .order_by(ProgrammeArea.area_code)
    )
    return dict(session.execute(query).all())


# --- reading --------------------------------------------------------------------------------------------------


def test_names_of_every_spelling_become_areas(world: Session, actors: Actors) -> None:
    report = checked(
        world,
        actors[EEF],
        [
            HEADS,
            ["EEF-NEW", 2570, "จ.เชียงใหม่", "อ.กัลยาณิวัฒนา", "ต.แม่แดด", "active"],
            ["eef-new", "๒๕๗๐", "ร้อยเอ็ด", "เมือง", "ในเมือง", "กำลังดำเนินงาน"],
            ["โครงการใหม่", 2570, "กทม.", "เขตปทุมวัน", "แขวงรองเมือง", ""],
            ["EEF-NEW", 2570, "ศรีษะเกษ", "", "", "มีแผน"],
        ],
    )
    assert states(report) == ["added"] * 4
    assert [row.area for row in report.rows] == ["502502", "450101", "100701", "33"]
    assert [row.values["status"] for row in report.rows] == ["active", "active", "active", "planned"]
    assert report.is_ready


def test_thai_heads_titles_above_and_other_columns(world: Session, actors: Actors) -> None:
    rows = [
        ["บัญชีรายชื่อตำบล"],
        [],
        ["ลำดับ", "รหัสโครงการ", "ปีงบประมาณ", "จังหวัด", "อำเภอ/เขต", "ตำบล/แขวง", "นำร่อง", "ณ วันที่", "ผู้รับผิดชอบ"],
        [1, "EEF-NEW", 2570, "ร้อยเอ็ด", "เสลภูมิ", "กลาง", "✓", "9 ธ.ค. 65", "สมชาย"],
    ]
    report = check(world, actors[EEF], PROGRAMME_AREAS, read_file("a.xlsx", workbook(rows)))
    (row,) = report.rows
    assert (row.number, row.state, row.area) == (4, "added", "451001")
    assert (row.values["is_pilot"], row.values["as_of"]) == (True, date(2022, 12, 9))
    assert report.layout is not None
    assert report.layout.extra == ("ลำดับ", "ผู้รับผิดชอบ")
    assert "ผู้รับผิดชอบ" in report.notes[0].th


def test_what_is_not_certain_is_chosen_by_a_person(world: Session, actors: Actors) -> None:
    names = world.execute(select(Area.code, Area.name_th).where(Area.level == "subdistrict")).all()
    counted = Counter((code[:2], name) for code, name in names)
    shared = min(pair for pair, n in counted.items() if n > 1)
    province = world.get_one(Area, shared[0]).name_th
    rows = [
        HEADS,
        ["EEF-NEW", 2570, province, "", shared[1], ""],
        ["EEF-NEW", 2570, "หนองคาย", "เซกา", "เซกา", ""],
        ["EEF-NEW", 2570, "ดาวอังคาร", "", "", ""],
        ["EEF-NEW", 2571, province, "", shared[1], ""],
    ]
    report = checked(world, actors[EEF], rows)
    assert states(report) == ["choose", "choose", "missing", "choose"]
    assert not report.is_ready
    candidates = report.rows[0].match.candidates if report.rows[0].match else ()
    assert len(candidates) > 1
    with pytest.raises(Invalid):
        saved(world, actors[EEF], report)
    assert areas_of(world, "EEF-NEW", 2570) == {}
    chosen = {2: candidates[1], 3: "380401", 4: "skip"}
    report = checked(world, actors[EEF], rows, choices=chosen)
    assert states(report) == ["added", "added", "skipped", "added"]
    assert [row.area for row in report.rows] == [candidates[1], "380401", None, candidates[1]]


def test_a_choice_that_is_no_area_leaves_the_row_open(world: Session, actors: Actors) -> None:
    rows = [HEADS, ["EEF-NEW", 2570, "ดาวอังคาร", "", "", ""]]
    assert states(checked(world, actors[EEF], rows, choices={2: "999999"})) == ["missing"]


@pytest.mark.parametrize(
    ("rows", "column", "word"),
    [
        ([HEADS, ["NOPE", 2570, "ร้อยเอ็ด", "", "", ""]], "programme_code", "NOPE"),
        ([HEADS, ["CODI-IP22", 2570, "ร้อยเอ็ด", "", "", ""]], "programme_code", "another agency"),
        ([HEADS, ["EEF-NEW", 2023, "ร้อยเอ็ด", "", "", ""]], "fiscal_year", "Buddhist"),
        ([HEADS, ["EEF-NEW", "", "ร้อยเอ็ด", "", "", ""]], "fiscal_year", "needed"),
        ([HEADS, ["EEF-NEW", 2570, "ร้อยเอ็ด", "", "", "maybe"]], "status", "choice"),
        ([[*HEADS, "as_of"], ["EEF-NEW", 2570, "ร้อยเอ็ด", "", "", "", "31/2/2565"]], "as_of", "calendar"),
        ([[*HEADS, "is_pilot"], ["EEF-NEW", 2570, "ร้อยเอ็ด", "", "", "", "อาจจะ"]], "is_pilot", "yes or no"),
    ],
)
def test_a_faulty_row_is_told_by_column(
    world: Session, actors: Actors, rows: list[list[Any]], column: str, word: str
) -> None:
    report = checked(world, actors[EEF], rows)
    (row,) = report.rows
    assert row.state == "fault"
    assert word in row.faults[column].en
    assert not report.is_ready


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ([["a", "b"], [1, 2]], "heads"),
        ([["fiscal_year", "จังหวัด"], [2570, "ร้อยเอ็ด"]], "programme_code"),
        ([["programme_code", "fiscal_year"], ["EEF-NEW", 2570]], "area_code"),
        ([[*HEADS, "จังหวัด"], ["EEF-NEW", 2570, "ร้อยเอ็ด", "", "", "", "x"]], "same"),
        ([HEADS], "nothing below"),
        ([HEADS, ["EEF-NEW", 2570, "1101700203450", "", "", ""]], "13-digit"),
        ([[*HEADS, "บัตร"], ["EEF-NEW", 2570, "ร้อยเอ็ด", "", "", "", "๑-๑๐๑๗-๐๐๒๐๓-๔๕-๐"]], "13-digit"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused_as_a_whole(
    world: Session, actors: Actors, rows: list[list[Any]], word: str
) -> None:
    report = checked(world, actors[EEF], rows)
    assert report.refused is not None
    assert word in report.refused.en
    assert "1101700203450" not in report.refused.th


def test_formulas_in_columns_that_are_read_are_refused_others_are_not(world: Session, actors: Actors) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [*HEADS, "note"])
        sheet.write_row(1, 0, ["EEF-NEW", 2570, "ร้อยเอ็ด"])
        sheet.write_formula(1, 6, "=1+1", None, 2)
        sheet.write_row(2, 0, ["EEF-NEW", 2570])
        sheet.write_formula(2, 2, '="มุก"&"ดาหาร"', None, "มุกดาหาร")
    report = check(world, actors[EEF], PROGRAMME_AREAS, read_file("a.xlsx", out.getvalue()))
    assert states(report) == ["added", "fault"]
    assert "formula" in report.rows[1].faults["province"].en


def test_what_is_said_once_stands_for_columns_that_the_list_lacks(world: Session, actors: Actors) -> None:
    rows = [["จังหวัด", "อำเภอ", "ตำบล"], ["เชียงใหม่", "กัลยาณิวัฒนา", "แม่แดด"]]
    assert checked(world, actors[EEF], rows).refused is not None
    said = {"programme_code": "EEF-NEW", "fiscal_year": "2570", "source": "ประกาศ", "as_of": "2022-12-09"}
    (row,) = checked(world, actors[EEF], rows, said=said).rows
    assert row.state == "added"
    assert row.values["as_of"] == date(2022, 12, 9)
    assert row.values["source"] == "ประกาศ"


# --- saving ---------------------------------------------------------------------------------------------------

FIRST: list[list[Any]] = [
    [*HEADS, "source"],
    ["EEF-NEW", 2570, "เชียงใหม่", "กัลยาณิวัฒนา", "แม่แดด", "active", "ก"],
    ["EEF-NEW", 2570, "ร้อยเอ็ด", "เมือง", "ในเมือง", "active", "ก"],
    ["EEF-NEW", 2570, "ร้อยเอ็ด", "เมือง", "รอบเมือง", "active", "ก"],
]


def test_a_list_brought_again_shows_the_difference_first(world: Session, actors: Actors) -> None:
    actor = actors[EEF]
    job = saved(world, actor, checked(world, actor, FIRST))
    assert job.counts["added"] == 3
    assert (job.state, job.content, job.user_id) == ("saved", None, actor.user_id)
    again = checked(world, actor, FIRST)
    assert states(again) == ["unchanged"] * 3
    second = [
        FIRST[0],
        FIRST[1],
        ["EEF-NEW", 2570, "ร้อยเอ็ด", "เมือง", "ในเมือง", "ended", "ข"],
        ["EEF-NEW", 2570, "ร้อยเอ็ด", "เสลภูมิ", "กลาง", "planned", "ก"],
    ]
    report = checked(world, actor, second)
    assert states(report) == ["unchanged", "changed", "added"]
    assert report.rows[1].changes == (("status", "active", "ended"), ("source", "ก", "ข"))
    assert [one.values["area_code"] for one in report.gone] == ["450102"]
    job = saved(world, actor, report)
    assert job.counts == {
        "added": 1,
        "changed": 1,
        "removed": 0,
        "kept": 1,
        "unchanged": 1,
        "repeated": 0,
        "skipped": 0,
    }
    assert areas_of(world, "EEF-NEW", 2570) == {
        "450101": "ended",
        "450102": "active",
        "451001": "planned",
        "502502": "active",
    }
    job = saved(world, actor, checked(world, actor, second), remove_gone=True)
    assert job.counts["removed"] == 1
    assert "450102" not in areas_of(world, "EEF-NEW", 2570)


def test_a_sample_row_becomes_the_agencys_own(world: Session, actors: Actors) -> None:
    code = next(iter(areas_of(world, "EEF-AREA", 2566)))
    rows = [["programme_code", "fiscal_year", "area_code"], ["EEF-AREA", 2566, code]]
    (row,) = checked(world, actors[EEF], rows).rows
    assert row.state == "changed"
    assert [name for name, _old, _new in row.changes] == ["origin"]
    saved(world, actors[EEF], checked(world, actors[EEF], rows))
    kept = world.scalars(
        select(ProgrammeArea)
        .join(ProgrammeArea.programme)
        .where(Programme.code == "EEF-AREA", ProgrammeArea.area_code == code)
    ).one()
    assert (kept.origin, kept.version, kept.verified_on) == ("own", 2, None)
    assert kept.source is not None, "a column that the list does not have is left as it stands"


def test_rows_that_repeat_are_one_row_and_those_that_contradict_are_faults(
    world: Session, actors: Actors
) -> None:
    rows = [
        HEADS,
        ["EEF-NEW", 2570, "ร้อยเอ็ด", "", "", "active"],
        ["EEF-NEW", 2570, "จังหวัดร้อยเอ็ด", "", "", "active"],
        ["EEF-NEW", 2570, "Roi Et", "", "", "ended"],
    ]
    report = checked(world, actors[EEF], rows)
    assert states(report) == ["added", "repeated", "fault"]
    assert "row 2" in report.rows[2].faults["status"].en
    saved(world, actors[EEF], checked(world, actors[EEF], rows[:3]))
    assert areas_of(world, "EEF-NEW", 2570) == {"45": "active"}


def test_every_change_is_vouched_for_by_the_chain(world: Session, actors: Actors) -> None:
    actor = actors[EEF]
    job = saved(world, actor, checked(world, actor, FIRST))
    world.commit()
    changed = [[*FIRST[0]], [*FIRST[1][:5], "ended", "ก"]]
    saved(world, actor, checked(world, actor, changed), remove_gone=True)
    world.commit()
    lines = world.scalars(select(FieldChange).where(FieldChange.table_name == "programme_area")).all()
    added = [line for line in lines if line.old is None and line.actor_id == actor.user_id]
    assert len(added) == 3
    assert json.loads(added[0].new or "")["area_code"] == "502502"
    assert {
        (line.field, line.old, line.new)
        for line in lines
        if line.field == "status" and line.actor_id == actor.user_id
    } == {("status", '"active"', '"ended"')}
    assert sum(line.new is None and line.field == "" for line in lines) == 2
    assert len({line.entry_id for line in added}) == 1
    assert job.id
    assert chain.verify(world) == []


def test_what_was_seen_is_what_is_saved(world: Session, actors: Actors) -> None:
    actor = actors[EEF]
    audit.act_as(world, actor)
    content = pasted(FIRST).encode()
    job = import_jobs.start(world, actor, PROGRAMME_AREAS, name="", content=content, said={})
    world.flush()
    seen = import_jobs.look(world, actor, PROGRAMME_AREAS, job).digest
    saved(world, actor, checked(world, actor, FIRST[:2]))  # a colleague was quicker with one of the rows
    with pytest.raises(Conflict):
        import_jobs.save(world, actor, job, import_jobs.look(world, actor, PROGRAMME_AREAS, job), seen=seen)
    report = import_jobs.look(world, actor, PROGRAMME_AREAS, job)
    import_jobs.save(world, actor, job, report, seen=report.digest)
    assert len(areas_of(world, "EEF-NEW", 2570)) == 3


def test_lists_belong_to_those_who_brought_them(world: Session, actors: Actors) -> None:
    actor = actors[EEF]
    audit.act_as(world, actor)
    job = import_jobs.start(
        world, actor, PROGRAMME_AREAS, name="a.csv", content=pasted(FIRST).encode(), said={}
    )
    world.flush()
    assert import_jobs.load(world, actor, job.id) is job
    with pytest.raises(NotFound):
        import_jobs.load(world, actors["coordinator.codi"], job.id)
    for login in ("viewer", "director.eef", "secretariat", "auditor"):
        with pytest.raises(Denied):
            import_jobs.authorise(actors[login], "programme-areas")
    with pytest.raises(NotFound):
        import_jobs.authorise(actor, "nothing")
    job.expires_at = job.created_at
    with pytest.raises(NotFound):
        import_jobs.load(world, actor, job.id)
    assert import_jobs.tidy(world) == 1


def test_five_thousand_rows_are_checked_in_seconds(
    world: Session, actors: Actors, max_queries: MaxQueries
) -> None:
    names = {a.code: a.name_th for a in world.scalars(select(Area))}
    codes = [code for code in names if len(code) == 6][:5000]
    rows = [HEADS, *(["EEF-NEW", 2570, *(names[c[:n]] for n in (2, 4, 6)), "active"] for c in codes)]
    content = workbook(rows)
    begun = time.process_time()
    with max_queries(6):
        report = check(world, actors[EEF], PROGRAMME_AREAS, read_file("a.xlsx", content))
    assert report.counts == {"added": 5000}
    audit.act_as(world, actors[EEF])
    with max_queries(12):
        import_jobs.run(world, actors[EEF], report, name="a.xlsx", content=content, remove_gone=False)
        world.flush()
    assert time.process_time() - begun < 10
    assert len(areas_of(world, "EEF-NEW", 2570)) == 5000


# --- counts ---------------------------------------------------------------------------------------------------

STATS: list[list[Any]] = [
    ["area_code", "year", "dimension", "measure", "value", "unit", "source", "as_of"],
    ["45", 2565, "income", "poor_people", "1,234", "person", "TPMAP", "30/9/2565"],
    ["๔๙", "๒๕๖๕", "ด้านรายได้", "คนจน", "๓", "คน", "TPMAP", "2022-09-30"],
]


def test_counts_are_stated_by_the_agency_that_brings_them(world: Session, actors: Actors) -> None:
    actor = actors[EEF]
    report = checked(world, actor, STATS, kind=AREA_STATS)
    assert states(report) == ["added", "added"]
    saved(world, actor, report)
    rows = {s.area_code: s for s in world.scalars(select(AreaStat).where(AreaStat.org_code == "EEF"))}
    assert {code: (s.value, s.measure, s.unit, s.dimension) for code, s in rows.items()} == {
        "45": (1234, "poor_people", "person", "income"),
        "49": (3, "poor_people", "person", "income"),
    }
    assert rows["45"].entered_by
    assert states(checked(world, actor, STATS, kind=AREA_STATS)) == ["unchanged"] * 2
    newer = [STATS[0], [*STATS[1][:4], 1300, *STATS[1][5:]]]
    report = checked(world, actor, newer, kind=AREA_STATS)
    assert report.rows[0].changes == (("value", 1234, 1300),)
    assert [one.values["area_code"] for one in report.gone] == ["49"]


@pytest.mark.parametrize(
    ("place", "value", "column"),
    [
        (4, "-1", "value"),
        (4, "1.5", "value"),
        (4, "", "value"),
        (5, "วัว", "unit"),
        (2, "โชค", "dimension"),
        (6, "", "source"),
        (7, "", "as_of"),
        (1, "2022", "year"),
    ],
)
def test_a_faulty_count_is_told_by_column(
    world: Session, actors: Actors, place: int, value: str, column: str
) -> None:
    row: list[Any] = [*STATS[1]]
    row[place] = value
    (found,) = checked(world, actors[EEF], [STATS[0], row], kind=AREA_STATS).rows
    assert found.state == "fault"
    assert column in found.faults


def test_the_system_states_for_an_agency_that_is_named(world: Session) -> None:
    report = checked(world, SYSTEM, STATS, kind=AREA_STATS, said={"org": "CODI"})
    assert {row.values["org_code"] for row in report.rows} == {"CODI"}
    assert checked(world, SYSTEM, STATS, kind=AREA_STATS, said={"org": "NOBODY"}).refused is not None


# --- another kind is one declaration ------------------------------------------------------------------------


class Names:
    """An import of English names of programmes, without areas."""

    def __init__(self, *_given: Any) -> None:
        """Need nothing."""

    def resolve(self, values: dict[str, Any]) -> dict[str, Text]:
        return {"name_en": Text("ไม่เปลี่ยน", "no change")} if values["name_en"] == "bad" else {}

    def standing(self, rows: Sequence[Mapping[str, Any]]) -> ColumnElement[bool]:
        return Programme.code.in_([row["code"] for row in rows])

    def stamp(self) -> dict[str, Any]:
        return {"origin": "own"}


NAMES = ImportKind(
    name="names",
    label=Text("ชื่อ", "Names"),
    about=Text("ชื่อ", "Names"),
    model=Programme,
    columns=(
        Column(Field("code", Kind.LINE, Text("รหัส", "Code"), required=True)),
        Column(Field("name_en", Kind.LINE, Text("ชื่ออังกฤษ", "English name"), required=True)),
    ),
    key=("code",),
    compared=("name_en",),
    may=lambda _actor: True,
    begin=Names,
    places=False,
)


def test_a_kind_without_areas_is_one_declaration(world: Session, actors: Actors) -> None:
    rows = [["รหัส", "ชื่ออังกฤษ", "จังหวัด"], ["EEF-NEW", "Newer", "x"], ["EEF-AREA", "bad", ""]]
    report = checked(world, actors[EEF], rows, kind=NAMES)
    assert states(report) == ["changed", "fault"]
    assert report.layout is not None
    assert report.layout.extra == ("จังหวัด",)
    saved(world, actors[EEF], checked(world, actors[EEF], rows[:2], kind=NAMES))
    world.expire_all()
    assert world.scalars(select(Programme.name_en).where(Programme.code == "EEF-NEW")).one() == "Newer"


def test_a_kind_may_write_in_its_own_way(world: Session, actors: Actors) -> None:
    seen: list[int] = []

    def write(_s: Session, _a: Actor, _job: Any, report: Report, *, remove_gone: bool) -> dict[str, int]:
        seen.extend(row.number for row in report.rows)
        return {"changed": len(seen), "removed": int(remove_gone)}

    kind = replace(NAMES, write=write)
    report = checked(world, actors[EEF], [["code", "name_en"], ["EEF-NEW", "Newer"]], kind=kind)
    assert saved(world, actors[EEF], report).counts == {"changed": 1, "removed": 0}
    assert seen == [2]
