"""A lesson from a report in one province to its use in another: by pages and by the API, to its counts."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.kernel import clock
from planhub.lessons.models import Lesson
from planhub.lessons.papers.digest import digest
from planhub.people import tokens
from planhub.people.queries import find_user
from planhub.web.app import PlanHubApp
from tests.client import HouseClient
from tests.features.api.conftest import Api
from tests.features.infra.papers import poppler_text, squeezed
from tests.features.lessons.conftest import WRITTEN
from tests.features.lessons.conftest import Desk as Writers
from tests.features.lessons.test_matching import activity, plan
from tests.features.progress.conftest import BEGUN, IN_JANUARY, Desk

LEARNT = "รวมแปลงก่อนแล้วจึงแบ่งงาน"


def reported(session: Session, run_jobs: Callable[[], int]) -> Lesson:
    """Accept a report that has learnt something, and let the night's jobs run."""
    reporting = Desk(session)
    with clock.at(BEGUN):
        source = reporting.activity(direction=["grassroots_economy"])
    with clock.at(IN_JANUARY):
        reporting.generate()
        report = reporting.accepted(reporting.reports(source)[0], lesson=LEARNT)
        run_jobs()
        lesson = session.scalars(select(Lesson)).one()
    assert (lesson.state, lesson.report_id, lesson.begun_from_id) == ("captured", report.id, report.id)
    return lesson


def published(desk: Writers, lesson: Lesson) -> Lesson:
    """Write it up in its agency, confirm its facts for each agency named, compare and publish it."""
    words = {k: v for k, v in WRITTEN.items() if k not in ("title", "areas")}
    made = desk.save(desk.load(lesson), "coordinator.codi", **words, target_groups=["poor_household"])
    made = desk.move(made, "submit", "coordinator.codi")
    assert {lane.org_code for lane in made.lanes} == {"CODI", "EEF"}
    made = desk.confirm(desk.confirm(made, "director.codi"), "coordinator.eef")
    return desk.publish(made)


def test_what_a_report_has_learnt_reaches_another_province_and_its_result_comes_back(
    client: HouseClient, app: PlanHubApp, db_session: Session, run_jobs: Callable[[], int]
) -> None:
    captured = reported(db_session, run_jobs)
    with clock.at(IN_JANUARY):
        desk = Writers(db_session)
        lesson = published(desk, captured)
        draft = activity(desk, title="แปลงรวมนครพนม", area_codes=["4801"])
        made = plan(desk, draft, province="48")
        pmua = find_user(db_session, login="coordinator.pmua")
        assert pmua is not None
        api = Api(client, tokens.issue(db_session, pmua, days=1))

        offered = api("GET", f"/plans/{made.code}/suggestions").get_json()
        assert [one["code"] for one in offered["items"]] == [lesson.code]
        assert {"direction", "target"} <= {reason["key"] for reason in offered["items"][0]["reasons"]}
        client.sign_in("coordinator.pmua")
        for address in (f"/plans/{made.code}", f"/activities/{draft.code}"):
            assert lesson.title in client.get(address).get_data(as_text=True)

        client.post(f"/suggestions/{draft.code}/{lesson.code}", data={"decision": "adopt"})
        aside = {"version": desk.load(lesson).version, "plan": made.code, "note": "ใช้ในกิจกรรมแล้ว"}
        assert api("POST", f"/lessons/{lesson.code}/moves/dismiss", aside).status_code == 200
        assert api("GET", f"/plans/{made.code}/suggestions").get_json()["items"] == []
        assert "ใช้ในกิจกรรมแล้ว" in client.get(f"/plans/{made.code}").get_data(as_text=True)

        told = {"activity": draft.code, "result": "worked", "result_note": "ได้ผลตั้งแต่ฤดูแรก"}
        said = {"version": desk.load(lesson).version, **told}
        assert api("POST", f"/lessons/{lesson.code}/moves/record_reuse", said).status_code == 200
        assert "ได้ผลแล้ว 1 แห่ง" in client.get(f"/lessons/{lesson.code}").get_data(as_text=True)
        rows = api("GET", f"/lessons/{lesson.code}").get_json()["reuses"]
        assert {(row["activity"], row["plan"], row["status"], row["result"]) for row in rows} == {
            (draft.code, None, "adopted", "worked"),
            (None, made.code, "dismissed", None),
        }
        with app.app_context():
            assert squeezed("แปลงรวมนครพนม") in squeezed(poppler_text(digest(db_session, "all", {})))
