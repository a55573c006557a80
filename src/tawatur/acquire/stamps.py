"""Reads what a time stamp states: RFC 3161 answers (.tsr), OpenTimestamps proofs (.ots). Seals are not checked here.

Check a seal with the tool that made it (`openssl ts -verify`, `ots verify`); the file is kept for that.
"""

from __future__ import annotations

import re

from msgspec import Struct

SUFFIXES = (".tsr", ".ots")
# The DER of "SHA-256, no parameters", then an octet string of 32 bytes: the message imprint; and a GeneralizedTime.
_IMPRINT = re.compile(rb"\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01(?:\x05\x00)?\x04\x20(.{32})", re.DOTALL)
_TIME = re.compile(rb"\x18.(\d{14})(?:\.\d+)?Z", re.DOTALL)
_OTS = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94\x01\x08"


class Stamp(Struct, frozen=True):
    """The bytes' hash that a stamp is about, and the time it states, ISO in UTC, where it states one itself."""

    kind: str
    sha256: str
    said: str | None


def read_stamp(raw: bytes) -> Stamp | None:
    """What a stamp states; None for what is no stamp over a SHA-256."""
    if raw.startswith(_OTS) and len(raw) >= len(_OTS) + 32:
        return Stamp("opentimestamps", raw[len(_OTS) : len(_OTS) + 32].hex(), None)
    imprint = _IMPRINT.search(raw)
    if imprint is None or not raw.startswith(b"\x30"):
        return None
    time = _TIME.search(raw, imprint.end())
    digits = time[1].decode() if time else ""
    said = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}T{digits[8:10]}:{digits[10:12]}:{digits[12:]}Z" if digits else None
    return Stamp("rfc3161", imprint[1].hex(), said)
