"""The shortest full noun phrase from its head noun on, without a parser.

Arabic helps: a phrase is built to the left of the page in one order (noun, genitive chain, adjectives that agree in
definiteness, a participle with its preposition), so each next word either fits what is still open or ends the phrase.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tawatur.dissect.words import DIVINE, HEADS, NO_WORD, OPENERS, PHRASES, Word, word
from tawatur.records import Sentence, Token


@dataclass(slots=True)
class Words:
    """A report's tokens read as words (None: not a word), the known names in it, and where its sentences end."""

    tokens: Sequence[Token]
    words: Sequence[Word | None]
    named: Mapping[int, int] = field(default_factory=dict)  # first → last token of a name of actors.csv
    ends: Sequence[int] = ()  # for each token the last token of its sentence


@dataclass(slots=True)
class _Phrase:
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
    loose: int = 0  # words of no list taken so far
    plain: bool = True  # no genitive and no name yet
    bare: bool = True  # nothing but the head, or heads joined by "and"


def read_words(tokens: Sequence[Token], sentences: Sequence[Sentence]) -> Words:
    """Tokens as words, with the end of each one's sentence."""
    ends = list(range(len(tokens)))
    for sentence in sentences:
        ends[sentence.first : sentence.last + 1] = [sentence.last] * (sentence.last - sentence.first + 1)
    return Words(tokens, [word(t.form) if t.kind == "word" else None for t in tokens], {}, ends)


def phrase_last(text: Words, head: int, depth: int = 0) -> int:
    """The last token of the noun phrase that `head` opens, within its sentence."""
    phrase = _opened(text, head, depth)
    while phrase.last < phrase.limit and (last := _step(phrase)) is not None:
        phrase.last = last
    return phrase.last


def phrase_first(text: Words, head: int) -> int:
    """The first token of the phrase: quantifiers before the head belong to it («بعض العناصر», «العديد من العناصر»)."""
    before = text.words[head - 1] if head else None
    if before is None or text.words[head].conjunction or text.words[head].preposition:  # type: ignore[union-attr]
        return head
    if before.cls == "quantifier" and not before.article:
        return head - 1
    two = text.words[head - 2] if head > 1 else None
    if before.base in PHRASES.partitive and not before.conjunction and two is not None and two.cls == "quantifier":
        return head - 2
    return head


def _opened(text: Words, head: int, depth: int) -> _Phrase:
    first = text.words[head] or NO_WORD
    role = first.noun.role if first.noun else ("person" if _is_name(first) else "name")
    last = text.named.get(head, head)
    known = head in text.named
    if role == "force" and first.article and first.base in PHRASES.ranks and _is_named(text, head + 1):
        role = "title"
    proper = first.cls in ("nation", "name") or known
    definite = first.article or first.owned or proper
    return _Phrase(
        text=text,
        head=first,
        role=role,
        last=last,
        limit=min(text.ends[head], head + _LONGEST),
        definite=definite,
        open=not definite and not first.free and first.cls != "nisba",
        person=role in _PERSONAL or _is_name(first),
        human=role in _HUMAN,
        depth=depth,
        names=1 if _is_name(first) else 0,
        plain=not (known and last > head) and not proper,
    )


def _step(phrase: _Phrase) -> int | None:
    """The phrase's new last token, or None where it ends."""
    i = phrase.last + 1
    token = phrase.text.tokens[i]
    if token.kind == "mark":
        return _marked(phrase, i)
    if token.kind == "number":
        return i if phrase.role == "force" and len(token.form) <= _UNIT_DIGITS and phrase.head.base in _UNITS else None
    if token.kind == "latin":
        return i if phrase.open or phrase.names else None
    current = phrase.text.words[i]
    if current is None:
        return None
    if token.form in PHRASES.spoken_for and phrase.role == "title" and i < phrase.limit and phrase.depth < _DEPTH:
        return phrase_last(phrase.text, i + 1, phrase.depth + 1)
    if current.conjunction or token.form in _AND:
        return _conjoined(phrase, i if current.conjunction else i + 1)
    if current.preposition:
        return _attached(phrase, i, current)
    if i in phrase.text.named and (phrase.open or phrase.names):
        return _closed(phrase, phrase.text.named[i])
    return _STEPS[current.cls](phrase, i, current)


