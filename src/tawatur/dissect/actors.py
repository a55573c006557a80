"""Noun phrases that name a side, people, a thing or a site: one mention a head noun, each at its full extent.

Named actors come from the country packs; all others are recognised by their head noun (ar/actor-nouns.yml), by a
person's name or by an adjective of a nation. Loaded words stay in the span; the name is the pack's neutral one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date as Day

from msgspec import Struct

from tawatur.dissect.names import ACTORS, Actor, Named, find_names
from tawatur.dissect.phrase_parts import Words, read_words
from tawatur.dissect.phrases import phrase_first, phrase_last
from tawatur.dissect.word_lists import NATIONS
from tawatur.dissect.words import OPENERS, PHRASES, Word
from tawatur.language.letters import cut
from tawatur.language.number_words import read_value
from tawatur.records import ActorMention, CountMention, PlaceMention, Sentence, Token


class _Report(Struct, frozen=True):
    """What is looked up while the mentions of one report are made."""

    text: Words
    named: dict[int, Named]
    countries: Counter[str]
    counts: dict[int, CountMention]  # token → the count that it stands in
    day: Day | None
    surnames: set[str]  # last words of the persons named so far, as they may stand alone later


def find_actors(
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    counts: Sequence[CountMention] = (),
    places: Sequence[PlaceMention] = (),
    published: Day | None = None,
) -> tuple[ActorMention, ...]:
    """All mentions in the order of their first tokens; a mention holds another one only where the outer is no side."""
    text = read_words(tokens, sentences)
    named = find_names(tokens)
    text.named = {first: name.last for first, name in named.items()}
    inside = {i: count for count in counts if count.kind != "plural" for i in range(count.first, count.last + 1)}
    report = _Report(text, named, _countries(text, named, places), inside, published, set())
    found: list[ActorMention] = []
    covered, within, outer = -1, -1, ""
    for i, current in enumerate(text.words):
        if current is None or i <= within or (i <= covered and not _is_inner(report, i, current, outer)):
            continue
        rule = _opens(report, i, current)
        if not rule:
            continue
        mention = _mention(report, i, current, rule)
        within = mention.last if i <= covered else within
        if mention.last > covered:
            covered, outer = mention.last, current.noun.role if current.noun else ""
        found.append(mention)
        if i - mention.first >= _LONG_COUNT and i in report.counts:
            found.append(_mention(report, i, current, rule, counted=False))  # «… of them, families»: the noun alone
        if mention.last > i and (rule == "actor.person" or (current.noun and current.noun.role in _NAMED)):
            _remember(report, mention)
    return tuple(found)


def _opens(report: _Report, i: int, current: Word) -> str:
    """The rule by which a mention starts at this word, or ""."""
    if i in report.named:
        if not report.named[i].certain and current.noun is None and _resolved(report, report.named[i]) is None:
            return ""
        place = any(actor.id.endswith(_STATE) for actor in report.named[i].certain) and current.noun is None
        return "" if place and _is_place(report.text, i, current) else "actor.name"
    if _is_quantity(report.text, i, current):
        return "actor.quantity"
    if current.cls == "noun":
        return f"actor.{current.noun.id}" if current.noun and _is_head(report.text, i, current) else ""
    if current.cls == "nation":
        return "" if _is_place(report.text, i, current) else "actor.nation"
    if current.cls == "nisba":
        return "actor.nisba-people" if current.free else "actor.nisba"
    if current.cls in ("adjective", "linker") and current.free:
        return "actor.adjective" if current.article or _stands_alone(report.text, i) else ""
    if report.text.tokens[i].form in report.surnames or current.base in report.surnames:
        return "actor.surname"
    if current.cls == "name" or current.base in OPENERS:
        return "actor.person" if _is_person(report.text, i) else ""
    return ""


def _mention(report: _Report, i: int, current: Word, rule: str, *, counted: bool = True) -> ActorMention:
    """The mention whose head is token `i`."""
    text = report.text
    last = i if rule == "actor.nisba" else phrase_last(text, i)
    if rule == "actor.quantity":
        last = i + (i + 1 < len(text.tokens) and text.tokens[i + 1].form in _OF_THEM)
    first = phrase_first(text, i) if counted else i
    count = report.counts.get(i) if counted else None
    if count is not None and count.first < first:
        first = count.first
    owner = _owner(report, i, last, current)
    start = _start(report, first)
    who = current.noun.who if current.noun else ("combatant" if owner else "unspecified")
    role = current.noun.role if current.noun else ""
    whole = i in report.named and report.named[i].last >= last
    kind = _kind(report, current, owner, "" if whole and owner else role, rule)
    of_side = owner is not None and (whole or role not in _NOT_SIDES)
    return ActorMention(
        first=first,
        last=last,
        start=start,
        end=text.tokens[last].end,
        head=i,
        id=owner.id if owner and of_side else None,
        name=owner.name if owner and of_side else " ".join(t.form for t in text.tokens[first : last + 1]),
        kind=kind,
        who=who,
        rule=rule,
    )


def _remember(report: _Report, mention: ActorMention) -> None:
    """Keep a person's last name, if the phrase ends in one."""
    last = report.text.words[mention.last]
    if last is None or last.preposition or last.conjunction or last.noun is not None:
        return
    before = report.text.words[mention.last - 1]
    if last.cls == "name" or (last.cls == "unknown" and before is not None and before.cls == "name"):
        report.surnames.add(report.text.tokens[mention.last].form)


