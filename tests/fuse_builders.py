"""Short ways to write claims down; words are made up, offsets are found in the text."""

from tawatur.fuse.telling import Telling, tellings
from tawatur.records import Claim, Coded, Figure, Party, Sayer, Span, When, Where


def span(text, words):
    start = text.index(words) if words else 0
    return words, start, start + len(words)


def figure(low, high="same", *, outcome="killed", who="unspecified", subset=False, text="", start=0):
    return Figure(
        text=text or str(low), start=start, end=start + 1, outcome=outcome, who=who, low=low,
        high=low if high == "same" else high, subset=subset,
    )  # fmt: skip


def where(name, lat=None, lon=None, precision="settlement", place_id=None, radius=1.0):
    return Where(
        text=name,
        start=0,
        end=0,
        name=name,
        lat=lat,
        lon=lon,
        precision=precision,
        id=place_id,
        reason="",
        radius_km=radius,
    )


def party(name, party_id=None, kind="armed_group"):
    return Party(text=name, start=0, end=0, name=name, kind=kind, id=party_id)


def sayer(name, kind="official"):
    return Sayer(text=name, start=0, end=0, kind=kind)


def claim(name, text="خبر عن الحدث", trigger="", **fields):
    day = fields.pop("day", None)
    if isinstance(fields.get("place"), tuple):
        fields["place"] = where(*fields["place"])
    killed = fields.pop("killed", ())
    figures = tuple(fields.pop("figures", ())) + tuple(
        figure(n) for n in ([killed] if isinstance(killed, int) else killed)
    )
    return Claim(
        id=name,
        type=fields.pop("type", "explosion"),
        status=fields.pop("status", "occurred"),
        trigger=Span(*span(text, trigger)),
        date=When(start=day, end=day, precision="day", text="", span=Span("", 0, 0)) if day else None,
        figures=figures,
        **fields,
    )


def coded(name, *claims, published="2031-03-05", source="outlet", text="خبر عن الحدث"):
    return Coded(id=name, source=source, published=published, title="", events=claims, text=text)


def told(*reports) -> list[Telling]:
    return [t for report in reports for t in tellings(report)]
