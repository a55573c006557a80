"""Two claims side by side: each question gives one answer, named in fuse/linking.yml with its weight and its words.

The functions here only say *which* answer holds; weights are data, so that anyone can read and change them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

from tawatur.fuse.candidates import mixed_types
from tawatur.fuse.copies import containment
from tawatur.fuse.mentions import kind_of
from tawatur.fuse.rarity import is_telling, shared_words
from tawatur.fuse.settings import linking
from tawatur.fuse.spelling import own_words, sound
from tawatur.fuse.told import Told
from tawatur.fuse.totals import Interval

WEEK = 10  # days within which a misread or missing day is likelier than another event of the same kind
RECENT = 7  # days for which an event is in the news
SINGLE_DAYS = 2  # a told time of at most so many days is narrow
OPEN = 5  # "tens" is 20 and more, up to the next such word: an open end agrees with so many times its bound
LARGE = 5  # from here on, an equal number is no accident


def day(a: Told, b: Told) -> str:
    """How the days of two claims lie to each other."""
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return "unknown"
    gap = max(a.first - b.last, b.first - a.last, 0)
    if a.dated == b.dated == "told":
        return _told_days(a, b, gap)
    if gap:
        return "stale" if gap <= WEEK else "far"
    if a.dated == b.dated == "fresh":
        return "published"
    return "fits" if "told" in (a.dated, b.dated) and "fresh" in (a.dated, b.dated) else _looking_back(a, b)


def _looking_back(a: Told, b: Told) -> str:
    """A mention without a day most likely speaks of what happened last: the farther back, the less likely."""
    back = abs(_news(a) - _news(b))
    return "recent" if back <= RECENT else "background" if back <= 2 * RECENT else "old"


def _news(t: Told) -> int:
    """The day on which a claim was news, as far as is known."""
    return (t.last if t.dated == "told" else t.published) or 0


def _told_days(a: Told, b: Told, gap: int) -> str:
    narrow = _width(a) <= SINGLE_DAYS and _width(b) <= SINGLE_DAYS
    if gap:
        return "next" if gap == 1 and narrow else "near" if gap <= 3 else "week" if gap <= WEEK else "far"
    if a.first == b.first and a.last == b.last and narrow:
        return "same" if a.first == a.last else "overlap"
    return "overlap" if narrow else "wide"


def _width(t: Told) -> int:
    return (t.last or 0) - (t.first or 0) + 1


def place(a: Told, b: Told) -> str:
    """How the places of two claims lie to each other; a rare word near the trigger may be the place's name as well."""
    answer = _places(a, b)
    if answer not in AGREE and (_named_by(a, b) or _named_by(b, a)):
        return "doubtful" if answer in DISAGREE else "mentioned"
    return answer


def _named_by(a: Told, b: Told) -> bool:
    """Whether the words about b name the place of a; a mention must do so by no common word, or by the whole name."""
    found = a.names & b.rare
    if not b.mention or not found:
        return bool(found)
    if not a.fine or 2 * len(found) < len(a.names):
        return False
    return any(map(is_telling, found)) or _names_wholly(a, b)


def _names_wholly(a: Told, mention: Told) -> bool:
    """Whether a place of the gazetteer is named right behind the event's word, and not by a word for an event."""
    name = own_words(a.place)
    return bool(a.place_id) and mention.behind[: len(name)] == name and not any(map(kind_of, name))


AGREE = ("same", "city", "name", "sound", "near", "within")
DISAGREE = ("apart", "far", "outside", "foreign")


def _places(a: Told, b: Told) -> str:
    if not a.place or not b.place:
        return _one_place(a, b)
    if a.fine and b.fine:
        return _fine_places(a, b)
    if not a.fine and not b.fine:
        return _coarse_places(a, b)
    fine, coarse = (a, b) if a.fine else (b, a)
    return _within(fine, coarse)


def _fine_places(a: Told, b: Told) -> str:
    if a.place_id and a.place_id == b.place_id:
        return "city" if a.city else "same"
    shared = _one_name(a, b)
    km = distance(a, b)
    if km is None:
        if _foreign(a, b):
            return "foreign"
        if shared or (a.place_id and b.place_id):
            return "name" if shared else "other"
        return "sound" if _one_sound(a, b) else "unlisted"
    if shared and km <= 25:
        return "name"
    if km <= 6:
        return "near"
    if km <= max(a.radius, b.radius):
        return "within"
    return "around" if km <= 15 else "apart" if km <= 50 else "far"


def _one_name(a: Told, b: Told) -> bool:
    """Whether two names are one, or one is a part of the other: a word in common is not enough."""
    return _most_shared(a.names, b.names)


def _most_shared(a: frozenset[str], b: frozenset[str]) -> bool:
    return len(a & b) * 2 > min(len(a), len(b))


def _one_sound(a: Told, b: Told) -> bool:
    """Whether a name that is in no gazetteer is the other one with letters that stand for the same foreign sound."""
    return _most_shared(frozenset(map(sound, a.names)), frozenset(map(sound, b.names)))


def _coarse_places(a: Told, b: Told) -> str:
    if a.names & b.names or (a.admin1 and a.admin1 == b.admin1):
        return "region" if a.admin1 else "country"
    if _foreign(a, b):
        return "foreign"
    return "outside" if a.admin1 and b.admin1 else "country"


