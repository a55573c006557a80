"""Numbers in a text: digits, words, vague words, with the words that bound them; whoever asks knows what they count."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from tawatur.language.bounds import Bound, bound_after, bound_before, widen
from tawatur.language.clitics import CLITICS, splits
from tawatur.language.letters import cut
from tawatur.language.nouns import lookup
from tawatur.language.number_data import DATA, Vague
from tawatur.language.number_words import Value, atom, atom_at, joined, read_value
from tawatur.records import NumberMention, Token

Kind = Literal["exact", "bound", "range", "about", "vague", "ordinal", "fraction"]


class _Number(Struct, frozen=True, gc=False):
    """A number before its modifiers are known: tokens `first` … `after - 1`, letters of the first to leave out."""

    first: int
    after: int
    low: int | None
    high: int | None
    kind: Kind
    rule: str
    skip: int = 0
    scale: int = 1


def find_numbers(tokens: tuple[Token, ...]) -> tuple[NumberMention, ...]:
    """All numbers of a text in order, none inside another; times, dates with strokes and telephones are none."""
    found: list[NumberMention] = []
    i = after = 0
    while i < len(tokens):
        number = _number(tokens, i)
        if number is None:
            i += 1
            continue
        number = _range(tokens, number, after)
        found.append(_mention(tokens, number, after))
        i = after = found[-1].last + 1
    return tuple(found)


def _number(tokens: tuple[Token, ...], i: int) -> _Number | None:
    """The number that starts at token i."""
    token = tokens[i]
    if token.kind == "number":
        if _is_letter_decimal(tokens, i):
            scale = atom_at(tokens, i + 3)
            return _Number(
                i, i + 3 + (scale is not None and scale.sort == "scale"), None, None, "fraction", "number.fraction"
            )
        return None if _in_code(tokens, i) else _exact(tokens, i)
    if token.kind != "word" or not _may_begin(token.form):
        return None
    return _ordinal(tokens, i) or _vague(tokens, i) or _exact(tokens, i)


def _is_letter_decimal(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a letter stands for the decimal point; agencies differ on which side is the whole, so it stays open."""
    if i + 2 >= len(tokens) or tokens[i + 1].form not in DATA.decimal_letters or tokens[i + 2].kind != "number":
        return False
    return tokens[i].end == tokens[i + 1].start and tokens[i + 1].end == tokens[i + 2].start


@lru_cache(maxsize=100_000)
def _may_begin(form: str) -> bool:
    """Whether a number can begin with this word (most words: no)."""
    return atom(form) is not None or _vague_words(form) is not None


