"""The tables of the foundation: places, people, records, their history and what they share.

Revision: 0001
Before it: nothing
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


APPEND_ONLY = ("audit_entry", "event", "field_change")

SQLITE = """CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table}: rows are only ever added'); END"""
FUNCTION = """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%%: rows are only ever added', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$"""
ROWS = """CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_change()"""
WHOLE = """CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"""


def protect() -> None:
    """Let the database itself refuse to change the history."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        for table in APPEND_ONLY:
            for verb in ("UPDATE", "DELETE"):
                connection.exec_driver_sql(SQLITE.format(table=table, verb=verb))
        return
    connection.exec_driver_sql(FUNCTION)
    for table in APPEND_ONLY:
        connection.exec_driver_sql(ROWS.format(table=table))
        connection.exec_driver_sql(WHOLE.format(table=table))


def upgrade() -> None:
    op.create_table(
        "attempt",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("bucket", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index("ix_attempt_at", ["at"], unique=False)
        batch_op.create_index("ix_attempt_bucket_at", ["bucket", "at"], unique=False)

    op.create_table(
        "audit_entry",
        sa.Column("chain", sa.String(length=20), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chain", "n", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_event_id"), ["event_id"], unique=False)

    op.create_table(
        "chain_head",
        sa.Column("chain", sa.String(length=20), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_chain_head")),
    )
    op.create_table(
        "committee",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name_th", sa.String(length=300), nullable=False),
        sa.Column("name_en", sa.String(length=300), nullable=False),
        sa.Column("numbering", sa.String(length=10), nullable=False),
        sa.Column("quorum_percent", sa.Integer(), nullable=False),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.CheckConstraint("numbering IN ('calendar', 'fiscal')", name=op.f("ck_committee_numbering")),
        sa.CheckConstraint("quorum_percent BETWEEN 1 AND 100", name=op.f("ck_committee_quorum_percent")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_committee")),
    )
    op.create_table(
        "counter",
        sa.Column("series", sa.String(length=60), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_counter")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("args", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('ready', 'running', 'done', 'dead')", name=op.f("ck_job_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("key", name=op.f("uq_job_key")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("ix_job_state_run_at", ["state", "run_at", "id"], unique=False)

    op.create_table(
        "organization",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name_th", sa.String(length=300), nullable=False),
        sa.Column("name_en", sa.String(length=300), nullable=False),
        sa.Column("abbr_th", sa.String(length=40), nullable=True),
        sa.Column("abbr_en", sa.String(length=40), nullable=True),
        sa.Column("sector", sa.String(length=20), nullable=False),
        sa.Column("org_type", sa.String(length=30), nullable=False),
        sa.Column("is_juristic", sa.Boolean(), nullable=False),
        sa.Column("signs_via", sa.String(length=20), nullable=True),
        sa.Column("head_title_th", sa.String(length=100), nullable=True),
        sa.Column("head_title_en", sa.String(length=100), nullable=True),
        sa.Column("address_th", sa.String(length=500), nullable=True),
        sa.Column("is_core", sa.Boolean(), nullable=False),
        sa.Column("colour", sa.String(length=7), nullable=True),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["signs_via"], ["organization.code"], name=op.f("fk_organization_signs_via_organization")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_organization")),
    )
    op.create_table(
        "record_state",
        sa.Column("type", sa.String(length=30), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.PrimaryKeyConstraint("type", "state", name=op.f("pk_record_state")),
    )
    op.create_table(
        "region",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name_th", sa.String(length=100), nullable=False),
        sa.Column("name_en", sa.String(length=100), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_region")),
    )
    op.create_table(
        "user_account",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("login", sa.String(length=80), nullable=False),
        sa.Column("name_th", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("person_key", sa.String(length=64), nullable=True),
        sa.Column("is_disabled", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("security_stamp", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("login", name=op.f("uq_user_account_login")),
    )
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.create_index("ix_user_account_person_key", ["person_key"], unique=False)

    op.create_table(
        "api_token",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_api_token_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_api_token")),
    )
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_token_user_id"), ["user_id"], unique=False)

    op.create_table(
        "cluster",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("region_code", sa.String(length=20), nullable=False),
        sa.Column("name_th", sa.String(length=100), nullable=False),
        sa.Column("name_en", sa.String(length=100), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_cluster_region_code_region")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_cluster")),
    )
    op.create_table(
        "idempotency_key",
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("headers", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_idempotency_key_user_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("user_id", "key", name=op.f("pk_idempotency_key")),
    )
    with op.batch_alter_table("idempotency_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idempotency_key_at"), ["at"], unique=False)

    op.create_table(
        "mail",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("to_address", sa.String(length=200), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=True),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_mail_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
    )
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mail_user_id"), ["user_id"], unique=False)

    op.create_table(
        "post",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("org_code", sa.String(length=20), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("title_th", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("areas", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("deputy_post_id", sa.String(length=36), nullable=True),
        sa.Column("is_head", sa.Boolean(), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["deputy_post_id"], ["post.id"], name=op.f("fk_post_deputy_post_id_post")),
        sa.ForeignKeyConstraint(
            ["org_code"], ["organization.code"], name=op.f("fk_post_org_code_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
    )
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_org_code"), ["org_code"], unique=False)

    op.create_table(
        "programme",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("org_code", sa.String(length=20), nullable=False),
        sa.Column("name_th", sa.String(length=300), nullable=False),
        sa.Column("name_en", sa.String(length=300), nullable=False),
        sa.Column("is_nationwide", sa.Boolean(), nullable=False),
        sa.Column("target_level", sa.String(length=20), nullable=False),
        sa.Column("target_count", sa.Integer(), nullable=True),
        sa.Column("target_unit_th", sa.String(length=60), nullable=True),
        sa.Column("target_unit_en", sa.String(length=60), nullable=True),
        sa.Column("fiscal_year_from", sa.Integer(), nullable=True),
        sa.Column("fiscal_year_to", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=500), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "origin IN ('own', 'article', 'public', 'derived', 'sample')", name=op.f("ck_programme_origin")
        ),
        sa.CheckConstraint(
            "target_level IN ('nation', 'province', 'district', 'subdistrict', 'municipality', 'community', 'person')",
            name=op.f("ck_programme_target_level"),
        ),
        sa.CheckConstraint("fiscal_year_to >= fiscal_year_from", name=op.f("ck_programme_years")),
        sa.CheckConstraint("target_count >= 0", name=op.f("ck_programme_target_count")),
        sa.ForeignKeyConstraint(
            ["org_code"], ["organization.code"], name=op.f("fk_programme_org_code_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("code", name=op.f("uq_programme_code")),
    )
    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_org_code"), ["org_code"], unique=False)

    op.create_table(
        "web_session",
        sa.Column("id_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=True),
        sa.Column("security_stamp", sa.String(length=36), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_agent", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_web_session_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id_hash", name=op.f("pk_web_session")),
    )
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.create_index("ix_web_session_expires_at", ["expires_at"], unique=False)
        batch_op.create_index("ix_web_session_user_id", ["user_id"], unique=False)

    op.create_table(
        "area",
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("parent_code", sa.String(length=6), nullable=True),
        sa.Column("region_code", sa.String(length=20), nullable=False),
        sa.Column("cluster_code", sa.String(length=20), nullable=True),
        sa.Column("name_th", sa.String(length=100), nullable=False),
        sa.Column("name_en", sa.String(length=100), nullable=False),
        sa.Column(
            "sort_key_th",
            sa.String(length=300).with_variant(sa.String(length=300, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("search_key", sa.String(length=300), nullable=False),
        sa.CheckConstraint("length(code) IN (2, 4, 6)", name=op.f("ck_area_code")),
        sa.ForeignKeyConstraint(
            ["cluster_code"], ["cluster.code"], name=op.f("fk_area_cluster_code_cluster")
        ),
        sa.ForeignKeyConstraint(["parent_code"], ["area.code"], name=op.f("fk_area_parent_code_area")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_area_region_code_region")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_area")),
    )
    with op.batch_alter_table("area", schema=None) as batch_op:
        batch_op.create_index("ix_area_level_sort_key_th", ["level", "sort_key_th"], unique=False)
        batch_op.create_index(batch_op.f("ix_area_parent_code"), ["parent_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_area_region_code"), ["region_code"], unique=False)

    op.create_table(
        "assignment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("post_id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_assignment_order")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_assignment_post_id_post")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_assignment_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("post_id", "starts_on", name=op.f("uq_assignment_post_id_starts_on")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index("ix_assignment_user_id_ends_on", ["user_id", "ends_on"], unique=False)

    op.create_table(
        "chain_step",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("org_code", sa.String(length=20), nullable=False),
        sa.Column("record_type", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.String(length=36), nullable=False),
        sa.Column("verb", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_code"], ["organization.code"], name=op.f("fk_chain_step_org_code_organization")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_chain_step_post_id_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_step")),
        sa.UniqueConstraint(
            "org_code",
            "record_type",
            "version",
            "step",
            name=op.f("uq_chain_step_org_code_record_type_version_step"),
        ),
    )
    op.create_table(
        "committee_member",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("committee_code", sa.String(length=20), nullable=False),
        sa.Column("post_id", sa.String(length=36), nullable=False),
        sa.Column("duty", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "duty IN ('chair', 'vice_chair', 'member', 'secretary', 'assistant_secretary')",
            name=op.f("ck_committee_member_duty"),
        ),
        sa.ForeignKeyConstraint(
            ["committee_code"],
            ["committee.code"],
            name=op.f("fk_committee_member_committee_code_committee"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_committee_member_post_id_post"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_member")),
        sa.UniqueConstraint(
            "committee_code", "post_id", name=op.f("uq_committee_member_committee_code_post_id")
        ),
    )
    op.create_table(
        "delegation",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("post_id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("order_no", sa.String(length=100), nullable=False),
        sa.Column("order_date", sa.Date(), nullable=False),
        sa.Column("record_types", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("limit_satang", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('acting', 'delegated')", name=op.f("ck_delegation_kind")),
        sa.CheckConstraint("state IN ('draft', 'active', 'revoked')", name=op.f("ck_delegation_state")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_delegation_order")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_delegation_post_id_post")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_delegation_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delegation_post_id"), ["post_id"], unique=False)
        batch_op.create_index("ix_delegation_user_id_state", ["user_id", "state"], unique=False)

    op.create_table(
        "programme_area",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("programme_id", sa.String(length=36), nullable=False),
        sa.Column("area_code", sa.String(length=6), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("is_pilot", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("verified_by", sa.String(length=200), nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "origin IN ('own', 'article', 'public', 'derived', 'sample')",
            name=op.f("ck_programme_area_origin"),
        ),
        sa.CheckConstraint("status IN ('planned', 'active', 'ended')", name=op.f("ck_programme_area_status")),
        sa.CheckConstraint("fiscal_year BETWEEN 2500 AND 2700", name=op.f("ck_programme_area_fiscal_year")),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_programme_area_area_code_area")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_programme_area_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_area")),
        sa.UniqueConstraint(
            "programme_id",
            "area_code",
            "fiscal_year",
            name=op.f("uq_programme_area_programme_id_area_code_fiscal_year"),
        ),
    )
    with op.batch_alter_table("programme_area", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_programme_area_area_code"), ["area_code"], unique=False)
        batch_op.create_index(
            "ix_programme_area_fiscal_year_area_code", ["fiscal_year", "area_code"], unique=False
        )

    op.create_table(
        "record",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("type", sa.String(length=30), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("title_sort", sa.String(length=600), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("owner_org", sa.String(length=20), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=True),
        sa.Column("province_code", sa.String(length=6), nullable=True),
        sa.Column("created_by", sa.String(length=36), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_by", sa.String(length=36), nullable=True),
        sa.Column("edited_key", sa.String(length=64), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("wake_on", sa.Date(), nullable=True),
        sa.Column("is_training", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.CheckConstraint("round >= 1", name=op.f("ck_record_round")),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["user_account.id"],
            name=op.f("fk_record_created_by_user_account"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["edited_by"],
            ["user_account.id"],
            name=op.f("fk_record_edited_by_user_account"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["owner_org"],
            ["organization.code"],
            name=op.f("fk_record_owner_org_organization"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["province_code"], ["area.code"], name=op.f("fk_record_province_code_area"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["type", "state"],
            ["record_state.type", "record_state.state"],
            name=op.f("fk_record_type_state_record_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record")),
        sa.UniqueConstraint("code", name=op.f("uq_record_code")),
    )
    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.create_index("ix_record_place", ["type", "province_code", "fiscal_year"], unique=False)
        batch_op.create_index("ix_record_type_code", ["type", "code"], unique=False)
        batch_op.create_index("ix_record_type_owner", ["type", "owner_org", "updated_at", "id"], unique=False)
        batch_op.create_index("ix_record_type_state", ["type", "state", "updated_at", "id"], unique=False)
        batch_op.create_index("ix_record_type_title", ["type", "title_sort", "id"], unique=False)
        batch_op.create_index("ix_record_type_updated", ["type", "updated_at", "id"], unique=False)
        batch_op.create_index("ix_record_wake_on", ["wake_on"], unique=False)

    op.create_table(
        "attachment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("backend", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.String(length=36), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["user_account.id"],
            name=op.f("fk_attachment_author_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_attachment_record_id_record"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index("ix_attachment_record_id", ["record_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachment_sha256"), ["sha256"], unique=False)

    op.create_table(
        "comment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("author_id", sa.String(length=36), nullable=False),
        sa.Column("author_name", sa.String(length=200), nullable=False),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["user_account.id"],
            name=op.f("fk_comment_author_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["org_code"],
            ["organization.code"],
            name=op.f("fk_comment_org_code_organization"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_comment_record_id_record"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["resolved_by"],
            ["user_account.id"],
            name=op.f("fk_comment_resolved_by_user_account"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.create_index("ix_comment_record_id", ["record_id", "at"], unique=False)

    op.create_table(
        "event",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(length=40), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("to_round", sa.Integer(), nullable=False),
        sa.Column("from_state", sa.String(length=30), nullable=False),
        sa.Column("to_state", sa.String(length=30), nullable=False),
        sa.Column("lane", sa.String(length=30), nullable=True),
        sa.Column("lane_org", sa.String(length=20), nullable=True),
        sa.Column("lane_step", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("actor_id", sa.String(length=36), nullable=True),
        sa.Column("person_key", sa.String(length=64), nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("post_id", sa.String(length=36), nullable=True),
        sa.Column("post_title_th", sa.String(length=200), nullable=True),
        sa.Column("post_title_en", sa.String(length=200), nullable=True),
        sa.Column("org_code", sa.String(length=20), nullable=True),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("delegation_id", sa.String(length=36), nullable=True),
        sa.Column("order_no", sa.String(length=100), nullable=True),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("record_version", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("sections", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("wanted_by", sa.Date(), nullable=True),
        sa.Column("data", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("entitled", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["user_account.id"],
            name=op.f("fk_event_actor_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegation.id"],
            name=op.f("fk_event_delegation_id_delegation"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["org_code"],
            ["organization.code"],
            name=op.f("fk_event_org_code_organization"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_event_post_id_post"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_event_record_id_record"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("record_id", "n", name=op.f("uq_event_record_id_n")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index("ix_event_actor_id", ["actor_id", "at"], unique=False)

    op.create_table(
        "field_change",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=True),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.String(length=120), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("actor_id", sa.String(length=36), nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_field_change_record_id_record"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_change")),
    )
    with op.batch_alter_table("field_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_field_change_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index("ix_field_change_record_id", ["record_id", "at"], unique=False)

    op.create_table(
        "knowledge_item",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("holder", sa.String(length=300), nullable=True),
        sa.Column("directions", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("trl", sa.Integer(), nullable=True),
        sa.Column("srl", sa.Integer(), nullable=True),
        sa.Column("cost_per_unit", sa.BigInteger(), nullable=True),
        sa.Column("unit", sa.String(length=60), nullable=True),
        sa.Column("conditions", sa.Text(), nullable=True),
        sa.Column("users_so_far", sa.Integer(), nullable=True),
        sa.Column("contact_post", sa.String(length=36), nullable=True),
        sa.Column("areas", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.CheckConstraint("cost_per_unit >= 0", name=op.f("ck_knowledge_item_cost_per_unit")),
        sa.CheckConstraint("srl BETWEEN 1 AND 9", name=op.f("ck_knowledge_item_srl")),
        sa.CheckConstraint("trl BETWEEN 1 AND 9", name=op.f("ck_knowledge_item_trl")),
        sa.CheckConstraint("users_so_far >= 0", name=op.f("ck_knowledge_item_users_so_far")),
        sa.ForeignKeyConstraint(
            ["contact_post"],
            ["post.id"],
            name=op.f("fk_knowledge_item_contact_post_post"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["id"], ["record.id"], name=op.f("fk_knowledge_item_id_record"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_item")),
    )
    with op.batch_alter_table("knowledge_item", schema=None) as batch_op:
        batch_op.create_index("ix_knowledge_item_trl", ["trl"], unique=False)

    op.create_table(
        "meeting",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("committee_code", sa.String(length=20), nullable=False),
        sa.Column("seq_no", sa.Integer(), nullable=False),
        sa.Column("year_be", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=True),
        sa.Column("ends_at", sa.Time(), nullable=True),
        sa.Column("place", sa.String(length=300), nullable=True),
        sa.Column("link", sa.String(length=300), nullable=True),
        sa.Column("provinces", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("letter_no", sa.String(length=100), nullable=True),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("began_at", sa.Time(), nullable=True),
        sa.Column("ended_at", sa.Time(), nullable=True),
        sa.Column("is_consultation", sa.Boolean(), nullable=False),
        sa.Column("recorder_name", sa.String(length=200), nullable=True),
        sa.Column("recorder_post", sa.String(length=200), nullable=True),
        sa.Column("checker_name", sa.String(length=200), nullable=True),
        sa.Column("checker_post", sa.String(length=200), nullable=True),
        sa.Column("corrections_until", sa.Date(), nullable=True),
        sa.Column("adopted_by", sa.String(length=20), nullable=True),
        sa.Column("lesson", sa.Text(), nullable=True),
        sa.CheckConstraint("seq_no >= 1", name=op.f("ck_meeting_seq_no")),
        sa.ForeignKeyConstraint(
            ["committee_code"],
            ["committee.code"],
            name=op.f("fk_meeting_committee_code_committee"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["id"], ["record.id"], name=op.f("fk_meeting_id_record"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint(
            "committee_code", "year_be", "seq_no", name=op.f("uq_meeting_committee_code_year_be_seq_no")
        ),
    )
    op.create_table(
        "mou",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("instrument_type", sa.String(length=20), nullable=False),
        sa.Column("cooperation_kind", sa.String(length=20), nullable=False),
        sa.Column("cooperation_sub", sa.String(length=30), nullable=True),
        sa.Column("directions", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("background", sa.Text(), nullable=True),
        sa.Column("objectives", sa.Text(), nullable=True),
        sa.Column("areas", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("financial_term", sa.String(length=20), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("term_years", sa.Integer(), nullable=True),
        sa.Column("notice_days", sa.Integer(), nullable=True),
        sa.Column("renewal_days", sa.Integer(), nullable=True),
        sa.Column("meetings_per_year", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=300), nullable=True),
        sa.Column("turn_org", sa.String(length=20), nullable=True),
        sa.Column("turn_hash", sa.String(length=64), nullable=True),
        sa.Column("official_no", sa.String(length=40), nullable=True),
        sa.Column("locked_hash", sa.String(length=64), nullable=True),
        sa.Column("ceremony_on", sa.Date(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("registered", sa.Boolean(), nullable=False),
        sa.Column("circulated_on", sa.Date(), nullable=True),
        sa.Column("circulated_no", sa.String(length=100), nullable=True),
        sa.Column("suspended_until", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "cooperation_kind IN ('area_approach', 'extension_work')", name=op.f("ck_mou_cooperation_kind")
        ),
        sa.CheckConstraint(
            "cooperation_sub IN ('household', 'economy', 'appropriate_technology')",
            name=op.f("ck_mou_cooperation_sub"),
        ),
        sa.CheckConstraint(
            "financial_term IN ('none', 'each_own', 'separate')", name=op.f("ck_mou_financial_term")
        ),
        sa.CheckConstraint(
            "instrument_type IN ('mou', 'moa', 'annex', 'letter_of_intent')",
            name=op.f("ck_mou_instrument_type"),
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_mou_life")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_mou_id_record"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["turn_org"],
            ["organization.code"],
            name=op.f("fk_mou_turn_org_organization"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mou")),
    )
    with op.batch_alter_table("mou", schema=None) as batch_op:
        batch_op.create_index("ix_mou_ends_on", ["ends_on"], unique=False)

    op.create_table(
        "notification",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=True),
        sa.Column("cause", sa.String(length=120), nullable=False),
        sa.Column("text_th", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_notification_record_id_record"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_notification_user_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
        sa.UniqueConstraint("user_id", "cause", name=op.f("uq_notification_user_id_cause")),
    )
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.create_index("ix_notification_user_id", ["user_id", "read_at", "at"], unique=False)

    op.create_table(
        "record_area",
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("area_code", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_code"], ["area.code"], name=op.f("fk_record_area_area_code_area"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_record_area_record_id_record"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("record_id", "area_code", name=op.f("pk_record_area")),
    )
    with op.batch_alter_table("record_area", schema=None) as batch_op:
        batch_op.create_index("ix_record_area_area_code", ["area_code", "record_id"], unique=False)

    op.create_table(
        "record_party",
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("org_code", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["org_code"],
            ["organization.code"],
            name=op.f("fk_record_party_org_code_organization"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_record_party_record_id_record"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("record_id", "org_code", name=op.f("pk_record_party")),
    )
    with op.batch_alter_table("record_party", schema=None) as batch_op:
        batch_op.create_index("ix_record_party_org_code", ["org_code", "record_id"], unique=False)

    op.create_table(
        "activity",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("mou_id", sa.String(length=36), nullable=True),
        sa.Column("mou_clause", sa.String(length=60), nullable=True),
        sa.Column("direction", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("cooperation_kind", sa.String(length=20), nullable=True),
        sa.Column("area_codes", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("place_note", sa.String(length=300), nullable=True),
        sa.Column("target_group", sa.String(length=30), nullable=True),
        sa.Column("target_count", sa.Integer(), nullable=True),
        sa.Column("target_unit", sa.String(length=60), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("funding_path", sa.String(length=20), nullable=True),
        sa.Column("funding_year", sa.Integer(), nullable=True),
        sa.Column("objective", sa.Text(), nullable=True),
        sa.Column("expected_output", sa.Text(), nullable=True),
        sa.Column("own_project_code", sa.String(length=60), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("lesson_note", sa.Text(), nullable=True),
        sa.Column("plan_code", sa.String(length=40), nullable=True),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("shared_with", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.CheckConstraint(
            "cooperation_kind IN ('area_approach', 'extension_work')",
            name=op.f("ck_activity_cooperation_kind"),
        ),
        sa.CheckConstraint(
            "funding_path IN ('own_budget', 'provincial_plan', 'local_gov', 'business', 'research_grant')",
            name=op.f("ck_activity_funding_path"),
        ),
        sa.CheckConstraint(
            "target_group IN ('bottom_40', 'poor_household', 'poor_child_6_14', 'out_of_school', 'youth', 'working_age', 'single_mother', 'teen_mother', 'low_income_housing', 'micro_sme', 'community_enterprise', 'social_enterprise', 'community_innovator', 'school_teacher', 'forest_dweller', 'community_org', 'elderly_disabled', 'other')",
            name=op.f("ck_activity_target_group"),
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_activity_span")),
        sa.CheckConstraint("target_count >= 0", name=op.f("ck_activity_target_count")),
        sa.ForeignKeyConstraint(
            ["id"], ["record.id"], name=op.f("fk_activity_id_record"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["mou_id"], ["mou.id"], name=op.f("fk_activity_mou_id_mou"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
    )
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.create_index("ix_activity_mou_id", ["mou_id"], unique=False)
        batch_op.create_index("ix_activity_plan_code", ["plan_code"], unique=False)

    op.create_table(
        "lane",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("org_code", sa.String(length=20), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("post_id", sa.String(length=36), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=True),
        sa.Column("event_id", sa.String(length=36), nullable=True),
        sa.Column("confirm_only", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "status IN ('queued', 'waiting', 'done', 'returned', 'void')", name=op.f("ck_lane_status")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_lane_event_id_event"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["org_code"],
            ["organization.code"],
            name=op.f("fk_lane_org_code_organization"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_lane_post_id_post"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_lane_record_id_record"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lane")),
        sa.UniqueConstraint(
            "record_id",
            "round",
            "kind",
            "org_code",
            "step",
            name=op.f("uq_lane_record_id_round_kind_org_code_step"),
        ),
    )
    with op.batch_alter_table("lane", schema=None) as batch_op:
        batch_op.create_index("ix_lane_post_id", ["post_id", "status"], unique=False)
        batch_op.create_index("ix_lane_waiting", ["status", "org_code", "role"], unique=False)

    op.create_table(
        "meeting_attendee",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("post_title", sa.String(length=300), nullable=True),
        sa.Column("org", sa.String(length=20), nullable=True),
        sa.Column("org_name", sa.String(length=300), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("duty", sa.String(length=20), nullable=True),
        sa.Column("stands_for", sa.String(length=300), nullable=True),
        sa.Column("cause", sa.String(length=300), nullable=True),
        sa.Column("post_id", sa.String(length=36), nullable=True),
        sa.Column("user_id", sa.String(length=36), nullable=True),
        sa.CheckConstraint(
            "kind IN ('member', 'substitute', 'absent', 'attendee')", name=op.f("ck_meeting_attendee_kind")
        ),
        sa.ForeignKeyConstraint(
            ["org"],
            ["organization.code"],
            name=op.f("fk_meeting_attendee_org_organization"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_meeting_attendee_post_id_post"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_attendee_record_id_meeting"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_meeting_attendee_user_id_user_account"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_attendee")),
    )
    with op.batch_alter_table("meeting_attendee", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_attendee_record_id", ["record_id", "position"], unique=False)

    op.create_table(
        "meeting_item",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=1), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("org", sa.String(length=20), nullable=True),
        sa.Column("background", sa.Text(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("options", sa.Text(), nullable=True),
        sa.Column("proposal", sa.Text(), nullable=True),
        sa.Column("draft_resolution", sa.Text(), nullable=True),
        sa.Column("requested", sa.String(length=10), nullable=True),
        sa.Column("about_id", sa.String(length=36), nullable=True),
        sa.Column("discussion", sa.Text(), nullable=True),
        sa.CheckConstraint("section IN ('1', '2', '3', '4', '5', '6')", name=op.f("ck_meeting_item_section")),
        sa.ForeignKeyConstraint(
            ["about_id"], ["record.id"], name=op.f("fk_meeting_item_about_id_record"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["org"], ["organization.code"], name=op.f("fk_meeting_item_org_organization"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["meeting.id"], name=op.f("fk_meeting_item_record_id_meeting"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_item")),
    )
    with op.batch_alter_table("meeting_item", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_item_about_id", ["about_id"], unique=False)
        batch_op.create_index("ix_meeting_item_record_id", ["record_id", "section", "position"], unique=False)

    op.create_table(
        "meeting_snapshot",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agenda_hash", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.String(length=36), nullable=True),
        sa.CheckConstraint("kind IN ('pack', 'minutes')", name=op.f("ck_meeting_snapshot_kind")),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["user_account.id"],
            name=op.f("fk_meeting_snapshot_made_by_user_account"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_snapshot_meeting_id_meeting"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_snapshot")),
        sa.UniqueConstraint(
            "meeting_id", "kind", "number", name=op.f("uq_meeting_snapshot_meeting_id_kind_number")
        ),
    )
    op.create_table(
        "mou_clause",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=True),
        sa.Column("heading", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.CheckConstraint("kind IN ('fixed', 'adaptable', 'guidance')", name=op.f("ck_mou_clause_kind")),
        sa.ForeignKeyConstraint(
            ["record_id"], ["mou.id"], name=op.f("fk_mou_clause_record_id_mou"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mou_clause")),
    )
    with op.batch_alter_table("mou_clause", schema=None) as batch_op:
        batch_op.create_index("ix_mou_clause_record_id", ["record_id", "position"], unique=False)

    op.create_table(
        "mou_obligation",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("org", sa.String(length=20), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["org"],
            ["organization.code"],
            name=op.f("fk_mou_obligation_org_organization"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["mou.id"], name=op.f("fk_mou_obligation_record_id_mou"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mou_obligation")),
    )
    with op.batch_alter_table("mou_obligation", schema=None) as batch_op:
        batch_op.create_index("ix_mou_obligation_record_id", ["record_id", "position"], unique=False)

    op.create_table(
        "mou_party",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("org", sa.String(length=20), nullable=False),
        sa.Column("called", sa.String(length=60), nullable=True),
        sa.Column("address", sa.String(length=500), nullable=True),
        sa.Column("signs_via", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(
            ["org"], ["organization.code"], name=op.f("fk_mou_party_org_organization"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["mou.id"], name=op.f("fk_mou_party_record_id_mou"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["signs_via"],
            ["organization.code"],
            name=op.f("fk_mou_party_signs_via_organization"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mou_party")),
    )
    with op.batch_alter_table("mou_party", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mou_party_org"), ["org"], unique=False)
        batch_op.create_index("ix_mou_party_record_id", ["record_id", "position"], unique=False)

    op.create_table(
        "mou_signatory",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("org", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("post", sa.String(length=200), nullable=False),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("for_post", sa.String(length=200), nullable=True),
        sa.Column("order_no", sa.String(length=100), nullable=True),
        sa.CheckConstraint(
            "capacity IN ('own', 'acting', 'delegated')", name=op.f("ck_mou_signatory_capacity")
        ),
        sa.CheckConstraint("kind IN ('signer', 'witness', 'guest')", name=op.f("ck_mou_signatory_kind")),
        sa.ForeignKeyConstraint(
            ["org"],
            ["organization.code"],
            name=op.f("fk_mou_signatory_org_organization"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["mou.id"], name=op.f("fk_mou_signatory_record_id_mou"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mou_signatory")),
    )
    with op.batch_alter_table("mou_signatory", schema=None) as batch_op:
        batch_op.create_index("ix_mou_signatory_record_id", ["record_id", "position"], unique=False)

    op.create_table(
        "mou_signature",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("org", sa.String(length=20), nullable=False),
        sa.Column("signer", sa.String(length=200), nullable=False),
        sa.Column("post", sa.String(length=200), nullable=False),
        sa.Column("capacity", sa.String(length=10), nullable=False),
        sa.Column("order_no", sa.String(length=100), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("witness", sa.String(length=300), nullable=True),
        sa.Column("scan_id", sa.String(length=36), nullable=False),
        sa.Column("scan_hash", sa.String(length=64), nullable=False),
        sa.Column("recorded_by", sa.String(length=36), nullable=True),
        sa.Column("recorded_key", sa.String(length=64), nullable=True),
        sa.Column("recorded_role", sa.String(length=30), nullable=False),
        sa.Column("confirmed_by", sa.String(length=36), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "capacity IN ('own', 'acting', 'delegated')", name=op.f("ck_mou_signature_capacity")
        ),
        sa.CheckConstraint("method IN ('paper', 'electronic')", name=op.f("ck_mou_signature_method")),
        sa.ForeignKeyConstraint(
            ["confirmed_by"],
            ["user_account.id"],
            name=op.f("fk_mou_signature_confirmed_by_user_account"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["org"],
            ["organization.code"],
            name=op.f("fk_mou_signature_org_organization"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["mou.id"], name=op.f("fk_mou_signature_record_id_mou"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"],
            ["user_account.id"],
            name=op.f("fk_mou_signature_recorded_by_user_account"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["scan_id"],
            ["attachment.id"],
            name=op.f("fk_mou_signature_scan_id_attachment"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mou_signature")),
        sa.UniqueConstraint("record_id", "org", name=op.f("uq_mou_signature_record_id_org")),
    )
    op.create_table(
        "mou_version",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_mou_version_event_id_event"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["mou.id"], name=op.f("fk_mou_version_record_id_mou"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mou_version")),
        sa.UniqueConstraint("record_id", "n", name=op.f("uq_mou_version_record_id_n")),
    )
    op.create_table(
        "plan",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("mou_id", sa.String(length=36), nullable=True),
        sa.Column("before_mou", sa.Boolean(), nullable=False),
        sa.Column("situation", sa.Text(), nullable=True),
        sa.Column("vision", sa.Text(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("parts_due_on", sa.Date(), nullable=True),
        sa.Column("meeting", sa.String(length=200), nullable=True),
        sa.Column("resolution_no", sa.String(length=60), nullable=True),
        sa.Column("endorsed_on", sa.Date(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("baseline", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("findings", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("reopened", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("live_key", sa.String(length=20), nullable=True),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_plan_span")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_plan_id_record"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["mou_id"], ["mou.id"], name=op.f("fk_plan_mou_id_mou"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("live_key", name=op.f("uq_plan_live_key")),
    )
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.create_index("ix_plan_mou_id", ["mou_id"], unique=False)

    op.create_table(
        "activity_indicator",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("baseline", sa.BigInteger(), nullable=True),
        sa.Column("baseline_source", sa.String(length=300), nullable=True),
        sa.Column("target", sa.BigInteger(), nullable=True),
        sa.Column("direction", sa.String(length=10), nullable=False),
        sa.Column("cumulative", sa.Boolean(), nullable=False),
        sa.Column("means_of_verification", sa.String(length=300), nullable=True),
        sa.CheckConstraint("direction IN ('more', 'less')", name=op.f("ck_activity_indicator_direction")),
        sa.CheckConstraint(
            "kind IN ('output', 'outcome', 'impact')", name=op.f("ck_activity_indicator_kind")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["activity.id"],
            name=op.f("fk_activity_indicator_record_id_activity"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_indicator")),
        sa.UniqueConstraint("record_id", "name", name=op.f("uq_activity_indicator_record_id_name")),
    )
    op.create_table(
        "activity_milestone",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.CheckConstraint("weight BETWEEN 0 AND 100", name=op.f("ck_activity_milestone_weight")),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["activity.id"],
            name=op.f("fk_activity_milestone_record_id_activity"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_milestone")),
    )
    with op.batch_alter_table("activity_milestone", schema=None) as batch_op:
        batch_op.create_index("ix_activity_milestone_record_id", ["record_id", "position"], unique=False)

    op.create_table(
        "activity_partner",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("org", sa.String(length=20), nullable=False),
        sa.Column("duty", sa.String(length=300), nullable=True),
        sa.Column("own_project_code", sa.String(length=60), nullable=True),
        sa.Column("share", sa.String(length=10), nullable=False),
        sa.Column("declined_because", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "share IN ('draft', 'invited', 'accepted', 'declined')", name=op.f("ck_activity_partner_share")
        ),
        sa.ForeignKeyConstraint(
            ["org"],
            ["organization.code"],
            name=op.f("fk_activity_partner_org_organization"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["activity.id"],
            name=op.f("fk_activity_partner_record_id_activity"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_partner")),
        sa.UniqueConstraint("record_id", "org", name=op.f("uq_activity_partner_record_id_org")),
    )
    with op.batch_alter_table("activity_partner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_partner_org"), ["org"], unique=False)

    op.create_table(
        "activity_policy_link",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.CheckConstraint(
            "kind IN ('national_strategy', 'master_plan', 'national_plan', 'provincial_plan', 'sdg', 'other')",
            name=op.f("ck_activity_policy_link_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["activity.id"],
            name=op.f("fk_activity_policy_link_record_id_activity"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_policy_link")),
    )
    with op.batch_alter_table("activity_policy_link", schema=None) as batch_op:
        batch_op.create_index("ix_activity_policy_link_record_id", ["record_id", "position"], unique=False)

    op.create_table(
        "budget_line",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("org", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("planned", sa.BigInteger(), nullable=False),
        sa.Column("allocated", sa.BigInteger(), nullable=True),
        sa.Column("committed", sa.BigInteger(), nullable=True),
        sa.Column("disbursed", sa.BigInteger(), nullable=True),
        sa.Column("carry_over", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "source IN ('agency_budget', 'integrated_budget', 'province_budget', 'local_gov', 'fund', 'off_budget', 'business', 'community', 'in_kind')",
            name=op.f("ck_budget_line_source"),
        ),
        sa.CheckConstraint("disbursed >= 0 AND carry_over >= 0", name=op.f("ck_budget_line_spent")),
        sa.CheckConstraint(
            "planned >= 0 AND allocated >= 0 AND committed >= 0", name=op.f("ck_budget_line_amounts")
        ),
        sa.ForeignKeyConstraint(
            ["org"], ["organization.code"], name=op.f("fk_budget_line_org_organization"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["activity.id"],
            name=op.f("fk_budget_line_record_id_activity"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_line")),
        sa.UniqueConstraint(
            "record_id",
            "org",
            "source",
            "fiscal_year",
            name=op.f("uq_budget_line_record_id_org_source_fiscal_year"),
        ),
    )
    with op.batch_alter_table("budget_line", schema=None) as batch_op:
        batch_op.create_index("ix_budget_line_org_year", ["org", "fiscal_year"], unique=False)

    op.create_table(
        "indicator_value",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("indicator", sa.String(length=300), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("target", sa.BigInteger(), nullable=True),
        sa.Column("actual", sa.BigInteger(), nullable=True),
        sa.Column("evidence", sa.String(length=300), nullable=True),
        sa.CheckConstraint("quarter BETWEEN 1 AND 4", name=op.f("ck_indicator_value_quarter")),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["activity.id"],
            name=op.f("fk_indicator_value_record_id_activity"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_value")),
        sa.UniqueConstraint(
            "record_id",
            "indicator",
            "fiscal_year",
            "quarter",
            name=op.f("uq_indicator_value_record_id_indicator_fiscal_year_quarter"),
        ),
    )
    op.create_table(
        "meeting_pack",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("snapshot_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("step_th", sa.String(length=200), nullable=False),
        sa.Column("step_en", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=36), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("backend", sa.String(length=20), nullable=True),
        sa.Column("error_th", sa.Text(), nullable=True),
        sa.Column("error_en", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'building', 'ready', 'failed')", name=op.f("ck_meeting_pack_state")
        ),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name=op.f("ck_meeting_pack_progress")),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["user_account.id"],
            name=op.f("fk_meeting_pack_made_by_user_account"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_pack_meeting_id_meeting"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["meeting_snapshot.id"],
            name=op.f("fk_meeting_pack_snapshot_id_meeting_snapshot"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_pack")),
        sa.UniqueConstraint("meeting_id", "version", name=op.f("uq_meeting_pack_meeting_id_version")),
    )
    op.create_table(
        "meeting_resolution",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("item_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('noted', 'adopted', 'endorsed', 'approved', 'assigned', 'deferred')",
            name=op.f("ck_meeting_resolution_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["meeting_item.id"],
            name=op.f("fk_meeting_resolution_item_id_meeting_item"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_resolution_record_id_meeting"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_resolution")),
        sa.UniqueConstraint("record_id", "number", name=op.f("uq_meeting_resolution_record_id_number")),
    )
    with op.batch_alter_table("meeting_resolution", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_resolution_item_id", ["item_id"], unique=False)

    op.create_table(
        "plan_activity",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.String(length=36), nullable=False),
        sa.Column("part_org", sa.String(length=20), nullable=True),
        sa.Column("agreed_hash", sa.String(length=64), nullable=True),
        sa.Column("baseline", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("carried_because", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_plan_activity_activity_id_activity"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["part_org"],
            ["organization.code"],
            name=op.f("fk_plan_activity_part_org_organization"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["plan.id"], name=op.f("fk_plan_activity_record_id_plan"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_activity")),
        sa.UniqueConstraint("record_id", "activity_id", name=op.f("uq_plan_activity_record_id_activity_id")),
    )
    with op.batch_alter_table("plan_activity", schema=None) as batch_op:
        batch_op.create_index("ix_plan_activity_activity_id", ["activity_id"], unique=False)

    op.create_table(
        "plan_goal",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("measure", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"], ["plan.id"], name=op.f("fk_plan_goal_record_id_plan"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_goal")),
    )
    with op.batch_alter_table("plan_goal", schema=None) as batch_op:
        batch_op.create_index("ix_plan_goal_record_id", ["record_id", "position"], unique=False)

    op.create_table(
        "plan_part",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("org", sa.String(length=20), nullable=False),
        sa.Column("contribution", sa.Text(), nullable=True),
        sa.Column("absent_because", sa.String(length=300), nullable=True),
        sa.Column("planned", sa.BigInteger(), nullable=False),
        sa.Column("leads", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org"], ["organization.code"], name=op.f("fk_plan_part_org_organization"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["plan.id"], name=op.f("fk_plan_part_record_id_plan"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_part")),
        sa.UniqueConstraint("record_id", "org", name=op.f("uq_plan_part_record_id_org")),
    )
    with op.batch_alter_table("plan_part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_part_org"), ["org"], unique=False)

    op.create_table(
        "progress_report",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("activity_id", sa.String(length=36), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=6), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=True),
        sa.Column("physical_pct", sa.Integer(), nullable=True),
        sa.Column("pct_reason", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("obstacles", sa.Text(), nullable=True),
        sa.Column("remedy", sa.Text(), nullable=True),
        sa.Column("next_plan", sa.Text(), nullable=True),
        sa.Column("lesson", sa.Text(), nullable=True),
        sa.Column("evidence", sa.String(length=300), nullable=True),
        sa.Column("reported_pct", sa.Integer(), nullable=True),
        sa.Column("planned_pct", sa.Integer(), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("rating", sa.String(length=10), nullable=True),
        sa.Column("rating_note", sa.Text(), nullable=True),
        sa.Column("decision_no", sa.String(length=100), nullable=True),
        sa.Column("entered_hash", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "rating IN ('on_plan', 'slow', 'off_plan')", name=op.f("ck_progress_report_rating")
        ),
        sa.CheckConstraint("status IN ('on_track', 'off_track')", name=op.f("ck_progress_report_status")),
        sa.CheckConstraint("due_on >= opens_on", name=op.f("ck_progress_report_window")),
        sa.CheckConstraint("physical_pct BETWEEN 0 AND 100", name=op.f("ck_progress_report_physical_pct")),
        sa.CheckConstraint("quarter BETWEEN 1 AND 4", name=op.f("ck_progress_report_quarter")),
        sa.CheckConstraint("reported_pct BETWEEN 0 AND 100", name=op.f("ck_progress_report_reported_pct")),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_progress_report_activity_id_activity"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["id"], ["record.id"], name=op.f("fk_progress_report_id_record"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_report")),
        sa.UniqueConstraint("activity_id", "period", name=op.f("uq_progress_report_activity_id_period")),
    )
    with op.batch_alter_table("progress_report", schema=None) as batch_op:
        batch_op.create_index("ix_progress_report_due_on", ["due_on"], unique=False)
        batch_op.create_index("ix_progress_report_period", ["period", "activity_id"], unique=False)

    op.create_table(
        "action_item",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("post", sa.String(length=300), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("item_id", sa.String(length=36), nullable=False),
        sa.Column("resolution_id", sa.String(length=36), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("evidence", sa.String(length=500), nullable=True),
        sa.Column("carried", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["id"], ["record.id"], name=op.f("fk_action_item_id_record"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["meeting_item.id"],
            name=op.f("fk_action_item_item_id_meeting_item"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_action_item_meeting_id_meeting"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"],
            ["meeting_resolution.id"],
            name=op.f("fk_action_item_resolution_id_meeting_resolution"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_item")),
        sa.UniqueConstraint("resolution_id", name=op.f("uq_action_item_resolution_id")),
    )
    with op.batch_alter_table("action_item", schema=None) as batch_op:
        batch_op.create_index("ix_action_item_due_on", ["due_on"], unique=False)
        batch_op.create_index("ix_action_item_meeting_id", ["meeting_id"], unique=False)

    op.create_table(
        "lesson",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("context", sa.Text(), nullable=True),
        sa.Column("what_was_done", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("success_factors", sa.Text(), nullable=True),
        sa.Column("problems_and_solutions", sa.Text(), nullable=True),
        sa.Column("do_not_repeat", sa.Text(), nullable=True),
        sa.Column("usable_where", sa.Text(), nullable=True),
        sa.Column("policy_proposal", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("directions", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("areas", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("agencies", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("visibility", sa.String(length=10), nullable=False),
        sa.Column("no_personal_data", sa.Boolean(), nullable=False),
        sa.Column("photo_consent", sa.Boolean(), nullable=False),
        sa.Column("activity_id", sa.String(length=36), nullable=True),
        sa.Column("replaces_id", sa.String(length=36), nullable=True),
        sa.Column("report_id", sa.String(length=36), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('practice', 'setback', 'foreign', 'policy')", name=op.f("ck_lesson_kind")
        ),
        sa.CheckConstraint(
            "visibility IN ('agency', 'partners', 'public')", name=op.f("ck_lesson_visibility")
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_lesson_activity_id_activity"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_lesson_id_record"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["lesson.id"], name=op.f("fk_lesson_replaces_id_lesson"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["progress_report.id"],
            name=op.f("fk_lesson_report_id_progress_report"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
        sa.UniqueConstraint("report_id", name=op.f("uq_lesson_report_id")),
    )
    with op.batch_alter_table("lesson", schema=None) as batch_op:
        batch_op.create_index("ix_lesson_activity_id", ["activity_id"], unique=False)
        batch_op.create_index("ix_lesson_replaces_id", ["replaces_id"], unique=False)

    op.create_table(
        "report_figure",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=300), nullable=False),
        sa.Column("actual", sa.BigInteger(), nullable=True),
        sa.Column("no_data_because", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["progress_report.id"],
            name=op.f("fk_report_figure_record_id_progress_report"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_figure")),
        sa.UniqueConstraint("record_id", "indicator", name=op.f("uq_report_figure_record_id_indicator")),
    )
    op.create_table(
        "report_revision",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=False),
        sa.Column("reported_pct", sa.Integer(), nullable=True),
        sa.Column("rating", sa.String(length=10), nullable=True),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["progress_report.id"],
            name=op.f("fk_report_revision_record_id_progress_report"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_revision")),
        sa.UniqueConstraint("record_id", "n", name=op.f("uq_report_revision_record_id_n")),
    )
    op.create_table(
        "report_spending",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("org", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("committed", sa.BigInteger(), nullable=True),
        sa.Column("disbursed", sa.BigInteger(), nullable=True),
        sa.Column("explanation", sa.String(length=300), nullable=True),
        sa.CheckConstraint(
            "source IN ('agency_budget', 'integrated_budget', 'province_budget', 'local_gov', 'fund', 'off_budget', 'business', 'community', 'in_kind')",
            name=op.f("ck_report_spending_source"),
        ),
        sa.CheckConstraint("committed >= 0 AND disbursed >= 0", name=op.f("ck_report_spending_amounts")),
        sa.ForeignKeyConstraint(
            ["org"],
            ["organization.code"],
            name=op.f("fk_report_spending_org_organization"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["progress_report.id"],
            name=op.f("fk_report_spending_record_id_progress_report"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_spending")),
        sa.UniqueConstraint(
            "record_id",
            "org",
            "source",
            "fiscal_year",
            name=op.f("uq_report_spending_record_id_org_source_fiscal_year"),
        ),
    )
    op.create_table(
        "lesson_reuse",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("activity_id", sa.String(length=36), nullable=False),
        sa.Column("org", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("result", sa.String(length=10), nullable=True),
        sa.Column("result_note", sa.Text(), nullable=True),
        sa.Column("result_on", sa.Date(), nullable=True),
        sa.CheckConstraint("result IN ('worked', 'partly', 'not')", name=op.f("ck_lesson_reuse_result")),
        sa.CheckConstraint("status IN ('adopted', 'dismissed')", name=op.f("ck_lesson_reuse_status")),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_lesson_reuse_activity_id_activity"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["org"], ["organization.code"], name=op.f("fk_lesson_reuse_org_organization"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["lesson.id"], name=op.f("fk_lesson_reuse_record_id_lesson"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_reuse")),
        sa.UniqueConstraint("record_id", "activity_id", name=op.f("uq_lesson_reuse_record_id_activity_id")),
    )
    with op.batch_alter_table("lesson_reuse", schema=None) as batch_op:
        batch_op.create_index("ix_lesson_reuse_activity_id", ["activity_id"], unique=False)
    protect()


def downgrade() -> None:
    with op.batch_alter_table("lesson_reuse", schema=None) as batch_op:
        batch_op.drop_index("ix_lesson_reuse_activity_id")

    op.drop_table("lesson_reuse")
    op.drop_table("report_spending")
    op.drop_table("report_revision")
    op.drop_table("report_figure")
    with op.batch_alter_table("lesson", schema=None) as batch_op:
        batch_op.drop_index("ix_lesson_replaces_id")
        batch_op.drop_index("ix_lesson_activity_id")

    op.drop_table("lesson")
    with op.batch_alter_table("action_item", schema=None) as batch_op:
        batch_op.drop_index("ix_action_item_meeting_id")
        batch_op.drop_index("ix_action_item_due_on")

    op.drop_table("action_item")
    with op.batch_alter_table("progress_report", schema=None) as batch_op:
        batch_op.drop_index("ix_progress_report_period")
        batch_op.drop_index("ix_progress_report_due_on")

    op.drop_table("progress_report")
    with op.batch_alter_table("plan_part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_part_org"))

    op.drop_table("plan_part")
    with op.batch_alter_table("plan_goal", schema=None) as batch_op:
        batch_op.drop_index("ix_plan_goal_record_id")

    op.drop_table("plan_goal")
    with op.batch_alter_table("plan_activity", schema=None) as batch_op:
        batch_op.drop_index("ix_plan_activity_activity_id")

    op.drop_table("plan_activity")
    with op.batch_alter_table("meeting_resolution", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_resolution_item_id")

    op.drop_table("meeting_resolution")
    op.drop_table("meeting_pack")
    op.drop_table("indicator_value")
    with op.batch_alter_table("budget_line", schema=None) as batch_op:
        batch_op.drop_index("ix_budget_line_org_year")

    op.drop_table("budget_line")
    with op.batch_alter_table("activity_policy_link", schema=None) as batch_op:
        batch_op.drop_index("ix_activity_policy_link_record_id")

    op.drop_table("activity_policy_link")
    with op.batch_alter_table("activity_partner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_partner_org"))

    op.drop_table("activity_partner")
    with op.batch_alter_table("activity_milestone", schema=None) as batch_op:
        batch_op.drop_index("ix_activity_milestone_record_id")

    op.drop_table("activity_milestone")
    op.drop_table("activity_indicator")
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_index("ix_plan_mou_id")

    op.drop_table("plan")
    op.drop_table("mou_version")
    op.drop_table("mou_signature")
    with op.batch_alter_table("mou_signatory", schema=None) as batch_op:
        batch_op.drop_index("ix_mou_signatory_record_id")

    op.drop_table("mou_signatory")
    with op.batch_alter_table("mou_party", schema=None) as batch_op:
        batch_op.drop_index("ix_mou_party_record_id")
        batch_op.drop_index(batch_op.f("ix_mou_party_org"))

    op.drop_table("mou_party")
    with op.batch_alter_table("mou_obligation", schema=None) as batch_op:
        batch_op.drop_index("ix_mou_obligation_record_id")

    op.drop_table("mou_obligation")
    with op.batch_alter_table("mou_clause", schema=None) as batch_op:
        batch_op.drop_index("ix_mou_clause_record_id")

    op.drop_table("mou_clause")
    op.drop_table("meeting_snapshot")
    with op.batch_alter_table("meeting_item", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_item_record_id")
        batch_op.drop_index("ix_meeting_item_about_id")

    op.drop_table("meeting_item")
    with op.batch_alter_table("meeting_attendee", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_attendee_record_id")

    op.drop_table("meeting_attendee")
    with op.batch_alter_table("lane", schema=None) as batch_op:
        batch_op.drop_index("ix_lane_waiting")
        batch_op.drop_index("ix_lane_post_id")

    op.drop_table("lane")
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_index("ix_activity_plan_code")
        batch_op.drop_index("ix_activity_mou_id")

    op.drop_table("activity")
    with op.batch_alter_table("record_party", schema=None) as batch_op:
        batch_op.drop_index("ix_record_party_org_code")

    op.drop_table("record_party")
    with op.batch_alter_table("record_area", schema=None) as batch_op:
        batch_op.drop_index("ix_record_area_area_code")

    op.drop_table("record_area")
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.drop_index("ix_notification_user_id")

    op.drop_table("notification")
    with op.batch_alter_table("mou", schema=None) as batch_op:
        batch_op.drop_index("ix_mou_ends_on")

    op.drop_table("mou")
    op.drop_table("meeting")
    with op.batch_alter_table("knowledge_item", schema=None) as batch_op:
        batch_op.drop_index("ix_knowledge_item_trl")

    op.drop_table("knowledge_item")
    with op.batch_alter_table("field_change", schema=None) as batch_op:
        batch_op.drop_index("ix_field_change_record_id")
        batch_op.drop_index(batch_op.f("ix_field_change_entry_id"))

    op.drop_table("field_change")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index("ix_event_actor_id")

    op.drop_table("event")
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_index("ix_comment_record_id")

    op.drop_table("comment")
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachment_sha256"))
        batch_op.drop_index("ix_attachment_record_id")

    op.drop_table("attachment")
    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.drop_index("ix_record_wake_on")
        batch_op.drop_index("ix_record_type_updated")
        batch_op.drop_index("ix_record_type_title")
        batch_op.drop_index("ix_record_type_state")
        batch_op.drop_index("ix_record_type_owner")
        batch_op.drop_index("ix_record_type_code")
        batch_op.drop_index("ix_record_place")

    op.drop_table("record")
    with op.batch_alter_table("programme_area", schema=None) as batch_op:
        batch_op.drop_index("ix_programme_area_fiscal_year_area_code")
        batch_op.drop_index(batch_op.f("ix_programme_area_area_code"))

    op.drop_table("programme_area")
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.drop_index("ix_delegation_user_id_state")
        batch_op.drop_index(batch_op.f("ix_delegation_post_id"))

    op.drop_table("delegation")
    op.drop_table("committee_member")
    op.drop_table("chain_step")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index("ix_assignment_user_id_ends_on")

    op.drop_table("assignment")
    with op.batch_alter_table("area", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_area_region_code"))
        batch_op.drop_index(batch_op.f("ix_area_parent_code"))
        batch_op.drop_index("ix_area_level_sort_key_th")

    op.drop_table("area")
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.drop_index("ix_web_session_user_id")
        batch_op.drop_index("ix_web_session_expires_at")

    op.drop_table("web_session")
    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_org_code"))

    op.drop_table("programme")
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_post_org_code"))

    op.drop_table("post")
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mail_user_id"))

    op.drop_table("mail")
    with op.batch_alter_table("idempotency_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_idempotency_key_at"))

    op.drop_table("idempotency_key")
    op.drop_table("cluster")
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_token_user_id"))

    op.drop_table("api_token")
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.drop_index("ix_user_account_person_key")

    op.drop_table("user_account")
    op.drop_table("region")
    op.drop_table("record_state")
    op.drop_table("organization")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index("ix_job_state_run_at")

    op.drop_table("job")
    op.drop_table("counter")
    op.drop_table("committee")
    op.drop_table("chain_head")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_event_id"))

    op.drop_table("audit_entry")
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_attempt_bucket_at")
        batch_op.drop_index("ix_attempt_at")

    op.drop_table("attempt")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
