"""The phrases that name sayers: what can speak, how far its phrase goes, which fuller phrase a short one repeats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from msgspec import Struct

from tawatur.dissect.phrase_parts import Words, read_words
from tawatur.dissect.phrases import phrase_last
from tawatur.dissect.saying import REPEATING, SAME, SAYING, THAT, WITNESSES
from tawatur.dissect.words import PHRASES, Word
from tawatur.records import ActorMention, SayerMention, Sentence, Token


class Speaker(Struct, frozen=True, gc=False):
    """Tokens that name a sayer; `head` is the token of its noun or name."""

    first: int
    last: int
    start: int
    end: int
    head: int
    kind: str


@dataclass(slots=True)
class Speech:
    """A report's words and mentions, and the sayers found so far in the order of reading."""

    tokens: Sequence[Token]
    text: Words
    starting: dict[int, ActorMention]
    ending: dict[int, ActorMention]
    longer: dict[str, list[ActorMention]]  # word → mentions of several words that hold it
    found: list[SayerMention] = field(default_factory=list)
    past: list[Speaker] = field(default_factory=list)


def begin(tokens: Sequence[Token], sentences: Sequence[Sentence], actors: Sequence[ActorMention]) -> Speech:
    """The state before the first sentence is read."""
    starting: dict[int, ActorMention] = {}
    longer: dict[str, list[ActorMention]] = {}
    text = read_words(tokens, sentences)
    for mention in reversed(actors):
        starting[mention.head] = mention
        starting[mention.first] = mention
    for mention in actors:
        if mention.last > mention.first:
            for base in bases(text, mention.first, mention.last):
                longer.setdefault(base, []).append(mention)
    return Speech(tokens, text, starting, {m.last: m for m in reversed(actors)}, longer)


def phrase_at(speech: Speech, at: int, limit: int, *, needs_sayer: bool = False) -> Speaker | None:
    """The noun phrase that starts at `at`, a joined second sayer included; with `needs_sayer` only what can speak."""
    if at > limit:
        return None
    mention = speech.starting.get(at)
    quoted = speech.tokens[at].form in _QUOTES
    if mention is None and at < limit and quoted:
        mention = speech.starting.get(at + 1)
    if mention is not None:
        return _joined(speech, mention, limit) if not needs_sayer or may_say(speech, mention) else None
    if quoted:
        return quoted_name(speech, at, limit)
    current = speech.text.words[at]
    if needs_sayer or current is None or not _may_be_name(current):
        return None
    if current.cls != "name" and not _said_soon(speech, at, limit):
        return None
    last = phrase_last(speech.text, at)
    return Speaker(at, last, speech.tokens[at].start, speech.tokens[last].end, at, "person")


def quoted_name(speech: Speech, start: int, limit: int) -> Speaker | None:
    """A name in quotation marks alone, as outlets are written."""
    tokens = speech.tokens
    if tokens[start].form not in _QUOTES:
        start += 1
    if start > limit or tokens[start].form not in _QUOTES:
        return None
    for j in range(start + 1, min(start + _NAME_WORDS, limit) + 1):
        if tokens[j].form in _QUOTES:
            if j == start + 1:
                return None
            return Speaker(start + 1, j - 1, tokens[start + 1].start, tokens[j - 1].end, start + 1, "medium")
    return None


def from_mention(speech: Speech, mention: ActorMention) -> Speaker:
    """A mention as a sayer."""
    return Speaker(mention.first, mention.last, mention.start, mention.end, mention.head, _kind(speech, mention))


def may_say(speech: Speech, mention: ActorMention) -> bool:
    """People, institutions and sides can say something; things and sites cannot."""
    if _base(speech, mention) in PHRASES.offices or _base(speech, mention) in _SITES_THAT_SAY:
        return True
    return role_of(speech, mention) not in ("thing", "site", "victim", "other", "air") and mention.rule != "actor.nisba"


def is_voice(speech: Speech, mention: ActorMention) -> bool:
    """A monitor, a medium, a source, a witness or a spokesman: hardly named for anything but what it says."""
    base = _base(speech, mention)
    return mention.kind in ("monitor", "medium") or role_of(speech, mention) == "source" or base in _VOICES


def resolved(speech: Speech, speaker: Speaker) -> Speaker:
    """The fuller phrase that this one repeats: a title alone or a family name stands for the whole named before."""
    head = speech.text.words[speaker.head]
    words = bases(speech.text, speaker.first, speaker.last)
    if head is None or not (head.article or head.cls in ("name", "unknown") or speaker.kind == "person"):
        return speaker
    if len(words) == 1:
        return _repeated(speech, speaker, head)
    core = words - REPEATING
    for old in reversed(speech.past):
        theirs = bases(speech.text, old.first, old.last)
        if core and (core < theirs or (core == theirs and old.last - old.first >= speaker.last - speaker.first)):
            return old
    return speaker


