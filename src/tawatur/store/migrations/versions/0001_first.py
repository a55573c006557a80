"""The first schema: runs and the log, captures, reports, claims, verdicts; the search index; what must not change."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables, the search index and the guards of the append-only tables."""
    _runs_and_log()
    _captures()
    _reports()
    _claims()
    _verdicts_and_tombstones()
    _imports()
    if op.get_context().dialect.name == "sqlite":
        _sqlite()
    else:
        _postgresql()


def _runs_and_log() -> None:
    op.create_table(
        "setting",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_setting"),
    )
    op.create_table(
        "run",
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("tool", sa.String(), nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("no", name="pk_run"),
    )
    op.create_table(
        "log",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["run.no"], name="fk_log_run"),
        sa.PrimaryKeyConstraint("seq", name="pk_log"),
    )
    op.create_index("ix_log_subject", "log", ["kind", "subject"], unique=False)


def _captures() -> None:
    op.create_table(
        "capture",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("read", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("sha256", name="pk_capture"),
    )
    op.create_table(
        "sighting",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("capture", sa.String(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("outlet", sa.String(), nullable=True),
        sa.Column("captured", sa.String(), nullable=True),
        sa.Column("added", sa.String(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("transport", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["capture"], ["capture.sha256"], name="fk_sighting_capture"),
        sa.ForeignKeyConstraint(["run"], ["run.no"], name="fk_sighting_run"),
        sa.PrimaryKeyConstraint("id", name="pk_sighting"),
    )
    op.create_index("ix_sighting_capture", "sighting", ["capture"], unique=False)


def _reports() -> None:
    op.create_table(
        "report",
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("capture", sa.String(), nullable=False),
        sa.Column("locator", sa.String(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("published", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("added", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("anchors", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["capture"], ["capture.sha256"], name="fk_report_capture"),
        sa.PrimaryKeyConstraint("no", name="pk_report"),
        sa.UniqueConstraint("id", name="uq_report_id"),
    )
    op.create_index("ix_report_capture", "report", ["capture"], unique=False)
    op.create_index("ix_report_published", "report", ["published"], unique=False)
    op.create_index("ix_report_source", "report", ["source"], unique=False)
    op.create_table(
        "coding",
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("rules", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["report.id"], name="fk_coding_report"),
        sa.PrimaryKeyConstraint("report", name="pk_coding"),
    )
    op.create_index("ix_coding_rules", "coding", ["rules"], unique=False)


def _claims() -> None:
    op.create_table(
        "claim",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("date_start", sa.String(), nullable=True),
        sa.Column("date_end", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("place_id", sa.String(), nullable=True),
        sa.Column("place_key", sa.String(), nullable=True),
        sa.Column("admin1_key", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("rules", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("since", sa.String(), nullable=False),
        sa.Column("until", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["report"], ["report.id"], name="fk_claim_report"),
        sa.PrimaryKeyConstraint("id", "version", name="pk_claim"),
    )
    op.create_index("ix_claim_admin1_key", "claim", ["admin1_key"], unique=False)
    op.create_index("ix_claim_date_start", "claim", ["date_start"], unique=False)
    op.create_index("ix_claim_place_key", "claim", ["place_key"], unique=False)
    op.create_index("ix_claim_report", "claim", ["report"], unique=False)
    op.create_index("ix_claim_type", "claim", ["type"], unique=False)


def _verdicts_and_tombstones() -> None:
    op.create_table(
        "verdict",
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["run.no"], name="fk_verdict_run"),
        sa.PrimaryKeyConstraint("no", name="pk_verdict"),
    )
    op.create_index("ix_verdict_subject", "verdict", ["subject"], unique=False)
    op.create_table(
        "tombstone",
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["run.no"], name="fk_tombstone_run"),
        sa.PrimaryKeyConstraint("no", name="pk_tombstone"),
    )
    op.create_index("ix_tombstone_subject", "tombstone", ["subject"], unique=False)


def _imports() -> None:
    op.create_table(
        "proof",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("said", sa.String(), nullable=True),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("capture", sa.String(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["capture"], ["capture.sha256"], name="fk_proof_capture"),
        sa.ForeignKeyConstraint(["run"], ["run.no"], name="fk_proof_run"),
        sa.PrimaryKeyConstraint("id", name="pk_proof"),
    )
    op.create_index("ix_proof_sha256", "proof", ["sha256"], unique=False)
    op.create_table(
        "skip",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["run.no"], name="fk_skip_run"),
        sa.PrimaryKeyConstraint("id", name="pk_skip"),
    )
    op.create_table(
        "subscription",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("outlet", sa.String(), nullable=True),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("etag", sa.String(), nullable=True),
        sa.Column("modified", sa.String(), nullable=True),
        sa.Column("checked", sa.String(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("address", name="pk_subscription"),
    )


def _sqlite() -> None:
    """FTS5 over the shadow column, kept in step by triggers; its tokenizer must not cut at letters' marks."""
    op.execute(
        "CREATE VIRTUAL TABLE report_words USING fts5(words, content='report', content_rowid='no',"
        " tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co Mn'\")"
    )
    add = "INSERT INTO report_words(rowid, words) VALUES (new.no, new.words);"
    drop = "INSERT INTO report_words(report_words, rowid, words) VALUES ('delete', old.no, old.words);"
    op.execute(f"CREATE TRIGGER report_words_add AFTER INSERT ON report BEGIN {add} END")
    op.execute(f"CREATE TRIGGER report_words_change AFTER UPDATE OF words ON report BEGIN {drop} {add} END")
    op.execute(f"CREATE TRIGGER report_words_drop AFTER DELETE ON report BEGIN {drop} END")
    for table in ("log", "verdict", "tombstone"):
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_keep_{change.lower()} BEFORE {change} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def _postgresql() -> None:
    """A generated tsvector over the shadow column, and triggers that refuse changes."""
    op.execute("ALTER TABLE report ADD COLUMN tsv tsvector GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED")
    op.execute("CREATE INDEX ix_report_tsv ON report USING gin (tsv)")
    op.execute(
        "CREATE FUNCTION tawatur_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in ("log", "verdict", "tombstone"):
        op.execute(
            f"CREATE TRIGGER {table}_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION tawatur_append_only()"
        )
