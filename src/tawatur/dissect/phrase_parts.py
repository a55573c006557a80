"""What a noun phrase looks like while it is read, and what its next word can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tawatur.dissect.words import HEADS, NO_WORD, OPENERS, PHRASES, Word, word
from tawatur.language.nouns import lookup
from tawatur.records import Sentence, Token


@dataclass(slots=True)
class Words:
    """A report's tokens read as words (None: not a word), the known names in it, and where its sentences end."""

    tokens: Sequence[Token]
    words: Sequence[Word | None]
    named: Mapping[int, int] = field(default_factory=dict)  # first → last token of a name of actors.csv
    ends: Sequence[int] = ()  # for each token the last token of its sentence


@dataclass(slots=True)
class Phrase:
    """What a phrase looks like up to `last`: what may come next follows from it."""

    text: Words
    head: Word
    role: str
    last: int
    limit: int
    definite: bool
    open: bool  # the last noun can still take a genitive
    person: bool  # a name may follow
    human: bool  # plural adjectives of people agree
    depth: int
    names: int = 0
    surnamed: bool = False  # a family name is read: the name is complete
    seated: bool = False  # the place of a source is told
    loose: int = 0  # words of no list taken so far
    plain: bool = True  # no genitive and no name yet
    bare: bool = True  # nothing but the head, or heads joined by "and"


def read_words(tokens: Sequence[Token], sentences: Sequence[Sentence]) -> Words:
    """Tokens as words, with the end of each one's sentence."""
    ends = list(range(len(tokens)))
    for sentence in sentences:
        ends[sentence.first : sentence.last + 1] = [sentence.last] * (sentence.last - sentence.first + 1)
    words = [word(t.form) if t.kind == "word" else None for t in tokens]
    for i, token in enumerate(tokens):
        if token.form in _DOUBTFUL and token.text[-1] == _YEH and _is_beside_name(tokens, words, i):
            words[i] = Word("name", token.form)
    return Words(tokens, words, {}, ends)


def _is_beside_name(tokens: Sequence[Token], words: Sequence[Word | None], i: int) -> bool:
    """Whether the word before or behind belongs to a person's name or title."""
    before, behind = words[i - 1] if i else None, words[i + 1] if i + 1 < len(words) else None
    if behind is None or behind.conjunction or behind.preposition:
        return False
    if behind.cls == "name" or (before is not None and (before.cls == "name" or before.base in OPENERS)):
        return True
    titled = before is not None and before.noun is not None and before.noun.role == "title"
    apposed = before is None and i > 0 and tokens[i - 1].form in COMMAS and behind.article
    return (titled or apposed) and behind.cls in ("unknown", "adjective")


def closed(phrase: Phrase, last: int) -> int:
    """Take a genitive that makes the phrase definite."""
    phrase.definite, phrase.open, phrase.bare, phrase.plain = True, False, False, False
    return last


def is_bound_pronoun(last: Word | None, form: str) -> bool:
    """The preposition of a participle with a pronoun: "suspected of it"."""
    return last is not None and any(form in PHRASES.pronoun_links.get(link, ()) for link in last.links)


def is_nominal(current: Word | None) -> bool:
    """It can open or continue a noun phrase."""
    return current is not None and current.cls not in ("particle", "verb") and not current.conjunction


def is_name(current: Word) -> bool:
    """A given name, or a word that opens one."""
    return current.cls == "name" or current.base in OPENERS


def is_named(text: Words, i: int) -> bool:
    """A name stands there, not joined by "and"."""
    following = text.words[i] if i < len(text.words) else None
    return following is not None and not following.conjunction and is_name(following)


def is_plain_adjective(current: Word | None) -> bool:
    """An adjective, of a nation or not."""
    return current is not None and current.cls in ("adjective", "nisba", "linker")


def is_loose(current: Word | None) -> bool:
    """A definite word of no list."""
    return current is not None and current.cls == "unknown" and current.article


def is_side(text: Words, i: int) -> bool:
    """A phrase of a side, of people of a side, or of an institution starts here."""
    current = text.words[i]
    if current is None:
        return False
    return i in text.named or current.cls in ("nation", "name") or bool(current.noun and current.noun.role in SIDES)


