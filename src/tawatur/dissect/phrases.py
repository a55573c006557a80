"""The shortest full noun phrase from its head noun on, without a parser.

Arabic helps: a phrase is built to the left of the page in one order (noun, genitive chain, adjectives that agree in
definiteness, a participle with its preposition), so each next word either fits what is still open or ends the phrase.
"""

from __future__ import annotations

from tawatur.dissect.phrase_parts import (
    HUMAN,
    PERSONAL,
    Phrase,
    Words,
    closed,
    is_bound_pronoun,
    is_loose,
    is_name,
    is_named,
    is_nominal,
    is_plain_adjective,
    is_side,
    is_task,
    is_unit,
    marked,
    may_be_surname,
    opened,
    shares_genitive,
)
from tawatur.dissect.words import DIVINE, HEADS, OPENERS, PHRASES, Word


def phrase_last(text: Words, head: int, depth: int = 0) -> int:
    """The last token of the noun phrase that `head` opens, within its sentence."""
    phrase = opened(text, head, depth)
    while phrase.last < phrase.limit and (last := _step(phrase)) is not None:
        phrase.last = last
    return phrase.last


def phrase_first(text: Words, head: int) -> int:
    """The first token of the phrase: quantifiers before the head belong to it ("some of the men")."""
    before = text.words[head - 1] if head else None
    if before is None or text.words[head].conjunction or text.words[head].preposition:  # type: ignore[union-attr]
        return head
    if before.cls == "quantifier" and not before.article:
        return head - 1
    two = text.words[head - 2] if head > 1 else None
    if before.base in PHRASES.partitive and not before.conjunction and two is not None and two.cls == "quantifier":
        return head - 2
    return head


def _step(phrase: Phrase) -> int | None:
    """The phrase's new last token, or None where it ends."""
    i = phrase.last + 1
    token = phrase.text.tokens[i]
    if token.kind == "mark":
        return marked(phrase, i)
    if token.kind == "number":
        return i if len(token.form) <= _UNIT_DIGITS and is_unit(phrase) else None
    if token.kind == "latin":
        return i if phrase.open or phrase.names else None
    current = phrase.text.words[i]
    if current is None:
        return None
    if token.form in PHRASES.spoken_for and phrase.role == "title" and i < phrase.limit and phrase.depth < _DEPTH:
        return _nested(phrase, i + 1)
    if phrase.role == "title" and token.form.startswith(PHRASES.spoken_for):
        return i  # with a pronoun: "the spokesman for it"
    if current.conjunction or token.form in _AND:
        return _conjoined(phrase, i if current.conjunction else i + 1)
    if current.preposition:
        return _attached(phrase, i, current)
    if i in phrase.text.named and (phrase.open or (phrase.person and is_name(current))):
        return closed(phrase, phrase.text.named[i])
    return _STEPS[current.cls](phrase, i, current)


def _nested(phrase: Phrase, i: int) -> int:
    """The last token of a phrase that this one holds; behind it nothing but a name can follow."""
    phrase.open = phrase.bare = phrase.plain = False
    phrase.seated = True
    return phrase_last(phrase.text, i, phrase.depth + 1)


def _adjective(phrase: Phrase, i: int, current: Word) -> int | None:
    if current.article:
        if phrase.names and phrase.person and phrase.names < _NAMES and phrase.definite and not current.free:
            phrase.names += 1  # a family name in the shape of an adjective
            phrase.surnamed = True
            return i
        if phrase.definite:
            fits = phrase.human or not current.free
        else:
            fits = phrase.open
            phrase.human = phrase.human or current.free
        plain = phrase.plain and phrase.definite
        taken = closed(phrase, i) if fits else None
        phrase.plain = plain
        return taken
    if phrase.definite or (phrase.head.cls == "nation"):
        return None
    phrase.open = phrase.bare = False
    return i


def _linker(phrase: Phrase, i: int, current: Word) -> int | None:
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
        return _nested(phrase, i + 1)
    if (
        phrase.text.tokens[i + 1].form in current.links
        and i + 1 < phrase.limit
        and is_nominal(phrase.text.words[i + 2])
    ):
        return _nested(phrase, i + 2)
    return taken


def _noun(phrase: Phrase, i: int, current: Word) -> int | None:
    if current.links and not phrase.open:
        return _linker(phrase, i, current)
    noun = current.noun or HEADS["somebody"]
    if phrase.open:
        phrase.person = phrase.person or noun.role in PERSONAL
        phrase.human = noun.role in HUMAN
        if _TANWIN in phrase.text.tokens[i].text:
            return _adjective(phrase, i, current) if current.adjective else None  # a genitive never ends so
        if current.adjective and not (current.article or current.owned or current.free):
            return _adjective(phrase, i, current)
        if current.article or current.owned:
            taken = closed(phrase, i)
            phrase.plain = noun.role == "force" and i not in phrase.text.named
            return taken
        if noun.role in HUMAN and phrase.role in HUMAN and current.adjective:
            phrase.open = False
        phrase.open, phrase.bare = phrase.open and not current.free, False
        return i
    if noun.role == "title" and phrase.person and current.article and phrase.definite:
        return i
    return _adjective(phrase, i, current) if current.adjective else None


def _unknown(phrase: Phrase, i: int, current: Word) -> int | None:
    if current.base in OPENERS or current.base in DIVINE:
        return _name(phrase, i, current)
    if current.article:
        if phrase.open:
            return closed(phrase, i)
        named = phrase.names or phrase.role in PERSONAL
        if phrase.definite and phrase.person and named and not phrase.surnamed and may_be_surname(current):
            phrase.names += 1
            phrase.surnamed = True
            return i
        return None
    if phrase.open and phrase.role in _NAMED and phrase.loose < (_LOOSE if phrase.role in ("thing", "site") else 1):
        phrase.loose, phrase.bare = phrase.loose + 1, False
        phrase.names += phrase.role not in ("thing", "site")
        return None if _TANWIN in phrase.text.tokens[i].text else i
    if phrase.surnamed or _TANWIN in phrase.text.tokens[i].text or not may_be_surname(current):
        return None
    if phrase.person and phrase.definite and phrase.names < _NAMES and (phrase.names or phrase.role in PERSONAL):
        phrase.surnamed = phrase.names > 0
        phrase.names += 1
        return i
    return None


