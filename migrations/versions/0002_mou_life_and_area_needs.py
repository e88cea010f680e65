"""The whole life of MOUs, needs and lists of areas, revisions of plans, order of activities, papers that are issued.

Revision: 0002
Before it: 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MARKED = {
    "area": "areas",
    "region": "areas",
    "programme": "lists",
    "programme_area": "lists",
    "area_stat": "needs",
}
"""Tables whose changes are marked, and the mark (planhub.infra.versions)."""

SQLITE_ROW = "INSERT OR IGNORE INTO content_version (name, mark) VALUES ('{name}', hex(randomblob(16)))"
SQLITE_MARK = """CREATE TRIGGER {table}_mark_{verb} AFTER {verb} ON {table}
BEGIN UPDATE content_version SET mark = hex(randomblob(16)) WHERE name = '{name}'; END"""
ROW = """INSERT INTO content_version (name, mark)
VALUES ('{name}', replace(gen_random_uuid()::text, '-', '')) ON CONFLICT DO NOTHING"""
FUNCTION = """CREATE OR REPLACE FUNCTION mark_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE content_version SET mark = replace(gen_random_uuid()::text, '-', '') WHERE name = TG_ARGV[0];
  RETURN NULL;
END $$"""
MARK = """CREATE TRIGGER {table}_mark AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION mark_content('{name}')"""

FIXED = ("issued_paper", "mou_fulfilment", "mou_library_clause", "mou_library_template", "mou_version")
"""Tables to which rows are only ever added from now on."""

SQLITE_REFUSE = """CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table}: rows are only ever added'); END"""
REFUSE = """CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_change()"""
REFUSE_WHOLE = """CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"""


def mark() -> None:
    """Let the database itself mark each change of the tables under kept values."""
    run = op.get_bind().exec_driver_sql
    if op.get_bind().dialect.name == "sqlite":
        for table, name in MARKED.items():
            run(SQLITE_ROW.format(name=name))
            for verb in ("INSERT", "UPDATE", "DELETE"):
                run(SQLITE_MARK.format(table=table, verb=verb, name=name))
        return
    run(FUNCTION)
    for table, name in MARKED.items():
        run(ROW.format(name=name))
        run(MARK.format(table=table, name=name))


def unmark() -> None:
    """Take the marks away."""
    run = op.get_bind().exec_driver_sql
    if op.get_bind().dialect.name == "sqlite":
        for table in MARKED:
            for verb in ("INSERT", "UPDATE", "DELETE"):
                run(f"DROP TRIGGER {table}_mark_{verb}")
        return
    for table in MARKED:
        run(f"DROP TRIGGER {table}_mark ON {table}")
    run("DROP FUNCTION mark_content()")


def protect() -> None:
    """Let the database itself refuse to change what was issued, kept or fulfilled."""
    run = op.get_bind().exec_driver_sql
    for table in FIXED:
        if op.get_bind().dialect.name == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                run(SQLITE_REFUSE.format(table=table, verb=verb))
        else:
            run(REFUSE.format(table=table))
            run(REFUSE_WHOLE.format(table=table))


def unprotect() -> None:
    """Let what stays of these tables change again."""
    run = op.get_bind().exec_driver_sql
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            run(f"DROP TRIGGER mou_version_no_{verb}")
    else:
        for what in ("change", "truncate"):
            run(f"DROP TRIGGER mou_version_no_{what} ON mou_version")


REASONS = {
    "share": "shared",
    "hand_over": "handed_over",
    "all_settled": "settled",
    "return_text": "returned",
    "quorum": "approved",
    "register_signed": "registered",
}
"""Why a text was kept, by the move at which the first machine of MOUs kept it."""


def carry_over() -> None:
    """Say of what was there before what the new columns ask: versions and first showing of MOUs."""
    run = op.get_bind().exec_driver_sql
    event = "(SELECT {what} FROM event WHERE event.id = mou_version.event_id)"
    words = " ".join(f"WHEN '{move}' THEN '{why}'" for move, why in REASONS.items())
    move = event.format(what="move")
    run(f"UPDATE mou_version SET reason = CASE {move} {words} ELSE 'settled' END")
    for column, what in (("by_id", "actor_id"), ("by_name", "actor_name"), ("by_org", "org_code")):
        run(f"UPDATE mou_version SET {column} = {event.format(what=what)}")
    run("UPDATE mou SET text_n = (SELECT coalesce(max(n), 0) FROM mou_version WHERE record_id = mou.id)")
    day = "date(min(at))" if op.get_bind().dialect.name == "sqlite" else "CAST(min(at) AS date)"
    shown = f"SELECT {day} FROM event WHERE record_id = mou.id AND move IN ('share', 'register_signed')"
    run(f"UPDATE mou SET shared_on = ({shown})")


