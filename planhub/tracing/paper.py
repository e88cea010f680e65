"""The line on paper, for auditors: what the screen shows, with code, day, hash and the address where it is checked."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from planhub.infra.pdf import Footer, PdfOptions, Watermark
from planhub.kernel import clock
from planhub.kernel.access import SYSTEM, Actor
from planhub.kernel.text import Text, current_locale, locale
from planhub.kernel.thai import format_datetime
from planhub.record.audit import acting
from planhub.record.types import registry
from planhub.tracing import rows
from planhub.tracing.queries import Line, Subject, line, subject
from planhub.ui import papers
from planhub.ui.values import Names, read_names

KIND = "trace"

_FOR_ONE = Text("แสดงเท่าที่ผู้พิมพ์มีสิทธิ์อ่าน", "As far as the person who printed it may read")
_SAMPLE = Text("มีข้อมูลตัวอย่าง ไม่ใช่ข้อมูลจริงของหน่วยงาน", "Contains sample data, not real data of the agencies")


def trace_paper(session: Session, code: str, options: Mapping[str, Any]) -> bytes:
    """Print the line of the record of that code, as whoever asks may see it; for `planhub pdf trace CODE`.

    Raises `NotFound` and `PdfError`.
    """
    actor = acting(session) or SYSTEM
    return render(session, actor, subject(session, actor, code), options)


def issue(session: Session, actor: Actor, record: Subject, options: Mapping[str, Any]) -> bytes:
    """Print the line for the actor, who may see the record, and keep what is needed to check the sheet later."""
    return papers.issue_other(
        session, KIND, record.code, lambda: render(session, actor, record, options), made_by=actor.user_id
    )


def render(session: Session, actor: Actor, record: Subject, options: Mapping[str, Any]) -> bytes:
    """Print the line of a record that the actor may see; `options`: `lang`, `thai_digits`. Raises `PdfError`."""
    found = line(session, actor, record.type, record.id)
    lang = str(options.get("lang") or current_locale())
    digits = bool(options.get("thai_digits"))
    mark = papers.mark(KIND, record.code, lang, digits, *_said(found))
    with locale(lang):
        names = names_of(session, found)
        pdf_options = _options(record, found, lang, mark, thai_digits=digits)
    return papers.paper(
        "pdf/trace.html",
        pdf_options,
        **drawn(record, found, names),
        title=pdf_options.title,
        as_of=pdf_options.footer.as_of,
        reader=_FOR_ONE.in_(lang),
        mark=mark,
        address=papers.verify_address(mark),
        qr=papers.qr(papers.verify_address(mark)),
    )


def names_of(session: Session, found: Line) -> Names:
    """Give the names of the organisations and provinces on the line."""
    nodes = found.by_id.values()
    areas = {node.province_code for node in nodes if node.province_code}
    orgs = {node.owner_org for node in nodes} | {use.org for use in found.uses}
    return read_names(session, orgs=orgs, areas=areas)


def drawn(record: Subject, found: Line, names: Names) -> dict[str, Any]:
    """Give what the screen and the paper both show."""
    return {
        "record": record,
        "record_type": registry.get(record.type),
        "line": found,
        "names": names,
        "groups": rows.groups(found),
        "taken": rows.taken(found),
        "resolutions": [
            (node, rows.about(found, node), rows.assigned(found, node)) for node in found.of("resolution")
        ],
    }


def _said(found: Line) -> list[object]:
    """Give what the sheet says, apart from the instant: the same line bears the same mark."""
    nodes = [tuple(node) for stage in found.stages for node in stage.nodes]
    return [*nodes, *map(tuple, found.goals), *map(tuple, found.serves), *map(tuple, found.uses)]


def _options(record: Subject, found: Line, lang: str, mark: str, *, thai_digits: bool) -> PdfOptions:
    now = clock.now()
    as_of = Text("ข้อมูล ณ วันที่ {at}", "As of {at}").format(
        at=Text(format_datetime(now, locale="th"), format_datetime(now, locale="en"))
    )
    sample = any(node.origin == "sample" for node in found.by_id.values())
    first = registry.get(record.type).workflow.states[0].key
    watermark = Watermark.DRAFT if record.state == first else Watermark.NONE
    title = Text("เส้นทางตรวจสอบ {code}", "Traceability of {code}").format(code=Text(record.code, record.code))
    return PdfOptions(
        title=title.in_(lang),
        created=now,
        lang=lang,
        thai_digits=thai_digits,
        watermark=Watermark.TRAINING if record.is_training else watermark,
        footer=Footer(
            code=record.code,
            as_of=as_of.in_(lang) + (f" · {_SAMPLE.in_(lang)}" if sample else ""),
            short_hash=mark,
        ),
    )
