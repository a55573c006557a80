"""Who says so, and which words of the report are said: verbs of saying, nominal forms («بحسب»), and headlines («المرصد: …»)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tawatur.dissect.phrases import Words, phrase_first, phrase_last, read_words
from tawatur.dissect.saying import (
    AFTERWARDS,
    COMPLEMENTIZERS,
    IMPERSONAL,
    NEGATIONS,
    OWN_WORDS,
    PERFORMATIVE,
    REPEATING,
    SAME,
    THAT,
    WITNESSES,
    SayingVerbs,
    according,
    after_adverbials,
    is_participle,
    saying_verb,
)
from tawatur.dissect.words import RELATIVES, Word
from tawatur.records import ActorMention, SayerMention, Sentence, Token


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Tokens that name a sayer."""

    first: int
    last: int
    start: int
    end: int
    head: int
    kind: str


@dataclass(slots=True)
class _Report:
    """What is looked up, and the sayers found so far in the order of reading."""

    tokens: Sequence[Token]
    text: Words
    starting: dict[int, ActorMention]
    ending: dict[int, ActorMention]
    found: list[SayerMention] = field(default_factory=list)
    past: list[_Phrase] = field(default_factory=list)


def find_sayers(
    tokens: Sequence[Token], sentences: Sequence[Sentence], actors: Sequence[ActorMention]
) -> tuple[SayerMention, ...]:
    """All sayers with their scopes, in reading order."""
    starting: dict[int, ActorMention] = {}
    for mention in reversed(actors):
        starting[mention.head] = mention
        starting[mention.first] = mention
    report = _Report(tokens, read_words(tokens, sentences), starting, {m.last: m for m in reversed(actors)})
    for sentence in sentences:
        _headline(report, sentence)
        i = sentence.first
        while i <= sentence.last:
            i = max(i + 1, _at(report, sentence, i))
    return tuple(report.found)


def sayer_at(sayers: Sequence[SayerMention], token: int) -> SayerMention | None:
    """The nearest sayer whose words hold this token: the one with the narrowest scope."""
    best: SayerMention | None = None
    for sayer in sayers:
        if sayer.scope_first <= token <= sayer.scope_last and (
            best is None or sayer.scope_last - sayer.scope_first <= best.scope_last - best.scope_first
        ):
            best = sayer
    return best


def _at(report: _Report, sentence: Sentence, i: int) -> int:
    """Read one token; the next token to read."""
    token = report.tokens[i]
    if token.kind != "word":
        return i + 1
    start = according(report.tokens, i, sentence.last)
    if start is not None:
        return _nominal(report, sentence, i, start)
    verb = saying_verb(token.form)
    if verb is not None:
        return _verbal(report, sentence, i, verb[0], verb[2])
    if is_participle(token.form) and report.past and _that_follows(report, i + 1, sentence.last, _CLOSE_BY):
        if i - sentence.first <= 1:
            _add(report, report.past[-1], i, (i + 1, _end(report, sentence, i + 1)), "sayer.participle")
    return i + 1


# --- nominal forms --------------------------------------------------------------------------------------------------


def _nominal(report: _Report, sentence: Sentence, i: int, start: int) -> int:
    """«بحسب X», «نقلا عن X»: in front of what is said at the head of a sentence, behind it elsewhere."""
    tokens = report.tokens
    if tokens[start].form in OWN_WORDS:
        if report.past:
            _add(report, report.past[-1], i, (sentence.first, sentence.last), "sayer.own-words")
        return start + 1
    phrase = _phrase_at(report, start, sentence.last, needs_sayer=True) or _quoted_name(report, start, sentence.last)
    if phrase is None:
        return i + 1
    if i - sentence.first <= _OPENING or sentence.last - phrase.last > _LONG_REST * (i - sentence.first):
        scope = (phrase.last + 1, _end(report, sentence, phrase.last + 1))
    else:
        scope = (sentence.first, sentence.last)
    _say(report, phrase, i, scope, "sayer.according")
    return phrase.last + 1


