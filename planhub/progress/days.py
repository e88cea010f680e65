"""The days that reports know of: the window in which they are written."""

from planhub.kernel.text import Text
from planhub.progress.models import ProgressReport
from planhub.progress.rules import CERTIFIED, SUBMIT, WRITING
from planhub.record.days import DayKind, rows_of

_report = ProgressReport.__table__.c

DAYS = (
    DayKind(
        "report_opens",
        Text("เปิดรับรายงานความก้าวหน้า", "Reports may be written"),
        lambda: rows_of(_report.id, _report.opens_on),
        open=frozenset({"not_due"}),
        off=frozenset({"waived"}),
        calls=SUBMIT,
        icon="pencil",
    ),
    DayKind(
        "report_due",
        Text("กำหนดส่งรายงานความก้าวหน้า", "Progress report is due"),
        lambda: rows_of(_report.id, _report.due_on),
        open=frozenset({"not_due", *WRITING, "submitted"}),
        met=frozenset(CERTIFIED),
        off=frozenset({"waived"}),
        calls=SUBMIT,
        icon="report-analytics",
    ),
)
