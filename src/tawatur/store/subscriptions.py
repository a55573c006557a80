"""Remembers which addresses were asked, and what to ask them next time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, insert, select, update

from tawatur.store import schema
from tawatur.store.database import Writer

_PIECE = 500


class Asked(Struct, frozen=True, kw_only=True):
    """One asking of an address. An empty kind leaves what is known of it as it is."""

    address: str
    kind: str
    result: str
    outlet: str | None = None
    restricted: bool = False
    etag: str | None = None
    modified: str | None = None


def remember(writer: Writer, asked: Sequence[Asked]) -> None:
    """Keep when addresses were asked and what came of it."""
    c = schema.subscription.c
    for one in asked:
        values: dict[str, Any] = {"checked": writer.at, "result": one.result}
        if one.kind:
            values |= {"kind": one.kind, "etag": one.etag, "modified": one.modified, "outlet": one.outlet}
        known = writer.connection.scalar(select(c.address).where(c.address == one.address))
        if known is not None:
            writer.connection.execute(update(schema.subscription).where(c.address == one.address).values(values))
        else:
            row = {"address": one.address, "kind": one.kind or "page", "restricted": one.restricted, **values}
            writer.connection.execute(insert(schema.subscription).values(row))


def asked_at(connection: Connection, address: str) -> Any | None:
    """The row of an address that was asked before."""
    return connection.execute(select(schema.subscription).where(schema.subscription.c.address == address)).first()


def subscriptions(connection: Connection, kinds: Iterable[str] = ("feed", "sitemap")) -> list[Any]:
    """Rows of the addresses of these kinds that were asked."""
    c = schema.subscription.c
    return list(
        connection.execute(select(schema.subscription).where(c.kind.in_(list(kinds))).order_by(c.address)).all()
    )


def known_addresses(connection: Connection, addresses: Sequence[str]) -> set[str]:
    """Those of the addresses from which something was captured before."""
    found: set[str] = set()
    c = schema.sighting.c
    for start in range(0, len(addresses), _PIECE):
        part = list(addresses[start : start + _PIECE])
        found.update(connection.scalars(select(c.address).where(c.address.in_(part))))
    return found
