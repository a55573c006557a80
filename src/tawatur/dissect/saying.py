"""The words of saying (ar/saying.yml): which forms say, and how a report names a sayer without a verb."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from tawatur.language.clitics import CLITICS, splits
from tawatur.language.forms import Form, participle_forms, verb_forms
from tawatur.records import Sentence, Token
from tawatur.reference import load_yaml

Kind = Literal["speech", "strict", "continue", "relay", "react"]


class SayingVerbs(Struct, frozen=True, forbid_unknown_fields=True):
    """A family of verbs: words are "past present"."""

    id: str
    kind: Kind
    words: tuple[str, ...]


class Saying(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The content of ar/saying.yml."""

    verbs: tuple[SayingVerbs, ...]
    performative: tuple[str, ...]
    feminine: tuple[str, ...]
    sites_that_say: tuple[str, ...]
    own_voice: tuple[str, ...]
    papers: tuple[str, ...]
    negations: tuple[str, ...]
    repeating: tuple[str, ...]
    impersonal: tuple[str, ...]
    complementizers: tuple[str, ...]
    that: tuple[str, ...]
    according: tuple[tuple[str, ...], ...]
    afterwards: tuple[str, ...]
    afterwards_openers: tuple[str, ...]
    participles: tuple[str, ...]
    adverbials: tuple[str, ...]
    adverbial_phrases: tuple[tuple[str, ...], ...]
    same: tuple[str, ...]
    own_words: tuple[str, ...]
    witnesses: tuple[str, ...]
    accounts: tuple[str, ...]
    settings: tuple[str, ...]
    occasions: tuple[str, ...]
    clause_openers: tuple[str, ...]
    source_labels: tuple[str, ...]
    issued: tuple[str, ...]
    spokesmen: tuple[str, ...]


SAYING = load_yaml("ar/saying.yml", Saying)
THAT = frozenset(SAYING.that)
COMPLEMENTIZERS = frozenset(SAYING.complementizers)
IMPERSONAL = frozenset(SAYING.impersonal)
AFTERWARDS = frozenset(SAYING.afterwards)
OPENERS = frozenset(SAYING.afterwards_openers)
ADVERBIALS = frozenset(SAYING.adverbials)
PERFORMATIVE = frozenset(SAYING.performative)
NEGATIONS = frozenset(SAYING.negations)
REPEATING = frozenset(SAYING.repeating)
SAME = frozenset(SAYING.same)
OWN_WORDS = frozenset(SAYING.own_words)
WITNESSES = frozenset(SAYING.witnesses)
ACCOUNTS = frozenset(SAYING.accounts)
SETTINGS = frozenset(SAYING.settings)
OCCASIONS = frozenset(SAYING.occasions)
CLAUSE_OPENERS = frozenset(SAYING.clause_openers)
ISSUED = frozenset(SAYING.issued)
SOURCE_LABELS = frozenset(SAYING.source_labels)
COMMAS = frozenset({"\u060c", ",", "\u061b", ";"})
LAM = CLITICS.article_after_lam[0][0]


class SayingVerb(Struct, frozen=True, gc=False):
    """A saying verb in a report: its row, the conjunction before it, and what its form says of the subject."""

    row: SayingVerbs
    conjunction: str
    feminine: bool
    plural: bool


@lru_cache(maxsize=50_000)
def saying_verb(form: str) -> SayingVerb | None:
    """The saying verb that a folded word is; None for other words."""
    for split in splits(form):
        if split.article or (split.preposition and split.preposition not in CLITICS.future):
            continue
        if split.rest in _VERBS:
            row, made = _VERBS[split.rest]
            return SayingVerb(row, split.conjunction, made.feminine, made.number != "s")
    return None


@lru_cache(maxsize=50_000)
def is_participle(form: str) -> bool:
    """A participle that goes on with the last sayer ("pointing out", "adding")."""
    return any(split.rest in _PARTICIPLES and not split.preposition and not split.article for split in splits(form))


def according(tokens: Sequence[Token], i: int, limit: int) -> int | None:
    """The token where the sayer's phrase starts if a nominal form such as "according to" stands at `i`."""
    for front, forms in _ACCORDING.get(tokens[i].form, ()):
        del front
        last = _follows(tokens, i, forms[1:], limit)
        if last is not None:
            return last
    return None


