"""The tables of a project's database; docs/schema.md is generated from this file.

Times are ISO 8601 in UTC, days are ISO days, both as text, so that every database sorts and shows them alike. What is
JSON is text, too. `doc` of each column is what the schema page says.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

setting = Table(
    "setting",
    metadata,
    Column("key", String, primary_key=True, doc="Name of the setting."),
    Column("value", Text, nullable=False, doc="Its value."),
    info={"doc": "What is fixed for the whole project: its name, when it was made, its folder of captures."},
)

run = Table(
    "run",
    metadata,
    Column("no", Integer, primary_key=True, doc="Number of the run."),
    Column("at", String, nullable=False, doc="When it began."),
    Column("who", String, nullable=False, doc="Who ran it, as they called themselves."),
    Column("tool", String, nullable=False, doc="Tool and version."),
    Column("command", String, nullable=False, doc="What was done: add, code, verdict, remove."),
    info={"doc": "Who did something, when, and with which version."},
)

log = Table(
    "log",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False, doc="Position in the chain, from 1, without gaps."),
    Column("at", String, nullable=False, doc="When the entry was written."),
    Column("run", ForeignKey("run.no"), nullable=False, doc="The run that wrote it."),
    Column("kind", String, nullable=False, doc="sighting, report, coding, verdict, skip, removal, proof or run."),
    Column("subject", String, nullable=False, doc="Key of the row that the entry is about; holds no personal data."),
    Column("digest", String, nullable=False, doc="SHA-256 of that row's lasting content."),
    Column("hash", String, nullable=False, doc="SHA-256 of the previous entry's hash and of this entry."),
    info={"doc": "The append-only log, chained by hash; the database refuses changes to it. It holds keys and hashes."},
)
Index("ix_log_subject", log.c.kind, log.c.subject)

capture = Table(
    "capture",
    metadata,
    Column("sha256", String, primary_key=True, doc="SHA-256 of the bytes; the file is captures/ab/cd/abcd…"),
    Column("size", BigInteger, nullable=False, doc="Number of bytes."),
    Column("media_type", String, nullable=False, doc="What the bytes are."),
    Column("state", String, nullable=False, doc="kept, or removed (see tombstone)."),
    Column("read", String, doc="Fingerprint of the options it was last read with to its end; empty while it was not."),
    info={"doc": "Bytes exactly as they were read: a page, a file or an archive. One row for the same bytes."},
)

sighting = Table(
    "sighting",
    metadata,
    Column("id", String, primary_key=True, doc="SHA-256 of capture and address."),
    Column("capture", ForeignKey("capture.sha256"), nullable=False, index=True, doc="The bytes."),
    Column("address", Text, nullable=False, doc="URL, or the path as given; empty once removed."),
    Column("outlet", String, doc="Outlet, as given."),
    Column("captured", String, doc="When the bytes were captured, if that is known."),
    Column("added", String, nullable=False, doc="When they came into this project."),
    Column("run", ForeignKey("run.no"), nullable=False, doc="Who added them, with which version."),
    Column("restricted", Boolean, nullable=False, doc="Closed or leaked material: never released or quoted."),
    Column("transport", Text, nullable=False, doc="JSON: status, headers and redirects, where the network was used."),
    info={"doc": "Where and when some bytes were seen, and who added them."},
)

# Long texts stand last: SQLite reads through all that stands before a column.
report = Table(
    "report",
    metadata,
    Column("no", Integer, primary_key=True, doc="Row number, also of the search index."),
    Column("id", String, nullable=False, unique=True, doc="The report's id: given by its source, else by its hash."),
    Column("capture", ForeignKey("capture.sha256"), nullable=False, index=True, doc="The evidence."),
    Column(
        "locator", String, nullable=False, doc="Where in the capture: a line, a record, a message; empty: all of it."
    ),
    Column("page", String, nullable=False, doc="SHA-256 of the page's own bytes, if they are not the whole capture."),
    Column("source", String, nullable=False, index=True, doc="Outlet."),
    Column("address", Text, nullable=False, doc="URL or path."),
    Column("published", String, index=True, doc="Day of publication."),
    Column("state", String, nullable=False, doc="report; shell: captured, no content; replaced; removed."),
    Column("reason", Text, nullable=False, doc="Why it is a shell, or which report replaced it."),
    Column("restricted", Boolean, nullable=False, doc="Closed or leaked material."),
    Column("added", String, nullable=False, doc="When it came into this project."),
    Column("title", Text, nullable=False, doc="Title."),
    Column("text_sha256", String, nullable=False, doc="SHA-256 of the text."),
    Column("text", Text, nullable=False, doc="Working text; all offsets of claims count in it."),
    Column("anchors", Text, nullable=False, doc="JSON: stretches of the text and where they stand in the page."),
    Column("notes", Text, nullable=False, doc="JSON: what clean did or doubted."),
    Column("origin", Text, nullable=False, doc="JSON: what the source says: forwarded from, reply to, edited."),
    Column("words", Text, nullable=False, doc="The text's words as the search compares them."),
    info={"doc": "One text by one outlet on one day, or a page without content (shell), which is never coded."},
)

Index("ix_report_state", report.c.state, report.c.published, report.c.no)

coding = Table(
    "coding",
    metadata,
    Column("report", ForeignKey("report.id"), primary_key=True, doc="The report."),
    Column("rules", String, nullable=False, index=True, doc="Fingerprint of the rules that last read it."),
    Column("at", String, nullable=False, doc="When."),
    Column("claims", Integer, nullable=False, doc="How many claims it tells."),
    Column("problem", Text, nullable=False, doc="Why it could not be coded, else empty."),
    info={"doc": "By which rules a report was last read."},
)

claim = Table(
    "claim",
    metadata,
    Column("id", String, primary_key=True, doc="The claim's id, stable under re-runs."),
    Column("version", Integer, primary_key=True, autoincrement=False, doc="1, 2, … as newer rules read it otherwise."),
    Column("report", ForeignKey("report.id"), nullable=False, index=True, doc="The report that tells it."),
    Column("type", String, nullable=False, index=True, doc="Event type."),
    Column("status", String, nullable=False, doc="occurred, planned, failed or denied."),
    Column("date_start", String, index=True, doc="First possible day of the event."),
    Column("date_end", String, doc="Last possible day."),
    Column("place", String, doc="Name of the place."),
    Column("place_id", String, doc="Row of the gazetteer."),
    Column("place_key", String, index=True, doc="The place's name as the search compares it."),
    Column("admin1_key", String, index=True, doc="The first-level division as the search compares it."),
    Column("country", String, doc="ISO 3166-1 alpha-2."),
    Column("body", Text, nullable=False, doc="JSON: the whole claim, each field with its words and offsets."),
    Column("rules", String, nullable=False, doc="Fingerprint of the rules that read it."),
    Column("state", String, nullable=False, doc="current, or obsolete: newer rules no longer read it so."),
    Column("since", String, nullable=False, doc="When it was first read so."),
    Column("until", String, doc="When it became obsolete."),
    info={"doc": "One event as one report tells it. Never overwritten: a changed reading is a new version."},
)

verdict = Table(
    "verdict",
    metadata,
    Column("no", Integer, primary_key=True, doc="Order of decisions."),
    Column("kind", String, nullable=False, doc="What it is about: claim, incident, pair or report."),
    Column("subject", String, nullable=False, index=True, doc="Its id; for a pair both ids, joined by a space."),
    Column("version", Integer, doc="The version of the claim that the person saw."),
    Column("decision", String, nullable=False, doc="What was decided."),
    Column("value", Text, nullable=False, doc="JSON: fields that the person set."),
    Column("reason", Text, nullable=False, doc="Why."),
    Column("run", ForeignKey("run.no"), nullable=False, doc="Who, when, with which version."),
    Column("at", String, nullable=False, doc="When."),
    info={"doc": "What people decided; append-only, the last one counts and wins over the machine."},
)

proof = Table(
    "proof",
    metadata,
    Column("id", String, primary_key=True, doc="SHA-256 of the statement."),
    Column("sha256", String, nullable=False, index=True, doc="Hash that it vouches for; need not be a capture here."),
    Column("kind", String, nullable=False, doc="auto-archiver, rfc3161, opentimestamps …"),
    Column("address", Text, nullable=False, doc="The address that was archived."),
    Column("said", String, doc="The time that it states."),
    Column("statement", Text, nullable=False, doc="JSON: the statement as imported."),
    Column("capture", ForeignKey("capture.sha256"), nullable=False, doc="The file that it was imported from."),
    Column("run", ForeignKey("run.no"), nullable=False, doc="Who imported it."),
    info={"doc": "Time stamps and archive results made by other tools, imported as they are."},
)

skip = Table(
    "skip",
    metadata,
    Column("id", String, primary_key=True, doc="SHA-256 of place and reason."),
    Column("place", Text, nullable=False, doc="File and line, or address."),
    Column("reason", Text, nullable=False, doc="One sentence."),
    Column("at", String, nullable=False, doc="When it was first skipped."),
    Column("run", ForeignKey("run.no"), nullable=False, doc="The run."),
    info={"doc": "What could not be read, and why."},
)

subscription = Table(
    "subscription",
    metadata,
    Column("address", Text, primary_key=True, doc="The address."),
    Column("kind", String, nullable=False, doc="feed, sitemap or page."),
    Column("outlet", String, doc="Outlet."),
    Column("restricted", Boolean, nullable=False, doc="Whether what comes from it is restricted."),
    Column("etag", String, doc="For asking only for what is new."),
    Column("modified", String, doc="For asking only for what is new."),
    Column("checked", String, doc="When it was last asked."),
    Column("result", Text, nullable=False, doc="What came of it."),
    info={"doc": "Addresses that were asked, and when: feeds, sitemaps and pages."},
)

tombstone = Table(
    "tombstone",
    metadata,
    Column("no", Integer, primary_key=True, doc="Order of removals."),
    Column("kind", String, nullable=False, doc="report or capture."),
    Column("subject", String, nullable=False, index=True, doc="The report's id or the capture's SHA-256."),
    Column("reason", Text, nullable=False, doc="Why it was removed."),
    Column("run", ForeignKey("run.no"), nullable=False, doc="Who removed it."),
    Column("at", String, nullable=False, doc="When."),
    info={"doc": "What was removed on purpose; the only way to delete."},
)

APPEND_ONLY = ("log", "verdict", "tombstone")