def last_speaker(speech: Speech, *, feminine: bool, plural: bool) -> Speaker | None:
    """Whom a verb without a subject goes on with: the last sayer whose gender and number fit, else the last one."""
    for old in reversed(speech.past[-_MEMORY:]):
        if plural or _is_feminine(speech.text.words[old.head]) == feminine:
            return old
    return speech.past[-1] if speech.past else None


def speaker_is_outlet(speech: Speech, speaker: Speaker) -> bool:
    """The outlet's own correspondent."""
    return _base(speech, speaker) in _OWN_VOICE


def bases(text: Words, first: int, last: int) -> frozenset[str]:
    """Words without article, to see whether one phrase repeats another."""
    words = text.words[first : last + 1]
    return frozenset(w.base for w in words if w is not None and w.base not in SAME and w.cls != "particle")


def _repeated(speech: Speech, speaker: Speaker, head: Word) -> Speaker:
    """One definite word: the sayer or the earlier mention that it repeats."""
    role = head.noun.role if head.noun else ""
    if role == "source" or head.base in REPEATING or role == "title":
        kinds = {"source", "witness"} if role == "source" and head.base not in _PAPERS else _ANY
        kinds = {"official", "person"} if role == "title" else kinds
        same = [old for old in speech.past if _base(speech, old) == head.base]
        fitting = same or [old for old in speech.past if old.kind in kinds]
        if fitting and head.article:
            return fitting[-1]
    for mention in reversed(speech.longer.get(head.base, ())):
        if mention.last < speaker.first and may_say(speech, mention) and _stands_for(speech, head, mention):
            return from_mention(speech, mention)
    return speaker


def _stands_for(speech: Speech, head: Word, mention: ActorMention) -> bool:
    """An institution's noun stands for it; a name stands for a person whose phrase holds it."""
    if head.noun is not None:
        return head.article and speech.text.words[mention.head] is not None and _base(speech, mention) == head.base
    return role_of(speech, mention) in ("title", "people", "member", "") and mention.kind not in (
        "medium",
        "armed_group",
    )


def _base(speech: Speech, phrase: Speaker | ActorMention) -> str:
    head = speech.text.words[phrase.head]
    return head.base if head is not None else ""


def _joined(speech: Speech, mention: ActorMention, limit: int) -> Speaker:
    """Two sayers of one saying, joined by "and", are one phrase."""
    speaker = from_mention(speech, mention)
    following = speech.starting.get(mention.last + 1) if mention.last < limit else None
    current = speech.text.words[mention.last + 1] if following else None
    if following and current and current.conjunction and following.first == mention.last + 1:
        if role_of(speech, mention) in _SPEAKING and role_of(speech, following) in _SPEAKING:
            return Speaker(speaker.first, following.last, speaker.start, following.end, speaker.head, speaker.kind)
    return speaker


def _may_be_name(current: Word) -> bool:
    if current.preposition or current.owned or (current.cls == "unknown" and current.base.endswith(_PRONOUN)):
        return False
    return current.cls in ("unknown", "name", "nation") or (current.cls == "adjective" and current.article)


def _said_soon(speech: Speech, at: int, limit: int) -> bool:
    forms = {speech.tokens[j].form for j in range(at + 1, min(at + _SUBJECT, limit) + 1)}
    return not forms.isdisjoint(THAT) or not forms.isdisjoint(_QUOTES) or ":" in forms


def role_of(speech: Speech, mention: ActorMention) -> str:
    """The role of a mention's head noun, "" where it has none."""
    head = speech.text.words[mention.head]
    return head.noun.role if head is not None and head.noun is not None else ""


def _kind(speech: Speech, mention: ActorMention) -> str:
    head = speech.text.words[mention.head]
    if head is not None and head.base in WITNESSES:
        return "witness"
    if role_of(speech, mention) == "source":
        return "source"
    return _KINDS.get(mention.kind, "official")


def _is_feminine(head: Word | None) -> bool:
    if head is None:
        return False
    return head.base.endswith(_FEMININE_ENDS) or head.cls == "nation" or head.base in _FEMININE


_NAME_WORDS, _SUBJECT, _MEMORY = 5, 6, 3
_QUOTES = frozenset('\u201c\u201d\u00ab\u00bb"')
_PRONOUN = "\u0647"
_FEMININE_ENDS = ("\u0647", "\u0627\u062a")
_FEMININE = frozenset(SAYING.feminine)
_SITES_THAT_SAY = frozenset(SAYING.sites_that_say)
_OWN_VOICE = frozenset(SAYING.own_voice)
_PAPERS = frozenset(SAYING.papers)
_VOICES = WITNESSES | frozenset(SAYING.spokesmen)
_SPEAKING = frozenset({"source", "title", "people", "org"})
_KINDS = {
    "monitor": "monitor",
    "medium": "medium",
    "state_force": "armed_side",
    "armed_group": "armed_side",
    "foreign_force": "armed_side",
    "combatant": "armed_side",
    "police": "official",
    "official": "official",
    "person": "person",
    "civilian": "person",
}
_ANY = frozenset((*_KINDS.values(), "source", "witness"))
