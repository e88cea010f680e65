"""Why a paper could not be made, in words for a person and one word for the program."""

from enum import StrEnum

from planhub.kernel.errors import PlanHubError
from planhub.kernel.text import Text


class Trouble(StrEnum):
    """What went wrong; the renderer tells it to the program by this word."""

    UNAVAILABLE = "unavailable"
    FONTS = "fonts"
    TOO_BIG = "too-big"
    TOO_DEEP = "too-deep"
    TOO_MANY_ROWS = "too-many-rows"
    TOO_WIDE = "too-wide"
    BAD_IMAGE = "bad-image"
    TIME = "time"
    MEMORY = "memory"
    FAILED = "failed"


_MESSAGES = {
    Trouble.UNAVAILABLE: Text(
        "เครื่องนี้ยังสร้าง PDF ไม่ได้ เพราะขาดไลบรารีของระบบ (libpangoft2-1.0-0 และ libharfbuzz-subset0) ส่วนอื่นใช้งานได้ตามปกติ",
        "This machine cannot make PDFs yet: system libraries are missing (libpangoft2-1.0-0 and libharfbuzz-subset0); all else works",
    ),
    Trouble.FONTS: Text(
        "เครื่องนี้ยังสร้าง PDF ไม่ได้ เพราะไม่พบแบบอักษร Sarabun โปรดให้ผู้ดูแลระบบสั่ง ./dev setup",
        "This machine cannot make PDFs yet: the Sarabun fonts are missing; the administrator should run ./dev setup",
    ),
    Trouble.TOO_BIG: Text(
        "เอกสารนี้ใหญ่เกินไป โปรดแบ่งเป็นหลายฉบับหรือเลือกข้อมูลให้น้อยลง",
        "This paper is too big; please split it or choose less",
    ),
    Trouble.TOO_DEEP: Text(
        "เอกสารนี้มีโครงสร้างซ้อนกันลึกเกินไป จึงสร้าง PDF ไม่ได้",
        "This paper is nested too deeply to be made into a PDF",
    ),
    Trouble.TOO_MANY_ROWS: Text(
        "ตารางในเอกสารนี้ยาวเกินไป โปรดกรองข้อมูลหรือส่งออกเป็นตารางคำนวณแทน",
        "A table in this paper is too long; please filter it, or export a spreadsheet instead",
    ),
    Trouble.TOO_WIDE: Text(
        "ตารางในเอกสารนี้กว้างเกินไป จึงสร้าง PDF ไม่ได้",
        "A table in this paper is too wide to be made into a PDF",
    ),
    Trouble.BAD_IMAGE: Text(
        "ภาพในเอกสารนี้ใช้ไม่ได้ ใช้ได้เฉพาะภาพ PNG และ JPEG ที่ไม่ใหญ่เกินไป",
        "An image of this paper cannot be used; only PNG and JPEG of a reasonable size can",
    ),
    Trouble.TIME: Text(
        "สร้าง PDF ไม่เสร็จภายในเวลาที่กำหนด โปรดเลือกข้อมูลให้น้อยลงแล้วลองใหม่",
        "The PDF was not finished in the time allowed; please choose less and try again",
    ),
    Trouble.MEMORY: Text(
        "สร้าง PDF ไม่สำเร็จเพราะต้องใช้หน่วยความจำเกินกำหนด โปรดเลือกข้อมูลให้น้อยลงแล้วลองใหม่",
        "The PDF needed more memory than allowed; please choose less and try again",
    ),
    Trouble.FAILED: Text(
        "สร้าง PDF ไม่สำเร็จเพราะระบบขัดข้อง โปรดลองใหม่ หากยังไม่ได้โปรดแจ้งผู้ดูแลระบบ",
        "The PDF could not be made because of a fault; please try again, and tell the administrator if it stays so",
    ),
}


class PdfError(PlanHubError):
    """The PDF could not be made; nothing was changed and the rest of the program works."""

    status = 503
    title = Text("สร้างเอกสาร PDF ไม่สำเร็จ", "The PDF could not be made")

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        super().__init__(_MESSAGES[trouble])
        self.trouble = trouble
        self.detail = detail
        """For the log, in English; it may quote the renderer and is not for readers."""

    def __str__(self) -> str:
        """Give the English message, and the detail for the log."""
        return f"{self.message.en} [{self.trouble}] {self.detail}".rstrip()


class PdfRefusedError(PdfError):
    """The paper asks for more than the caps allow; the same paper would be refused again."""

    status = 422


_REFUSALS = frozenset(
    {Trouble.TOO_BIG, Trouble.TOO_DEEP, Trouble.TOO_MANY_ROWS, Trouble.TOO_WIDE, Trouble.BAD_IMAGE}
)


def pdf_error(trouble: Trouble, detail: str = "") -> PdfError:
    """Return the error for `trouble`, of the class that says whether trying again could help."""
    return (PdfRefusedError if trouble in _REFUSALS else PdfError)(trouble, detail)
