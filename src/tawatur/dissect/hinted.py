"""Further phrases that may say so: by weaker signs than a verb of saying with its clause, and in wider phrases.

What a coder would take as the sayer is settled where events are built; here nothing that could be one is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from msgspec.structs import replace

from tawatur.dissect.saying import (
    ACCOUNTS,
    AFTERWARDS,
    CLAUSE_OPENERS,
    CLOSING,
    COLON,
    COMMAS,
    ISSUED,
    OCCASIONS,
    SETTINGS,
    SOURCE_LABELS,
    THAT,
    according,
    after_adverbials,
    opens_according,
    said_end,
    saying_verb,
)
from tawatur.dissect.speakers import Speaker, Speech, from_mention, is_voice, may_say, quoted_name, role_of
from tawatur.dissect.wide import Hint, breaks, name_at, phrase, stretches, with_wider
from tawatur.records import ActorMention, SayerMention, Sentence, Token

HINT = "sayer.hint"


def find_hints(speech: Speech, sentences: Sequence[Sentence], sure: Iterable[SayerMention]) -> list[SayerMention]:
    """Speakers that no sure rule found, each stretch of words once."""
    taken: dict[int, list[tuple[int, int]]] = {}
    for s in sure:
        _take(taken, s.first, s.last)
    found: list[SayerMention] = []
    for sentence in sentences:
        for speaker, verb, rule in _of_sentence(speech, sentence):
            if not _is_taken(taken, speaker.first, speaker.last):
                _take(taken, speaker.first, speaker.last)
                found.append(_mention(speech, sentence, speaker, verb, rule))
    signed = _signature(speech, sentences)
    return found if signed is None or _is_taken(taken, signed.first, signed.last) else [*found, signed]


def _signature(speech: Speech, sentences: Sequence[Sentence]) -> SayerMention | None:
    """The few words behind the last mark of a short text, as posts are signed: they say all of it."""
    tokens, words = speech.tokens, speech.text.words
    last = next((i for i in range(len(tokens) - 1, 0, -1) if tokens[i].kind in _PLAIN), 0)
    first = _run(tokens, last, 0, _PLAIN)
    if not 2 <= last - first + 1 <= _SIGNED or first == 0 or len(tokens) > _POST or tokens[first - 1].form == "#":
        return None
    opening = words[first]
    if opening is None or opening.conjunction or any(w and w.cls in _NO_NAME for w in words[first : last + 1]):
        return None
    who = phrase(speech, first, last, speech.starting.get(first))
    return replace(_mention(speech, sentences[-1], who, None, "signed"), scope_first=0, scope_last=first - 1)


def _run(tokens: Sequence[Token], first: int, least: int, kinds: frozenset[str]) -> int:
    """The first of the tokens of some kinds that stand in a row before token `first`, or that one itself."""
    while first > least and tokens[first - 1].kind in kinds:
        first -= 1
    return first


def _take(taken: dict[int, list[tuple[int, int]]], first: int, last: int) -> None:
    """Note a stretch under each of its tokens."""
    for i in range(first, last + 1):
        taken.setdefault(i, []).append((first, last))


def _is_taken(taken: dict[int, list[tuple[int, int]]], first: int, last: int) -> bool:
    """Whether a stretch with most of the same words is there already."""
    size = last - first + 1
    for low, high in {span for i in range(first, last + 1) for span in taken.get(i, ())}:
        shared = min(last, high) - max(first, low) + 1
        if _ALIKE * shared >= size + high - low + 1:
            return True
    return False


def is_sure(sayer: SayerMention) -> bool:
    """Whether a rule of saying found it, not a weaker sign."""
    return not sayer.rule.startswith(HINT)


def _mention(speech: Speech, sentence: Sentence, speaker: Speaker, verb: int | None, rule: str) -> SayerMention:
    """The record: a sayer with a verb says what follows them, one without says its sentence."""
    after = min(max(speaker.last, verb or 0) + 1, sentence.last)
    scope = (sentence.first, sentence.last)
    if verb is not None and sentence.last - after > _SHORT_REST:
        scope = (after, said_end(speech.tokens, sentence, after))
    return SayerMention(
        first=speaker.first,
        last=speaker.last,
        start=speaker.start,
        end=speaker.end,
        kind=speaker.kind,
        verb=verb,
        scope_first=scope[0],
        scope_last=scope[1],
        rule=f"{HINT}-{rule}",
    )


def _of_sentence(speech: Speech, sentence: Sentence) -> Iterator[Hint]:
    """All hints of one sentence in reading order."""
    tokens = speech.tokens
    for i in range(sentence.first, sentence.last + 1):
        if _is_sign(tokens[i].form):
            yield from _at_sign(speech, sentence, i)
        mention = speech.starting.get(i)
        if mention is not None and mention.first == i and is_voice(speech, mention):
            yield from with_wider(speech, from_mention(speech, mention), None, "voice", sentence.last)


@lru_cache(maxsize=50_000)
def _is_sign(form: str) -> bool:
    """Whether a form may point to a sayer: most words do not, and are passed over."""
    if form in _COLONS or form in AFTERWARDS or form in ISSUED or form in OCCASIONS:
        return True
    return opens_according(form) or saying_verb(form) is not None


def _at_sign(speech: Speech, sentence: Sentence, i: int) -> Iterator[Hint]:
    """The hints of one colon or word."""
    tokens = speech.tokens
    if tokens[i].form in _COLONS and i > sentence.first:
        yield from _at_colon(speech, sentence, i)
    if tokens[i].kind != "word":
        return
    start = according(tokens, i, sentence.last)
    if start is not None or tokens[i].form in AFTERWARDS:
        yield from _behind_opener(speech, sentence, i, start or i + 1)
    verb, current = saying_verb(tokens[i].form), speech.text.words[i]
    if verb is not None and current is not None and current.cls in _VERBAL:
        yield from _around_verb(speech, sentence, i, verb.row.kind)
    elif tokens[i].form in ISSUED and i < sentence.last and tokens[i + 1].form == _FROM:
        yield from _behind_verb(speech, sentence, i, i + 2, named=False)
    elif tokens[i].form in OCCASIONS and i > sentence.first and tokens[i - 1].form in SETTINGS:
        yield from _before_occasion(speech, sentence, i)


def _around_verb(speech: Speech, sentence: Sentence, i: int, kind: str) -> Iterator[Hint]:
    """The subject of a verb: behind it, behind "from" where it relays, else before it."""
    at = after_adverbials(speech.tokens, i + 1, sentence.last)
    yield from _behind_verb(speech, sentence, i, at, named=kind != "react")
    if kind == "relay" and (origin := _origin(speech, at, sentence.last)) is not None:
        yield from _behind_verb(speech, sentence, i, origin, named=True)
    if at > sentence.last or at not in speech.starting:
        yield from _before_verb(speech, sentence, i)


def _origin(speech: Speech, at: int, limit: int) -> int | None:
    """The token behind the first "from", where a medium relays somebody's words."""
    for j in range(at, min(at + _INNER, limit)):
        if speech.tokens[j].form == _FROM:
            return j + 1
    return None


