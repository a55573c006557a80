"""Who says so, and which words of the report are said: by verbs of saying, by nominal forms, and in headlines."""

from __future__ import annotations

from collections.abc import Sequence

from tawatur.dissect.hinted import find_hints, is_sure
from tawatur.dissect.saying import (
    AFTERWARDS,
    CLOSING,
    COLON,
    COMPLEMENTIZERS,
    IMPERSONAL,
    NEGATIONS,
    OPENERS,
    OWN_WORDS,
    PERFORMATIVE,
    THAT,
    SayingVerb,
    according,
    after_adverbials,
    is_participle,
    said_end,
    saying_verb,
    that_follows,
)
from tawatur.dissect.speakers import (
    Speaker,
    Speech,
    begin,
    from_mention,
    last_speaker,
    may_say,
    phrase_at,
    quoted_name,
    resolved,
    speaker_is_outlet,
)
from tawatur.dissect.words import RELATIVES
from tawatur.records import ActorMention, SayerMention, Sentence, Token


def find_sayers(
    tokens: Sequence[Token], sentences: Sequence[Sentence], actors: Sequence[ActorMention]
) -> tuple[SayerMention, ...]:
    """All sayers with their scopes, in reading order."""
    speech = begin(tokens, sentences, actors)
    for sentence in sentences:
        _headline(speech, sentence)
        i = sentence.first
        while i <= sentence.last:
            i = max(i + 1, _at(speech, sentence, i))
    hints = find_hints(speech, sentences, speech.found)
    return tuple(sorted((*speech.found, *hints), key=lambda s: s.first if s.verb is None else s.verb))


def sayer_at(sayers: Sequence[SayerMention], token: int) -> SayerMention | None:
    """The nearest sure sayer whose words hold this token: the one with the narrowest scope."""
    best: SayerMention | None = None
    for sayer in sayers:
        if (
            is_sure(sayer)
            and sayer.scope_first <= token <= sayer.scope_last
            and (best is None or sayer.scope_last - sayer.scope_first <= best.scope_last - best.scope_first)
        ):
            best = sayer
    return best


def _at(speech: Speech, sentence: Sentence, i: int) -> int:
    """Read one token; the next token to read."""
    token = speech.tokens[i]
    if token.kind != "word":
        return i + 1
    start = according(speech.tokens, i, sentence.last)
    if start is not None:
        return _nominal(speech, sentence, i, start)
    verb = saying_verb(token.form)
    if verb is not None and verb.row.kind != "react":
        return _verbal(speech, sentence, i, verb)
    if is_participle(token.form) and that_follows(speech.tokens, i + 1, sentence.last, _CLOSE_BY):
        _participle(speech, sentence, i)
    return i + 1


def _participle(speech: Speech, sentence: Sentence, i: int) -> None:
    """A participle of saying goes on with the sentence's subject, or at its head with the last sayer."""
    if sayer_at(speech.found[-_RECENT:], i) is not None:
        return
    scope = (i + 1, said_end(speech.tokens, sentence, i + 1))
    if i - sentence.first <= 1:
        if speech.past:
            _add(speech, speech.past[-1], i, scope, "sayer.participle")
        return
    for at in range(sentence.first, min(sentence.first + _HEAD, i)):
        mention = speech.starting.get(at)
        if mention is not None and mention.last < i and may_say(speech, mention):
            _say(speech, from_mention(speech, mention), i, scope, "sayer.participle-subject")
            return


def _headline(speech: Speech, sentence: Sentence) -> None:
    """A sayer and a colon open the sentence."""
    tokens = speech.tokens
    for j in range(sentence.first + 1, min(sentence.first + _HEAD_WORDS, sentence.last)):
        if tokens[j].form != COLON:
            continue
        mention = speech.starting.get(sentence.first)
        if (
            mention is not None
            and mention.last == j - 1
            and mention.rule != "actor.nation"
            and may_say(speech, mention)
        ):
            _say(speech, from_mention(speech, mention), j, (j + 1, sentence.last), "sayer.headline")
        return


