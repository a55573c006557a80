"""Finds a page's charset by what its bytes read like, since declarations are often missing or wrong."""

from __future__ import annotations

import codecs
import re

from msgspec import Struct

from tawatur.language.letters import fold_word
from tawatur.reference import load_yaml


class CharsetWords(Struct, frozen=True, forbid_unknown_fields=True):
    """The content of ar/charset.yml."""

    frequent: list[str]
    charsets: list[str]
    mistaken: list[str]


class Decoded(Struct, frozen=True):
    """A page's letters, the charset they were read with, and what was odd about it."""

    text: str
    charset: str
    notes: tuple[str, ...] = ()


_WORDS = load_yaml("ar/charset.yml", CharsetWords)
_FREQUENT = frozenset(map(fold_word, _WORDS.frequent))
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w:.-]{2,30})", re.IGNORECASE)
_ARABIC_WORD = re.compile("[\u0621-\u063a\u0640-\u065f\u0670-\u06d3\ufb50-\ufdff\ufe70-\ufefc]+")
_HEAD = 4000  # bytes looked at to tell UTF-16
_SAMPLE = 400_000  # letters looked at to tell one charset from another
_TWICE = re.compile("[\u00d8\u00d9][\u0080-\u024f\u2000-\u2122]|[\u0637\u0638][\u00a0-\u00bf\u2000-\u2122]")


def decode(raw: bytes, declared: str | None = None) -> Decoded:
    """The letters of a page. `declared` is the charset named by the transport; the page's own declaration comes next.

    A byte order mark decides. Then bytes that are valid UTF-8 are UTF-8, whatever is declared. Else the charset is
    taken that shows the most of the commonest Arabic words, the declared one first among equals.
    """
    for mark, charset in _MARKS:
        if raw.startswith(mark):
            return _counted(raw[len(mark) :].decode(charset, errors="replace"), charset, ())
    if wide := _wide(raw[:_HEAD]):
        return _counted(raw.decode(wide, errors="replace"), wide, ())
    named = _known(declared) or _declared(raw)
    text, flaws = _as_utf8(raw)
    if text is not None:
        return _utf8(text, flaws, named)
    charset = _likeliest(raw, named)
    text = raw.decode(charset, errors="replace")
    notes = () if named in (None, charset) else (f"declared {named}, but reads as {charset}.",)
    return _counted(text, charset, notes)


def arabic_share(text: str) -> float:
    """Share of the commonest Arabic words among the Arabic words of a text; 0 where there are none."""
    words = _ARABIC_WORD.findall(text[:_SAMPLE])
    return sum(fold_word(word) in _FREQUENT for word in words) / len(words) if words else 0.0


def _utf8(text: str, flaws: int, named: str | None) -> Decoded:
    """A UTF-8 page, mended where its UTF-8 was once read with a wrong charset and written again."""
    notes = [f"declared {named}, but is UTF-8."] if named not in (None, "utf-8", "ascii") and not text.isascii() else []
    if flaws:
        notes.append(f"{flaws} letters could not be read (bytes that are no UTF-8).")
    if len(_TWICE.findall(text, 0, _SAMPLE)) > 20 and (mended := _mended(text)):
        return Decoded(mended, "utf-8", (*notes, "the letters were encoded twice and have been mended."))
    return Decoded(text, "utf-8", tuple(notes))


def _as_utf8(raw: bytes) -> tuple[str | None, int]:
    """The text and its number of unreadable places, or None where too many are unreadable to be UTF-8."""
    try:
        return raw.decode("utf-8"), 0
    except UnicodeDecodeError:
        text = raw.decode("utf-8", errors="replace")
    bad, good = text.count("\ufffd"), sum(1 for _ in _ARABIC_WORD.finditer(text, 0, _SAMPLE))
    return (text, bad) if bad <= good // 4 else (None, bad)


def _mended(text: str) -> str | None:
    """The text with its UTF-8 read once more, from the charset that gives the most Arabic; None where none does."""
    tried = []
    for charset in _WORDS.mistaken:
        again = "".join(_reread(piece, charset) for piece in re.split(r"(?<=[\n>])", text))
        tried.append((arabic_share(again), again))
    share, best = max(tried)
    return best if share > max(0.05, arabic_share(text)) else None


def _reread(piece: str, charset: str) -> str:
    """One line read again; lines that were right the first time stay."""
    if piece.isascii():
        return piece
    try:
        raw = b"".join(_byte(char, charset) for char in piece)
        return raw.decode("utf-8", errors="replace")
    except UnicodeEncodeError:
        return piece


def _byte(char: str, charset: str) -> bytes:
    """The byte of a letter; the five that windows-1252 leaves open stand for themselves."""
    return bytes([ord(char)]) if "\x80" <= char < "\xa0" else char.encode(charset)


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark shows by every other byte being that of the Arabic or the Latin block."""
    for start, charset in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = head[start::2]
        if len(high) > 8 and (high.count(0) + high.count(6)) > 0.8 * len(high):
            return charset
    return None


def _likeliest(raw: bytes, named: str | None) -> str:
    """The charset under which the bytes hold the largest share of common Arabic words."""
    best, best_share = named or "windows-1256", 0.0
    for charset in dict.fromkeys(([named] if named and named != "utf-8" else []) + _WORDS.charsets):
        share = arabic_share(raw[:_SAMPLE].decode(charset, errors="replace"))
        if share > best_share:
            best, best_share = charset, share
    return best if best_share else (named or "windows-1256")


def _counted(text: str, charset: str, notes: tuple[str, ...]) -> Decoded:
    bad = text.count("\ufffd")
    return Decoded(text, charset, (*notes, f"{bad} letters could not be read.") if bad else notes)


def _declared(raw: bytes) -> str | None:
    found = _META.search(raw, 0, 8192)
    return _known(found[1].decode("ascii", errors="replace")) if found else None


def _known(name: str | None) -> str | None:
    """Python's name of a charset, None for one it does not know."""
    try:
        known = codecs.lookup(name.strip().strip("\"'")).name if name else None
    except (LookupError, ValueError):
        return None
    return {"cp1256": "windows-1256", "cp1252": "windows-1252", "iso8859-6": "iso-8859-6"}.get(known or "", known)
