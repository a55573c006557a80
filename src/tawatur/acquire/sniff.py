"""Tells what kind of input the first bytes of a file show."""

from __future__ import annotations

import codecs
import re

_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|article|table|div|p)\b",
    re.IGNORECASE | re.DOTALL,
)
_KNOWN = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"RIFF": "a media file",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"{\\rtf": "an RTF document",
    b"\x7fELF": "a program",
    b"SQLite format 3": "a database",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
}
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_CONTROLS = bytes(range(9)) + bytes(range(14, 27)) + bytes(range(28, 32))


def looks_like_html(head: bytes) -> bool:
    """Whether the head opens with markup of a page."""
    return _HTML.match(_plain(head)) is not None


def looks_like_json_lines(head: bytes) -> bool:
    """Whether the first line is an object by itself; a lone "{" opens an indented document instead."""
    first = _plain(head).lstrip().split(b"\n", 1)[0].strip()
    return first.startswith(b"{") and first != b"{" and b'"' in first


def looks_like_json(head: bytes) -> bool:
    """Whether the head opens a JSON list or an indented JSON object."""
    start = re.sub(rb"\s", b"", _plain(head)[:2000])
    return start.startswith((b"[{", b"[]", b'{"'))


def binary_kind(head: bytes) -> str | None:
    """What a head shows that is not text at all ("a PDF", "binary data"), or None for text in whatever charset."""
    for magic, name in _KNOWN.items():
        if head.startswith(magic):
            return name
    if head.startswith(_WIDE_MARKS) or _is_wide(head):
        return None
    controls = sum(head.count(bytes([code])) for code in _CONTROLS)
    return "binary data" if b"\0" in head[:1000] or controls * 50 > len(head) else None


def _is_wide(head: bytes) -> bool:
    """Whether every other byte is that of the Arabic or the Latin block, as in UTF-16 without a byte order mark."""
    halves = (head[0:4000:2], head[1:4000:2])
    return any(len(half) > 8 and half.count(0) + half.count(6) > 0.8 * len(half) for half in halves) and not all(
        half.count(0) > 0.5 * len(half) for half in halves
    )


def _plain(head: bytes) -> bytes:
    """The head as one byte a letter, without byte order mark."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", errors="replace").encode("utf-8", errors="replace")
    return head.removeprefix(codecs.BOM_UTF8)