def _start(report: _Report, first: int) -> int:
    """Offset of the phrase without what is written onto its front; one that hides the article stays."""
    current, token = report.text.words[first], report.text.tokens[first]
    if first in report.named:
        return token.start + cut(token.text, report.named[first].skip)
    if current is None or not current.skip:
        return token.start
    length = len(current.conjunction) + len(current.preposition)
    if current.article and token.form[length - 1 : length + 1] == _LAM * 2:
        length -= 1
    return token.start + cut(token.text, length)


def _owner(report: _Report, first: int, last: int, current: Word) -> Actor | None:
    """Whose phrase it is: the named actor in it, else the forces of the nation whose adjective stands in it."""
    for i in range(first, last + 1):
        name = report.named.get(i)
        if name is not None and (owner := _resolved(report, name)) is not None:
            return owner
    if current.noun is not None and current.noun.role not in ("force", "air", "state"):
        return None
    for i in range(first, last + 1):
        word = report.text.words[i]
        if word is not None and word.nation:
            return ACTORS.get(f"{word.nation.lower()}.state")
    return None


def _resolved(report: _Report, name: Named) -> Actor | None:
    """The one row that the name means in this report."""
    certain = [actor for actor in name.certain if actor.active_on(report.day)] or list(name.certain)
    if len(certain) == 1:
        return certain[0]
    candidates = certain or [actor for actor in name.ambiguous if actor.active_on(report.day)]
    votes = [(max((report.countries[c] for c in actor.countries), default=0), actor) for actor in candidates]
    votes.sort(key=lambda vote: -vote[0])
    if not votes or not votes[0][0] or (len(votes) > 1 and votes[0][0] == votes[1][0]):
        return None
    return votes[0][1]


def _kind(report: _Report, current: Word, owner: Actor | None, role: str, rule: str) -> str:
    if role in ("thing", "site", "people", "source", "title", "victim"):
        return current.noun.kind if current.noun else "unknown"
    if owner is not None:
        home = report.countries.most_common(1)
        abroad = bool(home) and owner.kind == "state_force" and home[0][0] not in owner.countries
        return "foreign_force" if abroad else owner.kind
    if rule in ("actor.person", "actor.surname"):
        return "person"
    if rule in ("actor.nation", "actor.nisba"):
        return "foreign_force"
    if rule in ("actor.nisba-people", "actor.adjective"):
        return "unknown"
    return current.noun.kind if current.noun else "unknown"


def _countries(text: Words, named: dict[int, Named], places: Sequence[PlaceMention]) -> Counter[str]:
    """How often the report speaks of each country: places, adjectives of nations, and certain actors' own countries."""
    votes: Counter[str] = Counter()
    for place in places:
        if place.country:
            votes[place.country] += 2
    for word in text.words:
        if word is not None and word.nation:
            votes[word.nation] += 1
    for name in named.values():
        for actor in name.certain:
            if len(actor.countries) == 1:
                votes[actor.countries[0]] += 1
    return votes


