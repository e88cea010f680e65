"""The clause library: which edition of which clause a new text begins with, and the writing of further editions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.kernel.access import Actor, Policy, Role, Scope, grants
from planhub.kernel.errors import Conflict, Denied, Invalid, NotFound
from planhub.kernel.fields import Field, Kind, parse_all
from planhub.kernel.text import Text, plain
from planhub.kernel.thai import fiscal_year
from planhub.mou import choices
from planhub.mou.clauses import unknown_placeholders
from planhub.mou.models import Mou, MouClause
from planhub.mou.text import shipped as text_shipped
from planhub.mou.text.models import LibraryClause, LibraryTemplate
from planhub.record import access

EDIT = "mou-library:edit"

POLICY = Policy(
    grants=grants([Role.LEGAL_OFFICER, Role.SECRETARIAT], [EDIT], Scope.ALL),
    permissions={
        EDIT: Text("เขียนคลังข้อความและแม่แบบบันทึกข้อตกลง", "Write the clause library and the templates of MOUs")
    },
)
"""Who may write the library; every reader of the house may read it."""

Row = TypeVar("Row", LibraryClause, LibraryTemplate)

_YEARS = (
    Field(
        "from_year", Kind.FISCAL_YEAR, Text("ใช้ตั้งแต่ปีงบประมาณ", "For texts from fiscal year"), section="years"
    ),
    Field("until_year", Kind.FISCAL_YEAR, Text("ถึงปีงบประมาณ", "Until fiscal year"), section="years"),
)
_NOTE = Field(
    "note", Kind.BODY, Text("แก้อะไร เพราะเหตุใด", "What was changed, and why"), max=2_000, section="years"
)

CLAUSE_FIELDS: tuple[Field, ...] = (
    Field("heading", Kind.LINE, Text("หัวข้อ", "Heading"), required=True, max=200),
    Field("body", Kind.BODY, Text("ข้อความ", "Text"), required=True, max=10_000),
    Field("kind", Kind.CHOICE, Text("ลักษณะ", "Kind"), required=True, choices=choices.CLAUSE_KINDS),
    *_YEARS,
    _NOTE,
)

TEMPLATE_FIELDS: tuple[Field, ...] = (
    Field("label_th", Kind.LINE, Text("ชื่อแม่แบบ", "Name in Thai"), required=True, max=200),
    Field("label_en", Kind.LINE, Text("ชื่อภาษาอังกฤษ", "Name in English"), required=True, max=200),
    Field(
        "instrument_type",
        Kind.CHOICE,
        Text("ประเภทเอกสาร", "Type of paper"),
        required=True,
        choices=choices.INSTRUMENT_TYPES,
    ),
    Field(
        "cooperation_kind",
        Kind.CHOICE,
        Text("ลักษณะความร่วมมือ (เว้นว่าง = ทุกลักษณะ)", "Kind of cooperation (empty: every kind)"),
        choices=choices.COOPERATION_KINDS,
    ),
    Field(
        "cooperation_sub",
        Kind.CHOICE,
        Text("ด้านความร่วมมือเชิงพื้นที่", "Field of the area approach"),
        choices=choices.COOPERATION_SUBKINDS,
    ),
    Field("background", Kind.BODY, Text("หลักการและเหตุผล", "Reasons"), required=True, max=6_000),
    *_YEARS,
    _NOTE,
)


def may_write(actor: Actor) -> bool:
    """Tell whether the actor may write the library."""
    access.signed_in(actor)
    return POLICY.ever(actor, EDIT)


def authorise_write(actor: Actor) -> None:
    """Raise `Denied` unless the actor may write the library."""
    if not may_write(actor):
        raise Denied


# --- reading ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Library:
    """The editions that hold in one fiscal year, by key."""

    year: int
    clauses: Mapping[str, LibraryClause]
    templates: Mapping[str, LibraryTemplate]

    def on_shelf(self) -> list[LibraryTemplate]:
        """Give the templates as people look for them: by type of paper, the kinds in the order of the lists."""
        papers = [key for key, _ in choices.INSTRUMENT_TYPES]
        kinds = [key for key, _ in choices.COOPERATION_KINDS]
        subs = [key for key, _ in choices.COOPERATION_SUBKINDS]

        def place(one: LibraryTemplate) -> tuple[int, int, int, str]:
            kind = kinds.index(one.cooperation_kind) if one.cooperation_kind else len(kinds)
            sub = subs.index(one.cooperation_sub) if one.cooperation_sub else len(subs)
            return papers.index(one.instrument_type), kind, sub, one.key

        return sorted(self.templates.values(), key=place)

    def clauses_of(self, template: LibraryTemplate) -> list[LibraryClause]:
        """Give the clauses of a template, in order; one that does not hold this year is left out."""
        return [self.clauses[key] for key in template.clauses if key in self.clauses]

    def template_for(self, instrument_type: str, kind: str | None, sub: str | None) -> LibraryTemplate | None:
        """Give the template that fits best: made for this very kind, else for a wider one."""
        fitting = [
            t
            for t in self.templates.values()
            if t.instrument_type == instrument_type
            and t.cooperation_kind in (None, kind)
            and t.cooperation_sub in (None, sub)
        ]
        return max(
            fitting, key=lambda t: (bool(t.cooperation_sub), bool(t.cooperation_kind), t.key), default=None
        )


def read(session: Session, year: int | None = None) -> Library:
    """Give what holds in a fiscal year (B.E.; None: this one): of each key the newest edition meant for it."""
    year = year or fiscal_year(clock.today())
    clauses = session.scalars(select(LibraryClause).order_by(LibraryClause.key, LibraryClause.n))
    templates = session.scalars(select(LibraryTemplate).order_by(LibraryTemplate.key, LibraryTemplate.n))
    return Library(year, _holding(clauses, year), _holding(templates, year))


def _holding(rows: Iterable[Row], year: int) -> dict[str, Row]:
    return {row.key: row for row in rows if (row.from_year or 0) <= year <= (row.until_year or year)}


def editions(session: Session, model: type[Row], key: str) -> list[Row]:
    """Give the editions under a key, newest first. Raises `NotFound`."""
    found = list(session.scalars(select(model).where(model.key == key).order_by(model.n.desc())))
    if not found:
        raise NotFound
    return found


# --- drawing a text -----------------------------------------------------------------------------------------------


def draw(session: Session, mou: Mou) -> None:
    """Fill a text with what its template says, where nothing was written; remember template and editions."""
    library = read(session, mou.fiscal_year or fiscal_year(mou.effective_on or clock.today()))
    template = library.template_for(mou.instrument_type, mou.cooperation_kind, mou.cooperation_sub)
    if template is None:
        return
    if not mou.background:
        mou.background = template.background
    if not mou.clauses:
        mou.template = template.edition
        mou.clauses[:] = [drawn(row, n) for n, row in enumerate(library.clauses_of(template), start=1)]


def drawn(row: LibraryClause, position: int) -> MouClause:
    """Make a clause of a text from an edition of the library."""
    clause = MouClause(position=position, heading=row.heading, body=row.body, kind=row.kind)
    stamp(clause, row)
    return clause


def stamp(clause: MouClause, row: LibraryClause) -> None:
    """Remember where a clause came from and what the library said."""
    clause.source, clause.source_n, clause.standard = row.key, row.n, row.body


# --- writing ------------------------------------------------------------------------------------------------------


def fill_library(session: Session) -> None:
    """Put in the first edition of every delivered clause and template whose key the database does not know yet."""
    known = set(session.scalars(select(LibraryClause.key)))
    for clause in text_shipped.LIBRARY:
        if clause.source not in known:
            row = LibraryClause(key=clause.source, heading=clause.heading, body=clause.body, kind=clause.kind)
            _sign(session, row, None, 1)
    known = set(session.scalars(select(LibraryTemplate.key)))
    for one in text_shipped.TEMPLATES:
        if one.key not in known:
            template = LibraryTemplate(
                key=one.key,
                label_th=one.label.th,
                label_en=one.label.en,
                instrument_type=one.instrument_type,
                cooperation_kind=one.cooperation_kind,
                cooperation_sub=one.cooperation_sub,
                background=one.background,
                clauses=list(one.clauses),
            )
            _sign(session, template, None, 1)


def _sign(session: Session, row: LibraryClause | LibraryTemplate, actor: Actor | None, n: int) -> None:
    row.n = n
    row.author_id = actor.user_id if actor else None
    row.author_name = actor.name if actor else DELIVERED
    row.at = clock.now()
    session.add(row)


DELIVERED = "PlanHub"
"""Who wrote the first editions."""


def write_clause(
    session: Session, actor: Actor, key: str | None, raw: Mapping[str, Any], *, edition: int
) -> LibraryClause:
    """Add an edition of a clause (`key` None: a new clause) after the `edition` that was read.

    Raises `Denied`, `Conflict` where a newer edition stands, `Invalid`.
    """
    authorise_write(actor)
    values = _read(CLAUSE_FIELDS, raw)
    faults = _unfillable("body", values["body"])
    if faults:
        raise Invalid(faults)
    row = LibraryClause(key=_key(session, LibraryClause, key, edition, "own"), **values)
    _sign(session, row, actor, edition + 1)
    return row


def write_template(
    session: Session, actor: Actor, key: str | None, raw: Mapping[str, Any], *, edition: int
) -> LibraryTemplate:
    """Add an edition of a template; `raw` holds its fields, and `clauses`, the keys in order. Raises as `write_clause`."""
    authorise_write(actor)
    chosen: Sequence[str] = raw.get("clauses") or ()
    values = _read(TEMPLATE_FIELDS, {k: v for k, v in raw.items() if k != "clauses"})
    faults = _unfillable("background", values["background"], frozenset())
    faults |= _template_faults(session, key, values, chosen)
    if faults:
        raise Invalid(faults)
    row = LibraryTemplate(
        key=_key(session, LibraryTemplate, key, edition, "template"), clauses=list(chosen), **values
    )
    _sign(session, row, actor, edition + 1)
    return row


def _read(fields: tuple[Field, ...], raw: Mapping[str, Any]) -> dict[str, Any]:
    values, faults = parse_all(fields, raw)
    if (
        not faults
        and values["from_year"]
        and values["until_year"]
        and values["until_year"] < values["from_year"]
    ):
        faults["until_year"] = [Text("ปีสุดท้ายมาก่อนปีแรก", "The last year comes before the first")]
    if faults:
        raise Invalid(faults)
    return values


def _unfillable(name: str, text: str, blocks: frozenset[str] | None = None) -> dict[str, list[Text]]:
    found = unknown_placeholders(text) if blocks is None else unknown_placeholders(text, blocks)
    faults = [UNKNOWN.format(name=plain(unknown[:40])) for unknown in found]
    return {name: faults} if faults else {}


UNKNOWN = Text(
    "ไม่มีช่องเติมชื่อ {{{name}}} ในที่นี้ โปรดลบวงเล็บปีกกา",
    "There is nothing called {{{name}}} to fill in here; please remove the braces",
)


def _template_faults(
    session: Session, key: str | None, values: Mapping[str, Any], chosen: Sequence[str]
) -> dict[str, list[Text]]:
    faults: dict[str, list[Text]] = {}
    if values["cooperation_sub"] and values["cooperation_kind"] != "area_approach":
        faults["cooperation_sub"] = [Text("ใช้กับความร่วมมือเชิงพื้นที่เท่านั้น", "Only for an area approach")]
    known = set(session.scalars(select(LibraryClause.key)))
    if not chosen or set(chosen) - known or len(set(chosen)) != len(chosen):
        faults["clauses"] = [
            Text("โปรดเลือกข้อความจากคลังอย่างน้อยหนึ่งข้อ ไม่ซ้ำกัน", "Choose at least one clause, each once")
        ]
    trio = tuple(values[name] for name in ("instrument_type", "cooperation_kind", "cooperation_sub"))
    for other in read(session, values["from_year"]).templates.values():
        same = (other.instrument_type, other.cooperation_kind, other.cooperation_sub) == trio
        if same and other.key != key:
            faults["instrument_type"] = [
                Text("แม่แบบ “{other}” ใช้กับลักษณะนี้อยู่แล้ว", "“{other}” is for this very kind already").format(
                    other=other.label
                )
            ]
    return faults


def _key(session: Session, model: type[Row], key: str | None, edition: int, stem: str) -> str:
    """Give the key to write under; raises `Conflict` unless `edition` is the newest."""
    if key is None:
        taken = session.scalar(select(func.count(func.distinct(model.key)))) or 0
        return f"{stem}-{taken + 1}"
    newest = session.scalar(select(func.max(model.n)).where(model.key == key))
    if newest is None:
        raise NotFound
    if newest != edition:
        raise Conflict
    return key
