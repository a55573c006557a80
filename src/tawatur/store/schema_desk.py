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

# What lists show stands here beside the state, though it follows from `incident`: rows are narrow, and one table is
# read through in milliseconds where joining each row with a long one takes ten times as many.
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
    Column("day", String, nullable=False, doc="First possible day, 9999 where nobody tells one."),
    Column("last_day", String, nullable=False, doc="Last possible day, or 9999."),
    Column("type", String, nullable=False, doc="What most claims say it was."),
    Column("status", String, nullable=False, doc="occurred, planned, failed or denied."),
    Column("country", String, doc="ISO 3166-1 alpha-2."),
    Column("place_key", String, doc="The place's name as the search compares it."),
    Column("admin1_key", String, doc="The first-level division as the search compares it."),
    Column("reports", Integer, nullable=False, doc="Number of reports."),
    Column("chains", Integer, nullable=False, doc="Number of independent chains."),
    Column("killed_low", Integer, doc="Lowest number of killed that any claim tells."),
    Column("killed_high", Integer, doc="Highest number of killed."),
    Column("restricted", Boolean, nullable=False, doc="Whether one of its reports is restricted."),
    Column("place", String, doc="Name of the place."),
    Column("admin1", String, doc="First-level division."),
    Column("lat", Float, doc="Latitude."),
    Column("lon", Float, doc="Longitude."),
    Column("radius_km", Float, doc="How far around the point it may have been."),
    Column("linked_at", String, nullable=False, doc="State of the incident that this row was made from."),
    Column(
        "agreement", Text, doc="JSON: how far its two reviewers agree, by field; empty before a second review ends."
    ),
    info={"doc": "What lists show of an incident. State and persons follow from `verdict`, the rest from claims."},
)
Index("ix_review_queue", review.c.state, review.c.priority)
Index("ix_review_priority", review.c.priority)
Index("ix_review_day", review.c.day, review.c.incident)

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
