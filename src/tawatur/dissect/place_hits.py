"""Where place names stand in a report: names of the gazetteer, and names that only a cue word tells."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from tawatur.dissect.place_data import WORDS, Cue, FoundCue, cue_of, direction_of
from tawatur.dissect.place_mark import LINKS, QUOTES, Hit, is_word
from tawatur.dissect.place_unknown import may_name, unknown_name
from tawatur.gazetteer.layers import Gazetteer, Opening
from tawatur.gazetteer.names import NAME_KINDS
from tawatur.gazetteer.prior import COMMON, EVERYDAY, LIKELY, SURE, zipf
from tawatur.language.clitics import CLITICS
from tawatur.language.letters import cut
from tawatur.records import Token

PARTS = frozenset(
    (
        "quarter suburb front camp barracks mountain valley plain wild pass island water road street junction "
        "checkpoint building plant"
    ).split()
)
ALIKE = {
    "quarter": ("settlement", "camp"),
    "mountain": ("mountains", "region"),
    "plain": ("region",),
    "region": ("mountains", "desert", "forest"),
}


def find_hits(tokens: Sequence[Token], gazetteer: Gazetteer) -> list[Hit]:
    """All names that could be places, in text order; none overlaps another."""
    hits: list[Hit] = []
    i, n = 0, len(tokens)
    listed = -1  # token behind a hit that opens or continues a list
    while i < n:
        token = tokens[i]
        hit = None
        if token.kind == "word" and (i == listed or _opens(token.form) or gazetteer.openings(token.form)):
            hit = _hit_at(tokens, i, gazetteer, hits)
        if hit is None:
            i += 1
            continue
        hits.append(hit)
        i = hit.last + 1
        listed = i if hit.many else -1
    return hits


@lru_cache(maxsize=100_000)
def _opens(form: str) -> bool:
    """Whether a word that is no name of the gazetteer may open a mention all the same."""
    return bool(cue_of(form) or direction_of(form))


def _hit_at(tokens: Sequence[Token], i: int, gazetteer: Gazetteer, hits: list[Hit]) -> Hit | None:
    """The mention that begins at token i: [direction] [cue] name."""
    form = tokens[i].form
    known = _known(tokens, i, gazetteer)
    if (split := direction_of(form)) and (known is None or known.last == i):
        if found := _directed(tokens, i, gazetteer, split.skip, split.rest, hits):
            return found
    cue = cue_of(form)
    if known and (cue is None or known.last > i or not is_word(tokens, i + 1)):
        return _after_list(known if cue is None else _cued_name(known, cue, i), hits, tokens)
    if cue and (found := _after_cue(tokens, i, cue, gazetteer)):
        return found
    return _after_list(known, hits, tokens) if known else _unknown_in_list(tokens, i, hits)


def _known(tokens: Sequence[Token], i: int, gazetteer: Gazetteer, *, generic: bool = False) -> Hit | None:
    """The longest name of the gazetteer that begins at token i; `generic`: «the North» may be one."""
    best: tuple[int, str, Opening] | None = None
    form = tokens[i].form
    for opening in gazetteer.openings(form):
        last, name_key = _longest(tokens, i, opening, gazetteer)
        if last == i and opening.skip and zipf(form) > zipf(name_key):
            continue  # the whole word is a commoner one than the name in it
        if last >= 0 and (best is None or last > best[0]):
            best = last, name_key, opening
    if best is None or (best[1] in WORDS.not_names and not generic):
        return None
    last, name_key, opening = best
    return Hit(
        first=i,
        last=last,
        name_first=i,
        start=tokens[i].start + cut(tokens[i].text, opening.skip),
        key=name_key,
        candidates=gazetteer.find(name_key),
        preposition=opening.preposition,
        conjunction=opening.conjunction,
        stripped=opening.skip,
    )


def _longest(tokens: Sequence[Token], i: int, opening: Opening, gazetteer: Gazetteer) -> tuple[int, str]:
    """Last token and key of the longest name from this opening, (-1, "") where there is none."""
    words = [opening.word]
    found = (i, opening.word) if gazetteer.knows(opening.word) else (-1, "")
    for j in range(i + 1, min(i + opening.words, len(tokens))):
        if tokens[j].kind not in NAME_KINDS:
            break
        words.append(tokens[j].form.lower())
        joined = " ".join(words)
        if gazetteer.knows(joined):
            found = j, joined
    return found


def _cued_name(known: Hit, cue: FoundCue, i: int) -> Hit:
    """A name whose first word is itself a cue word, such as a mountain's."""
    if known.last > i and not cue.article:
        known.cue = cue.cue
    return known


