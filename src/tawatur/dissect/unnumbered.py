"""A count without a number before it: a dual, one person, a plural of people, a noun with its number behind it."""

from __future__ import annotations

from functools import lru_cache

from msgspec.structs import replace

from tawatur.dissect.counted import (
    DATA,
    FEW,
    QUOTES,
    WAW,
    Found,
    Kind,
    Phrase,
    Text,
    has_article,
    noun_at,
    past_other,
    phrase_at,
)
from tawatur.dissect.phrase_parts import is_name
from tawatur.dissect.words import word
from tawatur.language.bounds import bound_after, widen
from tawatur.language.clitics import splits
from tawatur.language.nouns import PEOPLE, Noun
from tawatur.records import NumberMention, Token


def read_noun(text: Text, i: int, noun: Noun) -> Found | None:
    """A dual, one person, a plural of people, or a noun with its number behind it."""
    phrase = phrase_at(text.tokens, i)
    if phrase is None:
        return None
    behind = _number_behind(text, phrase)
    if behind:
        return behind
    if i and _agrees(text.tokens, i, noun):
        return None
    if noun.id in DATA.also_person and noun.number == "singular" and _takes_person(text.tokens, i, strictly=True):
        return _lone(text, phrase, 1, 1, "one")  # an army's division, or its general
    dual = _dual(text.tokens, phrase)
    if dual or noun.kind not in PEOPLE:
        return dual
    if noun.number in ("plural", "either"):
        if i and _has_split(text.tokens[i - 1].form, DATA.toll_words):  # "the number of dead" is told by its number
            return None
        return None if noun.family.weak and not noun.article else _lone(text, phrase, None, None, "plural")
    return _one(text, phrase)


def _number_behind(text: Text, phrase: Phrase) -> Found | None:
    """A noun with its number behind it: one, two, several, or a definite number."""
    noun = phrase.noun
    number = text.numbers.get(phrase.head + 1) or text.numbers.get(phrase.last + 1)
    if number is None or number.low is None or text.tokens[number.first].kind != "word":
        return None
    first = splits(text.tokens[number.first].form)[0]
    fits = (
        (
            noun.number == "singular"
            and number.low == 1
            and noun.kind in _SINGLE
            and not _after_partitive(text.tokens, phrase.head)
        )
        or (noun.number in ("dual", "either") and number.low == FEW)
        or (noun.number != "singular" and not noun.article and number.high is None and first.rest in DATA.few_words)
        or (noun.number in ("plural", "either") and (noun.article or noun.pronoun) and has_article(text, number))
    )
    if not fits or first.rest in DATA.one_of:
        return None
    low, high, last = number.low, number.high, number.last
    return Found(
        phrase.head,
        last,
        low,
        high,
        noun.id,
        phrase.who,
        "number",
        "count.noun-number",
        _noun_skip(noun),
        phrase.outcome,
    )


def _dual(tokens: tuple[Token, ...], phrase: Phrase) -> Found | None:
    """A dual; an ending that may be a plural's is two or more (ruling 14 of the codebook)."""
    noun, low, high = phrase.noun, 2, 2
    if noun.number == "either" and not noun.article and not _after_partitive(tokens, phrase.head):
        high = None  # type: ignore[assignment]
    elif noun.number == "singular" and noun.accusative and noun.kind != "national":
        behind = noun_at(tokens, phrase.head + 1)
        if behind is None or behind.accusative or behind.conjunction or behind.preposition or behind.kind == "other":
            return None
        if behind.kind == "national" or behind.id in DATA.adjective_ids:
            return None
        phrase = replace(phrase, last=max(phrase.last, phrase.head + 1))
    elif noun.number != "dual" or (noun.article and noun.kind not in PEOPLE) or not _stands(tokens, phrase):
        return None
    if (noun.kind not in PEOPLE and high is None) or noun.kind == "thing":
        return None
    last = past_other(tokens, phrase.last)
    return Found(
        phrase.head, last, low, high, noun.id, phrase.who, "dual", "count.dual", _noun_skip(noun), phrase.outcome
    )


