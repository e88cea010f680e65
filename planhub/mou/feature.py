"""What the MOU feature brings: the record type, its place in the navigation, its papers."""

from sqlalchemy.orm import joinedload, selectinload

from planhub.kernel.text import Text
from planhub.mou import documents, fields, measures, queries, reminders, services
from planhub.mou.effects import EFFECTS
from planhub.mou.models import Mou, MouParty
from planhub.mou.rules import AGREED, POLICY
from planhub.mou.workflow import WORKFLOW
from planhub.record.types import Document, RecordType
from planhub.ui.feature import Feature, NavItem

MOUS = RecordType(
    name="mous",
    key="mou",
    label=Text("บันทึกข้อตกลง", "MOU"),
    plural=Text("บันทึกข้อตกลง (MOU)", "MOUs"),
    model=Mou,
    workflow=WORKFLOW,
    policy=POLICY,
    fields=fields.FIELDS,
    derived=fields.DERIVED,
    children=fields.CHILDREN,
    columns=fields.COLUMNS,
    filters=("state", "q", "owner_org", "party", "fiscal_year", "province"),
    code_prefix="MOU",
    template="mou",
    parties=lambda mou: [party.org for party in mou.parties],
    areas=lambda mou: mou.areas,
    facts=queries.facts,
    wake_on=measures.wake_on,
    effects=EFFECTS,
    loads=(selectinload(Mou.parties).options(joinedload(MouParty.organization), joinedload(MouParty.via)),),
    on_create=services.begin,
    check=services.check,
    public_states=frozenset({"ready_to_sign", "signing", *AGREED}),
    revoked_states=frozenset({"terminated"}),
    flags=measures.flags,
    documents=(
        Document("mou", Text("บันทึกข้อตกลง", "The MOU"), documents.signing_copy, "mou:view"),
        Document("mou-review", Text("ฉบับตรวจทาน", "Review copy"), documents.review_copy, "mou:view"),
        Document("mou-status", Text("สรุปสถานะ", "Status sheet"), documents.status_sheet, "mou:view"),
    ),
)

FEATURE = Feature(
    name="mou",
    record_types=(MOUS,),
    nav=(
        NavItem(
            Text("บันทึกข้อตกลง", "MOUs"),
            "mous.list",
            "signature",
            "together",
            10,
            visible=lambda actor: POLICY.ever(actor, "mou:view"),
        ),
    ),
    jobs={reminders.REMIND: reminders.remind_ends},
    daily=(reminders.REMIND,),
)
