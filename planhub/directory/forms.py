"""The form of an order of acting or delegation."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from planhub.kernel.access import Actor, Capacity
from planhub.kernel.errors import Invalid
from planhub.kernel.fields import Field, Kind, parse_all
from planhub.kernel.text import Text
from planhub.people.models import Post, User
from planhub.people.orders import Order
from planhub.record.types import registry
from planhub.ui.choosers import Choosers
from planhub.ui.forms import RecordForm
from planhub.ui.inputs import Inputs, of_fields


def fields(posts: Sequence[Post], people: Sequence[User]) -> tuple[Field, ...]:
    """Give the fields, with the posts and people that may be chosen."""
    kinds = tuple((c.value, c.label) for c in (Capacity.ACTING, Capacity.DELEGATED))
    types = tuple((rt.name, rt.label) for rt in registry.all())
    return (
        Field(
            "post_id",
            Kind.CHOICE,
            Text("ตำแหน่ง", "Post"),
            required=True,
            choices=tuple((p.id, p.title) for p in posts),
            default=posts[0].id if len(posts) == 1 else None,
        ),
        Field(
            "kind",
            Kind.CHOICE,
            Text("ประเภทคำสั่ง", "Kind of order"),
            required=True,
            choices=kinds,
            help=Text(
                "รักษาการแทน: มีอำนาจเต็ม อำนาจของผู้ดำรงตำแหน่งพักไว้ · ปฏิบัติการแทน: เฉพาะเรื่องที่มอบ",
                "Acting: full power, the holder's own power rests. By delegation: stated matters only",
            ),
        ),
        Field(
            "user_id",
            Kind.CHOICE,
            Text("ผู้รับมอบหมาย", "Who acts"),
            required=True,
            choices=tuple((u.id, u.name) for u in people),
        ),
        Field("order_no", Kind.LINE, Text("เลขที่คำสั่ง", "Order number"), required=True, max=100),
        Field("order_date", Kind.DATE, Text("ลงวันที่", "Dated"), required=True),
        Field("starts_on", Kind.DATE, Text("ตั้งแต่วันที่", "From"), required=True),
        Field("ends_on", Kind.DATE, Text("ถึงวันที่", "Until"), required=True),
        Field(
            "record_types",
            Kind.CHOICES,
            Text("เรื่องที่มอบ", "Matters"),
            choices=types,
            help=Text("ไม่เลือก หมายถึงทุกเรื่อง", "None chosen means all"),
        ),
        Field("limit_satang", Kind.MONEY, Text("วงเงินไม่เกิน", "Up to the amount of")),
    )


def form(
    session: Session, actor: Actor, declared: tuple[Field, ...], inputs: Inputs | None = None
) -> RecordForm:
    """Give the form, empty or as it was sent."""
    standing = of_fields(declared, None) if inputs is None else inputs
    return RecordForm(declared, (), standing, Choosers(session, actor, standing))


def read(declared: tuple[Field, ...], raw: dict[str, Any]) -> tuple[str, Order]:
    """Give the post and the order that a form holds. Raises `Invalid`."""
    values, faults = parse_all(declared, raw)
    if faults:
        raise Invalid(faults)
    post_id: str = values.pop("post_id")
    values["record_types"] = tuple(values["record_types"])
    return post_id, Order(**values)
