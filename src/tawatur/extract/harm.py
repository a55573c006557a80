"""Numbers of dead and hurt: what their words say, and whose they are not: of types that harm nobody, or another time.

"More than 3,000 killed since March" and "32 killed on 20 July" are no figures of what happened yesterday.
"""

from __future__ import annotations

from collections.abc import Sequence

from tawatur.extract.scene import Scene
from tawatur.records import CountMention, DateMention

HARM = frozenset(("killed", "injured", "casualties"))
# Types whose own figures are never harm: 1 in 1,000 coded events of these types (gold and own labels).
HARMLESS = frozenset((
    "defection", "refusal", "mobilization", "protest", "agreement", "withdrawal", "displacement", "detention",
    "abduction", "release", "destruction", "disrupted_weapons", "siege",
))  # fmt: skip
LOOSE = ("victim", "casualty")  # nouns that are said of the dead alone as well
STRETCHES = ("date.since", "date.range", "date.lasting")  # rules of times over which something goes on
LONG = 7  # days: over a longer time tolls are added up, unless the event itself lasts so long
CAMPAIGN = 28  # days over which the toll of an event without a time is that of a campaign or war
APART = 2  # days between two times from which on they are two: reports are a day off


def outcome_of(count: CountMention, weighed: str) -> str:
    """What the counted noun itself says ("dead", "between dead and wounded"), else the outcome that was weighed."""
    if weighed in HARM and count.outcome in HARM and count.noun not in LOOSE:
        return count.outcome
    return weighed


def may_count(outcome: str, type_: str) -> bool:
    """Whether an event of a type may have a figure with this outcome."""
    return outcome not in HARM or type_ not in HARMLESS


def first_of_its_time(scene: Scene, count: int, dates: Sequence[int | None]) -> int | None:
    """Which event count number `count` is of, given the numbers of the events' dates, the likeliest event first.

    The first one unless the count is of another time: then the next one whose date fits, None if there is none.
    """
    if not dates or not of_another_time(scene, count, dates[0]):
        return 0
    later = (at for at, date in enumerate(dates) if date is not None and not of_another_time(scene, count, date))
    return next(later, None)


def of_another_time(scene: Scene, count: int, date: int | None) -> bool:
    """Whether the times that a count's words name are none of the event's own, which date number `date` gives.

    A later time may be that of the statement ("said today that …"); one that is not known may be any.
    """
    first = scene.reading.counts[count].first
    beside = [scene.reading.dates[n] for n in scene.positions["date"].get(scene.sentence[first], ())]
    own = [d for d in beside if scene.clause[d.first] == scene.clause[first]]
    if date is None:
        return bool(own) and all(_lasts(d) > CAMPAIGN for d in own)
    event = scene.reading.dates[date]
    if own:
        return all(_is_older(d, event) or _is_stretch(d, event) for d in own)
    return any(_is_older(d, event) for d in [d for d in beside if d.last < first][-1:])


def _is_older(named: DateMention, event: DateMention) -> bool:
    """Whether a named time is over before the event's begins."""
    if named.high is None or event.low is None:
        return False
    return (event.low - named.high).days >= APART


def _is_stretch(named: DateMention, event: DateMention) -> bool:
    """Whether a named time reaches far back behind an event that does not last so long."""
    if named.low is None or event.low is None or event.high is None:
        return False
    return _lasts(named) > LONG >= (event.high - event.low).days and (event.low - named.low).days > LONG


def _lasts(named: DateMention) -> int:
    """Days of a stretch of time, 0 for a time that is merely not known to the day ("in March")."""
    if named.rule not in STRETCHES or named.low is None or named.high is None:
        return 0
    return (named.high - named.low).days
