"""The generic screens carry reports: the list, the page with its panel, the form without what stays as begun."""

import pytest

from planhub.activities.models import JointActivity
from planhub.progress.models import ProgressReport
from tests.client import HouseClient
from tests.features.progress.conftest import Desk


def test_the_list_and_the_page_are_drawn(client: HouseClient, report: ProgressReport) -> None:
    client.sign_in("coordinator.codi")

    listed = client.get("/progress-reports").get_data(as_text=True)
    assert report.code in listed
    page = client.get(f"/progress-reports/{report.code}")
    assert page.status_code == 200
    assert "ครัวเรือนร่วม" in page.get_data(as_text=True)
    assert "ควรได้ตามแผน" in page.get_data(as_text=True)


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_form_leaves_out_what_stays_as_begun(
    client: HouseClient, report: ProgressReport, language: str
) -> None:
    client.sign_in("coordinator.codi")

    form = client.get(f"/progress-reports/{report.code}/edit?lang={language}").get_data(as_text=True)

    assert 'name="summary"' in form
    assert 'name="quarter"' not in form


def test_an_activity_shows_its_reports(
    client: HouseClient, desk: Desk, activity: JointActivity, report: ProgressReport
) -> None:
    client.sign_in("coordinator.codi")

    page = client.get(f"/activities/{activity.code}").get_data(as_text=True)

    assert f"/progress-reports/{report.code}" in page


def test_people_cannot_begin_one(client: HouseClient) -> None:
    client.sign_in("coordinator.codi")

    assert client.get("/progress-reports/new").status_code == 404
