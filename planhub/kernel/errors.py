"""The few errors a person can be told about; each says what happened and what can be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from planhub.kernel.text import Text


class PlanHubError(Exception):
    """A refusal that a person can read; `message` is in both languages."""

    status: ClassVar[int] = 400
    """The HTTP status by which the edge answers."""
    title: ClassVar[Text] = Text("ทำรายการไม่สำเร็จ", "That could not be done")

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


class NotFound(PlanHubError):  # noqa: N818 - the domain's word, not an "Error" suffix
    """There is no such thing, or the reader may not know of it (the two look the same)."""

    status = 404
    title = Text("ไม่พบรายการ", "Not found")

    def __init__(self, message: Text | None = None) -> None:
        super().__init__(
            message or Text("ไม่พบรายการนี้ หรือท่านไม่มีสิทธิ์เข้าถึง", "There is no such item, or you may not see it")
        )


class Denied(PlanHubError):  # noqa: N818 - see NotFound
    """The reader may see the record but not do this."""

    status = 403
    title = Text("ไม่มีสิทธิ์", "Not permitted")

    def __init__(self, message: Text | None = None) -> None:
        super().__init__(message or Text("ท่านไม่มีสิทธิ์ดำเนินการในขั้นตอนนี้", "Your post may not take this step"))


class Conflict(PlanHubError):  # noqa: N818 - see NotFound
    """The record moved on after it was opened; nothing was changed."""

    status = 409
    title = Text("รายการมีการเปลี่ยนแปลง", "The record moved on")

    def __init__(self, message: Text | None = None) -> None:
        super().__init__(
            message
            or Text(
                "รายการนี้มีผู้แก้ไขหลังจากท่านเปิด โปรดตรวจสอบความแตกต่าง",
                "Someone changed this after you opened it; please look at the differences",
            )
        )


class BadInput(ValueError):  # noqa: N818 - see NotFound
    """A single value that cannot be read; `message` says in both languages what would be accepted."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a move is not possible yet: a stable key and a sentence a person can act on (rule R19)."""

    key: str
    text: Text
    field: str | None = None
    """The field to go to, where there is one."""


class GuardFailed(PlanHubError):  # noqa: N818 - see NotFound
    """One or more guards of a move do not hold; all of them are told at once (rules R2, R19)."""

    status = 422
    title = Text("ยังดำเนินการไม่ได้", "Not possible yet")

    def __init__(self, reasons: Sequence[Reason]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(Text(" · ".join(r.text.th for r in reasons), "; ".join(r.text.en for r in reasons)))


class Invalid(PlanHubError):  # noqa: N818 - see NotFound
    """Fields hold something that cannot be accepted; `errors` tells each field its messages."""

    status = 422
    title = Text("ข้อมูลยังไม่ถูกต้อง", "Please check the form")

    def __init__(self, errors: Mapping[str, Sequence[Text]]) -> None:
        self.errors = {name: tuple(texts) for name, texts in errors.items()}
        super().__init__(Text("โปรดตรวจสอบข้อมูลที่ทำเครื่องหมายไว้", "Please check the marked fields"))


class Busy(PlanHubError):  # noqa: N818 - see NotFound
    """Too many tries in a short time; trying again later will work."""

    status = 429
    title = Text("โปรดรอสักครู่", "Please wait")

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(
            Text(
                "มีการลองหลายครั้งเกินไป โปรดลองใหม่ใน {n} วินาที", "Too many tries; please wait {n} seconds"
            ).format(n=seconds)
        )