def _within(fine: Told, coarse: Told) -> str:
    if fine.admin1 and (fine.admin1 == coarse.admin1 or fine.admin1 in coarse.names):
        return "within"
    if fine.names & coarse.names:
        return "within"
    if _foreign(fine, coarse):
        return "foreign"
    return "outside" if coarse.admin1 and fine.admin1 else "country"


def _one_place(a: Told, b: Told) -> str:
    """A country without a place is the report's, not the event's: it speaks for, but never against."""
    if a.admin1 and b.admin1:
        return "region" if a.admin1 == b.admin1 else "outside"
    return "country" if a.country and a.country == b.country else "unknown"


def _foreign(a: Told, b: Told) -> bool:
    """Whether the places lie in two countries, as far as they vouch for one; a report's own country says nothing."""
    return bool(a.land and b.land and a.land != b.land)


def distance(a: Told, b: Told) -> float | None:
    """Kilometres between two places on the globe, None if one has no position."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    rows, columns = radians(b.lat - a.lat), radians(b.lon - a.lon)
    h = sin(rows / 2) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(columns / 2) ** 2
    return 12742.0 * asin(min(1.0, sqrt(h)))


def type_(a: Told, b: Told) -> str:
    """Whether reports mix the two types up."""
    return "same" if a.type == b.type else _types(a.type, b.type)


@lru_cache(maxsize=1_000)
def _types(a: str, b: str) -> str:
    if any(a in group and b in group for group in linking().close):
        return "close"
    return "related" if b in mixed_types().get(a, ()) else "other"


def status(a: Told, b: Told) -> str:
    """Occurred, planned, failed or denied."""
    if a.status == b.status:
        return "same"
    return "denied" if "denied" in (a.status, b.status) else "other"


def killed(a: Told, b: Told) -> str:
    """The numbers of killed, the nearest of several accounts."""
    return _numbers(a.killed, b.killed)


def injured(a: Told, b: Told) -> str:
    """The numbers of injured, the nearest of several accounts."""
    return _numbers(a.injured, b.injured)


ORDER = ("exact", "few", "fits", "close", "differ", "disagree")


def _numbers(a: tuple[Interval, ...], b: tuple[Interval, ...]) -> str:
    if not a or not b:
        return "unknown"
    return min((_interval(x, y) for x in a for y in b), key=ORDER.index)


def _interval(x: Interval, y: Interval) -> str:
    low, high = sorted((max(x.lowest(), 1), max(y.lowest(), 1)))
    if x == y and x.low == x.high:
        return "exact" if low >= LARGE else "few"
    ratio = high / low
    if _may_be_one(x, y) and ratio <= (OPEN if None in (x.high, y.high) else 3):
        return "fits"
    return "close" if ratio <= 1.5 else "differ" if ratio <= 3 else "disagree"


def _may_be_one(x: Interval, y: Interval) -> bool:
    """Whether some number lies within both: an open end reaches as far as the other's number."""
    return (x.high is None or y.lowest() <= x.high) and (y.high is None or x.lowest() <= y.high)


def actors(a: Told, b: Told) -> str:
    """The sides that act: only two of the list are known to be two, "gunmen" and "the rebels" may be anyone."""
    if a.actors & b.actors:
        return "shared"
    if a.actors & b.targets or b.actors & a.targets:
        return "swapped"
    return "other" if any(map(_is_listed, a.actors)) and any(map(_is_listed, b.actors)) else "unknown"


def _is_listed(side: str) -> bool:
    """Whether a side is a row of the list of actors: their ids have a dot."""
    return "." in side


def targets(a: Told, b: Told) -> str:
    """What was struck."""
    if a.struck & b.struck or a.targets & b.targets:
        return "shared"
    return "other" if a.struck and b.struck else "unknown"


def words(a: Told, b: Told) -> str:
    """Runs of words that the two passages share."""
    if a.report == b.report or a.passage.isdisjoint(b.passage):  # one report's passages overlap, which says nothing
        return "none"
    share = containment(a.passage, b.passage)
    return "copy" if share >= 0.35 else "partly" if share >= 0.15 else "some" if share >= 0.05 else "none"


def names(a: Told, b: Told) -> str:
    """Names in quotation marks near both triggers."""
    return "none" if a.report == b.report or a.quoted.isdisjoint(b.quoted) else "shared"


def rare(a: Told, b: Told) -> str:
    """Rare words near both triggers that are no name of the place."""
    if a.report == b.report or a.rare.isdisjoint(b.rare):
        return "none"
    found = len(shared_words(a.rare, b.rare) - a.names - b.names)
    return "several" if found > 2 else "two" if found == 2 else "one" if found else "none"


def report(a: Told, b: Told) -> str:
    """Whether one report tells both, and whether it gives them tolls that cannot be of one event."""
    if a.report != b.report:
        return "other"
    return "rival" if killed(a, b) in ("differ", "disagree") else "same"


QUESTIONS: dict[str, Callable[[Told, Told], str]] = {
    "day": day,
    "place": place,
    "type": type_,
    "status": status,
    "killed": killed,
    "injured": injured,
    "actors": actors,
    "targets": targets,
    "words": words,
    "names": names,
    "rare": rare,
    "report": report,
}
