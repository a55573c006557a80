"""Which hits are places: a name that is also a common word, a person's or a unit's needs words that speak for it."""

from __future__ import annotations

from collections.abc import Sequence

from tawatur.dissect.place_data import GIVEN, WORDS, bare
from tawatur.dissect.place_mark import LINKS, Hit, between
from tawatur.gazetteer.layers import AREAS
from tawatur.gazetteer.prior import COMMON, EVERYDAY, KNOWN, LIKELY, SURE, WEAK, zipf
from tawatur.language.clitics import CLITICS
from tawatur.records import Token

MOST, BARE = 5.1, 4.3  # Zipf frequencies of words that are a name at most behind «in», with the article and without


def accepted(tokens: Sequence[Token], hits: Sequence[Hit]) -> list[Hit]:
    """The hits that are places, in text order."""
    verdicts = [_verdict(tokens, hit) for hit in hits]
    sure = [hit for hit, v in zip(hits, verdicts, strict=True) if v and hit.candidates]
    countries = {hit.candidates[0].place.country for hit in sure}
    admin1 = {hit.candidates[0].place.admin1 for hit in sure}
    named = {hit.key.rpartition(" ")[2] for hit in sure if hit.cue or hit.last > hit.name_first}
    for k, hit in enumerate(hits):
        if verdicts[k] is None:
            near = _by_neighbours(hits, verdicts, k, tokens) or hit.key in named
            verdicts[k] = near or _at_home(hit, countries, admin1, tokens)
    for k, hit in enumerate(hits):
        if not verdicts[k] and _may_be(tokens, hit):
            hit.weak = verdicts[k] = True
    return [hit for hit, verdict in zip(hits, verdicts, strict=True) if verdict]


def _may_be(tokens: Sequence[Token], hit: Hit) -> bool:
    """Whether a curated name that also is a word is worth a doubtful mention: behind «in», or a rare word."""
    if not any(c.layer == 0 for c in hit.candidates) or _named_after(tokens, hit):
        return False
    if hit.preposition == CLITICS.prepositions[0] or _stands_behind(tokens, hit, WORDS.locatives):
        return zipf(hit.key) < (MOST if hit.key.startswith(CLITICS.article[0]) else BARE)
    return zipf(hit.key) < (EVERYDAY if _stands_behind(tokens, hit, WORDS.ways | WORDS.before_places) else KNOWN)


def _stands_behind(tokens: Sequence[Token], hit: Hit, words: frozenset[str]) -> bool:
    before = tokens[hit.first - 1] if hit.first else None
    return before is not None and before.kind == "word" and bare(before.form, words) is not None


def strength(hit: Hit) -> int:
    """How sure the bare name is a place; 0 for an unknown one."""
    return max((c.strength for c in hit.candidates), default=0)


def _verdict(tokens: Sequence[Token], hit: Hit) -> bool | None:
    """Whether the hit is a place by its own words; None: its neighbours must tell."""
    if hit.cue or (hit.direction and strength(hit) > WEAK):
        return True
    if _named_after(tokens, hit):
        return False
    sure = strength(hit)
    if hit.last > hit.name_first:
        sure = max(sure, LIKELY)  # several words in a row are seldom a name by chance
    if sure == SURE or _after_battle(tokens, hit):
        return True
    return True if sure == LIKELY and _after_preposition(tokens, hit) else None


def _named_after(tokens: Sequence[Token], hit: Hit) -> bool:
    """«Brigade of X», «newspaper X», «Sheikh Hassan X»: somebody or something else bears the name."""
    if hit.first == 0 or hit.preposition or hit.conjunction:
        return False
    before = tokens[hit.first - 1]
    if before.kind != "word":
        return False
    if bare(before.form, WORDS.prepositions):
        return False
    if bare(before.form, WORDS.units):
        return True
    name = before.form in GIVEN.names or before.form in WORDS.person_titles or before.form in GIVEN.openers
    return name and hit.last == hit.name_first


def _after_preposition(tokens: Sequence[Token], hit: Hit) -> bool:
    if hit.preposition:
        return True
    before = tokens[hit.first - 1] if hit.first else None
    if before is None or before.kind != "word":
        return False
    return bare(before.form, WORDS.prepositions) is not None or bare(before.form, WORDS.before_places) is not None


def _after_battle(tokens: Sequence[Token], hit: Hit) -> bool:
    """«The battles of X» where X is a word too, but also a governorate's name."""
    before = tokens[hit.first - 1] if hit.first and not hit.stripped else None
    if before is None or not bare(before.form, WORDS.before_places):
        return False
    return any(c.place.kind == "adm1" for c in hit.candidates)


def _by_neighbours(hits: Sequence[Hit], verdicts: Sequence[bool | None], k: int, tokens: Sequence[Token]) -> bool:
    """Whether a place stands in one list with it or contains it («X in the countryside of Y», «X (Y)»)."""
    hit = hits[k]
    if hit.listed and k and verdicts[k - 1]:
        return True
    if k + 1 == len(hits):
        return False
    after, verdict = hits[k + 1], verdicts[k + 1]
    if after.listed and zipf(hit.key) < EVERYDAY and (verdict or (verdict is None and _in_list(hits, verdicts, k + 1))):
        return True
    gap = between(tokens, hit, after)
    if not verdict or len(gap) > 1:
        return False
    contained = after.cue is not None and (after.cue.area or any(c.place.kind in AREAS for c in after.candidates))
    if not gap:
        return contained and bool(after.preposition)
    joined = gap[0].text in LINKS or gap[0].text == "(" or bare(gap[0].form, WORDS.containers) is not None
    return joined and (contained or strength(hit) >= LIKELY)


def _in_list(hits: Sequence[Hit], verdicts: Sequence[bool | None], k: int) -> bool:
    """Whether a later member of the list that hit k stands in is a place."""
    while k + 1 < len(hits) and hits[k + 1].listed:
        k += 1
        if verdicts[k]:
            return True
    return False


def _at_home(hit: Hit, countries: set[str | None], admin1: set[str | None], tokens: Sequence[Token]) -> bool:
    """A likely name of a country, or after a preposition a less likely one of a division, that the report speaks of."""
    if strength(hit) >= LIKELY:
        own = hit.candidates[0].layer == 0 or _after_preposition(tokens, hit)
        return own and any(c.place.country in countries for c in hit.candidates)
    held = any(c.place.admin1 and c.place.admin1 in admin1 for c in hit.candidates)
    return held and zipf(hit.key) < COMMON and _after_preposition(tokens, hit)
