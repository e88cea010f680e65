"""Mail as an outbox: a row in the transaction of the change, sent by a job afterwards, with one Message-ID for ever."""

from __future__ import annotations

import re
import smtplib
import ssl
import sys
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Protocol

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

from planhub.infra.db import Model
from planhub.infra.jobs import Deed, enqueue
from planhub.infra.settings import Settings
from planhub.kernel import clock
from planhub.kernel.ids import new_id

SEND = "mail.send"
"""The job that sends one mail."""
SECONDS = 30
"""Longest wait for the mail server."""


class Mail(Model):
    """One mail to one person."""

    __tablename__ = "mail"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    to: Mapped[str] = mapped_column("to_address", String(200))
    user_id: Mapped[str | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    calendar: Mapped[str | None] = mapped_column(Text)
    """A calendar file (RFC 5545) that goes with it."""
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


def post(
    session: Session,
    *,
    to: str,
    subject: str,
    text: str,
    user_id: str | None = None,
    calendar: bytes | None = None,
) -> Mail:
    """Put a mail into the outbox of the caller's transaction, with a calendar file where there is one."""
    one_line = " ".join(subject.split())[:300]
    row = Mail(
        id=new_id(),
        to=to,
        subject=one_line,
        text=text,
        calendar=calendar.decode() if calendar else None,
        user_id=user_id,
        created_at=clock.now(),
    )
    session.add(row)
    enqueue(session, SEND, mail_id=row.id)
    return row


class Sender(Protocol):
    """Hands a mail over to the world; raises if it could not."""

    def __call__(self, message: EmailMessage, /) -> None:
        """Send one message."""


_outlet: tuple[Sender, Settings] | None = None


def use(settings: Settings) -> None:
    """Send mail as the settings say from now on."""
    global _outlet  # noqa: PLW0603 - a process has one way out
    _outlet = (_SENDERS[settings.mail_backend](settings), settings)


def send(session: Session, mail_id: str) -> Deed | None:
    """Do the job `mail.send`: hand the mail over outside any transaction, then note that it went."""
    row = session.get_one(Mail, mail_id)
    if row.sent_at is not None or _outlet is None:
        return None
    sender, settings = _outlet
    message = compose(row, settings)
    return Deed(lambda: sender(message), lambda later, _nothing: _sent(later, mail_id))


def compose(row: Mail, settings: Settings) -> EmailMessage:
    """Make the message; its id comes from the row, so a second sending is recognised as the same."""
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = row.to
    message["Subject"] = row.subject
    message["Date"] = format_datetime(row.created_at)
    message["Message-ID"] = f"<{row.id}@{settings.mail_from.rpartition('@')[2].rstrip('>') or 'planhub'}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(row.text)
    if row.calendar:
        method = _METHOD.search(row.calendar)
        message.add_attachment(row.calendar, subtype="calendar", filename="planhub.ics")
        part = next(iter(message.iter_attachments()))
        part.set_param("method", method[1] if method else "PUBLISH")
    return message


_METHOD = re.compile(r"^METHOD:([A-Z]+)\r?$", re.MULTILINE)


def _sent(session: Session, mail_id: str) -> None:
    session.get_one(Mail, mail_id).sent_at = clock.now()


def _smtp(settings: Settings) -> Sender:
    context = ssl.create_default_context()  # the certificate is checked, always

    def send(message: EmailMessage) -> None:
        if settings.smtp_security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                settings.smtp_host, settings.smtp_port, timeout=SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=SECONDS)
        with server:
            if settings.smtp_security == "starttls":
                server.starttls(context=context)
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password)
            server.send_message(message)

    return send


def _file(settings: Settings) -> Sender:
    folder = settings.instance / "mail"

    def send(message: EmailMessage) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        (folder / f"{name}.eml").write_bytes(message.as_bytes())

    return send


def _console(_settings: Settings) -> Sender:
    def send(message: EmailMessage) -> None:
        sys.stderr.write(f"{message['To']}: {message['Subject']}\n{message.get_content()}\n")

    return send


def _off(_settings: Settings) -> Sender:
    def send(_message: EmailMessage) -> None:
        return

    return send


_SENDERS = {"smtp": _smtp, "file": _file, "console": _console, "off": _off}
