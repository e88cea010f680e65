"""The duties of an MOU in the API: how each stands, what was said, and a further word; the services of the screens."""

from typing import Any

from flask import Response, jsonify, request

from planhub.api import requests
from planhub.mou.duties import fulfilling
from planhub.mou.duties.fulfilments import MouFulfilment
from planhub.mou.duties.obligations import Obligation, obligations_of
from planhub.mou.models import Mou
from planhub.record import access
from planhub.record.services import load
from planhub.record.types import registry
from planhub.ui.actor import current_actor, current_session


def list_duties(key: str) -> Response:
    """Answer with every duty of an MOU, in the order of the text."""
    mou = _seen(key)
    return jsonify({"items": [_duty(mou, one) for one in obligations_of(current_session(), mou)]})


def fulfil(key: str, duty_id: str) -> Response:
    """Say how a duty stands."""
    session, mou = current_session(), _seen(key)
    said = fulfilling.fulfil(session, current_actor(), mou, duty_id, requests.body(request))
    session.flush()  # the answer shows how the duty stands now
    shown = next(one for one in obligations_of(session, mou) if one.duty.id == said.obligation_id)
    response = jsonify(_duty(mou, shown))
    response.status_code = 201
    return response


def plan(key: str, duty_id: str) -> Response:
    """Set how the register follows a duty."""
    session, mou = current_session(), _seen(key)
    duty = fulfilling.plan(session, current_actor(), mou, duty_id, requests.body(request))
    shown = next(one for one in obligations_of(session, mou) if one.duty.id == duty.id)
    return jsonify(_duty(mou, shown))


def _seen(key: str) -> Mou:
    mou: Mou = load(current_session(), registry.get("mous"), key)
    access.authorise_view(current_actor(), mou)
    return mou


def _duty(mou: Mou, one: Obligation) -> dict[str, Any]:
    duty, stands = one.duty, one.standing
    return {
        "id": duty.id,
        "org": one.org,
        "text": duty.text,
        "rhythm": duty.rhythm,
        "due_on": duty.due_on.isoformat() if duty.due_on else None,
        "first_due_on": duty.first_due_on.isoformat() if duty.first_due_on else None,
        "fulfilled_by": duty.fulfilled_by,
        "light": stands.light,
        "standing": str(stands.words),
        "next_due_on": stands.due_on.isoformat() if stands.due_on else None,
        "missed": stands.missed,
        "is_open": stands.is_open,
        "may_fulfil": fulfilling.may_fulfil(current_actor(), mou, duty),
        "history": [_said(word) for word in one.said],
    }


def _said(word: MouFulfilment) -> dict[str, Any]:
    return {
        "at": word.at.isoformat(),
        "org": word.org,
        "by": word.by_name,
        "period": word.period.isoformat() if word.period else None,
        "status": word.status,
        "note": word.note,
        "evidence_id": word.evidence_id,
        "attachment_id": word.attachment_id,
    }