def _after_cue(tokens: Sequence[Token], i: int, cue: FoundCue, gazetteer: Gazetteer) -> Hit | None:
    """The name behind a cue word: one of the gazetteer, else (after some cues) unknown words."""
    j = i + 1
    if j < len(tokens) and tokens[j].text in QUOTES:
        j += 1
    hit = None if cue.article or not is_word(tokens, j) else _name_after(tokens, j, cue.cue, gazetteer)
    if hit is None:
        return None
    hit.opens, hit.many, hit.preposition, hit.conjunction = i, cue.many, cue.preposition, cue.conjunction
    if hit.cue is None or not hit.cue.area:
        hit.cue = cue.cue  # of «fronts of the countryside of X» the inner cue tells what X is
    if not _may_follow(hit, cue.cue):
        return None
    if cue.cue.keep:
        hit.first, hit.start = i, tokens[i].start + cut(tokens[i].text, cue.skip)
        _with_adjective(tokens, hit)
    return hit


def _name_after(tokens: Sequence[Token], j: int, cue: Cue, gazetteer: Gazetteer) -> Hit | None:
    """The name that begins at token j, behind a cue word."""
    hit = _known(tokens, j, gazetteer, generic=cue.kind == "adm1")
    if hit is not None and hit.stripped:
        hit = None  # «town in X», «town of the …»: a clitic ends the phrase
    if hit is not None and hit.last == j and tokens[j].form in WORDS.name_heads and cue.unknown:
        return unknown_name(tokens, j) or hit  # «town of Tell X», of which only the first word is known
    inner = cue_of(tokens[j].form)
    if hit is None and inner and not inner.skip and not inner.article and is_word(tokens, j + 1):
        hit = _after_cue(tokens, j, inner, gazetteer)  # «countryside of the city of X»
    return unknown_name(tokens, j) if hit is None and cue.unknown else hit


def _may_follow(hit: Hit, cue: Cue) -> bool:
    """Keep the candidates that the cue word allows, and say whether the name stands without one.

    After «street», «hill» or «quarter» a town of that name is meant only if it is great: such names are given freely.
    """
    if not hit.candidates:
        return True
    single = " " not in hit.key and not hit.key.startswith(CLITICS.article[0])
    if all(c.strength <= LIKELY for c in hit.candidates) and (cue.loose or single):
        if zipf(hit.key) >= (COMMON if cue.loose else EVERYDAY) and not any(
            c.place.kind == cue.kind for c in hit.candidates
        ):
            return False
    if cue.id in PARTS:
        alike = (cue.kind, *ALIKE.get(cue.kind, ()))
        hit.candidates = tuple(c for c in hit.candidates if c.place.kind in alike or c.strength == SURE)
    return bool(hit.candidates) or cue.unknown


def _with_adjective(tokens: Sequence[Token], hit: Hit) -> None:
    """«countryside of X the northern», «base of X the air»: adjectives that belong to the cue word."""
    while is_word(tokens, hit.last + 1) and tokens[hit.last + 1].form in WORDS.name_adjectives:
        hit.last += 1
        if tokens[hit.last].form in WORDS.direction_adjectives:
            hit.adjective = tokens[hit.last].form


def _after_list(hit: Hit, hits: list[Hit], tokens: Sequence[Token]) -> Hit:
    """A name linked to the hit before it by «and» or a comma takes over the cue word of a list."""
    before = hits[-1] if hits else None
    if before is None or hit.preposition:
        return hit
    between = tokens[before.last + 1 : hit.first]
    comma = len(between) == 1 and between[0].text in LINKS
    hit.listed = comma or (not between and bool(hit.conjunction)) or _is_and(between)
    if hit.listed and before.many and hit.cue is None:
        hit.cue, hit.many = before.cue, before.many
    return hit


def _is_and(between: Sequence[Token]) -> bool:
    return len(between) == 1 and between[0].form in CLITICS.conjunctions


def _unknown_in_list(tokens: Sequence[Token], i: int, hits: list[Hit]) -> Hit | None:
    """The second name of «the two towns of A and B» where no gazetteer has it."""
    before = hits[-1] if hits else None
    waw = CLITICS.conjunctions[0]
    form = tokens[i].form
    if before is None or not before.many or before.last != i - 1 or before.cue is None or not before.cue.unknown:
        return None
    if not form.startswith(waw) or not may_name(form[1:]):
        return None
    if before.listed and not form.startswith(CLITICS.article[0], 1):
        return None
    start = tokens[i].start + cut(tokens[i].text, 1)
    return Hit(
        first=i,
        last=i,
        name_first=i,
        start=start,
        key=form[1:],
        cue=before.cue,
        many=True,
        listed=True,
        conjunction=waw,
        stripped=1,
    )


def _directed(
    tokens: Sequence[Token], i: int, gazetteer: Gazetteer, skip: int, word: str, hits: list[Hit]
) -> Hit | None:
    """«north of X», «around the town of X»: the words before belong to the mention."""
    if not is_word(tokens, i + 1):
        return None
    hit = _hit_at(tokens, i + 1, gazetteer, hits)
    if hit is None or i + 1 not in (hit.first, hit.opens) or hit.preposition or hit.conjunction:
        return None
    hit.first, hit.start = i, tokens[i].start + cut(tokens[i].text, skip)
    hit.direction = f"{word} {hit.direction}".strip()
    return hit
