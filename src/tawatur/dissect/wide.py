"""How far a phrase that may name a sayer goes: with the titles and seats behind it, or up to what is said."""

from __future__ import annotations

from collections.abc import Iterator

from tawatur.dissect.phrases import phrase_last
from tawatur.dissect.saying import ADVERBIALS, CLOSING, COLON, COMMAS, LAM, OCCASIONS, SETTINGS, THAT
from tawatur.dissect.speakers import Speaker, Speech, from_mention
from tawatur.dissect.words import RELATIVES
from tawatur.records import ActorMention

Hint = tuple[Speaker, int | None, str]  # who, the verb's token, the rule


def with_wider(speech: Speech, speaker: Speaker, verb: int | None, rule: str, limit: int) -> Iterator[Hint]:
    """A speaker, and it with the titles, names and institutions that go on its phrase."""
    yield speaker, verb, rule
    last = _wider_last(speech, speaker.last, min(limit, speaker.first + _LONGEST))
    if last > speaker.last:
        yield phrase(speech, speaker.first, last, speech.starting.get(speaker.first)), verb, f"{rule}-wide"


def _wider_last(speech: Speech, last: int, limit: int) -> int:
    """How far phrases that follow one another without a verb or a mark go."""
    text = speech.text
    while last < limit:
        nxt = last + 1
        mention = speech.starting.get(nxt)
        current = text.words[nxt]
        if mention is not None and mention.first == nxt and not (current and current.conjunction):
            last = mention.last
        elif speech.tokens[nxt].form in SETTINGS and nxt < limit and text.words[nxt + 1] is not None:
            if speech.tokens[nxt + 1].form in OCCASIONS:
                break
            last = max(nxt + 1, phrase_last(text, nxt + 1))
        elif current is not None and not current.conjunction and _goes_on(speech, nxt):
            last = nxt
        else:
            break
    return min(last, limit)


def _goes_on(speech: Speech, i: int) -> bool:
    """A name, or a definite word that is no verb, adverb or relative."""
    current = speech.text.words[i]
    if current is None or speech.tokens[i].form in ADVERBIALS or speech.tokens[i].form in RELATIVES:
        return False
    return current.cls == "name" or (current.article and current.cls not in ("verb", "particle"))


def stretches(speech: Speech, at: int, limit: int) -> Iterator[int]:
    """The last tokens that a subject from `at` may have where the words that are said are marked further on."""
    tokens = speech.tokens
    ends: list[int] = []
    stopped = False
    for j in range(at, min(at + _SAID_WITHIN, limit) + 1):
        form = tokens[j].form
        if form in THAT or form == COLON or (form in CLOSING and not _closes_soon(speech, j, limit)):
            ends += [] if stopped else [j - 1]
            yield from sorted({e for e in ends if at <= e < at + _LONGEST})
            return
        if not stopped and (form in COMMAS or _stops(speech, j, limit)):
            ends.append(j - 1)
            stopped = form not in COMMAS


def _stops(speech: Speech, j: int, limit: int) -> bool:
    """Whether a time, a relative clause, the occasion of speaking or the one spoken to starts here."""
    form = speech.tokens[j].form
    if form in ADVERBIALS or form in RELATIVES or form == LAM:
        return True
    if j < limit and form in SETTINGS and speech.tokens[j + 1].form in OCCASIONS:
        return True
    current = speech.text.words[j]
    return current is not None and current.preposition == LAM and bool(current.noun and current.noun.kind == "medium")


def _closes_soon(speech: Speech, j: int, limit: int) -> bool:
    """Whether a quotation is a name: it ends within a few words."""
    closing = CLOSING[speech.tokens[j].form]
    return any(speech.tokens[k].form == closing for k in range(j + 1, min(j + _NAME, limit) + 1))


def name_at(speech: Speech, at: int, limit: int) -> Speaker | None:
    """A word that no list holds and its followers, as a person's name may be."""
    current = speech.text.words[at]
    if current is None or current.preposition or current.conjunction or current.owned:
        return None
    if current.cls not in ("unknown", "name", "adjective", "nation", "nisba", "noun"):
        return None
    return phrase(speech, at, min(limit, phrase_last(speech.text, at)), None)


def breaks(speech: Speech, last: int) -> bool:
    """Whether a phrase ends before a mark, a complementizer, a relative or an adverb."""
    if last + 1 >= len(speech.tokens):
        return True
    nxt = speech.tokens[last + 1]
    return nxt.kind != "word" or nxt.form in THAT or nxt.form in RELATIVES or nxt.form in ADVERBIALS or nxt.form == LAM


def phrase(speech: Speech, first: int, last: int, mention: ActorMention | None) -> Speaker:
    """The words from one token to another as a speaker of the mention's kind."""
    start = speech.tokens[first].start
    kind = from_mention(speech, mention).kind if mention is not None else "person"
    if mention is not None and mention.first == first:
        start = mention.start
    return Speaker(first, last, start, speech.tokens[last].end, first, kind)


_LONGEST, _SAID_WITHIN, _NAME = 14, 22, 6