def opened(text: Words, head: int, depth: int) -> Phrase:
    """A phrase of which only the head noun is read."""
    first = text.words[head] or NO_WORD
    role = first.noun.role if first.noun else ("person" if is_name(first) else "name")
    last = text.named.get(head, head)
    known = head in text.named
    if role == "force" and first.article and first.base in PHRASES.ranks and is_named(text, head + 1):
        role = "title"
    if role == "site" and first.article and first.base in PHRASES.offices:
        role = "org"
    proper = first.cls in ("nation", "name") or known
    definite = first.article or first.owned or proper
    return Phrase(
        text=text,
        head=first,
        role=role,
        last=last,
        limit=min(text.ends[head], head + _LONGEST),
        definite=definite,
        open=not definite and not first.free and first.cls != "nisba",
        person=role in PERSONAL or is_name(first) or (role in _NAMEABLE and first.article and not first.free),
        human=role in HUMAN,
        depth=depth,
        names=1 if is_name(first) else 0,
        plain=not (known and last > head) and not proper,
    )


def marked(phrase: Phrase, i: int) -> int | None:
    """A quoted or bracketed name, or a person's name behind a comma."""
    mark = phrase.text.tokens[i].form
    if mark in _QUOTES and phrase.role in _QUOTED:
        last = _closing(phrase, i, _QUOTES[mark], _QUOTE_WORDS)
        return None if last is None else closed(phrase, last)
    if mark in _BRACKETS and phrase.role in ("org", "force", "title", "state"):
        return _closing(phrase, i, _BRACKETS[mark], _BRACKET_WORDS)
    if mark in COMMAS and phrase.role == "title" and phrase.names == 0 and i < phrase.limit and phrase.definite:
        following = phrase.text.words[i + 1]
        if following is not None and following.cls == "name" and not following.conjunction:
            phrase.names += 1
            return i + 1
    return None


def _closing(phrase: Phrase, i: int, closing: str, most: int) -> int | None:
    """The token that closes the quote at `i`, if only a few words stand between."""
    for j in range(i + 1, min(i + most + 2, phrase.limit + 1)):
        token = phrase.text.tokens[j]
        if token.form in closing:
            return j if j > i + 1 else None
        if token.kind not in ("word", "latin", "mark") or (phrase.text.words[j] or NO_WORD).cls == "verb":
            return None
    return None


def may_be_surname(current: Word) -> bool:
    """No common noun that often stands behind a name."""
    return current.base not in _NOT_NAMES and lookup(current.base) is None


def shares_genitive(phrase: Phrase, i: int) -> bool:
    """Nouns joined before one genitive ("the posts and camps of the group")."""
    following = phrase.text.words[i + 1] if i < phrase.limit else None
    if following is None or following.cls in ("particle", "verb"):
        return False
    if following.conjunction:
        return following.noun is not None and not following.article and not following.preposition
    return following.article and following.preposition in ("", _LAM)


def is_task(phrase: Phrase, current: Word) -> bool:
    """What an institution described by an adjective is for: "the national committee for …"."""
    site = current.noun is not None and current.noun.role == "site"
    described = phrase.role == "org" and is_plain_adjective(phrase.text.words[phrase.last])
    return (described and current.cls in ("noun", "unknown")) or (phrase.role == "title" and site)


def is_unit(phrase: Phrase) -> bool:
    """The last word is a unit of an army, so a number is its name."""
    last = phrase.text.words[phrase.last]
    return phrase.role in ("force", "member", "site", "title") and last is not None and last.base in _UNITS


_UNITS = frozenset(HEADS["armed-force"].words)
_LONGEST, _QUOTE_WORDS, _BRACKET_WORDS = 16, 6, 3
_YEH, _LAM = "\u064a", "\u0644"
_NOT_NAMES = frozenset(PHRASES.not_names)
_DOUBTFUL = frozenset(PHRASES.preposition_or_name)
COMMAS = ("\u060c", ",")
SIDES = frozenset({"force", "member", "side", "state", "org", "air", "people", "title"})
_QUOTES = {
    "\u201c": "\u201d\u201c",
    "\u00ab": "\u00bb",
    '"': '"',
    "\u201d": "\u201c\u201d",
    "\u2018": "\u2019",
    "'": "'",
}
_BRACKETS = {"(": ")"}
_QUOTED = frozenset({"force", "member", "side", "org", "site", "title", "people", "state"})
HUMAN = frozenset({"member", "people", "title", "source", "person"})
_NAMEABLE = frozenset({"people", "member"})
PERSONAL = frozenset({"title"})