def _is_inner(report: _Report, i: int, current: Word, outer: str) -> bool:
    """A side inside the phrase of a site or a thing is a mention too, of people only behind a preposition."""
    people = current.cls in ("adjective", "linker") or (current.noun is not None and current.noun.role == "member")
    side = current.noun is not None and current.noun.role in _SIDES
    if i not in report.named and not side and not (people and outer == "thing" and current.free):
        return False
    before = report.text.words[i - 1]
    tied = bool(current.preposition) or (before is not None and (before.cls == "particle" or before.preposition))
    return outer in _THINGS or (outer in _PEOPLE and bool(tied or report.text.tokens[i - 1].form in PHRASES.spoken_for))


def _is_quantity(text: Words, i: int, current: Word) -> bool:
    """«The dozens» or «the thousands» without a noun, «four of them»."""
    following = text.tokens[i + 1].form if i + 1 < len(text.tokens) else ""
    if following in _OF_THEM:
        return current.cls == "quantifier" or read_value(tuple(text.tokens[i : i + 6]), 0) is not None
    alone = current.cls == "quantifier" and current.article and following not in PHRASES.partitive
    return alone and current.base in PHRASES.multitudes


def _is_person(text: Words, i: int) -> bool:
    """At least two words of a name."""
    following = text.words[i + 1] if i + 1 < len(text.words) else None
    if following is None or following.conjunction or following.preposition:
        return False
    return following.cls in ("name", "unknown", "adjective")


def _is_head(text: Words, i: int, current: Word) -> bool:
    """No adjective of the noun before, no idiom with the word behind, no source of something that is fired."""
    following = text.words[i + 1] if i + 1 < len(text.words) else None
    if following is not None and text.tokens[i + 1].form in PHRASES.idioms.get(current.base, ()):
        return False
    fired = following is not None and following.noun is not None and following.noun.role in ("thing", "air", "victim")
    if current.noun is not None and current.noun.role == "source" and fired:
        return False
    if current.base in PHRASES.fronts and i and text.tokens[i - 1].form in PHRASES.membership:
        return False
    return not _is_attribute(text, i, current)


def _is_attribute(text: Words, i: int, current: Word) -> bool:
    """A word such as "armed" right behind a noun that takes no person is that noun's adjective."""
    before = text.words[i - 1] if i else None
    if not current.adjective or current.free or current.conjunction or current.preposition or before is None:
        return False
    if before.cls not in ("noun", "unknown", "adjective", "linker", "nisba") or before.base in _TAKERS:
        return False
    if before.cls == "unknown" and (before.conjunction or i < 2 or text.words[i - 2] is None):
        return False  # a clause opens there: more likely its verb than a noun
    return before.article == current.article and not before.owned


def _stands_alone(text: Words, i: int) -> bool:
    """A plural adjective without a noun before it: "unknown [men] killed"."""
    before = text.words[i - 1] if i else None
    if before is None or before.cls in ("verb", "particle", "quantifier") or before.base in _TAKERS:
        return True
    return (
        before.noun is not None and before.noun.role == "thing" and not before.article
    )  # "the bullets of unknown men"


def _is_place(text: Words, i: int, current: Word) -> bool:
    """A country behind a preposition of place is no side."""
    before = text.words[i - 1] if i else None
    if current.preposition in _PLACED or (before is not None and before.base in _PLACE_PREPOSITIONS):
        return True
    if text.tokens[i].form not in _CAPITALS and current.base not in _CAPITALS:
        return False
    following = text.words[i + 1] if i + 1 < len(text.words) else None
    acts = before is not None and before.cls in ("verb", "particle")
    return not acts and not (before is None and following is not None and following.cls == "verb")


_LAM = "\u0644"
_LONG_COUNT = 2  # words of a count before its noun from which the noun alone is a mention too
_OF_THEM = frozenset(PHRASES.pronoun_links["\u0645\u0646"])
_PLACED = ("\u0628",)
_NOT_SIDES = frozenset({"thing", "site", "people", "victim", "source", "title"})
_TAKERS = frozenset(PHRASES.person_takers)
_STATE = ".state"
_PLACE_PREPOSITIONS = frozenset((*PHRASES.place_prepositions, *PHRASES.place_nouns))
_CAPITALS = frozenset(capital for nation in NATIONS for capital in nation.capitals)
_THINGS = frozenset({"thing", "site", "victim", "other"})
_PEOPLE = frozenset({"people", "member", "title", "source"})
_NAMED = frozenset({"title", "people", "member", "force"})
_SIDES = frozenset({"force", "air", "state", "side"})