def _name(phrase: Phrase, i: int, current: Word) -> int | None:
    if not (phrase.open or phrase.person or phrase.names) or phrase.names >= _NAMES:
        return None
    if not phrase.definite and not phrase.open and phrase.role != "person" and phrase.role not in PERSONAL:
        return None
    phrase.names += current.base not in DIVINE
    phrase.person = True
    return closed(phrase, i)


def _nation(phrase: Phrase, i: int, current: Word) -> int | None:
    if phrase.open:
        return closed(phrase, i)
    return i if phrase.names and phrase.person and phrase.names < _NAMES and current.article else None


def _particle(phrase: Phrase, i: int, current: Word) -> int | None:
    """A preposition that is part of the phrase: partitive "of", "in" behind sources and persons of an office."""
    form = phrase.text.tokens[i].form
    if phrase.depth >= _DEPTH or i >= phrase.limit:
        return i if is_bound_pronoun(phrase.text.words[phrase.last], form) else None
    if form in DIVINE or form in OPENERS:
        return _name(phrase, i, current)
    if is_bound_pronoun(phrase.text.words[phrase.last], form):
        return i
    following = phrase.text.words[i + 1]
    if following is None or not is_nominal(following):
        return None
    if form in PHRASES.membership and phrase.role == "title" and phrase.definite and not phrase.names:
        return _seated(phrase, i + 2)
    if form in PHRASES.partitive and not phrase.definite and phrase.role in _PARTITIVE and is_side(phrase.text, i + 1):
        return _nested(phrase, i + 1)
    belongs = phrase.role in ("title", "member") and not phrase.definite and is_side(phrase.text, i + 1)
    belongs = belongs and following.cls != "nation"
    if form in PHRASES.membership and (belongs or phrase.role == "source") and not phrase.seated:
        return _nested(phrase, i + 1)
    return None


def _seated(phrase: Phrase, at: int) -> int | None:
    """A place between a title and the name that it belongs to ("the spokesman in Aden X")."""
    for i in range(at, min(at + 2, phrase.limit + 1)):
        if is_named(phrase.text, i):
            phrase.names = 1
            return i
    return None


def _attached(phrase: Phrase, i: int, current: Word) -> int | None:
    """A word with a preposition written onto it: positions "of" a side, sources "in" it."""
    if phrase.depth >= _DEPTH:
        return None
    if current.noun and current.noun.id == "medium":
        return None
    if current.preposition == _LAM:
        fits = (not phrase.definite and phrase.role in _POSSESSED) or phrase.role in ("title", "org", "source")
        fits = fits and (is_side(phrase.text, i) or is_task(phrase, current))
    else:
        if phrase.role == "title" and phrase.definite:
            return _seated(phrase, i + 1) if not phrase.names and current.preposition == _BEH else None
        fits = current.preposition == _BEH and phrase.role in ("title", "source") and current.noun is not None
        fits = fits and (phrase.role == "source" or is_side(phrase.text, i))
    return _nested(phrase, i) if fits else None


def _conjoined(phrase: Phrase, i: int) -> int | None:
    """A word joined by "and": part of the phrase if it cannot be a side of its own."""
    current = phrase.text.words[i] if i <= phrase.limit else None
    if current is None or current.preposition or current.cls in ("particle", "verb", "quantifier"):
        return None
    if phrase.bare and phrase.open and current.noun and not current.article and phrase.role in _LISTED:
        return i if shares_genitive(phrase, i) else None
    if phrase.bare:
        return None
    if current.cls in ("adjective", "nisba", "linker") and is_plain_adjective(phrase.text.words[phrase.last]):
        return i if current.article == phrase.definite else None
    if phrase.role in ("force", "member", "air", "side", "site") and phrase.definite:
        return _joined_name(phrase, i, current)
    return None


def _joined_name(phrase: Phrase, i: int, current: Word) -> int | None:
    """One noun with two genitives: "the forces of X and Y"."""
    leader = current.cls == "name" or (current.article and current.cls == "adjective" and i < phrase.limit)
    same = current.cls == "unknown" and current.article and is_loose(phrase.text.words[phrase.last])
    titled = current.noun is not None and current.noun.id == "official" and current.article
    if (leader or same or titled) and phrase.depth < _DEPTH:
        return _nested(phrase, i)
    return None


def _never(phrase: Phrase, i: int, current: Word) -> int | None:
    del phrase, i, current
    return None


def _quantifier(phrase: Phrase, i: int, current: Word) -> int | None:
    """A quantifier behind its noun: "positions several"."""
    return i if current.base in PHRASES.trailing_quantifiers and not phrase.definite else None


_DEPTH, _NAMES, _LOOSE, _UNIT_DIGITS = 3, 5, 2, 3
_LAM, _BEH, _YEH = "\u0644", "\u0628", "\u064a"
_TANWIN = "\u064b"
_AND = ("\u0648",)
_NAMED = frozenset({"force", "member", "state", "org", "thing", "site", "side", "air", "title"})
_PARTITIVE = frozenset({"member", "force", "people", "other", "side", "title", "air"})
_POSSESSED = frozenset({"thing", "site", "force", "side", "member", "people", "other", "air"})
_LISTED = frozenset({"thing", "site", "member"})
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
