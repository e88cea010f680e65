"""What the MOU feature brings: the record type, its place in the navigation, its papers."""

from planhub.kernel.text import Text
from planhub.mou import (
    conditions,
    fields,
    lane_members,
    measures,
    panels,
    queries,
    relatives,
    reminders,
    services,
)
from planhub.mou.days import DAYS
from planhub.mou.desk_views import desk
from planhub.mou.effects import EFFECTS
from planhub.mou.effects.circulating import GO_OUT
from planhub.mou.models import Mou
from planhub.mou.papers import archive, documents, folder, status
from planhub.mou.papers import register as register_paper
from planhub.mou.rules import AGREED, POLICY
from planhub.mou.text.library import EDIT
from planhub.mou.text.library import POLICY as LIBRARY_POLICY
from planhub.mou.text.library_views import library
from planhub.mou.text.parent_views import amendments
from planhub.mou.text.version_views import versions
from planhub.mou.text.views import text
from planhub.mou.workflow import FIRST, WORKFLOW
from planhub.record.types import Document, RecordType
from planhub.ui.feature import Feature, NavItem, Panel

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
    members=lane_members.of,
    older_workflows=(FIRST,),
    conditions=(conditions.WAS_SHARED,),
    areas=lambda mou: mou.areas,
    facts=queries.facts,
    wake_on=measures.wake_on,
    effects=EFFECTS,
    on_create=services.begin,
    starts="mou_library.begin",
    on_save=services.look_around,
    check=services.check,
    public_states=frozenset({"ready_to_sign", "signing", *AGREED}),
    revoked_states=frozenset({"terminated"}),
    flags=measures.flags,
    days=DAYS,
    documents=(
        Document("mou", Text("บันทึกข้อตกลง", "The MOU"), documents.signing_copy, "mou:view"),
        Document("mou-review", Text("ฉบับตรวจทาน", "Review copy"), documents.review_copy, "mou:view"),
        Document("mou-status", Text("สรุปสถานะ", "Status sheet"), status.status_sheet, "mou:view"),
        Document(folder.KIND, Text("ใบปะหน้าแฟ้มเสนอ", "Cover memos"), folder.cover_memos, "mou:view"),
    ),
)

FEATURE = Feature(
    name="mou",
    record_types=(MOUS,),
    blueprints=(desk, text, versions, amendments, library),
    nav=(
        NavItem(
            Text("บันทึกข้อตกลง", "MOUs"),
            "mous.list",
            "signature",
            "together",
            10,
            visible=lambda actor: POLICY.ever(actor, "mou:view"),
        ),
        NavItem(
            Text("คลังข้อความ MOU", "MOU clauses"),
            "mou_library.index",
            "book",
            "house",
            60,
            visible=lambda actor: LIBRARY_POLICY.ever(actor, EDIT) or POLICY.ever(actor, "mou:create"),
        ),
    ),
    panels=(
        Panel("mous", Text("ความเกี่ยวเนื่อง", "Changes and renewals"), "mou/_kin.html", relatives.kin, 3),
        Panel(
            "mous", Text("ความเป็นไปและเอกสารอื่น", "Life and other files"), "mou/_panel.html", panels.life, 5
        ),
    ),
    documents={register_paper.KIND: register_paper.register_paper},
    jobs={
        reminders.REMIND: reminders.remind_ends,
        reminders.REMIND_STEPS: reminders.remind_steps,
        GO_OUT: reminders.go_out,
        archive.MAKE: archive.make,
        archive.DAILY: archive.archive_closed,
    },
    daily=(reminders.REMIND, reminders.REMIND_STEPS, archive.DAILY),
)
