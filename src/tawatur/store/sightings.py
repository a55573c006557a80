"""Keeps where and when bytes were seen, and what could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, func, insert, select, update

from tawatur.store import schema
from tawatur.store.database import Writer
from tawatur.store.log import append, digest_of
from tawatur.store.rows import row_digest, sighting_digest, storable


class Sighting(Struct, frozen=True, kw_only=True):
    """Bytes that were seen somewhere."""

    sha256: str
    size: int
    media_type: str
    address: str
    outlet: str | None = None
    captured: str | None = None  # ISO time
    restricted: bool = False
    transport: dict[str, Any] = {}


def keep_sighting(writer: Writer, seen: Sighting) -> str:
    """Keep that these bytes were seen there; nothing changes where that is known. Gives the sighting's id."""
    address = storable(seen.address)
    key = digest_of([seen.sha256, address])
    write = writer.connection
    if write.scalar(select(schema.sighting.c.id).where(schema.sighting.c.id == key)):
        return key
    if write.scalar(select(schema.capture.c.sha256).where(schema.capture.c.sha256 == seen.sha256)) is None:
        write.execute(
            insert(schema.capture).values(sha256=seen.sha256, size=seen.size, media_type=seen.media_type, state="kept")
        )
    row = {
        "id": key,
        "capture": seen.sha256,
        "address": address,
        "outlet": seen.outlet,
        "captured": seen.captured,
        "added": writer.at,
        "run": writer.run,
        "restricted": seen.restricted,
        "transport": msgspec.json.encode(seen.transport, order="deterministic").decode(),
    }
    write.execute(insert(schema.sighting).values(row))
    append(writer, "sighting", [(key, sighting_digest(row))])
    return key


def capture_state(connection: Connection, sha256: str) -> tuple[str, str | None] | None:
    """State of a capture and the options it was read with to its end; None for one that is not here."""
    found = connection.execute(
        select(schema.capture.c.state, schema.capture.c.read).where(schema.capture.c.sha256 == sha256)
    ).first()
    return (str(found.state), found.read) if found else None


def mark_read(writer: Writer, sha256: str, options: str) -> None:
    """Note that a capture was read to its end, so that adding it again need not read it."""
    writer.connection.execute(
        update(schema.capture)
        .where(schema.capture.c.sha256 == sha256, schema.capture.c.state == "kept")
        .values(read=options)
    )


def keep_skips(writer: Writer, skips: Sequence[tuple[str, str]]) -> int:
    """Keep (place, reason) of what could not be read; the same twice changes nothing. Gives the number of new ones."""
    plain = [(storable(place), storable(reason)) for place, reason in skips]
    rows = {digest_of(list(skip)): skip for skip in plain}
    if not rows:
        return 0
    known = set(writer.connection.scalars(select(schema.skip.c.id).where(schema.skip.c.id.in_(rows))))
    new = [
        {"id": key, "place": place, "reason": reason, "at": writer.at, "run": writer.run}
        for key, (place, reason) in rows.items()
        if key not in known
    ]
    if new:
        writer.connection.execute(insert(schema.skip), new)
        append(writer, "skip", [(str(row["id"]), row_digest(row)) for row in new])
    return len(new)


def skips(connection: Connection, limit: int = 1000) -> list[Any]:
    """Rows of what could not be read, the newest first."""
    return list(
        connection.execute(select(schema.skip).order_by(schema.skip.c.at.desc(), schema.skip.c.id).limit(limit)).all()
    )


def capture_count(connection: Connection) -> int:
    """Number of captures that are kept."""
    c = schema.capture.c
    return int(connection.scalar(select(func.count()).select_from(schema.capture).where(c.state == "kept")) or 0)


def skip_count(connection: Connection) -> int:
    """Number of things that could not be read."""
    return int(connection.scalar(select(func.count()).select_from(schema.skip)) or 0)