def opens_according(form: str) -> bool:
    """Whether a nominal form such as "according to" may start with this word."""
    return form in _ACCORDING


def after_adverbials(tokens: Sequence[Token], i: int, limit: int) -> int:
    """The first token at or behind `i` that is no adverbial, comma or remark between verb and subject."""
    start = i
    while i <= limit and i - start < _FAR:
        step = _adverbial(tokens, i, limit)
        if step is None:
            break
        i = step
    return i


def that_follows(tokens: Sequence[Token], at: int, limit: int, reach: int) -> bool:
    """A complementizer, a colon or a quotation stands within `reach` words."""
    for j in range(at, min(at + reach, limit) + 1):
        form = tokens[j].form
        if form in THAT or form in CLOSING or form == COLON:
            return True
    return False


def said_end(tokens: Sequence[Token], sentence: Sentence, at: int) -> int:
    """The last said token: the end of its quotation, of the line behind a colon, or of the sentence."""
    colon = False
    for j in range(max(at - 1, 0), min(at + _QUOTE_SOON, sentence.last + 1)):
        colon = colon or tokens[j].form == COLON
        closing = CLOSING.get(tokens[j].form)
        if closing:
            return max(_first(tokens, j + 1, closing) or 0, sentence.last)
    if colon:
        line = _first(tokens, sentence.last, "\n")
        return line - 1 if line else min(sentence.last + _PARAGRAPH, len(tokens) - 1)
    return sentence.last


def _first(tokens: Sequence[Token], at: int, form: str) -> int | None:
    """The next token that starts with this form, if it is not too far."""
    for k in range(at, min(at + _PARAGRAPH, len(tokens))):
        if tokens[k].form == form:
            return k
    return None


def _adverbial(tokens: Sequence[Token], i: int, limit: int) -> int | None:
    form = tokens[i].form
    if form in ADVERBIALS or form in _PAUSES:
        return i + 1
    if form == _OPEN:
        for j in range(i + 1, min(i + _BRACKET, limit) + 1):
            if tokens[j].form == _CLOSE:
                return j + 1
    longest = None
    for phrase in _ADVERBIAL_PHRASES.get(form, ()):
        last = _follows(tokens, i, phrase[1:], limit)
        longest = max(longest or 0, last) if last is not None else longest
    return longest


def _follows(tokens: Sequence[Token], i: int, forms: Sequence[str], limit: int) -> int | None:
    """The token behind the phrase whose further words are `forms`; a bare preposition is written onto the next word."""
    for form in forms:
        i += 1
        if i > limit:
            return None
        if form == LAM and tokens[i].form != LAM:
            return i if any(LAM in (split.preposition,) for split in splits(tokens[i].form)) else None
        if tokens[i].form != form:
            return None
    return i + 1 if i < limit else None


def _conjoined(words: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """A nominal form as it stands, and with each conjunction written onto it."""
    return ((words[0], words), *((conjunction + words[0], words) for conjunction in CLITICS.conjunctions))


def _group(phrases: Sequence[tuple[str, ...]]) -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        for front, words in _conjoined(phrase):
            found.setdefault(front, []).append((front, words))
    return {front: tuple(rows) for front, rows in found.items()}


COLON = ":"
CLOSING = {"\u201c": "\u201d", "\u00ab": "\u00bb", '"': '"'}
_FAR, _BRACKET, _QUOTE_SOON, _PARAGRAPH = 10, 8, 5, 400
_OPEN, _CLOSE = "(", ")"
_PAUSES = frozenset({"\u060c", ",", "-", "\u2013"})
_VERBS: dict[str, tuple[SayingVerbs, Form]] = {
    made.form: (row, made)
    for row in reversed(SAYING.verbs)
    for pair in reversed(row.words)
    for made in reversed(tuple(verb_forms(*pair.split())))
}
_PARTICIPLES = frozenset(form.form for lemma in SAYING.participles for form in participle_forms(lemma, "active"))
_ACCORDING = _group(SAYING.according)
_ADVERBIAL_PHRASES = {
    front: tuple(words for _, words in rows) for front, rows in _group(SAYING.adverbial_phrases).items()
}
