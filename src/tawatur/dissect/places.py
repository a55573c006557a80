"""Place mentions of a report: found by name and cue word, told apart from people and units, resolved with reasons."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from tawatur.dissect.place_choice import Choice, Context, choose, gather, home_of, prevailing
from tawatur.dissect.place_data import WORDS, bare
from tawatur.dissect.place_described import located, with_described
from tawatur.dissect.place_evidence import accepted
from tawatur.dissect.place_hits import find_hits
from tawatur.dissect.place_mark import LINKS, Hit, between
from tawatur.dissect.place_relative import derived, role_of
from tawatur.gazetteer import Gazetteer, default_gazetteer
from tawatur.gazetteer.prior import COMMON, zipf
from tawatur.records import Place, PlaceMention, Report, Sentence, Token

UNKNOWN_SCORE = 0.3
REACH = 3  # words between a place and what contains it


def find_places(
    tokens: Sequence[Token], sentences: Sequence[Sentence], report: Report, gazetteer: Gazetteer | None = None
) -> tuple[PlaceMention, ...]:
    """All named places of a report in text order, with reasons and alternatives; the user's gazetteer by default."""
    gazetteer = gazetteer or default_gazetteer()
    hits = with_described(tokens, sentences, accepted(tokens, find_hits(tokens, gazetteer)))
    context = gather([hit for hit in hits if not hit.weak], home_of(report.source))
    within = _containers(tokens, hits, _sentence_numbers(tokens, sentences))
    chosen = _choose_all(hits, within, context)
    kept = [k for k, hit in enumerate(hits) if chosen[k] or hit.cue or hit.weak or _may_be_elsewhere(tokens, hit)]
    moved = {k: n for n, k in enumerate(kept)}
    usual = prevailing(context)
    found = []
    for k in kept:
        outer = within[k]
        holder = chosen[outer] if outer is not None else None
        place = _strict(hits[outer], holder.place) if outer is not None and holder else None
        at = moved.get(outer) if outer is not None else None
        found.append(_mention(report.text, tokens, hits[k], chosen[k], (at, place), usual))
    return tuple(found)


def _choose_all(hits: Sequence[Hit], within: Sequence[int | None], context: Context) -> list[Choice | None]:
    """The place of each hit, those first that contain others."""
    chosen: list[Choice | None] = [None] * len(hits)
    answers: dict[tuple[object, ...], Choice | None] = {}  # a report repeats its places
    for k in sorted(range(len(hits)), key=lambda k: within[k] is not None):
        outer = within[k]
        holder = chosen[outer] if outer is not None else None
        container = _strict(hits[outer], holder.place) if outer is not None and holder else None
        cue = hits[k].cue
        asked = hits[k].key, cue.id if cue else "", container.id if container else "", hits[k].direction
        if asked not in answers:
            answers[asked] = choose(hits[k], context, container)
        chosen[k] = answers[asked]
    return chosen


def _may_be_elsewhere(tokens: Sequence[Token], hit: Hit) -> bool:
    """Whether a name that fits nowhere is no common word: somewhere of that name may be meant."""
    return hit.last > hit.name_first or (zipf(hit.key) < COMMON and located(tokens, hit.first))


def _strict(hit: Hit, place: Place) -> Place:
    """What contains a place; «west of Baghdad» says the country, not the governorate."""
    return replace(place, admin1=None, admin1_pcode=None) if hit.direction and place.kind != "adm1" else place


def _sentence_numbers(tokens: Sequence[Token], sentences: Sequence[Sentence]) -> list[int]:
    at = [-1] * len(tokens)
    for number, s in enumerate(sentences):
        at[s.first : s.last + 1] = [number] * (s.last + 1 - s.first)
    return at


def _containers(tokens: Sequence[Token], hits: Sequence[Hit], sentence: Sequence[int]) -> list[int | None]:
    """For each hit the one that contains it («X in the countryside of Y», «X (Y)»); members of a list share it."""
    within: list[int | None] = [None] * len(hits)
    for k in range(len(hits) - 2, -1, -1):
        a, b = hits[k], hits[k + 1]
        if sentence[a.first] != sentence[b.first]:
            continue
        gap = between(tokens, a, b)
        if b.listed and not _is_outer(b):
            within[k] = within[k + 1]
        elif len(gap) <= REACH and _contains(gap, a, b):
            within[k] = k + 1
    return within


def _is_outer(hit: Hit) -> bool:
    return bool(hit.cue and hit.cue.area and not hit.many and hit.conjunction == "")


def _contains(gap: Sequence[Token], a: Hit, b: Hit) -> bool:
    """Whether the words between two names say that the second contains the first, and it is the coarser one."""
    if _rank(b) <= _rank(a) or b.conjunction:
        return False
    if not gap:
        return bool(b.preposition) or bool(b.direction) or _is_outer(b)
    words = [t for t in gap if t.kind == "word"]
    if not words:
        return len(gap) == 1 and (gap[0].text in LINKS or gap[0].text == "(")
    link = bare(words[0].form, WORDS.containers)
    return len(words) == 1 and link is not None and not link.conjunction


def _rank(hit: Hit) -> int:
    """Coarseness of what a hit may name: site 0, settlement 1, district 2, region 3, governorate 4, country 5."""
    if hit.cue and hit.cue.kind != "area":
        return {"adm1": 4, "adm2": 2, "countryside": 3, "settlement": 1, "quarter": 0}.get(hit.cue.kind, 0)
    if hit.direction:
        return 4
    ranks = {"country": 5, "governorate": 4, "region": 3, "district": 2, "settlement": 1, "site": 0}
    if any(c.place.kind == "adm1" for c in hit.candidates):
        return 3
    return max((ranks[c.place.precision] for c in hit.candidates if c.place.kind != "adm2"), default=0)


def _mention(
    text: str,
    tokens: Sequence[Token],
    hit: Hit,
    choice: Choice | None,
    holder: tuple[int | None, Place | None],
    usual: tuple[str | None, str | None],
) -> PlaceMention:
    end = tokens[hit.last].end
    name_start = tokens[hit.name_first].start if hit.name_first > hit.first else hit.start
    place = derived(tokens, hit, choice.place) if choice else None
    country, admin1, reason = _where(place, holder[1], usual)
    return PlaceMention(
        first=hit.first,
        last=hit.last,
        start=hit.start,
        end=end,
        name=text[name_start:end],
        place=place,
        score=choice.score if choice else UNKNOWN_SCORE,
        reason=choice.reason if choice else reason,
        cue=hit.cue.id if hit.cue else "",
        alternatives=choice.others if choice else (),
        within=holder[0],
        role=role_of(tokens, hit),
        admin1=admin1,
        country=country,
    )


def _where(
    place: Place | None, holder: Place | None, usual: tuple[str | None, str | None]
) -> tuple[str | None, str | None, str]:
    """Country, division and reason: of the place, else of what contains it, else of the report's other places."""
    if place is not None:
        return place.country, place.admin1, ""
    unknown = "a name after a cue word that no gazetteer has"
    if holder is not None:
        return holder.country, holder.admin1, f"{unknown}; the text puts it in {holder.name}"
    country, admin1 = usual
    return country, admin1, f"{unknown}; most places of the report are in {admin1 or country}" if country else unknown
