"""The overlap as a file: the rows that are asked for, in words and signs, with what they mean above them."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from planhub.infra.sheets import Cell as Value
from planhub.infra.sheets import Sheet
from planhub.kernel.text import Text
from planhub.kernel.thai import format_datetime
from planhub.mou.choices import DIRECTIONS
from planhub.overview.board import Board, Line, OrgColumn, words_of_filters
from planhub.places.matrix import Cell, CellState
from planhub.ui.values import OrgShown

WORDS: Mapping[str, Text] = {
    "confirmed": Text("ซ้อนทับยืนยัน", "Confirmed overlap"),
    "possible": Text("อาจซ้อนทับ", "Possible overlap"),
    "none": Text("ไม่ซ้อนทับ", "No overlap"),
    "score": Text("คะแนน", "Score"),
    "plan": Text("แผนบูรณาการ", "Integrated plan"),
    "no_plan": Text("ยังไม่มีแผน", "No plan yet"),
    "open_plan": Text("+ เปิดแผน", "+ Open a plan"),
    "mou": Text("MOU", "MOU"),
    "activities": Text("กิจกรรม", "Activities"),
    "new_activity": Text("+ กิจกรรมร่วม", "+ Joint activity"),
    "lights": Text("สถานะงาน", "Lights"),
    "province": Text("หน้าจังหวัด", "Province page"),
}
"""Words that stand in every row."""

SIGNS = {CellState.CONFIRMED: "●", CellState.BELOW: "◆", CellState.POSSIBLE: "◐"}
_CELLS = {
    CellState.CONFIRMED: Text("ยืนยัน", "confirmed"),
    CellState.BELOW: Text("มีในพื้นที่ย่อย", "inside"),
    CellState.POSSIBLE: Text("อยู่ในพื้นที่เป้าหมาย", "possible"),
}
_LEGEND = (
    Text(
        "● ยืนยัน: หน่วยงานระบุพื้นที่นี้ · ◆ มีในพื้นที่ย่อย (จำนวนพื้นที่) · ◐ อยู่ในจังหวัด/อำเภอเป้าหมาย ยังไม่ยืนยัน · ว่าง: ไม่ได้ระบุ",
        "● confirmed: the agency names this area · ◆ in areas inside (how many) · ◐ only an area around it is named · blank: not named",
    ),
    Text(
        "ซ้อนทับยืนยัน = มี ● หรือ ◆ ตั้งแต่ 2 หน่วยงาน · อาจซ้อนทับ = นับ ◐ ด้วยจึงครบ 2 หน่วยงาน",
        "Confirmed overlap: two agencies or more with ● or ◆ · possible overlap: two only when ◐ is counted",
    ),
)
_FORMULA = Text(
    "คะแนน (0–100) = 50 × (หน่วยงาน − 1) ÷ ({n} − 1) + 30 × (อำเภอร่วม ÷ อำเภอที่มีหน่วยงาน) + 20 × (ตำบลร่วม ÷ ตำบลที่มีหน่วยงาน) เมื่อมีไม่ถึง 2 หน่วยงานเป็น 0",
    "Score (0–100) = 50 × (agencies − 1) ÷ ({n} − 1) + 30 × (joint districts ÷ districts with an agency) + 20 × (joint subdistricts ÷ subdistricts with an agency); 0 with fewer than two agencies",
)


def names_of(board: Board, names: Mapping[str, OrgShown]) -> dict[str, Text]:
    """Give the names behind the codes that filters hold."""
    found = {code: Text(org.text, org.text) for code, org in names.items()}
    found |= {p.code: p.name for p in board.matrix.programmes}
    return found | dict(DIRECTIONS)


def sheet_of(board: Board, names: Mapping[str, OrgShown], now: datetime) -> Sheet:
    """Write what a board shows as a sheet: every row that is asked for, and what is open inside."""
    filters = " · ".join(str(x) for x in words_of_filters(board.asked, names_of(board, names), board.tree))
    as_of = Text("ข้อมูล ณ {at}", "As of {at}").format(at=format_datetime(now))
    return Sheet(
        name=str(Text("พื้นที่ซ้อนทับ", "Overlap")),
        head=_head(board, names),
        rows=(_row(board, line) for line in board.lines),
        above=(
            Text("พื้นที่ซ้อนทับของหน่วยงาน", "Overlap of the agencies' areas"),
            filters,
            as_of,
            *_LEGEND,
            _FORMULA.format(n=len(board.matrix.orgs)),
            *_left_out(board, names),
        ),
        texts=frozenset({0}),
    )


def _left_out(board: Board, names: Mapping[str, OrgShown]) -> Iterator[Text]:
    if board.nationwide:
        said = ", ".join(
            f"{names[p.org].text if p.org in names else p.org} {p.name}" for p in board.nationwide
        )
        yield Text("ไม่นับงานที่ทำทั่วประเทศ: {said}", "Nation-wide work is not counted: {said}").format(said=said)


def _head(board: Board, names: Mapping[str, OrgShown]) -> list[str | Text]:
    return [
        Text("รหัสพื้นที่", "Area code"),
        Text("จังหวัด", "Province"),
        Text("อำเภอ", "District"),
        Text("ตำบล", "Subdistrict"),
        *_columns(board.columns, names),
        Text("ซ้อนทับ", "Overlap"),
        Text("หน่วยงานที่ยืนยัน", "Confirmed agencies"),
        Text("หน่วยงานที่อาจมี", "Possible agencies"),
        Text("อำเภอร่วม", "Joint districts"),
        Text("ตำบลร่วม", "Joint subdistricts"),
        WORDS["score"],
        WORDS["plan"],
        WORDS["mou"],
        WORDS["activities"],
        WORDS["lights"],
    ]


def _columns(columns: tuple[OrgColumn, ...], names: Mapping[str, OrgShown]) -> Iterator[str | Text]:
    for column in columns:
        yield names[column.org].text if column.org in names else column.org
        if column.expanded:
            yield from (p.name for p in column.programmes)


def _row(board: Board, line: Line) -> list[Value]:
    row, work = line.row, line.work
    places = [board.tree.by_code[line.code[:n]].name if n <= len(line.code) else "" for n in (2, 4, 6)]
    plan = work.plan
    return [
        line.code,
        *places,
        *_cells(board.columns, row.agencies, row.programmes),
        WORDS[row.overlap.value],
        row.confirmed_agencies,
        row.possible_agencies,
        row.joint_districts,
        row.joint_subdistricts,
        row.score,
        f"{plan.state.label} {plan.code}" if plan else WORDS["no_plan"] if len(line.code) == 2 else "",
        ", ".join(f"{mou.state.label} {n}" for mou, n in work.mous),
        work.activities,
        ", ".join(f"{light.sign} {light.label} {n}" for light, n in work.counted_lights),
    ]


def _cells(
    columns: tuple[OrgColumn, ...], agencies: Mapping[str, Cell], programmes: Mapping[str, Cell]
) -> Iterator[str]:
    for column in columns:
        yield cell_words(agencies.get(column.org))
        if column.expanded:
            yield from (cell_words(programmes.get(p.code)) for p in column.programmes)


def cell_words(cell: Cell | None) -> str:
    """Write a cell with its sign and word, such as ◆ มีในพื้นที่ย่อย 4; a blank one is empty."""
    if cell is None:
        return ""
    words = f"{SIGNS[cell.state]} {_CELLS[cell.state]}"
    return f"{words} {cell.below}" if cell.below and cell.state is CellState.BELOW else words