def read_name(text: Text, i: int) -> Found | None:
    """A person told by name alone behind a word of killing, wounding or holding, or "one of them" as a pronoun."""
    tokens = text.tokens
    sign = _name_sign(tokens[i].form)
    if sign == "pronoun":
        skip = word(tokens[i].form).skip
        return Found(i, i, 1, 1, "", "unspecified", "one", "count.one-of-them", skip, inherits=True)
    if not sign or not _is_told_by_name(tokens, i, named=sign == "name"):
        return None
    last = i
    while last + 1 < len(tokens) and last - i < _NAME_WORDS and tokens[last + 1].kind == "word":
        behind = word(tokens[last + 1].form)
        surname = last == i and behind.cls in ("unknown", "adjective")
        if behind.conjunction or behind.preposition or not (surname or is_name(behind)):
            break
        last += 1
    return Found(i, last, 1, 1, "", "unspecified", "one", "count.name", 0)


@lru_cache(maxsize=50_000)
def _name_sign(form: str) -> str:
    """Whether a word can be a person by itself: "pronoun" (one of them), "name", "unlisted", or "" if not."""
    current = word(form)
    if current.base in DATA.one_pronouns:
        return "pronoun"
    if current.article or current.conjunction:
        return ""
    if is_name(current):
        return "name"
    return "unlisted" if current.cls in ("unknown", "adjective") and not current.preposition else ""


def _is_told_by_name(tokens: tuple[Token, ...], i: int, *, named: bool) -> bool:
    """Whether a word of harm stands right before token i; before a name also some words before or behind it."""
    if not named:
        return i > 0 and _has_split(tokens[i - 1].form, DATA.harm)
    near = (*tokens[max(i - _NAME_NEAR, 0) : i], *tokens[i + 1 : i + _NAME_NEAR + 2])
    return _takes_person(tokens, i, strictly=True) or any(_has_split(t.form, DATA.harm) for t in near)


def read_rank(text: Text, rank: NumberMention) -> Found | None:
    """ "A third" behind a word of killing or wounding: one more person."""
    tokens, after = text.tokens, rank.last + 1
    alone = after >= len(tokens) or tokens[after].kind != "word" or _has_split(tokens[after].form, DATA.particles)
    if (
        rank.low == 1
        or has_article(text, rank)
        or not (alone or _noun_skips(tokens, after))
        or not _takes_person(tokens, rank.first, strictly=True)
    ):
        return None
    skip = 1 if tokens[rank.first].form.startswith(WAW) and rank.start > tokens[rank.first].start else 0
    return Found(rank.first, rank.last, 1, 1, "", "unspecified", "one", "count.rank", skip, inherits=True)


