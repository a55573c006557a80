"""The desk's lists read one narrow table; its rows are made anew when the desk is next opened."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Put an empty table in the place of the old one, whose rows all follow from other tables."""
    op.drop_table("review")
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
        *_shown(),
        sa.Column("linked_at", sa.String(), nullable=False),
        sa.Column("agreement", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("incident", name="pk_review"),
    )
    op.create_index("ix_review_queue", "review", ["state", "priority"], unique=False)
    op.create_index("ix_review_priority", "review", ["priority"], unique=False)
    op.create_index("ix_report_state", "report", ["state", "published", "no"], unique=False)
    op.create_index("ix_review_day", "review", ["day", "incident"], unique=False)


def _shown() -> list[sa.Column[Any]]:
    return [
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("last_day", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("place_key", sa.String(), nullable=True),
        sa.Column("admin1_key", sa.String(), nullable=True),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("chains", sa.Integer(), nullable=False),
        sa.Column("killed_low", sa.Integer(), nullable=True),
        sa.Column("killed_high", sa.Integer(), nullable=True),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("admin1", sa.String(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("radius_km", sa.Float(), nullable=True),
    ]
