"""Made-up incidents for tests of the release: reports in, entries out, by the same functions as in a project."""

from __future__ import annotations

import hashlib
from datetime import date

from tawatur.fuse.telling import tellings
from tawatur.project.entries import entry_of
from tawatur.publish.material import Material, Told
from tawatur.records import Claim, Coded, Figure, Party, Sayer, Span, When, Where

KEY = b"k" * 32
DAY = date(2019, 11, 28)
TOWN = {
    "name": "الفلوجة",
    "id": "iq-al-flwja-settlement",
    "lat": 33.3491234,
    "lon": 43.7859876,
    "precision": "settlement",
}


def span(text, start=0):
    return {"text": text, "start": start, "end": start + len(text)}


def party(text, kind, name=None, id=None):
    return Party(**span(text), name=text if name is None else name, kind=kind, id=id)


def figure(outcome, low, high=None, who="unspecified", text=None, subset=False):
    return Figure(
        **span(text or str(low)), outcome=outcome, who=who, low=low, high=low if high is None else high, subset=subset
    )


def place(text=None, **changes):
    where = {**TOWN, **changes}
    return Where(**span(text or where["name"]), reason="named", admin1_pcode="IQG01", **where)


def claim(type="air_strike", day="2019-07-01", where=..., **fields):
    defaults = {
        "status": "occurred",
        "trigger": Span("غارة", 0, 4),
        "actors": (party("قوات الحكومة", "state_force", id="iq.state"),),
        "targets": (party("سوق", "site"),),
        "place": place() if where is ... else where,
        "admin1": "الأنبار",
        "country": "IQ",
        "date": When(start=day, end=day, precision="day", text="", span=Span("", 0, 0)) if day else None,
        "figures": (figure("killed", 5, who="civilian"),),
        "attribution": Sayer(**span("مصادر محلية"), kind="source"),
    }
    return Claim(type=type, **{**defaults, **fields})


def entry(name="i-one", *claims, review="reviewed", sources=("عنب بلدي",), published="2019-07-02", former=(), texts=()):
    """An incident told by one report a claim."""
    items, reports = [], {}
    for n, one in enumerate(claims or (claim(),)):
        report = f"{name}-r{n}"
        kept = Claim(**{f: getattr(one, f) for f in one.__struct_fields__} | {"id": f"{report}-c"})
        source = sources[n % len(sources)]
        text = texts[n] if n < len(texts) else f"تقرير {name} {n}"
        items += tellings(Coded(id=report, source=source, published=published, title="", events=(kept,), text=text))
        sha256 = hashlib.sha256(report.encode()).hexdigest()
        reports[report] = Told(
            id=report,
            source=source,
            published=published,
            address=f"https://x.example/{report}",
            title="",
            sha256=sha256,
        )
    return entry_of(name, items, reports, review=review, former=former)


def material(*entries, key=KEY, **counts):
    """What a project would give for these incidents."""
    return Material(entries=lambda: iter(entries), key=key, total=len(entries), **counts)