def _quoted_name(report: _Report, start: int, limit: int) -> _Phrase | None:
    """A name in quotation marks alone, as outlets are written."""
    if report.tokens[start].form not in _QUOTES:
        start += 1
    if start > limit or report.tokens[start].form not in _QUOTES:
        return None
    for j in range(start + 1, min(start + _NAME_WORDS, limit) + 1):
        if report.tokens[j].form in _QUOTES:
            return _Phrase(
                start + 1, j - 1, report.tokens[start + 1].start, report.tokens[j - 1].end, start + 1, "medium"
            )
    return None


# --- verbs ----------------------------------------------------------------------------------------------------------


def _verbal(report: _Report, sentence: Sentence, i: int, verb: SayingVerbs, conjunction: str) -> int:
    """A verb of saying: its subject behind it, before it, or the last sayer."""
    tokens, limit = report.tokens, sentence.last
    at = after_adverbials(tokens, i + 1, limit)
    if at > limit or (i > sentence.first and tokens[i - 1].form in NEGATIONS and not _is_afterwards(report, i)):
        return i + 1
    if tokens[i].form in IMPERSONAL and tokens[at].form in COMPLEMENTIZERS:
        return at
    if verb.kind == "relay":
        return _relay(report, sentence, i, at)
    behind = None if _opens_said(report, at, limit) else _phrase_at(report, at, limit)
    subject = behind
    if subject is None and not conjunction:
        subject = _before(report, sentence, i)
    if subject is None and report.past and _opens_said(report, at, limit):
        subject = report.past[-1]
    after = behind.last + 1 if behind is not None else at
    if subject is None or not _counts(report, verb, subject, i, (after, limit)):
        return i + 1
    _say(report, subject, i, _scope(report, sentence, i, after if behind else i + 1), f"sayer.{verb.id}")
    return after


def _counts(report: _Report, verb: SayingVerbs, subject: _Phrase, i: int, said: tuple[int, int]) -> bool:
    """Whether the verb says something here: an everyday verb needs a complementizer, any needs a subject that can speak."""
    after, limit = said
    following = after_adverbials(report.tokens, after, limit)
    if following <= limit and report.tokens[following].form in PERFORMATIVE:
        return False
    if verb.kind in ("strict", "continue"):
        near = _that_follows(report, after, limit, _CLOSE_BY)
        return near or _is_afterwards(report, i) or (verb.id == "point" and _is_about(report, following, limit))
    speaks = subject.kind not in ("object", "site", "unknown")
    return speaks or _is_afterwards(report, i) or _that_follows(report, after, limit, _REACH)


def _is_about(report: _Report, at: int, limit: int) -> bool:
    """«تحدثت عن …», «أشار إلى …»."""
    return at <= limit and report.tokens[at].form in COMPLEMENTIZERS


def _relay(report: _Report, sentence: Sentence, i: int, at: int) -> int:
    """«نقلت وكالة X عن Y»: Y says so."""
    tokens, limit = report.tokens, sentence.last
    medium = _phrase_at(report, at, limit)
    about = medium.last + 1 if medium is not None else at
    about = after_adverbials(tokens, about, limit)
    if about >= limit or tokens[about].form != _ABOUT:
        return i + 1
    origin = _phrase_at(report, about + 1, limit, needs_sayer=True)
    if origin is None:
        return i + 1
    _say(report, origin, i, _scope(report, sentence, i, origin.last + 1), "sayer.relay")
    return origin.last + 1


def _before(report: _Report, sentence: Sentence, i: int) -> _Phrase | None:
    """The subject in front of its verb: «المرصد قال», «أحد السكان الذي قال»."""
    tokens = report.tokens
    j = i - 1
    while j >= sentence.first and i - j < _NEAR and _is_between(tokens[j]):
        j -= 1
    mention = report.ending.get(j)
    if mention is None or mention.first < sentence.first or not _may_say(report, mention):
        return None
    before = report.text.words[mention.first - 1] if mention.first > sentence.first else None
    if before is not None and before.cls == "particle" and before.base in _GOVERNING:
        return None
    return _from_mention(report, mention)