def _behind_verb(speech: Speech, sentence: Sentence, i: int, at: int, *, named: bool) -> Iterator[Hint]:
    """The subject at token `at` behind a verb: a mention, a name of no list, or all words up to what is said."""
    tokens, limit = speech.tokens, sentence.last
    if at < limit and (tokens[at].form in _INTO or (tokens[at].form == _FROM and not named)):
        at += 1  # "came in a statement", "learned from sources", "issued by"
        named = named or tokens[at].form in ACCOUNTS
    if at > limit or tokens[at].form in THAT or tokens[at].form == COLON:
        return
    if tokens[at].form in CLOSING:
        if (quoted := quoted_name(speech, at, limit)) is not None:
            yield quoted, i, "verb"
        at += 1
    if at <= limit:
        yield from _subject(speech, i, at, limit, named=named)


def _subject(speech: Speech, i: int, at: int, limit: int, *, named: bool) -> Iterator[Hint]:
    """The subject that starts at token `at`; `named`: the verb is one of saying, so it may be a name of no list."""
    mention = speech.starting.get(at)
    if mention is not None and may_say(speech, mention):
        yield from with_wider(speech, from_mention(speech, mention), i, "verb", limit)
    if not named:
        return
    if mention is None and (name := name_at(speech, at, limit)) is not None and breaks(speech, name.last):
        yield name, i, "name"
    for last in stretches(speech, at, limit):
        yield phrase(speech, at, last, mention), i, "stretch"
    inner = _next_mention(speech, at, min(limit, at + _NEAR)) if mention is None else None
    if inner is not None:
        yield from_mention(speech, inner), i, "near-verb"


def _before_verb(speech: Speech, sentence: Sentence, i: int) -> Iterator[Hint]:
    """The subject at the head of the verb's clause, or right before the verb."""
    for j in range(i - 1, max(sentence.first, i - _BACK) - 1, -1):
        mention = speech.starting.get(j)
        if mention is None or mention.first != j or mention.last >= i or not may_say(speech, mention):
            continue
        if mention.last >= i - _RIGHT_BEFORE or _opens_clause(speech, sentence, j):
            yield from_mention(speech, mention), i, "before"


