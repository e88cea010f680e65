"""What must hold for every machine of every feature."""

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from planhub.infra.db import Model
from planhub.kernel import clock
from planhub.kernel.access import Role
from planhub.kernel.ids import new_id
from planhub.kernel.workflow import Trigger, mermaid
from planhub.record.models import Record
from planhub.record.notices import AUDIENCES
from planhub.record.types import RecordType
from planhub.web.features import FEATURES

TABLES = Model.metadata.tables
TYPES = [rt for feature in FEATURES for rt in feature.record_types]
every_type = pytest.mark.parametrize("rt", TYPES, ids=lambda rt: rt.name)

CONTRACT = {
    "mous": "share hand_over settle clear_legal clear_budget return_text approve recall plan_ceremony record_signature "
    "register_signed circulate open_amendment open_renewal suspend resume leave terminate close cancel",
    "plans": "call_for_parts submit_part consolidate send_for_review pass_part return_part endorse approve recall start "
    "revise begin_closing close supersede cancel",
    "activities": "invite accept_share decline_share submit start change postpone resume report_done verify return_done cancel",
    "progress-reports": "submit certify return_inside recall take_up accept return_report reopen waive",
    "lessons": "submit confirm_facts return_lesson publish reject adopt dismiss record_reuse flag revise archive",
    "knowledge-items": "submit publish return_item archive",
    "meetings": "invite finalise_agenda start resolve_item adjourn draft_minutes circulate propose_correction "
    "decide_correction adopt_minutes close postpone cancel",
    "action-items": "begin complete verify carry_over drop",
}
"""Names of the moves that others rely on (contract.md §3)."""

ADDED = {
    "mous": {
        "confirm_signature",
        *("propose_correction", "acknowledge_correction", "refuse_correction"),
        *("hold_back", "acknowledge", "rebase", "give_notice", "withdraw_notice"),
        *("propose_end", "consent_end", "refuse_end"),
    },
    "plans": {"refuse_part"},
    "activities": {"ask_after_mou", "allow_after_mou"},
    "lessons": {"confirm_current"},
    "knowledge-items": {"adopt", "dismiss", "record_reuse"},
    "meetings": {"check_minutes", "return_minutes", "reopen_minutes"},
}
"""Moves beside the contract's: acts of second persons that its moves and rules need (decisions 007, 012, 013, 017, 022, 024)."""


def test_the_types_of_the_contract_exist() -> None:
    assert set(CONTRACT) <= {rt.name for rt in TYPES}


@every_type
def test_a_persons_moves_bear_the_names_of_the_contract(rt: RecordType) -> None:
    names = {m.key for m in rt.workflow.moves if m.by is Trigger.PERSON}
    extra = names - set(CONTRACT.get(rt.name, "").split()) - ADDED.get(rt.name, set())
    assert not extra, f"{rt.name}: {sorted(extra)} are not in the contract"


@every_type
def test_every_name_in_a_machine_leads_somewhere(rt: RecordType) -> None:
    for move in rt.workflow.moves:
        assert move.notice is not None
        assert set(move.notice.to) <= AUDIENCES | set(rt.audiences), move.key
        assert set(move.effects) <= set(rt.effects), move.key
        asked = [f.name for f in move.asks]
        assert len(asked) == len(set(asked))
        assert not set(asked) & {"note", "sections", "wanted_by", "version", "content_hash"}
        assert move.lane_org is None or move.lane_org in asked
    machines = (rt.workflow, *rt.older_workflows)
    assert set(rt.effects) == {name for machine in machines for m in machine.moves for name in m.effects}
    for lanes in rt.workflow.lanes:
        assert lanes.role in set(Role)


@every_type
def test_returns_can_point_at_sections(rt: RecordType) -> None:
    if any(m.returns for m in rt.workflow.moves):
        assert rt.workflow.sections


@every_type
def test_words_are_in_both_languages(rt: RecordType) -> None:
    texts = [
        rt.label,
        rt.plural,
        *(s.label for s in rt.workflow.states),
        *(m.label for m in rt.workflow.moves),
    ]
    texts += [m.consequence for m in rt.workflow.moves if m.consequence]
    texts += [f.label for f in rt.fields] + [c.label for c in rt.children]
    texts += [f.label for c in rt.children for f in c.fields]
    for text in texts:
        assert text.th.strip()
        assert text.en.strip()
        assert not any("\u0e00" <= ch <= "\u0e7f" for ch in text.en), text


@every_type
def test_irrevocable_moves_say_what_follows(rt: RecordType) -> None:
    final = {s.key for s in rt.workflow.states if s.final}
    for move in rt.workflow.moves:
        if move.by is Trigger.PERSON and (move.target in final or move.lane == "approval" or move.returns):
            assert move.consequence is not None, f"{rt.name}.{move.key} does not say its consequence"


@every_type
def test_the_database_knows_every_state_and_no_other(rt: RecordType, db_session: Session) -> None:
    now = clock.now()
    row = {
        "type": rt.name,
        "title": "ทดสอบ",
        "owner_org": "CODI",
        "created_at": now,
        "updated_at": now,
        "state_since": now,
    }
    for state in rt.workflow.state_keys:
        db_session.execute(
            insert(TABLES["record"]), {**row, "id": (key := new_id()), "code": key, "state": state}
        )
    found = db_session.scalars(select(Record.state).where(Record.type == rt.name)).all()
    assert set(found) == set(rt.workflow.state_keys)
    unknown = {**row, "id": new_id(), "code": "X", "state": "no_such_state"}
    with pytest.raises(IntegrityError), db_session.begin_nested():
        db_session.execute(insert(TABLES["record"]), unknown)


@every_type
def test_the_diagram_shows_every_state(rt: RecordType) -> None:
    drawn = mermaid(rt.workflow)
    for state in rt.workflow.states:
        assert f"{state.key}: {state.label.th}" in drawn
