"""A database with the whole tree of areas, and a small world of agencies and programmes in it."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from planhub.infra.db import Model, prepare_engine
from planhub.people.models import Organization
from planhub.places.models import Programme, ProgrammeArea
from planhub.places.services import load_areas


@pytest.fixture(scope="session")
def places_engine() -> Iterator[Engine]:
    engine = create_engine("sqlite://")
    prepare_engine(engine)
    Model.metadata.create_all(engine)
    with Session(engine) as session:
        load_areas(session)
        session.commit()
    yield engine
    engine.dispose()


@pytest.fixture
def db_session(places_engine: Engine) -> Iterator[Session]:
    with places_engine.connect() as connection, Session(connection) as session:
        yield session
        session.rollback()
        connection.rollback()


@pytest.fixture
def world(db_session: Session) -> Session:
    """Three agencies in Roi Et (45) and Mukdahan (49), fiscal year 2566; one programme is nation-wide."""
    for code in ("CODI", "EEF", "PMUA"):
        db_session.add(
            Organization(code=code, name_th=code, name_en=code, sector="state", org_type="public_org")
        )
    db_session.flush()  # rows that others point at
    lists = {
        ("CODI", "CODI-IP22", "province"): ["45", "65"],
        ("CODI", "CODI-77", "nation"): ["45", "49"],
        ("PMUA", "PMUA-POV20", "province"): ["45", "49"],
        ("EEF", "EEF-AREA", "subdistrict"): ["450101", "450102", "490101"],
    }
    for (org, code, level), areas in lists.items():
        programme = Programme(
            code=code,
            org_code=org,
            name_th=f"โครงการ {code}",
            name_en=f"Programme {code}",
            is_nationwide=level == "nation",
            target_level=level,
            target_count=len(areas),
            origin="sample",
        )
        db_session.add(programme)
        db_session.flush()  # the rows below need its id
        db_session.add_all(
            ProgrammeArea(
                programme_id=programme.id,
                area_code=area,
                fiscal_year=2566,
                source="ข้อมูลตัวอย่าง",
                as_of=date(2022, 12, 9),
                origin="sample",
            )
            for area in areas
        )
    db_session.flush()  # the queries below read them
    return db_session