def _in_code(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether digits stand in a clock time, a date with strokes, a score or a telephone number."""
    token = tokens[i]
    before, behind = tokens[i - 1] if i else None, tokens[i + 1] if i + 1 < len(tokens) else None
    if before and before.end == token.start and before.form == _ENTITY:
        return True
    glued = (before and before.end == token.start and before.form in _CODE_MARKS) or (
        behind and behind.start == token.end and behind.form in _CODE_MARKS and i + 2 < len(tokens)
    )
    if glued:
        other = (
            tokens[i - 2] if before and before.form in _CODE_MARKS and i > 1 else tokens[min(i + 2, len(tokens) - 1)]
        )
        return other.kind == "number" or (before is not None and before.form == "+")
    return token.form.startswith("0") and token.form.isdecimal() and len(token.form) > 1


def _exact(tokens: tuple[Token, ...], i: int) -> _Number | None:
    """Digits or number words."""
    word = atom_at(tokens, i)
    if word and i and tokens[i].form in DATA.percent_words and tokens[i - 1].form in DATA.in_:
        return None
    value = read_value(tokens, i)
    if value is None or (word and word.article and value.value <= _FEW):  # a day of the week
        return None
    skip = word.skip if word else 0
    if word and word.article and _names_a_rank(tokens, i, value):
        return _Number(i, value.after, int(value.value), int(value.value), "ordinal", "number.ordinal", skip)
    if value.value.denominator != 1:
        return _Number(i, value.after, None, None, "fraction", "number.fraction", skip)
    whole = int(value.value)
    rule = "number.digits" if value.digits else "number.words"
    return _Number(i, value.after, whole, whole, "exact", rule, skip, value.scale)


def _names_a_rank(tokens: tuple[Token, ...], i: int, value: Value) -> bool:
    """A number word over nine with the article is a rank, but beside a noun that it counts."""
    if value.value <= _LAST_UNIT or value.scale > 1:
        return False
    before = lookup(tokens[i - 1].form, tokens[i - 1].text) if i else None
    behind = lookup(tokens[value.after].form) if value.after < len(tokens) else None
    return not (before and before.number in ("plural", "either")) and not (behind and not behind.article)


def _ordinal(tokens: tuple[Token, ...], i: int) -> _Number | None:
    """A rank: its unit alone, before ten, or with tens joined on."""
    found = atom_at(tokens, i)
    if found is None or found.sort != "ordinal":
        return None
    value, after = found.value, i + 1
    follows = atom_at(tokens, after)
    at = joined(tokens, after)
    tens = atom_at(tokens, at) if at is not None else None
    if follows and follows.sort == "ten" and not follows.skip:
        value, after = value + _LAST_UNIT + 1, after + 1
    elif at is not None and tens and tens.sort == "tens" and tens.article:
        value, after = value + tens.value, at + 1
    elif found.form in DATA.ordinal_units:
        return None
    return _Number(i, after, value, value, "ordinal", "number.ordinal", found.skip)


def _vague(tokens: tuple[Token, ...], i: int) -> _Number | None:
    """A vague word, alone, with a scale behind it, or before a partitive."""
    hit = _vague_words(tokens[i].form)
    if hit is None:
        return None
    rows, skip = hit
    for words, row in rows:
        after = i + len(words)
        if tuple(t.form for t in tokens[i + 1 : after]) != words[1:]:
            continue
        scale = atom_at(tokens, after)
        vague = _vague_words(tokens[after].form) if after < len(tokens) and tokens[after].kind == "word" else None
        if scale and scale.sort == "scale" and row.words[0] in DATA.counts_in:
            low = DATA.counts_in[row.words[0]] * scale.value
            return _Number(i, after + 1, low, None, "vague", f"number.{row.id}", skip)
        if vague and not row.of and vague[0][0][1].low and row.low == _FEW:
            return _Number(i, after + 1, vague[0][0][1].low, None, "vague", f"number.{row.id}", skip)
        if not row.of or _of_follows(tokens, after):
            return _Number(i, after, row.low, None, "vague", f"number.{row.id}", skip)
    return None


def _of_follows(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a partitive or a plural of strikes is next; closing quotation marks may stand between."""
    while i < len(tokens) and tokens[i].form in _QUOTES:
        i += 1
    if i >= len(tokens):
        return False
    noun = lookup(tokens[i].form, tokens[i].text)
    return tokens[i].form in DATA.of_words or bool(noun and noun.number == "plural" and noun.kind in _EVENTS)


@lru_cache(maxsize=50_000)
def _vague_words(form: str) -> tuple[tuple[tuple[tuple[str, ...], Vague], ...], int] | None:
    """Vague rows whose first word the form is, longest first, with the letters before it."""
    for split in splits(form):
        rows = _VAGUE.get(split.rest)
        if rows and split.preposition not in CLITICS.future:
            skip = len(split.conjunction) + (0 if split.article else len(split.preposition))
            return rows, skip
    return None


def _range(tokens: tuple[Token, ...], one: _Number, free: int) -> _Number:
    """The range that this number opens, else the number itself. `free`: first token that no earlier number holds."""
    if one.kind != "exact" or one.low is None:
        return one
    at, words = _range_joint(tokens, one)
    two = _exact(tokens, at) if at is not None and at < len(tokens) else None
    if two is None or two.low is None or two.kind != "exact":
        return one
    low, high = one.low, two.low
    if two.scale > one.scale == 1 and low < two.scale and low < high // two.scale:
        low *= two.scale  # the scale counts for both
    opener = _opener(tokens, one, words, free)
    if opener is None or low >= high or (words == "or" and high > low + max(low // 2, 2)):
        return one
    return _Number(opener[0], two.after, low, high, "range", f"number.range-{words}", opener[1])


def _range_joint(tokens: tuple[Token, ...], one: _Number) -> tuple[int | None, str]:
    """Where the second number of a range would start, and by which kind of joint."""
    at = one.after
    if at + 1 >= len(tokens):
        return (joined(tokens, at), "between")
    form = tokens[at].form
    if form in DATA.ranges.dashes and not _in_code(tokens, at + 1):
        behind = tokens[at + 2].form if at + 2 < len(tokens) else ""
        return (None, "") if behind in DATA.ranges.dashes else (at + 1, "dash")
    if form in DATA.ranges.to:
        return at + 1, "to"
    if form in DATA.ranges.or_:
        return at + 1, "or"
    return joined(tokens, at), "between"


def _opener(tokens: tuple[Token, ...], one: _Number, words: str, free: int) -> tuple[int, int] | None:
    """First token of a range and the letters to leave out there; None where nothing opens it."""
    before = one.first - 1
    form = tokens[before].form if before >= free else ""
    if words == "between":
        for opener in DATA.ranges.between:
            if form.endswith(opener) and len(form) - len(opener) <= 1:
                return before, len(form) - len(opener)
        return None
    if words == "to" and form in DATA.ranges.between:
        return before, 0
    if words == "to" and form in DATA.ranges.from_:
        rises = any(tokens[k].form in DATA.ranges.not_after for k in range(max(before - _RISE_REACH, 0), before))
        return None if rises else (before, 0)
    return one.first, one.skip


def _mention(tokens: tuple[Token, ...], number: _Number, free: int) -> NumberMention:
    """The number with the modifiers before and behind it."""
    first, skip, low, high, kind, rule = number.first, number.skip, number.low, number.high, number.kind, number.rule
    last = number.after - 1
    if kind not in ("ordinal", "fraction"):
        for bound, start in _bounds(tokens, number, free):
            low, high = widen(low, high, bound.does)
            kind = kind if kind in ("vague", "range") else "about" if bound.does == "about" else "bound"
            rule = f"{rule}+{bound.id}"
            if start is None:
                last = bound.at - 1
            else:
                first, skip = start, bound.skip
    start = tokens[first].start + (cut(tokens[first].text, skip) if skip else 0)
    return NumberMention(
        first=first, last=last, start=start, end=tokens[last].end, low=low, high=high, kind=kind, rule=rule
    )


def _bounds(tokens: tuple[Token, ...], number: _Number, free: int) -> Iterator[tuple[Bound, int | None]]:
    """Modifiers around a number, from the nearest to the farthest."""
    first = number.first
    while first > free and (tokens[first - 1].form in _LONE_CLITICS or tokens[first - 1].form in _OPENING):
        first -= 1
    for _ in range(_MODIFIERS):
        bound = bound_before(tokens, first)
        if bound is None or bound.at < free:
            break
        yield bound, bound.at
        first = bound.at
    if behind := bound_after(tokens, number.after):
        yield behind, None


def _vague_index() -> dict[str, tuple[tuple[tuple[str, ...], Vague], ...]]:
    """Vague phrases by their first word, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], Vague]]] = {}
    for row in DATA.vague:
        for phrase in row.words:
            words = tuple(phrase.split())
            found.setdefault(words[0], []).append((words, row))
    return {word: tuple(sorted(rows, key=lambda r: -len(r[0]))) for word, rows in found.items()}


_EVENTS = ("strike", "munition")
_FEW = 2
_LAST_UNIT = 9
_RISE_REACH = 6
_MODIFIERS = 3
_ENTITY = "#"  # "&#8221;" of a page badly decoded, or a hashtag
_CODE_MARKS = frozenset("/:+\\")
_QUOTES = frozenset("«»\"“”'")
_OPENING = frozenset("(«\"“'")
_LONE_CLITICS = frozenset((*CLITICS.article, *CLITICS.prepositions))
_VAGUE = _vague_index()
