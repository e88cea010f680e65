"""The programmes of the article in two fiscal years, and people who keep them."""

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy.orm import Session

from planhub.demo import programmes
from planhub.places.models import Programme
from tests.client import HouseClient


@pytest.fixture
def world(db_session: Session) -> Session:
    """The programmes of the demonstration in fiscal year 2566, and a small one of EEF without areas."""
    programmes.build(db_session, years=(2566,))
    db_session.add(
        Programme(
            code="EEF-NEW",
            org_code="EEF",
            name_th="โครงการใหม่",
            name_en="New one",
            target_level="subdistrict",
        )
    )
    db_session.flush()
    return db_session


@pytest.fixture
def keeper(client: HouseClient, world: Session) -> HouseClient:
    """EEF's coordinator in a browser."""
    client.sign_in("coordinator.eef")
    return client


def workbook(rows: Any) -> bytes:
    """Make a workbook with one sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("รายชื่อ")
        for n, row in enumerate(rows):
            sheet.write_row(n, 0, row)
    return out.getvalue()


@pytest.fixture
def make_workbook() -> Callable[[Sequence[Sequence[Any]]], bytes]:
    return workbook
