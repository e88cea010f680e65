"""Mail: never for what was rolled back, never lost, sent once, in the reader's language."""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Self

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from planhub.infra import mail
from planhub.infra.jobs import Job
from planhub.infra.mail import Mail
from planhub.kernel import clock
from planhub.people import queries
from planhub.people.models import User
from planhub.record.models import Notification
from planhub.web import work
from planhub.web.app import PlanHubApp


@pytest.fixture
def sent(app: PlanHubApp, monkeypatch: pytest.MonkeyPatch) -> list[EmailMessage]:
    """What goes out."""
    messages: list[EmailMessage] = []
    monkeypatch.setattr(mail, "_outlet", (messages.append, app.settings))
    return messages


def user_of(session: Session, login: str = "viewer") -> User:
    user = queries.find_user(session, login=login)
    assert user is not None
    return user


def test_a_mail_goes_out_once_after_the_commit(
    db_session: Session, sent: list[EmailMessage], run_jobs: Callable[[], int]
) -> None:
    row = mail.post(db_session, to="a@example.org", subject="เชิญประชุม", text="เรียน ผู้ประสานงาน\n")
    db_session.commit()
    assert sent == []
    assert run_jobs() == 1
    assert run_jobs() == 0
    assert [(m["To"], m["Subject"], m.get_content()) for m in sent] == [
        ("a@example.org", "เชิญประชุม", "เรียน ผู้ประสานงาน\n")
    ]
    assert row.id in sent[0]["Message-ID"]
    assert db_session.scalars(select(Mail.sent_at)).one() is not None


def test_a_rolled_back_mail_is_never_sent(
    db_session: Session, sent: list[EmailMessage], run_jobs: Callable[[], int]
) -> None:
    mail.post(db_session, to="a@example.org", subject="x", text="x")
    db_session.rollback()
    assert run_jobs() == 0
    assert sent == []


def test_a_job_that_runs_twice_sends_once(db_session: Session, sent: list[EmailMessage]) -> None:
    row = mail.post(db_session, to="a@example.org", subject="x", text="x")
    db_session.flush()
    work.run_pending(db_session)
    assert mail.send(db_session, row.id) is None
    assert len(sent) == 1


def test_the_same_mail_has_the_same_id_however_often_it_is_made(app: PlanHubApp, db_session: Session) -> None:
    row = mail.post(db_session, to="a@example.org", subject="x", text="x")
    ids = {mail.compose(row, app.settings)["Message-ID"] for _ in range(3)}
    assert len(ids) == 1


def test_a_subject_is_one_line(db_session: Session, app: PlanHubApp) -> None:
    row = mail.post(
        db_session, to="a@example.org", subject="รายงาน\r\nBcc: evil@example.org\n" + "ก" * 400, text="x"
    )
    message = mail.compose(row, app.settings)
    assert message["Bcc"] is None
    assert len(row.subject) == 300


def notify(session: Session, user: User) -> Notification:
    row = Notification(
        user_id=user.id, cause="trial", text_th="มีร่างรออนุมัติ", text_en="A draft waits", at=clock.now()
    )
    session.add(row)
    session.flush()
    return row


@pytest.mark.parametrize(("locale", "subject"), [("th", "มีร่างรออนุมัติ"), ("en", "A draft waits")])
def test_a_notice_speaks_the_readers_language(
    db_session: Session, sent: list[EmailMessage], locale: str, subject: str
) -> None:
    user = user_of(db_session)
    user.locale = locale
    work.mail_notice(db_session, notify(db_session, user).id)
    db_session.flush()
    work.run_pending(db_session)
    assert [m["Subject"] for m in sent] == [subject]
    assert "http://localhost" in sent[0].get_content()


@pytest.mark.parametrize("change", [{"email": None}, {"is_disabled": True}])
def test_nobody_is_written_to_without_an_address_or_account(
    db_session: Session, change: dict[str, Any]
) -> None:
    user = user_of(db_session)
    for name, value in change.items():
        setattr(user, name, value)
    work.mail_notice(db_session, notify(db_session, user).id)
    assert db_session.scalars(select(Mail)).all() == []
    assert db_session.scalars(select(Job)).all() == []


# ---- ways out ----------------------------------------------------------------------------------


def message() -> EmailMessage:
    found = EmailMessage()
    found["From"], found["To"], found["Subject"] = "p@example.org", "a@example.org", "สวัสดี"
    found["Message-ID"] = "<1@example.org>"
    found.set_content("ข้อความ")
    return found


def test_a_demonstration_keeps_its_mail_in_a_folder(app: PlanHubApp) -> None:
    mail._file(app.settings)(message())
    kept = message_from_bytes((app.settings.instance / "mail" / "1.eml").read_bytes(), policy=policy.default)
    assert kept["Subject"] == "สวัสดี"


def test_the_console_shows_it_and_off_sends_nothing(
    app: PlanHubApp, capsys: pytest.CaptureFixture[str]
) -> None:
    mail._console(app.settings)(message())
    mail._off(app.settings)(message())
    assert capsys.readouterr().err.count("สวัสดี") == 1


class FakeServer:
    """Remembers how it was spoken to."""

    made: list["FakeServer"]

    def __init__(self, host: str, port: int, **options: Any) -> None:
        self.said: list[Any] = [(host, port)]
        self.options = options
        FakeServer.made.append(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_rest: object) -> None:
        self.said.append("quit")

    def starttls(self, *, context: ssl.SSLContext) -> None:
        self.said.append(("starttls", context.verify_mode, context.check_hostname))

    def login(self, user: str, password: str) -> None:
        self.said.append(("login", user, password))

    def send_message(self, sent: EmailMessage) -> None:
        self.said.append(sent["To"])


@pytest.fixture
def servers(monkeypatch: pytest.MonkeyPatch) -> list[FakeServer]:
    FakeServer.made = []
    monkeypatch.setattr(smtplib, "SMTP", FakeServer)
    monkeypatch.setattr(smtplib, "SMTP_SSL", FakeServer)
    return FakeServer.made


def test_smtp_checks_the_certificate_either_way(app: PlanHubApp, servers: list[FakeServer]) -> None:
    base = replace(
        app.settings, mail_backend="smtp", smtp_host="mail.go.th", smtp_user="u", smtp_password="p"
    )
    mail._smtp(base)(message())
    mail._smtp(replace(base, smtp_security="starttls", smtp_port=587))(message())
    mail._smtp(replace(base, smtp_security="none", smtp_user=""))(message())
    tls, starttls, none = servers
    assert tls.options["context"].verify_mode is ssl.CERT_REQUIRED
    assert tls.said == [("mail.go.th", 465), ("login", "u", "p"), "a@example.org", "quit"]
    assert starttls.said[1:3] == [("starttls", ssl.CERT_REQUIRED, True), ("login", "u", "p")]
    assert none.said == [("mail.go.th", 465), "a@example.org", "quit"]
    assert all(server.options["timeout"] for server in servers)
