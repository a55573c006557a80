"""Places that no gazetteer names: «the central prison», «the south of the city», and rare words behind «in» or «near».

They are mentions with little weight: they never count as evidence for where the report's other places lie.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from tawatur.dissect.phrase_parts import Words, read_words
from tawatur.dissect.phrases import phrase_last
from tawatur.dissect.place_data import WORDS, bare, direction_of
from tawatur.dissect.place_mark import LINKS, QUOTES, Hit, is_word
from tawatur.dissect.place_unknown import is_rare, rare_last
from tawatur.dissect.words import Word, word
from tawatur.gazetteer.prior import COMMON, KNOWN, zipf
from tawatur.language.clitics import CLITICS
from tawatur.language.date_words import known
from tawatur.language.letters import cut
from tawatur.records import Sentence, Token

QUOTED_WORDS = 5
OPENING = frozenset((*QUOTES, "("))
CLOSING = frozenset((*QUOTES, ")"))
UNCOMMON = frozenset({"unknown", "name", "adjective"})


def with_described(tokens: Sequence[Token], sentences: Sequence[Sentence], hits: Sequence[Hit]) -> list[Hit]:
    """The hits and, where none of them stands, described sites and rare names, in text order."""
    text = read_words(tokens, sentences)
    starts = [min(hit.first, hit.opens) if hit.opens >= 0 else hit.first for hit in hits]
    found: list[Hit] = []
    openers = [t.kind == "word" and _may_open(t.form) for t in tokens]
    i = k = 0
    while i < len(tokens):
        if not openers[i] and (k == len(hits) or i < starts[k]) and not (i and tokens[i - 1].text in OPENING):
            i += 1
            continue
        at_hit = k < len(hits) and i >= starts[k]
        k += at_hit
        limit = starts[k] - 1 if k < len(hits) else len(tokens) - 1
        following = hits[k] if k < len(hits) else None
        hit = _longer(text, i, limit, hits[k - 1]) if at_hit else _proposed(text, i, limit, following, found)
        if hit is not None:
            found.append(hit if at_hit else _listed(hit, found, tokens))
        i = max(i, hit.last if hit is not None else i) + 1
    return found


def _longer(text: Words, i: int, limit: int, hit: Hit) -> Hit:
    """The described site of which a doubtful name is but the first word («the palace of …»), else the hit itself."""
    if hit.cue is None and not hit.direction and hit.last == i and all(c.strength == 1 for c in hit.candidates):
        site = _described(text, i, limit)
        if site is not None and site.last > hit.last:
            return site
    return hit


def _proposed(text: Words, i: int, limit: int, following: Hit | None, found: Sequence[Hit]) -> Hit | None:
    if not is_word(text.tokens, i):
        return None
    listed = bool(found) and found[-1].last == i - 1 and text.tokens[i].form[0] in CLITICS.conjunctions
    site = _described(text, i, limit, listed=listed)
    return site or _quoted(text, i, limit) or _rare(text, i, limit, following, listed=listed)


@lru_cache(maxsize=100_000)
def _may_open(form: str) -> bool:
    """Whether a word can open a described place or be a rare name; most words cannot."""
    if direction_of(form) or _may_head(word(form)):
        return True
    return is_rare(form) or (form[0] in _WRITTEN_ON and is_rare(form[1:]))


def _listed(hit: Hit, found: Sequence[Hit], tokens: Sequence[Token]) -> Hit:
    """Tell whether the hit goes on a list of places."""
    before = found[-1] if found else None
    if before is not None and not hit.preposition:
        gap = tokens[before.last + 1 : hit.first]
        hit.listed = (not gap and bool(hit.conjunction)) or (len(gap) == 1 and gap[0].text in LINKS)
    return hit


def _described(text: Words, i: int, limit: int, *, listed: bool = False) -> Hit | None:
    """A definite phrase of a site or a stretch of land at token i, its direction or «surroundings of» with it."""
    head = i
    while head <= limit and head < i + 2 and is_word(text.tokens, head) and direction_of(text.tokens[head].form):
        head += 1
    current = text.words[head] if head <= limit else None
    if current is None or current.owned or not _may_head(current) or (head > i and current.preposition):
        return None
    last = min(phrase_last(text, head), limit)
    if not current.article:
        last = max(last, _named_last(text, i, head, limit))
        if last == head or not _is_definite(text, head, last):
            return None
    if head == i and not (
        located(text.tokens, i) or ((listed or _reached(text, i)) and current.base not in WORDS.offices)
    ):
        if current.base not in (WORDS.grounds if last > head else WORDS.alone):
            return None
    return _hit(text, i, last, head)


def _reached(text: Words, i: int) -> bool:
    """Whether a verb, or a word such as «to», «storming of», stands before token i."""
    before = text.words[i - 1] if i else None
    return before is not None and (before.cls == "verb" or bare(text.tokens[i - 1].form, WORDS.ways) is not None)


def _may_head(current: Word) -> bool:
    if current.base in WORDS.not_grounds:
        return False
    if current.base in WORDS.grounds or current.base in WORDS.offices:
        return True
    return current.cls == "noun" and current.noun is not None and current.noun.role == "site"


def _is_definite(text: Words, head: int, last: int) -> bool:
    """Whether what stands behind the head makes the phrase one known place."""
    for j in range(head + 1, last + 1):
        current, token = text.words[j], text.tokens[j]
        if current is None or current.article or current.owned or current.cls in ("nation", "name"):
            return True
        if current.cls == "unknown" and zipf(token.form) < KNOWN:
            return True
        if token.form in WORDS.name_heads or is_rare(token.form):
            return True
    return False


def _named_last(text: Words, i: int, head: int, limit: int) -> int:
    """The last token of a name right behind the head: quoted, with a number, rare words, or one word after «in»."""
    tokens, j = text.tokens, head + 1
    if j > limit:
        return head
    if tokens[j].text in OPENING:
        return _closed(tokens, j + 1, limit) or head
    if tokens[j].kind in ("number", "latin"):
        return j + 1 if j < limit and "month" in known(tokens[j + 1].form) else j
    current = text.words[j]
    if current is None or current.cls not in UNCOMMON or tokens[j].form in WORDS.not_names:
        return head
    if is_rare(tokens[j].form) and not (current.conjunction and is_rare(current.base) and not located(tokens, i)):
        return rare_last(tokens, j, limit)
    if current.conjunction or current.preposition:
        return head
    named = zipf(tokens[j].form) < (COMMON if located(tokens, i) else KNOWN)
    return rare_last(tokens, j, limit) if named else head


def _closed(tokens: Sequence[Token], i: int, limit: int) -> int | None:
    """The mark that closes the quote whose first word is token i, a few words on."""
    for j in range(i, min(i + QUOTED_WORDS, limit + 1)):
        if tokens[j].text in CLOSING:
            return j if j > i else None
        if tokens[j].kind not in ("word", "number", "latin"):
            return None
    return None


def located(tokens: Sequence[Token], i: int) -> bool:
    """Whether a preposition of place is written onto the word or stands before it."""
    before = tokens[i - 1] if i else None
    if before is not None and before.text in OPENING and i > 1:
        before = tokens[i - 2]
    if before is not None and before.kind == "word" and bare(before.form, WORDS.locatives) is not None:
        return True
    return tokens[i].form.startswith(CLITICS.prepositions[0]) and not zipf(tokens[i].form)


def _quoted(text: Words, i: int, limit: int) -> Hit | None:
    """A name in quotes or brackets right behind a preposition of place."""
    tokens = text.tokens
    if not (i and tokens[i - 1].text in OPENING) or not located(tokens, i):
        return None
    end = _closed(tokens, i, limit)
    return _hit(text, i, end - 1, i) if end else None


def _rare(text: Words, i: int, limit: int, following: Hit | None, *, listed: bool) -> Hit | None:
    """A rare word behind a preposition of place or in a list of places; «in» written on: before what contains it."""
    tokens, form, current = text.tokens, text.tokens[i].form, text.words[i]
    if current is None or current.free or _TANWIN in tokens[i].text:
        return None
    before = tokens[i - 1] if i else None
    if before is not None and before.kind == "word" and bare(before.form, WORDS.locatives) and is_rare(form):
        return _hit(text, i, rare_last(tokens, i, limit), i)
    if not is_rare(form[1:]) or zipf(form) or current.cls not in UNCOMMON:
        return None
    joined = following is not None and following.first == i + 1
    joined = joined and bool(following.preposition or following.direction or following.cue)  # type: ignore[union-attr]
    if listed or (form.startswith(CLITICS.prepositions[0]) and joined):
        return _hit(text, i, rare_last(tokens, i, limit), i, skip=1)
    return None


def _hit(text: Words, first: int, last: int, head: int, skip: int = 0) -> Hit:
    current, token = text.words[first], text.tokens[first]
    if first != head and (split := direction_of(token.form)):
        skip = split.skip
    elif current is not None and not skip and (current.article or not is_rare(token.form)):
        skip = len(current.conjunction) + len(current.preposition)
        if skip and current.article and token.form[skip - 1 : skip + 1] == _LAM * 2:
            skip -= 1  # the article's own first letter is not written
    return Hit(
        first=first,
        last=last,
        name_first=first,
        start=token.start + cut(token.text, skip),
        key=" ".join(t.form for t in text.tokens[first : last + 1]),
        preposition=current.preposition if current else "",
        conjunction=current.conjunction if current else "",
        weak=True,
    )


_WRITTEN_ON = (*CLITICS.conjunctions, CLITICS.prepositions[0])
_LAM, _TANWIN = "\u0644", "\u064b"
