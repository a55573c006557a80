"""A claim made ready for comparing: days as numbers, names as folded words, its passage as hashes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date as Day
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from tawatur.fuse.copies import Shingles, passage, shingles, words_of
from tawatur.fuse.joint import joint_figures, opening_figures
from tawatur.fuse.mentions import event_words, mention_id
from tawatur.fuse.rarity import rare_words
from tawatur.fuse.settings import chaining, linking
from tawatur.fuse.spelling import bare, fold_text, name_words, own_words
from tawatur.fuse.totals import Interval, totals
from tawatur.records import Claim, Coded, Party, Token

CITY_KM = 6.0  # a settlement with a larger radius is a city
Dated = Literal["told", "fresh", "background", "unknown"]
COARSE = ("governorate", "country")  # a region such as a mountain range is a place of its own, with a large radius
QUOTED = re.compile('[\u00ab\u201c"]([^\u00ab\u00bb\u201c\u201d"\n]{3,40})[\u00bb\u201d"]')


class Told(Struct, frozen=True, kw_only=True, gc=False):
    """What two claims are compared by. Days count from 1 January of year 1; `first` and `last` are None if unknown."""

    id: str
    report: str
    source: str
    published: int | None
    start: int  # offset of the trigger
    type: str
    status: str
    first: int | None
    last: int | None
    dated: Dated
    place: str  # as users read it, "" if the claim has none
    place_id: str
    names: frozenset[str]  # words of the place's name that tell places apart
    fine: bool
    lat: float | None
    lon: float | None
    radius: float
    city: bool  # so large that much happens there on one day
    admin1: str
    country: str
    land: str  # the country that the place itself vouches for, "" where it is only the report's
    actors: frozenset[str]
    targets: frozenset[str]
    struck: frozenset[str]  # words of the targets that tell them apart
    killed: tuple[Interval, ...]
    injured: tuple[Interval, ...]
    openers: frozenset[int]  # where figures start that are in another sentence than the one before
    joint: frozenset[int]  # where figures start that are of several events together
    quoted: frozenset[str]
    passage: Shingles
    rare: frozenset[str]  # rare words of the passage, and of a mention all words that may be the place's name
    mention: bool = False  # a word for an event and perhaps its place, without a claim
    behind: tuple[str, ...] = ()  # of a mention: the words right behind the event's word that may be the place's name


class Text(Struct, frozen=True, kw_only=True, gc=False):
    """What two reports are compared by."""

    id: str
    source: str
    published: int | None
    words: Shingles


def prepare(coded: Coded) -> tuple[Text, list[Told]]:
    """A coded report ready for comparing; without its text, copies are not seen."""
    words = words_of(coded.text)
    text = _text(coded.id, coded.source, coded.published, words)
    return text, [*(_told(coded, claim, words) for claim in coded.events), *_mentions(coded, words)]


def text_of(report: str, source: str, published: str | None, words: str) -> Text:
    """A report's text ready for comparing."""
    return _text(report, source, published, words_of(words))


def without_text(told: Told) -> Text:
    """What stands for the text of a report that is not compared with another one."""
    return Text(id=told.report, source=told.source, published=told.published, words=frozenset())


def _text(report: str, source: str, published: str | None, words: Sequence[Token]) -> Text:
    runs = shingles([t.form for t in words], chaining().copies.shingle)
    return Text(id=report, source=source, published=_ordinal(published), words=runs)


def _told(coded: Coded, claim: Claim, words: Sequence[Token]) -> Told:
    around = passage(words, claim, chaining().copies.around)
    first, last, dated = _days(coded, claim)
    openers = opening_figures(coded.text, claim.figures)
    where = claim.place
    placed = where is not None and (where.precision not in COARSE or not _is_fine(claim))
    return Told(
        id=claim.id,
        report=coded.id,
        source=coded.source,
        published=_ordinal(coded.published),
        start=claim.trigger.start,
        type=claim.type,
        status=claim.status,
        first=first,
        last=last,
        dated=dated,
        place=where.name or where.text if where else "",
        place_id=(where.id or "") if where else "",
        names=name_words(where.name, where.text) if where else frozenset(),
        fine=_is_fine(claim),
        lat=where.lat if where and placed else None,
        lon=where.lon if where and placed else None,
        radius=(where.radius_km or 0.0) if where and placed else 0.0,
        city=where is not None and where.precision == "settlement" and (where.radius_km or 0.0) >= CITY_KM,
        admin1=bare(claim.admin1 or ""),
        country=claim.country or "",
        land=(claim.country or "") if claim.admin1 or (where and where.id) else "",
        actors=frozenset(_side(p) for p in claim.actors),
        targets=frozenset(_side(p) for p in claim.targets),
        struck=frozenset(w for p in claim.targets for w in _content(p)),
        killed=totals(claim.figures, "killed", openers),
        injured=totals(claim.figures, "injured", openers),
        openers=openers,
        joint=joint_figures(coded.text, words, claim.figures),
        quoted=_quoted(coded.text, claim),
        passage=shingles(around, chaining().copies.shingle),
        rare=rare_words(around),
    )