def _nominal(speech: Speech, sentence: Sentence, i: int, start: int) -> int:
    """A nominal form such as "according to": in front of what is said at a sentence's head, behind it elsewhere."""
    if speech.tokens[start].form in OWN_WORDS:
        if speech.past:
            _add(speech, speech.past[-1], i, (sentence.first, sentence.last), "sayer.own-words")
        return start + 1
    speaker = phrase_at(speech, start, sentence.last, needs_sayer=True) or quoted_name(speech, start, sentence.last)
    if speaker is None:
        return i + 1
    before, behind = i - sentence.first, sentence.last - speaker.last
    opened = bool(speech.found) and i - 1 <= speech.found[-1].scope_first <= i
    if opened or before <= _OPENING or behind > _LONG_REST * before:
        scope = (speaker.last + 1, said_end(speech.tokens, sentence, speaker.last + 1))
    else:
        scope = (sentence.first, sentence.last)
    _say(speech, speaker, i, scope, "sayer.according")
    return speaker.last + 1


def _verbal(speech: Speech, sentence: Sentence, i: int, verb: SayingVerb) -> int:
    """A verb of saying: its subject stands behind it or before it, or is the last sayer."""
    tokens, limit = speech.tokens, sentence.last
    at = after_adverbials(tokens, i + 1, limit)
    if at > limit or (i > sentence.first and tokens[i - 1].form in NEGATIONS and not _is_relative_ma(speech, i)):
        return i + 1
    if tokens[i].form in IMPERSONAL and tokens[at].form in COMPLEMENTIZERS:
        return at
    if verb.row.kind == "relay":
        return _relay(speech, sentence, i, at)
    behind = None if _opens_said(speech, at, limit) else phrase_at(speech, at, limit)
    subject = behind
    if subject is None and not verb.conjunction:
        subject = _before(speech, sentence, i)
    if subject is None and (_opens_said(speech, at, limit) or _is_bare_masdar(speech, verb, at)):
        subject = last_speaker(speech, feminine=verb.feminine, plural=verb.plural)
    after = behind.last + 1 if behind is not None else at
    if subject is None or not _counts(speech, verb, subject, i, (after, limit)):
        return i + 1
    _say(speech, subject, i, _scope(speech, sentence, i, after if behind else i + 1), f"sayer.{verb.row.id}")
    return after


def _is_bare_masdar(speech: Speech, verb: SayingVerb, at: int) -> bool:
    """A joined verb of saying without a subject before an event's noun: "and confirmed the killing of"."""
    current = speech.text.words[at]
    return verb.row.kind == "speech" and bool(verb.conjunction) and current is not None and not current.article


def _counts(speech: Speech, verb: SayingVerb, subject: Speaker, i: int, said: tuple[int, int]) -> bool:
    """Whether the verb says something here: an everyday verb needs a complementizer behind it."""
    after, limit = said
    following = after_adverbials(speech.tokens, after, limit)
    if following <= limit and speech.tokens[following].form in PERFORMATIVE:
        return False
    if _is_afterwards(speech, i, said):
        return True
    if verb.row.kind in ("strict", "continue"):
        about = following <= limit and speech.tokens[following].form in COMPLEMENTIZERS
        return (verb.row.id == "point" and about) or that_follows(speech.tokens, after, limit, _CLOSE_BY)
    return subject.kind not in ("object", "site", "unknown") or that_follows(speech.tokens, after, limit, _REACH)


def _relay(speech: Speech, sentence: Sentence, i: int, at: int) -> int:
    """A medium reports "from" somebody: the origin says so."""
    tokens, limit = speech.tokens, sentence.last
    medium = phrase_at(speech, at, limit)
    about = after_adverbials(tokens, medium.last + 1 if medium is not None else at, limit)
    if medium is not None and about <= limit and tokens[about].form in THAT:
        _say(speech, medium, i, _scope(speech, sentence, i, about), "sayer.relay")
        return about
    if about >= limit or tokens[about].form != _FROM:
        return i + 1
    origin = phrase_at(speech, about + 1, limit, needs_sayer=True)
    if origin is None:
        return i + 1
    _say(speech, origin, i, _scope(speech, sentence, i, origin.last + 1), "sayer.relay")
    return origin.last + 1


