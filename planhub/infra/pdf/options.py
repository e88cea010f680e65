"""What a paper may ask for besides its HTML; plain data that crosses into the rendering process."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from planhub.kernel.text import Text

KIB = 1024
MIB = 1024 * KIB

ASSET_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
"""What an image, a font or a style sheet may be called."""


class Watermark(StrEnum):
    """The word laid across every page, so that no copy passes for what it is not."""

    NONE = ""
    DRAFT = "draft"
    TRAINING = "training"
    SAMPLE = "sample"
    COPY = "copy"

    @property
    def text(self) -> Text:
        """The word itself, short enough to cross the page."""
        return _WATERMARKS[self]


_WATERMARKS = {
    Watermark.NONE: Text("", ""),
    Watermark.DRAFT: Text("ร่าง", "DRAFT"),
    Watermark.TRAINING: Text("ฝึกอบรม", "TRAINING"),
    Watermark.SAMPLE: Text("ข้อมูลตัวอย่าง", "SAMPLE DATA"),
    Watermark.COPY: Text("สำเนา", "COPY"),
}


class PageStyle(StrEnum):
    """How the margins of a page are furnished."""

    REPORT = "report"
    """Running head with title and section; footer with code, as-of text and "page n/N"."""
    OFFICIAL = "official"
    """The official letter's way: "- ๒ -" centred at the top from the second page, a small code at the foot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Footer:
    """What lets a loose sheet be traced: printed at the foot of every page. Empty fields are left out."""

    code: str = ""
    version: str = ""
    """The version as readers know it, for instance "ฉบับที่ 3"."""
    as_of: str = ""
    """The instant the figures were true, written out: "ข้อมูล ณ วันที่ 9 ธ.ค. 2565 เวลา 10.42 น."."""
    short_hash: str = ""
    """The first characters of the content hash, by which a sheet can be verified."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file embedded in the PDF (PDF/A-3 archives carry their data this way)."""

    name: str
    content: bytes
    description: str = ""
    relationship: Literal["Source", "Data", "Alternative", "Supplement", "Unspecified"] = "Data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one rendering may cost; a pack of many provinces may ask for more."""

    cpu: int = 60
    """Processor seconds."""
    wall: int = 90
    """Seconds from asking to having it."""
    memory: int = 1024 * MIB
    """Bytes of address space."""
    html: int = 8 * MIB
    """Bytes of HTML."""
    assets: int = 48 * MIB
    """Bytes of images and attachments together."""
    depth: int = 60
    """Elements within each other."""
    rows: int = 300
    """Rows of one table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfOptions:
    """Everything besides the HTML; equal HTML and options give equal bytes."""

    title: str
    created: datetime
    """The paper's date, aware: never the time of rendering, so that the same content gives the same file."""
    lang: str = "th"
    author: str = ""
    subject: str = ""
    thai_digits: bool = False
    """Write digits as ๐-๙ in all text and page numbers; `data-digits="keep"` on an element leaves it alone."""
    variant: Literal["pdf/ua-1", "pdf/a-3u", "pdf/a-3a"] = "pdf/ua-1"
    """Accessible (the default), or for the archive; both are tagged."""
    unbroken: tuple[str, ...] = ()
    """Names (of people, of places) that no line may break; titles of posts are known already."""
    page_style: PageStyle = PageStyle.REPORT
    watermark: Watermark = Watermark.NONE
    footer: Footer = field(default_factory=Footer)
    line_numbers: bool = False
    """Number the lines of each page in the margin, for a review copy."""
    images: Mapping[str, bytes] = field(default_factory=dict)
    """PNG or JPEG by name, shown by `<img src="planhub:image/NAME">`."""
    attachments: tuple[Attachment, ...] = ()
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        """Refuse what could only be a mistake of the caller. Raises `ValueError`."""
        if self.created.tzinfo is None:
            raise ValueError("the date of a paper must be aware")
        for name in self.images:
            if not ASSET_NAME.fullmatch(name):
                raise ValueError(f"not a name for an image: {name!r}")

    def to_wire(self) -> tuple[dict[str, Any], list[bytes]]:
        """Return what JSON can carry, and beside it the bytes of images and attachments in that order."""
        head = asdict(replace(self, images={}, attachments=()))
        head["created"] = self.created.isoformat()
        head["images"] = list(self.images)
        head["attachments"] = [
            {"name": a.name, "description": a.description, "relationship": a.relationship}
            for a in self.attachments
        ]
        return head, [*self.images.values(), *(a.content for a in self.attachments)]


def options_from_wire(head: Mapping[str, Any], blobs: list[bytes]) -> PdfOptions:
    """Return the options that `to_wire` took apart."""
    names, files = head["images"], head["attachments"]
    contents = blobs[len(names) :]
    return PdfOptions(
        **{
            **head,
            "unbroken": tuple(head["unbroken"]),
            "created": datetime.fromisoformat(head["created"]),
            "page_style": PageStyle(head["page_style"]),
            "watermark": Watermark(head["watermark"]),
            "footer": Footer(**head["footer"]),
            "limits": Limits(**head["limits"]),
            "images": dict(zip(names, blobs, strict=False)),
            "attachments": tuple(Attachment(**f, content=c) for f, c in zip(files, contents, strict=True)),
        }
    )
