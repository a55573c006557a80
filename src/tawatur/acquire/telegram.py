"""Reads Telegram Desktop's export of a chat, or of all chats (`result.json`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Day
from typing import Any

import msgspec

from tawatur.acquire.items import Found, Given, Source
from tawatur.acquire.rows import megabytes
from tawatur.records import Report

_PUBLIC = ("public_channel", "public_supergroup")


def looks_like_telegram(head: bytes) -> bool:
    """Whether the head opens an export: a chat with messages, or a list of chats."""
    start = head[:4096].lstrip(b"\xef\xbb\xbf \r\n\t")
    if not start.startswith(b"{"):
        return False
    one_chat = b'"messages"' in start and b'"type"' in start and b'"id"' in start
    return one_chat or (b'"about"' in start and b"Telegram" in start)


def read_telegram(source: Source) -> Iterator[Found]:
    """The messages that hold text; the line is the number of the message in its chat's list.

    Private chats and groups are marked as restricted. Names of the people who wrote in a group are not read.
    """
    limit = source.given.limits.document_bytes
    raw = source.stream.read(limit + 1)
    if len(raw) > limit:
        yield None, f"the export is larger than {megabytes(limit)}; export a shorter period."
        return
    try:
        whole = msgspec.json.decode(raw.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        yield None, f"not a whole export: {str(error).lower()}."
        return
    chats = list(_chats(whole))
    if not chats:
        yield None, "no chat with messages in this export."
    for chat in chats:
        for number, message in enumerate(chat["messages"], 1):
            found = _report(chat, message, source.given)
            if found is not None:
                yield number, found


def _chats(whole: Any) -> Iterator[dict[str, Any]]:
    """The chats of an export that have a list of messages."""
    if not isinstance(whole, dict):
        return
    listed = [whole]
    for key in ("chats", "left_chats"):
        part = whole.get(key)
        if isinstance(part, dict) and isinstance(part.get("list"), list):
            listed += part["list"]
    yield from (chat for chat in listed if isinstance(chat, dict) and isinstance(chat.get("messages"), list))


def _report(chat: dict[str, Any], message: Any, given: Given) -> Report | str | None:
    """One message as a report; why it is none; None for what people never wrote (joins, pins, pictures alone)."""
    if not isinstance(message, dict):
        return "a message that is not an object."
    if message.get("type") != "message":
        return None
    text = _words(message.get("text"))
    if not text.strip():
        return None
    if not isinstance(message.get("id"), int):
        return "the message has no id."
    published, note = _day(message.get("date"))
    return Report(
        id=_name(chat, message["id"]),
        text=text,
        source=str(chat.get("name") or "") or given.outlet or "",
        published=published or given.published,
        notes=(note,) if note else (),
        origin=_origin(chat, message),
    )


def _words(text: Any) -> str:
    """The text of a message: a string, or pieces of which some are links, bold, and so on."""
    if isinstance(text, list):
        return "".join(_words(piece) for piece in text)
    if isinstance(text, dict):
        return _words(text.get("text"))
    return text if isinstance(text, str) else ""


def _origin(chat: dict[str, Any], message: dict[str, Any]) -> dict[str, str]:
    """What the export says of where a message comes from."""
    reply = message.get("reply_to_message_id")
    facts = {
        "platform": "telegram",
        "posted": message.get("date"),
        "edited": message.get("edited"),
        "forwarded_from": message.get("forwarded_from"),
        "reply_to": _name(chat, reply) if isinstance(reply, int) else None,
        "media": message.get("media_type") or ("photo" if message.get("photo") else None),
        "restricted": None if chat.get("type") in _PUBLIC else str(chat.get("type") or "a chat of unknown kind"),
    }
    return {key: str(value) for key, value in facts.items() if value}


def _name(chat: dict[str, Any], number: int) -> str:
    return f"telegram/{chat.get('id', 'chat')}/{number}"


def _day(said: Any) -> tuple[Day | None, str]:
    try:
        return Day.fromisoformat(str(said)[:10]), ""
    except ValueError:
        return None, "the message's date cannot be read."
