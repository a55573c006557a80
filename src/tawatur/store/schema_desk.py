"""The tables of the desk: where each incident stands in review, what a decision is about, accounts and sessions."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, String, Table, Text

from tawatur.store.schema import metadata

verdict_about = Table(
    "verdict_about",
    metadata,
    Column("about", String, primary_key=True, doc="Id of a claim, incident or report."),
    Column("verdict", ForeignKey("verdict.no"), primary_key=True, autoincrement=False, doc="A decision on it."),
    info={"doc": "Which decisions concern a claim, an incident or a report. Follows from `verdict`."},
)

review = Table(
    "review",
    metadata,
    Column("incident", String, primary_key=True, doc="The incident."),
    Column("state", String, nullable=False, doc="machine, in_review, reviewed, second_review or final."),
    Column("assignee", String, doc="Who is to look at it."),
    Column("first_by", String, doc="Who reviewed it."),
    Column("second_by", String, doc="Who reviewed it a second time, without sight of the first review."),
    Column("second_done", Boolean, nullable=False, doc="Whether the second review has ended."),
    Column("skipped", String, doc="When it was last skipped: skipped ones come last."),
    Column("claims", Integer, nullable=False, doc="Number of claims when it was reviewed: more are a reason to look."),
    Column("priority", Float, nullable=False, doc="How much it is worth a look; the queue's order."),
    Column("why", Text, nullable=False, doc="JSON: the reasons, each with what it rests on."),
    Column("place", String, doc="Name of the place, for lists."),
    Column("admin1", String, doc="First-level division, for lists."),
    Column("lat", Float, doc="Latitude."),
    Column("lon", Float, doc="Longitude."),
    Column("radius_km", Float, doc="How far around the point it may have been."),
    Column("linked_at", String, nullable=False, doc="State of the incident that this row was made from."),
    info={"doc": "Where an incident stands in review. State and persons follow from `verdict`, the rest from claims."},
)
Index("ix_review_queue", review.c.state, review.c.priority)
Index("ix_review_priority", review.c.priority)

account = Table(
    "account",
    metadata,
    Column("name", String, primary_key=True, doc="Name to sign in with; a pseudonym serves."),
    Column("role", String, nullable=False, doc="reader, reviewer or lead."),
    Column("password", String, nullable=False, doc="Argon2id hash of the password."),
    Column("disabled", Boolean, nullable=False, doc="Whether it can sign in no more; accounts are not deleted."),
    Column("made", String, nullable=False, doc="When it was made."),
    info={"doc": "Who may use the desk of a team. A desk on one's own machine has no accounts."},
)

session = Table(
    "session",
    metadata,
    Column("id", String, primary_key=True, doc="SHA-256 of the secret in the cookie or token."),
    Column("kind", String, nullable=False, doc="browser, or token: for notebooks and other tools."),
    Column("account", String, nullable=False, index=True, doc="Whose it is."),
    Column("made", String, nullable=False, doc="When it began."),
    Column("expires", String, nullable=False, doc="When it ends by itself."),
    Column("locked", Boolean, nullable=False, doc="Whether the screen is locked."),
    info={"doc": "Who is signed in. Only hashes of secrets are kept."},
)
