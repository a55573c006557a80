"""Incidents and links: tellings, blocks, pairs, ids that lead on, and incidents with what lists are filtered by."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of linking."""
    _tellings()
    _links()
    _incidents()


def _tellings() -> None:
    op.create_table(
        "linked",
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("coding", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("report", name="pk_linked"),
    )
    op.create_table(
        "telling",
        sa.Column("claim", sa.String(), nullable=False),
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("incident", sa.String(), nullable=True),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("claim", name="pk_telling"),
    )
    op.create_index("ix_telling_report", "telling", ["report"], unique=False)
    op.create_index("ix_telling_incident", "telling", ["incident"], unique=False)
    op.create_table(
        "block",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("claim", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", "claim", name="pk_block"),
    )


def _links() -> None:
    op.create_table(
        "link",
        sa.Column("left", sa.String(), nullable=False),
        sa.Column("right", sa.String(), nullable=False),
        sa.Column("odds", sa.Float(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("band", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("left", "right", name="pk_link"),
    )
    op.create_index("ix_link_right", "link", ["right"], unique=False)
    op.create_index("ix_link_score", "link", ["score"], unique=False)


def _incidents() -> None:
    op.create_table(
        "incident_name",
        sa.Column("anchor", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("claim", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("anchor", name="pk_incident_name"),
        sa.UniqueConstraint("id", name="uq_incident_name_id"),
    )
    op.create_table(
        "incident",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("last_day", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("place_key", sa.String(), nullable=True),
        sa.Column("admin1_key", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("chains", sa.Integer(), nullable=False),
        sa.Column("killed_low", sa.Integer(), nullable=True),
        sa.Column("killed_high", sa.Integer(), nullable=True),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("linked_at", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_incident"),
    )
    for column in ("type", "place_key", "admin1_key", "country", "chains"):
        op.create_index(f"ix_incident_{column}", "incident", [column], unique=False)
    op.create_index("ix_incident_order", "incident", ["day", "id"], unique=False)