def _noun_skips(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a noun has a conjunction or preposition of its own."""
    noun = noun_at(tokens, i)
    return noun is not None and bool(noun.conjunction or noun.preposition)


def _stands(tokens: tuple[Token, ...], phrase: Phrase) -> bool:
    """Whether a dual that stands only before a genitive has one."""
    return not phrase.noun.construct or bool(phrase.noun.pronoun) or phrase.last > phrase.head


def _one(text: Text, phrase: Phrase) -> Found | None:
    """One person without a number, where the words around make it one."""
    i = phrase.head
    while i and text.tokens[i - 1].form in QUOTES:
        i -= 1
    if i and text.tokens[i - 1].kind == "word" and text.tokens[i - 1].form in DATA.not_one:
        return None
    return _lone(text, phrase, 1, 1, "one") if _may_be_one(text.tokens, phrase, i) else None


def _may_be_one(tokens: tuple[Token, ...], phrase: Phrase, i: int) -> bool:
    """Whether a singular is one person and no adjective or act; `i`: its first token, a quotation mark included."""
    noun = phrase.noun
    expected = _takes_person(tokens, i, strictly=True)
    if noun.kind == "victim" and (noun.family.weak or noun.pronoun):
        return False  # the act itself
    if noun.kind == "other":
        return expected or bool(noun.conjunction)
    if noun.family.weak and not noun.pronoun and (noun.article or not expected):
        return False
    if noun.kind == "national":
        return _is_national(tokens, i, noun)
    if noun.id in DATA.adjective_ids and (not noun.family.outcome or noun.accusative):
        return _takes_person(tokens, i) or (i == phrase.head and _stands_alone(tokens, i, noun))
    return True


def _stands_alone(tokens: tuple[Token, ...], i: int, noun: Noun) -> bool:
    """Whether a nisba is no adjective of the word before: that is a particle or a mark, or the nisba goes on a list."""
    if not i or tokens[i - 1].kind != "word":
        return (noun.article or noun.accusative) and i > 0
    before = noun_at(tokens, i - 1)
    if noun.conjunction:
        return before is not None and before.kind in (*PEOPLE, "group")
    return noun.article and not noun.preposition and tokens[i - 1].form in DATA.particles


def _is_national(tokens: tuple[Token, ...], i: int, noun: Noun) -> bool:
    """Whether a nisba of a country is a person: a feminine or an accusative may be the country itself."""
    if noun.feminine and noun.article:
        return False
    listed = bool(noun.conjunction) and not noun.accusative and _stands_alone(tokens, i, noun)
    return listed or _takes_person(tokens, i, strictly=noun.feminine or noun.article or noun.accusative)


def _takes_person(tokens: tuple[Token, ...], i: int, *, strictly: bool = False) -> bool:
    """Whether the word before token i makes a nisba a person; strictly: it is a word of killing, wounding, holding.

    A preposition counts as strictly where such a word stands before it ("the arrest of").
    """
    if i < 1 or tokens[i - 1].kind != "word":
        return False
    if _has_split(tokens[i - 1].form, DATA.takes_person):
        return True
    if tokens[i - 1].form not in DATA.may_take_person:
        return False
    return not strictly or (i > 1 and _has_split(tokens[i - 2].form, DATA.takes_person))


@lru_cache(maxsize=20_000)
def _has_split(form: str, words: frozenset[str]) -> bool:
    return any(s.rest in words for s in splits(form))


def _lone(text: Text, phrase: Phrase, low: int | None, high: int | None, kind: Kind) -> Found:
    """A count by the noun alone."""
    noun = phrase.noun
    inherits = noun.kind == "other"
    last = phrase.last
    if bound := bound_after(text.tokens, last + 1):
        low, high = widen(low, high, bound.does)
        last = bound.at - 1
    return Found(
        phrase.head,
        last,
        low,
        high,
        noun.id,
        phrase.who,
        kind,
        f"count.{kind}",
        _noun_skip(noun),
        phrase.outcome,
        inherits=inherits,
    )


def _agrees(tokens: tuple[Token, ...], i: int, noun: Noun) -> bool:
    """Whether the noun at i is an adjective or genitive of the noun before it."""
    before = noun_at(tokens, i - 1)
    if before is None or noun.preposition or noun.conjunction:
        return False
    if noun.kind == "national" or noun.id in DATA.adjective_ids:
        return before.article == noun.article or bool(before.pronoun)
    return False


def _after_partitive(tokens: tuple[Token, ...], i: int) -> bool:
    return i > 0 and tokens[i - 1].form in DATA.partitive


def _noun_skip(noun: Noun) -> int:
    """Folded letters of conjunction and preposition; the article belongs to the words of a count."""
    return len(noun.conjunction) + (
        0 if noun.article and noun.skip - len(noun.conjunction) == FEW else len(noun.preposition)
    )


_SINGLE = frozenset((*PEOPLE, "vehicle", "vessel", "aircraft", "weapon", "munition", "strike"))
_NAME_WORDS, _NAME_NEAR = 4, 3
