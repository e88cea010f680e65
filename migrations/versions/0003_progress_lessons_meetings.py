"""Reports in sums, lessons that are offered and reused, the Knowledge Stock, meetings from proposal to extract, drafts, search.

Revision: 0003
Before it: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FIXED = (
    "meeting_answer",
    "resolution_extract",
    "resolution_room",
)
"""Tables to which rows are only ever added from now on."""

SQLITE_REFUSE = """CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table}: rows are only ever added'); END"""
REFUSE = """CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_change()"""
REFUSE_WHOLE = """CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"""

PIECES = """CREATE VIRTUAL TABLE search_piece USING fts5(pieces, content='', detail=none, columnsize=0, prefix='2 3',
tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co M*'")"""
"""SQLite's index of the search; PostgreSQL has one of its own kind."""


def protect() -> None:
    """Let the database itself refuse to change what was kept."""
    run = op.get_bind().exec_driver_sql
    for table in FIXED:
        if op.get_bind().dialect.name == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                run(SQLITE_REFUSE.format(table=table, verb=verb))
        else:
            run(REFUSE.format(table=table))
            run(REFUSE_WHOLE.format(table=table))


def index_texts() -> None:
    """Make the index of the search; `planhub init` fills it."""
    if op.get_bind().dialect.name == "sqlite":
        op.get_bind().exec_driver_sql(PIECES)
    else:
        op.get_bind().exec_driver_sql("CREATE INDEX ix_search_text_pieces ON search_text USING gin (pieces)")


def carry_over() -> None:
    """Say of what was there before what the new columns ask: when reports were certified, on what pictures rest."""
    run = op.get_bind().exec_driver_sql
    run(
        "UPDATE progress_report SET certified_on = submitted_on WHERE id IN "
        "(SELECT id FROM record WHERE state IN ('cleared', 'joint_review', 'accepted'))"
    )


def carry_back() -> None:
    """Say what is new in the words of before: kinds of resolutions, and uses of lessons by a plan as a whole."""
    run = op.get_bind().exec_driver_sql
    run("UPDATE meeting_resolution SET kind = 'endorsed' WHERE kind = 'principle'")
    run("UPDATE meeting_resolution SET kind = 'deferred' WHERE kind = 'review'")
    run("DELETE FROM lesson_reuse WHERE activity_id IS NULL OR record_id NOT IN (SELECT id FROM lesson)")
    if op.get_bind().dialect.name == "sqlite":
        run("DROP TABLE search_piece")