def upgrade() -> None:
    """Add the tables and columns."""
    op.create_table(
        "content_version",
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_content_version")),
    )
    op.create_table(
        "import_job",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=True),
        sa.Column("post_title", sa.String(length=200), nullable=True),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("said", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("choices", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("counts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state = 'saved' OR content IS NOT NULL", name=op.f("ck_import_job_content")),
        sa.CheckConstraint("state IN ('checking', 'saved')", name=op.f("ck_import_job_state")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_import_job_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_job")),
    )
    with op.batch_alter_table("import_job", schema=None) as batch_op:
        batch_op.create_index("ix_import_job_expires_at", ["expires_at"], unique=False)
        batch_op.create_index("ix_import_job_user_id", ["user_id", "created_at"], unique=False)

    op.create_table(
        "mou_library_clause",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("heading", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("from_year", sa.Integer(), nullable=True),
        sa.Column("until_year", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("author_id", sa.String(length=36), nullable=True),
        sa.Column("author_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('fixed', 'adaptable', 'guidance')", name=op.f("ck_mou_library_clause_kind")
        ),
        sa.CheckConstraint("n >= 1", name=op.f("ck_mou_library_clause_n")),
        sa.CheckConstraint("until_year >= from_year", name=op.f("ck_mou_library_clause_years")),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["user_account.id"],
            name=op.f("fk_mou_library_clause_author_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mou_library_clause")),
        sa.UniqueConstraint("key", "n", name=op.f("uq_mou_library_clause_key_n")),
    )
    op.create_table(
        "mou_library_template",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("label_th", sa.String(length=200), nullable=False),
        sa.Column("label_en", sa.String(length=200), nullable=False),
        sa.Column("instrument_type", sa.String(length=20), nullable=False),
        sa.Column("cooperation_kind", sa.String(length=20), nullable=True),
        sa.Column("cooperation_sub", sa.String(length=30), nullable=True),
        sa.Column("background", sa.Text(), nullable=False),
        sa.Column("clauses", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("from_year", sa.Integer(), nullable=True),
        sa.Column("until_year", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("author_id", sa.String(length=36), nullable=True),
        sa.Column("author_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "cooperation_kind IN ('area_approach', 'extension_work')",
            name=op.f("ck_mou_library_template_cooperation_kind"),
        ),
        sa.CheckConstraint(
            "cooperation_sub IN ('household', 'economy', 'appropriate_technology')",
            name=op.f("ck_mou_library_template_cooperation_sub"),
        ),
        sa.CheckConstraint(
            "instrument_type IN ('mou', 'moa', 'annex', 'letter_of_intent')",
            name=op.f("ck_mou_library_template_instrument_type"),
        ),
        sa.CheckConstraint("n >= 1", name=op.f("ck_mou_library_template_n")),
        sa.CheckConstraint("until_year >= from_year", name=op.f("ck_mou_library_template_years")),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["user_account.id"],
            name=op.f("fk_mou_library_template_author_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mou_library_template")),
        sa.UniqueConstraint("key", "n", name=op.f("uq_mou_library_template_key_n")),
    )
    op.create_table(
        "area_stat",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("area_code", sa.String(length=6), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("year_kind", sa.String(length=10), nullable=False),
        sa.Column("dimension", sa.String(length=20), nullable=False),
        sa.Column("measure", sa.String(length=100), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("org_code", sa.String(length=20), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("entered_by", sa.String(length=200), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "dimension IN ('health', 'living', 'education', 'income', 'access', 'general')",
            name=op.f("ck_area_stat_dimension"),
        ),
        sa.CheckConstraint(
            "origin IN ('own', 'article', 'public', 'derived', 'sample')", name=op.f("ck_area_stat_origin")
        ),
        sa.CheckConstraint("unit IN ('person', 'household')", name=op.f("ck_area_stat_unit")),
        sa.CheckConstraint("year_kind IN ('calendar', 'fiscal')", name=op.f("ck_area_stat_year_kind")),
        sa.CheckConstraint("length(source) > 0", name=op.f("ck_area_stat_source")),
        sa.CheckConstraint("value >= 0", name=op.f("ck_area_stat_value")),
        sa.CheckConstraint("year BETWEEN 2500 AND 2700", name=op.f("ck_area_stat_year")),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_area_stat_area_code_area")),
        sa.ForeignKeyConstraint(
            ["org_code"], ["organization.code"], name=op.f("fk_area_stat_org_code_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_stat")),
        sa.UniqueConstraint(
            "area_code", "year", "measure", "unit", "source", "org_code", name="uq_area_stat_statement"
        ),
    )
    with op.batch_alter_table("area_stat", schema=None) as batch_op:
        batch_op.create_index("ix_area_stat_measure", ["measure", "unit", "year", "area_code"], unique=False)
        batch_op.create_index("ix_area_stat_org_code", ["org_code", "area_code"], unique=False)

    op.create_table(
        "issued_paper",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=True),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("parties", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("version", sa.String(length=100), nullable=True),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mark", sa.String(length=16), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=36), nullable=True),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_issued_paper_sha256")),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["user_account.id"],
            name=op.f("fk_issued_paper_made_by_user_account"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_issued_paper_record_id_record"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_paper")),
        sa.UniqueConstraint("sha256", name=op.f("uq_issued_paper_sha256")),
    )
    with op.batch_alter_table("issued_paper", schema=None) as batch_op:
        batch_op.create_index("ix_issued_paper_mark", ["mark", "made_at"], unique=False)
        batch_op.create_index("ix_issued_paper_record_id", ["record_id", "kind", "made_at"], unique=False)
        batch_op.create_index("ix_issued_paper_subject", ["kind", "code", "made_at"], unique=False)

    op.create_table(
        "mou_counterpart",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("org", sa.String(length=20), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("by_id", sa.String(length=36), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("n BETWEEN 1 AND 99", name=op.f("ck_mou_counterpart_n")),
        sa.CheckConstraint("org IS NOT NULL OR place IS NOT NULL", name=op.f("ck_mou_counterpart_place")),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["user_account.id"],
            name=op.f("fk_mou_counterpart_by_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["org"],
            ["organization.code"],
            name=op.f("fk_mou_counterpart_org_organization"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["mou.id"], name=op.f("fk_mou_counterpart_record_id_mou"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mou_counterpart")),
    )
    with op.batch_alter_table("mou_counterpart", schema=None) as batch_op:
        batch_op.create_index("ix_mou_counterpart_record_id", ["record_id", "n", "at"], unique=False)

    op.create_table(
        "mou_erratum",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("wrong", sa.String(length=200), nullable=False),
        sa.Column("right", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("reason", sa.String(length=4000), nullable=False),
        sa.Column("old_hash", sa.String(length=64), nullable=False),
        sa.Column("new_hash", sa.String(length=64), nullable=True),
        sa.Column("proposed_by", sa.String(length=36), nullable=True),
        sa.Column("proposed_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=True),
        sa.Column("event_id", sa.String(length=36), nullable=True),
        sa.CheckConstraint(
            "(status = 'applied') = (applied_on IS NOT NULL)", name=op.f("ck_mou_erratum_applied")
        ),
        sa.CheckConstraint(
            "status IN ('pending', 'applied', 'withdrawn')", name=op.f("ck_mou_erratum_status")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_mou_erratum_event_id_event"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"],
            ["user_account.id"],
            name=op.f("fk_mou_erratum_proposed_by_user_account"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["mou.id"], name=op.f("fk_mou_erratum_record_id_mou"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mou_erratum")),
    )
    with op.batch_alter_table("mou_erratum", schema=None) as batch_op:
        batch_op.create_index("ix_mou_erratum_record_id", ["record_id", "at"], unique=False)
        batch_op.create_index(
            "uq_mou_erratum_pending",
            ["record_id"],
            unique=True,
            sqlite_where=sa.text("status = 'pending'"),
            postgresql_where=sa.text("status = 'pending'"),
        )

    op.create_table(
        "activity_predecessor",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.String(length=36), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.CheckConstraint("record_id <> activity_id", name=op.f("ck_activity_predecessor_other")),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_activity_predecessor_activity_id_activity"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["activity.id"],
            name=op.f("fk_activity_predecessor_record_id_activity"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_predecessor")),
        sa.UniqueConstraint(
            "record_id", "activity_id", name=op.f("uq_activity_predecessor_record_id_activity_id")
        ),
    )
    with op.batch_alter_table("activity_predecessor", schema=None) as batch_op:
        batch_op.create_index("ix_activity_predecessor_activity_id", ["activity_id"], unique=False)

    op.create_table(
        "mou_clause_draft",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("clause_id", sa.String(length=36), nullable=True),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("user_name", sa.String(length=200), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("base_heading", sa.Text(), nullable=False),
        sa.Column("base_body", sa.Text(), nullable=False),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clause_id"],
            ["mou_clause.id"],
            name=op.f("fk_mou_clause_draft_clause_id_mou_clause"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["mou.id"], name=op.f("fk_mou_clause_draft_record_id_mou"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_mou_clause_draft_user_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mou_clause_draft")),
        sa.UniqueConstraint("clause_id", "user_id", name=op.f("uq_mou_clause_draft_clause_id_user_id")),
    )
    with op.batch_alter_table("mou_clause_draft", schema=None) as batch_op:
        batch_op.create_index("ix_mou_clause_draft_record_id", ["record_id"], unique=False)

    op.create_table(
        "mou_fulfilment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("obligation_id", sa.String(length=36), nullable=False),
        sa.Column("period", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("evidence_id", sa.String(length=36), nullable=True),
        sa.Column("attachment_id", sa.String(length=36), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("org", sa.String(length=20), nullable=True),
        sa.Column("by_id", sa.String(length=36), nullable=True),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status <> 'done' OR evidence_id IS NOT NULL OR attachment_id IS NOT NULL OR note IS NOT NULL",
            name=op.f("ck_mou_fulfilment_evidence"),
        ),
        sa.CheckConstraint("status IN ('done', 'partly', 'not_done')", name=op.f("ck_mou_fulfilment_status")),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachment.id"],
            name=op.f("fk_mou_fulfilment_attachment_id_attachment"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["user_account.id"],
            name=op.f("fk_mou_fulfilment_by_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"],
            ["record.id"],
            name=op.f("fk_mou_fulfilment_evidence_id_record"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"],
            ["mou_obligation.id"],
            name=op.f("fk_mou_fulfilment_obligation_id_mou_obligation"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["org"],
            ["organization.code"],
            name=op.f("fk_mou_fulfilment_org_organization"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["mou.id"], name=op.f("fk_mou_fulfilment_record_id_mou"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mou_fulfilment")),
    )
    with op.batch_alter_table("mou_fulfilment", schema=None) as batch_op:
        batch_op.create_index("ix_mou_fulfilment_evidence_id", ["evidence_id"], unique=False)
        batch_op.create_index("ix_mou_fulfilment_obligation_id", ["obligation_id", "at"], unique=False)
        batch_op.create_index(
            "ix_mou_fulfilment_record_id", ["record_id", "obligation_id", "at"], unique=False
        )

    op.create_table(
        "plan_change",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.String(length=36), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("org", sa.String(length=20), nullable=True),
        sa.Column("source", sa.String(length=20), nullable=True),
        sa.Column("fiscal_year", sa.Integer(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("because", sa.String(length=300), nullable=True),
        sa.CheckConstraint(
            "source IN ('agency_budget', 'integrated_budget', 'province_budget', 'local_gov', 'fund', 'off_budget', 'business', 'community', 'in_kind')",
            name=op.f("ck_plan_change_source"),
        ),
        sa.CheckConstraint(
            "what IN ('start', 'end', 'target_count', 'planned')", name=op.f("ck_plan_change_what")
        ),
        sa.CheckConstraint("count >= 0 AND amount >= 0", name=op.f("ck_plan_change_values")),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_plan_change_activity_id_activity"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["org"], ["organization.code"], name=op.f("fk_plan_change_org_organization"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["plan.id"], name=op.f("fk_plan_change_record_id_plan"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_change")),
    )
    with op.batch_alter_table("plan_change", schema=None) as batch_op:
        batch_op.create_index("ix_plan_change_activity_id", ["activity_id"], unique=False)
        batch_op.create_index("ix_plan_change_record_id", ["record_id", "position"], unique=False)

    with op.batch_alter_table("action_item", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("kind", sa.String(length=20), server_default=sa.text("'assignment'"), nullable=False)
        )
        batch_op.add_column(sa.Column("asked_by_org", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("asked_area", sa.String(length=6), nullable=True))
        batch_op.add_column(sa.Column("request_key", sa.String(length=60), nullable=True))
        batch_op.alter_column("meeting_id", existing_type=sa.VARCHAR(length=36), nullable=True)
        batch_op.alter_column("item_id", existing_type=sa.VARCHAR(length=36), nullable=True)
        batch_op.alter_column("resolution_id", existing_type=sa.VARCHAR(length=36), nullable=True)
        batch_op.create_unique_constraint(batch_op.f("uq_action_item_request_key"), ["request_key"])
        batch_op.create_foreign_key(
            batch_op.f("fk_action_item_asked_by_org_organization"),
            "organization",
            ["asked_by_org"],
            ["code"],
            ondelete="RESTRICT",
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_action_item_asked_area_area"),
            "area",
            ["asked_area"],
            ["code"],
            ondelete="RESTRICT",
        )

    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.add_column(sa.Column("wanted_plan", sa.String(length=40), nullable=True))
        batch_op.add_column(
            sa.Column("agreed", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True)
        )
        batch_op.add_column(sa.Column("is_changing", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("after_mou_asked_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("after_mou_on", sa.Date(), nullable=True))
        batch_op.create_index("ix_activity_wanted_plan", ["wanted_plan"], unique=False)

    with op.batch_alter_table("activity_milestone", schema=None) as batch_op:
        batch_op.add_column(sa.Column("after", sa.Integer(), nullable=True))

    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("anchor", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("anchor_label", sa.String(length=300), nullable=True))
        batch_op.add_column(sa.Column("resolved_name", sa.String(length=200), nullable=True))

    with op.batch_alter_table("lane", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lane_post_id"))
        batch_op.create_index("ix_lane_post_id", ["post_id", "status", "since", "record_id"], unique=False)
        batch_op.drop_index(batch_op.f("ix_lane_waiting"))
        batch_op.create_index(
            "ix_lane_waiting", ["status", "org_code", "role", "since", "record_id"], unique=False
        )
        batch_op.create_index("ix_lane_record_id", ["record_id", "round", "status"], unique=False)

    with op.batch_alter_table("mou", schema=None) as batch_op:
        batch_op.add_column(sa.Column("copies", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("template", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("shared_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "similar",
                sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
                server_default=sa.text("'[]'"),
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("text_n", sa.Integer(), server_default=sa.text("0"), nullable=False))
        batch_op.add_column(sa.Column("circulating_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("circulating_no", sa.String(length=100), nullable=True))
        batch_op.add_column(sa.Column("circulated_n", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("circulated_round", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("correcting", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("ending_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("ending_no", sa.String(length=100), nullable=True))
        batch_op.add_column(sa.Column("ending_handover", sa.Text(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "open_at_end",
                sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
                server_default=sa.text("'[]'"),
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("amends_id", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("amendment_type", sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column("renews_id", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("change_no", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("base_n", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("rebased", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True)
        )
        batch_op.add_column(sa.Column("merged_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("amending_id", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("renewal_id", sa.String(length=36), nullable=True))
        batch_op.create_index("ix_mou_amends_id", ["amends_id"], unique=False)
        batch_op.create_index("ix_mou_renews_id", ["renews_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_mou_amends_id_mou"), "mou", ["amends_id"], ["id"], ondelete="RESTRICT"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_mou_renews_id_mou"), "mou", ["renews_id"], ["id"], ondelete="RESTRICT"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_mou_renewal_id_mou"), "mou", ["renewal_id"], ["id"], ondelete="RESTRICT"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_mou_amending_id_mou"), "mou", ["amending_id"], ["id"], ondelete="RESTRICT"
        )

    with op.batch_alter_table("mou_clause", schema=None) as batch_op:
        batch_op.add_column(sa.Column("source_n", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("standard", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.Text(), nullable=True))

    with op.batch_alter_table("mou_obligation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rhythm", sa.String(length=12), server_default="once", nullable=False))
        batch_op.add_column(sa.Column("first_due_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("fulfilled_by", sa.String(length=12), server_default="any", nullable=False)
        )
        batch_op.add_column(sa.Column("handed_to", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("dropped_on", sa.Date(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_mou_obligation_handed_to_organization"),
            "organization",
            ["handed_to"],
            ["code"],
            ondelete="RESTRICT",
        )

    with op.batch_alter_table("mou_party", schema=None) as batch_op:
        batch_op.add_column(sa.Column("official_no", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("notice_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("notice_no", sa.String(length=100), nullable=True))
        batch_op.add_column(sa.Column("left_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("left_no", sa.String(length=100), nullable=True))
        batch_op.add_column(
            sa.Column(
                "handover",
                sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
                server_default=sa.text("'[]'"),
                nullable=False,
            )
        )

    with op.batch_alter_table("mou_signatory", schema=None) as batch_op:
        batch_op.add_column(sa.Column("order_on", sa.Date(), nullable=True))
        batch_op.alter_column("org", existing_type=sa.VARCHAR(length=20), nullable=True)

    with op.batch_alter_table("mou_signature", schema=None) as batch_op:
        batch_op.add_column(sa.Column("order_on", sa.Date(), nullable=True))

    with op.batch_alter_table("mou_version", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("reason", sa.String(length=12), server_default=sa.text("'settled'"), nullable=False)
        )
        batch_op.add_column(
            sa.Column(
                "signatories",
                sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
                server_default=sa.text("'[]'"),
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("by_id", sa.String(length=36), nullable=True))
        batch_op.add_column(
            sa.Column("by_name", sa.String(length=200), server_default=sa.text("''"), nullable=False)
        )
        batch_op.add_column(sa.Column("by_org", sa.String(length=20), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_mou_version_by_id_user_account"),
            "user_account",
            ["by_id"],
            ["id"],
            ondelete="RESTRICT",
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_mou_version_by_org_organization"),
            "organization",
            ["by_org"],
            ["code"],
            ondelete="RESTRICT",
        )

    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("revision_no", sa.Integer(), server_default=sa.text("1"), nullable=False)
        )
        batch_op.add_column(sa.Column("revises_id", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("first_id", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("revises_code", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("revision_kind", sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column("revision_reason", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("took_over_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("open_revision", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("revising_key", sa.String(length=36), nullable=True))
        batch_op.create_index("ix_plan_revises_id", ["revises_id"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_plan_revising_key"), ["revising_key"])
        batch_op.create_foreign_key(
            batch_op.f("fk_plan_first_id_plan"), "plan", ["first_id"], ["id"], ondelete="RESTRICT"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_plan_revises_id_plan"), "plan", ["revises_id"], ["id"], ondelete="RESTRICT"
        )

    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False))

    with op.batch_alter_table("programme_area", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False))

    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.create_index(
            "ix_record_owner_since", ["type", "state", "owner_org", "state_since", "id"], unique=False
        )
        batch_op.create_index("ix_record_state_since", ["type", "state", "state_since", "id"], unique=False)
        batch_op.create_index("ix_record_state_title", ["type", "state", "title_sort", "id"], unique=False)

    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "verified_at",
                sa.DateTime(timezone=True),
                server_default=sa.text("'2000-01-01 00:00:00'"),
                nullable=False,
            )
        )
    carry_over()
    with op.batch_alter_table("mou", schema=None) as batch_op:
        batch_op.create_check_constraint(op.f("ck_mou_one_parent"), "amends_id IS NULL OR renews_id IS NULL")
        batch_op.create_check_constraint(
            op.f("ck_mou_amendment_type"),
            "amendment_type IN ('errata', 'area', 'duties', 'money', 'signer', 'period')",
        )
        batch_op.create_check_constraint(op.f("ck_mou_no_self"), "amends_id <> id AND renews_id <> id")
        batch_op.create_check_constraint(
            op.f("ck_mou_amendment"), "(amends_id IS NULL) = (amendment_type IS NULL)"
        )
    with op.batch_alter_table("mou_obligation", schema=None) as batch_op:
        batch_op.create_check_constraint(
            op.f("ck_mou_obligation_rhythm"),
            "rhythm IN ('once', 'monthly', 'quarterly', 'half_yearly', 'yearly')",
        )
        batch_op.create_check_constraint(
            op.f("ck_mou_obligation_fulfilled_by"),
            "fulfilled_by IN ('any', 'activity', 'report', 'meeting', 'file')",
        )
    with op.batch_alter_table("mou_signatory", schema=None) as batch_op:
        batch_op.create_check_constraint(op.f("ck_mou_signatory_org"), "kind = 'guest' OR org IS NOT NULL")
    with op.batch_alter_table("mou_version", schema=None) as batch_op:
        batch_op.create_check_constraint(
            op.f("ck_mou_version_reason"),
            "reason IN ('shared', 'handed_over', 'settled', 'returned', 'recalled', 'approved', 'signed', 'registered', 'rebased', 'corrected', 'amended', 'left')",
        )
        batch_op.create_check_constraint(op.f("ck_mou_version_n"), "n >= 1")
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.create_check_constraint(op.f("ck_plan_revision_no"), "revision_no >= 1")
        batch_op.create_check_constraint(
            op.f("ck_plan_revision"), "(revises_id IS NULL) = (revision_kind IS NULL)"
        )
        batch_op.create_check_constraint(op.f("ck_plan_revision_kind"), "revision_kind IN ('minor', 'major')")
    with op.batch_alter_table("action_item", schema=None) as batch_op:
        batch_op.create_check_constraint(op.f("ck_action_item_kind"), "kind IN ('assignment', 'area_list')")
        batch_op.create_check_constraint(
            op.f("ck_action_item_assigned"),
            "kind <> 'assignment' OR (meeting_id IS NOT NULL AND item_id IS NOT NULL AND resolution_id IS NOT NULL)",
        )
        batch_op.create_check_constraint(
            op.f("ck_action_item_asked"), "kind <> 'area_list' OR asked_by_org IS NOT NULL"
        )
    mark()
    protect()


def downgrade() -> None:
    """Take them away again."""
    unmark()
    unprotect()
    op.execute("DELETE FROM action_item WHERE meeting_id IS NULL OR item_id IS NULL OR resolution_id IS NULL")
    with op.batch_alter_table("mou", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_mou_one_parent"), type_="check")
        batch_op.drop_constraint(op.f("ck_mou_amendment_type"), type_="check")
        batch_op.drop_constraint(op.f("ck_mou_no_self"), type_="check")
        batch_op.drop_constraint(op.f("ck_mou_amendment"), type_="check")
    with op.batch_alter_table("mou_obligation", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_mou_obligation_rhythm"), type_="check")
        batch_op.drop_constraint(op.f("ck_mou_obligation_fulfilled_by"), type_="check")
    with op.batch_alter_table("mou_signatory", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_mou_signatory_org"), type_="check")
    with op.batch_alter_table("mou_version", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_mou_version_reason"), type_="check")
        batch_op.drop_constraint(op.f("ck_mou_version_n"), type_="check")
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_plan_revision_no"), type_="check")
        batch_op.drop_constraint(op.f("ck_plan_revision"), type_="check")
        batch_op.drop_constraint(op.f("ck_plan_revision_kind"), type_="check")
    with op.batch_alter_table("action_item", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_action_item_kind"), type_="check")
        batch_op.drop_constraint(op.f("ck_action_item_assigned"), type_="check")
        batch_op.drop_constraint(op.f("ck_action_item_asked"), type_="check")
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.drop_column("verified_at")

    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.drop_index("ix_record_state_title")
        batch_op.drop_index("ix_record_state_since")
        batch_op.drop_index("ix_record_owner_since")

    with op.batch_alter_table("programme_area", schema=None) as batch_op:
        batch_op.drop_column("version")

    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.drop_column("version")

    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_plan_revises_id_plan"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_plan_first_id_plan"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_plan_revising_key"), type_="unique")
        batch_op.drop_index("ix_plan_revises_id")
        batch_op.drop_column("revising_key")
        batch_op.drop_column("open_revision")
        batch_op.drop_column("took_over_on")
        batch_op.drop_column("revision_reason")
        batch_op.drop_column("revision_kind")
        batch_op.drop_column("revises_code")
        batch_op.drop_column("first_id")
        batch_op.drop_column("revises_id")
        batch_op.drop_column("revision_no")

    with op.batch_alter_table("mou_version", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_mou_version_by_org_organization"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_mou_version_by_id_user_account"), type_="foreignkey")
        batch_op.drop_column("by_org")
        batch_op.drop_column("by_name")
        batch_op.drop_column("by_id")
        batch_op.drop_column("signatories")
        batch_op.drop_column("reason")

    with op.batch_alter_table("mou_signature", schema=None) as batch_op:
        batch_op.drop_column("order_on")

    with op.batch_alter_table("mou_signatory", schema=None) as batch_op:
        batch_op.alter_column("org", existing_type=sa.VARCHAR(length=20), nullable=False)
        batch_op.drop_column("order_on")

    with op.batch_alter_table("mou_party", schema=None) as batch_op:
        batch_op.drop_column("handover")
        batch_op.drop_column("left_no")
        batch_op.drop_column("left_on")
        batch_op.drop_column("notice_no")
        batch_op.drop_column("notice_on")
        batch_op.drop_column("official_no")

    with op.batch_alter_table("mou_obligation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_mou_obligation_handed_to_organization"), type_="foreignkey")
        batch_op.drop_column("dropped_on")
        batch_op.drop_column("handed_to")
        batch_op.drop_column("fulfilled_by")
        batch_op.drop_column("first_due_on")
        batch_op.drop_column("rhythm")

    with op.batch_alter_table("mou_clause", schema=None) as batch_op:
        batch_op.drop_column("reason")
        batch_op.drop_column("standard")
        batch_op.drop_column("source_n")

    with op.batch_alter_table("mou", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_mou_amending_id_mou"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_mou_renewal_id_mou"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_mou_renews_id_mou"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_mou_amends_id_mou"), type_="foreignkey")
        batch_op.drop_index("ix_mou_renews_id")
        batch_op.drop_index("ix_mou_amends_id")
        batch_op.drop_column("renewal_id")
        batch_op.drop_column("amending_id")
        batch_op.drop_column("merged_on")
        batch_op.drop_column("rebased")
        batch_op.drop_column("base_n")
        batch_op.drop_column("change_no")
        batch_op.drop_column("renews_id")
        batch_op.drop_column("amendment_type")
        batch_op.drop_column("amends_id")
        batch_op.drop_column("open_at_end")
        batch_op.drop_column("ending_handover")
        batch_op.drop_column("ending_no")
        batch_op.drop_column("ending_on")
        batch_op.drop_column("correcting")
        batch_op.drop_column("circulated_round")
        batch_op.drop_column("circulated_n")
        batch_op.drop_column("circulating_no")
        batch_op.drop_column("circulating_at")
        batch_op.drop_column("text_n")
        batch_op.drop_column("similar")
        batch_op.drop_column("shared_on")
        batch_op.drop_column("template")
        batch_op.drop_column("copies")

    with op.batch_alter_table("lane", schema=None) as batch_op:
        batch_op.drop_index("ix_lane_record_id")
        batch_op.drop_index("ix_lane_waiting")
        batch_op.create_index(batch_op.f("ix_lane_waiting"), ["status", "org_code", "role"], unique=False)
        batch_op.drop_index("ix_lane_post_id")
        batch_op.create_index(batch_op.f("ix_lane_post_id"), ["post_id", "status"], unique=False)

    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_column("resolved_name")
        batch_op.drop_column("anchor_label")
        batch_op.drop_column("anchor")

    with op.batch_alter_table("activity_milestone", schema=None) as batch_op:
        batch_op.drop_column("after")

    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_index("ix_activity_wanted_plan")
        batch_op.drop_column("after_mou_on")
        batch_op.drop_column("after_mou_asked_on")
        batch_op.drop_column("is_changing")
        batch_op.drop_column("agreed")
        batch_op.drop_column("wanted_plan")

    with op.batch_alter_table("action_item", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_action_item_asked_area_area"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_action_item_asked_by_org_organization"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_action_item_request_key"), type_="unique")
        batch_op.alter_column("resolution_id", existing_type=sa.VARCHAR(length=36), nullable=False)
        batch_op.alter_column("item_id", existing_type=sa.VARCHAR(length=36), nullable=False)
        batch_op.alter_column("meeting_id", existing_type=sa.VARCHAR(length=36), nullable=False)
        batch_op.drop_column("request_key")
        batch_op.drop_column("asked_area")
        batch_op.drop_column("asked_by_org")
        batch_op.drop_column("kind")

    with op.batch_alter_table("plan_change", schema=None) as batch_op:
        batch_op.drop_index("ix_plan_change_record_id")
        batch_op.drop_index("ix_plan_change_activity_id")

    op.drop_table("plan_change")
    with op.batch_alter_table("mou_fulfilment", schema=None) as batch_op:
        batch_op.drop_index("ix_mou_fulfilment_record_id")
        batch_op.drop_index("ix_mou_fulfilment_obligation_id")
        batch_op.drop_index("ix_mou_fulfilment_evidence_id")

    op.drop_table("mou_fulfilment")
    with op.batch_alter_table("mou_clause_draft", schema=None) as batch_op:
        batch_op.drop_index("ix_mou_clause_draft_record_id")

    op.drop_table("mou_clause_draft")
    with op.batch_alter_table("activity_predecessor", schema=None) as batch_op:
        batch_op.drop_index("ix_activity_predecessor_activity_id")

    op.drop_table("activity_predecessor")
    with op.batch_alter_table("mou_erratum", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_mou_erratum_pending",
            sqlite_where=sa.text("status = 'pending'"),
            postgresql_where=sa.text("status = 'pending'"),
        )
        batch_op.drop_index("ix_mou_erratum_record_id")

    op.drop_table("mou_erratum")
    with op.batch_alter_table("mou_counterpart", schema=None) as batch_op:
        batch_op.drop_index("ix_mou_counterpart_record_id")

    op.drop_table("mou_counterpart")
    with op.batch_alter_table("issued_paper", schema=None) as batch_op:
        batch_op.drop_index("ix_issued_paper_subject")
        batch_op.drop_index("ix_issued_paper_record_id")
        batch_op.drop_index("ix_issued_paper_mark")

    op.drop_table("issued_paper")
    with op.batch_alter_table("area_stat", schema=None) as batch_op:
        batch_op.drop_index("ix_area_stat_org_code")
        batch_op.drop_index("ix_area_stat_measure")

    op.drop_table("area_stat")
    op.drop_table("mou_library_template")
    op.drop_table("mou_library_clause")
    with op.batch_alter_table("import_job", schema=None) as batch_op:
        batch_op.drop_index("ix_import_job_user_id")
        batch_op.drop_index("ix_import_job_expires_at")

    op.drop_table("import_job")
    op.drop_table("content_version")