def _is_between(token: Token) -> bool:
    form = token.form
    return token.kind == "mark" or form in RELATIVES or form in _RELATIVE_AND or after_adverbials((token,), 0, 0) == 1


def _scope(report: _Report, sentence: Sentence, i: int, after: int) -> tuple[int, int]:
    """What is said: behind the sayer, or in front of him where the verb follows «كما», «حسبما», «بحسب ما»."""
    if _is_afterwards(report, i) and i - sentence.first > _OPENING:
        return sentence.first, sentence.last
    return after, _end(report, sentence, after)


def _is_afterwards(report: _Report, i: int) -> bool:
    before = report.tokens[i - 1].form if i else ""
    return before in AFTERWARDS


def _opens_said(report: _Report, at: int, limit: int) -> bool:
    """What is said starts here: a complementizer, a colon, a participle of saying, or a quotation that is no name."""
    form = report.tokens[at].form
    if form in _OPENING_QUOTES:
        return _quoted_name(report, at, limit) is None
    return form in COMPLEMENTIZERS or form == _COLON or is_participle(form)


def _that_follows(report: _Report, at: int, limit: int, reach: int) -> bool:
    """A complementizer, a colon or a quotation stands within a few words."""
    for j in range(at, min(at + reach, limit) + 1):
        form = report.tokens[j].form
        if form in THAT or form in _OPENING_QUOTES or form == _COLON:
            return True
    return False


def _end(report: _Report, sentence: Sentence, at: int) -> int:
    """The last said token: the sentence's end, or the end of the quotation that opens there."""
    tokens = report.tokens
    colon = False
    for j in range(max(at - 1, 0), min(at + _QUOTE_SOON, sentence.last + 1)):
        colon = colon or tokens[j].form == _COLON
        closing = _CLOSING.get(tokens[j].form)
        if closing:
            for k in range(j + 1, min(j + _QUOTE_LONG, len(tokens))):
                if tokens[k].form == closing:
                    return max(k, sentence.last)
            return sentence.last
    return _paragraph_end(tokens, sentence.last) if colon else sentence.last


def _paragraph_end(tokens: Sequence[Token], last: int) -> int:
    """What stands behind a colon goes on to the line's end."""
    for j in range(last, min(last + _QUOTE_LONG, len(tokens))):
        if tokens[j].kind == "break":
            return j - 1
    return min(last + _QUOTE_LONG, len(tokens) - 1)


# --- headlines ------------------------------------------------------------------------------------------------------


def _headline(report: _Report, sentence: Sentence) -> None:
    """«المرصد: …»: a sayer and a colon open the sentence."""
    tokens = report.tokens
    for j in range(sentence.first + 1, min(sentence.first + _HEAD_WORDS, sentence.last)):
        if tokens[j].form != _COLON:
            continue
        mention = report.starting.get(sentence.first)
        if (
            mention is not None
            and mention.last == j - 1
            and _may_say(report, mention)
            and mention.rule != "actor.nation"
        ):
            _say(report, _from_mention(report, mention), j, (j + 1, sentence.last), "sayer.headline")
        return


# --- phrases --------------------------------------------------------------------------------------------------------


def _phrase_at(report: _Report, at: int, limit: int, *, needs_sayer: bool = False) -> _Phrase | None:
    """The noun phrase that starts at `at`, a joined second sayer included."""
    if at > limit:
        return None
    mention = report.starting.get(at)
    if mention is None and at < limit and report.tokens[at].form in _QUOTES:
        mention = report.starting.get(at + 1)
    if mention is not None:
        return _joined(report, mention, limit) if not needs_sayer or _may_say(report, mention) else None
    current = report.text.words[at]
    if report.tokens[at].form in _OPENING_QUOTES:
        return _quoted_name(report, at, limit)
    if needs_sayer or current is None or current.cls not in ("unknown", "name", "nation") or current.preposition:
        return None
    if current.cls == "unknown" and not _that_follows(report, at, limit, _SUBJECT):
        return None
    last = phrase_last(report.text, at)
    return _Phrase(at, last, report.tokens[at].start, report.tokens[last].end, at, "person")


