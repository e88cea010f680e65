"""`python -m bench.overlap`: goal P7, the overlap of 3 and of 20 agencies, against a page of the limit (auth50).

Three worlds: 77 provinces with three agencies and nine programmes of some hundred areas; three agencies in every
subdistrict; twenty agencies in every subdistrict. Each is served by itself beside the limit and asked in turn.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from bench import limit
from bench.serving import Cost, Request, Server, measure, serving
from planhub.demo import agencies
from planhub.infra.db import Model, db, writing
from planhub.infra.settings import load
from planhub.kernel.access import SYSTEM
from planhub.kernel.ids import new_id
from planhub.people.models import Organization
from planhub.places.models import Area, Programme, ProgrammeArea
from planhub.record import audit
from planhub.web import setup
from planhub.web.app import create_app

YEAR = 2570
WORLDS = ("provinces", "tambons3", "tambons20")
PAGES = {
    "matrix": f"/overlap?fiscal_year={YEAR}&at_least=1",
    "districts in place": f"/overlap?fiscal_year={YEAR}&at_least=1&open=45&part=45",
    "tambons in place": f"/overlap?fiscal_year={YEAR}&at_least=1&open=45.4501&part=45",
    "tambons, 300 rows": f"/overlap?fiscal_year={YEAR}&level=subdistrict&at_least=1",
    "API, subdistricts": f"/api/v1/overlap?fiscal_year={YEAR}&level=subdistrict",
    "map": f"/overlap?fiscal_year={YEAR}&view=map",
}


def main() -> int:
    """Measure every page in every world and print costs and ratios."""
    parser = argparse.ArgumentParser(prog="python -m bench.overlap", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--requests", type=int, default=80)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--build", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.build:
        print(json.dumps(build(asked.build)))
        return 0
    costs = {world: run(world, asked.rounds, asked.requests) for world in WORLDS}
    lines = [*report(costs)]
    print("\n".join(lines))
    if asked.write:
        figures = {w: {p: vars(c) for p, c in found.items()} for w, found in costs.items()}
        asked.write.write_text(json.dumps(figures, indent=1) + "\n")
    return 0


def run(world: str, rounds: int, count: int) -> dict[str, Cost]:
    """Build a world, serve it beside the limit, and keep the cheapest round of each page."""
    with tempfile.TemporaryDirectory(prefix="planhub-overlap-") as folder:
        environment = {
            "PLANHUB_INSTANCE": folder,
            "PLANHUB_DATABASE_URL": f"sqlite:///{folder}/planhub.sqlite",
            "PLANHUB_JOBS_URL": "memory",
            "LIMIT_URL": f"sqlite:///{folder}/limit.sqlite",
        }
        built = subprocess.run(
            [sys.executable, "-m", "bench.overlap", "--build", world],
            env={**os.environ, **environment},
            check=True,
            capture_output=True,
        )
        facts = json.loads(built.stdout.splitlines()[-1])
        limit.build(environment["LIMIT_URL"], 10_000)
        with (
            serving("bench.served:planhub()", environment) as ours,
            serving("bench.limit:create_app()", environment) as theirs,
        ):
            ours.headers = {
                "Cookie": f"planhub={facts['cookie']}",
                "Authorization": f"Bearer {facts['token']}",
            }
            return _rounds(ours, theirs, rounds, count)


def _rounds(ours: Server, theirs: Server, rounds: int, count: int) -> dict[str, Cost]:
    best: dict[str, Cost] = {}
    for number in range(rounds + 1):
        for name, server, requests in _plan(ours, theirs, count):
            server.headers.pop("HX-Request", None)
            if "part=" in requests[0][1]:
                server.headers["HX-Request"] = "true"
            cost = measure(server, requests)
            if cost.status >= 400:
                raise RuntimeError(f"{name} answers {cost.status}")
            if number and (name not in best or cost.cpu_ms < best[name].cpu_ms):  # the first round warms up
                best[name] = cost
    return best


def _plan(ours: Server, theirs: Server, count: int) -> Iterator[tuple[str, Server, list[Request]]]:
    yield "auth50", theirs, [("GET", "/auth50", None)] * count
    for name, path in PAGES.items():
        many = count if not path.startswith("/api") else max(8, count // 10)
        yield name, ours, [("GET", path, None)] * many


def report(costs: dict[str, dict[str, Cost]]) -> Iterator[str]:
    """Give the lines of the report."""
    for world, found in costs.items():
        yield f"{world}: auth50 {found['auth50'].cpu_ms:.2f} ms CPU"
        for page in PAGES:
            cost = found[page]
            ratio = cost.cpu_ms / found["auth50"].cpu_ms
            yield f"  {page:20} {cost.cpu_ms:8.2f} ms CPU {ratio:6.2f} x auth50  p50 {cost.p50_ms:7.1f}  {cost.kb:7.1f} KB  SQL {cost.sql}"
    for page in PAGES:
        ratio = costs["tambons20"][page].cpu_ms / costs["tambons3"][page].cpu_ms
        yield f"20 agencies : 3 agencies, {page}: {ratio:.2f}"


# --- the worlds ---------------------------------------------------------------------------------------------------


def build(world: str) -> dict[str, str]:
    """Fill the database that the environment names."""
    app = create_app(load())
    with app.app_context(), writing():
        Model.metadata.create_all(db.engine)
        session: Any = db.session()
        audit.act_as(session, SYSTEM)
        setup.fill_reference(session)
        agencies.build(session)
        session.commit()
        {"provinces": _provinces, "tambons3": _three, "tambons20": _twenty}[world](session)
        session.commit()
        session.execute(text("ANALYZE"))
        facts = _keys(session)
        session.commit()
    return facts


def _keys(session: Session) -> dict[str, str]:
    from bench.world import sign_in  # noqa: PLC0415 - it reads the registry, which is filled by then
    from planhub.people import tokens  # noqa: PLC0415
    from planhub.people.models import User  # noqa: PLC0415

    user = session.scalars(select(User).where(User.login == "coordinator.codi")).one()
    return {
        "cookie": sign_in(session, "coordinator.codi"),
        "token": tokens.issue(session, user, days=1),
    }


def _codes(session: Session, digits: int) -> list[str]:
    return [c for c in session.scalars(select(Area.code).order_by(Area.code)) if len(c) == digits]


def _programme(session: Session, org: str, n: int) -> str:
    row = Programme(
        code=f"{org}-{n}",
        org_code=org,
        name_th=f"โครงการ {org} {n}",
        name_en=f"Programme {n}",
        target_level="subdistrict",
    )
    session.add(row)
    session.flush()  # its areas refer to it
    return row.id


def _list(session: Session, programme: str, codes: list[str]) -> None:
    rows = [
        {"id": new_id(), "programme_id": programme, "area_code": c, "fiscal_year": YEAR, "origin": "sample"}
        for c in codes
    ]
    session.execute(insert(ProgrammeArea), rows)


def _provinces(session: Session) -> None:
    dice = random.Random(77)  # noqa: S311 - the same world every time
    provinces, districts, tambons = (_codes(session, n) for n in (2, 4, 6))
    for org in ("CODI", "EEF", "PMUA"):
        for n in range(3):
            areas = {*dice.sample(provinces, 50), *dice.sample(districts, 60), *dice.sample(tambons, 200)}
            _list(session, _programme(session, org, n), sorted(areas))


def _three(session: Session) -> None:
    for org in ("CODI", "EEF", "PMUA"):
        _list(session, _programme(session, org, 0), _codes(session, 6))


def _twenty(session: Session) -> None:
    _three(session)
    for n in range(17):
        session.add(
            Organization(
                code=f"ORG{n}",
                name_th=f"หน่วยงาน {n}",
                name_en=f"Agency {n}",
                sector="state",
                org_type="public_org",
            )
        )
        session.flush()  # programmes refer to it
        _list(session, _programme(session, f"ORG{n}", 0), _codes(session, 6))


if __name__ == "__main__":
    sys.exit(main())