def _before_occasion(speech: Speech, sentence: Sentence, i: int) -> Iterator[Hint]:
    """Who stands before "in a statement to", a comma between them stepped over."""
    j = i - 2 - (i - 2 >= sentence.first and speech.tokens[i - 2].form in COMMAS)
    mention = speech.ending.get(j)
    if mention is not None and mention.first >= sentence.first and may_say(speech, mention):
        yield from_mention(speech, mention), i, "occasion"


def _opens_clause(speech: Speech, sentence: Sentence, j: int) -> bool:
    """Whether a clause may start at token `j`."""
    if j == sentence.first:
        return True
    before, word = speech.tokens[j - 1], speech.text.words[j]
    return before.kind != "word" or before.form in CLAUSE_OPENERS or bool(word and word.conjunction)


def _behind_opener(speech: Speech, sentence: Sentence, i: int, start: int) -> Iterator[Hint]:
    """Behind "according to": the first phrases before the next comma, a word such as "account of" stepped over."""
    tokens, limit = speech.tokens, min(sentence.last, start + _INNER)
    if start > limit:
        return
    if tokens[i].form not in AFTERWARDS and speech.starting.get(start) is None:
        name = name_at(speech, start + (tokens[start].form in ACCOUNTS and start < limit), sentence.last)
        if name is not None:
            yield name, i, "according-name"
    for j in range(start, limit + 1):
        if tokens[j].form in COMMAS or tokens[j].form in THAT:
            return
        mention = speech.starting.get(j)
        if mention is None or (mention.first != j and j != start) or role_of(speech, mention) in _THINGS:
            continue
        yield from with_wider(speech, from_mention(speech, mention), i, "according", sentence.last)
        if mention.head == mention.last:
            continue
        inside = speech.starting.get(mention.head + 1)
        if tokens[mention.head].form in ACCOUNTS and inside is not None:
            yield from with_wider(speech, from_mention(speech, inside), i, "according", sentence.last)
        elif tokens[mention.head].form in ACCOUNTS:
            yield phrase(speech, mention.head + 1, mention.last, mention), i, "according"


def _at_colon(speech: Speech, sentence: Sentence, i: int) -> Iterator[Hint]:
    """A phrase right before a colon; behind "source:" what follows."""
    tokens = speech.tokens
    if tokens[i - 1].form in SOURCE_LABELS and i < sentence.last:
        last = i + 1
        while last < min(sentence.last, i + _LABELLED) and tokens[last + 1].kind in ("word", "latin"):
            last += 1
        yield phrase(speech, i + 1, last, speech.starting.get(i + 1)), i, "label"
    mention = speech.ending.get(i - 1)
    if mention is not None and mention.first >= sentence.first and may_say(speech, mention):
        yield from_mention(speech, mention), i, "colon"
    elif (first := _label(speech, sentence, i)) is not None:
        yield phrase(speech, first, i - 1, speech.starting.get(first)), i, "label"


def _label(speech: Speech, sentence: Sentence, i: int) -> int | None:
    """The first of the few words that stand before a colon, at the head of the sentence or behind a mark."""
    first = _run(speech.tokens, i, sentence.first, _PLAIN | {"number"})
    if not 0 < i - first <= _LABEL or speech.tokens[first].kind == "number":
        return None
    words = speech.text.words[first:i]
    if i - first > 2 and any(w is not None and (w.cls in _NO_NAME or w.free) for w in words):
        return None
    return first


def _next_mention(speech: Speech, at: int, limit: int) -> ActorMention | None:
    """The first mention that can speak before the next comma or complementizer."""
    for j in range(at, limit + 1):
        if speech.tokens[j].form in COMMAS or speech.tokens[j].form in THAT:
            return None
        mention = speech.starting.get(j)
        if mention is not None and mention.first == j:
            return mention if may_say(speech, mention) else None
    return None


_SHORT_REST, _INNER, _BACK, _RIGHT_BEFORE, _NEAR, _LABEL = 2, 6, 10, 1, 3, 6
_ALIKE = 3  # two stretches are alike if they share two thirds of their words: 2 * shared / both >= 2 / 3
_LABELLED = 5
_PLAIN = frozenset({"word", "latin"})
_NO_NAME = frozenset({"verb", "particle"})
_SIGNED, _POST = 5, 90  # words of a signature; tokens of a text that may be signed
_THINGS = frozenset({"thing", "victim", "air"})
_VERBAL = frozenset({"verb", "unknown", "adjective"})  # "between" and "witness" have a verb's letters
_COLONS = frozenset({COLON, "|"})
_FROM = "\u0639\u0646"
_INTO = frozenset({"\u0641\u064a", "\u0645\u0646"})