def _joined(report: _Report, mention: ActorMention, limit: int) -> _Phrase:
    """«مسؤول محلي ومصادر في الشرطة»: two sayers of one saying are one phrase."""
    phrase = _from_mention(report, mention)
    following = report.starting.get(mention.last + 1) if mention.last < limit else None
    current = report.text.words[mention.last + 1] if following else None
    if following and current and current.conjunction and _role(report, mention) in _SPEAKING:
        if _role(report, following) in _SPEAKING and following.first == mention.last + 1:
            return _Phrase(phrase.first, following.last, phrase.start, following.end, phrase.head, phrase.kind)
    return phrase


def _from_mention(report: _Report, mention: ActorMention) -> _Phrase:
    return _Phrase(mention.first, mention.last, mention.start, mention.end, mention.head, _kind(report, mention))


def _role(report: _Report, mention: ActorMention) -> str:
    head = report.text.words[mention.head]
    return head.noun.role if head is not None and head.noun is not None else ""


def _may_say(report: _Report, mention: ActorMention) -> bool:
    """People, institutions and sides can say something; things and sites cannot."""
    return _role(report, mention) not in ("thing", "site", "victim", "other", "air") and mention.rule != "actor.nisba"


def _kind(report: _Report, mention: ActorMention) -> str:
    head = report.text.words[mention.head]
    if head is not None and head.base in WITNESSES:
        return "witness"
    if _role(report, mention) == "source":
        return "source"
    return _KINDS.get(mention.kind, "official")


def _resolved(report: _Report, phrase: _Phrase) -> _Phrase:
    """The fuller phrase that this one repeats: «المصدر» → «مصدر أمني», «العميد فلان» → his title and name."""
    words = _bases(report.text.words[phrase.first : phrase.last + 1])
    if len(words) > 1:
        words -= REPEATING
    head = report.text.words[phrase.head]
    if head is None or not (head.article or head.cls in ("name", "unknown") or phrase.kind == "person"):
        return phrase
    if head.article and phrase.first == phrase.last and head.base in REPEATING and report.past:
        words = words - {head.base}
    for old in reversed(report.past):
        theirs = _bases(report.text.words[old.first : old.last + 1])
        if words < theirs or (words <= theirs and old.last - old.first >= phrase.last - phrase.first):
            return old
    return phrase


def _bases(words: Sequence[Word | None]) -> frozenset[str]:
    """Words without article and gender, to see whether one phrase repeats another."""
    return frozenset(w.base for w in words if w is not None and w.base not in SAME and w.cls != "particle")


def _say(report: _Report, phrase: _Phrase, verb: int, scope: tuple[int, int], rule: str) -> None:
    """Add a sayer, resolved to the phrase that names him in full, and remember him."""
    full = _resolved(report, phrase)
    report.past.append(full)
    _add(report, full, verb, scope, rule)


def _add(report: _Report, phrase: _Phrase, verb: int, scope: tuple[int, int], rule: str) -> None:
    if scope[0] <= scope[1]:
        report.found.append(
            SayerMention(
                first=phrase.first,
                last=phrase.last,
                start=phrase.start,
                end=phrase.end,
                kind=phrase.kind,
                verb=verb,
                scope_first=scope[0],
                scope_last=scope[1],
                rule=rule,
            )
        )


_CLOSE_BY, _SUBJECT = 3, 6
_OPENING, _LONG_REST, _NAME_WORDS, _NEAR, _REACH, _QUOTE_SOON, _QUOTE_LONG, _HEAD_WORDS = 2, 4, 5, 8, 12, 5, 400, 12
_COLON, _ABOUT = ":", "\u0639\u0646"
_CLOSING = {"\u201c": "\u201d", "\u00ab": "\u00bb", '"': '"'}
_QUOTES = frozenset('\u201c\u201d\u00ab\u00bb"')
_OPENING_QUOTES = frozenset(_CLOSING)
_GOVERNING = frozenset({"\u0641\u064a", "\u0645\u0646", "\u0627\u0644\u064a", "\u0639\u0644\u064a", "\u0645\u0639"})
_RELATIVE_AND = frozenset("\u0648" + word for word in RELATIVES)
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
