"""A number and what it counts: the noun, the partitive or the pronoun behind it, or nothing."""

from __future__ import annotations

from functools import lru_cache

from msgspec.structs import replace

from tawatur.dissect.counted import (
    ARTICLE,
    DATA,
    FEW,
    QUOTES,
    WAW,
    Found,
    Phrase,
    Text,
    has_article,
    noun_at,
    past_marks,
    past_other,
    phrase_at,
    who_of,
)
from tawatur.language.bounds import Bound, bound_after, widen
from tawatur.language.clitics import splits
from tawatur.language.letters import cut
from tawatur.language.nouns import PEOPLE
from tawatur.records import NumberMention, Token


def read_number(text: Text, number: NumberMention) -> Found | None:
    """A number with the noun, the partitive or the pronoun behind it, or alone."""
    tokens, after = text.tokens, number.last + 1
    if _is_measure(tokens, number, after):
        return None
    if number.high is not None and number.high < 1:
        return None
    if after < len(tokens) and tokens[after].form == ")" and number.first and tokens[number.first - 1].form == "(":
        after += 1
    after = past_marks(tokens, after)
    nxt = tokens[after] if after < len(tokens) else None
    if nxt and nxt.form in DATA.partitive_pronouns:
        return _found(tokens, number, after, inherits=True, rule="count.of-them")
    if nxt and nxt.form in DATA.partitive:
        return _partitive(text, number, after + 1)
    if nxt and (nxt.form in DATA.between_casualties or _opens_between(tokens, after)):
        return _between(text, number, after + (1 if nxt.form in DATA.between_casualties else 2))
    phrase = _counted(text, after, number)
    if phrase:
        return _with_phrase(text, number, phrase)
    return None if _is_one_of(tokens, number) else _bare(text, number)


def _counted(text: Text, i: int, number: NumberMention) -> Phrase | None:
    """The phrase that a number counts at token i; "others" may stand for the noun."""
    i = past_marks(text.tokens, i)
    if i in text.numbers or (noun := noun_at(text.tokens, i)) is None or noun.preposition or noun.conjunction:
        return None
    if noun.article and not (number.kind == "vague" or _is_one_of(text.tokens, number) or has_article(text, number)):
        return None
    return phrase_at(text.tokens, i)


def _with_phrase(text: Text, number: NumberMention, phrase: Phrase) -> Found:
    """A number before its noun."""
    other = phrase.noun.kind == "other"
    last = past_other(text.tokens, phrase.last)
    found = _found(text.tokens, number, last, phrase, inherits=other, rule="count.number-noun")
    found = replace(found, subset=_of_the_victims(text.tokens, last + 1))
    return _with_both(text, found)


