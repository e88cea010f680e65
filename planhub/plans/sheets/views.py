"""The workbook of a plan: its activities, money and quarterly values filled in, to be mended and brought back."""

from flask import Blueprint, Response, make_response

from planhub.infra import sheets
from planhub.kernel import clock, thai
from planhub.kernel.text import Text
from planhub.plans.models import IntegratedPlan
from planhub.plans.sheets import known
from planhub.plans.sheets.activities import ACTIVITIES
from planhub.plans.sheets.lines import BUDGET_LINES, INDICATOR_VALUES
from planhub.plans.workflow import WORKFLOW
from planhub.record import access
from planhub.record.services import load
from planhub.record.types import registry
from planhub.ui.actor import current_actor, current_session
from planhub.ui.imports import filled_sheet
from planhub.ui.pages import page

blueprint = Blueprint("plan_sheets", __name__, url_prefix="/plans")

KINDS = (ACTIVITIES, BUDGET_LINES, INDICATOR_VALUES)
"""The lists of the workbook, a sheet each."""


def _seen(code: str) -> IntegratedPlan:
    plan: IntegratedPlan = load(current_session(), registry.get("plans"), code)
    access.authorise_view(current_actor(), plan)
    return plan


@blueprint.get("/<string:code>/sheets")
def show(code: str) -> Response:
    """Say how the round trip goes, with the workbook and the doors by which it comes back."""
    plan = _seen(code)
    state = next(s for s in WORKFLOW.states if s.key == plan.state)
    actor = current_actor()
    return page("plans/sheets.html", plan=plan, state=state, kinds=KINDS, may_bring=known.may_import(actor))


@blueprint.get("/<string:code>/sheet.xlsx")
def workbook(code: str) -> Response:
    """Give the plan's activities, money and quarterly values as the lists write them, each on a sheet of its own."""
    plan = _seen(code)
    session, actor, said = current_session(), current_actor(), {"plan_code": plan.code}
    book = sheets.write_xlsx(
        *(filled_sheet(session, actor, kind, said) for kind in KINDS),
        sheets.Sheet(
            str(Text("คำอธิบาย", "Notes")),
            [Text("คำอธิบาย", "Notes")],
            [[line] for line in _notes(plan)],
            widths=(100,),
        ),
    )
    response = make_response(book)
    response.mimetype = sheets.XLSX
    response.headers["Content-Disposition"] = f'attachment; filename="{plan.code}.xlsx"'
    return response


def _notes(plan: IntegratedPlan) -> list[Text]:
    return [
        Text("{code} ข้อมูล ณ {at}", "{code} as of {at}").format(
            code=plan.code, at=thai.format_datetime(clock.now())
        ),
        Text(
            "แก้ในแผ่นงานใดก็ได้ แล้วนำไฟล์เดียวกันกลับเข้าระบบ ระบบแสดงความแตกต่างก่อนบันทึกเสมอ",
            "Mend any of the sheets and bring the same file back; the differences are always shown before anything is saved",
        ),
        Text(
            "แถวใหม่ของกิจกรรมให้เว้นรหัสว่าง คอลัมน์ที่ซ่อนอยู่ใช้จับคู่แถวและตรวจว่ามีผู้แก้ไขสวนกันหรือไม่ ไม่ต้องแก้",
            "Leave the code of a new activity empty. The hidden columns match rows and tell whether somebody else changed them; leave them as they are",
        ),
        Text(
            "จำนวนเงินเป็นบาท แถวที่ลบออกจากไฟล์จะคงอยู่ในระบบ",
            "Money is in baht. Rows that are taken out of the file stay in the system",
        ),
    ]
