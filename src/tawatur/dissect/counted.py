"""What a number counts: the noun phrase behind it, who that is, and how far its words go."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from tawatur.language.clitics import splits
from tawatur.language.forms import ENDINGS
from tawatur.language.nouns import PEOPLE, Noun, lookup
from tawatur.records import NumberMention, Outcome, Token, Who
from tawatur.reference import load_yaml


class CountData(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The content of ar/counts.yml."""

    measures: frozenset[str]
    names: frozenset[str]
    percent: tuple[tuple[str, ...], ...]
    partitive: frozenset[str]
    partitive_pronouns: frozenset[str]
    pointers: frozenset[str]
    subset: frozenset[str]
    subset_needs: dict[str, tuple[str, ...]]
    subset_by_number: frozenset[str]
    subset_marks: frozenset[str]
    fillers: frozenset[str]
    takes_person: frozenset[str]
    may_take_person: frozenset[str]
    not_one: frozenset[str]
    adjective_ids: frozenset[str]
    members: frozenset[str]
    member_who: dict[Who, frozenset[str]]
    toll_words: tuple[str, ...]
    few_words: frozenset[str]
    between_casualties: frozenset[str]
    one_of: frozenset[str]
    one_pronouns: frozenset[str]
    harm: frozenset[str]
    totals: frozenset[str]
    also_person: frozenset[str]
    particles: frozenset[str]


class Phrase(Struct, frozen=True, gc=False):
    """A noun phrase: its head, its last token, whom it counts as and what the noun alone says of them."""

    head: int
    last: int
    noun: Noun
    who: Who
    outcome: Outcome | None


Kind = Literal["number", "dual", "plural", "one", "vague"]


class Found(Struct, frozen=True, gc=False):
    """A count before its letters are known; `skip`: letters of the first token that do not belong to it."""

    first: int
    last: int
    low: int | None
    high: int | None
    noun: str
    who: Who
    kind: Kind
    rule: str
    skip: int = 0
    outcome: Outcome | None = None
    subset: bool = False
    inherits: bool = False  # who is told by an earlier count


class Text(Struct, frozen=True):
    """The tokens with the numbers by their first token and the tokens that dates hold."""

    tokens: tuple[Token, ...]
    numbers: dict[int, NumberMention]
    ranks: dict[int, NumberMention]
    dated: frozenset[int]


def noun_at(tokens: tuple[Token, ...], i: int) -> Noun | None:
    """The noun at a position, None past the end or for other tokens."""
    if not 0 <= i < len(tokens) or tokens[i].kind != "word":
        return None
    return lookup(tokens[i].form, tokens[i].text)


def phrase_at(tokens: tuple[Token, ...], i: int) -> Phrase | None:
    """The noun phrase whose head is token i: adjectives, one genitive and a second victim noun belong to it."""
    noun = noun_at(tokens, i)
    if noun is None:
        return None
    last, outcome = i, noun.family.outcome
    while last + 1 < len(tokens) and last - i < _LONGEST:
        if _is_adjective(tokens, i, noun, last + 1):
            last += 1
            continue
        if last == i and _is_genitive(tokens, noun, last + 1):
            last += 1
            owner = noun_at(tokens, last)  # "five cases of death" tells of killed
            outcome = outcome or (owner.family.outcome if owner and noun.id == _CASE else None)
            continue
        second = _second_victim(tokens, noun, last + 1)
        if second is None:
            break
        last += 1
        outcome = outcome if second.family.outcome == outcome else "casualties"
    return Phrase(i, last, noun, who_of(tokens, i, noun, last), outcome)


def who_of(tokens: tuple[Token, ...], head: int, noun: Noun, last: int) -> Who:
    """Whom a phrase counts as: the words behind a general noun tell."""
    who = noun.who
    if who == "object" or (noun.id not in DATA.members and who != "unspecified"):
        return who
    for i in range(head + 1, min(last + _WHO_REACH, len(tokens))):
        token = tokens[i]
        if token.kind != "word":
            break
        told = next((w for w, forms in DATA.member_who.items() if token.form in forms), None)
        if told:
            return told
        other = noun_at(tokens, i)
        behind_partitive = tokens[i - 1].form in DATA.partitive
        if other and not other.conjunction and (i <= last or behind_partitive) and other.kind in (*PEOPLE, "group"):
            return other.who if other.who != "unspecified" else who
        if i > last and token.form not in DATA.partitive:
            break
    return who


