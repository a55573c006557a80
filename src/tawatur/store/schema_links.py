"""The tables of linking. All but `incident_name` follow from claims and verdicts and can be made anew."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, LargeBinary, String, Table, Text

from tawatur.store.schema import metadata

linked = Table(
    "linked",
    metadata,
    Column("report", String, primary_key=True, doc="The report."),
    Column("coding", String, nullable=False, doc="The coding (rules and time) whose claims were linked."),
    info={"doc": "Which reports were linked, so that the next `tawatur link` touches only what it must."},
)

telling = Table(
    "telling",
    metadata,
    Column("claim", String, primary_key=True, doc="The claim."),
    Column("report", String, nullable=False, index=True, doc="Its report."),
    Column("incident", String, index=True, doc="The incident that it is in."),
    Column("told", LargeBinary, nullable=False, doc="MessagePack: the claim as it is compared (days, names, hashes)."),
    info={"doc": "A claim made ready for comparing, and the incident it is in."},
)

block = Table(
    "block",
    metadata,
    Column(
        "key", BigInteger, primary_key=True, autoincrement=False, doc="Hash of a place, time and type, or of words."
    ),
    Column("claim", String, primary_key=True, doc="A claim that is found by it."),
    info={"doc": "Where claims meet: only claims that share a block are compared."},
)

link = Table(
    "link",
    metadata,
    Column("left", String, primary_key=True, doc="A claim."),
    Column("right", String, primary_key=True, index=True, doc="Another claim, behind it by id."),
    Column("odds", Float, nullable=False, doc="Sum of the weights (log-odds)."),
    Column("score", Float, nullable=False, index=True, doc="The same from 0 to 1."),
    Column("band", String, nullable=False, doc="linked, suggested or apart."),
    info={"doc": "Two claims that were compared. Their reasons follow from the two tellings and fuse/linking.yml."},
)

incident_name = Table(
    "incident_name",
    metadata,
    Column("anchor", String, primary_key=True, doc="The claim that holds the id: the incident is where that claim is."),
    Column("id", String, nullable=False, unique=True, doc="Id of an incident, current or merged into another one."),
    Column("day", Integer, nullable=False, doc="Day of the anchor's publication: of several ids the earliest stays."),
    Column("claim", String, nullable=False, doc="The anchor when the id was given."),
    info={"doc": "Ids of incidents: they stay, and those of merged incidents lead on."},
)

incident = Table(
    "incident",
    metadata,
    Column("id", String, primary_key=True, doc="The incident's id."),
    Column("day", String, nullable=False, doc="First possible day, 9999 where nobody tells one: the order of lists."),
    Column("last_day", String, nullable=False, doc="Last possible day, or 9999."),
    Column("type", String, nullable=False, index=True, doc="What most claims say it was."),
    Column("status", String, nullable=False, doc="occurred, planned, failed or denied."),
    Column("place_key", String, index=True, doc="The place's name as the search compares it."),
    Column("admin1_key", String, index=True, doc="The first-level division as the search compares it."),
    Column("country", String, index=True, doc="ISO 3166-1 alpha-2."),
    Column("reports", Integer, nullable=False, doc="Number of reports."),
    Column("chains", Integer, nullable=False, index=True, doc="Number of independent chains."),
    Column("killed_low", Integer, doc="Lowest number of killed that any claim tells; empty: nobody tells one."),
    Column("killed_high", Integer, doc="Highest number of killed."),
    Column("restricted", Boolean, nullable=False, doc="Whether one of its reports is restricted."),
    Column("linked_at", String, nullable=False, doc="When it became what it is."),
    Column("body", Text, nullable=False, doc="JSON: the whole incident under the default policy, without suggestions."),
    info={"doc": "Incidents as their claims make them. What people decided stands in `verdict`."},
)
Index("ix_incident_order", incident.c.day, incident.c.id)