def _closed(phrase: _Phrase, last: int) -> int:
    """Take a genitive that makes the phrase definite."""
    phrase.definite, phrase.open, phrase.bare, phrase.plain = True, False, False, False
    return last


def _adjective(phrase: _Phrase, i: int, current: Word) -> int | None:
    if current.article:
        if phrase.definite:
            fits = phrase.human or not current.free
        else:
            fits = phrase.open
            phrase.human = phrase.human or current.free
        plain = phrase.plain and phrase.definite
        taken = _closed(phrase, i) if fits else None
        phrase.plain = plain
        return taken
    if phrase.definite or (phrase.head.cls == "nation"):
        return None
    phrase.open = phrase.bare = False
    return i


def _linker(phrase: _Phrase, i: int, current: Word) -> int | None:
    """A participle with the preposition and the phrase that it ties to the head."""
    if phrase.definite and not phrase.plain:
        return None  # a side that is named already needs no description
    taken = _adjective(phrase, i, current)
    if taken is None or phrase.depth >= _DEPTH or i >= phrase.limit:
        return taken
    following = phrase.text.words[i + 1]
    if following is None:
        return taken
    if following.preposition and following.preposition in current.links and following.cls != "particle":
        return phrase_last(phrase.text, i + 1, phrase.depth + 1)
    if phrase.text.tokens[i + 1].form in current.links and i + 1 < phrase.limit and _nominal(phrase.text.words[i + 2]):
        return phrase_last(phrase.text, i + 2, phrase.depth + 1)
    return taken


def _noun(phrase: _Phrase, i: int, current: Word) -> int | None:
    if current.links and not phrase.open:
        return _linker(phrase, i, current)
    noun = current.noun or HEADS["person"]
    if phrase.open:
        phrase.person = phrase.person or noun.role in _PERSONAL
        phrase.human = noun.role in _HUMAN
        if current.article or current.owned:
            return _closed(phrase, i)
        if noun.role in _HUMAN and phrase.role in _HUMAN and current.adjective:
            phrase.open = False
        phrase.open, phrase.bare = phrase.open and not current.free, False
        return i
    if noun.role == "title" and phrase.person and current.article and phrase.definite:
        return i
    return _adjective(phrase, i, current) if current.adjective else None


def _unknown(phrase: _Phrase, i: int, current: Word) -> int | None:
    if current.base in OPENERS or current.base in DIVINE:
        return _name(phrase, i, current)
    if current.article:
        if phrase.open:
            return _closed(phrase, i)
        if phrase.definite and phrase.person and phrase.names < _NAMES:
            phrase.names += 1
            return i
        return None
    if phrase.open and phrase.role in _NAMED and phrase.loose < _LOOSE:
        phrase.loose, phrase.bare = phrase.loose + 1, False
        phrase.names += phrase.role not in ("thing", "site")
        return i
    if phrase.person and phrase.definite and phrase.names < _NAMES and _TANWIN not in phrase.text.tokens[i].text:
        phrase.names += 1
        return i
    return None


def _name(phrase: _Phrase, i: int, current: Word) -> int | None:
    if not (phrase.open or phrase.person or phrase.names) or phrase.names >= _NAMES:
        return None
    if not phrase.definite and not phrase.open and phrase.role != "person" and phrase.role not in _PERSONAL:
        return None
    phrase.names += 1
    phrase.person = True
    return _closed(phrase, i)


def _nation(phrase: _Phrase, i: int, current: Word) -> int | None:
    if phrase.open:
        return _closed(phrase, i)
    return i if phrase.names and phrase.person and phrase.names < _NAMES and current.article else None