def _is_adjective(tokens: tuple[Token, ...], head: int, noun: Noun, i: int) -> bool:
    """Whether token i goes on a phrase as an adjective, by its ending; plural verbs are none."""
    token, form = tokens[i], tokens[i].form
    if token.kind != "word" or len(form) < _SHORTEST or form.endswith(_VERB_PLURAL):
        return False
    other = noun_at(tokens, i)
    if other and (other.conjunction or other.preposition):
        return False
    if other and noun.number == "plural" and form[-2:] != tokens[head].form[-2:] in _PLURAL_ENDINGS:
        return False  # of another case: the object of a verb
    if other and (other.kind in ("national", "other") or other.id in DATA.adjective_ids):
        return other.article == noun.article or other.kind == "other"
    if other is not None or form.startswith(ARTICLE) != noun.article:
        return False
    ending = tokens[head].form[-1]
    if noun.number == "dual" or noun.number == "either":
        return form.endswith(tokens[head].form[-2:])
    if noun.kind not in PEOPLE and (noun.feminine or noun.number == "plural"):
        return form.endswith(_FEMININE_ADJECTIVES) or (noun.article and form.endswith(_HEH))
    return noun.accusative and ending == _ALEF and form.endswith(_ALEF)


def _is_genitive(tokens: tuple[Token, ...], noun: Noun, i: int) -> bool:
    """Whether token i is what the head belongs to."""
    if noun.pronoun or noun.article or noun.accusative or tokens[i].kind != "word":
        return False
    if not noun.construct and (noun.number in ("dual", "either") or tokens[i - 1].form.endswith(_PLURAL_ENDINGS[0])):
        return False  # an ending with a noon stands before no genitive
    if noun.kind in PEOPLE and any(tokens[i].form in forms for forms in DATA.member_who.values()):
        return True
    other = noun_at(tokens, i)
    if other is None:
        return (
            noun.construct
            and not tokens[i].form.startswith(WAW)
            and len(tokens[i].form) >= _SHORTEST
            and tokens[i].form not in DATA.particles
        )
    if noun.number == "singular" and noun.kind == "person" and other.kind in PEOPLE and not other.article:
        return False  # the subject and the object of a verb
    return not other.conjunction and not other.preposition and other.kind != "other" and not other.accusative


def _second_victim(tokens: tuple[Token, ...], noun: Noun, i: int) -> Noun | None:
    """The wounded that share one number with the dead."""
    other = noun_at(tokens, i)
    if noun.kind != "victim" or other is None or other.kind != "victim" or not other.conjunction:
        return None
    return other if other.number == noun.number and other.article == noun.article else None


def has_article(text: Text, number: NumberMention) -> bool:
    """Whether a number word has the article."""
    return any(s.article for s in splits(text.tokens[number.first].form))


def past_marks(tokens: tuple[Token, ...], i: int) -> int:
    """The first position from i on that holds no quotation mark or bracket."""
    while i < len(tokens) and tokens[i].form in QUOTES:
        i += 1
    return i


def past_other(tokens: tuple[Token, ...], last: int) -> int:
    """The last token with a following «others» taken in."""
    noun = noun_at(tokens, last + 1)
    return last + 1 if noun and noun.kind == "other" and not noun.conjunction and not noun.preposition else last


_LONGEST = 4
_CASE = "case"
_WHO_REACH = 4
_SHORTEST = 3
_ALEF, _HEH, ARTICLE, _VERB_PLURAL = "\u0627", "\u0647", "\u0627\u0644", "\u0648\u0627"
_PLURAL_ENDINGS = tuple(ENDINGS.masculine_plural)
_FEMININE_ADJECTIVES = ("\u064a\u0647",)
DATA: CountData = load_yaml("ar/counts.yml", CountData)
WAW = "\u0648"
FEW = 2
QUOTES = frozenset("«»\"“”'(")
