"""Reads mail: single messages (.eml) and mailboxes (.mbox) of alerts and newsletters."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date as Day
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime

from tawatur.acquire.items import Found, Given, Source
from tawatur.acquire.rows import megabytes
from tawatur.records import Page


def read_message(source: Source) -> Iterator[Found]:
    """One message."""
    limit = source.given.limits.item_bytes
    raw = source.stream.read(limit + 1)
    yield (
        None,
        _page(raw, source.given) if len(raw) <= limit else f"the message is larger than {megabytes(limit)}; not read.",
    )


def read_mailbox(source: Source) -> Iterator[Found]:
    """The messages of an mbox; the line is the number of the message."""
    limit = source.given.limits.item_bytes
    number, size = 0, 0
    lines: list[bytes] = []
    for line in source.stream:
        if line.startswith(b"From ") and size <= limit:
            if lines:
                number += 1
                yield number, _page(b"".join(lines), source.given)
            lines, size = [], 0
            continue
        size += len(line)
        if size <= limit:
            lines.append(line[1:] if line.startswith(b">From ") else line)
    if lines:
        yield number + 1, _page(b"".join(lines), source.given)
    elif not number:
        yield None, "no message in this mailbox."


def _page(raw: bytes, given: Given) -> Page | str:
    """The body of a message as a page: HTML where it has one, else its text."""
    try:
        message = message_from_bytes(raw, policy=default)
        part = message.get_body(preferencelist=("html", "plain"))
        body = part.get_payload(decode=True) if part is not None else None
        subject, name = str(message["Subject"] or ""), str(message["Message-ID"] or "").strip("<> ")
    except (ValueError, LookupError, AttributeError, IndexError, KeyError, TypeError) as error:
        return f"the message cannot be read: {error}."
    if part is None or not isinstance(body, bytes) or not body.strip():
        return "the message has no text."
    return Page(
        raw=body,
        sha256=hashlib.sha256(body).hexdigest(),
        address=f"mail:{hashlib.sha256(raw).hexdigest()[:16]}",
        media_type=part.get_content_type(),
        charset=part.get_content_charset(),
        outlet=given.outlet,
        id=f"mail/{hashlib.sha256(name.encode()).hexdigest()[:16]}" if name else None,
        title=subject,
        published=_day(message) or given.published,
    )


def _day(message: EmailMessage) -> Day | None:
    try:
        return parsedate_to_datetime(str(message["Date"])).date()
    except (TypeError, ValueError, IndexError):
        return None