def _particle(phrase: _Phrase, i: int, current: Word) -> int | None:
    """A preposition that is part of the phrase: partitive «من», «في» behind sources and persons of an office."""
    form = phrase.text.tokens[i].form
    if phrase.depth >= _DEPTH or i >= phrase.limit:
        return i if _is_bound_pronoun(phrase.text.words[phrase.last], form) else None
    if form in DIVINE or form in OPENERS:
        return _name(phrase, i, current)
    if _is_bound_pronoun(phrase.text.words[phrase.last], form):
        return i
    following = phrase.text.words[i + 1]
    if following is None or not _nominal(following):
        return None
    if form in PHRASES.partitive and not phrase.definite and phrase.role in _PARTITIVE and _is_side(phrase.text, i + 1):
        return phrase_last(phrase.text, i + 1, phrase.depth + 1)
    belongs = phrase.role in ("title", "member") and not phrase.definite and _is_side(phrase.text, i + 1)
    if form in PHRASES.membership and (belongs or phrase.role == "source"):
        return phrase_last(phrase.text, i + 1, phrase.depth + 1)
    return None


def _attached(phrase: _Phrase, i: int, current: Word) -> int | None:
    """A word with a preposition written onto it: «مواقع للحوثيين», «المتحدث باسم …», «مصادر بالمعارضة»."""
    if phrase.depth >= _DEPTH:
        return None
    if current.noun and current.noun.id == "medium":
        return None
    if current.preposition == _LAM:
        fits = (not phrase.definite and phrase.role in _POSSESSED) or phrase.role in ("title", "org", "source")
        fits = fits and _is_side(phrase.text, i)
    else:
        fits = current.preposition == _BEH and phrase.role in ("title", "source") and current.noun is not None
    return phrase_last(phrase.text, i, phrase.depth + 1) if fits else None


def _conjoined(phrase: _Phrase, i: int) -> int | None:
    """A word joined by «و»: part of the phrase if it cannot be a side of its own."""
    current = phrase.text.words[i] if i <= phrase.limit else None
    if current is None or current.preposition or current.cls in ("particle", "verb", "quantifier"):
        return None
    if phrase.bare and phrase.open and current.noun and not current.article and phrase.role in _LISTED:
        return i if _shares_genitive(phrase, i) else None
    if phrase.bare:
        return None
    if current.cls in ("adjective", "nisba", "linker") and _is_plain_adjective(phrase.text.words[phrase.last]):
        return i if current.article == phrase.definite else None
    if phrase.role in ("force", "member", "air", "side", "site") and phrase.definite:
        return _joined_name(phrase, i, current)
    return None


def _shares_genitive(phrase: _Phrase, i: int) -> bool:
    """«مواقع وتحصينات الفصيل»: nouns joined before one genitive or one «ل»."""
    following = phrase.text.words[i + 1] if i < phrase.limit else None
    if following is None or following.cls in ("particle", "verb"):
        return False
    if following.conjunction:
        return following.noun is not None and not following.article and not following.preposition
    return following.article and following.preposition in ("", _LAM)


def _joined_name(phrase: _Phrase, i: int, current: Word) -> int | None:
    """«ميليشيات الحوثي وصالح»: one noun with two genitives."""
    leader = current.cls == "name" or (current.article and current.cls == "adjective" and i < phrase.limit)
    same = current.cls == "unknown" and current.article and _is_loose(phrase.text.words[phrase.last])
    titled = current.noun is not None and current.noun.id == "official" and current.article
    if (leader or same or titled) and phrase.depth < _DEPTH:
        return phrase_last(phrase.text, i, phrase.depth + 1)
    return None


def _marked(phrase: _Phrase, i: int) -> int | None:
    """A quoted or bracketed name, or a person's name behind a comma."""
    mark = phrase.text.tokens[i].form
    if mark in _QUOTES and phrase.role in _QUOTED:
        last = _closing(phrase, i, _QUOTES[mark], _QUOTE_WORDS)
        return None if last is None else _closed(phrase, last)
    if mark in _BRACKETS and phrase.role in ("org", "force", "title", "state"):
        return _closing(phrase, i, _BRACKETS[mark], _BRACKET_WORDS)
    if mark in _COMMAS and phrase.role == "title" and phrase.names == 0 and i < phrase.limit and phrase.definite:
        following = phrase.text.words[i + 1]
        if following is not None and following.cls == "name" and not following.conjunction:
            phrase.names += 1
            return i + 1
    return None