def _mentions(coded: Coded, words: Sequence[Token]) -> list[Told]:
    """Places where the report speaks of an event in passing ("after the bombing of …"), far from all its claims."""
    published = _ordinal(coded.published)
    if published is None:
        return []
    told = [claim.trigger.start for claim in coded.events]
    found: dict[tuple[str, frozenset[str]], Told] = {}
    for at, kind in event_words(words):
        token = words[at]
        if any(abs(token.start - start) <= linking().mentions.apart for start in told):
            continue
        after = words[at + 1 : at + 1 + linking().mentions.reach]
        names = _names(after)
        around = [t.form for t in words[max(0, at - chaining().copies.around) : at + chaining().copies.around]]
        if names and (kind, names) not in found:
            found[kind, names] = _mention(coded, token, kind, after, around)
    return list(found.values())[: linking().mentions.most]


def _names(after: Sequence[Token]) -> frozenset[str]:
    return name_words(*(t.form for t in after if t.kind == "word"))


def _behind(after: Sequence[Token]) -> tuple[str, ...]:
    """The words right behind an event's word, without those that may stand before a place's name."""
    words = own_words(" ".join(t.form for t in after if t.kind == "word"))
    start = next((n for n, word in enumerate(words) if word not in linking().mentions.between), len(words))
    return words[start:]


def _mention(coded: Coded, token: Token, kind: str, after: Sequence[Token], around: Sequence[str]) -> Told:
    published = _ordinal(coded.published) or 0
    return Told(
        id=mention_id(coded.id, token.start),
        report=coded.id,
        source=coded.source,
        published=published,
        start=token.start,
        type=kind,
        status="occurred",
        first=published - linking().undated.background,
        last=published,
        dated="background",
        place="",
        place_id="",
        names=frozenset(),
        fine=False,
        lat=None,
        lon=None,
        radius=0.0,
        city=False,
        admin1="",
        country="",
        land="",
        actors=frozenset(),
        targets=frozenset(),
        struck=frozenset(),
        killed=(),
        injured=(),
        openers=frozenset(),
        joint=frozenset(),
        quoted=frozenset(),
        passage=shingles(around, chaining().copies.shingle),
        rare=rare_words(around) | _names(after),
        mention=True,
        behind=_behind(after),
    )


def _is_fine(claim: Claim) -> bool:
    """Whether the place is a spot within a division; one known by name alone is shown at its division's point."""
    where = claim.place
    if where is None:
        return False
    if where.precision not in COARSE:
        return True
    return where.precision == "governorate" and bare(where.name) not in (
        bare(claim.admin1 or ""),
        bare(claim.country or ""),
    )


def _days(coded: Coded, claim: Claim) -> tuple[int | None, int | None, Dated]:
    """First and last possible day: the claim's own, else some days back from publication."""
    date = claim.date
    if date is not None and (date.start or date.end):
        low, high = _ordinal(date.start or date.end), _ordinal(date.end or date.start)
        return low, high, "told"
    published = _ordinal(coded.published)
    if published is None:
        return None, None, "unknown"
    back = linking().undated
    if claim.trigger.start <= back.lead:
        return published - back.fresh, published, "fresh"
    return published - back.background, published, "background"


def _ordinal(day: str | None) -> int | None:
    return Day.fromisoformat(day[:10]).toordinal() if day else None


def _content(party: Party) -> frozenset[str]:
    """Words of a target that tell it apart from others."""
    return frozenset(w for w in map(bare, re.findall(r"\w+", fold_text(party.text))) if w not in _loose())


@lru_cache(maxsize=1)
def _loose() -> frozenset[str]:
    return frozenset(bare(w) for w in linking().target_words)


def _side(party: Party) -> str:
    """A party's name for comparing: the row of the actor list, else its neutral name."""
    return party.id or bare(party.name or party.text)


def _quoted(text: str, claim: Claim, reach: int = 200) -> frozenset[str]:
    """Names in quotation marks near the trigger: operations, groups, camps."""
    around = text[max(0, claim.trigger.start - reach) : claim.trigger.end + reach]
    return frozenset(bare(m[1].strip()) for m in QUOTED.finditer(around))
