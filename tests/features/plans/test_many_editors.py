"""Very many people on one plan at once, each in a browser, on real connections: nothing that anybody saved is lost."""

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from planhub.demo import agencies
from planhub.infra.db import Model, PlanHubSession, db, writing
from planhub.kernel.access import SYSTEM, Role
from planhub.people import queries
from planhub.plans.feature import PLANS
from planhub.record import audit, chain, services
from planhub.record.models import AuditEntry
from planhub.record.together.models import Draft
from planhub.web.app import PlanHubApp, create_app
from planhub.web.setup import fill_reference
from tests.client import HouseClient
from tests.conftest import settings
from tests.features.ui.forms import filled
from tests.postgres import postgres

THREADS = 8
LOGIN = "coordinator.codi"
SECTIONS = ("situation", "goals")


@dataclass
class Site:
    """An application whose transactions really commit, with one plan."""

    app: PlanHubApp
    code: str
    refused: Counter[str] = field(default_factory=Counter)

    def browser(self, number: int) -> "Browser":
        """Give the browser of a coordinator of her own."""
        self.app.test_client_class = Browser
        client = self.app.test_client()
        assert isinstance(client, Browser)
        with self.app.app_context(), writing(), PlanHubSession(db, bind=db.engine) as session:
            client.db_session = session
            audit.act_as(session, SYSTEM)
            login = f"editor{number}"
            agencies.add_person(
                session, agencies.Person(login, "CODI", Role.COORDINATOR, f"ผู้เขียน {number}", login)
            )
            client.sign_in(login)
            session.commit()
        client.csrf = client.token()
        return client


class Browser(HouseClient):
    """A browser without the test's own session, so that many can be open in many threads."""

    csrf = ""
    check_html = False

    def open(self, *args: Any, **kwargs: Any) -> Any:
        kwargs["headers"] = {"X-CSRFToken": self.csrf, **dict(kwargs.get("headers") or {})}
        return super(HouseClient, self).open(*args, **kwargs)


@pytest.fixture
def site(engine_name: str, tmp_path: Path) -> Iterator[Site]:
    with postgres() if engine_name == "postgresql" else nullcontext("") as url:
        made = _site(tmp_path, url)
        yield made
        with made.app.app_context():
            db.engine.dispose()


def _site(folder: Path, url: str) -> Site:
    app = create_app(settings(folder, database_url=url))
    with app.app_context():
        Model.metadata.create_all(db.engine)
        with writing(), PlanHubSession(db, bind=db.engine) as session:
            audit.act_as(session, SYSTEM)
            fill_reference(session)
            agencies.build(session)
            user = queries.find_user(session, login=LOGIN)
            assert user is not None
            actor = queries.get_actor(session, user)
            audit.act_as(session, actor)
            frame = {"province_code": "45", "fiscal_year": "2570", "before_mou": True, "situation": "-"}
            frame |= {"vision": "-", "goals": [{"title": f"เป้า {n}", "measure": "-"} for n in range(6)]}
            code = services.create(session, actor, PLANS, frame).code
            session.commit()
    return Site(app, str(code))


def _add(body: dict[str, Any], key: str, dice: random.Random, mark: str) -> None:
    """Add a mark of one's own at one place of the section: whatever is lost is missing at the end."""
    names = (
        [name for name in body if name.endswith("-measure")] if key == "goals" else ["situation", "vision"]
    )
    name = dice.choice(sorted(names))
    body[name] = f"{body[name]} {mark}"


def _edit(site: Site, client: Browser, dice: random.Random, mark: str) -> None:
    """Save a mark in one place, as often as somebody else was quicker in the very same."""
    key = dice.choice(SECTIONS)
    address = f"/plans/{site.code}/edit"
    while True:
        body = filled(client.get(address).text, f"/edit/{key}")
        _add(body, key, dice, mark)
        client.post(f"/plans/{site.code}/draft/{key}", data=body)
        status = client.post(f"{address}/{key}", data=body).status_code
        if status == 303:
            return
        assert status == 409, status
        site.refused[key] += 1
        client.post(f"/plans/{site.code}/draft/{key}", data={"_drop": "1"})


def _mark(n: int) -> str:
    """Give a short word of its own for each save."""
    signs = "0123456789abcdefghijklmnopqrstuvwxyz"
    return signs[n // 36 % 36] + signs[n % 36]


def _lose_nothing(site: Site, *, editors: int, rounds: int) -> None:
    def editor(number: int) -> int:
        client, dice = site.browser(number), random.Random(number)  # noqa: S311 - a race needs luck, not secrecy
        for n in range(rounds):
            _edit(site, client, dice, _mark(number * rounds + n))
        return rounds

    with ThreadPoolExecutor(THREADS) as pool:
        saved = sum(pool.map(editor, range(editors)))
    with site.app.app_context(), PlanHubSession(db, bind=db.engine) as session:
        plan = services.load(session, PLANS, site.code)
        found = " ".join([plan.situation, plan.vision, *(goal.measure for goal in plan.goals)]).split()
        assert sorted(found) == sorted(["-"] * 8 + [_mark(n) for n in range(editors * rounds)])
        assert len(plan.goals) == 6
        assert plan.version == 1 + saved
        assert chain.verify(session) == []
        assert session.scalar(select(func.count()).select_from(AuditEntry))
        assert session.scalar(select(func.count()).select_from(Draft)) == 0
    print(f"{saved} saves of {editors} editors, {sum(site.refused.values())} asked again")  # noqa: T201 - the figure of the run


def test_no_save_of_many_editors_of_one_plan_is_lost(site: Site) -> None:
    _lose_nothing(site, editors=8, rounds=2)


@pytest.mark.deep
def test_no_save_of_200_editors_of_one_plan_is_lost(site: Site) -> None:
    _lose_nothing(site, editors=200, rounds=2)