def _before(speech: Speech, sentence: Sentence, i: int) -> Speaker | None:
    """The subject in front of its verb, a relative pronoun or an adverbial between them stepped over."""
    tokens = speech.tokens
    j = i - 1
    while j >= sentence.first and i - j < _NEAR and j not in speech.ending and _is_between(tokens[j]):
        j -= 1
    mention = speech.ending.get(j)
    if mention is None or mention.first < sentence.first or not may_say(speech, mention):
        return None
    before = speech.text.words[mention.first - 1] if mention.first > sentence.first else None
    if before is not None and (before.cls == "verb" or (before.cls == "particle" and before.base in _GOVERNING)):
        return None  # the object of a preposition, or another verb's subject
    return from_mention(speech, mention)


def _is_between(token: Token) -> bool:
    form = token.form
    return token.kind == "mark" or form in RELATIVES or form in _RELATIVE_AND or after_adverbials((token,), 0, 0) == 1


def _scope(speech: Speech, sentence: Sentence, i: int, after: int) -> tuple[int, int]:
    """What is said: behind the sayer, or the whole sentence where the saying comes after it ("as X said")."""
    if _is_afterwards(speech, i, (after, sentence.last)) and i - sentence.first > _OPENING:
        return sentence.first, sentence.last
    return after, said_end(speech.tokens, sentence, after)


def _is_afterwards(speech: Speech, i: int, said: tuple[int, int]) -> bool:
    """The verb stands behind what is said: "as", "according to what" before it and no complementizer behind it."""
    if not i or that_follows(speech.tokens, *said, _CLOSE_BY):
        return False
    return speech.tokens[i - 1].form in AFTERWARDS or _is_relative_ma(speech, i)


def _is_relative_ma(speech: Speech, i: int) -> bool:
    """Before the verb stands "what" behind a nominal form: the same letters deny where they stand alone."""
    return i > 1 and speech.tokens[i - 1].form in _WHAT and speech.tokens[i - 2].form in OPENERS


def _opens_said(speech: Speech, at: int, limit: int) -> bool:
    """What is said starts here: a complementizer, a colon, a participle of saying, or a quotation that is no name."""
    form = speech.tokens[at].form
    if form in CLOSING:
        return quoted_name(speech, at, limit) is None
    return form in COMPLEMENTIZERS or form == COLON or is_participle(form)


def _say(speech: Speech, speaker: Speaker, verb: int, scope: tuple[int, int], rule: str) -> None:
    """Add a sayer in the words used here and in the phrase that names him in full, and remember him."""
    full = resolved(speech, speaker)
    if speaker_is_outlet(speech, full):
        return
    speech.past.append(full)
    if full.first != speaker.first:
        _add(speech, speaker, verb, scope, "sayer.repeating")
    _add(speech, full, verb, scope, rule)


def _add(speech: Speech, speaker: Speaker, verb: int, scope: tuple[int, int], rule: str) -> None:
    if scope[0] > scope[1]:
        return
    speech.found.append(
        SayerMention(
            first=speaker.first,
            last=speaker.last,
            start=speaker.start,
            end=speaker.end,
            kind=speaker.kind,
            verb=verb,
            scope_first=scope[0],
            scope_last=scope[1],
            rule=rule,
        )
    )


_RECENT, _HEAD = 4, 5
_CLOSE_BY, _REACH, _NEAR, _OPENING, _LONG_REST, _HEAD_WORDS = 3, 12, 8, 2, 4, 12
_FROM, _WHAT = "\u0639\u0646", ("\u0645\u0627", "\u0644\u0645\u0627")
_GOVERNING = frozenset({"\u0641\u064a", "\u0645\u0646", "\u0627\u0644\u064a", "\u0639\u0644\u064a", "\u0645\u0639"})
_RELATIVE_AND = frozenset("\u0648" + word for word in RELATIVES)