def upgrade() -> None:
    """Add the tables and columns."""
    op.create_table(
        "report_figure_total",
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("target", sa.BigInteger(), nullable=False),
        sa.Column("planned", sa.BigInteger(), nullable=False),
        sa.Column("actual", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "scope IN ('all', 'province', 'agency', 'direction', 'plan')",
            name=op.f("ck_report_figure_total_scope"),
        ),
        sa.PrimaryKeyConstraint(
            "scope", "fiscal_year", "quarter", "key", "kind", "unit", name=op.f("pk_report_figure_total")
        ),
    )
    op.create_table(
        "report_total",
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("green", sa.Integer(), nullable=False),
        sa.Column("amber", sa.Integer(), nullable=False),
        sa.Column("red", sa.Integer(), nullable=False),
        sa.Column("undue", sa.Integer(), nullable=False),
        sa.Column("rated_on_plan", sa.Integer(), nullable=False),
        sa.Column("rated_slow", sa.Integer(), nullable=False),
        sa.Column("rated_off_plan", sa.Integer(), nullable=False),
        sa.Column("pct_sum", sa.BigInteger(), nullable=False),
        sa.Column("pct_n", sa.Integer(), nullable=False),
        sa.Column("planned_sum", sa.BigInteger(), nullable=False),
        sa.Column("planned_n", sa.Integer(), nullable=False),
        sa.Column("output_sum", sa.BigInteger(), nullable=False),
        sa.Column("output_n", sa.Integer(), nullable=False),
        sa.Column("outcome_sum", sa.BigInteger(), nullable=False),
        sa.Column("outcome_n", sa.Integer(), nullable=False),
        sa.Column("planned", sa.BigInteger(), nullable=False),
        sa.Column("allocated", sa.BigInteger(), nullable=False),
        sa.Column("committed", sa.BigInteger(), nullable=False),
        sa.Column("disbursed", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "scope IN ('all', 'province', 'agency', 'direction', 'plan')", name=op.f("ck_report_total_scope")
        ),
        sa.CheckConstraint("quarter BETWEEN 1 AND 4", name=op.f("ck_report_total_quarter")),
        sa.PrimaryKeyConstraint("scope", "fiscal_year", "quarter", "key", name=op.f("pk_report_total")),
    )
    op.create_table(
        "search_word",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("key", "word", name=op.f("pk_search_word")),
    )
    op.create_table(
        "draft",
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("typed", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("base", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version >= 0", name=op.f("ck_draft_version")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_draft_user_id_user_account"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("user_id", "subject", "section", name=op.f("pk_draft")),
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index("ix_draft_at", ["at"], unique=False)
        batch_op.create_index("ix_draft_subject", ["subject"], unique=False)

    op.create_table(
        "lesson_follow",
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_lesson_follow_user_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("user_id", "kind", "key", name=op.f("pk_lesson_follow")),
    )
    with op.batch_alter_table("lesson_follow", schema=None) as batch_op:
        batch_op.create_index("ix_lesson_follow_key", ["kind", "key", "user_id"], unique=False)

    op.create_table(
        "lesson_tag",
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.CheckConstraint(
            "kind IN ('direction', 'target', 'area_type', 'province', 'region', 'band', 'holder')",
            name=op.f("ck_lesson_tag_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_lesson_tag_record_id_record"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("record_id", "kind", "key", name=op.f("pk_lesson_tag")),
    )
    with op.batch_alter_table("lesson_tag", schema=None) as batch_op:
        batch_op.create_index("ix_lesson_tag_key", ["kind", "key", "record_id"], unique=False)

    op.create_table(
        "presence",
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("user_name", sa.String(length=200), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_presence_record_id_record"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_presence_user_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("user_id", "record_id", name=op.f("pk_presence")),
    )
    with op.batch_alter_table("presence", schema=None) as batch_op:
        batch_op.create_index("ix_presence_record_id", ["record_id", "seen_at"], unique=False)

    op.create_table(
        "search_text",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("pieces", sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql"), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_search_text_record_id_record"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_search_text")),
        sa.UniqueConstraint("record_id", name=op.f("uq_search_text_record_id")),
    )
    op.create_table(
        "meeting_answer",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("post_id", sa.String(length=36), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("cause", sa.String(length=300), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("post_title", sa.String(length=300), nullable=True),
        sa.Column("by_id", sa.String(length=36), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("answer <> 'cannot' OR cause IS NOT NULL", name=op.f("ck_meeting_answer_cause")),
        sa.CheckConstraint("answer <> 'sends' OR name IS NOT NULL", name=op.f("ck_meeting_answer_name")),
        sa.CheckConstraint("answer IN ('comes', 'cannot', 'sends')", name=op.f("ck_meeting_answer_answer")),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["user_account.id"],
            name=op.f("fk_meeting_answer_by_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_meeting_answer_post_id_post"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_answer_record_id_meeting"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_answer")),
    )
    with op.batch_alter_table("meeting_answer", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_answer_record_id", ["record_id", "post_id", "at"], unique=False)

    op.create_table(
        "meeting_proposal",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("org", sa.String(length=20), nullable=False),
        sa.Column("section", sa.String(length=1), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("requested", sa.String(length=10), nullable=True),
        sa.Column("background", sa.Text(), nullable=True),
        sa.Column("proposal", sa.Text(), nullable=True),
        sa.Column("draft_resolution", sa.Text(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("about_id", sa.String(length=36), nullable=True),
        sa.Column("attachment_id", sa.String(length=36), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("by_id", sa.String(length=36), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=True),
        sa.Column("answered_name", sa.String(length=200), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("section IN ('4', '5')", name=op.f("ck_meeting_proposal_section")),
        sa.CheckConstraint(
            "state <> 'declined' OR reason IS NOT NULL", name=op.f("ck_meeting_proposal_reason")
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'accepted', 'declined', 'withdrawn')",
            name=op.f("ck_meeting_proposal_state"),
        ),
        sa.ForeignKeyConstraint(
            ["about_id"], ["record.id"], name=op.f("fk_meeting_proposal_about_id_record"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachment.id"],
            name=op.f("fk_meeting_proposal_attachment_id_attachment"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["user_account.id"],
            name=op.f("fk_meeting_proposal_by_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["org"],
            ["organization.code"],
            name=op.f("fk_meeting_proposal_org_organization"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_proposal_record_id_meeting"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_proposal")),
    )
    with op.batch_alter_table("meeting_proposal", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_proposal_record_id", ["record_id", "at"], unique=False)

    op.create_table(
        "minutes_check",
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("post_id", sa.String(length=36), nullable=False),
        sa.Column("passed_hash", sa.String(length=64), nullable=True),
        sa.Column("passed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("passed_by", sa.String(length=36), nullable=True),
        sa.Column("passed_name", sa.String(length=200), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_minutes_check_meeting_id_meeting"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["passed_by"],
            ["user_account.id"],
            name=op.f("fk_minutes_check_passed_by_user_account"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_minutes_check_post_id_post"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_minutes_check")),
    )
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=True),
        sa.Column("committee_code", sa.String(length=20), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("scope IN ('mine', 'agency', 'all')", name=op.f("ck_calendar_feed_scope")),
        sa.CheckConstraint(
            "plan_id IS NULL OR committee_code IS NULL", name=op.f("ck_calendar_feed_subject")
        ),
        sa.ForeignKeyConstraint(
            ["committee_code"],
            ["committee.code"],
            name=op.f("fk_calendar_feed_committee_code_committee"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_calendar_feed_plan_id_plan"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_calendar_feed_user_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.create_index("ix_calendar_feed_user_id", ["user_id", "revoked_at"], unique=False)

    op.create_table(
        "meeting_preview",
        sa.Column("snapshot_id", sa.String(length=36), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("closes_at >= opens_at", name=op.f("ck_meeting_preview_closes_at")),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["meeting_snapshot.id"],
            name=op.f("fk_meeting_preview_snapshot_id_meeting_snapshot"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("snapshot_id", name=op.f("pk_meeting_preview")),
    )
    op.create_table(
        "meeting_remark",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("snapshot_id", sa.String(length=36), nullable=False),
        sa.Column("figure", sa.String(length=60), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.Column("org", sa.String(length=20), nullable=False),
        sa.Column("post_title", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.String(length=36), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["user_account.id"],
            name=op.f("fk_meeting_remark_by_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["org"],
            ["organization.code"],
            name=op.f("fk_meeting_remark_org_organization"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["meeting_snapshot.id"],
            name=op.f("fk_meeting_remark_snapshot_id_meeting_snapshot"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_remark")),
    )
    with op.batch_alter_table("meeting_remark", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_remark_snapshot_id", ["snapshot_id", "figure", "at"], unique=False)

    op.create_table(
        "plan_copy",
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("source_code", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("codes", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("author_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "what IN ('situation', 'vision', 'goals', 'parts', 'activities')", name=op.f("ck_plan_copy_what")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["plan.id"], name=op.f("fk_plan_copy_record_id_plan"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("record_id", "what", name=op.f("pk_plan_copy")),
    )
    op.create_table(
        "figure_statement",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("indicator", sa.String(length=300), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("org", sa.String(length=20), nullable=False),
        sa.Column("post_th", sa.String(length=200), nullable=False),
        sa.Column("post_en", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("stated_on", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org"],
            ["organization.code"],
            name=op.f("fk_figure_statement_org_organization"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["progress_report.id"],
            name=op.f("fk_figure_statement_record_id_progress_report"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_statement")),
    )
    with op.batch_alter_table("figure_statement", schema=None) as batch_op:
        batch_op.create_index("ix_figure_statement_record_id", ["record_id", "indicator"], unique=False)

    op.create_table(
        "meeting_floor",
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("item_id", sa.String(length=36), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["meeting_item.id"],
            name=op.f("fk_meeting_floor_item_id_meeting_item"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_floor_meeting_id_meeting"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_meeting_floor")),
    )
    op.create_table(
        "meeting_floor_item",
        sa.Column("item_id", sa.String(length=36), nullable=False),
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("discussion", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("assign_org", sa.String(length=20), nullable=True),
        sa.Column("assign_post", sa.String(length=200), nullable=True),
        sa.Column("assign_what", sa.Text(), nullable=True),
        sa.Column("assign_due", sa.Date(), nullable=True),
        sa.Column("withdrawn", sa.Text(), nullable=True),
        sa.Column("edited_by", sa.String(length=36), nullable=True),
        sa.Column("edited_name", sa.String(length=200), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version >= 0", name=op.f("ck_meeting_floor_item_version")),
        sa.ForeignKeyConstraint(
            ["assign_org"],
            ["organization.code"],
            name=op.f("fk_meeting_floor_item_assign_org_organization"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["edited_by"],
            ["user_account.id"],
            name=op.f("fk_meeting_floor_item_edited_by_user_account"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["meeting_item.id"],
            name=op.f("fk_meeting_floor_item_item_id_meeting_item"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_floor_item_meeting_id_meeting"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_meeting_floor_item")),
    )
    with op.batch_alter_table("meeting_floor_item", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_floor_item_meeting_id", ["meeting_id"], unique=False)

    op.create_table(
        "meeting_recusal",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("item_id", sa.String(length=36), nullable=False),
        sa.Column("attendee_id", sa.String(length=36), nullable=False),
        sa.Column("cause", sa.String(length=300), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attendee_id"],
            ["meeting_attendee.id"],
            name=op.f("fk_meeting_recusal_attendee_id_meeting_attendee"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["meeting_item.id"],
            name=op.f("fk_meeting_recusal_item_id_meeting_item"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_recusal")),
        sa.UniqueConstraint("item_id", "attendee_id", name=op.f("uq_meeting_recusal_item_id_attendee_id")),
    )
    op.create_table(
        "report_part",
        sa.Column("report_id", sa.String(length=36), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("totals", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("figures", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["progress_report.id"],
            name=op.f("fk_report_part_report_id_progress_report"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_report_part")),
    )
    op.create_table(
        "knowledge_lesson",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["lesson_id"],
            ["lesson.id"],
            name=op.f("fk_knowledge_lesson_lesson_id_lesson"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["knowledge_item.id"],
            name=op.f("fk_knowledge_lesson_record_id_knowledge_item"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_lesson")),
        sa.UniqueConstraint("record_id", "lesson_id", name=op.f("uq_knowledge_lesson_record_id_lesson_id")),
    )
    with op.batch_alter_table("knowledge_lesson", schema=None) as batch_op:
        batch_op.create_index("ix_knowledge_lesson_lesson_id", ["lesson_id"], unique=False)

    op.create_table(
        "lesson_photo",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("attachment_id", sa.String(length=36), nullable=False),
        sa.Column("basis", sa.String(length=10), nullable=False),
        sa.Column("said_by", sa.String(length=200), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.CheckConstraint("basis IN ('written', 'spoken', 'nobody')", name=op.f("ck_lesson_photo_basis")),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachment.id"],
            name=op.f("fk_lesson_photo_attachment_id_attachment"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["lesson.id"], name=op.f("fk_lesson_photo_record_id_lesson"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_photo")),
        sa.UniqueConstraint(
            "record_id", "attachment_id", name=op.f("uq_lesson_photo_record_id_attachment_id")
        ),
    )
    with op.batch_alter_table("lesson_photo", schema=None) as batch_op:
        batch_op.create_index("ix_lesson_photo_attachment_id", ["attachment_id"], unique=False)

    op.create_table(
        "minutes_correction",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("item_id", sa.String(length=36), nullable=True),
        sa.Column("resolution_id", sa.String(length=36), nullable=True),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("asked_by", sa.String(length=36), nullable=True),
        sa.Column("asked_post", sa.String(length=300), nullable=False),
        sa.Column("asked_org", sa.String(length=20), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("final", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=36), nullable=True),
        sa.CheckConstraint(
            "(status = 'open') = (decided_at IS NULL)", name=op.f("ck_minutes_correction_decided")
        ),
        sa.CheckConstraint(
            "status IN ('open', 'accepted', 'declined')", name=op.f("ck_minutes_correction_status")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_minutes_correction_number")),
        sa.ForeignKeyConstraint(
            ["asked_by"],
            ["user_account.id"],
            name=op.f("fk_minutes_correction_asked_by_user_account"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["asked_org"],
            ["organization.code"],
            name=op.f("fk_minutes_correction_asked_org_organization"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["user_account.id"],
            name=op.f("fk_minutes_correction_decided_by_user_account"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["meeting_item.id"],
            name=op.f("fk_minutes_correction_item_id_meeting_item"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_minutes_correction_meeting_id_meeting"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"],
            ["meeting_resolution.id"],
            name=op.f("fk_minutes_correction_resolution_id_meeting_resolution"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_correction")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_minutes_correction_meeting_id_number")),
    )
    with op.batch_alter_table("minutes_correction", schema=None) as batch_op:
        batch_op.create_index("ix_minutes_correction_item_id", ["item_id"], unique=False)

    op.create_table(
        "resolution_extract",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("committee_code", sa.String(length=20), nullable=False),
        sa.Column("year_be", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("resolution_id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("snapshot_id", sa.String(length=36), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_resolution_extract_number")),
        sa.ForeignKeyConstraint(
            ["committee_code"],
            ["committee.code"],
            name=op.f("fk_resolution_extract_committee_code_committee"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_resolution_extract_meeting_id_meeting"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["record.id"],
            name=op.f("fk_resolution_extract_record_id_record"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"],
            ["meeting_resolution.id"],
            name=op.f("fk_resolution_extract_resolution_id_meeting_resolution"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["meeting_snapshot.id"],
            name=op.f("fk_resolution_extract_snapshot_id_meeting_snapshot"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution_extract")),
        sa.UniqueConstraint(
            "committee_code",
            "year_be",
            "number",
            name=op.f("uq_resolution_extract_committee_code_year_be_number"),
        ),
        sa.UniqueConstraint(
            "resolution_id", "snapshot_id", name=op.f("uq_resolution_extract_resolution_id_snapshot_id")
        ),
    )
    with op.batch_alter_table("resolution_extract", schema=None) as batch_op:
        batch_op.create_index("ix_resolution_extract_meeting_id", ["meeting_id"], unique=False)
        batch_op.create_index("ix_resolution_extract_record_id", ["record_id"], unique=False)

    op.create_table(
        "resolution_room",
        sa.Column("resolution_id", sa.String(length=36), nullable=False),
        sa.Column("entitled", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("left_room", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["resolution_id"],
            ["meeting_resolution.id"],
            name=op.f("fk_resolution_room_resolution_id_meeting_resolution"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("resolution_id", name=op.f("pk_resolution_room")),
    )
    op.create_table(
        "action_carry",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("action_id", sa.String(length=36), nullable=False),
        sa.Column("meeting_id", sa.String(length=36), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("is_by_hand", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["action_item.id"],
            name=op.f("fk_action_carry_action_id_action_item"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_action_carry_meeting_id_meeting"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_carry")),
        sa.UniqueConstraint("action_id", "meeting_id", name=op.f("uq_action_carry_action_id_meeting_id")),
    )
    with op.batch_alter_table("action_carry", schema=None) as batch_op:
        batch_op.create_index("ix_action_carry_meeting_id", ["meeting_id"], unique=False)

    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lead_post", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("reached_count", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("evidence", sa.String(length=300), nullable=True))
        batch_op.add_column(sa.Column("released", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("handed_over", sa.Text(), nullable=True))
        batch_op.create_check_constraint(batch_op.f("ck_activity_released"), "released >= 0")
        batch_op.drop_constraint(batch_op.f("ck_activity_target_count"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_activity_target_count"), "target_count >= 0 AND reached_count >= 0"
        )
        batch_op.create_index("ix_activity_ends_on", ["ends_on"], unique=False)
        batch_op.create_index("ix_activity_lead_post", ["lead_post"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_activity_lead_post_post"), "post", ["lead_post"], ["id"], ondelete="RESTRICT"
        )

    with op.batch_alter_table("activity_milestone", schema=None) as batch_op:
        batch_op.create_index("ix_activity_milestone_due_on", ["due_on"], unique=False)

    with op.batch_alter_table("activity_partner", schema=None) as batch_op:
        batch_op.add_column(sa.Column("role", sa.String(length=10), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_activity_partner_role"), "role IN ('co_lead', 'support')"
        )

    with op.batch_alter_table("knowledge_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contact_title", sa.String(length=200), nullable=True))
        batch_op.add_column(
            sa.Column(
                "target_groups",
                sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
                server_default=sa.text("'[]'"),
                nullable=False,
            )
        )
        batch_op.add_column(
            sa.Column(
                "area_types",
                sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
                server_default=sa.text("'[]'"),
                nullable=False,
            )
        )
        batch_op.create_index("ix_knowledge_item_contact_post", ["contact_post"], unique=False)

    with op.batch_alter_table("lesson", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cost", sa.String(length=500), nullable=True))
        batch_op.add_column(sa.Column("expected", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("happened", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("because", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("next_time", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("reviewed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("reviewed_by", sa.Text(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "target_groups",
                sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
                server_default=sa.text("'[]'"),
                nullable=False,
            )
        )
        batch_op.add_column(
            sa.Column(
                "area_types",
                sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
                server_default=sa.text("'[]'"),
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("readiness", sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column("begun_from_id", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("begun_key", sa.String(length=120), nullable=True))
        batch_op.add_column(
            sa.Column(
                "compared_with",
                sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
                server_default=sa.text("'[]'"),
                nullable=False,
            )
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_lesson_readiness"), "readiness IN ('early', 'trial', 'ready')"
        )
        batch_op.create_index("ix_lesson_begun_from_id", ["begun_from_id"], unique=False)
        batch_op.create_index("ix_lesson_review_on", ["review_on"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_lesson_begun_key"), ["begun_key"])
        batch_op.create_foreign_key(
            batch_op.f("fk_lesson_begun_from_id_record"),
            "record",
            ["begun_from_id"],
            ["id"],
            ondelete="RESTRICT",
        )

    with op.batch_alter_table("lesson_reuse", schema=None) as batch_op:
        batch_op.add_column(sa.Column("plan_id", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("decided_by", sa.String(length=200), nullable=True))
        batch_op.alter_column("activity_id", existing_type=sa.VARCHAR(length=36), nullable=True)
        batch_op.create_check_constraint(
            batch_op.f("ck_lesson_reuse_subject"), "(activity_id IS NULL) <> (plan_id IS NULL)"
        )
        batch_op.create_index("ix_lesson_reuse_plan_id", ["plan_id"], unique=False)
        batch_op.create_unique_constraint(
            batch_op.f("uq_lesson_reuse_record_id_plan_id"), ["record_id", "plan_id"]
        )
        batch_op.drop_constraint(batch_op.f("fk_lesson_reuse_record_id_lesson"), type_="foreignkey")
        batch_op.create_foreign_key(
            batch_op.f("fk_lesson_reuse_record_id_record"),
            "record",
            ["record_id"],
            ["id"],
            ondelete="RESTRICT",
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_lesson_reuse_plan_id_plan"), "plan", ["plan_id"], ["id"], ondelete="RESTRICT"
        )

    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("calendar", sa.Text(), nullable=True))

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("urgent_reason", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("letter_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("signer_name", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("signer_post", sa.String(length=300), nullable=True))
        batch_op.add_column(sa.Column("signer_order", sa.String(length=200), nullable=True))
        batch_op.add_column(
            sa.Column(
                "pack_sections",
                sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
                server_default=sa.text("'[]'"),
                nullable=False,
            )
        )
        batch_op.create_index("ix_meeting_held_on", ["held_on"], unique=False)

    with op.batch_alter_table("meeting_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("minutes", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("papers", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("proposal_id", sa.String(length=36), nullable=True))
        batch_op.create_check_constraint(batch_op.f("ck_meeting_item_minutes"), "minutes BETWEEN 1 AND 600")
        batch_op.create_foreign_key(
            batch_op.f("fk_meeting_item_proposal_id_meeting_proposal"),
            "meeting_proposal",
            ["proposal_id"],
            ["id"],
            ondelete="RESTRICT",
        )

    with op.batch_alter_table("meeting_pack", schema=None) as batch_op:
        batch_op.add_column(sa.Column("layout", sa.Text(), server_default=sa.text("'{}'"), nullable=False))
        batch_op.add_column(sa.Column("pages", sa.Integer(), nullable=True))

    with op.batch_alter_table("meeting_resolution", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_meeting_resolution_kind"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_meeting_resolution_kind"),
            "kind IN ('noted', 'adopted', 'endorsed', 'principle', 'approved', 'assigned', 'review', 'deferred')",
        )

    with op.batch_alter_table("mou", schema=None) as batch_op:
        batch_op.create_index("ix_mou_ceremony_on", ["ceremony_on"], unique=False)

    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("quorum_rule", sa.String(length=12), nullable=True))
        batch_op.add_column(sa.Column("meeting_code", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("taken_resolution", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("lessons_note", sa.Text(), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_plan_quorum_rule"), "quorum_rule IN ('concerned', 'everyone', 'unanimous')"
        )

    with op.batch_alter_table("plan_activity", schema=None) as batch_op:
        batch_op.add_column(sa.Column("goal", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("left_out_because", sa.Text(), nullable=True))
        batch_op.create_check_constraint(batch_op.f("ck_plan_activity_goal"), "goal >= 1")

    with op.batch_alter_table("plan_goal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("clause", sa.String(length=60), nullable=True))

    with op.batch_alter_table("plan_part", schema=None) as batch_op:
        batch_op.add_column(sa.Column("refused_because", sa.Text(), nullable=True))

    with op.batch_alter_table("progress_report", schema=None) as batch_op:
        batch_op.add_column(sa.Column("certified_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("respond_by", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("reminded", sa.String(length=12), nullable=True))
        batch_op.create_index("ix_progress_report_opens_on", ["opens_on"], unique=False)

    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.create_index("ix_record_updated", ["updated_at", "id"], unique=False)

    with op.batch_alter_table("report_figure", schema=None) as batch_op:
        batch_op.add_column(sa.Column("source", sa.String(length=300), nullable=True))
        batch_op.add_column(sa.Column("as_of", sa.Date(), nullable=True))

    with op.batch_alter_table("report_revision", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "used_in",
                sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
                server_default=sa.text("'[]'"),
                nullable=False,
            )
        )
    index_texts()
    protect()
    carry_over()


def downgrade() -> None:
    """Take them away again."""
    carry_back()
    with op.batch_alter_table("report_revision", schema=None) as batch_op:
        batch_op.drop_column("used_in")

    with op.batch_alter_table("report_figure", schema=None) as batch_op:
        batch_op.drop_column("as_of")
        batch_op.drop_column("source")

    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.drop_index("ix_record_updated")

    with op.batch_alter_table("progress_report", schema=None) as batch_op:
        batch_op.drop_index("ix_progress_report_opens_on")
        batch_op.drop_column("reminded")
        batch_op.drop_column("respond_by")
        batch_op.drop_column("certified_on")

    with op.batch_alter_table("plan_part", schema=None) as batch_op:
        batch_op.drop_column("refused_because")

    with op.batch_alter_table("plan_goal", schema=None) as batch_op:
        batch_op.drop_column("clause")

    with op.batch_alter_table("plan_activity", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_plan_activity_goal"), type_="check")
        batch_op.drop_column("left_out_because")
        batch_op.drop_column("goal")

    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_plan_quorum_rule"), type_="check")
        batch_op.drop_column("lessons_note")
        batch_op.drop_column("taken_resolution")
        batch_op.drop_column("meeting_code")
        batch_op.drop_column("quorum_rule")

    with op.batch_alter_table("mou", schema=None) as batch_op:
        batch_op.drop_index("ix_mou_ceremony_on")

    with op.batch_alter_table("meeting_resolution", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_meeting_resolution_kind"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_meeting_resolution_kind"),
            "kind IN ('noted', 'adopted', 'endorsed', 'approved', 'assigned', 'deferred')",
        )

    with op.batch_alter_table("meeting_pack", schema=None) as batch_op:
        batch_op.drop_column("pages")
        batch_op.drop_column("layout")

    with op.batch_alter_table("meeting_item", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_meeting_item_proposal_id_meeting_proposal"), type_="foreignkey"
        )
        batch_op.drop_constraint(batch_op.f("ck_meeting_item_minutes"), type_="check")
        batch_op.drop_column("proposal_id")
        batch_op.drop_column("papers")
        batch_op.drop_column("minutes")

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_held_on")
        batch_op.drop_column("pack_sections")
        batch_op.drop_column("signer_order")
        batch_op.drop_column("signer_post")
        batch_op.drop_column("signer_name")
        batch_op.drop_column("letter_on")
        batch_op.drop_column("urgent_reason")

    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.drop_column("calendar")

    with op.batch_alter_table("lesson_reuse", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_lesson_reuse_plan_id_plan"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_lesson_reuse_record_id_record"), type_="foreignkey")
        batch_op.create_foreign_key(
            batch_op.f("fk_lesson_reuse_record_id_lesson"),
            "lesson",
            ["record_id"],
            ["id"],
            ondelete="RESTRICT",
        )
        batch_op.drop_constraint(batch_op.f("uq_lesson_reuse_record_id_plan_id"), type_="unique")
        batch_op.drop_index("ix_lesson_reuse_plan_id")
        batch_op.drop_constraint(batch_op.f("ck_lesson_reuse_subject"), type_="check")
        batch_op.alter_column("activity_id", existing_type=sa.VARCHAR(length=36), nullable=False)
        batch_op.drop_column("decided_by")
        batch_op.drop_column("plan_id")

    with op.batch_alter_table("lesson", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_lesson_begun_from_id_record"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_lesson_begun_key"), type_="unique")
        batch_op.drop_index("ix_lesson_review_on")
        batch_op.drop_index("ix_lesson_begun_from_id")
        batch_op.drop_constraint(batch_op.f("ck_lesson_readiness"), type_="check")
        batch_op.drop_column("compared_with")
        batch_op.drop_column("begun_key")
        batch_op.drop_column("begun_from_id")
        batch_op.drop_column("readiness")
        batch_op.drop_column("area_types")
        batch_op.drop_column("target_groups")
        batch_op.drop_column("reviewed_by")
        batch_op.drop_column("reviewed_on")
        batch_op.drop_column("next_time")
        batch_op.drop_column("because")
        batch_op.drop_column("happened")
        batch_op.drop_column("expected")
        batch_op.drop_column("cost")

    with op.batch_alter_table("knowledge_item", schema=None) as batch_op:
        batch_op.drop_index("ix_knowledge_item_contact_post")
        batch_op.drop_column("area_types")
        batch_op.drop_column("target_groups")
        batch_op.drop_column("contact_title")

    with op.batch_alter_table("activity_partner", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_activity_partner_role"), type_="check")
        batch_op.drop_column("role")

    with op.batch_alter_table("activity_milestone", schema=None) as batch_op:
        batch_op.drop_index("ix_activity_milestone_due_on")

    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_activity_lead_post_post"), type_="foreignkey")
        batch_op.drop_index("ix_activity_lead_post")
        batch_op.drop_index("ix_activity_ends_on")
        batch_op.drop_constraint(batch_op.f("ck_activity_target_count"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_activity_target_count"), "target_count >= 0")
        batch_op.drop_constraint(batch_op.f("ck_activity_released"), type_="check")
        batch_op.drop_column("handed_over")
        batch_op.drop_column("released")
        batch_op.drop_column("evidence")
        batch_op.drop_column("reached_count")
        batch_op.drop_column("lead_post")

    with op.batch_alter_table("action_carry", schema=None) as batch_op:
        batch_op.drop_index("ix_action_carry_meeting_id")

    op.drop_table("action_carry")
    op.drop_table("resolution_room")
    with op.batch_alter_table("resolution_extract", schema=None) as batch_op:
        batch_op.drop_index("ix_resolution_extract_record_id")
        batch_op.drop_index("ix_resolution_extract_meeting_id")

    op.drop_table("resolution_extract")
    with op.batch_alter_table("minutes_correction", schema=None) as batch_op:
        batch_op.drop_index("ix_minutes_correction_item_id")

    op.drop_table("minutes_correction")
    with op.batch_alter_table("lesson_photo", schema=None) as batch_op:
        batch_op.drop_index("ix_lesson_photo_attachment_id")

    op.drop_table("lesson_photo")
    with op.batch_alter_table("knowledge_lesson", schema=None) as batch_op:
        batch_op.drop_index("ix_knowledge_lesson_lesson_id")

    op.drop_table("knowledge_lesson")
    op.drop_table("report_part")
    op.drop_table("meeting_recusal")
    with op.batch_alter_table("meeting_floor_item", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_floor_item_meeting_id")

    op.drop_table("meeting_floor_item")
    op.drop_table("meeting_floor")
    with op.batch_alter_table("figure_statement", schema=None) as batch_op:
        batch_op.drop_index("ix_figure_statement_record_id")

    op.drop_table("figure_statement")
    op.drop_table("plan_copy")
    with op.batch_alter_table("meeting_remark", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_remark_snapshot_id")

    op.drop_table("meeting_remark")
    op.drop_table("meeting_preview")
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.drop_index("ix_calendar_feed_user_id")

    op.drop_table("calendar_feed")
    op.drop_table("minutes_check")
    with op.batch_alter_table("meeting_proposal", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_proposal_record_id")

    op.drop_table("meeting_proposal")
    with op.batch_alter_table("meeting_answer", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_answer_record_id")

    op.drop_table("meeting_answer")
    op.drop_table("search_text")
    with op.batch_alter_table("presence", schema=None) as batch_op:
        batch_op.drop_index("ix_presence_record_id")

    op.drop_table("presence")
    with op.batch_alter_table("lesson_tag", schema=None) as batch_op:
        batch_op.drop_index("ix_lesson_tag_key")

    op.drop_table("lesson_tag")
    with op.batch_alter_table("lesson_follow", schema=None) as batch_op:
        batch_op.drop_index("ix_lesson_follow_key")

    op.drop_table("lesson_follow")
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_index("ix_draft_subject")
        batch_op.drop_index("ix_draft_at")

    op.drop_table("draft")
    op.drop_table("search_word")
    op.drop_table("report_total")
    op.drop_table("report_figure_total")
