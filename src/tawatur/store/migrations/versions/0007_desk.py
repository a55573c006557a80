"""The desk: states of review, what each decision is about, accounts and sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables of the desk, and look up what earlier decisions are about."""
    _decisions()
    _review()
    _people()


def _decisions() -> None:
    op.create_table(
        "verdict_about",
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("verdict", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["verdict"], ["verdict.no"], name="fk_verdict_about_verdict"),
        sa.PrimaryKeyConstraint("about", "verdict", name="pk_verdict_about"),
    )
    connection = op.get_bind()
    for no, subject in connection.execute(sa.text("SELECT no, subject FROM verdict")).all():
        for about in dict.fromkeys(subject.split(" ")):
            connection.execute(
                sa.text("INSERT INTO verdict_about (about, verdict) VALUES (:about, :no)"), {"about": about, "no": no}
            )


def _review() -> None:
    op.create_table(
        "review",
        sa.Column("incident", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("assignee", sa.String(), nullable=True),
        sa.Column("first_by", sa.String(), nullable=True),
        sa.Column("second_by", sa.String(), nullable=True),
        sa.Column("second_done", sa.Boolean(), nullable=False),
        sa.Column("skipped", sa.String(), nullable=True),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("priority", sa.Float(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("admin1", sa.String(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("radius_km", sa.Float(), nullable=True),
        sa.Column("linked_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("incident", name="pk_review"),
    )
    op.create_index("ix_review_queue", "review", ["state", "priority"], unique=False)
    op.create_index("ix_review_priority", "review", ["priority"], unique=False)


def _people() -> None:
    op.create_table(
        "account",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("password", sa.String(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("made", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_account"),
    )
    op.create_table(
        "session",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("made", sa.String(), nullable=False),
        sa.Column("expires", sa.String(), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_session"),
    )
    op.create_index("ix_session_account", "session", ["account"], unique=False)