def _of_the_victims(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether «of the dead» goes on: a part of a toll that was told before."""
    noun = noun_at(tokens, i + 1) if i < len(tokens) and tokens[i].form in DATA.partitive else None
    return noun is not None and noun.kind == "victim" and noun.article


def _partitive(text: Text, number: NumberMention, i: int) -> Found | None:
    """A number of a group; part of an earlier toll where it is of the dead or wounded told before."""
    tokens = text.tokens
    while i < len(tokens) and (tokens[i].form in DATA.pointers or tokens[i].form in QUOTES):
        i += 1
    if i + 1 < len(tokens) and tokens[i].form in DATA.totals and i + 1 in text.numbers:
        i += 1
    if i in text.numbers:
        return _out_of(text, number, text.numbers[i])
    if i < len(tokens) and _measures(tokens[i].form):
        return None
    noun = noun_at(tokens, i)
    if noun is None or noun.preposition or noun.id == "side":
        return None if _is_one_of(tokens, number) else _of_a_name(text, number, i)
    phrase = phrase_at(tokens, i)
    if phrase is None:
        return None
    found = _found(tokens, number, past_other(tokens, phrase.last), phrase, rule="count.number-of")
    part = noun.kind == "victim" and noun.article and number.kind != "vague"
    return _with_both(text, replace(found, subset=part))


def _of_a_name(text: Text, number: NumberMention, i: int) -> Found | None:
    """A number of a side that is called by its name, at token i."""
    found = _bare(text, number)
    form = text.tokens[i].form if i < len(text.tokens) else ""
    who = next((w for w, forms in DATA.member_who.items() if form in forms), None)
    return replace(found, who=who, inherits=False) if found and who else found


def _out_of(text: Text, number: NumberMention, total: NumberMention) -> Found | None:
    """A number out of a total: what is counted stands behind the total."""
    phrase = _counted(text, total.last + 1, total)
    if phrase is None:
        return _bare(text, number)
    return _found(text.tokens, number, phrase.last, phrase, rule="count.out-of")


def _opens_between(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether "between" is written as two words here."""
    return i + 1 < len(tokens) and tokens[i].form + tokens[i + 1].form in DATA.between_casualties


def _between(text: Text, number: NumberMention, i: int) -> Found | None:
    """A number "between killed and wounded"."""
    phrase = phrase_at(text.tokens, i)
    if phrase is None or phrase.noun.kind != "victim" or phrase.last == i:
        return _bare(text, number)
    found = _found(text.tokens, number, phrase.last, phrase, rule="count.between")
    return replace(found, outcome="casualties")


def _with_both(text: Text, found: Found) -> Found:
    """A count that "between killed and wounded" goes on, some words of a name between allowed."""
    if found.who == "object":
        return found
    for at in range(found.last + 1, min(found.last + _BOTH_REACH, len(text.tokens))):
        if text.tokens[at].kind != "word":
            break
        if text.tokens[at].form in DATA.between_casualties:
            phrase = phrase_at(text.tokens, at + 1)
            if phrase and phrase.noun.kind == "victim" and phrase.last > at + 1:
                return replace(found, last=phrase.last, outcome="casualties")
            break
    return found


def _bare(text: Text, number: NumberMention) -> Found | None:
    """A number without a noun behind it; the noun may stand before it."""
    tokens = text.tokens
    if (number.low == number.high == 1 and tokens[number.first].kind == "word") or (
        number.kind == "exact" and number.low and _is_year(tokens, number)
    ):
        return None
    if number.kind == "vague" and number.low == FEW:
        return None
    if _in_brackets(tokens, number) or _numbers_a_list(tokens, number):
        return None
    toll = _toll_before(text, number.first)
    if toll:
        who = who_of(tokens, toll.head, toll.noun, toll.last)
        found = _found(tokens, number, number.last, rule="count.toll")
        return replace(found, noun=toll.noun.id, who=who, outcome=toll.outcome)
    after = number.last + 1
    nxt = tokens[after] if after < len(tokens) else None
    known = nxt is None or nxt.kind != "word" or _is_particle(nxt.form)
    return _found(tokens, number, number.last, inherits=True, rule="count.bare" if known else "count.unknown")


def _toll_before(text: Text, i: int) -> Phrase | None:
    """The victims of "the number of dead rose to", within a few words before the number."""
    colon = i > 0 and text.tokens[i - 1].form == _COLON
    for head in range(i - 1 - colon, max(i - _TOLL_REACH, -1), -1):
        token = text.tokens[head]
        if token.kind != "word" or head in text.numbers:
            return None
        noun = noun_at(text.tokens, head)
        if noun and noun.kind in PEOPLE and noun.number != "singular":
            named = any(s.rest in DATA.toll_words for s in splits(text.tokens[head - 1].form)) if head else False
            return phrase_at(text.tokens, head) if named or (colon and head == i - 2) else None
    return None


def _found(
    tokens: tuple[Token, ...],
    number: NumberMention,
    last: int,
    phrase: Phrase | None = None,
    *,
    inherits: bool = False,
    rule: str,
) -> Found:
    """A count of this number up to token `last`, a bound behind the noun included."""
    low, high = number.low, number.high
    if bound := bound_after(tokens, last + 1) or (phrase and _far_bound(tokens, last + 1)):
        low, high = widen(low, high, bound.does)
        last = bound.at - 1
    return Found(
        number.first,
        last,
        low,
        high,
        phrase.noun.id if phrase else "",
        phrase.who if phrase else "unspecified",
        "vague" if number.kind == "vague" else "number",
        rule,
        skip=_letters_before(tokens[number.first], number.start),
        outcome=phrase.outcome if phrase else None,
        inherits=inherits,
    )


def _far_bound(tokens: tuple[Token, ...], i: int) -> Bound | None:
    """A bound some words behind the noun."""
    for at in range(i, min(i + _BOUND_REACH, len(tokens))):
        if tokens[at].kind != "word" or tokens[at].form.startswith(WAW):
            return None
        bound = bound_after(tokens, at)
        if bound and bound.does in ("at-least", "at-most"):
            return bound
    return None


def _is_measure(tokens: tuple[Token, ...], number: NumberMention, after: int) -> bool:
    """Whether the number is a time, a distance, an age, a price, a share or the number of a name."""
    if after < len(tokens) and _measures(tokens[after].form):
        return True
    if tuple(t.form for t in tokens[after : after + 2]) in DATA.percent:
        return True
    if not number.first or number.kind not in ("exact", "about"):
        return False
    i = number.first - 1
    while i > 0 and (tokens[i].form in _LEADS or (tokens[i].form == _HYPHEN and tokens[i].end == tokens[i + 1].start)):
        i -= 1
    before = tokens[i].form
    if tokens[number.first].form.startswith(ARTICLE) or i < number.first - 1:
        return _measures(before) or before in DATA.names
    return any(
        s.rest in DATA.names for s in splits(before) if not s.article and (not s.conjunction or len(s.rest) > FEW)
    )


@lru_cache(maxsize=20_000)
def _measures(form: str) -> bool:
    """Whether a word is a measure, with the article or without."""
    return form in DATA.measures or any(s.article and s.rest in DATA.measures for s in splits(form))


def _is_year(tokens: tuple[Token, ...], number: NumberMention) -> bool:
    form = tokens[number.first].form
    return len(form) == _YEAR_DIGITS and form.isdecimal() and form[:2] in ("19", "20", "14")


def _in_brackets(tokens: tuple[Token, ...], number: NumberMention) -> bool:
    """Whether a number stands alone in brackets, as a footnote does."""
    first, last = number.first - 1, number.last + 1
    if last + 1 < len(tokens) and noun_at(tokens, last + 1):
        return False
    return first >= 0 and last < len(tokens) and (tokens[first].form, tokens[last].form) in (("(", ")"), ("[", "]"))


def _numbers_a_list(tokens: tuple[Token, ...], number: NumberMention) -> bool:
    """Whether a number opens a line as an item's number, or stands in a date with strokes and spaces."""
    before = tokens[number.first - 1] if number.first else None
    behind = tokens[number.last + 1].form if number.last + 1 < len(tokens) else ""
    if behind == _STROKE or (before is not None and before.form == _STROKE):
        return True
    return (before is None or before.kind == "break") and behind in _ITEM_MARKS


def _is_one_of(tokens: tuple[Token, ...], number: NumberMention) -> bool:
    """Whether the number is «one of …»."""
    return number.low == 1 and any(s.rest in DATA.one_of for s in splits(tokens[number.first].form))


def _is_particle(form: str) -> bool:
    """Whether a word behind a bare number is none that it counts."""
    return form in DATA.particles or any(s.conjunction or (s.preposition and s.article) for s in splits(form)[1:])


def _letters_before(token: Token, start: int) -> int:
    """Folded letters of a token before an offset in the text."""
    return next((n for n in range(len(token.form)) if token.start + (cut(token.text, n) if n else 0) >= start), 0)


_YEAR_DIGITS = 4
_TOLL_REACH = 6
_BOUND_REACH = 6
_BOTH_REACH = 5
_HYPHEN, _COLON = "-", ":"
_STROKE = "/"
_ITEM_MARKS = frozenset((")", "-", "\u2013", "\u2014", ".", "\u0640"))
_LEADS = frozenset(("(", "\u0627\u0644"))