def _closing(phrase: _Phrase, i: int, closing: str, most: int) -> int | None:
    """The token that closes the quote at `i`, if only a few words stand between."""
    for j in range(i + 1, min(i + most + 2, phrase.limit + 1)):
        token = phrase.text.tokens[j]
        if token.form in closing:
            return j if j > i + 1 else None
        if token.kind not in ("word", "latin", "mark") or (phrase.text.words[j] or NO_WORD).cls == "verb":
            return None
    return None


def _never(phrase: _Phrase, i: int, current: Word) -> int | None:
    del phrase, i, current
    return None


def _is_bound_pronoun(last: Word | None, form: str) -> bool:
    """«المشتبه بهم»: the preposition of a participle with a pronoun."""
    return last is not None and any(form in PHRASES.pronoun_links.get(link, ()) for link in last.links)


def _quantifier(phrase: _Phrase, i: int, current: Word) -> int | None:
    """«مواقع عدة»."""
    return i if current.base in PHRASES.trailing_quantifiers and not phrase.definite else None


def _nominal(current: Word | None) -> bool:
    return current is not None and current.cls not in ("particle", "verb") and not current.conjunction


def _is_name(current: Word) -> bool:
    return current.cls == "name" or current.base in OPENERS


def _is_named(text: Words, i: int) -> bool:
    following = text.words[i] if i < len(text.words) else None
    return following is not None and not following.conjunction and _is_name(following)


def _is_plain_adjective(current: Word | None) -> bool:
    return current is not None and current.cls in ("adjective", "nisba", "linker")


def _is_loose(current: Word | None) -> bool:
    return current is not None and current.cls == "unknown" and current.article


def _is_side(text: Words, i: int) -> bool:
    """A phrase of a side, of people of a side, or of an institution starts here."""
    current = text.words[i]
    if current is None:
        return False
    return i in text.named or current.cls in ("nation", "name") or bool(current.noun and current.noun.role in _SIDES)


_LONGEST, _DEPTH, _NAMES, _LOOSE = 16, 3, 5, 2
_UNIT_DIGITS, _QUOTE_WORDS, _BRACKET_WORDS = 3, 6, 3
_LAM, _BEH = "\u0644", "\u0628"
_TANWIN = "\u064b"
_AND = ("\u0648",)
_COMMAS = ("\u060c", ",")
_QUOTES = {
    "\u201c": "\u201d\u201c",
    "\u00ab": "\u00bb",
    '"': '"',
    "\u201d": "\u201c\u201d",
    "\u2018": "\u2019",
    "'": "'",
}
_BRACKETS = {"(": ")"}
_PERSONAL = frozenset({"title"})
_HUMAN = frozenset({"member", "people", "title", "source", "person"})
_NAMED = frozenset({"force", "member", "state", "org", "thing", "site", "side", "air", "title"})
_PARTITIVE = frozenset({"member", "force", "people", "other", "side", "title", "air"})
_POSSESSED = frozenset({"thing", "site", "force", "side", "member", "people", "other", "air"})
_LISTED = frozenset({"thing", "site", "member"})
_QUOTED = frozenset({"force", "member", "side", "org", "site", "title", "people", "state"})
_SIDES = frozenset({"force", "member", "side", "state", "org", "air", "people", "title"})
_UNITS = frozenset(HEADS["armed-force"].words)
_STEPS = {
    "noun": _noun,
    "adjective": _adjective,
    "nisba": _adjective,
    "linker": _linker,
    "nation": _nation,
    "name": _name,
    "particle": _particle,
    "verb": _never,
    "quantifier": _quantifier,
    "unknown": _unknown,
}
